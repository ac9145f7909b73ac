"""The first of Olist's orders in four worlds; nothing later than the day is looked at when (d) is chosen."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

from stockpool.connectors.api import FileIsBroken
from stockpool.entrypoints.cli.comparing import for_json, in_words
from stockpool.kernel.refusals import Refused
from stockpool.simulation.compare import ComparePlan, Comparison, compare, read_olist
from stockpool.simulation.compare.comparing import WORLDS
from tests.connectors.conftest import DATA_FOLDER

DATA = DATA_FOLDER / "olist"
PLAN = ComparePlan(before=datetime(2017, 2, 20, tzinfo=UTC), stocks=((2.0, True),))

needs_olist = pytest.mark.skipif(
    not DATA.is_dir(), reason="the data set olist is not here; name its parent folder in STOCKPOOL_SHARED_DATA"
)


class Silent:
    """Hears nothing."""

    def step(self, name: str, orders: int) -> None:
        """A step."""

    def served(self, orders: int) -> None:
        """Orders."""


def compared(limit: int, plan: ComparePlan = PLAN) -> Comparison:
    """The first orders."""
    found = compare(read_olist(DATA, limit), plan, Silent())
    assert not isinstance(found, Refused)
    return found


@needs_olist
def test_four_worlds_serve_the_same_orders_with_the_same_units() -> None:
    found = compared(700)
    (scenario,) = found.scenarios

    assert [each.world for each in scenario.worlds] == list(WORLDS)
    assert {each.all.orders for each in scenario.worlds} == {700}
    assert len({each.all.short_units for each in scenario.worlds[1:]}) == 1, "everything that is there can serve"
    assert scenario.worlds[1].all.split_share == 0, "one warehouse sends one parcel"
    assert scenario.worlds[2].later.km_mean < scenario.worlds[1].later.km_mean, "the pool is nearer"
    assert 0 < found.carrier.freight_error.mae < 15
    assert found.real.freight_mean == pytest.approx(found.real.model_freight_mean, rel=0.2)
    assert for_json(found)["model"]["freight_error"]["shipments"] > 0
    assert "(d) pool, best policy" in in_words(found)


@needs_olist
def test_the_choice_looks_at_nothing_later() -> None:
    plan = msgspec.structs.replace(PLAN, stocks=((2.0, False),))
    shorter, longer = compared(600, plan), compared(700, plan)

    assert shorter.later_orders < longer.later_orders
    assert shorter.carrier.days == longer.carrier.days
    assert shorter.carrier.rates.rates.rates == longer.carrier.rates.rates.rates
    assert shorter.places.places == longer.places.places
    assert shorter.scenarios[0].policy == longer.scenarios[0].policy


def test_a_folder_without_the_files_is_told_so(tmp_path: Path) -> None:
    with pytest.raises(FileIsBroken, match=r"orders\.parquet"):
        read_olist(tmp_path)
