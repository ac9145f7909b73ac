"""A small day of tills that are cut off: the ledger tells what was sold, whatever came late, twice and shuffled."""

from __future__ import annotations

import pytest

from stockpool.entrypoints.cli.bench.served import served
from stockpool.simulation.offline_tills.day import offline_day
from stockpool.simulation.offline_tills.plan import OfflineFigures, OfflinePlan


async def day(server_url: str, *, escrow: bool) -> OfflineFigures:
    plan = OfflinePlan(tills=8, sales=150, skus=30, steps=24, escrow=escrow)
    return await offline_day(server_url, served, plan, lambda _step: None)


@pytest.mark.parametrize("escrow", [True, False])
async def test_the_ledger_ends_with_the_true_sales(server_url: str, escrow: bool) -> None:
    """With escrows no promise breaks. Without them, the same day breaks some, and each is repaired."""
    figures = await day(server_url, escrow=escrow)
    assert figures.sales > 1_000
    assert figures.sales_offline > 100
    assert figures.lines_uploaded > figures.sales + 100
    assert figures.lines_repeated > 100
    assert (figures.positions_wrong, figures.sales_wrong, figures.tills_with_gaps, figures.drift) == (0, 0, 0, 0)
    assert figures.clock_error_max_s < 30
    assert figures.promises_still_broken == 0
    if escrow:
        assert (figures.shortfalls, figures.orders_repaired) == (0, 0)
    else:
        assert figures.shortfalls > 0
        assert figures.orders_repaired > 0
