"""The catalog's tables: loading what a batch leans on, and saving what it changed."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import msgspec
from psycopg import AsyncConnection

from stockpool.catalog.gtins import is_numeric
from stockpool.catalog.messages import SkuInput, SkuUpserted
from stockpool.catalog.model import CatalogView, gtin_key
from stockpool.catalog.queries import SELECT_SKUS, stored_sku
from stockpool.kernel.editing import Outcome
from stockpool.kernel.ids import id_problem

# Writers take turns, so that what one has read stays true until it commits; readers do not wait.
LOCK_CATALOG = "select version from versions where topic = 'catalog' for update"

# Tells every cache that the catalog has changed.
BUMP_CATALOG = "update versions set version = version + 1 where topic = 'catalog'"

# The named SKUs and the kits that contain them.
SELECT_NAMED_AND_THEIR_KITS = f"""
    {SELECT_SKUS} where id in (
        select unnest(%(ids)s::text[])
        union
        select kit from sku_components where component = any(%(ids)s::text[])
    )"""  # noqa: S608 - joined from constants

# Which SKU carries each of these GTINs.
SELECT_GTIN_OWNERS = "select gtin, sku from gtins where gtin = any(%s::text[])"

# Everything but `decimals` can change: the ledger counts in that unit.
UPSERT_SKUS = """
    insert into skus (
        id, name, category, decimals, weight_g, length_mm, width_mm, height_mm,
        cost_minor, cost_currency, price_minor, price_currency, active
    )
    select
        id, name, category, decimals, weight_g, length_mm, width_mm, height_mm,
        (cost ->> 'minor')::bigint, cost ->> 'currency', (price ->> 'minor')::bigint, price ->> 'currency', active
    from json_to_recordset(%s::json) as changed (
        id text, name text, category text, decimals smallint,
        weight_g integer, length_mm integer, width_mm integer, height_mm integer,
        cost json, price json, active boolean
    )
    on conflict (id) do update set
        name = excluded.name, category = excluded.category,
        weight_g = excluded.weight_g, length_mm = excluded.length_mm,
        width_mm = excluded.width_mm, height_mm = excluded.height_mm,
        cost_minor = excluded.cost_minor, cost_currency = excluded.cost_currency,
        price_minor = excluded.price_minor, price_currency = excluded.price_currency,
        active = excluded.active, revision = skus.revision + 1"""

# Lists are replaced whole: first all go, so that a GTIN can move from one SKU to another.
DELETE_GTINS = "delete from gtins where sku = any(%s::text[])"
DELETE_COMPONENTS = "delete from sku_components where kit = any(%s::text[])"

INSERT_GTINS = """
    insert into gtins (gtin, sku, place, written)
    select lpad(written, 14, '0'), id, place, written
    from json_to_recordset(%s::json) as changed (id text, gtins json),
        json_array_elements_text(gtins) with ordinality as listed (written, place)"""

INSERT_COMPONENTS = """
    insert into sku_components (kit, component, quantity, place)
    select id, listed.value ->> 'sku', (listed.value ->> 'quantity')::bigint, place
    from json_to_recordset(%s::json) as changed (id text, components json),
        json_array_elements(components) with ordinality as listed (value, place)"""


async def lock_catalog(conn: AsyncConnection) -> None:
    """Wait for this transaction's turn to change the catalog."""
    await conn.execute(LOCK_CATALOG)


async def load_view(
    conn: AsyncConnection,
    rows: Sequence[SkuInput],
    *,
    with_stock: Collection[str],
    with_promises: Collection[str],
) -> CatalogView:
    """What is stored of everything that these rows name."""
    ids = {row.id for row in rows} | {component.sku for row in rows for component in row.components}
    gtins = {gtin_key(gtin) for row in rows for gtin in row.gtins if is_numeric(gtin)}
    named = {"ids": [sku_id for sku_id in ids if id_problem(sku_id) is None]}
    stored = await (await conn.execute(SELECT_NAMED_AND_THEIR_KITS, named)).fetchall()
    owners = await (await conn.execute(SELECT_GTIN_OWNERS, [list(gtins)])).fetchall()
    return CatalogView(map(stored_sku, stored), dict(owners), with_stock=with_stock, with_promises=with_promises)


async def save_skus(conn: AsyncConnection, changes: Sequence[SkuUpserted]) -> None:
    """Write changed SKUs with their lists, and count the catalog's version up if there are any."""
    if not changes:
        return
    updated = [change.value.id for change in changes if change.outcome is Outcome.UPDATED]
    rows = msgspec.json.encode([change.value for change in changes]).decode()
    async with conn.pipeline():
        await conn.execute(UPSERT_SKUS, [rows])
        await conn.execute(DELETE_GTINS, [updated])
        await conn.execute(DELETE_COMPONENTS, [updated])
        await conn.execute(INSERT_GTINS, [rows])
        await conn.execute(INSERT_COMPONENTS, [rows])
        await conn.execute(BUMP_CATALOG)
