"""What happened to goods is always booked: every kind, what it moves, and what it says of broken promises."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest

from stockpool.inventory.decide import decide_fact
from stockpool.inventory.decide.facts import BOOKINGS, transfer_reference
from stockpool.inventory.messages import FactKind, FactRecorded, ShortfallFound, Unavailability
from stockpool.inventory.model import INSIDE, Entry, FactLine, Ledger, Movement, Position
from tests.inventory.decide.books import (
    CUP,
    NOW,
    TEA,
    TEA_WEST,
    booked,
    books,
    fact,
    fact_line,
    minutes_ago,
    reservation,
    state,
    tea,
)

DAMAGED, QUALITY = Unavailability.DAMAGED, Unavailability.QUALITY_CONTROL


def record(ledger: Ledger, kind: FactKind, quantity: int, lines: Sequence[FactLine] = (), **more: Any) -> Movement:  # noqa: ANN401 -- of any field
    return booked(ledger, decide_fact(ledger, fact(kind, quantity, **more), lines or [fact_line(quantity)], 1))


def moves(movement: Movement) -> list[tuple[str, str, int]]:
    return [(entry.from_account, entry.to_account, entry.quantity) for entry in movement.entries]


def shortfalls(movement: Movement) -> list[tuple[str, int]]:
    return [(e.body.node, int(e.body.quantity)) for e in movement.events if isinstance(e.body, ShortfallFound)]


KINDS = [
    (FactKind.RECEIVE, 4, {}, {"available": 14, "damaged": 3}),
    (FactKind.RECEIVE, 4, {"reason": QUALITY}, {"available": 10, "damaged": 3, "quality_control": 4}),
    (FactKind.SELL, 4, {}, {"available": 6, "damaged": 3}),
    (FactKind.SELL, 14, {}, {"available": -4, "damaged": 3}),
    (FactKind.SHIP, 4, {}, {"available": 6, "damaged": 3}),
    (FactKind.RETURN, 4, {}, {"available": 14, "damaged": 3}),
    (FactKind.RETURN, 4, {"reason": DAMAGED}, {"available": 10, "damaged": 7}),
    (FactKind.ADJUST, 4, {}, {"available": 14, "damaged": 3}),
    (FactKind.ADJUST, -4, {}, {"available": 6, "damaged": 3}),
    (FactKind.ADJUST, -14, {}, {"available": -4, "damaged": 3}),
    (FactKind.COUNT, 20, {}, {"available": 17, "damaged": 3}),
    (FactKind.COUNT, 13, {}, {"available": 10, "damaged": 3}),
    (FactKind.COUNT, 0, {}, {"available": -3, "damaged": 3}),
    (FactKind.DAMAGE, 4, {}, {"available": 6, "damaged": 7}),
    (FactKind.DAMAGE, 12, {"reason": QUALITY}, {"available": -2, "damaged": 3, "quality_control": 12}),
    (FactKind.RESTORE, 2, {}, {"available": 12, "damaged": 1}),
    (FactKind.RESTORE, 9, {}, {"available": 13}),
    (FactKind.RESTORE, 9, {"reason": QUALITY}, {"available": 10, "damaged": 3}),
    (FactKind.DISPOSE, 2, {}, {"available": 10, "damaged": 1}),
    (FactKind.DISPOSE, 5, {}, {"available": 8}),
    (FactKind.DISPOSE, 5, {"reason": QUALITY}, {"available": 5, "damaged": 3}),
    (FactKind.DISPATCH, 4, {"reference": "T-1"}, {"available": 6, "damaged": 3}),
    (FactKind.ARRIVE, 4, {"reference": "T-1"}, {"available": 14, "damaged": 3}),
    (FactKind.ARRIVE, 4, {"reference": "T-1", "reason": DAMAGED}, {"available": 10, "damaged": 7}),
]


@pytest.mark.parametrize(("kind", "quantity", "more", "after"), KINDS)
def test_each_kind_moves_what_it_says(
    kind: FactKind, quantity: int, more: dict[str, Any], after: dict[str, int]
) -> None:
    ledger = books(tea(10, damaged=3))
    movement = record(ledger, kind, quantity, **more)
    assert state(ledger) == after
    assert movement.kind == f"stock.{kind.value}"
    assert movement.subject == "tea@east"


def test_every_kind_is_in_the_table_above() -> None:
    assert {kind for kind, *_ in KINDS} | {FactKind.MOVE} == set(FactKind) == set(BOOKINGS)


def test_a_move_takes_from_one_node_and_gives_to_the_other() -> None:
    ledger = books(tea(10), Position(*TEA_WEST, available=1))
    movement = record(ledger, FactKind.MOVE, 4, to_node="west")
    assert (state(ledger), state(ledger, TEA_WEST)) == ({"available": 6}, {"available": 5})
    out, into = movement.entries
    assert out.to_reference == into.from_reference is not None
    assert isinstance(movement.reply, FactRecorded)
    assert [(level.node, level.available) for level in movement.reply.levels] == [("east", 6), ("west", 5)]


def test_a_transfer_is_in_transit_under_its_own_name() -> None:
    ledger = books(tea(10))
    sent = record(ledger, FactKind.DISPATCH, 4, reference="T-1")
    came = record(ledger, FactKind.ARRIVE, 4, reference="T-1")
    assert sent.entries[0].to_reference == came.entries[0].from_reference == transfer_reference("T-1")
    assert transfer_reference("T-1") != transfer_reference("T-2")


@pytest.mark.parametrize(
    ("kind", "quantity"), [(FactKind.COUNT, 10), (FactKind.RESTORE, 3)], ids=["as booked", "nothing to restore"]
)
def test_a_fact_that_moves_nothing_is_recorded_all_the_same(kind: FactKind, quantity: int) -> None:
    ledger = books(tea(10))
    movement = record(ledger, kind, quantity)
    assert movement.entries == ()
    assert isinstance(movement.reply, FactRecorded)
    assert movement.reply.levels[0].on_hand == 10


@pytest.mark.parametrize(("kind", "account"), [("hold", "held"), ("commitment", "committed")])
@pytest.mark.parametrize(("sold", "left", "status"), [(3, 2, "open"), (5, 0, "shipped"), (7, 0, "shipped")])
def test_goods_leave_from_the_promise_they_were_kept_for(
    kind: str, account: str, sold: int, left: int, status: str
) -> None:
    reserved = [reservation("r1", 5, kind="hold" if kind == "hold" else "commitment")]
    ledger = books(tea(10), reserved=reserved)
    record(ledger, FactKind.SHIP, sold, reference="r1")
    line = ledger.reservations["r1"][TEA]
    assert (line.quantity, line.status) == (left, status)
    assert ledger.positions[TEA].available == 5 - max(sold - 5, 0)
    assert getattr(ledger.positions[TEA], account) == left


def test_a_shipment_of_a_closed_promise_takes_from_what_is_available() -> None:
    """Case 7: shipped before, shipped again; the second one is a fact too, and nothing is taken back twice."""
    ledger = books(tea(10), reserved=[reservation("r1", 5, kind="commitment")])
    record(ledger, FactKind.SHIP, 5, reference="r1")
    record(ledger, FactKind.SHIP, 5, reference="r1")
    assert state(ledger) == {}


def test_a_shipment_for_another_node_leaves_the_promise_alone() -> None:
    ledger = books(tea(10), Position(*TEA_WEST), reserved=[reservation("r1", 5)])
    booked(ledger, decide_fact(ledger, fact(FactKind.SHIP, 2, reference="r1"), [FactLine(*TEA_WEST, 2)], 1))
    assert (state(ledger), state(ledger, TEA_WEST)) == ({"available": 5, "held": 5}, {"available": -2})


SHORTFALLS = [
    (10, 4, FactKind.SELL, 6, []),
    (10, 4, FactKind.SELL, 8, [("east", 2)]),
    (10, 4, FactKind.SELL, 10, [("east", 4)]),
    (10, 4, FactKind.SELL, 30, [("east", 4)]),
    (10, 4, FactKind.DAMAGE, 9, [("east", 3)]),
    (10, 4, FactKind.COUNT, 1, [("east", 3)]),
    (10, 0, FactKind.SELL, 30, []),
    (10, 4, FactKind.RECEIVE, 1, []),
]


@pytest.mark.parametrize(("stock", "promised", "kind", "quantity", "said"), SHORTFALLS)
@pytest.mark.parametrize("account", ["hold", "commitment"])
def test_a_fact_that_breaks_promises_says_how_many(
    account: str, stock: int, promised: int, kind: FactKind, quantity: int, said: list[tuple[str, int]]
) -> None:
    kept = [reservation("r1", promised, kind="hold" if account == "hold" else "commitment")] if promised else []
    ledger = books(tea(stock), reserved=kept)
    assert shortfalls(record(ledger, kind, quantity)) == said


def test_a_shortfall_is_told_once_and_only_as_far_as_it_grows() -> None:
    ledger = books(tea(10), reserved=[reservation("r1", 6)])
    assert shortfalls(record(ledger, FactKind.SELL, 6)) == [("east", 2)]
    assert shortfalls(record(ledger, FactKind.SELL, 1)) == [("east", 1)]
    assert shortfalls(record(ledger, FactKind.RECEIVE, 1)) == []
    assert shortfalls(record(ledger, FactKind.SELL, 30)) == [("east", 4)]


def test_a_shortfall_says_what_was_promised_and_what_there_is() -> None:
    reserved = [reservation("r1", 3), reservation("r2", 2, kind="commitment")]
    ledger = books(tea(5), reserved=reserved)
    body = record(ledger, FactKind.SELL, 4).events[0].body
    assert isinstance(body, ShortfallFound)
    assert (body.quantity, body.held, body.committed, body.available) == (4, 3, 2, -4)


def test_a_kit_is_booked_by_its_components() -> None:
    ledger = books(tea(10), Position(*CUP, available=1))
    movement = record(ledger, FactKind.SELL, 2, [fact_line(4), fact_line(2, CUP)])
    assert (state(ledger), state(ledger, CUP)) == ({"available": 6}, {"available": -1})
    assert moves(movement) == [("available", "customer", 4), ("available", "customer", 2)]


def test_quantities_are_told_in_the_unit_of_the_sku() -> None:
    """Case 25: 2.5 of a SKU with two decimals is 250 inside and 2.5 outside."""
    ledger = books(tea(1000), decimals={"tea": 2})
    reply = record(ledger, FactKind.SELL, 250).reply
    assert isinstance(reply, FactRecorded)
    assert str(reply.levels[0].available) == "7.50"


def counted(ledger: Ledger, quantity: int, at: datetime | None) -> Movement:
    return record(ledger, FactKind.COUNT, quantity, occurred_at=at)


def test_a_count_as_of_the_past_keeps_the_sales_since() -> None:
    at = minutes_ago(5)
    ledger = books(tea(10), since={(TEA, at): -3})
    counted(ledger, 11, at)
    assert state(ledger) == {"available": 8}
    assert ledger.positions[TEA].counted_at == at
    assert ledger.counted == {TEA: at}


def test_a_count_sees_what_the_same_group_booked_behind_its_moment() -> None:
    at = minutes_ago(5)
    ledger = books(tea(10))
    record(ledger, FactKind.SELL, 3, occurred_at=minutes_ago(2))
    record(ledger, FactKind.SELL, 1, occurred_at=minutes_ago(8))
    counted(ledger, 20, at)
    assert state(ledger) == {"available": 17}


def test_a_group_of_counts_looks_at_each_of_its_entries_a_few_times_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """A group of n counts would cost n times n, if each went through all that the group has booked."""
    looked_at = 0

    def looking(entry: Entry) -> int:
        nonlocal looked_at
        looked_at += 1
        return entry.quantity * ((entry.to_account in INSIDE) - (entry.from_account in INSIDE))

    monkeypatch.setattr(Entry, "on_hand_change", property(looking))
    keys = [(f"tea {number}", "east") for number in range(50)]
    ledger = books(*[Position(*key, available=10) for key in keys])
    for key in keys:
        decided = decide_fact(ledger, fact(FactKind.COUNT, 7), [fact_line(7, key)], 1)
        ledger.book(ledger.take_id(), *key, "test", decided)
    assert len(ledger.booked) == 50
    assert looked_at < 50 * 3


@pytest.mark.parametrize(
    "kind", [FactKind.SELL, FactKind.RECEIVE, FactKind.ADJUST, FactKind.DISPATCH, FactKind.DISPOSE]
)
def test_a_fact_from_before_the_count_was_seen_by_it(kind: FactKind) -> None:
    """Case 19: it is booked at its own moment and made up for at the count's; no earlier row changes."""
    ledger = books(tea(10))
    counted(ledger, 7, minutes_ago(5))
    movement = record(ledger, kind, 2, occurred_at=minutes_ago(9), reference="T")
    assert ledger.positions[TEA].on_hand == 7
    assert [entry.occurred_at for entry in movement.entries] == [minutes_ago(9), minutes_ago(5)]


@pytest.mark.parametrize("behind", [timedelta(0), timedelta(microseconds=1)])
def test_a_fact_at_or_behind_the_moment_of_the_count_counts_by_itself(behind: timedelta) -> None:
    ledger = books(tea(10))
    counted(ledger, 7, minutes_ago(5))
    record(ledger, FactKind.SELL, 2, occurred_at=minutes_ago(5) + behind)
    assert ledger.positions[TEA].on_hand == 5


BETWEEN_COUNTS = [
    (30, 20),
    (21, 20),
    (20, 14),
    (16, 14),
    (14, 10),
    (12, 10),
    (10, 5),
    (6, 5),
    (5, None),
    (1, None),
]
"""How many minutes ago something happened, and which count is the first to have seen it."""


@pytest.mark.parametrize(("minutes", "seen"), BETWEEN_COUNTS)
@pytest.mark.parametrize("order", [(20, 14, 10, 5), (5, 10, 14, 20), (10, 20, 5, 14)])
def test_a_late_fact_is_made_up_for_at_the_first_count_behind_it(
    order: Sequence[int], minutes: int, seen: int | None
) -> None:
    """The counts of a group know of each other, in whatever order they are told."""
    ledger = books(tea(10))
    for each in order:
        counted(ledger, 7, minutes_ago(each))
    movement = record(ledger, FactKind.SELL, 2, occurred_at=minutes_ago(minutes))
    assert [entry.occurred_at for entry in movement.entries[1:]] == ([] if seen is None else [minutes_ago(seen)])
    assert ledger.earlier_counts == {TEA: [minutes_ago(each) for each in (20, 14, 10)]}


def test_counts_of_a_group_come_before_those_that_were_loaded_only_where_they_are_earlier() -> None:
    position = tea(10)
    position.counted_at = minutes_ago(5)
    late, later = (TEA, minutes_ago(30)), (TEA, minutes_ago(18))
    ledger = books(position, first_counts={late: minutes_ago(20)})
    counted(ledger, 7, minutes_ago(16))
    counted(ledger, 7, minutes_ago(24))
    counted(ledger, 7, minutes_ago(2))
    assert ledger.first_count_behind(*late) == minutes_ago(24)
    assert ledger.first_count_behind(*later) == minutes_ago(16)
    assert ledger.first_count_behind(TEA, minutes_ago(10)) == minutes_ago(5)
    assert ledger.first_count_behind(TEA, minutes_ago(5)) == minutes_ago(2)
    assert ledger.earlier_counts == {TEA: [minutes_ago(24), minutes_ago(16), minutes_ago(5)]}


def test_a_count_at_the_moment_of_another_is_not_remembered_beside_it() -> None:
    ledger = books(tea(10))
    for minutes in (5, 5, 9, 9):
        counted(ledger, 7, minutes_ago(minutes))
    assert ledger.earlier_counts == {TEA: [minutes_ago(9)]}


def test_a_late_move_is_made_up_for_only_where_it_was_counted() -> None:
    ledger = books(tea(10), Position(*TEA_WEST, available=1))
    counted(ledger, 7, minutes_ago(5))
    record(ledger, FactKind.MOVE, 2, to_node="west", occurred_at=minutes_ago(9))
    assert (state(ledger), state(ledger, TEA_WEST)) == ({"available": 7}, {"available": 3})


def test_a_late_damage_changes_what_is_available_but_not_what_was_counted() -> None:
    ledger = books(tea(10))
    counted(ledger, 7, minutes_ago(5))
    record(ledger, FactKind.DAMAGE, 2, occurred_at=minutes_ago(9))
    assert state(ledger) == {"available": 5, "damaged": 2}


def test_a_count_before_the_latest_count_changes_nothing_since() -> None:
    at = minutes_ago(9)
    ledger = books(tea(10), since={(TEA, at): 0})
    counted(ledger, 7, minutes_ago(5))
    counted(ledger, 30, at)
    assert state(ledger) == {"available": 7}
    assert ledger.positions[TEA].counted_at == minutes_ago(5)


def test_what_lies_in_the_future_is_set_to_now_and_said_so() -> None:
    ledger = books(tea(10))
    movement = record(ledger, FactKind.SELL, 1, occurred_at=NOW + timedelta(hours=1))
    assert isinstance(movement.reply, FactRecorded)
    assert movement.reply.occurred_at == NOW
    assert "future" in movement.reply.notes[0]
    assert {entry.occurred_at for entry in movement.entries} == {NOW}


def test_a_promise_account_is_never_touched_by_a_fact_that_names_none() -> None:
    for kind, quantity, _, _ in KINDS:
        ledger = books(tea(10, damaged=3), reserved=[reservation("r1", 2), reservation("r2", 3, kind="commitment")])
        record(ledger, kind, quantity, reference="T")
        assert (ledger.positions[TEA].held, ledger.positions[TEA].committed) == (2, 3)


def test_accounts_outside_of_positions_are_not_totaled() -> None:
    ledger = books(tea(10))
    record(ledger, FactKind.RECEIVE, 1)
    assert ledger.changes() == {TEA: (1, 0, 0, 0, 0, 0)}


@pytest.mark.parametrize("counted", [2, 3])
def test_a_count_and_a_restore_end_what_a_short_pick_set_aside_found_or_not(counted: int) -> None:
    """As the reference page draws it: the count writes off what is gone, from what is available alone."""
    ledger = books(tea(2, other=1))
    record(ledger, FactKind.COUNT, counted)
    assert state(ledger) == {"available": counted - 1, "other": 1}
    record(ledger, FactKind.RESTORE, 1, reason=Unavailability.OTHER)
    assert state(ledger) == {"available": counted}
