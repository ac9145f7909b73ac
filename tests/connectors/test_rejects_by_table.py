"""Every reason for which a row is rejected, table by table, and that the row without the fault is good."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import pytest

from stockpool.connectors.files.tables import TABLES
from tests.connectors.conftest import EXAMPLES, Outcome, Read, csv_of, read_folder

LONG = "x" * 65

BAD_ROWS: list[tuple[str, dict[str, str], str]] = [
    # skus
    ("skus", {"id": ""}, "id: is missing"),
    ("skus", {"id": LONG}, "id: must have at most 64 characters"),
    ("skus", {"id": " A"}, 'id: " A" begins or ends with a blank'),
    ("skus", {"id": "A\u200b"}, 'id: "A\u200b" contains control characters'),
    ("skus", {"name": ""}, "name: is missing"),
    ("skus", {"name": "   "}, "name: is blank"),
    ("skus", {"name": "x" * 1001}, "name: must have at most 1000 characters"),
    ("skus", {"name": "a\tb"}, 'name: "a\tb" contains control characters'),
    ("skus", {"gtins": "1\t2"}, 'gtins: "1\t2" contains control characters'),
    ("skus", {"decimals": "7"}, 'decimals: "7" is not between 0 and 6'),
    ("skus", {"decimals": "1.5"}, 'decimals: "1.5" is not a whole number'),
    ("skus", {"weight_g": "-1"}, 'weight_g: "-1" is not between 0 and 100000000'),
    ("skus", {"weight_g": "9" * 30}, f'weight_g: "{"9" * 30}" is not a whole number'),
    ("skus", {"length_mm": "long"}, 'length_mm: "long" is not a whole number'),
    ("skus", {"cost": "1.00"}, "currency: is missing beside a price"),
    ("skus", {"price": "1.005", "currency": "EUR"}, 'price: "1.005" has more decimals than EUR'),
    ("skus", {"price": "1.5", "currency": "JPY"}, 'price: "1.5" has more decimals than JPY'),
    ("skus", {"price": "-1", "currency": "EUR"}, 'price: "-1" is below zero'),
    ("skus", {"price": "1,50", "currency": "EUR"}, 'price: "1,50" is not a number'),
    ("skus", {"price": "1", "currency": "eur"}, 'currency: "eur" is not a three letter ISO 4217 code such as EUR'),
    ("skus", {"active": "maybe"}, 'active: "maybe" is neither yes nor no'),
    # nodes
    ("nodes", {"kind": "shop"}, 'kind: "shop" is not distribution_center or store or'),
    ("nodes", {"kind": ""}, "kind: is missing"),
    ("nodes", {"latitude": "91", "longitude": "0"}, 'latitude: "91" is not between -90 and 90'),
    ("nodes", {"latitude": "0", "longitude": "-181"}, 'longitude: "-181" is not between -180 and 180'),
    ("nodes", {"latitude": "NaN", "longitude": "0"}, 'latitude: "NaN" is not a number'),
    ("nodes", {"latitude": "1"}, "latitude, longitude: must both be there or both be left out"),
    ("nodes", {"country": "Germany"}, 'country: "Germany" is not a two letter ISO 3166 code such as DE'),
    ("nodes", {"daily_capacity": "-5"}, 'daily_capacity: "-5" is not between 0 and 1000000000'),
    ("nodes", {"buffer": "x"}, 'buffer: "x" is not a whole number'),
    ("nodes", {"can_ship": "2"}, 'can_ship: "2" is neither yes nor no'),
    # channels
    ("channels", {"kind": "phone"}, 'kind: "phone" is not web or store or marketplace'),
    ("channels", {"buffer": "-1"}, 'buffer: "-1" is not between 0 and 1000000000'),
    # stock
    ("stock", {"sku": ""}, "sku: is missing"),
    ("stock", {"sku": "Z"}, 'sku: "Z" is not a known SKU'),
    ("stock", {"sku": "a"}, 'sku: "a" is not a known SKU'),
    ("stock", {"node": ""}, "node: is missing"),
    ("stock", {"node": "moon"}, 'node: "moon" is not a known node'),
    ("stock", {"quantity": ""}, "quantity: is missing"),
    ("stock", {"quantity": "-1"}, 'quantity: "-1" is below zero'),
    ("stock", {"quantity": "many"}, 'quantity: "many" is not a number'),
    ("stock", {"quantity": "1_000"}, 'quantity: "1_000" is not a number'),
    ("stock", {"quantity": "0x10"}, 'quantity: "0x10" is not a number'),
    ("stock", {"quantity": "nan"}, 'quantity: "nan" is not a number'),
    ("stock", {"quantity": "inf"}, 'quantity: "inf" is not a number'),
    ("stock", {"quantity": "1.5"}, 'quantity: "1.5" has more than the 0 decimals of this SKU'),
    ("stock", {"sku": "CLOTH", "quantity": "1.234"}, 'quantity: "1.234" has more than the 2 decimals of this SKU'),
    ("stock", {"quantity": "2.0000000001"}, 'quantity: "2.0000000001" has more than 6 decimals'),
    ("stock", {"quantity": "1e-9"}, 'quantity: "1e-9" has more than 6 decimals'),
    ("stock", {"quantity": "1e30"}, 'quantity: "1e30" is too large'),
    ("stock", {"quantity": "1" + "0" * 400}, f'quantity: "1{"0" * 39}" is not a number'),
    ("stock", {"sku": "CLOTH", "quantity": "20000000000"}, 'quantity: "20000000000" is more than 1000000000000'),
    ("stock", {"as_of": "yesterday"}, 'as_of: "yesterday" is not a time such as'),
    ("stock", {"as_of": "01/02/2026"}, 'as_of: "01/02/2026" is not a time such as'),
    ("stock", {"as_of": "2026-02-30"}, 'as_of: "2026-02-30" is not a time such as'),
    ("stock", {"as_of": "epoch"}, 'as_of: "epoch" is not a time such as'),
    ("stock", {"as_of": "infinity"}, 'as_of: "infinity" is not a time such as'),
    ("stock", {"as_of": "26-01-01"}, 'as_of: "26-01-01" lies before 1970'),
    ("stock", {"as_of": "2026-06-01T12:00:01Z"}, 'as_of: "2026-06-01T12:00:01Z" lies in the future'),
    # sales
    ("sales", {"source_id": ""}, "source_id: is missing"),
    ("sales", {"source": LONG}, "source: must have at most 64 characters"),
    ("sales", {"kind": "gift"}, 'kind: "gift" is not sale or return'),
    ("sales", {"quantity": "0"}, 'quantity: "0" must be greater than zero'),
    ("sales", {"quantity": "-2"}, 'quantity: "-2" must be greater than zero'),
    ("sales", {"sku": "Z"}, 'sku: "Z" is not a known SKU'),
    ("sales", {"node": "moon"}, 'node: "moon" is not a known node'),
    ("sales", {"occurred_at": ""}, "occurred_at: is missing"),
    ("sales", {"occurred_at": "2027-01-01"}, 'occurred_at: "2027-01-01" lies in the future'),
    ("sales", {"unit_price": "1"}, "currency: is missing beside a price"),
    ("sales", {"unit_price": "1", "currency": "E"}, 'currency: "E" is not a three letter ISO 4217 code such as EUR'),
    # orders
    ("orders", {"order_id": ""}, "order_id: is missing"),
    ("orders", {"line": ""}, "line: is missing"),
    ("orders", {"sku": "Z"}, 'sku: "Z" is not a known SKU'),
    ("orders", {"quantity": "0"}, 'quantity: "0" must be greater than zero'),
    ("orders", {"channel": "phone"}, 'channel: "phone" is not a known channel'),
    ("orders", {"method": "drone"}, 'method: "drone" is not ship or pickup'),
    ("orders", {"method": "pickup"}, "pickup_node: is missing for method pickup"),
    ("orders", {"pickup_node": "shop"}, "pickup_node: must be left out for method ship"),
    ("orders", {"method": "pickup", "pickup_node": "moon"}, 'pickup_node: "moon" is not a known node'),
    ("orders", {"ordered_at": "soon"}, 'ordered_at: "soon" is not a time such as'),
    ("orders", {"ship_latitude": "1"}, "ship_latitude, ship_longitude: must both be there or both be left out"),
    ("orders", {"ship_country": "de"}, 'ship_country: "de" is not a two letter ISO 3166 code such as DE'),
    ("orders", {"status": "new"}, 'status: "new" is not open or closed'),
    # shipping lanes
    ("shipping_lanes", {"from_node": "moon"}, 'from_node: "moon" is not a known node'),
    ("shipping_lanes", {"to_node": "moon", "to_country": ""}, 'to_node: "moon" is not a known node'),
    ("shipping_lanes", {"to_node": "shop"}, "to_node, to_country: exactly one of them must be there"),
    ("shipping_lanes", {"to_country": ""}, "to_node, to_country: exactly one of them must be there"),
    (
        "shipping_lanes",
        {"to_country": "", "to_node": "shop", "to_postal_prefix": "8"},
        "to_postal_prefix: needs to_country beside it",
    ),
    ("shipping_lanes", {"carrier": ""}, "carrier: is missing"),
    ("shipping_lanes", {"transit_days_max": "0"}, "transit_days_max: is below transit_days_min"),
    ("shipping_lanes", {"transit_days_min": "366"}, 'transit_days_min: "366" is not between 0 and 365'),
    ("shipping_lanes", {"cost": ""}, "cost: is missing"),
    ("shipping_lanes", {"currency": ""}, "currency: is missing"),
    # rates
    ("rates", {"rate_table": ""}, "rate_table: is missing"),
    ("rates", {"currency": "euro"}, 'currency: "euro" is not a three letter ISO 4217 code such as EUR'),
    ("rates", {"weight_upto_g": "0"}, 'weight_upto_g: "0" is not between 1 and 1000000000'),
    ("rates", {"base": "-0.01"}, 'base: "-0.01" is below zero'),
    ("rates", {"per_kg": "NaN"}, 'per_kg: "NaN" is not a number'),
    ("rates", {"per_kg": "0.1234567"}, 'per_kg: "0.1234567" has more than 6 decimals'),
    ("rates", {"minimum": "1000000000.1"}, 'minimum: "1000000000.1" is more than 1000000000'),
    ("rates", {"minimum": "1e300"}, 'minimum: "1e300" is too large'),
    ("rates", {"days_min": "1"}, "days_min, days_max: must both be there or both be left out"),
    ("rates", {"days_min": "2", "days_max": "1"}, "days_max: is below days_min"),
    # rate_zones
    ("rate_zones", {"from_node": "moon"}, 'from_node: "moon" is not a known node'),
    ("rate_zones", {"to_node": "dc", "to_country": "DE"}, "to_node, to_country: at most one of them may be there"),
    ("rate_zones", {"from_postal_prefix": "1"}, "from_postal_prefix: needs from_country beside it"),
    ("rate_zones", {"km_upto": "40001"}, 'km_upto: "40001" is not between 1 and 40000'),
    # rate_surcharges
    ("rate_surcharges", {"kind": "gift"}, 'kind: "gift" is not percent or fixed or per_kg'),
    ("rate_surcharges", {"amount": "12,5"}, 'amount: "12,5" is not a number'),
    ("rate_surcharges", {"above_g": "-1"}, 'above_g: "-1" is not between 0 and 1000000000'),
    # suppliers
    ("suppliers", {"name": ""}, "name: is missing"),
    ("suppliers", {"lead_time_days": "-1"}, 'lead_time_days: "-1" is not between 0 and 1000'),
    ("suppliers", {"minimum_order": "5"}, "currency: is missing beside an amount"),
    # outlooks
    ("outlooks", {"node": "moon"}, 'node: "moon" is not a known node'),
    ("outlooks", {"demand_per_day": "-1"}, 'demand_per_day: "-1" is not between 0 and 1000000'),
    ("shelves", {"sku": "moon"}, 'sku: "moon" is not a known SKU'),
    ("outlooks", {"days_to_delivery": "soon"}, 'days_to_delivery: "soon" is not a number'),
]


@pytest.fixture(scope="module")
def read_faults(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Outcome]:
    """Read a table that is made of all its bad rows, once for all of them."""

    @cache
    def read_table(table: str) -> Outcome:
        folder = tmp_path_factory.mktemp(table)
        (folder / f"{table}.csv").write_text(csv_of(table, *faults_of(table)))
        return read_folder(folder, table, tmp_path_factory.mktemp("out"))

    return read_table


def faults_of(table: str) -> list[dict[str, str]]:
    return [fault for name, fault, _ in BAD_ROWS if name == table]


@pytest.mark.parametrize(("table", "fault", "reason"), BAD_ROWS)
def test_a_bad_row_is_rejected_with_the_reason(
    read_faults: Callable[[str], Outcome], table: str, fault: dict[str, str], reason: str
) -> None:
    outcome, place = read_faults(table), faults_of(table).index(fault)

    assert outcome.counts.rejected == len(faults_of(table))
    assert outcome.copied == b""
    assert outcome.rejects[2 + place].startswith(reason)
    for column, value in fault.items():
        assert outcome.reject_rows[place][column] == value, "the rejects file shows the row as it came"


@pytest.mark.parametrize("table", EXAMPLES)
def test_the_same_row_without_the_fault_is_good(read: Read, table: str) -> None:
    outcome = read(table, csv_of(table, {}))

    assert outcome.rejects == {}
    assert outcome.counts.good == 1


def test_all_faults_of_a_row_are_named_together(read: Read) -> None:
    outcome = read("stock", "sku,node,quantity\nZ,moon,\n")

    assert outcome.rejects == {2: 'sku: "Z" is not a known SKU; node: "moon" is not a known node; quantity: is missing'}


@pytest.mark.parametrize("table", [table for table in EXAMPLES if TABLES[table].whole is None])
def test_a_repeated_key_is_rejected_and_names_its_first_row(read: Read, table: str) -> None:
    outcome = read(table, csv_of(table, {}, {}, {}))

    key = ", ".join(TABLES[table].key)
    assert outcome.rejects == {3: f"{key}: the same as in row 2", 4: f"{key}: the same as in row 2"}


def test_a_rejected_row_does_not_occupy_its_key(read: Read) -> None:
    outcome = read("stock", "sku,node,quantity\nA,dc,bad\nA,dc,5\n")

    assert list(outcome.rejects) == [2]
    assert outcome.copied_rows == [["3", "0", "A", "dc", "5", "\\N"]]


@pytest.mark.parametrize(
    ("first", "second", "differing"),
    [
        ({}, {"channel": "web", "ship_country": "DE"}, "ship_country"),
        ({"ship_latitude": "1", "ship_longitude": "1"}, {"ship_latitude": "2", "ship_longitude": "1"}, "ship_latitude"),
        ({}, {"status": "open"}, "status"),
        ({}, {"ordered_at": "2026-05-02", "status": "open"}, "ordered_at, status"),
    ],
)
def test_rows_of_one_order_that_disagree_reject_the_whole_order(
    read: Read, first: dict[str, str], second: dict[str, str], differing: str
) -> None:
    outcome = read("orders", csv_of("orders", first, {"line": "2", "sku": "B", **second}, {"order_id": "O2"}))

    reason = f'{differing}: differs between the rows of order_id "O1"'
    assert outcome.rejects == {2: reason, 3: reason}
    assert [row[2] for row in outcome.copied_rows] == ["O2"]


def test_equal_times_in_different_zones_do_not_disagree(read: Read) -> None:
    outcome = read("orders", csv_of("orders", {}, {"line": "2", "ordered_at": "2026-05-01T12:00:00+02:00"}))

    assert outcome.rejects == {}


def test_a_bad_line_takes_its_whole_order_along(read: Read) -> None:
    outcome = read("orders", csv_of("orders", {}, {"line": "2", "sku": "Z"}, {"line": "1"}, {"order_id": "O2"}))

    assert outcome.rejects == {
        2: 'order_id: row 3 of "O1" is rejected',
        3: 'sku: "Z" is not a known SKU',
        4: "order_id, line: the same as in row 2",
    }
    assert outcome.counts.good == 1
