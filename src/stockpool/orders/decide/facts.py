"""Facts that name an order: what left its node without a step here has left in the order too."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

import msgspec

from stockpool.orders.decide.transitions import status_of
from stockpool.orders.messages import FulfillmentStatus
from stockpool.orders.model import WITH_NODE, Fulfillment, Order, Piece, is_collected, merged, shelf_of

replace = msgspec.structs.replace


def shipped_by_fact(order: Order, taken: Mapping[tuple[str, str], int], now: datetime) -> Order:
    """The order when so many units by (SKU, node) of what is committed to it have left.

    They are a fulfillment order of their own, unless that is all that its fulfillment order had.
    """
    left = dict(taken)
    fulfillments: list[Fulfillment] = []
    gone: list[Fulfillment] = []
    for each in order.fulfillments:
        kept, out = _split(order, each, left)
        if not out:
            fulfillments.append(each)
        elif not any(piece.quantity for piece in kept):
            fulfillments.append(_gone(order, replace(each, pieces=_with_empty(out, each.pieces)), now))
        else:
            fulfillments.append(replace(each, pieces=tuple(kept)))
            gone.append(_gone(order, replace(each, pieces=tuple(out)), now))
    numbered = [replace(each, number=len(fulfillments) + place) for place, each in enumerate(gone, start=1)]
    changed = replace(order, fulfillments=(*fulfillments, *numbered))
    return replace(changed, status=status_of(changed))


def _split(order: Order, fulfillment: Fulfillment, left: dict[tuple[str, str], int]) -> tuple[list[Piece], list[Piece]]:
    """What stays with a fulfillment order, and what has left."""
    if fulfillment.status not in WITH_NODE:
        return [], []
    node = shelf_of(fulfillment, order.delivery(fulfillment.delivery))
    kept: list[Piece] = []
    out: list[Piece] = []
    for piece in fulfillment.pieces:
        units = min(piece.quantity, left.get((piece.sku, node), 0))
        if units:
            left[piece.sku, node] -= units
            out.append(replace(piece, asked=units, quantity=units))
        kept.append(replace(piece, quantity=piece.quantity - units))
    return kept, merged(out)


def _with_empty(out: list[Piece], pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """What has left, and the pieces of which nothing was left: a fulfillment order keeps what it was asked."""
    named = {piece.key for piece in out}
    return tuple(merged([*out, *[replace(each, quantity=0) for each in pieces if each.key not in named]]))


def _gone(order: Order, fulfillment: Fulfillment, now: datetime) -> Fulfillment:
    collected = is_collected(order.delivery(fulfillment.delivery))
    status = FulfillmentStatus.HANDED_OVER if collected else FulfillmentStatus.SHIPPED
    return replace(fulfillment, status=status, since=now, release_at=None)
