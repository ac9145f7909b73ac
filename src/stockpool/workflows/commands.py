"""Which task carries out which command, and how stored replies are read back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from decimal import Decimal

import msgspec

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
from stockpool.orders.api import (
    CancelReturn,
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
    ConfirmPayment,
    EditOrder,
    FailPayment,
    OrderReply,
    PlaceOrder,
    ServeWaiting,
)
from stockpool.runtime.batch import Statement
from stockpool.workflows.change_commitment import CommitTask, ReallocateTask, UncommitTask
from stockpool.workflows.change_hold import ExpireHoldsTask, ExtendHoldTask, ReleaseHoldTask
from stockpool.workflows.change_order import (
    AdvanceFulfillmentTask,
    CancelOrderTask,
    ConfirmPaymentTask,
    EditOrderTask,
    FailPaymentTask,
    ServeWaitingTask,
)
from stockpool.workflows.place_hold import PlaceHoldTask
from stockpool.workflows.place_order import PlaceOrderTask
from stockpool.workflows.record_fact import RecordFactTask
from stockpool.workflows.request_return import RequestReturnTask
from stockpool.workflows.return_goods import CancelReturnTask, InspectReturnTask, ReceiveReturnTask
from stockpool.workflows.task import Task

TASKS: dict[type[Command], Callable[..., Task]] = {
    RecordFact: RecordFactTask,
    PlaceHold: PlaceHoldTask,
    ExtendHold: ExtendHoldTask,
    ReleaseHold: ReleaseHoldTask,
    ExpireHolds: ExpireHoldsTask,
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
}

decode_reply = msgspec.json.Decoder(LedgerReply | OrderReply | ReturnChanged | Refused, float_hook=Decimal).decode
"""Quantities in a refusal's details are as exact as the first time."""


def home_of(command: Command) -> int:
    """Commands that name a SKU are at home where others about it are; the rest share one home."""
    lines = getattr(command, "lines", None)
    return hash(lines[0].sku if lines else getattr(command, "sku", ""))


def task_for(command: Command) -> Task:
    """The task of a command."""
    return TASKS[type(command)](command)


def write_records(records: Sequence[msgspec.Struct], now: datetime) -> Iterable[Statement]:
    """The statements for the rows that tasks leave beside the ledger; the ledger's own commands leave none."""
    return (*write_orders(records, now), *write_returns(records)) if records else ()
