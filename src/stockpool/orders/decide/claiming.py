"""Supply to come that an order is promised for what it waits for."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime

import msgspec

from stockpool.orders.messages import Delivery
from stockpool.orders.model import Claim, Order, PartKey

replace = msgspec.structs.replace


class Offer(msgspec.Struct, frozen=True, gc=False):
    """So many units of a SKU that come to a node and that nobody was promised."""

    supply_id: str
    sku: str
    node: str
    expected_at: datetime
    units: int


Reach = Callable[[Delivery], Collection[str]]
"""From which nodes a delivery can be served."""


def unclaimed(order: Order) -> dict[PartKey, int]:
    """What of each part waits and is promised nothing; without the parts of which nothing does."""
    if not any(part.waiting for part in order.parts):
        return {}
    claimed = _claimed(order.claims)
    left = {part.key: part.waiting - claimed.get(part.key, 0) for part in order.parts if part.waiting}
    return {key: units for key, units in left.items() if units > 0}


def trimmed(order: Order, served_by: str | None = None) -> Order:
    """The order without claims for what does not wait any more.

    The claims on the supply that served it go first, then those that come last.
    """
    if not order.claims:
        return order
    waiting = {part.key: part.waiting for part in order.parts}
    kept: list[Claim] = []
    for claim in sorted(order.claims, key=lambda each: (each.supply_id == served_by, *_soonest_first(each))):
        units = min(claim.units, waiting.get(claim.key, 0))
        if units:
            waiting[claim.key] -= units
            kept.append(claim if units == claim.units else replace(claim, units=units))
    return replace(order, claims=tuple(sorted(kept, key=_soonest_first)))


def kept_to(order: Order, expected: Mapping[str, datetime], excess: Mapping[str, int], now: datetime) -> Order:
    """The order without claims that cannot stand.

    `expected` is when supplies that are still to come are to come: a claim stands at the time at which it was made. One
    on supply that is said to be overdue stands too: there may be no other.
    `excess` is what of a supply is promised beyond what is to come.
    """
    left = dict(excess)
    kept: list[Claim] = []
    for claim in order.claims:
        due = expected.get(claim.supply_id)
        if due is None or (due != claim.expected_at and due >= now):
            continue
        given_up = min(claim.units, max(left.get(claim.supply_id, 0), 0))
        left[claim.supply_id] = left.get(claim.supply_id, 0) - given_up
        if claim.units > given_up:
            kept.append(replace(claim, units=claim.units - given_up, expected_at=due))
    return replace(order, claims=tuple(kept))


class Claimant(msgspec.Struct, frozen=True, gc=False):
    """An order that claims units of a supply."""

    order_id: str
    supply_id: str
    units: int
    expected_at: datetime


def last_in_line(claimants: Sequence[Claimant], excess: Mapping[str, int]) -> list[str]:
    """The orders that lose what was promised beyond what is to come; `claimants` stand first in line first."""
    left, losers = dict(excess), list[str]()
    for each in reversed(claimants):
        if left.get(each.supply_id, 0) > 0:
            left[each.supply_id] -= each.units
            losers.append(each.order_id)
    return list(dict.fromkeys(losers))


def outdated(claimants: Sequence[Claimant], expected: Mapping[str, datetime]) -> list[str]:
    """The orders whose supply does not come when they were promised it; in the order of the line."""
    return list(
        dict.fromkeys([each.order_id for each in claimants if expected.get(each.supply_id) != each.expected_at])
    )


def claim_supply(order: Order, offers: Sequence[Offer], reach: Reach) -> Order:
    """The order with claims on the earliest supply that its deliveries can use, for all that waits without any."""
    wanted = unclaimed(order)
    if not wanted or not offers:
        return order
    left = {offer.supply_id: offer.units for offer in offers}
    ordered: dict[str, list[Offer]] = {}
    for offer in sorted(offers, key=lambda each: (each.expected_at, each.supply_id)):
        ordered.setdefault(offer.sku, []).append(offer)
    made: list[Claim] = []
    for key, units in wanted.items():
        nodes = reach(order.delivery(order.line(key[0]).delivery))
        lacking = units
        for offer in ordered.get(key[1], ()):
            taken = min(lacking, left[offer.supply_id]) if offer.node in nodes else 0
            if taken > 0:
                left[offer.supply_id] -= taken
                lacking -= taken
                made.append(Claim(key[0], offer.sku, offer.supply_id, offer.node, taken, offer.expected_at))
    return replace(order, claims=_together([*order.claims, *made])) if made else order


def claim_instead(order: Order, offers: Sequence[Offer], reach: Reach, now: datetime) -> Order:
    """As `claim_supply`, and in the place of claims on what is overdue; what no other supply covers keeps its claim."""
    stands = tuple([claim for claim in order.claims if claim.expected_at >= now])
    claimed = claim_supply(replace(order, claims=stands), offers, reach)
    if claimed.claims == stands:
        return order
    lacking, kept = unclaimed(claimed), list[Claim]()
    for claim in sorted(order.claims, key=_soonest_first, reverse=True):
        units = min(claim.units, lacking.get(claim.key, 0)) if claim.expected_at < now else 0
        if units > 0:
            lacking[claim.key] -= units
            kept.append(replace(claim, units=units))
    return replace(claimed, claims=_together([*claimed.claims, *kept]))


def _together(claims: Sequence[Claim]) -> tuple[Claim, ...]:
    """One claim for each part and supply, the soonest first."""
    found: dict[tuple[PartKey, str], Claim] = {}
    for claim in claims:
        name = (claim.key, claim.supply_id)
        known = found.get(name)
        found[name] = claim if known is None else replace(claim, units=known.units + claim.units)
    return tuple(sorted(found.values(), key=_soonest_first))


def _claimed(claims: Sequence[Claim]) -> dict[PartKey, int]:
    units: dict[PartKey, int] = {}
    for claim in claims:
        units[claim.key] = units.get(claim.key, 0) + claim.units
    return units


def _soonest_first(claim: Claim) -> tuple[datetime, str, int, str]:
    return claim.expected_at, claim.supply_id, claim.line, claim.sku
