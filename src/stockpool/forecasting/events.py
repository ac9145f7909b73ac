"""Public holidays as what is known ahead: a mark for each by its name, and how near the next and the last one are.

Each has a column of its own, so that one that was never seen looks like a day without any, and not like another one.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from stockpool.forecasting.features import EVENT
from stockpool.forecasting.messages import ForecastRefused
from stockpool.forecasting.panel import Covariate, Panel

NEAR_DAYS = 14
"""Farther away than this a holiday moves nothing."""


def holidays_of(panel: Panel, country: str, horizon: int) -> list[Covariate]:
    """The holidays of a country (ISO 3166, such as US or DE-BY) that the panel has seen, known ahead."""
    periods = panel.periods + horizon
    days = _days(country, panel.first, panel.day(periods))
    marks: dict[str, NDArray[np.float32]] = defaultdict(lambda: np.zeros(periods, dtype=np.float32))
    for day, names in days.items():
        period = (day - panel.first).days // panel.step_days
        if 0 <= period < periods:
            for name in names:
                marks[name][period] = 1
    row_of = np.zeros(panel.series, dtype=np.intp)
    found = [
        Covariate(f"holiday: {name}", values[None, :], ahead=True, group=EVENT, row_of=row_of)
        for name, values in sorted(marks.items())
        if values[: panel.periods].any()
    ]
    if panel.step_days == 1:
        near = _nearness(sorted(days), panel.first, periods)
        sides = ("days_to_holiday", "days_since_holiday")
        found += [
            Covariate(name, values[None, :], ahead=True, group=EVENT, row_of=row_of)
            for name, values in zip(sides, near, strict=True)
        ]
    return found


def _days(country: str, first: date, last: date) -> dict[date, list[str]]:
    import holidays

    code, _, part = country.upper().partition("-")
    years = range(first.year - 1, last.year + 2)
    try:
        found = holidays.country_holidays(code, subdiv=part or None, years=years, language="en_US")
    except NotImplementedError as error:
        raise ForecastRefused(f"country: {country!r} is not known; name it by ISO 3166, such as US or DE-BY") from error
    return {day: [name.strip() for name in names.split(";")] for day, names in found.items()}


def _nearness(days: list[date], first: date, periods: int) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Days to the next holiday and since the last one, at most `NEAR_DAYS`."""
    ordinals = np.asarray([day.toordinal() for day in days])
    own = np.asarray([(first + timedelta(days=number)).toordinal() for number in range(periods)])
    to = ordinals[np.minimum(np.searchsorted(ordinals, own), len(ordinals) - 1)] - own
    since = own - ordinals[np.maximum(np.searchsorted(ordinals, own, side="right") - 1, 0)]
    return (
        np.where(to < 0, NEAR_DAYS, np.minimum(to, NEAR_DAYS)).astype(np.float32),
        np.where(since < 0, NEAR_DAYS, np.minimum(since, NEAR_DAYS)).astype(np.float32),
    )
