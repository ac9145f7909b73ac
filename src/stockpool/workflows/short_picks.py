"""A short pick says that the book is wrong at a shelf: in the same transaction somebody is asked to count it."""

from __future__ import annotations

from collections.abc import Sequence

from stockpool.inventory.api import Event
from stockpool.orders.api import Change, fulfillment_order_id
from stockpool.orders.messages import AdvanceFulfillment, Cause
from stockpool.warehouse.api import CountLine, CountWanted, id_from
from stockpool.warehouse.messages import CountReason, CountRequested


def count_wanted(command: AdvanceFulfillment, change: Change) -> CountWanted | None:
    """The count of what a pick did not find; a fulfillment order is picked once, so it asks once."""
    missing = [each for each in change.wanted if each.cause is Cause.SHORT_PICK and each.from_node is not None]
    if not missing:
        return None
    name = fulfillment_order_id(command.order_id, command.number)
    units: dict[str, tuple[int, int]] = {}
    for each in missing:
        units[each.sku] = (each.decimals, units.get(each.sku, (0, 0))[1] + each.units)
    lines = tuple([CountLine(sku, decimals, set_aside=count) for sku, (decimals, count) in sorted(units.items())])
    return CountWanted(id_from("count", name), missing[0].from_node or "", command.actor, name, lines)


def told(wanted: CountWanted | None) -> Sequence[Event]:
    """What tells of it."""
    if wanted is None:
        return ()
    skus = tuple([line.sku for line in wanted.lines])
    body = CountRequested(
        wanted.count_id, wanted.node, skus, CountReason.SHORT_PICK, wanted.requested_by, wanted.reference
    )
    return (Event("count.requested", wanted.count_id, body),)
