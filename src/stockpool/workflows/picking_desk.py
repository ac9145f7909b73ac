"""What is picked and what is scanned: look-ups over orders, catalog, shelves and the network."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import msgspec
from psycopg import AsyncConnection

from stockpool.catalog import api as catalog
from stockpool.catalog.messages import Sku
from stockpool.kernel.ids import id_problem, is_uuid
from stockpool.kernel.refusals import Problem, Reason, Refused
from stockpool.orders import api as orders
from stockpool.orders.messages import FulfillmentStatus, FulfillmentTask
from stockpool.runtime.database import Database
from stockpool.warehouse import api as warehouse
from stockpool.warehouse.api import PickLine, PickSku, PickWanted

TO_PICK = frozenset({FulfillmentStatus.RELEASED, FulfillmentStatus.ACCEPTED, FulfillmentStatus.PICKING})
"""Statuses in which there is something to pick."""

ON_A_SHELF_MOST = 100


class PickList(msgspec.Struct, frozen=True):
    """One walk for these fulfillment orders of a node; those of `done` have nothing to pick any more."""

    node: str
    fulfillment_orders: tuple[str, ...]
    done: tuple[str, ...]
    lines: tuple[PickLine, ...]


class ScannedSku(msgspec.Struct, frozen=True, omit_defaults=True):
    """A SKU that was scanned, and where it lies."""

    id: str
    name: str
    decimals: int = 0
    category: str | None = None
    gtins: tuple[str, ...] = ()
    shelves: tuple[str, ...] = ()


class Scanned(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a code is: `kind` says which of the members is there."""

    code: str
    kind: str
    sku: ScannedSku | None = None
    gtin: str | None = None
    gs1: Mapping[str, str] = {}
    shelf: str | None = None
    skus: tuple[str, ...] = ()
    fulfillment_order: FulfillmentTask | None = None
    return_id: str | None = None


class PickingDesk:
    """Pick lists and scans."""

    def __init__(self, database: Database) -> None:
        """Work on one database."""
        self._database = database

    async def tasks(self, names: Sequence[str]) -> list[FulfillmentTask] | Refused:
        """Fulfillment orders of one node, in the order in which they are named."""
        named = {name: orders.parse_fulfillment_order_id(name) for name in names}
        keys = [key for key in named.values() if key is not None and is_uuid(key[0])]
        async with self._database.read() as connection:
            found = {task.id: task for task in await orders.get_tasks(connection, keys)}
        unknown = [place for place, name in enumerate(names) if name not in found]
        if unknown:
            problems = tuple([Problem(f"fulfillment_order[{place}]", "is not known") for place in unknown])
            said = f"there is no fulfillment order {names[unknown[0]]!r}"
            return Refused(Reason.UNKNOWN_FULFILLMENT_ORDER, said, problems)
        return [found[name] for name in dict.fromkeys(names)]

    async def pick_list(self, tasks: Sequence[FulfillmentTask]) -> PickList | Refused:
        """One walk for several fulfillment orders; they must be of one node."""
        nodes = {task.node for task in tasks}
        if len(nodes) > 1:
            problem = Problem("fulfillment_order", f"must be of one node, are of {', '.join(sorted(nodes))}")
            return Refused(Reason.INVALID_INPUT, f"{problem.path}: {problem.message}", (problem,))
        (node,) = nodes
        open_ones = [task for task in tasks if task.status in TO_PICK]
        wanted = [PickWanted(task.id, line.sku, line.quantity) for task in open_ones for line in task.lines]
        skus = {each.sku for each in wanted}
        async with self._database.read() as connection:
            known = await self.skus(skus, connection)
            shelves = await warehouse.shelves_of(connection, node, skus)
        picked = {sku: PickSku(each.name, each.category, each.gtins) for sku, each in known.items()}
        lines = warehouse.pick_lines([each for each in wanted if each.quantity], picked, shelves)
        done = tuple([task.id for task in tasks if task.status not in TO_PICK])
        return PickList(node, tuple([task.id for task in open_ones]), done, tuple(lines))

    async def skus(self, skus: Collection[str], connection: AsyncConnection | None = None) -> Mapping[str, Sku]:
        """What the catalog says of SKUs."""
        if connection is not None:
            return {sku: each.value for sku, each in (await catalog.get_skus(connection, skus)).items()}
        async with self._database.read() as opened:
            return await self.skus(skus, opened)

    async def scan(self, node: str, code: str) -> Scanned | Refused:
        """What a code is at a node."""
        read = warehouse.read_code(code)
        async with self._database.read() as connection:
            found = None
            if read.fulfillment_order is not None:
                found = await _fulfillment_order(connection, node, code, read.fulfillment_order)
            elif read.return_id is not None:
                found = await _return(connection, node, code, read.return_id)
            found = found or await _sku(connection, node, code, read) or await _shelf(connection, node, code)
        if found is not None:
            return found
        details = {"read": msgspec.to_builtins(read)}
        return Refused(Reason.UNKNOWN_CODE, f"{code!r} is nothing that is known at {node!r}", details=details)


async def _fulfillment_order(connection: AsyncConnection, node: str, code: str, name: str) -> Scanned | None:
    """One that this node serves or hands out."""
    named = orders.parse_fulfillment_order_id(name)
    task = await orders.get_task(connection, *named) if named is not None else None
    if task is None or node not in {task.node, task.pickup_node}:
        return None
    return Scanned(code=code, kind="fulfillment_order", fulfillment_order=task)


async def _return(connection: AsyncConnection, node: str, code: str, return_id: str) -> Scanned | None:
    """One that is here, or that may come anywhere."""
    found = await orders.get_return(connection, return_id)
    if found is None or found.node not in {None, node}:
        return None
    return Scanned(code=code, kind="return", return_id=return_id)


async def _sku(connection: AsyncConnection, node: str, code: str, read: warehouse.CodeRead) -> Scanned | None:
    stored = await catalog.find_sku_by_gtin(connection, read.gtin) if read.gtin is not None else None
    gtin, gs1 = (read.gtin, read.gs1) if stored is not None else (None, {})
    if stored is None and id_problem(code) is None:
        stored = (await catalog.get_skus(connection, [code])).get(code)
    if stored is None:
        return None
    sku = stored.value
    shelves = (await warehouse.shelves_of(connection, node, [sku.id])).get(sku.id, ())
    told = ScannedSku(sku.id, sku.name, sku.decimals, sku.category, sku.gtins, shelves)
    return Scanned(code=code, kind="sku", sku=told, gtin=gtin, gs1=gs1)


async def _shelf(connection: AsyncConnection, node: str, code: str) -> Scanned | None:
    skus = await warehouse.lies_on(connection, node, code, ON_A_SHELF_MOST)
    return Scanned(code=code, kind="shelf", shelf=code, skus=tuple(skus)) if skus else None
