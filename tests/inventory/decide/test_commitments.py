"""Units for orders: from the hold as far as it reaches, given back once, moved to another node only where they are."""

from __future__ import annotations

import pytest

from stockpool.inventory.decide import decide_commit, decide_reallocate, decide_release, decide_uncommit, expire_holds
from stockpool.inventory.messages import Commit, Committed, HoldOutcome, Reallocate, ReleaseHold, Uncommit
from stockpool.inventory.model import DemandLine, Ledger, Position, PositionKey
from stockpool.kernel.refusals import Refused
from tests.inventory.asking import asked
from tests.inventory.decide.books import CUP, TEA, TEA_WEST, booked, books, of, reservation, state, tea
from tests.inventory.yard import refused


def commit(
    ledger: Ledger, *lines: DemandLine, hold_id: str | None = None, commitment_id: str = "c"
) -> Committed | Refused:
    command = asked(Commit, channel="web", lines=(), hold_id=hold_id, commitment_id=commitment_id)
    decided = decide_commit(ledger, command, lines)
    if isinstance(decided, Refused):
        return decided
    reply = booked(ledger, decided).reply
    assert isinstance(reply, Committed)
    return reply


def outcome(reply: Committed | Refused) -> HoldOutcome:
    assert isinstance(reply, Committed), reply
    return reply.hold_outcome


def test_without_a_hold_what_is_free_is_committed_and_no_more() -> None:
    ledger = books(tea(5), Position(*CUP, available=1))
    assert refused(commit(ledger, of(5), of(2, CUP))) == "insufficient-stock"
    assert outcome(commit(ledger, of(5), of(1, CUP))) is HoldOutcome.NONE
    assert (state(ledger), state(ledger, CUP)) == ({"committed": 5}, {"committed": 1})


HELD_FIVE_OF_EIGHT = [
    (5, {"available": 3, "committed": 5}),
    (3, {"available": 5, "committed": 3}),
    (8, {"committed": 8}),
]


@pytest.mark.parametrize(("wanted", "after"), HELD_FIVE_OF_EIGHT)
def test_a_hold_becomes_a_commitment_and_what_it_keeps_beyond_is_given_back(wanted: int, after: dict[str, int]) -> None:
    ledger = books(tea(8), reserved=[reservation("h", 5)])
    assert outcome(commit(ledger, of(wanted), hold_id="h")) is HoldOutcome.USED
    assert state(ledger) == after
    assert ledger.reservations["h"][TEA].status == "committed"


def test_beyond_its_hold_a_commitment_gets_what_is_free_and_no_more() -> None:
    ledger = books(tea(8), reserved=[reservation("h", 5)])
    assert refused(commit(ledger, of(9), hold_id="h")) == "insufficient-stock"
    assert refused(commit(ledger, of(7, buffer=2), hold_id="h")) == "insufficient-stock"
    assert outcome(commit(ledger, of(6, buffer=2), hold_id="h")) is HoldOutcome.USED


def test_a_hold_is_kept_although_a_fact_left_less_than_was_promised() -> None:
    ledger = books(tea(5), reserved=[reservation("h", 5)])
    ledger.positions[TEA].available = -3
    assert outcome(commit(ledger, of(5), hold_id="h")) is HoldOutcome.USED
    assert state(ledger) == {"available": -3, "committed": 5}


def test_lines_of_the_hold_that_are_not_asked_for_are_given_back() -> None:
    ledger = books(tea(5), Position(*CUP, available=2), reserved=[reservation("h", 5), reservation("h", 2, key=CUP)])
    commit(ledger, of(5), hold_id="h")
    assert state(ledger, CUP) == {"available": 2}
    assert ledger.reservations["h"][CUP].status == "released"


def test_payment_after_the_hold_takes_fresh_stock_and_says_so() -> None:
    """Case 15."""
    ledger = books(tea(5), reserved=[reservation("h", 5, minutes_left=0)])
    expired = expire_holds(ledger)
    assert expired is not None
    booked(ledger, expired)
    assert outcome(commit(ledger, of(5), hold_id="h")) is HoldOutcome.REHELD
    assert state(ledger) == {"committed": 5}


def test_payment_after_the_hold_is_told_that_its_time_was_over_where_there_is_none() -> None:
    """Case 15."""
    ledger = books(tea(5), reserved=[reservation("h", 5, minutes_left=0)])
    expired = expire_holds(ledger)
    assert expired is not None
    booked(ledger, expired)
    assert outcome(commit(ledger, of(3), commitment_id="other")) is HoldOutcome.NONE
    assert refused(commit(ledger, of(5), hold_id="h")) == "hold-expired"
    assert state(ledger) == {"available": 2, "committed": 3}


def test_a_hold_is_committed_once() -> None:
    ledger = books(tea(10), reserved=[reservation("h", 5)])
    commit(ledger, of(5), hold_id="h")
    assert refused(commit(ledger, of(5), hold_id="h", commitment_id="second")) == "hold-closed"
    assert state(ledger) == {"available": 5, "committed": 5}


def test_releasing_a_hold_that_an_order_has_taken_over_says_so_though_a_part_of_it_went_back() -> None:
    ledger = books(tea(5), Position(*CUP, available=5), reserved=[reservation("h", 2, key=CUP), reservation("h", 5)])
    commit(ledger, of(5), hold_id="h")
    assert {line.status for line in ledger.reservations["h"].values()} == {"released", "committed"}
    closed = decide_release(ledger, asked(ReleaseHold, hold_id="h"), None)
    assert isinstance(closed, Refused)
    assert closed.message == "hold h was used by an order"


def test_a_hold_that_never_was_cannot_be_committed() -> None:
    ledger = books(tea(10), reserved=[reservation("c0", 5, kind="commitment")])
    assert refused(commit(ledger, of(5), hold_id="nothing")) == "unknown-hold"
    assert refused(commit(ledger, of(5), hold_id="c0")) == "unknown-hold"


def test_a_commitment_cannot_have_the_id_of_another_or_of_a_hold() -> None:
    ledger = books(tea(10), reserved=[reservation("h", 1), reservation("c", 1, kind="commitment")])
    assert refused(commit(ledger, of(1), commitment_id="c")) == "in-use"
    assert refused(commit(ledger, of(1), commitment_id="h")) == "in-use"


def uncommit(ledger: Ledger, quantity: int | None = None, commitment_id: str = "c") -> Refused | None:
    units = None if quantity is None else {TEA: quantity}
    decided = decide_uncommit(ledger, asked(Uncommit, commitment_id=commitment_id), units)
    if isinstance(decided, Refused):
        return decided
    booked(ledger, decided)
    return None


def test_a_commitment_is_given_back_once_in_parts_or_whole() -> None:
    ledger = books(tea(10), reserved=[reservation("c", 5, kind="commitment")])
    assert uncommit(ledger, 2) is None
    assert state(ledger) == {"available": 7, "committed": 3}
    assert refused(uncommit(ledger, 4)) == "invalid-quantity"
    assert uncommit(ledger) is None
    assert state(ledger) == {"available": 10}
    assert refused(uncommit(ledger)) == "unknown-commitment"


def test_a_hold_is_no_commitment_and_a_commitment_no_hold() -> None:
    """Else the units of one account would be given back from the other."""
    ledger = books(tea(10), reserved=[reservation("h", 3), reservation("c", 4, kind="commitment")])
    assert refused(uncommit(ledger, commitment_id="h")) == "unknown-commitment"
    assert refused(decide_release(ledger, asked(ReleaseHold, hold_id="c"), None)) == "unknown-hold"
    assert refused(reallocate(ledger, 2, "h")) == "unknown-commitment"
    assert state(ledger) == {"available": 3, "held": 3, "committed": 4}


def reallocate(
    ledger: Ledger,
    quantity: int,
    commitment_id: str = "c",
    *,
    from_node: str = "east",
    to: PositionKey = TEA_WEST,
    buffer: int = 0,
) -> Refused | None:
    words = {"sku": to[0], "quantity": quantity, "from_node": from_node, "to_node": to[1]}
    command = asked(Reallocate, commitment_id=commitment_id, channel="web", **words)
    decided = decide_reallocate(ledger, command, of(quantity, to, buffer))
    if isinstance(decided, Refused):
        return decided
    booked(ledger, decided)
    return None


def two_nodes(west: int = 3) -> Ledger:
    return books(tea(5), Position(*TEA_WEST, available=west), reserved=[reservation("c", 5, kind="commitment")])


@pytest.mark.parametrize(("steps", "left"), [([3], {TEA: 2, TEA_WEST: 3}), ([1, 2], {TEA: 2, TEA_WEST: 3})])
def test_another_node_serves_a_part_of_a_commitment(steps: list[int], left: dict[object, int]) -> None:
    ledger = two_nodes()
    for quantity in steps:
        assert reallocate(ledger, quantity) is None
    assert {key: line.quantity for key, line in ledger.reservations["c"].items()} == left
    assert (state(ledger), state(ledger, TEA_WEST)) == ({"available": 3, "committed": 2}, {"committed": 3})


def test_a_whole_line_moves_and_may_come_back() -> None:
    ledger = two_nodes(west=5)
    assert reallocate(ledger, 5) is None
    assert ledger.reservations["c"][TEA].status == "moved"
    back = asked(Reallocate, commitment_id="c", channel="web", sku="tea", quantity=5, from_node="west", to_node="east")
    decided = decide_reallocate(ledger, back, of(5))
    assert not isinstance(decided, Refused)
    booked(ledger, decided)
    assert (state(ledger), state(ledger, TEA_WEST)) == ({"committed": 5}, {"available": 5})
    assert (ledger.reservations["c"][TEA].status, ledger.reservations["c"][TEA].quantity) == ("open", 5)


def test_a_reallocation_is_refused_where_it_cannot_be_kept() -> None:
    ledger = two_nodes()
    assert refused(reallocate(ledger, 4)) == "insufficient-stock"
    assert refused(reallocate(ledger, 2, buffer=2)) == "insufficient-stock"
    assert refused(reallocate(ledger, 6)) == "unknown-commitment"
    assert refused(reallocate(ledger, 1, "nothing")) == "unknown-commitment"
    assert refused(reallocate(ledger, 1, to=TEA)) == "invalid-input"
    assert state(ledger) == {"committed": 5}
