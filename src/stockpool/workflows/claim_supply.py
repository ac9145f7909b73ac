"""Promising an order supply to come for what it waits for, and giving up what will not come as promised."""

from __future__ import annotations

from stockpool.inventory.api import Ledger, Movement, Needs
from stockpool.kernel.refusals import Reason, Refused
from stockpool.orders import api as orders
from stockpool.orders.api import Change, Order, OrderRecord
from stockpool.orders.messages import ClaimSupply
from stockpool.runtime.lane_worker import Again
from stockpool.workflows.change_order import ChangeOrderTask, Told, changed_reply
from stockpool.workflows.promised import date_change
from stockpool.workflows.supplies import claimed_anew
from stockpool.workflows.task import Answered, Lost, View


class ClaimSupplyTask(ChangeOrderTask[ClaimSupply]):
    """One order of a group whose claims are looked through; nothing moves in the ledger."""

    def changed(self, order: Order | None, view: View) -> Change | Refused:  # noqa: ARG002 -- of the role
        """The order as it stands, if it waits for something."""
        if order is None:
            return Refused(Reason.UNKNOWN_ORDER, f"there is no order {self.command.order_id}")
        if not order.claims and not orders.unclaimed(order):
            return Refused(Reason.ORDER_STATE, f"order {order.order_id} waits for nothing")
        return Change(order)

    def plan(self, view: View, needs: Needs) -> Refused | None:  # noqa: ARG002 -- of the role
        """The supply that it claims, and all that is to come of what it waits for."""
        self._view, self._before = view, view.orders.get(self.command.order_id)
        changed = self.changed(self._before, view)
        if isinstance(changed, Refused):
            self._refused = changed
            return None
        self._change = changed
        view.supply_of.update([part.sku for part in changed.order.parts if part.waiting])
        view.supply_named.update([claim.supply_id for claim in changed.order.claims])
        return None

    def decide(self, ledger: Ledger, movement_id: int) -> Movement | Refused | Lost | Answered:  # noqa: ARG002
        """Give up what does not stand, claim what there is, and move the dates; where that changes nothing, say so."""
        view, before = self._view, self._before
        if view.orders.get(self.command.order_id) is not before:
            if view.last_round:
                raise Again("an order was changed many times in one group")
            return Lost()
        if self._refused is not None or before is None:
            return Answered(self._refused or Refused(Reason.UNKNOWN_ORDER, "there is no such order"))
        assert view.promiser is not None
        kept = orders.kept_to(before, view.supply.expected(), view.supply.excess(), view.now)
        view.supply.account(before, kept)
        order = claimed_anew(kept, view.supply, self._channel(before), view.promiser)
        view.supply.account(kept, order)
        dated = date_change(order, before, view.promiser)
        if dated.order == before:
            return Answered(Refused(Reason.ORDER_STATE, "there is no other supply for it"))
        self.records = (OrderRecord(dated.order, before),)
        view.orders[before.order_id] = dated.order
        kind, reply = self.told(Change(dated.order), ledger)
        return Movement(kind, reply, None, events=tuple(dated.events()))

    def told(self, change: Change, ledger: Ledger) -> Told:  # noqa: ARG002 -- of the role
        """The order; where its dates are others, events of their own tell it."""
        return "supply.claimed", changed_reply(change)
