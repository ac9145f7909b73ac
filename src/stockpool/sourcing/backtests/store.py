"""Keeping and reading what backtests came to."""

from __future__ import annotations

from typing import Any

import msgspec
from psycopg import AsyncConnection

from stockpool.sourcing.backtests.messages import BacktestKept

INSERT_BACKTEST = """
insert into policy_backtests (first, second, done_at, done_by, since, until, orders, whole, same, figures)
values (%(first)s, %(second)s, %(done_at)s, %(done_by)s, %(since)s, %(until)s, %(orders)s, %(whole)s, %(same)s,
        %(figures)s)
"""

# Of whatever version, on either side; the newest first.
SELECT_BACKTESTS = """
select first, second, done_at, done_by, since, until, orders, whole, same, figures from policy_backtests
where %(name)s in (split_part(first, '@', 1), split_part(second, '@', 1))
order by sequence desc limit %(limit)s
"""


async def insert_backtest(conn: AsyncConnection, kept: BacktestKept) -> None:
    """Keep one."""
    figures = msgspec.json.encode(kept.figures).decode()
    await conn.execute(INSERT_BACKTEST, msgspec.structs.asdict(kept) | {"figures": figures})


async def list_backtests(conn: AsyncConnection, name: str, limit: int) -> list[BacktestKept]:
    """The newest of a policy."""
    cursor = await conn.execute(SELECT_BACKTESTS, {"name": name, "limit": limit})
    fields = BacktestKept.__struct_fields__
    return [_kept(dict(zip(fields, row, strict=True))) for row in await cursor.fetchall()]


def _kept(row: dict[str, Any]) -> BacktestKept:
    return msgspec.convert(row, BacktestKept)
