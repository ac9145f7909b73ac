"""Reads for the command line, in one moment each, and the lists that it shows."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

import msgspec
from psycopg import AsyncConnection

from stockpool.entrypoints.cli import options, session
from stockpool.orders.messages import FulfillmentTask, OrderDetails
from stockpool.runtime.database import Database

T = TypeVar("T")


class Listing(msgspec.Struct, frozen=True):
    """Some orders, and the last of them where there are more."""

    orders: list[OrderDetails]
    next: str | None


class Queue(msgspec.Struct, frozen=True):
    """What a node has to do."""

    node: str
    tasks: list[FulfillmentTask]


def read(ask: Callable[[AsyncConnection], Awaitable[T]], config: options.Config, **named: object) -> T:
    """Ask the database."""
    with session.open_session(config, **named) as opened:
        return asyncio.run(_read(opened.url, ask))


async def _read(url: str, ask: Callable[[AsyncConnection], Awaitable[T]]) -> T:
    database = await Database.open(url, max_size=1)
    try:
        async with database.read() as connection:
            return await ask(connection)
    finally:
        await database.close()
