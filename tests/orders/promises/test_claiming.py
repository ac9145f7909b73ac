"""Which supply an order is promised for what it waits for: rules, and what holds whatever is claimed."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stockpool.orders.api import (
    Claimant,
    Offer,
    Order,
    claim_instead,
    claim_supply,
    kept_to,
    last_in_line,
    outdated,
    trimmed,
)
from stockpool.orders.messages import Delivery, OrderMethod, OrderStatus, Payment
from stockpool.orders.model import Line, Part

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
EVERYWHERE = frozenset({"north", "south"})


def day(number: int) -> datetime:
    return NOON + timedelta(days=number)


def waiting(*units: int) -> Order:
    """An order whose lines wait for so many units of tea."""
    lines = tuple([Line(number, "tea", 0, count) for number, count in enumerate(units, start=1)])
    parts = tuple([Part(line.number, "tea", 0, line.quantity, waiting=line.quantity) for line in lines])
    return Order("o", "web", OrderStatus.BACKORDERED, Payment.CAPTURED, (Delivery(1, OrderMethod.SHIP),), lines, parts)


def offer(name: str, units: int, days: int, node: str = "north", sku: str = "tea") -> Offer:
    return Offer(name, sku, node, day(days), units)


def claimed_of(order: Order) -> list[tuple[int, str, int]]:
    return [(claim.line, claim.supply_id, claim.units) for claim in order.claims]


def less(order: Order, units: int) -> Order:
    """The order when its first line waits for so many only."""
    first, *others = order.parts
    return msgspec.structs.replace(order, parts=(msgspec.structs.replace(first, waiting=units), *others))


def test_the_earliest_supply_is_claimed_first_and_the_next_for_the_rest() -> None:
    found = claim_supply(waiting(5), [offer("late", 9, 3), offer("soon", 3, 1)], lambda _: EVERYWHERE)
    assert claimed_of(found) == [(1, "soon", 3), (1, "late", 2)]


def test_supply_that_the_delivery_cannot_use_is_left_alone() -> None:
    offers = [offer("far", 9, 1, "south"), offer("near", 2, 2), offer("cups", 9, 1, sku="cup")]
    assert claimed_of(claim_supply(waiting(5), offers, lambda _: {"north"})) == [(1, "near", 2)]


def test_lines_of_one_sku_share_what_is_to_come() -> None:
    found = claim_supply(waiting(2, 4), [offer("s", 5, 1)], lambda _: EVERYWHERE)
    assert claimed_of(found) == [(1, "s", 2), (2, "s", 3)]


def test_what_is_claimed_already_is_not_claimed_again() -> None:
    first = claim_supply(waiting(5), [offer("s", 3, 1)], lambda _: EVERYWHERE)
    assert claimed_of(claim_supply(first, [offer("s", 9, 1)], lambda _: EVERYWHERE)) == [(1, "s", 5)]


def test_what_was_served_gives_up_the_supply_that_served_it_and_else_what_comes_last() -> None:
    order = claim_supply(waiting(5), [offer("soon", 3, 1), offer("late", 2, 3)], lambda _: EVERYWHERE)
    assert claimed_of(trimmed(less(order, 2))) == [(1, "soon", 2)]
    assert claimed_of(trimmed(less(order, 2), "soon")) == [(1, "late", 2)]
    assert claimed_of(trimmed(less(order, 0))) == []


def test_a_claim_stands_at_the_time_at_which_it_was_made() -> None:
    order = claim_supply(waiting(5), [offer("soon", 3, 1), offer("late", 2, 3)], lambda _: EVERYWHERE)
    assert claimed_of(kept_to(order, {"soon": day(1), "late": day(3)}, {}, NOON)) == [(1, "soon", 3), (1, "late", 2)]
    assert claimed_of(kept_to(order, {"soon": day(2), "late": day(3)}, {}, NOON)) == [(1, "late", 2)]
    assert claimed_of(kept_to(order, {"late": day(3)}, {"late": 1}, NOON)) == [(1, "late", 1)]


def test_a_claim_on_what_is_said_to_be_overdue_stands() -> None:
    order = claim_supply(waiting(5), [offer("soon", 3, 1), offer("late", 2, 3)], lambda _: EVERYWHERE)
    for due in (day(1), day(2)):
        kept = kept_to(order, {"soon": due, "late": day(5)}, {}, day(2) + timedelta(seconds=1))
        assert claimed_of(kept) == [(1, "soon", 3)]
        assert kept.claims[0].expected_at == due
    assert claimed_of(kept_to(order, {"soon": day(2)}, {}, day(2))) == [], "it comes later, not overdue"


@pytest.mark.parametrize(
    ("offers", "days", "claimed"),
    [
        ([], 2, [(1, "overdue", 4), (2, "overdue", 1)]),
        ([offer("new", 2, 9)], 2, [(1, "new", 2), (1, "overdue", 2), (2, "overdue", 1)]),
        ([offer("new", 9, 9)], 2, [(1, "new", 4), (2, "new", 3)]),
        ([offer("new", 9, 9, "south")], 2, [(1, "overdue", 4), (2, "overdue", 1)]),
        ([offer("new", 9, 9)], 1, [(1, "overdue", 4), (2, "overdue", 1), (2, "new", 2)]),  # at its moment it is not
    ],
)
def test_what_is_overdue_is_given_up_for_what_has_a_date_and_else_kept(
    offers: list[Offer], days: int, claimed: list[tuple[int, str, int]]
) -> None:
    order = claim_supply(waiting(4, 3), [offer("overdue", 5, 1)], lambda _: EVERYWHERE)
    found = claim_instead(order, offers, lambda _: {"north"}, day(days))
    assert sorted(claimed_of(found)) == sorted(claimed)


def test_who_is_last_in_line_loses_and_no_more_than_must() -> None:
    line = [Claimant(name, "s", 3, day(1)) for name in ("first", "second", "third")]
    assert last_in_line(line, {"s": 4}) == ["third", "second"]
    assert last_in_line(line, {"s": 3}) == ["third"]
    assert last_in_line(line, {}) == []
    assert outdated(line, {"s": day(1)}) == []
    assert outdated(line, {"s": day(2)}) == ["first", "second", "third"]


@given(
    st.lists(st.integers(1, 9), min_size=1, max_size=4),
    st.lists(st.tuples(st.integers(0, 9), st.integers(0, 5), st.sampled_from(["north", "south"])), max_size=5),
    st.integers(0, 9),
)
def test_no_unit_is_claimed_twice_and_none_for_what_does_not_wait(
    units: list[int], supplies: list[tuple[int, int, str]], left: int
) -> None:
    offers = [offer(str(place), count, days, node) for place, (count, days, node) in enumerate(supplies)]
    order = claim_supply(waiting(*units), offers, lambda _: {"north"})
    by_supply, by_line = Counter[str](), Counter[int]()
    for claim in order.claims:
        by_supply[claim.supply_id] += claim.units
        by_line[claim.line] += claim.units
        assert claim.node == "north"
    assert all(by_supply[each.supply_id] <= each.units for each in offers)
    assert all(by_line[part.line] <= part.waiting for part in order.parts)
    usable = sum(each.units for each in offers if each.node == "north")
    assert by_supply.total() == min(sum(units), usable)
    after = trimmed(less(order, min(left, units[0])))
    assert sum(claim.units for claim in after.claims if claim.line == 1) <= left
