"""Why a forecast says what it says: its parts in units, and what would change with the price and without a promotion.

The boosted model adds up on a log scale; its parts (Lundberg and Lee 2017, "A unified approach to interpreting model
predictions") are turned into units one after the other, so that they sum to the forecast. Prices and promotions are
also changed and forecast again: a part tells how a day differs from others, such a change what would happen.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial

import msgspec
import numpy as np
from numpy.typing import NDArray

from stockpool.forecasting.asked import Tell
from stockpool.forecasting.engines.local import LOCAL
from stockpool.forecasting.engines.role import Engine
from stockpool.forecasting.features import EVENT, LEVEL, OTHERS, PRICE, PROMOTION, SEASON, SIGNAL, features_at
from stockpool.forecasting.messages import LIKENESS, Explained, ExplainedPeriod, ForecastPlan, ForecastRefused
from stockpool.forecasting.methods.boosted import Boosted, Fitted
from stockpool.forecasting.methods.unaided import Unaided, without_aid
from stockpool.forecasting.panel import Covariate, Matrix, Panel
from stockpool.forecasting.running import make_forecast
from stockpool.forecasting.showing import history_of, periods_of

ORDER = (LEVEL, SEASON, EVENT, PRICE, PROMOTION, OTHERS, SIGNAL)
"""Parts are told in this order, each on top of those before."""
OTHER = "other methods"
DEARER = 1.1

Floats = NDArray[np.float64]
Change = Callable[[Covariate, Matrix], Matrix]
"""Other values of a covariate for the horizon."""


def explain(panel: Panel, plan: ForecastPlan, sku: str, node: str, tell: Tell, engine: Engine = LOCAL) -> Explained:
    """Explain the forecast of one SKU at one node; raises `ForecastRefused` where there is no such series."""
    row = _row_of(panel, sku, node)
    made = make_forecast(panel, plan, tell, engine)
    name = str(made.classes[row])
    champion = made.champions.get(name) or made.champions[""]
    mean = made.forecasts.mean[row].astype(np.float64)
    alike = made.likeness.told(row)
    parts: dict[str, Floats] = {}
    effects: dict[str, float] = {}
    for method, seen in ((Boosted.name, panel), (Unaided.name, without_aid(panel))):
        share = champion.weights.get(method, 0.0)
        if share > 0:
            tell("explaining", 0, 1)
            model = Boosted(plan.seed, plan.rounds)
            fitted = model.fit(seen, plan.horizon)
            for group, units in _parts(seen, fitted, row).items():
                parts[group] = parts.get(group, 0) + share * units
            for what, change in effects_of(seen, model, fitted, row, plan.horizon).items():
                effects[what] = effects.get(what, 0) + share * change
    left = mean - np.sum(list(parts.values()), axis=0) if parts else mean
    return Explained(
        sku=sku,
        node=node,
        demand_class=name,
        champion=champion,
        periods=_with_parts(periods_of(made, row), {**parts, LIKENESS if alike else OTHER: left}),
        effects={what: round(units, 4) for what, units in effects.items()},
        alike=alike,
        history=history_of(panel, row),
        step_days=panel.step_days,
    )


def _row_of(panel: Panel, sku: str, node: str) -> int:
    for row, key in enumerate(zip(panel.skus, panel.nodes, strict=True)):
        if key == (sku, node):
            return row
    if sku not in panel.skus:
        raise ForecastRefused(
            f"sku: there is no {sku!r}; the first are {', '.join(list(dict.fromkeys(panel.skus))[:5])}"
        )
    there = [other for each, other in zip(panel.skus, panel.nodes, strict=True) if each == sku]
    raise ForecastRefused(f"node: {sku!r} was never sold at {node!r}; it is at {', '.join(there[:8])}")


def _with_parts(periods: Sequence[ExplainedPeriod], parts: Mapping[str, Floats]) -> tuple[ExplainedPeriod, ...]:
    return tuple(
        [
            msgspec.structs.replace(
                each,
                parts={name: round(float(units[step]), 4) for name, units in parts.items() if abs(units[step]) > 1e-9},
            )
            for step, each in enumerate(periods)
        ]
    )


def _parts(panel: Panel, fitted: Fitted, row: int) -> dict[str, Floats]:
    """The parts of what the boosted model says of one series, of the shape (horizon,); the level has the rest."""
    found: dict[str, list[Floats]] = {group: [] for group in ORDER}
    for model, steps in zip(fitted.models, fitted.weeks, strict=True):
        seen = features_at(panel, panel.periods, steps, np.asarray([row]), calendar=fitted.calendar)
        level = float(np.nan_to_num(seen.level[0]))
        shares = np.asarray(model.predict(seen.values, pred_contrib=True)) if model is not None else None
        groups = np.asarray([*[column.group for column in seen.columns], LEVEL])
        total = np.zeros(len(steps))
        for group in ORDER:
            added = shares[:, groups == group].sum(axis=1) if shares is not None else np.zeros(len(steps))
            before = np.exp(total) if group != LEVEL else np.zeros(len(steps))
            total = total + added
            found[group].append(level * (np.exp(total) - before) if shares is not None else np.zeros(len(steps)))
    return {group: np.concatenate(each) for group, each in found.items()}


def effects_of(panel: Panel, model: Boosted, fitted: Fitted, row: int, horizon: int) -> dict[str, float]:
    """How many units more the horizon would have with a higher price, and has by its promotions."""
    only = np.asarray([row])
    as_is = float(np.nansum(model.predict(panel, fitted, horizon, only)))
    found: dict[str, float] = {}

    def units(change: Change) -> float:
        return float(np.nansum(model.predict(_changed(panel, change, row), fitted, horizon, only)))

    if any(each.group == PRICE for each in panel.covariates):
        found["price 10% higher"] = units(_dearer) - as_is
    for mark in [each.name for each in panel.covariates if each.group == PROMOTION]:
        without = units(partial(_set, mark, 0))
        found[f"{mark} as planned"] = as_is - without
        found[f"{mark} all the time"] = units(partial(_set, mark, 1)) - without
    return found


def _dearer(covariate: Covariate, ahead: Matrix) -> Matrix:
    return ahead * np.float32(DEARER) if covariate.group == PRICE else ahead


def _set(name: str, value: float, covariate: Covariate, ahead: Matrix) -> Matrix:
    return np.full_like(ahead, value) if covariate.name == name else ahead


def _changed(panel: Panel, change: Change, row: int) -> Panel:
    """The panel with other values of what is known ahead of one series: what others at its node do stays."""
    made: list[Covariate] = []
    for each in panel.covariates:
        values: Matrix = each.values.copy()
        own = row if each.row_of is None else int(each.row_of[row])
        values[own, panel.periods :] = change(each, values[own, panel.periods :])
        made.append(replace(each, values=values))
    return replace(panel, covariates=tuple(made))
