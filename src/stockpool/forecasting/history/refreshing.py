"""Keeps the history of demand: makes those days anew of which something was recorded since."""

from __future__ import annotations

from datetime import date

from psycopg import AsyncConnection

from stockpool.forecasting.history import store


async def refresh_history(connection: AsyncConnection, until: date) -> int:
    """Bring the history up to a day; how many days of SKUs at nodes were made anew."""
    async with connection.transaction():
        return await store.make_anew(connection, until)
