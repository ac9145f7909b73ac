"""What parcels cost by a rate table: against hand reckonings, and whatever the price list is."""

from __future__ import annotations

from fractions import Fraction
from time import perf_counter

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from stockpool.kernel.tariffs import Piece, Tariff, tariff_cost
from stockpool.network.api import Destination, RateBook, RateTable, quote_parcel
from stockpool.network.rates.curves import ERROR_MAX, ERROR_SHARE, lower, upper, whole
from stockpool.network.rates.messages import (
    RateRowInput,
    RatesInput,
    Reckoned,
    SurchargeKind,
    SurchargeRowInput,
    ZoneRow,
)
from tests.network.price_lists import (
    BLUE_VANS,
    BY_DISTANCE,
    EXAMPLES,
    accepted,
    by_hand,
    price_lists,
    table,
)

MUNICH = Destination(country="DE", postal_code="80331")
EAST, WEST = Destination("dc-east"), Destination("dc-west")


class AskedQuote(msgspec.Struct):
    """The page's example of a question."""

    origin: Destination
    destination: Destination
    grams: int
    volume_cc: int


def test_the_page_reckons_as_the_code_does() -> None:
    asked = msgspec.json.decode(EXAMPLES[1], type=AskedQuote)
    of_page = quote_parcel(
        table(BLUE_VANS), asked.origin, asked.destination, None, grams=asked.grams, volume_cc=asked.volume_cc
    )
    assert (of_page.cost, of_page.zone, of_page.chargeable_g, of_page.days_max) == ("12.825", "country", 12_000, 3)
    heavy = quote_parcel(table(BLUE_VANS), WEST, MUNICH, None, grams=21_000)
    assert (heavy.freight, heavy.cost) == ("19.95", "29.19375")
    assert heavy.surcharges == (Reckoned("bulky goods", "6"), Reckoned("diesel", "3.24375"))


@pytest.mark.parametrize(
    ("grams", "cost"),
    [(1, "4.2"), (4_421, "4.2"), (4_422, "4.2009"), (30_000, "28.5"), (30_001, None)],
)
def test_a_minimum_holds_until_the_rate_exceeds_it_and_the_last_row_ends_the_table(
    grams: int, cost: str | None
) -> None:
    plain = table(replace(BLUE_VANS, surcharges=()))
    quote = quote_parcel(plain, WEST, MUNICH, None, grams=grams)
    assert (quote.cost, quote.why_not) == (cost, None if cost else "weight")


def test_where_a_heavier_row_is_cheaper_a_parcel_is_declared_heavier() -> None:
    rows = (
        RateRowInput(zone="z", weight_upto_g=10_000, per_kg="2"),
        RateRowInput(zone="z", weight_upto_g=50_000, per_kg="1"),
    )
    breaks = table(RatesInput(name="n", carrier="c", currency="EUR", zones=(ZoneRow(zone="z"),), rates=rows))
    quote = quote_parcel(breaks, EAST, WEST, None, grams=8_000)
    assert (quote.charged_g, quote.cost) == (10_001, "10.001")
    assert tariff_cost(breaks.tariff("z"), 8_000) == 10_001_000
    assert tariff_cost(breaks.tariff("z"), 5_000) == 10_000_000


@pytest.mark.parametrize(
    ("order", "cost"),
    [
        ((0, 1, 2), "20.9"),  # (10 + 1 + 8) * 1.1
        ((2, 0, 1), "20"),  # 10 * 1.1 + 1 + 8
        ((0, 2, 1), "20.1"),  # (10 + 1) * 1.1 + 8
    ],
)
def test_surcharges_are_added_in_their_order(order: tuple[int, ...], cost: str) -> None:
    surcharges = (
        SurchargeRowInput(name="remote", kind=SurchargeKind.FIXED, amount="1"),
        SurchargeRowInput(name="security", kind=SurchargeKind.PER_KG, amount="0.4"),
        SurchargeRowInput(name="diesel", kind=SurchargeKind.PERCENT, amount="10"),
    )
    row = RatesInput(
        name="n", carrier="c", currency="EUR", zones=(ZoneRow(zone="z"),),
        rates=(RateRowInput(zone="z", weight_upto_g=50_000, per_kg="0.5"),),
        surcharges=tuple(surcharges[place] for place in order),
    )  # fmt: skip
    assert quote_parcel(table(row), EAST, WEST, None, grams=20_000).cost == cost


def test_a_surcharge_may_be_for_one_zone_or_heavy_parcels_only() -> None:
    of_city = SurchargeRowInput(name="congestion", kind=SurchargeKind.FIXED, amount="1", zone="city", above_g=1_000)
    one = table(replace(BLUE_VANS, surcharges=(of_city,)))
    berlin = Destination(country="DE", postal_code="10117")
    costs = [quote_parcel(one, EAST, berlin, None, grams=grams).cost for grams in (1_000, 1_001)]
    assert costs == ["3.1", "4.1"]
    assert quote_parcel(one, EAST, MUNICH, None, grams=1_001).surcharges == ()


def test_volume_counts_where_it_is_more_than_the_weight() -> None:
    vans = table(BLUE_VANS)
    assert [vans.chargeable_g(1_000, cc) for cc in (0, 5_000, 5_001, 50_000)] == [1_000, 1_000, 1_001, 10_000]
    assert table(replace(BLUE_VANS, volume_cc_per_kg=None)).chargeable_g(1_000, 50_000) == 1_000


@settings(max_examples=80)
@given(price_lists(), st.lists(st.integers(1, 40_000), min_size=2, max_size=8))
def test_heavier_never_costs_less_and_nothing_costs_more_than_its_own_row(row: RatesInput, weights: list[int]) -> None:
    rates = accepted(row)
    one = RateTable(rates)
    tariff = one.tariff("z")
    heaviest = max(each.weight_upto_g for each in rates.rates)
    costs: list[int] = []
    for grams in sorted({*weights, *(each.weight_upto_g for each in rates.rates)}):
        cost = tariff_cost(tariff, grams)
        quote = quote_parcel(one, EAST, WEST, None, grams=grams)
        if grams > heaviest:
            assert (cost, quote.cost) == (None, None)
            continue
        assert cost is not None
        assert quote.cost is not None
        assert quote.charged_g is not None
        exact = by_hand(rates, "z", quote.charged_g)
        assert Fraction(quote.cost) * 1_000_000 == round(exact)
        assert exact <= by_hand(rates, "z", grams)
        assert exact - (exact / ERROR_SHARE if exact > ERROR_MAX * ERROR_SHARE else ERROR_MAX) - 1 <= cost <= exact
        costs.append(cost)
    assert costs == sorted(costs)


@settings(max_examples=60)
@given(price_lists(weight_max=40))
def test_a_declared_weight_is_the_best_of_all(row: RatesInput) -> None:
    rates = accepted(row)
    heaviest = max(each.weight_upto_g for each in rates.rates)
    for grams in range(1, heaviest + 1):
        best = min(by_hand(rates, "z", declared) for declared in range(grams, heaviest + 1))
        cost = quote_parcel(RateTable(rates), EAST, WEST, None, grams=grams).cost
        assert cost is not None
        assert Fraction(cost) * 1_000_000 == round(best)


@st.composite
def tariffs(draw: st.DrawFn) -> Tariff:
    """A few whole pieces."""
    return whole_of(draw(price_lists()))


def whole_of(row: RatesInput) -> Tariff:
    """The tariff of its only zone."""
    return RateTable(accepted(row)).tariff("z")


@settings(max_examples=100)
@given(tariffs(), tariffs(), st.lists(st.integers(1, 41_000), min_size=1, max_size=20))
def test_the_cheaper_and_the_dearer_of_two_are_so_at_every_weight(one: Tariff, two: Tariff, weights: list[int]) -> None:
    for grams in {*weights, *(piece.upto_g for piece in one + two), *(piece.upto_g + 1 for piece in one + two)}:
        a, b = tariff_cost(one, grams), tariff_cost(two, grams)
        known = [each for each in (a, b) if each is not None]
        assert tariff_cost(lower(one, two), grams) == (min(known) if known else None)
        assert tariff_cost(upper(one, two), grams) == (max(known) if len(known) == 2 else None)


def test_nearer_never_costs_more_even_where_whole_numbers_drop_a_rest() -> None:
    rates = (
        RateRowInput(zone="near", weight_upto_g=9_000, base="4", per_kg="0.124"),
        RateRowInput(zone="far", weight_upto_g=9_000, base="4.001", per_kg="0.1239"),
    )
    one = table(replace(BY_DISTANCE, rates=rates))
    near, far = one.tariff_at(50), one.tariff_at(100.5)
    assert near is not None
    assert far is not None
    alone = whole(one.curve("far"))
    differences = [_difference(far, near, grams) for grams in range(1, 9_001, 7)]
    assert min(differences) >= 0
    assert min(_difference(alone, near, grams) for grams in range(1, 9_001, 7)) < 0  # what would be without the guard


def _difference(one: Tariff, other: Tariff, grams: int) -> int:
    a, b = tariff_cost(one, grams), tariff_cost(other, grams)
    assert a is not None
    assert b is not None
    return a - b


def test_a_table_by_distance_answers_for_any_distance_and_one_by_places_for_none() -> None:
    one = table(BY_DISTANCE)
    assert one.tariff_at(1_000.5) is None
    assert one.tariff_at(None) == one.tariff("far")
    assert table(BLUE_VANS).tariff_at(50) is None


def test_the_cheapest_of_several_takes_whoever_goes_there() -> None:
    rail = replace(
        BY_DISTANCE, name="rail", zones=(ZoneRow(zone="all", to_country="DE"),),
        rates=(RateRowInput(zone="all", weight_upto_g=100_000, base="3.20", days_min=3, days_max=5),),
    )  # fmt: skip
    book = RateBook([accepted(BY_DISTANCE), accepted(rail)], version=7)
    best = book.cheapest(("by-distance", "rail"))
    assert best is book.cheapest(("by-distance", "rail"))
    zone = best.zone(EAST, MUNICH, 50)
    assert zone == "by-distance: near | rail: all"
    assert [tariff_cost(best.tariff(zone), grams) for grams in (1_000, 1_001, 90_000)] == [
        3_000_000,
        3_200_000,
        3_200_000,
    ]
    assert [chosen[0].name for grams in (1_000, 90_000) if (chosen := best.chosen(zone, grams))] == [
        "by-distance",
        "rail",
    ]
    assert best.chosen(zone, 100_001) is None
    assert best.days(zone) == (1, 5)
    assert best.zone(EAST, Destination(country="FR"), 2_000) is None
    assert best.zone(EAST, Destination(country="FR"), 50) == "by-distance: near"
    assert (best.by_distance, best.tariff_at(50)) == (False, None)


def test_the_cheapest_of_two_currencies_is_nothing() -> None:
    book = RateBook([accepted(BY_DISTANCE), accepted(replace(BLUE_VANS, currency="USD"))])
    with pytest.raises(ValueError, match="one currency"):
        book.cheapest(("by-distance", "blue-vans"))


def test_whole_pieces_of_one_line_are_one_piece() -> None:
    assert lower((Piece(10, 5, 0), Piece(20, 5, 0)), (Piece(20, 9, 0),)) == (Piece(20, 5, 0),)
    assert whole([]) == ()


def test_a_known_way_is_looked_up_at_once() -> None:
    vans = table(BLUE_VANS)
    vans.tariff("country")
    took = min(_timed(vans) for _ in range(5))
    assert took < 10e-6  # a third of a microsecond on a quiet machine; the search needs two


def _timed(vans: RateTable) -> float:
    began = perf_counter()
    for _ in range(1_000):
        zone = vans.zone(WEST, MUNICH, None)
        assert zone is not None
        vans.tariff(zone)
    return (perf_counter() - began) / 1_000


def test_the_cheapest_of_several_by_place_remembers_its_ways() -> None:
    rail = replace(BLUE_VANS, name="rail", zones=BLUE_VANS.zones[1:], rates=BLUE_VANS.rates[2:], surcharges=())
    best = RateBook([accepted(BLUE_VANS), accepted(rail)]).cheapest(("blue-vans", "rail"))
    berlin = Destination(country="DE", postal_code="10117")
    asked = [best.zone(origin, place, None) for _ in range(2) for origin in (EAST, WEST) for place in (berlin, MUNICH)]
    assert asked[:4] == asked[4:]
    assert asked[:2] == ["blue-vans: city | rail: country", "blue-vans: country | rail: country"]
    assert best.place_key(berlin) != best.place_key(MUNICH)
    assert best.place_key(MUNICH) == best.place_key(Destination(country="DE", postal_code="20095"))
