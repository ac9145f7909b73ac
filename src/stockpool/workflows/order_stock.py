"""From what orders do with their units to moves in the ledger."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from stockpool.catalog.messages import SkuTerms
from stockpool.inventory.api import Move, Needs, Owner, PositionKey, transfer_reference
from stockpool.kernel.quantities import to_positive_units
from stockpool.orders.api import Order, Resolved, StockMove
from stockpool.orders.messages import OrderLine
from stockpool.workflows.snapshot import ChannelView


def owner_of(order: Order) -> Owner:
    """Under which name the units that are committed to an order stand in the ledger."""
    return Owner(order.order_id, order.channel, order.reference)


def payment_owner_of(order: Order) -> Owner:
    """Under which name units are held until an order is paid for."""
    assert order.hold_id is not None
    return Owner(order.hold_id, order.channel, order.reference, order.payment_due_at, is_order=True)


def ledger_moves(order: Order, moves: Iterable[StockMove], channel: ChannelView | None) -> list[Move]:
    """The moves with their owners and the buffers of the order's channel."""
    owner = owner_of(order)
    buffers = channel.buffers if channel is not None else {}
    return [
        Move(
            move.sku,
            move.node,
            move.units,
            move.source,
            move.target,
            _owner(move.source, move, owner),
            _owner(move.target, move, owner),
            buffers.get(move.node, 0),
        )
        for move in moves
    ]


def _owner(account: str, move: StockMove, owner: Owner) -> Owner | None:
    if account == "committed":
        return owner
    if account == "in_transit" and move.transfer is not None:
        return Owner(transfer_reference(move.transfer))
    return None


def name_needs(needs: Needs, moves: Iterable[StockMove], *reservations: str | None) -> None:
    """What must be locked for moves; a position that goods come to is made where it does not exist yet."""
    for move in moves:
        needs.positions.add((move.sku, move.node))
        if move.target in {"committed", "customer"} and move.source in {"in_transit", "available"}:
            needs.facts.add((move.sku, move.node))
    needs.reservations.update([each for each in reservations if each is not None])


def freed_by(moves: Iterable[StockMove]) -> Mapping[PositionKey, int]:
    """What moves make available."""
    freed: dict[PositionKey, int] = {}
    for move in moves:
        if move.target == "available":
            freed[move.sku, move.node] = freed.get((move.sku, move.node), 0) + move.units
    return freed


def resolve_lines(lines: Sequence[OrderLine], terms: Mapping[str, SkuTerms]) -> list[Resolved]:
    """What the catalog makes of lines that were found to be right."""
    return [_resolved(line, terms) for line in lines]


def _resolved(line: OrderLine, terms: Mapping[str, SkuTerms]) -> Resolved:
    known = terms[line.sku]
    units = to_positive_units(line.quantity, known.decimals)
    assert isinstance(units, int), "the lines were checked before"
    if not known.components:
        return Resolved(units, known.decimals, ((line.sku, known.decimals, 1),))
    return Resolved(units, known.decimals, tuple([(sku, terms[sku].decimals, each) for sku, each in known.components]))
