"""Promises are granted from what is free, given back once, and over when their time is."""

from __future__ import annotations

from datetime import timedelta

import pytest

from stockpool.inventory.decide import decide_extend, decide_hold, decide_release, expire_holds
from stockpool.inventory.messages import (
    ExtendHold,
    HoldExpired,
    HoldExtended,
    HoldPlaced,
    HoldReleased,
    HoldsExpired,
    Line,
    ReleaseHold,
)
from stockpool.inventory.model import Ledger, Movement, Position
from stockpool.kernel.refusals import Refused
from tests.inventory.asking import asked
from tests.inventory.decide.books import CUP, NOW, TEA, booked, books, hold_of, of, reservation, state, tea
from tests.inventory.yard import refused


@pytest.mark.parametrize(
    ("available", "safety_stock", "buffer", "wanted", "granted"),
    [
        (5, 0, 0, 5, True),
        (5, 0, 0, 6, False),
        (5, 2, 0, 3, True),
        (5, 2, 0, 4, False),
        (5, 0, 2, 3, True),
        (5, 0, 2, 4, False),
        (5, 2, 2, 1, True),
        (5, 2, 2, 2, False),
        (-5, 0, 0, 1, False),
        (5, 9, 0, 1, False),
    ],
)
def test_what_is_free_is_held_and_no_more(
    available: int, safety_stock: int, buffer: int, wanted: int, granted: bool
) -> None:
    ledger = books(tea(available, safety_stock=safety_stock))
    decided = decide_hold(ledger, hold_of(), [of(wanted, buffer=buffer)])
    assert isinstance(decided, Movement) == granted
    if isinstance(decided, Movement):
        booked(ledger, decided)
        assert state(ledger) == {name: n for name, n in (("available", available - wanted), ("held", wanted)) if n}


def test_units_that_are_not_available_are_not_promised() -> None:
    ledger = books(tea(2, held=5, committed=5, damaged=5, quality_control=5, other=5))
    assert refused_hold(ledger, 3) == {"requested": 3, "available": 2}


def refused_hold(ledger: Ledger, wanted: int) -> dict[str, object]:
    decided = decide_hold(ledger, hold_of(), [of(wanted)])
    assert isinstance(decided, Refused)
    row = decided.details["available"][0]
    return {"requested": row["requested"], "available": row["available"]}


def test_a_refusal_says_what_would_have_been_possible_and_never_less_than_nothing() -> None:
    assert refused_hold(books(tea(-4)), 1) == {"requested": 1, "available": 0}
    assert refused_hold(books(), 1) == {"requested": 1, "available": 0}


def test_all_lines_or_none() -> None:
    ledger = books(tea(5), Position(*CUP, available=1))
    decided = decide_hold(ledger, hold_of(), [of(5), of(2, CUP)])
    assert isinstance(decided, Refused)
    assert [problem.path for problem in decided.problems] == ["lines[0].quantity"]
    assert [row["sku"] for row in decided.details["available"]] == ["cup"]


def partial(ledger: Ledger, *wanted: int) -> HoldPlaced | Refused:
    lines = [of(quantity, key) for quantity, key in zip(wanted, (TEA, CUP), strict=False)]
    decided = decide_hold(ledger, hold_of(partial=True), lines)
    if isinstance(decided, Refused):
        return decided
    reply = booked(ledger, decided).reply
    assert isinstance(reply, HoldPlaced)
    return reply


def test_a_partial_hold_takes_what_there_is_and_says_what_it_lacks() -> None:
    ledger = books(tea(3), Position(*CUP))
    reply = partial(ledger, 5, 1)
    assert isinstance(reply, HoldPlaced)
    assert [(line.sku, line.quantity) for line in reply.lines] == [("tea", 3)]
    assert reply.short == (Line("tea", 2, "east"), Line("cup", 1, "east"))
    assert state(ledger) == {"held": 3}


def test_a_partial_hold_of_nothing_is_refused() -> None:
    assert refused(partial(books(tea(0), Position(*CUP, available=-2)), 5, 1)) == "insufficient-stock"


def test_a_second_hold_cannot_have_the_id_of_another() -> None:
    ledger = books(tea(5))
    booked(ledger, decide_hold(ledger, hold_of(hold_id="h"), [of(1)]))
    assert refused(decide_hold(ledger, hold_of(hold_id="h"), [of(2)])) == "in-use"


def release(ledger: Ledger, **asked_units: int) -> HoldReleased | Refused:
    units = {TEA: asked_units["tea"]} if "tea" in asked_units else {}
    units |= {CUP: asked_units["cup"]} if "cup" in asked_units else {}
    decided = decide_release(ledger, asked(ReleaseHold, hold_id="h"), units or None)
    if isinstance(decided, Refused):
        return decided
    reply = booked(ledger, decided).reply
    assert isinstance(reply, HoldReleased)
    return reply


def two_lines() -> Ledger:
    return books(tea(10), Position(*CUP, available=4), reserved=[reservation("h", 5), reservation("h", 2, key=CUP)])


def test_a_release_gives_everything_back() -> None:
    ledger = two_lines()
    release(ledger)
    assert (state(ledger), state(ledger, CUP)) == ({"available": 10}, {"available": 4})
    assert refused(release(ledger)) == "hold-closed"


def test_a_partial_release_keeps_the_rest() -> None:
    """Case 6."""
    ledger = two_lines()
    release(ledger, tea=2)
    assert (state(ledger), state(ledger, CUP)) == ({"available": 7, "held": 3}, {"available": 2, "held": 2})
    release(ledger, tea=3, cup=1)
    assert (state(ledger), state(ledger, CUP)) == ({"available": 10}, {"available": 3, "held": 1})
    release(ledger)
    assert state(ledger, CUP) == {"available": 4}


@pytest.mark.parametrize("asked_units", [{"tea": 6}, {"tea": 1, "cup": 3}])
def test_no_more_is_released_than_is_held_and_then_nothing_is(asked_units: dict[str, int]) -> None:
    ledger = two_lines()
    assert refused(release(ledger, **asked_units)) == "invalid-quantity"
    assert state(ledger) == {"available": 5, "held": 5}


@pytest.mark.parametrize(("minutes_left", "stands"), [(1, True), (0, False), (-1, False)])
def test_a_hold_is_over_exactly_when_its_time_is(minutes_left: float, stands: bool) -> None:
    ledger = books(tea(5), reserved=[reservation("h", 5, minutes_left=minutes_left)])
    expired = expire_holds(ledger)
    assert (expired is None) == stands
    if expired is not None:
        booked(ledger, expired)
        assert isinstance(expired.reply, HoldsExpired)
        assert [type(event.body) for event in expired.events] == [HoldExpired]
        assert state(ledger) == {"available": 5}
        assert refused(release(ledger)) == "hold-expired"
        assert refused(extend(ledger, 60)) == "hold-expired"
        assert expire_holds(ledger) is None


def test_a_hold_past_its_time_can_be_neither_extended_nor_released_before_it_is_swept() -> None:
    ledger = books(tea(5), reserved=[reservation("h", 5, minutes_left=0)])
    assert refused(extend(ledger, 60)) == "hold-expired"
    assert refused(release(ledger)) == "hold-expired"


def test_a_commitment_is_never_over() -> None:
    assert expire_holds(books(tea(5), reserved=[reservation("c", 5, kind="commitment")])) is None


def extend(ledger: Ledger, seconds: int) -> HoldExtended | Refused:
    decided = decide_extend(ledger, asked(ExtendHold, hold_id="h", ttl_seconds=seconds))
    if isinstance(decided, Refused):
        return decided
    reply = booked(ledger, decided).reply
    assert isinstance(reply, HoldExtended)
    return reply


def test_an_extension_counts_from_now_and_may_shorten() -> None:
    ledger = two_lines()
    for seconds in (3600, 60):
        reply = extend(ledger, seconds)
        assert isinstance(reply, HoldExtended)
        assert reply.expires_at == NOW + timedelta(seconds=seconds)
        assert {line.expires_at for line in ledger.open_lines("h")} == {reply.expires_at}


@pytest.mark.parametrize("change", [release, lambda ledger: extend(ledger, 60)])
def test_a_hold_that_never_was_and_a_commitment_are_unknown(change: object) -> None:
    assert callable(change)
    assert refused(change(books(tea(5)))) == "unknown-hold"
    assert refused(change(books(tea(5), reserved=[reservation("h", 5, kind="commitment")]))) == "unknown-hold"
