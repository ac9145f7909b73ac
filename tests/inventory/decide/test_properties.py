"""What holds of every movement, whatever was there before and in whatever order: drawn by Hypothesis."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from stockpool.inventory.decide import decide_commit, decide_fact, decide_hold, decide_release, expire_holds
from stockpool.inventory.messages import Commit, FactKind, RecordFact, ReleaseHold, ShortfallFound
from stockpool.inventory.model import INSIDE, Ledger, Movement, Position
from stockpool.kernel.refusals import Refused
from tests.inventory.asking import asked
from tests.inventory.decide.books import (
    NOW,
    TEA,
    TEA_WEST,
    booked,
    books,
    fact,
    fact_line,
    hold_of,
    of,
    reservation,
    tea,
)

amounts = st.integers(0, 12)
quantities = st.integers(1, 12)
minutes = st.integers(0, 20)
promises = st.lists(st.tuples(st.sampled_from(["hold", "commitment"]), quantities, st.integers(-3, 3)), max_size=4)


@st.composite
def ledgers(draw: st.DrawFn) -> Ledger:
    """Two positions with anything in their accounts; promises may outnumber the goods, holds may be past their time."""
    kept = [
        reservation(f"r{number}", units, kind="hold" if kind == "hold" else "commitment", minutes_left=left)
        for number, (kind, units, left) in enumerate(draw(promises))
    ]
    east = tea(
        draw(amounts), damaged=draw(amounts), quality_control=draw(amounts), safety_stock=draw(st.integers(0, 3))
    )
    east.counted_at = draw(st.none() | minutes.map(lambda m: NOW - timedelta(minutes=m)))
    return books(east, Position(*TEA_WEST, available=draw(amounts)), reserved=kept)


facts = st.builds(
    fact,
    st.sampled_from(FactKind),
    quantities,
    to_node=st.just("west"),
    reference=st.sampled_from(["T", "r0", "r1"]),
    occurred_at=st.none() | minutes.map(lambda m: NOW - timedelta(minutes=m)),
)


@given(ledgers(), st.lists(facts, min_size=1, max_size=6))
def test_each_movement_sums_to_zero_and_on_hand_changes_by_what_crossed_the_door(
    ledger: Ledger, told: list[RecordFact]
) -> None:
    for one in told:
        before = ledger.positions[TEA].on_hand + ledger.positions[TEA_WEST].on_hand
        movement = booked(ledger, decide_fact(ledger, one, [fact_line(int(one.quantity))], 1))
        flow = dict.fromkeys(("inside", "outside"), 0)
        for entry in movement.entries:
            flow["inside" if entry.from_account in INSIDE else "outside"] -= entry.quantity
            flow["inside" if entry.to_account in INSIDE else "outside"] += entry.quantity
        assert sum(flow.values()) == 0
        assert all(entry.quantity > 0 for entry in movement.entries)
        assert ledger.positions[TEA].on_hand + ledger.positions[TEA_WEST].on_hand - before == flow["inside"]


@given(ledgers(), quantities, st.integers(0, 3), st.booleans())
def test_promises_never_exceed_what_is_free_and_change_nothing_that_is_there(
    ledger: Ledger, wanted: int, buffer: int, partly: bool
) -> None:
    position = ledger.positions[TEA]
    free, on_hand, promised = ledger.free(TEA, buffer), position.on_hand, position.promised
    decided = decide_hold(ledger, hold_of(partial=partly), [of(wanted, buffer=buffer)])
    if isinstance(decided, Movement):
        booked(ledger, decided)
    got = position.promised - promised
    assert got == (min(wanted, free) if partly else wanted if wanted <= free else 0)
    assert isinstance(decided, Refused) == (got == 0)
    assert position.on_hand == on_hand


@given(ledgers(), quantities, st.integers(0, 3))
def test_a_commitment_gets_its_hold_and_what_is_free(ledger: Ledger, wanted: int, number: int) -> None:
    position = ledger.positions[TEA]
    expired = expire_holds(ledger)
    if expired is not None:
        booked(ledger, expired)
    hold_id = f"r{number}"
    held = sum(line.quantity for line in ledger.open_lines(hold_id) if line.kind == "hold")
    known = any(line.kind == "hold" for line in ledger.reservations.get(hold_id, {}).values())
    free, on_hand, committed = ledger.free(TEA, 0), position.on_hand, position.committed
    command = asked(Commit, channel="web", lines=(), hold_id=hold_id)
    decided = decide_commit(ledger, command, [of(wanted)])
    assert isinstance(decided, Movement) == (known and wanted <= free + held)
    if isinstance(decided, Movement):
        booked(ledger, decided)
        assert position.committed - committed == wanted
        assert ledger.open_lines(hold_id) == []
    assert position.on_hand == on_hand


@given(ledgers(), quantities)
def test_holding_and_releasing_leaves_everything_as_it_was(ledger: Ledger, wanted: int) -> None:
    before = [getattr(ledger.positions[TEA], name) for name in INSIDE]
    placed = decide_hold(ledger, hold_of(hold_id="h"), [of(wanted)])
    if isinstance(placed, Movement):
        booked(ledger, placed)
        released = decide_release(ledger, asked(ReleaseHold, hold_id="h"), None)
        assert isinstance(released, Movement)
        booked(ledger, released)
    assert [getattr(ledger.positions[TEA], name) for name in INSIDE] == before


@given(ledgers(), st.lists(facts.filter(lambda one: one.kind is not FactKind.MOVE), min_size=1, max_size=8))
def test_shortfalls_add_up_to_what_is_short(ledger: Ledger, told: list[RecordFact]) -> None:
    """Every rise is told: what was told since the position was last whole is never less than what is short now."""
    position = ledger.positions[TEA]
    told_since, short = position.short, position.short
    for one in told:
        movement = booked(ledger, decide_fact(ledger, one, [fact_line(int(one.quantity))], 1))
        risen = sum(int(event.body.quantity) for event in movement.events if isinstance(event.body, ShortfallFound))
        assert risen == max(position.short - short, 0)
        short = position.short
        told_since = 0 if short == 0 else told_since + risen
        assert told_since >= short
