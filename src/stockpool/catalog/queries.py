"""Reading the catalog."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from psycopg import AsyncConnection

from stockpool.catalog.gtins import gtin_problem
from stockpool.catalog.messages import Component, Sku, SkuInput, SkuTerms, SkuUnits, StoredSku
from stockpool.catalog.model import gtin_key, wire_sku
from stockpool.kernel.ids import id_problem
from stockpool.kernel.money import Money

# One row a SKU, with its GTINs and components in their order.
SELECT_SKUS = """
    select
        id, name, category, decimals, weight_g, length_mm, width_mm, height_mm,
        cost_minor, cost_currency, price_minor, price_currency, active, revision,
        array(select written from gtins where sku = skus.id order by place),
        array(select component from sku_components where kit = skus.id order by place),
        array(select quantity from sku_components where kit = skus.id order by place)
    from skus"""

# The named SKUs.
SELECT_BY_ID = f"{SELECT_SKUS} where id = any(%s::text[])"

# One page in the order of ids; its place is a key, so a page costs the same wherever it lies.
SELECT_PAGE = f"{SELECT_SKUS} where id > %s order by id limit %s"

# The SKU that carries a GTIN.
SELECT_BY_GTIN = f"{SELECT_SKUS} where id = (select sku from gtins where gtin = %s)"  # noqa: S608 - joined from constants

# Retailers have tens or hundreds.
SELECT_CATEGORIES = "select distinct category from skus where category is not null"

# Only what commands need, for their cache.
SELECT_TERMS = """
    select
        id, decimals, active, price_minor, price_currency, cost_minor, cost_currency, category, weight_g,
        ceil(length_mm::numeric * width_mm * height_mm / 1000)::bigint,
        array(select component from sku_components where kit = skus.id order by place),
        array(select quantity from sku_components where kit = skus.id order by place)
    from skus where id = any(%s::text[])"""

# Every SKU with its unit, and whether it is a kit: what files are checked against.
SELECT_UNITS = "select id, decimals, exists (select from sku_components where kit = id) from skus"

# The units in which the components of kits are counted.
SELECT_DECIMALS = "select id, decimals from skus where id = any(%s::text[])"

# What changes with a component.
SELECT_KITS_WITH = "select distinct kit from sku_components where component = any(%s::text[])"

# The whole catalog, for who follows all of it.
SELECT_IDS = "select id from skus order by id"


async def get_skus(conn: AsyncConnection, ids: Collection[str]) -> dict[str, StoredSku]:
    """The named SKUs by id, with their revisions; unknown ones are absent."""
    rows = await (await conn.execute(SELECT_BY_ID, [_askable(ids)])).fetchall()
    return {row[0]: stored_sku(row) for row in rows}


async def list_skus(conn: AsyncConnection, after: str | None, limit: int) -> list[StoredSku]:
    """At most `limit` SKUs in the order of their ids, those behind `after`."""
    rows = await (await conn.execute(SELECT_PAGE, [after or "", limit])).fetchall()
    return [stored_sku(row) for row in rows]


async def find_sku_by_gtin(conn: AsyncConnection, gtin: str) -> StoredSku | None:
    """The SKU that carries this barcode number, whether it is written with leading zeros or without."""
    if gtin_problem(gtin) is not None:
        return None
    row = await (await conn.execute(SELECT_BY_GTIN, [gtin_key(gtin)])).fetchone()
    return stored_sku(row) if row else None


async def load_sku_terms(conn: AsyncConnection, ids: Collection[str]) -> dict[str, SkuTerms]:
    """What a command must know of the named SKUs; unknown ones are absent."""
    rows = await (await conn.execute(SELECT_TERMS, [_askable(ids)])).fetchall()
    return {
        sku_id: SkuTerms(
            sku_id,
            decimals,
            active,
            tuple(zip(components, quantities, strict=True)),
            Money(price, price_currency) if price is not None else None,
            Money(cost, cost_currency) if cost is not None else None,
            category,
            weight_g,
            volume_cc,
        )
        for (
            sku_id,
            decimals,
            active,
            price,
            price_currency,
            cost,
            cost_currency,
            category,
            weight_g,
            volume_cc,
            components,
            quantities,
        ) in rows
    }


async def load_sku_units(conn: AsyncConnection) -> SkuUnits:
    """The decimals of every SKU, and which of them are kits."""
    rows = await (await conn.execute(SELECT_UNITS)).fetchall()
    return SkuUnits({sku: decimals for sku, decimals, _ in rows}, frozenset(sku for sku, _, kit in rows if kit))


async def wire_skus(conn: AsyncConnection, skus: Sequence[Sku]) -> list[SkuInput]:
    """SKUs in their wire form, quantities in the components' display units."""
    components = {component.sku for sku in skus for component in sku.components}
    decimals: dict[str, int] = {}
    if components:
        decimals.update(await (await conn.execute(SELECT_DECIMALS, [list(components)])).fetchall())
    return [wire_sku(sku, decimals) for sku in skus]


def stored_sku(row: Sequence[Any]) -> StoredSku:
    """The value of one row of `SELECT_SKUS`."""
    (
        sku_id, name, category, decimals, weight_g, length_mm, width_mm, height_mm,
        cost_minor, cost_currency, price_minor, price_currency, active, revision,
        gtins, components, quantities,
    ) = row  # fmt: skip
    sku = Sku(
        id=sku_id,
        name=name,
        gtins=tuple(gtins),
        category=category,
        decimals=decimals,
        weight_g=weight_g,
        length_mm=length_mm,
        width_mm=width_mm,
        height_mm=height_mm,
        cost=_money(cost_minor, cost_currency),
        price=_money(price_minor, price_currency),
        components=tuple(map(Component, components, quantities)),
        active=active,
    )
    return StoredSku(sku, revision)


def _askable(ids: Collection[str]) -> list[str]:
    """Ids that may exist; others could not even travel to the database."""
    return [sku_id for sku_id in ids if id_problem(sku_id) is None]


def _money(minor: int | None, currency: str | None) -> Money | None:
    return None if minor is None or currency is None else Money(minor, currency)


async def kits_with(conn: AsyncConnection, components: Collection[str]) -> set[str]:
    """The kits that contain one of these SKUs."""
    return {kit for (kit,) in await (await conn.execute(SELECT_KITS_WITH, [_askable(components)])).fetchall()}


async def list_sku_ids(conn: AsyncConnection) -> list[str]:
    """Every SKU's id."""
    return [sku for (sku,) in await (await conn.execute(SELECT_IDS)).fetchall()]


async def list_categories(conn: AsyncConnection) -> set[str]:
    """The categories that SKUs are of."""
    return {category for (category,) in await (await conn.execute(SELECT_CATEGORIES)).fetchall()}
