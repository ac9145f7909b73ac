"""Which task carries out which command, how urgent that is, and how stored replies are read back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from decimal import Decimal

import msgspec

from stockpool.inventory.api import EscrowReply, OpenEscrow, SettleEscrow, TopUpEscrow, write_escrows
from stockpool.inventory.messages import (
    Commit,
    ExpireHolds,
    ExtendHold,
    PlaceHold,
    Reallocate,
    RecordFact,
    ReleaseHold,
    Uncommit,
)
from stockpool.inventory.messages import Reply as LedgerReply
from stockpool.kernel.commands import Command
from stockpool.kernel.refusals import Refused
from stockpool.kernel.shedding import Urgency
from stockpool.orders.api import (
    CancelReturn,
    ExpireReturn,
    InspectReturn,
    ReceiveReturn,
    RequestReturn,
    ReturnChanged,
    write_orders,
    write_returns,
)
from stockpool.orders.messages import (
    AdvanceFulfillment,
    CancelOrder,
    ClaimSupply,
    ConfirmPayment,
    EditOrder,
    FailPayment,
    OrderReply,
    PlaceOrder,
    ServeWaiting,
)
from stockpool.runtime.batch import Statement
from stockpool.sourcing.api import write_shadow
from stockpool.supply.api import write_receipts
from stockpool.warehouse.api import write_counts_wanted
from stockpool.workflows.change_commitment import CommitTask, ReallocateTask, UncommitTask
from stockpool.workflows.change_escrow import OpenEscrowTask, SettleEscrowTask, TopUpEscrowTask
from stockpool.workflows.change_hold import ExpireHoldsTask, ExtendHoldTask, ReleaseHoldTask
from stockpool.workflows.change_order import (
    AdvanceFulfillmentTask,
    CancelOrderTask,
    ConfirmPaymentTask,
    EditOrderTask,
    FailPaymentTask,
    ServeWaitingTask,
)
from stockpool.workflows.claim_supply import ClaimSupplyTask
from stockpool.workflows.place_hold import PlaceHoldTask
from stockpool.workflows.place_order import PlaceOrderTask
from stockpool.workflows.record_fact import RecordFactTask
from stockpool.workflows.request_return import RequestReturnTask
from stockpool.workflows.return_goods import CancelReturnTask, ExpireReturnTask, InspectReturnTask, ReceiveReturnTask
from stockpool.workflows.task import Task

TASKS: dict[type[Command], Callable[..., Task]] = {
    RecordFact: RecordFactTask,
    PlaceHold: PlaceHoldTask,
    ExtendHold: ExtendHoldTask,
    ReleaseHold: ReleaseHoldTask,
    ExpireHolds: ExpireHoldsTask,
    OpenEscrow: OpenEscrowTask,
    TopUpEscrow: TopUpEscrowTask,
    SettleEscrow: SettleEscrowTask,
    Commit: CommitTask,
    Uncommit: UncommitTask,
    Reallocate: ReallocateTask,
    PlaceOrder: PlaceOrderTask,
    CancelOrder: CancelOrderTask,
    ConfirmPayment: ConfirmPaymentTask,
    FailPayment: FailPaymentTask,
    EditOrder: EditOrderTask,
    AdvanceFulfillment: AdvanceFulfillmentTask,
    ServeWaiting: ServeWaitingTask,
    RequestReturn: RequestReturnTask,
    ReceiveReturn: ReceiveReturnTask,
    InspectReturn: InspectReturnTask,
    CancelReturn: CancelReturnTask,
    ExpireReturn: ExpireReturnTask,
    ClaimSupply: ClaimSupplyTask,
}

FACTS = frozenset(
    {RecordFact, SettleEscrow, AdvanceFulfillment, ConfirmPayment, FailPayment, ReceiveReturn, InspectReturn}
)
"""What has happened at a till, in a building or at a bank; everything else is asked for, and can be asked for again."""

decode_reply = msgspec.json.Decoder(
    LedgerReply | EscrowReply | OrderReply | ReturnChanged | Refused, float_hook=Decimal
).decode
"""Quantities in a refusal's details are as exact as the first time."""


def home_of(command: Command) -> int:
    """Commands about an order are at home where others about it are, as are those that name a SKU; the rest share one.

    A new order is at home with its first SKU: nobody else knows of it yet.
    """
    lines = getattr(command, "lines", None)
    named = getattr(lines[0] if lines else command, "sku", None)
    return hash(named or getattr(command, "order_id", ""))


def urgency_of(command: Command) -> Urgency:
    """Whether it has happened, or somebody asks for it."""
    return Urgency.FACT if type(command) in FACTS else Urgency.PROMISE


def task_for(command: Command) -> Task:
    """The task of a command."""
    return TASKS[type(command)](command)


def write_records(records: Sequence[msgspec.Struct], now: datetime) -> Iterable[Statement]:
    """The statements for the rows that tasks leave beside the ledger; the ledger's own commands leave none."""
    if not records:
        return ()
    return (
        *write_orders(records, now),
        *write_returns(records),
        *write_receipts(records),
        *write_shadow(records),
        *write_escrows(records),
        *write_counts_wanted(records, now),
    )
