"""The history of demand is the same, made day by day or all at once, and as plain Python reckons it."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from random import Random

import pytest
from psycopg import AsyncConnection

from stockpool.catalog.api import upsert_skus
from stockpool.catalog.messages import SkuInput
from stockpool.forecasting.history.refreshing import refresh_history
from stockpool.forecasting.history.store import changed
from stockpool.network.api import upsert_nodes
from stockpool.network.messages import NodeInput, NodeKind, OpenHours, TimeRange
from stockpool.runtime.database import Database
from tests.forecasting.demand_oracle import Clock, Key, history
from tests.forecasting.ledger_rows import AskedRow, EntryRow, OrderRow, RefusedRow, Row, SaleRow, write_rows

pytestmark = pytest.mark.anyio

SHOP_HOURS = (TimeRange("09:00", "18:00"),)
NODES = [
    NodeInput("berlin", "Berlin", NodeKind.STORE, 52.5, 13.3, time_zone="Europe/Berlin"),
    NodeInput(
        "boston",
        "Boston",
        NodeKind.STORE,
        42.3,
        -71.0,
        time_zone="America/New_York",
        open_hours=OpenHours(monday=SHOP_HOURS, wednesday=SHOP_HOURS, friday=SHOP_HOURS, saturday=SHOP_HOURS),
    ),
    NodeInput("tokyo", "Tokyo", NodeKind.DISTRIBUTION_CENTER, 35.6, 139.6, time_zone="Asia/Tokyo"),
]
CLOCKS = {
    "berlin": Clock("Europe/Berlin"),
    "boston": Clock("America/New_York", {weekday: (time(9), time(18)) for weekday in (0, 2, 4, 5)}),
    "tokyo": Clock("Asia/Tokyo"),
}
MOVES = (
    ("available", "customer"),
    ("available", "customer"),
    ("held", "customer"),
    ("customer", "available"),
    ("supplier", "available"),
    ("supplier", "available"),
    ("supplier", "available"),
    ("available", "committed"),
    ("available", "damaged"),
    ("shrinkage", "available"),
    ("available", "shrinkage"),
    ("available", "held"),
)


def made_up_rows(dice: Random, count: int, now: datetime, *, imports: bool) -> list[Row]:
    """Rows of the last 200 days, most of them of the last."""
    return [_row(dice, now, imports=imports) for _ in range(count)]


def _row(dice: Random, now: datetime, *, imports: bool) -> Row:
    at = now - timedelta(seconds=round(dice.choice((3, 30, 200)) * 86_400 * dice.random()) + 60)
    sku, node, units = dice.choice(("tea", "cup", "cloth")), dice.choice(tuple(CLOCKS)), dice.choice((1, 1, 2, 3, 40))
    kind = dice.random()
    if kind < 0.6:
        return EntryRow(sku, node, *dice.choice(MOVES), units, at)
    if kind < 0.75:
        return _order(dice, at, units)
    if kind < 0.9 or not imports:
        wanted, reference = dice.choice((node, None)), dice.choice((None, "a", "b"))
        at = now - timedelta(seconds=dice.choice((3600, 3605, 90_000)))
        return RefusedRow(dice.choice(("tea", "cup")), wanted, units, dice.choice((0, 0, -1)), reference, at)
    return SaleRow(dice.choice(("sale", "sale", "return")), sku, node, units, at, dice.choice((None, 250, 1999)))


def _order(dice: Random, at: datetime, units: int) -> OrderRow:
    waiting, cancelled = dice.choice(((0, 0), (0, 0), (units, 0), (0, units)))
    asked = []
    for _ in range(dice.choice((0, 1, 1, 2)) or (0 if waiting or cancelled else 1)):
        status = dice.choice(("open", "open", "rejected", "cancelled" if cancelled else "open"))
        asked.append(AskedRow(dice.choice(tuple(CLOCKS)), dice.choice((1, 2, 5)), status))
    return OrderRow(dice.choice(("tea", "cup")), at, waiting, cancelled, tuple(asked), dice.choice((None, 300)))


async def found(connection: AsyncConnection) -> dict[Key, tuple[object, ...]]:
    cursor = await connection.execute(
        "select sku, node, date, sold, refused, returned, bulk, in_stock, price from demand_days"
    )
    return {(sku, node, day): tuple(rest) for sku, node, day, *rest in await cursor.fetchall()}


def rounded(days: dict[Key, tuple[object, ...]]) -> dict[Key, tuple[object, ...]]:
    return {
        key: (*each, round(float(str(price)), 6) if price is not None else None) for key, (*each, price) in days.items()
    }


@pytest.mark.parametrize("seed", range(6))
async def test_a_history_that_is_kept_is_the_one_that_is_made_of_everything(database: Database, seed: int) -> None:
    dice, now = Random(seed), datetime.now(UTC)
    async with database.transaction() as connection:
        await upsert_skus(
            connection, [SkuInput("tea", "Tea"), SkuInput("cup", "Cup"), SkuInput("cloth", "C", decimals=2)]
        )
        await upsert_nodes(connection, NODES)
    rows: list[Row] = []
    connection = await database.connect()
    async with connection:
        for step, ahead in enumerate((-3, -1, 0, 1)):
            more = made_up_rows(dice, 30 if step else 60, datetime.now(UTC), imports=step in {0, 2})
            await write_rows(connection, more, late=step > 0)
            rows += [_as_recorded(row, late=step > 0) for row in more]
            until = now.date() + timedelta(days=ahead)
            await refresh_history(connection, until)
            assert rounded(await found(connection)) == rounded(history(rows, CLOCKS, until)), f"step {step}"
        assert await refresh_history(connection, now.date()) == 0, "nothing new changes nothing"


NOW = "select clock_timestamp()"


@pytest.mark.parametrize(("recorded_from", "days"), [(changed.RECORDED_FROM, 1), (NOW, 0)], ids=["as it is", "control"])
async def test_what_was_under_way_while_the_history_was_made_is_in_the_next(
    database: Database, monkeypatch: pytest.MonkeyPatch, recorded_from: str, days: int
) -> None:
    monkeypatch.setattr(changed, "RECORDED_FROM", recorded_from)
    async with database.transaction() as connection:
        await upsert_skus(connection, [SkuInput("tea", "Tea")])
        await upsert_nodes(connection, NODES)
    now = datetime.now(UTC)
    beyond = now.date() + timedelta(days=5)
    connection = await database.connect()
    async with connection:
        await refresh_history(connection, beyond)
        async with database.transaction() as busy:
            sale = EntryRow("tea", "tokyo", "available", "customer", 1, now - timedelta(days=200))
            await write_rows(busy, [sale], late=True)
            await refresh_history(connection, beyond)
        await refresh_history(connection, beyond)
        sold = [each for each in (await found(connection)).values() if each[0]]
    assert len(sold) == days


def _as_recorded(row: Row, *, late: bool) -> Row:
    """A refusal has no time of its own but that of its record."""
    if isinstance(row, RefusedRow) and late:
        return RefusedRow(row.sku, row.node, row.requested, row.available, row.reference, datetime.now(UTC))
    return row
