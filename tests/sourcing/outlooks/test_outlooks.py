"""Which outlooks are taken, what sales say, and how long a process knows them."""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stockpool.kernel.editing import Outcome
from stockpool.kernel.refusals import Refused
from stockpool.sourcing.asked import Outlook
from stockpool.sourcing.outlooks.decide import decide_outlooks, outlooks_of_sales
from stockpool.sourcing.outlooks.messages import OutlookInput, OutlookSku, OutlookState, StoredOutlook
from stockpool.workflows import outlooks
from stockpool.workflows.outlooks import OutlookKeeper

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
SKUS = {"tea": OutlookSku(0, is_kit=False), "cloth": OutlookSku(2, is_kit=False), "set": OutlookSku(0, is_kit=True)}


def decided(*rows: OutlookInput, stored: dict[tuple[str, str], StoredOutlook] | None = None) -> list[str]:
    """What becomes of rows: the outcome, or the field that is wrong."""
    results = decide_outlooks(rows, stored or {}, SKUS, {"leeds"}, NOW)
    return [each.problems[0].path if isinstance(each, Refused) else each[1].value for each in results]


def test_a_row_is_stored_in_smallest_units_as_of_now() -> None:
    (row,) = decide_outlooks([OutlookInput("cloth", "leeds", 0.25)], {}, SKUS, {"leeds"}, NOW)
    assert row == (StoredOutlook("cloth", "leeds", 25.0, None, NOW), Outcome.CREATED)
    stored = {("cloth", "leeds"): row[0]}
    assert decided(OutlookInput("cloth", "leeds", 0.25, None, NOW), stored=stored) == ["unchanged"]
    assert decided(OutlookInput("cloth", "leeds", 0.5), stored=stored) == ["updated"]


@pytest.mark.parametrize(
    ("row", "field"),
    [
        (OutlookInput("coffee", "leeds", 1), "sku"),
        (OutlookInput("set", "leeds", 1), "sku"),
        (OutlookInput("tea", "hull", 1), "node"),
        (OutlookInput("tea", "leeds", -1), "demand_per_day"),
        (OutlookInput("tea", "leeds", float("nan")), "demand_per_day"),
        (OutlookInput("tea", "leeds", 1, -1), "days_to_delivery"),
        (OutlookInput("tea", "leeds", 1, None, NOW + timedelta(seconds=1)), "as_of"),
    ],
)
def test_what_cannot_be_is_refused_and_its_neighbors_are_not(row: OutlookInput, field: str) -> None:
    good = OutlookInput("cloth", "leeds", 1)
    assert decided(row, good, good) == [field, "created", "sku"]


def test_sales_of_few_days_are_no_less_a_day() -> None:
    sold = {("tea", "leeds"): 10, ("tea", "hull"): 0}
    (week,) = outlooks_of_sales(sold, NOW - timedelta(days=5), NOW)
    assert (week.node, week.demand_per_day, week.source) == ("leeds", 2.0, "sales")
    (hour,) = outlooks_of_sales(sold, NOW - timedelta(hours=1), NOW)
    assert hour.demand_per_day == 10.0, "an hour is taken for a day"


@given(st.integers(1, 1000), st.integers(0, 1000), st.floats(0, 400))
def test_more_sold_is_never_less_demand(units: int, more: int, days: float) -> None:
    since = NOW - timedelta(days=days)
    less, most = [outlooks_of_sales({("tea", "leeds"): each}, since, NOW)[0] for each in (units, units + more)]
    assert less.demand_per_day <= most.demand_per_day


def test_old_outlooks_and_none_at_all_are_strange() -> None:
    assert OutlookState(4).warning() is None
    assert "no outlook is known" in (OutlookState(0).warning() or "")
    assert OutlookState(4, 3, NOW).warning() == "3 of 4 outlooks are older than 14 days, the oldest of 2026-05-01"


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The SKUs of each time that outlooks are read."""
    asked: list[list[str]] = []

    async def read(_connection: Any, skus: Collection[str]) -> dict[str, dict[str, Outlook]]:  # noqa: ANN401
        asked.append(sorted(skus))
        return {sku: {"leeds": Outlook(len(asked)), "hull": Outlook(0)} for sku in skus}

    monkeypatch.setattr(outlooks, "_read", read)
    return asked


async def load(keeper: OutlookKeeper, *skus: str) -> dict[str, float]:
    """The demand at Leeds that a process knows."""
    nobody: Any = None
    return {sku: shelf["leeds"].demand_per_day for sku, shelf in (await keeper.load(nobody, skus)).items()}


async def test_what_is_known_for_less_than_a_minute_is_not_read_again(
    reads: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    keeper = OutlookKeeper()
    assert await load(keeper, "tea", "cup") == {"tea": 1, "cup": 1}
    assert await load(keeper, "tea", "pot") == {"tea": 1, "pot": 2}
    later = asyncio.get_running_loop().time() + outlooks.FRESH_S
    monkeypatch.setattr(asyncio.get_running_loop(), "time", lambda: later)
    assert await load(keeper, "tea") == {"tea": 3}
    assert reads == [["cup", "tea"], ["pot"], ["tea"]]


async def test_those_that_were_asked_for_longest_ago_are_forgotten_first(reads: list[list[str]]) -> None:
    keeper = OutlookKeeper(kept_max=6)
    for sku in ("tea", "cup", "tea", "pot", "tea", "cup"):
        await load(keeper, sku)
    assert reads == [["tea"], ["cup"], ["pot"], ["cup"]]
