"""Why nodes serve an order: what was weighed when it was placed, and each time that nodes were sought for it later."""

from __future__ import annotations

from datetime import datetime

import msgspec
from psycopg import AsyncConnection

from stockpool.orders import api as orders
from stockpool.orders.api import Change, SourcingRecord
from stockpool.orders.messages import Repair
from stockpool.sourcing.api import ToldExplanation, told
from stockpool.sourcing.messages import Explanation

_encode = msgspec.json.Encoder(decimal_format="number").encode


class NodeUnits(msgspec.Struct, frozen=True, gc=False):
    """Smallest units of a SKU at a node."""

    sku: str
    node: str
    units: int


class LaterSourcing(msgspec.Struct, frozen=True, gc=False, omit_defaults=True):
    """Why other nodes serve an order since then: what nodes gave up, which got what, and what sourcing weighed.

    `held` is what of it the order's hold had. Without `sourced` the stock came to the node that serves.
    """

    at: datetime
    event: str
    repairs: tuple[Repair, ...] = ()
    held: tuple[NodeUnits, ...] = ()
    served: tuple[NodeUnits, ...] = ()
    sourced: tuple[Explanation, ...] = ()


class OrderExplanation(msgspec.Struct, frozen=True, gc=False, omit_defaults=True):
    """Why these nodes: those that the hold was on, and those that sourcing chose for what the hold had not.

    `further` has what sourcing weighed for the order's other deliveries, and behind the counter where goods are
    collected; `later` what came after the order was placed.
    """

    held: tuple[NodeUnits, ...] = ()
    sourced: Explanation | None = None
    further: tuple[Explanation, ...] = ()
    later: tuple[LaterSourcing, ...] = ()

    def weighed(self) -> tuple[Explanation, ...]:
        """All that sourcing weighed at once."""
        return (self.sourced, *self.further) if self.sourced is not None else ()


class ToldLater(msgspec.Struct, frozen=True, gc=False, omit_defaults=True):
    """As `LaterSourcing`, with amounts as text."""

    at: datetime
    event: str
    repairs: tuple[Repair, ...] = ()
    held: tuple[NodeUnits, ...] = ()
    served: tuple[NodeUnits, ...] = ()
    sourced: tuple[ToldExplanation, ...] = ()


class ToldOrder(msgspec.Struct, frozen=True, gc=False, omit_defaults=True):
    """As `OrderExplanation`, with amounts as text."""

    held: tuple[NodeUnits, ...] = ()
    sourced: ToldExplanation | None = None
    further: tuple[ToldExplanation, ...] = ()
    later: tuple[ToldLater, ...] = ()

    def weighed(self) -> tuple[ToldExplanation, ...]:
        """All that sourcing weighed at once."""
        return (self.sourced, *self.further) if self.sourced is not None else ()


def told_order(explanation: OrderExplanation) -> ToldOrder:
    """What was stored compactly, for its readers."""
    return ToldOrder(
        explanation.held,
        told(explanation.sourced) if explanation.sourced is not None else None,
        tuple([told(each) for each in explanation.further]),
        tuple([_told_later(each) for each in explanation.later]),
    )


def _told_later(later: LaterSourcing) -> ToldLater:
    sourced = tuple([told(each) for each in later.sourced])
    return ToldLater(later.at, later.event, later.repairs, later.held, later.served, sourced)


_read = msgspec.json.Decoder(OrderExplanation).decode
_read_later = msgspec.json.Decoder(LaterSourcing).decode


async def explain_order(connection: AsyncConnection, order_id: str) -> OrderExplanation | None:
    """All that is known of why an order is served by its nodes; None where there is no such order."""
    stored = await orders.get_explanation(connection, order_id)
    if stored is None:
        return None
    later = sorted([_read_later(each) for each in stored.later], key=lambda each: each.at)
    return msgspec.structs.replace(_read(stored.placed), later=tuple(later))


def sourcing_record(
    event: str, change: Change, movement_id: int, at: datetime, why: OrderExplanation | None = None
) -> tuple[SourcingRecord, ...]:
    """What is kept of a change for which nodes were sought; nothing where none had to be."""
    held, sourced = (why.held, why.weighed()) if why is not None else ((), ())
    served = tuple(
        [
            NodeUnits(move.sku, move.node, move.units)
            for move in change.moves
            if move.source == "available" and move.target in {"committed", "customer"}
        ]
    )
    if not (change.repairs or sourced or (served and not held)):
        return ()
    repairs = tuple([orders.shown_repair(each) for each in change.repairs])
    later = LaterSourcing(at, event, repairs, held, served, sourced)
    return (SourcingRecord(change.order.order_id, movement_id, _encode(later)),)
