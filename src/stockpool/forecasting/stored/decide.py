"""When champions are chosen anew, and which forecasts have changed so much that it is told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

import msgspec

from stockpool.forecasting.messages import CHAMPION, EVERYTHING, FEWEST_SERIES, LIKENESS, NOTHING, STARTING
from stockpool.forecasting.stored.messages import ChangedTotal, ChangeLimits, Choice, ForecastChanged
from stockpool.forecasting.stored.model import Champions, EarlierRun, Situation, WeekSeen, last_day_of

AGE_DAYS_MAX = 28
"""Seasons and assortments move: after so long it is looked again who forecasts best."""
WEEKS = 3
"""So many weeks in a row are a decay; one is a holiday, or chance."""
BIAS_MOST = 0.15
WORSE_BY_MOST = 0.1
"""The errors over the naive method's may be so much more than they were at the rolling origins."""
LEAST_SHARE = 0.05
"""A class with less of the demand decides nothing."""
SPAN_DAYS = 7
LEAST = 1e-9


class Rules(msgspec.Struct, frozen=True):
    """When a champion has decayed."""

    age_days_max: int = AGE_DAYS_MAX
    weeks: int = WEEKS
    bias_most: float = BIAS_MOST
    worse_by_most: float = WORSE_BY_MOST


USUAL = Rules()


def decide_choice(
    champions: Champions | None, now: Situation, seen: Sequence[WeekSeen], rules: Rules = USUAL
) -> Choice | None:
    """Why champions are to be chosen anew; None where those that there are stay.

    `seen` are whole weeks since they were chosen, as many as there are.
    """
    if champions is None:
        return Choice("first", "no champions were chosen before")
    return _changed(champions, now) or _aged(champions, now, rules) or _decayed(champions, seen, rules)


def _changed(champions: Champions, now: Situation) -> Choice | None:
    """What champions were chosen for or from is another."""
    if (champions.step_days, champions.horizon) != (now.step_days, now.horizon):
        return Choice("rhythm", f"the horizon was {champions.horizon} periods of {champions.step_days} days")
    methods = {name for each in champions.champions for name in each.errors} - {CHAMPION, LIKENESS, NOTHING}
    if methods != now.methods:
        return Choice("methods", f"other methods are there: {', '.join(sorted(methods ^ now.methods))}")
    known = {each.demand_class for each in champions.champions} | set(STARTING)
    fresh = sorted(name for name, count in now.classes.items() if count >= FEWEST_SERIES and name not in known)
    if fresh:
        return Choice("classes", f"no champion was chosen for {', '.join(fresh)}")
    differing = sorted(set(champions.features.items()) ^ set(now.features.items()))
    if differing:
        return Choice(
            "features", f"something else is known beside demand: {', '.join({name for name, _ in differing})}"
        )
    return None


def _aged(champions: Champions, now: Situation, rules: Rules) -> Choice | None:
    age = (now.known_until - champions.known_until).days
    if age < 0:
        return Choice("age", "they were chosen from later demand")
    return Choice("age", f"they were chosen {age} days ago") if age >= rules.age_days_max else None


def _decayed(champions: Champions, seen: Sequence[WeekSeen], rules: Rules) -> Choice | None:
    """Whether the last weeks, all of them, were worse than what was promised; overall or in a class that counts."""
    last = max((each.number for each in seen), default=-1)
    recent = [each for each in seen if each.number > last - rules.weeks]
    total = sum(each.demand for each in recent if each.demand_class == EVERYTHING)
    for name in sorted({each.demand_class for each in recent}):
        weeks = sorted((each for each in recent if each.demand_class == name), key=lambda each: each.number)
        if len(weeks) < rules.weeks or sum(each.demand for each in weeks) < max(LEAST_SHARE * total, LEAST):
            continue
        called = f"{name} demand" if name else "all demand"
        biases = [each.error / max(each.demand, LEAST) for each in weeks]
        if all(each > rules.bias_most for each in biases) or all(each < -rules.bias_most for each in biases):
            said = "too much" if biases[0] > 0 else "too little"
            return Choice("bias", f"{called} was forecast {said} for {len(weeks)} weeks, by {_percent(biases)}")
        promised = champions.promised.get(name)
        if promised is None or promised.wape_naive < LEAST:
            continue
        over = [each.absolute_error / max(each.absolute_error_naive, LEAST) for each in weeks]
        limit = promised.wape / promised.wape_naive + rules.worse_by_most
        if all(each > limit for each in over):
            return Choice(
                "error",
                f"the errors of {called} were {_percent(over)} of the naive method's for {len(weeks)} weeks,"
                f" where {promised.wape / promised.wape_naive:.0%} was promised",
            )
    return None


def _percent(values: Sequence[float]) -> str:
    return ", ".join(f"{abs(each):.0%}" for each in values)


Key = tuple[str, str]


class RunBefore(msgspec.Struct, frozen=True):
    """What the run before said: means by SKU and node."""

    run: EarlierRun
    means: Mapping[Key, Sequence[float]]


class RunNow(msgspec.Struct, frozen=True):
    """What is said now."""

    id: int
    first_day: date
    step_days: int
    means: Iterable[tuple[Key, Sequence[float]]]


def decide_changes(before: RunBefore, now: RunNow, limits: ChangeLimits) -> list[ForecastChanged]:
    """Series whose next week, or all days that both runs tell of, have another sum; those that changed most first.

    Only the same days are compared: a week that has become another one is no news.
    """
    if before.run.step_days != now.step_days:
        return []
    skipped = (now.first_day - before.run.first_day).days // now.step_days
    found: list[tuple[float, ForecastChanged]] = []
    for key, means in now.means:
        old = before.means.get(key)
        if old is None or skipped < 0:
            continue
        both = min(len(means), len(old) - skipped)
        totals = [
            _total(now, means[:length], old[skipped : skipped + length])
            for length in sorted({min(SPAN_DAYS // now.step_days, both), both})
            if length > 0
        ]
        changed = tuple([each for each in totals if is_much(each.before, each.now, limits)])
        if changed:
            most = max(abs(each.now - each.before) for each in changed)
            found.append((most, ForecastChanged(*key, now.id, changed)))
    found.sort(key=lambda each: (-each[0], each[1].sku, each[1].node))
    return [changed for _, changed in found]


def is_much(before: float, now: float, limits: ChangeLimits) -> bool:
    """Whether a sum has changed by the share and by the units that are to be told."""
    change = abs(now - before)
    return change >= limits.units and change >= limits.share * before and change > 0


def _total(now: RunNow, means: Sequence[float], old: Sequence[float]) -> ChangedTotal:
    last = last_day_of(now.first_day, now.step_days, len(means))
    return ChangedTotal(now.first_day, last, round(sum(old), 4), round(sum(means), 4))
