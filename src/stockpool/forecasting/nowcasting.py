"""Moves a forecast by what was sold today so far. Pure: no arrays, no clock.

How today goes is a ratio of what was sold to what was expected by now, drawn to 1 by its credibility (Buhlmann 1967,
"Experience rating and credibility"): of a variance `c mean + v mean^2`, which is read off the forecast's quantiles, `v`
is how much days differ and `c` how many units come at once. With c = 1 this is the mean of a gamma distribution after
Poisson sales.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from math import sqrt

import msgspec

from stockpool.forecasting.messages import QUANTILES, DayForecast, SoldSoFar, TodaySoFar

VARIED_LEAST, VARIED_MOST = 0.0025, 0.25
"""Days differ by 5 to 50 %; what a forecast spreads beyond that is units that come at once."""
POOLED_FEWEST = 5
"""Series of a node or SKU that tell something together."""
POOLED_SHARE = 1 / 3
"""Of how much days differ, so much is common to a node, and so much to a SKU."""
HEARD_FROM = 20.0
"""A node that sold nothing where so much was expected is closed, or its sales have not arrived."""
NEWS = 4.0
"""So many times the variance of usual days a squared deviation must have to say something of other days: two sigmas."""
EXPECTED_LEAST = 1e-6
"""Of fewer units there is nothing to be learned."""
RATIO_LEAST, RATIO_MOST = 0.1, 5.0
LASTS, LASTS_MOST, LASTS_PRIOR_DAYS = 0.5, 0.95, 14.0
"""How much of a deviation is left a day later where nothing is known, and how many days outweigh that."""

Key = tuple[str, str]


class Spread(msgspec.Struct, frozen=True):
    """A variance `at_once mean + varied mean^2`."""

    at_once: float
    varied: float

    def variance(self, mean: float, left: float = 1.0) -> float:
        """The variance of so many units where this share of how much days differ is left."""
        return self.at_once * mean + left * self.varied * mean * mean


class Going(msgspec.Struct, frozen=True):
    """How a series goes today: what it sold, what is usual for the rest of the day, and by which ratio that goes on.

    `left` is the share of how much days differ that today's sales leave open; `coming` the ratio of the coming days.
    """

    sold: float
    rest: float
    ratio: float
    left: float
    coming: float


class _Part(msgspec.Struct, frozen=True):
    """A series in the reckoning: `expected` by now, as all that is pooled over it says."""

    key: Key
    sold: float
    expected: float
    rest: float
    spread: Spread
    ratio: float = 1.0
    own: float = 1.0
    """The share of how much its days differ that nothing above it explains."""

    def moved(self, ratio: float, explained: float) -> _Part:
        """Moved by what its node, its SKU or itself tells, which explains a share of how much days differ."""
        moved = min(max(self.ratio * ratio, RATIO_LEAST), RATIO_MOST)
        return msgspec.structs.replace(
            self, expected=self.expected * ratio, ratio=moved, own=max(self.own - explained, 0.0)
        )


class _Deviation(msgspec.Struct, frozen=True):
    """How far what was sold is from what was expected, squared; the variances of chance and of how much days differ."""

    squared: float
    expected: float
    chance: float
    differ: float


Credible = Callable[[_Deviation], float]
"""How far a deviation is to be believed, from 0 to 1."""


def nowcast(today: TodaySoFar, forecast: Sequence[DayForecast]) -> tuple[DayForecast, ...]:
    """Move today's and the coming days' forecast; days before today, and nodes that are not heard of, stay."""
    going = how_it_goes(today, forecast)
    return tuple([moved(each, today, going.get((each.sku, each.node))) for each in forecast])


def how_it_goes(today: TodaySoFar, forecast: Iterable[DayForecast]) -> dict[Key, Going]:
    """How each series goes that was forecast for today and is heard of; other days' forecasts are not looked at."""
    sold = _sold(today.sold)
    parts = [_part(each, today, sold.get((each.sku, each.node))) for each in forecast if each.day == today.day]
    heard = _heard(parts)
    now = _ratios(heard, _of_groups, _of_series)
    coming = _ratios(heard, _beyond, _beyond)
    return {
        part.key: Going(part.sold, part.rest, goes.ratio, _left(part), goes_on.ratio)
        for part, goes, goes_on in zip(heard, now, coming, strict=True)
    }


def moved(each: DayForecast, today: TodaySoFar, going: Going | None) -> DayForecast:
    """A day's forecast by how its series goes today."""
    days = (each.day - today.day).days
    if going is None or days < 0:
        return each
    if days == 0:
        return _rest_of(each, going)
    ratio = 1 + (going.coming - 1) * today.lasts**days
    spread = spread_of(each)
    return _shifted(each, each.mean * ratio, spread.variance(each.mean * ratio), spread)


def lasting(days: Sequence[tuple[float, float]]) -> float:
    """How much of a deviation is left a day later, learned from what was expected and sold on days one after the other.

    The first autocorrelation of the deviations, drawn to `LASTS`.
    """
    off = [sold / expected - 1 for expected, sold in days if expected > 0]
    squares = sum(each * each for each in off)
    if squares <= 0:
        return LASTS
    products = sum(one * other for one, other in pairwise(off)) * len(off) / squares
    return min(max((products + LASTS_PRIOR_DAYS * LASTS) / (len(off) + LASTS_PRIOR_DAYS), 0.0), LASTS_MOST)


def spread_of(each: DayForecast) -> Spread:
    """The spread that a forecast's quantiles say; what lies outside of them counts as the outermost do."""
    mean = each.mean
    if mean <= 0:
        return Spread(1.0, VARIED_LEAST)
    levels, values = [0.0, *QUANTILES, 1.0], [each.quantiles[0], *each.quantiles, each.quantiles[-1]]
    variance = sum(
        (after - before) * ((one - mean) ** 2 + (one - mean) * (other - mean) + (other - mean) ** 2) / 3
        for (before, after), (one, other) in zip(pairwise(levels), pairwise(values), strict=True)
    )
    varied = min(max((variance - mean) / mean**2, VARIED_LEAST), VARIED_MOST)
    return Spread(max((variance - varied * mean**2) / mean, 1.0), varied)


def _sold(lines: Sequence[SoldSoFar]) -> dict[Key, SoldSoFar]:
    """What each series sold; lines of the same one are summed, and less than nothing is nothing."""
    found: dict[Key, SoldSoFar] = {}
    for each in lines:
        key = (each.sku, each.node)
        before = found.get(key)
        quantity, in_stock = (before.quantity, before.in_stock) if before is not None else (0.0, True)
        found[key] = SoldSoFar(*key, max(quantity + each.quantity, 0.0), in_stock=in_stock and each.in_stock)
    return found


def _part(each: DayForecast, today: TodaySoFar, sold: SoldSoFar | None) -> _Part:
    """Where there is no stock the day stopped for this series as soon as it had sold what it sold."""
    share = min(max(today.shares.get(each.node, today.share), 0.0), 1.0)
    quantity = sold.quantity if sold is not None else 0.0
    expected = each.mean * share
    if sold is not None and not sold.in_stock:
        expected = min(expected, quantity)
    return _Part((each.sku, each.node), quantity, expected, each.mean - expected, spread_of(each))


def _heard(parts: Sequence[_Part]) -> list[_Part]:
    expected, sold = defaultdict[str, float](float), defaultdict[str, float](float)
    for each in parts:
        expected[each.key[1]] += each.expected
        sold[each.key[1]] += each.sold
    return [each for each in parts if sold[each.key[1]] > 0 or expected[each.key[1]] < HEARD_FROM]


def _ratios(parts: Sequence[_Part], of_groups: Credible, of_series: Credible) -> list[_Part]:
    """Each series moved by what its node tells, then its SKU, then it by itself."""
    for level in (1, 0):
        groups: dict[str, list[_Part]] = defaultdict(list)
        for each in parts:
            groups[each.key[level]].append(each)
        told = {name: _ratio(own, POOLED_SHARE, of_groups) for name, own in groups.items() if len(own) >= POOLED_FEWEST}
        parts = [each.moved(told[each.key[level]], POOLED_SHARE) if each.key[level] in told else each for each in parts]
    return [each.moved(_ratio([each], each.own, of_series), each.own) for each in parts]


def _ratio(parts: Sequence[_Part], common: float, credible: Credible) -> float:
    """What was sold to what was expected, drawn to 1; `common` is the share of how much days differ that they share."""
    expected, sold = sum(each.expected for each in parts), sum(each.sold for each in parts)
    if expected < EXPECTED_LEAST:
        return 1.0
    chance = sum(each.spread.variance(each.expected, each.own - common) for each in parts)
    differ = common * sum(each.spread.varied * each.expected for each in parts) * expected
    seen = _Deviation((sold - expected) ** 2, expected, chance, differ)
    return 1 + credible(seen) * (sold / expected - 1)


def _of_series(seen: _Deviation) -> float:
    """As far as the forecast's own spread says that days differ."""
    return seen.differ / (seen.differ + seen.chance)


def _of_groups(seen: _Deviation) -> float:
    """What cannot be chance moves a group whatever its forecasts said of themselves (James and Stein 1961)."""
    differ = max(seen.differ, seen.squared - seen.chance)
    return differ / (differ + seen.chance)


def _beyond(seen: _Deviation) -> float:
    """Only what is beyond all that days differ as a rule says something of other days, and of few units not much."""
    if seen.squared <= 0:
        return 0.0
    few = VARIED_MOST * seen.expected**2
    return min(max(1 - NEWS * (seen.chance + seen.differ) / seen.squared, 0.0), few / (few + seen.chance))


def _left(part: _Part) -> float:
    chance, differ = part.spread.at_once * part.expected, part.spread.varied * part.expected**2
    return chance / (chance + differ) if chance > 0 else 1.0


def _rest_of(each: DayForecast, going: Going) -> DayForecast:
    """Today: what was sold, and the rest of the day."""
    rest, spread = going.rest * going.ratio, spread_of(each)
    shifted = _shifted(each, rest, spread.variance(rest, going.left), spread)
    return msgspec.structs.replace(
        shifted, mean=going.sold + rest, quantiles=tuple([going.sold + quantile for quantile in shifted.quantiles])
    )


def _shifted(each: DayForecast, mean: float, variance: float, spread: Spread) -> DayForecast:
    """Another mean, and quantiles as far from it as another variance has them."""
    before = spread.variance(each.mean)
    scale = sqrt(variance / before) if before > 0 else 0.0
    quantiles = [max(mean + (quantile - each.mean) * scale, 0.0) for quantile in each.quantiles]
    return msgspec.structs.replace(each, mean=mean, quantiles=tuple(quantiles))
