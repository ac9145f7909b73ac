"""Positions and entries as people read them: in display units, page by page, at any moment."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

import msgspec
from psycopg import AsyncConnection

from stockpool.catalog.messages import SkuTerms
from stockpool.inventory import api as inventory
from stockpool.inventory.api import EntryCursor, EntryRow, Moment, PositionBalance, PositionFilter, PositionKey
from stockpool.kernel.quantities import Amount, to_amount
from stockpool.kernel.refusals import Problem, Reason, Refused
from stockpool.workflows.reference import ReferenceData
from stockpool.workflows.requests import refusal_of

NOW = Moment()


class PositionReading(msgspec.Struct, frozen=True, gc=False):
    """One SKU at one node; `counted_at` is its latest count, `safety_stock` what is set now."""

    sku: str
    node: str
    on_hand: Amount
    available: Amount
    held: Amount
    committed: Amount
    damaged: Amount
    quality_control: Amount
    other: Amount
    safety_stock: Amount
    counted_at: datetime | None


class PositionPage(msgspec.Struct, frozen=True):
    """Positions in the order of SKU and node; `next_after` is the cursor of the next page, None on the last."""

    items: tuple[PositionReading, ...]
    next_after: PositionKey | None


class EntryReading(msgspec.Struct, frozen=True, gc=False):
    """Units that moved from one account to another; balances are those behind the entry."""

    movement: int
    line: int
    kind: str
    from_account: str
    to_account: str
    quantity: Amount
    from_after: Amount | None
    to_after: Amount | None
    from_reference: str | None
    to_reference: str | None
    occurred_at: datetime
    recorded_at: datetime
    actor: str


class EntryPage(msgspec.Struct, frozen=True):
    """Entries of one position in the order asked; `next_after` is the cursor of the next page, None on the last."""

    items: tuple[EntryReading, ...]
    next_after: EntryCursor | None


async def read_positions(
    connection: AsyncConnection,
    reference: ReferenceData,
    wanted: PositionFilter,
    *,
    within: Collection[str] | None = None,
    moment: Moment = NOW,
    after: PositionKey = ("", ""),
    limit: int = 100,
    shard_count: int = 1,
) -> PositionPage | Refused:
    """Positions of SKUs and at nodes that exist; an unknown one is refused with its field.

    `within` are the nodes that the reader may see; a filter that names none of them then means these.
    """
    await reference.refresh(connection)
    terms, network, _ = await reference.load(connection, wanted.skus)
    refused = _unknown(wanted, terms, network.network.nodes)
    if refused is not None:
        return refused
    if within is not None:
        wanted = PositionFilter(wanted.skus, tuple([node for node in wanted.nodes or within if node in within]))
        if not wanted.nodes:
            return PositionPage((), None)
    rows = await inventory.list_positions(connection, wanted, shard_count, after=after, limit=limit + 1, moment=moment)
    page = rows[:limit]
    terms, _, _ = await reference.load(connection, {row.sku for row in page})
    items = tuple([_position(row, _decimals(terms, row.sku)) for row in page])
    return PositionPage(items, page[-1].key if len(rows) > limit else None)


async def read_entries(
    connection: AsyncConnection,
    reference: ReferenceData,
    key: PositionKey,
    *,
    after: EntryCursor | None = None,
    newest_first: bool = True,
    limit: int = 100,
    shard_count: int = 1,
) -> EntryPage | Refused:
    """The entries of one position; none where nothing ever happened."""
    sku, node = key
    await reference.refresh(connection)
    terms, network, _ = await reference.load(connection, [sku])
    refused = _unknown(PositionFilter((sku,), (node,)), terms, network.network.nodes)
    if refused is not None:
        return refused
    rows = await inventory.list_entries(
        connection, key, shard_count, after=after, newest_first=newest_first, limit=limit + 1
    )
    page = rows[:limit]
    items = tuple([_entry(row, terms[sku].decimals) for row in page])
    return EntryPage(items, page[-1].cursor if len(rows) > limit else None)


def _unknown(wanted: PositionFilter, terms: Mapping[str, SkuTerms], nodes: Collection[str]) -> Refused | None:
    problems = [
        (Reason.UNKNOWN_SKU, Problem("sku", f"SKU {sku!r} is not in the catalog"))
        for sku in wanted.skus
        if sku not in terms
    ]
    problems += [
        (Reason.UNKNOWN_NODE, Problem("node", f"there is no node {node!r}"))
        for node in wanted.nodes
        if node not in nodes
    ]
    return refusal_of(problems)


def _decimals(terms: Mapping[str, SkuTerms], sku: str) -> int:
    return terms[sku].decimals if sku in terms else 0


def _position(row: PositionBalance, decimals: int) -> PositionReading:
    return PositionReading(
        sku=row.sku,
        node=row.node,
        on_hand=to_amount(row.on_hand, decimals),
        available=to_amount(row.available, decimals),
        held=to_amount(row.held, decimals),
        committed=to_amount(row.committed, decimals),
        damaged=to_amount(row.damaged, decimals),
        quality_control=to_amount(row.quality_control, decimals),
        other=to_amount(row.other, decimals),
        safety_stock=to_amount(row.safety_stock, decimals),
        counted_at=row.counted_at,
    )


def _entry(row: EntryRow, decimals: int) -> EntryReading:
    return EntryReading(
        movement=row.movement_id,
        line=row.line,
        kind=row.kind,
        from_account=row.from_account,
        to_account=row.to_account,
        quantity=to_amount(row.quantity, decimals),
        from_after=_balance(row.from_after, decimals),
        to_after=_balance(row.to_after, decimals),
        from_reference=row.from_reference,
        to_reference=row.to_reference,
        occurred_at=row.occurred_at,
        recorded_at=row.recorded_at,
        actor=row.actor,
    )


def _balance(units: int | None, decimals: int) -> Amount | None:
    return None if units is None else to_amount(units, decimals)
