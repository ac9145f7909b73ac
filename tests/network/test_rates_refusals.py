"""Which rate tables are refused: every guard by a table that is right but for one thing."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from stockpool.kernel.refusals import Reason, Refused
from stockpool.network.api import decide_rates
from stockpool.network.rates.messages import RateRowInput, RatesInput, SurchargeKind, SurchargeRowInput, ZoneRow
from tests.network.price_lists import BLUE_VANS, BY_DISTANCE, NODES, accepted, table


def problems(row: RatesInput) -> list[tuple[str, str]]:
    """What is said to be wrong, and where."""
    decided = decide_rates(row, NODES)
    return [(each.path, each.message) for each in decided.problems] if isinstance(decided, Refused) else []


def with_zone(place: int, **fields: object) -> RatesInput:
    """The example with a zone row changed."""
    zones = list(BLUE_VANS.zones)
    zones[place] = replace(zones[place], **fields)
    return replace(BLUE_VANS, zones=tuple(zones))


def with_rate(place: int, of: RatesInput = BLUE_VANS, **fields: object) -> RatesInput:
    """A table with a row of rates changed."""
    rates = list(of.rates)
    rates[place] = replace(rates[place], **fields)
    return replace(of, rates=tuple(rates))


def with_surcharge(**fields: object) -> RatesInput:
    """The example with its last surcharge changed."""
    return replace(BLUE_VANS, surcharges=(BLUE_VANS.surcharges[0], replace(BLUE_VANS.surcharges[1], **fields)))


def test_the_examples_are_taken() -> None:
    assert (problems(BLUE_VANS), problems(BY_DISTANCE)) == ([], [])


@pytest.mark.parametrize(
    ("fields", "path", "message"),
    [
        ({"name": ""}, "name", "must not be empty"),
        ({"carrier": " "}, "carrier", "must not be empty"),
        ({"service": "\n"}, "service", "must not be empty"),
        ({"currency": "euro"}, "currency", "currency must be a three letter ISO 4217 code, not 'euro'"),
        ({"volume_cc_per_kg": 0}, "volume_cc_per_kg", "must be between 1 and 1000000, is 0"),
        ({"note": "\x00"}, "note", "must not contain control characters"),
        ({"rates": ()}, "rates", "must have a row"),
    ],
)
def test_a_bad_field_of_the_table_is_named(fields: dict[str, object], path: str, message: str) -> None:
    assert problems(replace(BLUE_VANS, **fields))[0] == (path, message)


@pytest.mark.parametrize(
    ("fields", "path", "message"),
    [
        ({"from_node": "moon"}, "from_node", "there is no node 'moon'"),
        ({"to_node": "moon", "to_country": None}, "to_node", "there is no node 'moon'"),
        ({"to_node": "dc-east"}, "to_node", "stands beside to_country; leave one of them out"),
        ({"to_country": "GER"}, "to_country", "must be a two letter ISO 3166 code, not 'GER'"),
        ({"from_postal_prefix": "8"}, "from_postal_prefix", "needs from_country beside it"),
        ({"to_postal_prefix": " "}, "to_postal_prefix", "must not be empty"),
        ({"km_upto": 5}, "km_upto", "a table has zones by distance or by places, not both"),
        ({"zone": "nowhere"}, "zone", "there are no rates for zone 'nowhere'"),
        (
            {"from_node": "dc-east", "to_postal_prefix": "1 0"},
            "zone",
            "the same way is in zone 'city' already; leave one row out",
        ),
    ],
)
def test_a_bad_zone_row_is_named(fields: dict[str, object], path: str, message: str) -> None:
    assert (f"zones[1].{path}", message) in problems(with_zone(1, **fields))


def test_an_unknown_node_has_its_reason() -> None:
    decided = decide_rates(BLUE_VANS, {"dc-west"})
    assert isinstance(decided, Refused)
    assert decided.reason is Reason.UNKNOWN_NODE


@pytest.mark.parametrize(
    ("fields", "path", "message"),
    [
        ({"zone": "moon"}, "zone", "no zone row names zone 'moon'; add one or leave this row out"),
        ({"weight_upto_g": 0}, "weight_upto_g", "must be between 1 and 1000000000, is 0"),
        ({"weight_upto_g": 2_000}, "weight_upto_g", "rates[0] ends at 2000 g too; leave one row out"),
        ({"weight_over_g": 2_001}, "weight_over_g", "leaves a gap from 2000 g on; make it 2000 or leave it out"),
        ({"weight_over_g": 1_999}, "weight_over_g", "overlaps rates[0]; make it 2000 or leave it out"),
        ({"base": "-1"}, "base", "must be from 0 to 1000000000, is -1"),
        ({"base": "1000000001"}, "base", "must be from 0 to 1000000000, is 1000000001"),
        ({"per_kg": "NaN"}, "per_kg", "must be a number from 0 to 1000000000, not 'NaN'"),
        ({"per_kg": "1e999999999"}, "per_kg", "must be a number from 0 to 1000000000, not '1e999999999'"),
        ({"per_kg": "1e-999999999"}, "per_kg", "must have at most 6 decimals, is 1e-999999999"),
        ({"per_kg": "0,5"}, "per_kg", "must be a decimal number, not '0,5'"),
        ({"minimum": "0.0000001"}, "minimum", "must have at most 6 decimals, is 0.0000001"),
        ({"days_min": 2, "days_max": 1}, "days_max", "is below days_min, 2"),
        ({"days_max": 366}, "days_max", "must be between 0 and 365, is 366"),
        ({"days_max": None}, "days_min", "days_min and days_max are given both or not at all"),
        ({"days_max": 2}, "days_min", "the days of zone 'city' differ from those of rates[0]"),
    ],
)
def test_a_bad_row_of_rates_is_named(fields: dict[str, Any], path: str, message: str) -> None:
    assert (f"rates[1].{path}", message) in problems(with_rate(1, **fields))


def test_the_lightest_row_begins_at_nothing() -> None:
    assert problems(with_rate(0, weight_over_g=0)) == []
    assert problems(with_rate(0, weight_over_g=500)) == [
        ("rates[0].weight_over_g", "leaves a gap from 0 g on; make it 0 or leave it out")
    ]


@pytest.mark.parametrize(
    ("fields", "path", "message"),
    [
        ({"name": ""}, "name", "must not be empty"),
        ({"amount": "-5"}, "amount", "must be from 0 to 1000000000, is -5"),
        ({"amount": "1000.5"}, "amount", "must be between 0 and 1000, is 1000.5"),
        ({"zone": "moon"}, "zone", "no zone row names zone 'moon'"),
        ({"above_g": -1}, "above_g", "must be between 0 and 1000000000, is -1"),
    ],
)
def test_a_bad_surcharge_is_named(fields: dict[str, object], path: str, message: str) -> None:
    assert problems(with_surcharge(**fields)) == [(f"surcharges[1].{path}", message)]


@pytest.mark.parametrize(
    ("row", "grams"),
    [
        (with_rate(2, BY_DISTANCE, base="2.90"), 1),
        (with_rate(2, BY_DISTANCE, base="3.5", per_kg="0.1233"), 1_001),
        (with_rate(2, BY_DISTANCE, weight_upto_g=30_001), 30_001),
    ],
)
def test_a_farther_band_that_is_cheaper_or_takes_more_is_named(row: RatesInput, grams: int) -> None:
    words = f"zone 'far' takes a parcel of {grams} g for less than the nearer zone 'near', or alone"
    assert problems(row) == [("zones[1].km_upto", f"{words}; give both one zone, or change its rates")]


def test_surcharges_count_when_bands_are_compared() -> None:
    of_near = SurchargeRowInput(name="city toll", kind=SurchargeKind.FIXED, amount="5", zone="near")
    assert [path for path, _ in problems(replace(BY_DISTANCE, surcharges=(of_near,)))] == ["zones[1].km_upto"]


def test_a_distance_beside_a_place_or_twice_is_named() -> None:
    near, far = BY_DISTANCE.zones
    beside = replace(BY_DISTANCE, zones=(near, replace(far, to_country="DE")))
    assert problems(beside) == [("zones[1].km_upto", "names a distance beside a place; leave one of them out")]
    twice = replace(BY_DISTANCE, zones=(near, replace(far, km_upto=100)))
    assert problems(twice) == [("zones[1].zone", "the same way is in zone 'near' already; leave one row out")]
    assert problems(replace(BY_DISTANCE, zones=(near, replace(far, km_upto=40_001)))) == [
        ("zones[1].km_upto", "must be between 1 and 40000, is 40001")
    ]


def test_a_table_without_zones_goes_nowhere() -> None:
    found = problems(replace(BLUE_VANS, zones=(), surcharges=()))
    assert found[0] == ("zones", "must have a row")


def test_all_that_is_wrong_is_told_at_once() -> None:
    row = replace(with_rate(0, base="x", weight_upto_g=-5), name="")
    assert [path for path, _ in problems(row)] == ["name", "rates[0].weight_upto_g", "rates[0].base"]


def test_rows_may_come_in_any_order() -> None:
    backwards = replace(BLUE_VANS, rates=BLUE_VANS.rates[::-1])
    assert accepted(backwards) == accepted(BLUE_VANS)


def test_two_bands_may_be_one_zone() -> None:
    same = replace(BY_DISTANCE, zones=(*BY_DISTANCE.zones, ZoneRow(zone="far", km_upto=2_000)))
    assert table(same).tariff_at(1_500) == table(same).tariff("far")
    assert RateRowInput(zone="z", weight_upto_g=1) == RateRowInput(zone="z", weight_upto_g=1, base="0")
