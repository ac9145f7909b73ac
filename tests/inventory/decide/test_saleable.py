"""How well a SKU can be sold, and what is told of it."""

from __future__ import annotations

import pytest

from stockpool.inventory.decide.saleable import crossed, saleability
from stockpool.inventory.messages import Saleability, Threshold

IN, LOW, OUT, BACKORDER, GONE = Saleability


@pytest.mark.parametrize(
    ("units", "low", "active", "to_come", "expected"),
    [
        (6, 5, True, False, IN),
        (5, 5, True, False, LOW),
        (1, None, True, False, IN),
        (1, 0, True, False, IN),
        (0, 5, True, False, OUT),
        (-3, None, True, False, OUT),
        (0, 5, True, True, BACKORDER),
        (9, 5, False, True, GONE),
    ],
)
def test_saleability_follows_what_can_be_promised(
    units: int, low: int | None, active: bool, to_come: bool, expected: Saleability
) -> None:
    assert saleability(units, low=low, active=active, to_come=to_come) is expected


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        (IN, LOW, Threshold.LOW),
        (LOW, IN, None),
        (IN, OUT, Threshold.OUT),
        (LOW, BACKORDER, Threshold.OUT),
        (OUT, BACKORDER, None),
        (OUT, LOW, Threshold.BACK),
        (GONE, IN, Threshold.BACK),
        (IN, IN, None),
    ],
)
def test_a_threshold_is_told_when_it_is_crossed(
    before: Saleability, now: Saleability, expected: Threshold | None
) -> None:
    assert crossed(before, now) is expected
