"""Cancelling an order: its commitment goes back, what has left stays."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from stockpool.inventory import api as inventory
from stockpool.inventory.api import Ledger, Movement, Needs
from stockpool.inventory.messages import Uncommit
from stockpool.kernel.ids import is_uuid
from stockpool.kernel.refusals import Refused
from stockpool.orders import api as orders
from stockpool.orders.api import Order
from stockpool.orders.messages import CancelOrder, ReturnedStock
from stockpool.workflows.task import Looking, View


class CancelOrderTask:
    """One cancellation of a group."""

    def __init__(self, command: CancelOrder) -> None:
        """Carry out a command."""
        self.command = command
        self.records: Sequence[msgspec.Struct] = ()
        self._orders: dict[str, Order] = {}

    def look(self, looking: Looking) -> None:
        """Lock the order."""
        if is_uuid(self.command.order_id):
            looking.orders.add(self.command.order_id)

    def plan(self, view: View, needs: Needs) -> Refused | None:
        """Name the order's commitment, which has its id."""
        refused = orders.check_cancel(self.command)
        if refused is None:
            self._orders = view.orders
            needs.reservations.add(self.command.order_id)
        return refused

    def decide(self, ledger: Ledger, movement_id: int) -> Movement | Refused:  # noqa: ARG002 -- of the role
        """Give back what is still committed."""
        command = self.command
        committed = ledger.open_lines(command.order_id)
        lines = [ReturnedStock(line.sku, line.node, ledger.amount(line.sku, line.quantity)) for line in committed]
        cancelled = orders.decide_cancel(self._orders.get(command.order_id), command, lines)
        if isinstance(cancelled, Refused):
            return cancelled
        back = self._given_back(ledger) if committed else Movement("", cancelled.reply, None)
        if isinstance(back, Refused):
            return back
        self.records = (cancelled.record,)
        self._orders[command.order_id] = cancelled.order
        return msgspec.structs.replace(back, kind="order.cancelled", reply=cancelled.reply, subject=command.order_id)

    def _given_back(self, ledger: Ledger) -> Movement | Refused:
        command = self.command
        uncommit = Uncommit(
            key=command.key, fingerprint=command.fingerprint, actor=command.actor, commitment_id=command.order_id
        )
        return inventory.decide_uncommit(ledger, uncommit, None)
