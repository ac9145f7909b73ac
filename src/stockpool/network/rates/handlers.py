"""Changing rate tables: lock, load, decide, save."""

from __future__ import annotations

from collections.abc import Mapping

from psycopg import AsyncConnection

from stockpool.kernel.editing import Outcome, Upserted
from stockpool.network.rates.decide import decide_put
from stockpool.network.rates.messages import RatesInput, RateSource, RatesResult
from stockpool.network.rates.queries import get_rates
from stockpool.network.rates.store import lock_rates, save_rates
from stockpool.network.store import known_nodes, network_changed


async def put_rates(
    conn: AsyncConnection,
    row: RatesInput,
    *,
    if_revision: Mapping[str, int] | None = None,
    source: RateSource = RateSource.GIVEN,
) -> RatesResult:
    """Store or replace one rate table inside the caller's transaction; writers take turns."""
    await lock_rates(conn)
    named = {node for zone in row.zones for node in (zone.from_node, zone.to_node) if node is not None}
    existing = await get_rates(conn, row.name)
    result = decide_put(row, existing, await known_nodes(conn, named), if_revision or {}, source)
    if isinstance(result, Upserted) and result.outcome is not Outcome.UNCHANGED:
        await save_rates(conn, result.value)
        await network_changed(conn)
    return result
