"""Writes the history of demand as files, in the form that forecasts read."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Mapping
from datetime import date
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from psycopg import AsyncConnection

from stockpool.forecasting.history import queries
from stockpool.forecasting.history.refreshing import refresh_history
from stockpool.forecasting.messages import Exported, ForecastRefused


async def export_history(
    connection: AsyncConnection, out: Path, prices: Path | None, until: date, since: date | None
) -> Exported:
    """Bring the history up to a day and write it, and its prices; raises `ForecastRefused`."""
    for each in (out, prices):
        if each is not None and not each.parent.is_dir():
            raise ForecastRefused(f"{each}: there is no folder {each.parent}")
    await refresh_history(connection, until)
    fingerprint = await _write(connection, queries.DEMAND, queries.DEMAND_COLUMNS, out, until, since)
    if prices is not None:
        await _write(connection, queries.PRICES, queries.PRICE_COLUMNS, prices, until, since)
    return Exported(*await queries.extent(connection, until, since), fingerprint)


async def _write(
    connection: AsyncConnection, query: str, columns: Mapping[str, str], out: Path, until: date, since: date | None
) -> str:
    """Write one file, which is there whole or not at all; the fingerprint of its rows."""
    digest = sha256()
    try:
        with TemporaryDirectory(prefix=f".{out.name}.{os.getpid()}.", dir=out.parent) as folder:
            rows, fresh = Path(folder) / "rows.csv", Path(folder) / out.name
            with rows.open("wb") as file:
                async for part in queries.copied(connection, query, until, since):
                    digest.update(part)
                    file.write(part)
            await asyncio.to_thread(queries.write_table, rows, dict(columns), fresh)
            fresh.replace(out)
    except OSError as trouble:
        raise ForecastRefused(f"{out}: cannot be written: {trouble.strerror or trouble}") from trouble
    return digest.hexdigest()
