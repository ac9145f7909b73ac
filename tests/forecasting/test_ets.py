"""AutoETS of each series: what it cannot say is never dropped, whatever the library does."""

from __future__ import annotations

import sys
from importlib.util import find_spec
from types import ModuleType

import numpy as np
import pytest
from numpy.typing import NDArray

from stockpool.forecasting.messages import ForecastPlan, ForecastRefused
from stockpool.forecasting.methods.ets import SERIES_AT_ONCE, Ets
from stockpool.forecasting.methods.known import methods_of
from stockpool.forecasting.methods.smoothing import Smoothing
from tests.forecasting.history import panel_of, shop_panel

SEEN: list[tuple[int, NDArray[np.float64]]] = []


class Told:
    """Says what the test tells it, and remembers what it was given."""

    says = 3.0

    def __init__(self, season_length: int) -> None:
        self._season = season_length

    def forecast(self, values: NDArray[np.float64], horizon: int) -> dict[str, NDArray[np.float64]]:
        SEEN.append((self._season, values))
        return {"mean": np.full(horizon, self.says)}


@pytest.fixture
def library(monkeypatch: pytest.MonkeyPatch) -> type[Told]:
    """A library that says what it is told."""
    SEEN.clear()
    models = ModuleType("statsforecast.models")
    vars(models)["AutoETS"] = Told
    monkeypatch.setitem(sys.modules, "statsforecast", ModuleType("statsforecast"))
    monkeypatch.setitem(sys.modules, "statsforecast.models", models)
    return Told


def test_gaps_are_drawn_through_from_the_first_value_on(library: type[Told]) -> None:
    demand = np.full((1, 30), 4, dtype=np.float32)
    demand[0, :5] = np.nan
    demand[0, 10:12] = np.nan
    demand[0, 12] = 10
    assert (Ets().forecast(panel_of(demand), 7) == library.says).all()
    season, values = SEEN[0]
    assert season == 7
    assert values[4:8].tolist() == [4, 6, 8, 10]
    assert len(values) == 25


@pytest.mark.parametrize("says", [np.nan, np.inf, 1e6])
def test_what_nobody_believes_is_as_smoothing_says(
    says: float, library: type[Told], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(library, "says", says)
    panel = shop_panel(4, 60)
    assert np.array_equal(Ets().forecast(panel, 7), Smoothing().forecast(panel, 7))


def test_what_is_below_zero_is_nothing(library: type[Told], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(library, "says", -1.0)
    assert (Ets().forecast(shop_panel(4, 60), 7) == 0).all()


def test_short_series_and_zeros_are_not_dropped(library: type[Told]) -> None:
    demand = np.zeros((3, 30), dtype=np.float32)
    demand[0, :25] = np.nan
    demand[0, 25:] = 6
    demand[1] = 6
    made = Ets().forecast(panel_of(demand), 7)
    assert made[0] == pytest.approx(np.full(7, 6), abs=0.5)
    assert (made[1] == library.says).all()
    assert (made[2] == 0).all()


def test_series_are_forecast_in_parts(library: type[Told]) -> None:
    panel = panel_of(np.full((SERIES_AT_ONCE + 3, 10), 2, dtype=np.float32), step_days=7)
    assert len(Ets().parts(panel, 2)) == 2
    assert Ets().forecast(panel, 2).shape == (SERIES_AT_ONCE + 3, 2)
    assert {season for season, _ in SEEN} == {1}
    assert library.says == 3


def test_it_forecasts_only_where_it_is_named_and_there(monkeypatch: pytest.MonkeyPatch) -> None:
    named, panel = ForecastPlan(horizon=7, methods=("ets", "croston")), panel_of(np.ones((1, 84), dtype=np.float32))
    for there in (True, None):
        monkeypatch.setattr("stockpool.forecasting.methods.known.find_spec", lambda _name, there=there: there)
        assert "ets" not in {method.name for method in methods_of(ForecastPlan(horizon=7), panel)}
        if there:
            assert [method.name for method in methods_of(named, panel)] == ["croston", "ets"]
        else:
            with pytest.raises(ForecastRefused, match=r"install stockpool\[ets\]"):
                methods_of(named, panel)


@pytest.mark.skipif(find_spec("statsforecast") is None, reason="the extra ets is 340 MB")
def test_the_library_itself_finds_weekdays() -> None:
    weekday = np.asarray([1, 1, 1, 1, 2, 3, 1])
    demand = 10 * np.tile(weekday, 12) + np.random.default_rng(1).normal(0, 0.5, 84)
    made = Ets().forecast(panel_of(demand[None, :].astype(np.float32)), 7)[0]
    assert made == pytest.approx(10 * weekday, abs=1.5)
