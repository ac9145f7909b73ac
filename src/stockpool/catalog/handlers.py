"""Changing the catalog: lock, load, decide, save."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from psycopg import AsyncConnection

from stockpool.catalog.decide import decide_skus
from stockpool.catalog.messages import SkuInput, SkuResult
from stockpool.catalog.store import load_view, lock_catalog, save_skus
from stockpool.kernel.editing import changes_of


async def upsert_skus(
    conn: AsyncConnection,
    rows: Sequence[SkuInput],
    *,
    with_stock: Collection[str] = (),
    with_promises: Collection[str] = (),
    if_revision: Mapping[str, int] | None = None,
) -> list[SkuResult]:
    """Store each good row inside the caller's transaction; one result a row, in order.

    `with_stock` and `with_promises` are the SKUs among the rows that have stock, or are held or committed.
    `if_revision` names by id the revision that the caller edited. Writers take turns on the catalog's version row.
    """
    await lock_catalog(conn)
    view = await load_view(conn, rows, with_stock=with_stock, with_promises=with_promises)
    results = decide_skus(rows, view, if_revision or {})
    await save_skus(conn, changes_of(results))
    return results
