"""Orders that wait for stock are served in the transaction in which it becomes free, whatever freed it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator

import msgspec

from stockpool.inventory import api as inventory
from stockpool.inventory.api import Event, Ledger, Movement, PositionKey
from stockpool.kernel.refusals import Refused
from stockpool.orders import api as orders
from stockpool.orders.api import Change, Order, SourcingRecord
from stockpool.workflows.change_order import changed_reply
from stockpool.workflows.explaining import sourcing_record
from stockpool.workflows.order_stock import ledger_moves
from stockpool.workflows.promised import date_change
from stockpool.workflows.task import View

Write = Callable[[Order, Order, tuple[SourcingRecord, ...]], None]
"""Takes an order as it was and as it is, and why."""


def waiting_for(keys: Collection[PositionKey], view: View) -> set[str]:
    """The locked orders that wait for any of these SKUs: their commitments must be loaded."""
    skus = {sku for sku, _ in keys}
    return {
        order_id
        for order_id, order in view.orders.items()
        if any(part.waiting and part.sku in skus for part in order.parts)
    }


def served(
    keys: Collection[PositionKey], view: View, ledger: Ledger, write: Write, *, received_of: str | None = None
) -> Iterator[Movement]:
    """What gives orders that wait what has become free at these positions, first in line first.

    Where a supply has brought it, `received_of` names it: claims on it are served first.
    """
    for key in sorted(keys):
        yield from _served_at(key, view, ledger, write, received_of)


def _served_at(
    key: PositionKey, view: View, ledger: Ledger, write: Write, received_of: str | None
) -> Iterator[Movement]:
    sku, node = key
    shelf = orders.Shelf(sku, node, view.network.network.nodes[node].can_ship)
    for order in orders.waits_for(view.orders.values(), shelf):
        channel = view.network.channel(order.channel)
        if channel is None or node not in channel.buffers:
            continue
        free = ledger.free(key, channel.buffers[node])
        change = orders.serve_with(order, shelf, free, view.now, view.rules) if free > 0 else None
        if change is None:
            continue
        moved = inventory.decide_moves(ledger, ledger_moves(change.order, change.moves, channel), ledger.next_id)
        assert not isinstance(moved, Refused), "no more is given than is free"
        change, told = _promised(change, order, view, received_of)
        write(order, change.order, sourcing_record("order.allocated", change, ledger.next_id, view.now))
        yield Movement(
            "order.allocated",
            changed_reply(change),
            order.order_id,
            moved.entries,
            moved.reservations,
            (*moved.events, *told),
        )


def _promised(change: Change, before: Order, view: View, received_of: str | None) -> tuple[Change, tuple[Event, ...]]:
    """The order without claims for what was served, and with dates."""
    assert view.promiser is not None
    order = orders.trimmed(change.order, received_of)
    view.supply.account(before, order)
    dated = date_change(order, before, view.promiser)
    return msgspec.structs.replace(change, order=dated.order), tuple(dated.events())
