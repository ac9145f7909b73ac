"""Commands wait at the home of what they name; a lane at work beside others takes its own."""

from __future__ import annotations

from typing import Any

from stockpool.inventory.messages import FactKind, Line, PlaceHold, RecordFact, ReleaseHold
from stockpool.runtime.homes import Homes
from stockpool.workflows.commands import home_of

STAMP: dict[str, Any] = {"key": "0", "fingerprint": "0", "actor": "test"}


def filled(*words: str) -> Homes[str]:
    """Two homes; a word's home is its length."""
    homes: Homes[str] = Homes(2)
    for word in words:
        homes.add(word, len(word))
    return homes


def hold(*skus: str) -> PlaceHold:
    lines = tuple(Line(sku, 1) for sku in skus)
    return PlaceHold(**STAMP, hold_id="h", channel="web", lines=lines, ttl_seconds=60)


def test_a_lane_takes_its_own_in_order_and_leaves_the_rest() -> None:
    homes = filled("a", "bb", "c", "dd", "e")
    assert homes.take_own(1, 2) == ["a", "c"]
    assert homes.take_own(0, 9) == ["bb", "dd"]
    assert len(homes) == 1


def test_a_lane_without_any_of_its_own_takes_those_of_the_longest_queue() -> None:
    homes = filled("a", "c", "e")
    assert homes.take_own(0, 2) == ["a", "c"]
    assert homes.take_own(0, 2) == ["e"]
    assert homes.take_own(0, 2) == []


def test_a_lane_that_need_not_choose_takes_what_came_first() -> None:
    homes = filled("a", "bb", "c", "dd", "e")
    assert homes.take_all(4) == ["a", "bb", "c", "dd"]
    assert homes.take_all(4) == ["e"]
    assert len(homes) == 0


def test_a_lane_that_need_not_choose_takes_no_more_than_it_may() -> None:
    homes = filled("a", "c", "e")
    assert homes.take_all(2) == ["a", "c"]
    assert len(homes) == 1


def test_commands_about_one_sku_are_at_home_together() -> None:
    fact = RecordFact(**STAMP, kind=FactKind.SELL, sku="tea", node="east", quantity=1)
    assert home_of(hold("tea")) == home_of(hold("tea", "cup")) == home_of(fact)
    assert len({home_of(hold(str(number))) % 2 for number in range(64)}) == 2


def test_commands_that_name_no_sku_have_a_home_too() -> None:
    assert home_of(ReleaseHold(**STAMP, hold_id="h")) == home_of(ReleaseHold(**STAMP, hold_id="other"))


def test_what_could_be_taken_of_ones_own_is_counted() -> None:
    homes: Homes[str] = Homes(2)
    homes.add("a", 0)
    homes.add("b", 0)
    homes.add("c", 1)
    assert [homes.own(0), homes.own(1)] == [2, 1]
    assert homes.take_own(1, 9) == ["c"]
    assert homes.own(1) == 2  # of the other's, as it has none
    assert homes.take_own(1, 9) == ["a", "b"]
    assert homes.own(1) == 0
