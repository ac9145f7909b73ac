"""Databases that a benchmark makes on the chosen server and removes again."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from secrets import token_hex

from psycopg import AsyncConnection
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from stockpool.runtime import migrating
from stockpool.runtime.database import Database
from stockpool.simulation.benchmarks import store


@asynccontextmanager
async def scratch_database(server_url: str) -> AsyncIterator[str]:
    """The connection string of a database with our schema and nothing in it."""
    async with _made(server_url, "template0") as url:
        await migrating.upgrade(url)
        yield url


@asynccontextmanager
async def scratch_copy(server_url: str, original: str) -> AsyncIterator[str]:
    """The connection string of a copy; nobody may be connected to the original."""
    async with _made(server_url, _name_of(original)) as url:
        yield url


@asynccontextmanager
async def _made(server_url: str, template: str) -> AsyncIterator[str]:
    name = f"stockpool_bench_{token_hex(6)}"
    async with _administrator(server_url) as connection:
        await store.create_database(connection, name, template)
    try:
        yield make_conninfo(server_url, dbname=name)
    finally:
        async with _administrator(server_url) as connection:
            await store.drop_database(connection, name)


def _name_of(url: str) -> str:
    return str(conninfo_to_dict(url)["dbname"])


@asynccontextmanager
async def _administrator(server_url: str) -> AsyncIterator[AsyncConnection]:
    connection = await Database.prepare(server_url).connect()
    async with connection:
        yield connection
