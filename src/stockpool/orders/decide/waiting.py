"""Orders that wait for stock, and stock that has come: the first by priority and age get it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

import msgspec

from stockpool.orders.decide.drafting import wanted_waiting
from stockpool.orders.decide.settling import settle
from stockpool.orders.messages import OrderMethod, Payment
from stockpool.orders.model import Change, Found, Order, Rules, Wanted

replace = msgspec.structs.replace


class Shelf(msgspec.Struct, frozen=True, gc=False):
    """A node at which units of a SKU have become free, and what it may do with them."""

    sku: str
    node: str
    can_ship: bool


def waits_for(orders: Iterable[Order], shelf: Shelf) -> list[Order]:
    """The orders that wait for what has become free there, first in line first."""
    waiting = [order for order in orders if order.payment is Payment.CAPTURED and _wanted_at(order, shelf)]
    return sorted(waiting, key=lambda order: (-order.priority, order.placed_at or order.ordered_at, order.order_id))


def serve_with(order: Order, shelf: Shelf, units: int, now: datetime, rules: Rules) -> Change | None:
    """Give an order up to so many units of what it waits for; None where it can take none of them."""
    found: list[Found] = []
    for wanted in _wanted_at(order, shelf):
        taken = min(wanted.units, units)
        units -= taken
        if taken:
            found.append(Found(wanted, shelf.node, taken))
    if not found:
        return None
    given = {each.wanted.key: each.units for each in found}
    parts = tuple([replace(part, waiting=part.waiting - given.get(part.key, 0)) for part in order.parts])
    wanted_now = tuple([replace(each.wanted, units=each.units) for each in found])
    served = [replace(each, wanted=wanted) for each, wanted in zip(found, wanted_now, strict=True)]
    return settle(Change(replace(order, parts=parts), wanted=wanted_now), served, now, rules)


def _wanted_at(order: Order, shelf: Shelf) -> list[Wanted]:
    ways: Mapping[int, bool] = {
        each.number: _reaches(each.method, each.pickup_node, shelf) for each in order.deliveries
    }
    return [each for each in wanted_waiting(order) if each.sku == shelf.sku and ways[each.delivery]]


def _reaches(method: OrderMethod, pickup_node: str | None, shelf: Shelf) -> bool:
    """Whether goods at a node can reach the customer the way it chose."""
    if pickup_node == shelf.node:
        return True
    return shelf.can_ship and method in {OrderMethod.SHIP, OrderMethod.SHIP_TO_STORE}
