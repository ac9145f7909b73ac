"""The table of rate tables: replaced as a whole, with a version that every change counts up."""

from __future__ import annotations

import psycopg
import pytest
from msgspec.structs import replace

from stockpool.kernel.editing import Outcome, Upserted
from stockpool.kernel.refusals import Reason, Refused
from stockpool.network.api import (
    get_rates,
    list_rates,
    load_rate_book,
    put_rates,
    rates_version,
    upsert_nodes,
    wired_rates,
)
from stockpool.network.messages import NodeInput, NodeKind
from stockpool.network.rates.messages import RatesInput, RateSource, RatesResult
from stockpool.runtime.database import Database
from tests.network.price_lists import BLUE_VANS, BY_DISTANCE, NODES, accepted


@pytest.fixture
async def network(database: Database) -> Database:
    """The nodes that the tables name."""
    async with database.transaction() as conn:
        await upsert_nodes(conn, [NodeInput(node, node, NodeKind.DISTRIBUTION_CENTER) for node in sorted(NODES)])
    return database


async def put(database: Database, row: RatesInput, revision: int | None = None) -> RatesResult:
    async with database.transaction() as conn:
        return await put_rates(conn, row, if_revision={} if revision is None else {row.name: revision})


async def test_a_table_is_stored_replaced_and_read_as_it_was_given(network: Database) -> None:
    results = [
        await put(network, row) for row in (BLUE_VANS, BLUE_VANS, replace(BLUE_VANS, surcharges=()), BY_DISTANCE)
    ]
    outcomes = [(each.outcome, each.revision) for each in results if isinstance(each, Upserted)]
    assert outcomes == [(Outcome.CREATED, 1), (Outcome.UNCHANGED, 1), (Outcome.UPDATED, 2), (Outcome.CREATED, 1)]
    async with network.read() as conn:
        book = await load_rate_book(conn)
        stored = await get_rates(conn, "blue-vans")
        assert (book.version, await rates_version(conn)) == (4, 4)
        assert [(head.name, head.rates, head.source) for head in await list_rates(conn, None, 10)] == [
            ("blue-vans", 3, "given"),
            ("by-distance", 3, "given"),
        ]
        assert [head.name for head in await list_rates(conn, "blue-vans", 10)] == ["by-distance"]
        assert await get_rates(conn, "\x00") is None
    assert stored is not None
    assert stored.value == accepted(replace(BLUE_VANS, surcharges=()))
    assert {name: table.rates for name, table in book.tables.items()} == {
        "blue-vans": stored.value,
        "by-distance": accepted(BY_DISTANCE),
    }
    assert book.rates("none") is None


def test_what_is_answered_can_be_given_again() -> None:
    for row in (BLUE_VANS, BY_DISTANCE):
        answer = wired_rates(accepted(row))
        fields = {name: getattr(answer, name) for name in RatesInput.__struct_fields__}
        assert accepted(RatesInput(**fields)) == accepted(row)


async def test_a_bad_or_stale_table_changes_nothing(network: Database) -> None:
    await put(network, BLUE_VANS)
    stale = await put(network, replace(BLUE_VANS, note="new"), revision=0)
    assert isinstance(stale, Refused)
    assert stale.reason is Reason.STALE_VERSION
    bad = await put(network, replace(BLUE_VANS, zones=()))
    assert isinstance(bad, Refused)
    async with network.read() as conn:
        assert (await load_rate_book(conn)).tables["blue-vans"].rates == accepted(BLUE_VANS)
        assert await rates_version(conn) == 2


async def test_a_fitted_table_without_its_error_is_not_stored(network: Database) -> None:
    with pytest.raises(psycopg.errors.CheckViolation):
        async with network.transaction() as conn:
            await put_rates(conn, BY_DISTANCE, source=RateSource.FITTED)
    async with network.transaction() as conn:
        await put_rates(conn, replace(BY_DISTANCE, note="mean error 2.10"), source=RateSource.FITTED)
        assert [head.source for head in await list_rates(conn, None, 10)] == ["fitted"]


async def test_a_table_keeps_its_currency(network: Database) -> None:
    await put(network, BY_DISTANCE)
    refused = await put(network, replace(BY_DISTANCE, currency="CZK"))
    assert isinstance(refused, Refused)
    assert (refused.reason, refused.problems[0].path) == (Reason.IN_USE, "currency")
    async with network.read() as conn:
        stored = await get_rates(conn, BY_DISTANCE.name)
    assert stored is not None
    assert stored.value.currency == "EUR"
    assert isinstance(await put(network, replace(BY_DISTANCE, name="czech", currency="CZK")), Upserted)
