"""What was on hand at any moment of the past, after facts and counts were told in any order, in groups of any size.

The rule: on hand at the moment of a count is what was counted, with what happened at exactly that moment and was told
after the count. Of several counts of one moment the one told last is right. What was told before a count and happened
until its moment, to the microsecond, was seen by it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stockpool.inventory.decide import decide_fact
from stockpool.inventory.messages import FactKind
from stockpool.inventory.model import Ledger, Position, PositionKey
from tests.inventory.decide.books import TEA, TEA_WEST, booked, books, fact, fact_line, minutes_ago
from tests.inventory.machine.oracle import Oracle

Told = tuple[FactKind, PositionKey, int, int]
"""What happened, where, how much, how many minutes ago."""

KEYS = (TEA, TEA_WEST)
OTHER = {TEA: TEA_WEST, TEA_WEST: TEA}
MINUTES = 6
CHANGES = {FactKind.SELL: -1, FactKind.RECEIVE: 1, FactKind.MOVE: -1}

happenings = st.tuples(
    st.sampled_from([*CHANGES, FactKind.COUNT, FactKind.COUNT]),
    st.sampled_from(KEYS),
    st.integers(1, 9),
    st.integers(0, MINUTES),
)
groups = st.lists(st.lists(happenings, min_size=1, max_size=5), min_size=1, max_size=6)


class Shelf:
    """What stays from one group of facts about tea to the next, as a database keeps it."""

    def __init__(self) -> None:
        self.positions = {key: Position(*key) for key in KEYS}
        self.changes: list[tuple[PositionKey, datetime, int]] = []
        self.earlier_counts: dict[PositionKey, set[datetime]] = {key: set() for key in KEYS}

    def tell(self, group: Sequence[Told]) -> None:
        """Decide a group over what is kept, and keep what it leaves."""
        ledger = self._loaded({(key, minutes_ago(minutes)) for _, _, _, minutes in group for key in KEYS})
        for kind, key, quantity, minutes in group:
            command = fact(kind, quantity, to_node=OTHER[key][1], occurred_at=minutes_ago(minutes))
            booked(ledger, decide_fact(ledger, command, [fact_line(quantity, key)], 1))
        for movement in ledger.booked:
            for each in movement.entries:
                self.changes.append(((each.entry.sku, each.entry.node), each.occurred_at, each.entry.on_hand_change))
        for key, moments in ledger.earlier_counts.items():
            self.earlier_counts[key] |= set(moments)

    def _loaded(self, dated: set[tuple[PositionKey, datetime]]) -> Ledger:
        since = {(key, at): self.positions[key].on_hand - self.on_hand(key, at) for key, at in dated}
        behind = {(key, at): [each for each in self.earlier_counts[key] if each > at] for key, at in dated}
        first = {name: min(moments) for name, moments in behind.items() if moments}
        return books(*self.positions.values(), since=since, first_counts=first)

    def on_hand(self, key: PositionKey, at: datetime) -> int:
        """From the entries alone."""
        return sum(change for where, moment, change in self.changes if where == key and moment <= at)


def disagreements(told: Sequence[Sequence[Told]]) -> list[str]:
    """Where the past is not what somebody finds who goes through all that happened from the beginning."""
    shelf, oracle = Shelf(), Oracle()
    for group in told:
        shelf.tell(group)
        for kind, key, quantity, minutes in group:
            if kind is FactKind.COUNT:
                oracle.count(key, minutes_ago(minutes), quantity)
            else:
                oracle.change(key, minutes_ago(minutes), CHANGES[kind] * quantity)
            if kind is FactKind.MOVE:
                oracle.change(OTHER[key], minutes_ago(minutes), quantity)
    moments = [(minutes, minutes_ago(minutes)) for minutes in range(MINUTES, -1, -1)]
    return [
        f"{key} {minutes} minutes ago: {shelf.on_hand(key, at)}, not {oracle.on_hand(key, at)}"
        for key in KEYS
        for minutes, at in moments
        if shelf.on_hand(key, at) != oracle.on_hand(key, at)
    ]


@given(groups)
def test_the_past_is_what_happened_in_whatever_order_it_was_told(told: list[list[Told]]) -> None:
    assert disagreements(told) == []


SALE, COUNT = (FactKind.SELL, TEA, 2, 3), (FactKind.COUNT, TEA, 10, 3)


@pytest.mark.parametrize(
    ("told", "then"),
    [
        ([SALE, COUNT], 10),
        ([COUNT, SALE], 8),
        ([COUNT, SALE, COUNT], 10),
        ([COUNT, SALE, (FactKind.COUNT, TEA, 7, 3)], 7),
        ([COUNT, (FactKind.SELL, TEA, 2, 4)], 10),
    ],
    ids=["seen", "told after", "counted again", "the last count is right", "before"],
)
@pytest.mark.parametrize("later", [[], [(FactKind.COUNT, TEA, 20, 1)]])
@pytest.mark.parametrize("together", [True, False])
def test_what_happened_at_the_moment_of_a_count_was_seen_by_it_if_it_was_told_before(
    told: list[Told], then: int, later: list[Told], together: bool
) -> None:
    shelf = Shelf()
    for group in [[*later, *told]] if together else [[each] for each in [*later, *told]]:
        shelf.tell(group)
    assert shelf.on_hand(TEA, minutes_ago(3)) == then
    assert shelf.on_hand(TEA, minutes_ago(1)) == (20 if later else then)


def the_latest(ledger: Ledger, key: PositionKey, moment: datetime) -> datetime | None:
    """Late facts are made up for at the latest count."""
    latest = ledger.positions[key].counted_at
    return latest if latest is not None and moment < latest else None


rule = Ledger.first_count_behind


def none_of_the_group(ledger: Ledger, key: PositionKey, moment: datetime) -> datetime | None:
    """Counts of the same group are forgotten when a later one is told."""
    ledger.earlier_counts.clear()
    return rule(ledger, key, moment)


def none_that_was_loaded(ledger: Ledger, key: PositionKey, moment: datetime) -> datetime | None:
    """Counts of earlier groups are not read."""
    ledger._first_counts = {}
    return rule(ledger, key, moment)


@pytest.mark.parametrize(
    ("broken", "together"),
    [(the_latest, True), (the_latest, False), (none_of_the_group, True), (none_that_was_loaded, False)],
)
def test_a_broken_rule_leaves_another_past(monkeypatch: pytest.MonkeyPatch, broken: object, together: bool) -> None:
    """Negative control of the property above."""
    told = [(FactKind.COUNT, TEA, 9, 4), (FactKind.COUNT, TEA, 5, 1), (FactKind.SELL, TEA, 3, 5)]
    history = [told] if together else [[each] for each in told]
    assert disagreements(history) == []
    monkeypatch.setattr(Ledger, "first_count_behind", broken)
    assert disagreements(history) != []
