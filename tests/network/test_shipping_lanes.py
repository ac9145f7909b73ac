"""Shipping lanes: which are taken, and the real table."""

from __future__ import annotations

import asyncio

import pytest
from msgspec.structs import replace

from stockpool.kernel.editing import Outcome
from stockpool.kernel.money import Money, MoneyInput
from stockpool.kernel.refusals import Problem, Reason, Refused
from stockpool.network.api import (
    Destination,
    Transit,
    list_shipping_lanes,
    load_shipping_lanes,
    put_shipping_lanes,
    shipping_lanes_version,
    upsert_nodes,
    upsert_shipping_lanes,
)
from stockpool.network.decide.shipping_lanes import decide_shipping_lane, decide_shipping_lanes
from stockpool.network.messages import (
    NodeInput,
    NodeKind,
    ShippingLane,
    ShippingLaneInput,
    ShippingLaneUpserted,
    key_of,
)
from stockpool.runtime.database import Database

NODES = {"dc", "shop"}
TO_GERMANY = ShippingLaneInput(
    from_node="dc", to_country="DE", carrier="Vans", transit_days_min=1, transit_days_max=3,
    cost=MoneyInput("4.90", "EUR"),
)  # fmt: skip
TO_SHOP = replace(TO_GERMANY, to_country=None, to_node="shop", cost=MoneyInput("2", "EUR"))


@pytest.mark.parametrize(
    ("fields", "reason", "path", "message"),
    [
        ({"from_node": "moon"}, Reason.UNKNOWN_NODE, "from_node", "there is no node 'moon'"),
        ({"to_node": "moon", "to_country": None}, Reason.UNKNOWN_NODE, "to_node", "there is no node 'moon'"),
        ({"to_node": "shop"}, Reason.INVALID_INPUT, "to_node", "exactly one of to_node and to_country must be there"),
        ({"to_country": None}, Reason.INVALID_INPUT, "to_node", "exactly one of to_node and to_country must be there"),
        (
            {"to_country": "GER"},
            Reason.INVALID_INPUT,
            "to_country",
            "must be a two letter ISO 3166 code, not 'GER'",
        ),
        ({"to_postal_prefix": " "}, Reason.INVALID_INPUT, "to_postal_prefix", "must not be empty"),
        (
            {"to_node": "shop", "to_country": None, "to_postal_prefix": "8"},
            Reason.INVALID_INPUT,
            "to_postal_prefix",
            "needs to_country beside it",
        ),
        ({"carrier": ""}, Reason.INVALID_INPUT, "carrier", "must not be empty"),
        ({"service": "\x00x"}, Reason.INVALID_INPUT, "service", "must not contain control characters"),
        ({"transit_days_min": -1}, Reason.INVALID_INPUT, "transit_days_min", "must be between 0 and 365, is -1"),
        ({"transit_days_max": 366}, Reason.INVALID_INPUT, "transit_days_max", "must be between 0 and 365, is 366"),
        ({"transit_days_max": 0}, Reason.INVALID_INPUT, "transit_days_max", "is below transit_days_min, 1"),
        (
            {"cost": MoneyInput("-1", "EUR")},
            Reason.INVALID_INPUT,
            "cost",
            "must not be negative, is -1.00 EUR",
        ),
        ({"cost": MoneyInput("1.234", "EUR")}, Reason.INVALID_INPUT, "cost", "EUR has 2 decimals, '1.234' has more"),
    ],
)
def test_a_bad_field_is_named(fields: dict[str, object], reason: Reason, path: str, message: str) -> None:
    refusal = decide_shipping_lane(replace(TO_GERMANY, **fields), NODES)
    assert isinstance(refusal, Refused)
    assert (refusal.reason, refusal.problems) == (reason, (Problem(path, message),))


def test_bad_rows_do_not_stop_good_ones_and_a_way_counts_once_for_a_carrier_and_service() -> None:
    rows = [replace(TO_GERMANY, carrier=""), TO_GERMANY, TO_GERMANY, replace(TO_GERMANY, service="express")]
    results = decide_shipping_lanes(rows, NODES)
    assert [isinstance(each, ShippingLane) for each in results] == [False, True, False, True]
    assert isinstance(results[2], Refused)
    assert results[2].message == (
        "from_node: the same way, carrier and service were given before in this batch, in row 2"
    )


@pytest.fixture
async def network(database: Database) -> Database:
    """A center and a shop."""
    rows = [NodeInput("dc", "Center", NodeKind.DISTRIBUTION_CENTER), NodeInput("shop", "Shop", NodeKind.STORE)]
    async with database.transaction() as conn:
        await upsert_nodes(conn, rows)
    return database


async def put(database: Database, *rows: ShippingLaneInput) -> list[str]:
    async with database.transaction() as conn:
        results = await upsert_shipping_lanes(conn, rows)
    return [each.outcome if isinstance(each, ShippingLaneUpserted) else each.reason for each in results]


async def version(database: Database) -> int:
    async with database.read() as conn:
        return await shipping_lanes_version(conn)


async def test_lanes_are_created_updated_and_left_alone(network: Database) -> None:
    before = await version(network)
    dearer = replace(TO_SHOP, cost=MoneyInput("2.10", "EUR"))
    assert await put(network, TO_GERMANY, TO_SHOP) == [Outcome.CREATED, Outcome.CREATED]
    assert await version(network) == before + 1
    assert await put(network, TO_GERMANY, dearer, replace(TO_SHOP, carrier="")) == [
        Outcome.UNCHANGED, Outcome.UPDATED, Reason.INVALID_INPUT,
    ]  # fmt: skip
    assert await version(network) == before + 2
    assert await put(network, TO_GERMANY, dearer) == [Outcome.UNCHANGED, Outcome.UNCHANGED]
    assert await version(network) == before + 2


async def test_the_snapshot_holds_what_is_stored(network: Database) -> None:
    await put(network, TO_GERMANY, TO_SHOP)
    async with network.read() as conn:
        lanes = await load_shipping_lanes(conn)
    assert lanes.version == await version(network)
    assert lanes.lane_for("dc", Destination(node="shop")) == Transit(1, 3, Money(200, "EUR"), "Vans", "standard")
    assert lanes.lane_for("dc", Destination(country="DE")) == Transit(1, 3, Money(490, "EUR"), "Vans", "standard")


async def test_pages_follow_each_other_without_gap_or_repeat(network: Database) -> None:
    rows = [replace(TO_GERMANY, to_postal_prefix=f"{number:02}") for number in range(7)]
    await put(network, TO_SHOP, TO_GERMANY, *rows, replace(TO_GERMANY, from_node="shop"))
    async with network.read() as conn:
        whole = await list_shipping_lanes(conn, None, 100)
        paged: list[ShippingLane] = []
        while page := await list_shipping_lanes(conn, key_of(paged[-1]) if paged else None, 3):
            paged += page
    assert len(whole) == 10
    assert paged == whole
    assert [lane.from_node for lane in whole] == ["dc"] * 9 + ["shop"]


async def test_lines_of_a_file_raise_the_version_only_if_they_change_something(network: Database) -> None:
    line = b"2\tdc\t\\N\tDE\t\\N\tVans\tstandard\t1\t3\t490\tEUR\n"
    changed, versions = [], [await version(network)]
    for _ in range(2):
        async with network.transaction() as conn:
            changed.append(sum((await put_shipping_lanes(conn, line)).values()))
        versions.append(await version(network))
    assert changed == [1, 0]
    assert [later - versions[0] for later in versions] == [0, 1, 1]
    assert await put(network, TO_GERMANY) == [Outcome.UNCHANGED]


async def test_writers_of_the_same_lanes_in_other_orders_take_turns(network: Database) -> None:
    rows = [replace(TO_GERMANY, to_postal_prefix=f"{number:02}") for number in range(50)]
    dearer = [replace(row, cost=MoneyInput("5", "EUR")) for row in rows]
    results = await asyncio.gather(*(put(network, *(batch)) for batch in (rows, dearer[::-1], rows, dearer[::-1])))
    assert all(Reason.INVALID_INPUT not in result for result in results)
