"""Quantities that nobody can mean are planned at once, and in little memory."""

from __future__ import annotations

from time import perf_counter

import msgspec
import pytest

from stockpool.sourcing import reckoning
from tests.sourcing.worlds import World, planner, world

PLANNER = planner()


def with_units(units: int) -> World:
    """A world in which so many units of the first line are wanted."""
    there = world(7)
    first, *others = there.lines
    return msgspec.structs.replace(there, lines=(msgspec.structs.replace(first, units=units), *others))


@pytest.mark.parametrize("units", [10**6, 10**18])
def test_a_huge_quantity_is_planned_in_no_time(units: int) -> None:
    with_units(units).plan(PLANNER)  # whatever is compiled is compiled then
    started = perf_counter()
    plan = with_units(units).plan(PLANNER)
    assert perf_counter() - started < 5
    given = sum([each.units for each in plan.allocations if each.sku == "s0"])
    assert given + sum([each.units for each in plan.short if each.sku == "s0"]) == units


def test_a_long_line_costs_what_its_first_units_do_on_average(monkeypatch: pytest.MonkeyPatch) -> None:
    exact, there = with_units(3), world(7)
    one_by_one = exact.plan(PLANNER)
    monkeypatch.setattr(reckoning, "UNITS_MAX", 2)
    assert exact.plan(planner()).allocations == one_by_one.allocations
    assert there.plan(planner()).allocations == there.plan(PLANNER).allocations
