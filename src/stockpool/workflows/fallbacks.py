"""What the sourcing policy that acts lets happen where no single node that may serve has everything."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC

from stockpool.catalog.messages import SkuTerms
from stockpool.orders.api import Order, Wanted
from stockpool.orders.messages import Delivery, OrderMethod, PlaceOrder, Shortage
from stockpool.sourcing.api import Asked, AskedLine, Fallback, PolicyPlanner, Rule
from stockpool.sourcing.messages import Method
from stockpool.workflows.task import View

METHODS = {
    OrderMethod.SHIP: Method.SHIP,
    OrderMethod.SAME_DAY: Method.SAME_DAY,
    OrderMethod.PICKUP: Method.PICKUP,
    OrderMethod.SHIP_TO_STORE: Method.SHIP_TO_STORE,
}
"""Whose nodes are sought."""

SHORTAGES = {Fallback.BACKORDER: Shortage.BACKORDER, Fallback.CANCEL: Shortage.CANCEL}


def shortage_of(command: PlaceOrder, order: Order, wanted: Sequence[Wanted], view: View) -> Shortage:
    """What becomes of what nobody has: as the order says, else as all rules for its deliveries do, else refused."""
    if command.shortage is not None:
        return command.shortage
    policy = view.network.policy
    if policy is None or not view.network.has_last_resorts:
        return Shortage.REFUSE
    said = {
        _last_resort(_rule(policy, delivery, wanted, order.channel, view))
        for delivery in order.deliveries
        if delivery.method in METHODS
    }
    agreed = said.pop() if len(said) == 1 else None
    if agreed is None or (agreed is Shortage.CANCEL and has_kits(command, view.terms)):
        return Shortage.REFUSE
    return agreed


def has_kits(command: PlaceOrder, terms: Mapping[str, SkuTerms]) -> bool:
    """Whether something of the order is sold whole only."""
    return any(terms[line.sku].components for line in command.lines)


def sends_to_store(delivery: Delivery, wanted: Iterable[Wanted], channel: str, view: View) -> bool:
    """Whether another node may send to the store what its customer collects and it has not."""
    policy = view.network.policy
    if policy is None or delivery.method is not OrderMethod.PICKUP:
        return False
    return Fallback.SHIP_TO_STORE in _rule(policy, delivery, wanted, channel, view).otherwise


def _last_resort(rule: Rule) -> Shortage | None:
    return SHORTAGES.get(rule.otherwise[-1])


def _rule(policy: PolicyPlanner, delivery: Delivery, wanted: Iterable[Wanted], channel: str, view: View) -> Rule:
    """The rule for what is wanted of a delivery."""
    units: dict[str, int] = {}
    for each in wanted:
        if each.delivery == delivery.number:
            units[each.sku] = units.get(each.sku, 0) + each.units
    lines = tuple([AskedLine(sku, count, category=view.terms[sku].category) for sku, count in units.items()])
    asked = Asked(channel, METHODS[delivery.method], lines, view.now.astimezone(UTC).date())
    return policy.planner(asked).reckoner.rule
