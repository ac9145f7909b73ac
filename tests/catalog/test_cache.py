"""The cache of what the ledger needs to know of SKUs."""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection

import pytest
from psycopg import AsyncConnection

from stockpool.catalog import cache as cache_module
from stockpool.catalog.api import SkuCache, load_sku_terms, upsert_skus
from stockpool.catalog.messages import ComponentInput, SkuInput, SkuTerms
from stockpool.runtime.database import Database

ROWS = [
    SkuInput("a", "A"),
    SkuInput("cloth", "Cloth", decimals=2),
    SkuInput("off", "Off", active=False),
    SkuInput("kit", "Kit", components=(ComponentInput("cloth", 3), ComponentInput("a", 1))),
]
TERMS = {
    "a": SkuTerms("a", 0, active=True),
    "cloth": SkuTerms("cloth", 2, active=True),
    "off": SkuTerms("off", 0, active=False),
    "kit": SkuTerms("kit", 0, active=True, components=(("cloth", 300), ("a", 1))),
}


@pytest.fixture
async def conn(database: Database) -> AsyncIterator[AsyncConnection]:
    """A connection to a database with a few SKUs."""
    async with database.transaction() as connection:
        await upsert_skus(connection, ROWS)
        yield connection


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The ids of each statement that the cache sends."""
    statements: list[list[str]] = []

    async def load(conn: AsyncConnection, ids: Collection[str]) -> dict[str, SkuTerms]:
        statements.append(list(ids))
        return await load_sku_terms(conn, ids)

    monkeypatch.setattr(cache_module, "load_sku_terms", load)
    return statements


async def test_misses_are_loaded_in_one_statement_and_then_known(conn: AsyncConnection, asked: list[list[str]]) -> None:
    cache = SkuCache()
    assert await cache.load(conn, ["a"]) == {"a": TERMS["a"]}
    assert await cache.load(conn, list(TERMS)) == TERMS
    assert await cache.load(conn, list(TERMS)) == TERMS
    assert asked == [["a"], ["cloth", "off", "kit"]]


async def test_unknown_skus_are_absent_and_found_once_they_exist(conn: AsyncConnection) -> None:
    cache = SkuCache()
    assert await cache.load(conn, ["new", "a\x00"]) == {}
    await upsert_skus(conn, [SkuInput("new", "New")])
    assert list(await cache.load(conn, ["new"])) == ["new"]


async def test_a_newer_version_makes_it_forget_and_an_older_one_does_not(
    conn: AsyncConnection, asked: list[list[str]]
) -> None:
    cache = SkuCache()
    for version in (3, 3, 2, 4):
        cache.follow(version)
        await cache.load(conn, ["a"])
    assert asked == [["a"], ["a"]]


async def test_it_forgets_on_request(conn: AsyncConnection, asked: list[list[str]]) -> None:
    cache = SkuCache()
    await cache.load(conn, ["a"])
    cache.invalidate()
    await cache.load(conn, ["a"])
    assert asked == [["a"], ["a"]]


async def test_it_is_bounded_and_a_large_request_is_answered_whole(conn: AsyncConnection) -> None:
    cache = SkuCache(size_max=2)
    assert await cache.load(conn, list(TERMS)) == TERMS
    assert len(cache) == 2
    assert await cache.load(conn, list(TERMS)) == TERMS
    assert len(cache) == 2


async def test_what_was_read_before_a_change_is_not_kept_after_it(
    conn: AsyncConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A slow load must not bring back what the cache was told to forget in between."""
    cache = SkuCache()

    async def slow(conn: AsyncConnection, ids: Collection[str]) -> dict[str, SkuTerms]:
        before = await load_sku_terms(conn, ids)
        await upsert_skus(conn, [SkuInput("off", "Off", active=True)])
        cache.invalidate()
        return before

    monkeypatch.setattr(cache_module, "load_sku_terms", slow)
    assert (await cache.load(conn, ["off"]))["off"].active is False
    monkeypatch.undo()
    assert (await cache.load(conn, ["off"]))["off"].active is True
