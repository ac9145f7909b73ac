"""Why nodes serve an order: what was weighed when it was placed, and each time that nodes were sought for it later."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

import msgspec
from psycopg import AsyncConnection

from stockpool.orders import api as orders
from stockpool.orders.api import Change, SourcingRecord
from stockpool.orders.messages import Repair
from stockpool.sourcing.api import Rule, ToldExplanation, get_policy, read_policy, told
from stockpool.sourcing.messages import Explanation

_encode = msgspec.json.Encoder(decimal_format="number").encode


Rules = Mapping[tuple[str, str], Rule]
"""By the policy with its version, and the rule's name."""


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


async def tell_order(connection: AsyncConnection, order_id: str) -> ToldOrder | None:
    """What is known of an order's nodes, for its readers; None where there is no such order."""
    explanation = await explain_order(connection, order_id)
    if explanation is None:
        return None
    weighed = [*explanation.weighed(), *[each for later in explanation.later for each in later.sourced]]
    names = {each.policy for each in weighed if each.policy is not None}
    rules = {(name, rule.name): rule for name in sorted(names) for rule in await _rules(connection, name)}
    return told_order(explanation, rules)


async def _rules(connection: AsyncConnection, name: str) -> Sequence[Rule]:
    """Those of a version of a policy."""
    policy, _, version = name.rpartition("@")
    stored = await get_policy(connection, policy, int(version)) if version.isdecimal() else None
    read = read_policy(stored.text) if stored is not None else None
    return read.policy.rules if read is not None and read.policy is not None else ()


def told_order(explanation: OrderExplanation, rules: Rules) -> ToldOrder:
    """What was stored compactly, for its readers, with the rules by which it was decided."""
    return ToldOrder(
        explanation.held,
        _told(explanation.sourced, rules) if explanation.sourced is not None else None,
        tuple([_told(each, rules) for each in explanation.further]),
        tuple([_told_later(each, rules) for each in explanation.later]),
    )


def _told(explanation: Explanation, rules: Rules) -> ToldExplanation:
    return told(explanation, rules.get((explanation.policy or "", explanation.rule or "")))


def _told_later(later: LaterSourcing, rules: Rules) -> ToldLater:
    sourced = tuple([_told(each, rules) for each in later.sourced])
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
