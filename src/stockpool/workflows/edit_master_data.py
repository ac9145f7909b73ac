"""Editing the catalog and the network where the ledger has a say: what is promised cannot be taken out of use."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import msgspec
from psycopg import AsyncConnection

from stockpool.catalog import api as catalog
from stockpool.catalog.messages import SkuChanged, SkuInput, SkuResult, SkusChanged, StoredSku
from stockpool.feed import api as feed
from stockpool.feed.api import Telling
from stockpool.inventory import api as inventory
from stockpool.kernel.editing import Outcome, Stored, changes_of
from stockpool.kernel.money import MoneyInput
from stockpool.network import api as network
from stockpool.network.messages import (
    Channel,
    ChannelChanged,
    ChannelResult,
    NodeChanged,
    NodeInput,
    NodeResult,
    ShippingLane,
    ShippingLaneInput,
    ShippingLaneKey,
    ShippingLaneResult,
    ShippingLanesChanged,
    ShippingLaneUpserted,
    StoredNode,
)
from stockpool.runtime.database import Database

MANY = 100
"""So many rows that were changed at once are told one by one, more of them together."""


class SkuDesk:
    """SKUs in their wire form."""

    def __init__(self, database: Database) -> None:
        """Work on one database."""
        self._database = database

    async def upsert(self, rows: Sequence[SkuInput], if_revision: Mapping[str, int]) -> Sequence[SkuResult]:
        """Store each good row; one result a row."""
        async with self._database.transaction() as connection:
            leaving = [row.id for row in rows if row.active is False or row.components]
            usage = await inventory.use_of_skus(connection, leaving)
            results = await catalog.upsert_skus(
                connection,
                rows,
                with_stock=usage.with_stock,
                with_promises=usage.with_promises,
                if_revision=if_revision,
            )
            await feed.tell(connection, _of_skus(results))
            return results

    async def get(self, row_id: str) -> Stored[SkuInput] | None:
        """One SKU with its revision."""
        async with self._database.read() as connection:
            found = await catalog.get_skus(connection, [row_id])
            wired = await _wired(connection, list(found.values()))
        return wired[0] if wired else None

    async def list(self, after: str | None, limit: int) -> Sequence[Stored[SkuInput]]:
        """A page in the order of ids."""
        async with self._database.read() as connection:
            return await _wired(connection, await catalog.list_skus(connection, after, limit))


def _of_skus(results: Sequence[SkuResult]) -> list[Telling]:
    changes = changes_of(results)
    if len(changes) <= MANY:
        return [Telling(each.value.id, SkuChanged(each.value.id, each.outcome, each.revision)) for each in changes]
    ids, revisions = tuple([each.value.id for each in changes]), tuple([each.revision for each in changes])
    return [Telling("skus", SkusChanged(ids, revisions))]


async def _wired(connection: AsyncConnection, stored: Sequence[StoredSku]) -> list[Stored[SkuInput]]:
    inputs = await catalog.wire_skus(connection, [entry.value for entry in stored])
    return [Stored(value, entry.revision) for value, entry in zip(inputs, stored, strict=True)]


class NodeDesk:
    """Nodes in their wire form."""

    def __init__(self, database: Database) -> None:
        """Work on one database."""
        self._database = database

    async def upsert(self, rows: Sequence[NodeInput], if_revision: Mapping[str, int]) -> Sequence[NodeResult]:
        """Store each good row; one result a row."""
        async with self._database.transaction() as connection:
            leaving = [row.id for row in rows if row.active is False]
            usage = await inventory.use_of_nodes(connection, leaving)
            results = await network.upsert_nodes(
                connection, rows, with_promises=usage.with_promises, if_revision=if_revision
            )
            changed = [NodeChanged(each.value.id, each.outcome, each.revision) for each in changes_of(results)]
            await feed.tell(connection, [Telling(each.node, each) for each in changed])
            return results

    async def get(self, row_id: str) -> Stored[NodeInput] | None:
        """One node with its revision."""
        async with self._database.read() as connection:
            found = (await network.get_nodes(connection, [row_id])).get(row_id)
        return None if found is None else _wired_node(found)

    async def list(self, after: str | None, limit: int) -> Sequence[Stored[NodeInput]]:
        """A page in the order of ids."""
        async with self._database.read() as connection:
            return [_wired_node(stored) for stored in await network.list_nodes(connection, after, limit)]


def _wired_node(stored: StoredNode) -> Stored[NodeInput]:
    return Stored(NodeInput(**msgspec.structs.asdict(stored.value)), stored.revision)


class ChannelDesk:
    """Channels, whose wire form is their own."""

    def __init__(self, database: Database) -> None:
        """Work on one database."""
        self._database = database

    async def upsert(self, rows: Sequence[Channel], if_revision: Mapping[str, int]) -> Sequence[ChannelResult]:
        """Store each good row; one result a row."""
        async with self._database.transaction() as connection:
            results = await network.upsert_channels(connection, rows, if_revision=if_revision)
            changed = [ChannelChanged(each.value.id, each.outcome, each.revision) for each in changes_of(results)]
            await feed.tell(connection, [Telling(each.channel, each) for each in changed])
            return results

    async def get(self, row_id: str) -> Stored[Channel] | None:
        """One channel with its revision."""
        async with self._database.read() as connection:
            return (await network.get_channels(connection, [row_id])).get(row_id)

    async def list(self, after: str | None, limit: int) -> Sequence[Stored[Channel]]:
        """A page in the order of ids."""
        async with self._database.read() as connection:
            return await network.list_channels(connection, after, limit)


class ShippingLaneDesk:
    """Shipping lanes in their wire form."""

    def __init__(self, database: Database) -> None:
        """Work on one database."""
        self._database = database

    async def upsert(self, rows: Sequence[ShippingLaneInput]) -> Sequence[ShippingLaneResult]:
        """Store each good row; one result a row."""
        async with self._database.transaction() as connection:
            results = await network.upsert_shipping_lanes(connection, rows)
            changed = [
                each.value.from_node
                for each in results
                if isinstance(each, ShippingLaneUpserted) and each.outcome is not Outcome.UNCHANGED
            ]
            await tell_of_shipping_lanes(connection, Counter(changed))
            return results

    async def list(self, after: ShippingLaneKey | None, limit: int) -> Sequence[ShippingLaneInput]:
        """A page in the order of keys."""
        async with self._database.read() as connection:
            return [_wired_lane(lane) for lane in await network.list_shipping_lanes(connection, after, limit)]


async def tell_of_shipping_lanes(connection: AsyncConnection, changed: Mapping[str, int]) -> int:
    """Tell how many lanes are new or other than before, by the node where they begin; how many that are in all."""
    count = sum(changed.values())
    if count:
        await feed.tell(connection, [Telling("shipping_lanes", ShippingLanesChanged(tuple(sorted(changed)), count))])
    return count


def _wired_lane(lane: ShippingLane) -> ShippingLaneInput:
    cost = MoneyInput(lane.cost.amount, lane.cost.currency)
    return ShippingLaneInput(**(msgspec.structs.asdict(lane) | {"cost": cost}))
