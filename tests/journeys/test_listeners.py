"""The judge of listeners finds what they miss, invent, and hear in the wrong order."""

from __future__ import annotations

from tests.journeys.listeners import evaluate, heard_of

FIRST = heard_of(1, "stock.sell", "A@N", {"levels": [{"sku": "A", "node": "N"}]})
SECOND = heard_of(2, "hold.placed", "h", {"lines": [{"sku": "A", "node": "N"}]})
OTHER = heard_of(3, "order.placed", "o", {})
TOLD = [FIRST, SECOND, OTHER]


def test_hearing_everything_is_right_also_twice_and_with_other_keys_in_between() -> None:
    assert evaluate(TOLD, TOLD) == []
    assert evaluate([OTHER, FIRST, FIRST, SECOND, FIRST], TOLD) == []


def test_what_is_missed_invented_or_turned_round_is_found() -> None:
    assert evaluate([FIRST, SECOND], TOLD) == ["event 3 was never heard"]
    assert evaluate(TOLD, [FIRST, SECOND]) == ["event 3 was heard and never happened"]
    assert evaluate([SECOND, FIRST, OTHER], TOLD) == ["A@N was heard out of order"]
