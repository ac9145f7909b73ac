"""All methods by name."""

from __future__ import annotations

from importlib.util import find_spec

from stockpool.forecasting.messages import ForecastPlan, ForecastRefused
from stockpool.forecasting.methods.imapa import Imapa
from stockpool.forecasting.methods.intermittent import Croston, TeunterSyntetosBabai
from stockpool.forecasting.methods.moving_average import MovingAverage
from stockpool.forecasting.methods.role import Method
from stockpool.forecasting.methods.seasonal_naive import SeasonalNaive
from stockpool.forecasting.methods.smoothing import Smoothing
from stockpool.forecasting.methods.year_profile import YearProfile
from stockpool.forecasting.panel import Panel

SIMPLE = (SeasonalNaive, MovingAverage, Croston, TeunterSyntetosBabai, Imapa, Smoothing, YearProfile)
EXTRAS = {"boosted": "forecast", "ets": "ets"}
"""Methods that are there with an extra only."""


def methods_of(plan: ForecastPlan, panel: Panel) -> list[Method]:
    """The methods of a plan, else all but those that must be named; those of an extra only where it is installed."""
    made: list[Method] = [method() for method in SIMPLE]
    if find_spec("lightgbm") is not None:
        from stockpool.forecasting.methods.boosted import Boosted
        from stockpool.forecasting.methods.unaided import Unaided, has_aid

        made.append(Boosted(plan.seed, plan.rounds))
        if has_aid(panel):
            made.append(Unaided(plan.seed, plan.rounds))
    if not plan.methods:
        return made
    if find_spec("statsforecast") is not None:
        from stockpool.forecasting.methods.ets import Ets

        made.append(Ets())
    names = {method.name for method in made}
    wrong = [name for name in plan.methods if name not in names]
    if wrong:
        extra = EXTRAS.get(wrong[0])
        mend = f"; install stockpool[{extra}] for it" if extra else f"; there are {', '.join(sorted(names))}"
        raise ForecastRefused(f"methods: there is no {wrong[0]!r}{mend}")
    return [method for method in made if method.name in plan.methods]
