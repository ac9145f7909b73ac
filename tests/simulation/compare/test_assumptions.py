"""Where stock is assumed to stand: the same units in every world, dealt by what was known before."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from stockpool.simulation.compare.carrier import fit_days
from stockpool.simulation.compare.olist import Record, Sent
from stockpool.simulation.compare.places import choose_places, kilometers
from stockpool.simulation.compare.stocking import deal, monthly_units
from stockpool.sourcing.api import AskedLine

JANUARY = datetime(2026, 1, 10, tzinfo=UTC)


def sent(number: int, at: datetime, seller: str, days: float | None = 5.0, km: float = 0.0, **lines: int) -> Sent:
    """A parcel on the equator."""
    to = (0.0, km / 111.195)
    return Sent(f"o{number}", at, to, seller, 1, (0.0, 0.0), 10.0, tuple(lines.items()), 1.0, days)


def test_units_are_dealt_by_shares_the_largest_first() -> None:
    # Quotients of 0.5, 0.3, 0.2 (Sainte-Laguë): 0.5, 0.3, 0.2, 0.167, 0.1, 0.1 (the first of equals), 0.0714 ...
    dealt = [0, 0, 0]
    assert deal(4, [0.5, 0.3, 0.2], dealt) == {0: 2, 1: 1, 2: 1}
    assert deal(2, [0.5, 0.3, 0.2], dealt) == {0: 1, 1: 1}
    assert dealt == [3, 2, 1]
    assert deal(1, [0.2, 0.8], [0, 0]) == {1: 1}


@pytest.mark.parametrize(("level", "units"), [(1.0, 300), (2.0, 600)])
def test_each_month_brings_the_level_times_what_is_wanted_in_it(level: float, units: int) -> None:
    record = Record(tuple([sent(n, JANUARY + timedelta(days=n), f"s{n % 3}", tea=3) for n in range(100)]), {})
    coming = monthly_units(record, level, seed=1)

    assert sum([count for of_month in coming.values() for count in of_month.values()]) == units
    assert sorted(coming) == [datetime(2026, month, 1, tzinfo=UTC) for month in (1, 2, 3, 4)]
    assert sum(coming[datetime(2026, 1, 1, tzinfo=UTC)].values()) == level * 3 * 22


def test_a_level_below_one_leaves_its_share_short_on_average() -> None:
    record = Record(tuple([sent(n, JANUARY, "s", **{f"sku{n}": 1}) for n in range(1000)]), {})
    (coming,) = monthly_units(record, 0.9, seed=1).values()
    assert 870 <= sum(coming.values()) <= 930


def test_the_first_place_is_the_best_single_one_and_the_next_fill_the_gaps() -> None:
    areas = [(0.0, 0.0), (0.0, 5.0), (0.0, 10.0), (0.0, 40.0)]
    customers = [(0.0, 0.0), (0.0, 6.0), (0.0, 10.0), (0.0, 10.0), (0.0, 41.0)]
    # Sums of degrees: 67, 52, 45, 133; then 10 and 31 are the largest that is left of them.
    assert choose_places(areas, customers, 3) == [2, 3, 0]
    assert choose_places(areas, customers, 9) == [2, 3, 0, 1], "no more than there are"
    assert kilometers([(0.0, 0.0)], [(0.0, 1.0)])[0][0] == pytest.approx(111.195, abs=0.001)


def test_days_grow_with_the_distance_and_luck_draws_from_what_was() -> None:
    draw = np.random.default_rng(3)
    parcels = [
        sent(number, JANUARY, "s", days=float(2 + km / 200 + draw.exponential(2)), km=km, tea=1)
        for number, km in enumerate(draw.uniform(0, 3000, 3000))
    ]
    days = fit_days(parcels)

    assert list(days.means) == sorted(days.means)
    assert days.mean(1500) == pytest.approx(2 + 7.5 + 2, abs=0.8)
    drawn = [days.at(1500, share) for share in np.linspace(0, 0.999, 200)]
    assert drawn == sorted(drawn)
    assert np.mean(drawn) == pytest.approx(days.mean(1500), abs=0.3)
    assert days.at(9000, 0.5) == days.at(2999, 0.5), "the last band has no end"


def test_a_sku_of_a_record_weighs_something_even_if_nobody_knows() -> None:
    record = Record((), {"tea": AskedLine("tea", 0, 250), "cup": AskedLine("cup", 0)})
    assert record.grams(sent(1, JANUARY, "s", tea=2, cup=1)) == 1000
