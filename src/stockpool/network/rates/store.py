"""The table of rate tables: saving one that changed."""

from __future__ import annotations

import msgspec
from psycopg import AsyncConnection

from stockpool.network.rates.messages import Rates

# Writers take turns, so that what one has read stays true until it commits; readers do not wait.
LOCK_RATES = "select version from versions where topic = 'rates' for update"

# Tells every cache that a rate table has changed.
BUMP_RATES = "update versions set version = version + 1 where topic = 'rates'"

UPSERT_RATES = """
    insert into rate_tables (
        name, carrier, service, currency, volume_cc_per_kg, note, source, zones, rates, surcharges
    )
    select name, carrier, service, currency, volume_cc_per_kg, note, source, zones, rates, surcharges
    from json_to_record(%s::json) as changed (
        name text, carrier text, service text, currency text, volume_cc_per_kg integer, note text, source rate_source,
        zones jsonb, rates jsonb, surcharges jsonb
    )
    on conflict (name) do update set
        carrier = excluded.carrier, service = excluded.service, currency = excluded.currency,
        volume_cc_per_kg = excluded.volume_cc_per_kg, note = excluded.note, source = excluded.source,
        zones = excluded.zones, rates = excluded.rates, surcharges = excluded.surcharges,
        revision = rate_tables.revision + 1"""


async def lock_rates(conn: AsyncConnection) -> None:
    """Wait for this transaction's turn to change rate tables."""
    await conn.execute(LOCK_RATES)


async def save_rates(conn: AsyncConnection, rates: Rates) -> None:
    """Write a changed rate table, and count the version up."""
    await conn.execute(UPSERT_RATES, [msgspec.json.encode(rates).decode()])
    await conn.execute(BUMP_RATES)
