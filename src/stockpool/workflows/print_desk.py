"""What is printed, gathered from orders, catalog, network and counts; made beside the event loop."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from psycopg import AsyncConnection

from stockpool.catalog import api as catalog
from stockpool.kernel.refusals import Reason, Refused, refused_field
from stockpool.network import api as network
from stockpool.network.messages import Node
from stockpool.orders import api as orders
from stockpool.orders.messages import Cause, FulfillmentTask
from stockpool.runtime.database import Database
from stockpool.warehouse import api as warehouse
from stockpool.warehouse.api import (
    CountedRow,
    Format,
    LabelSheet,
    Language,
    Party,
    PickSheet,
    ReportSheet,
    ShortRow,
    SlipLine,
    SlipSheet,
    StoredCount,
)
from stockpool.warehouse.messages import CountLineStatus
from stockpool.workflows.picking_desk import PickList

FIGURES = {
    "received": "fulfillment.released",
    "shipped": "fulfillment.shipped",
    "ready": "fulfillment.ready_for_pickup",
    "handed_over": "fulfillment.handed_over",
    "rejected": "fulfillment.rejected",
}
"""Figures of a day that are steps of so many fulfillment orders."""


class PrintDesk:
    """Sheets of a retailer."""

    def __init__(self, database: Database) -> None:
        """Work on one database."""
        self._database = database

    async def label(
        self, task: FulfillmentTask, form: Format, language: Language, carrier: str | None, tracking: str | None
    ) -> bytes:
        """The label of a fulfillment order; the carrier's own words may come from who prints it before it leaves."""
        async with self._database.read() as connection:
            sender, recipient = await _parties(connection, task)
        sheet = LabelSheet(
            fulfillment_order=task.id,
            code=warehouse.label_code(task.id),
            method=task.method.value,
            sender=sender,
            recipient=recipient,
            carrier=task.carrier or carrier,
            tracking=task.tracking or tracking,
            reference=task.reference,
        )
        return await asyncio.to_thread(warehouse.print_label, sheet, form, language)

    async def packing_slip(self, task: FulfillmentTask, form: Format, language: Language) -> bytes:
        """What goes with the goods of a fulfillment order."""
        async with self._database.read() as connection:
            sender, recipient = await _parties(connection, task)
            skus = await catalog.get_skus(connection, {line.sku for line in task.lines})
            zone = await _zone(connection, task.node)
        lines = [
            SlipLine(line.sku, skus[line.sku].value.name if line.sku in skus else line.sku, line.quantity)
            for line in task.lines
            if line.quantity
        ]
        sheet = SlipSheet(
            fulfillment_order=task.id,
            code=warehouse.label_code(task.id),
            sender=sender,
            recipient=recipient,
            ordered_at=task.placed_at.astimezone(zone),
            lines=tuple(lines),
            reference=task.reference,
        )
        return await asyncio.to_thread(warehouse.print_slip, sheet, form, language)

    async def pick_list(self, walk: PickList, language: Language) -> bytes:
        """One walk past the shelves, on paper."""
        async with self._database.read() as connection:
            zone = await _zone(connection, walk.node)
            now = await orders.time_of(connection)
        sheet = PickSheet(
            node=walk.node,
            printed_at=now.astimezone(zone),
            fulfillment_orders=walk.fulfillment_orders,
            lines=walk.lines,
        )
        return await asyncio.to_thread(warehouse.print_pick_list, sheet, language)

    async def daily_report(self, node: str, day: date | None, language: Language) -> bytes | Refused:
        """What a node did on a day of its own clock; today where none is named."""
        async with self._database.read() as connection:
            known = (await network.get_nodes(connection, [node])).get(node)
            if known is None:
                return refused_field(Reason.UNKNOWN_NODE, "node", f"there is no node {node!r}")
            now = (await orders.time_of(connection)).astimezone(ZoneInfo(known.value.time_zone))
            sheet = await _report(connection, known.value, day or now.date(), now)
        return await asyncio.to_thread(warehouse.print_report, sheet, language)


async def _report(connection: AsyncConnection, node: Node, day: date, now: datetime) -> ReportSheet:
    zone = ZoneInfo(node.time_zone)
    begin = datetime.combine(day, time(), zone)
    end = datetime.combine(day + timedelta(days=1), time(), zone)
    steps = await orders.steps_taken(connection, node.id, begin, end)
    returned = await orders.returns_received(connection, node.id, begin, end)
    counts = await warehouse.counts_closed(connection, node.id, begin, end)
    shorts = [
        ShortRow(step.fulfillment_order, each.sku, each.quantity)
        for step in steps
        for each in step.given_up
        if each.cause == Cause.SHORT_PICK.value
    ]
    rejects = [
        ShortRow(step.fulfillment_order, reason=step.reason or "")
        for step in steps
        if step.kind == FIGURES["rejected"] and all(each.cause != Cause.SHORT_PICK.value for each in step.given_up)
    ]
    counted = await _counted(connection, counts)
    figures = {name: sum([step.kind == kind for step in steps]) for name, kind in FIGURES.items()}
    figures |= {
        "rejected": len(rejects),
        "short_units": len({row.fulfillment_order for row in shorts}),
        "counted_lines": len(counted),
        "returned": returned,
    }
    return ReportSheet(
        node=f"{node.name} ({node.id})" if node.name != node.id else node.id,
        day=day,
        printed_at=now,
        figures=tuple(figures.items()),
        shorts=tuple(shorts),
        rejects=tuple(rejects),
        counts=tuple(counted),
    )


async def _counted(connection: AsyncConnection, counts: Sequence[StoredCount]) -> list[CountedRow]:
    lines = [line for count in counts for line in count.lines if line.status is CountLineStatus.RECORDED]
    skus = await catalog.get_skus(connection, {line.sku for line in lines})
    return [
        CountedRow(
            line.sku,
            skus[line.sku].value.name if line.sku in skus else line.sku,
            line.amount(line.expected or 0),
            line.amount(line.units or 0),
            line.disputed,
        )
        for line in lines
    ]


async def _parties(connection: AsyncConnection, task: FulfillmentTask) -> tuple[Party, Party]:
    """Who sends, and who gets it: the customer's address, or the counter where it is collected."""
    nodes = await network.get_nodes(connection, {task.node, task.pickup_node or task.node})
    found = {node: _party(stored.value) for node, stored in nodes.items()}
    sender = found.get(task.node, Party(task.node))
    if task.pickup_node is not None:
        counter = found.get(task.pickup_node, Party(task.pickup_node))
        name = (task.ship_to.recipient if task.ship_to is not None else None) or task.reference or task.order_id
        return sender, Party(name, (counter.name, *counter.lines))
    ship_to = task.ship_to
    if ship_to is None:
        return sender, Party(task.reference or task.order_id)
    lines = _address(ship_to.street, ship_to.postal_code, ship_to.city, ship_to.region, ship_to.country)
    return sender, Party(ship_to.recipient or task.reference or task.order_id, lines)


def _party(node: Node) -> Party:
    address = node.address
    if address is None:
        return Party(node.name)
    lines = _address(address.street, address.postal_code, address.city, address.region, address.country)
    return Party(node.name, lines)


def _address(
    street: str | None, postal_code: str | None, city: str | None, region: str | None, country: str | None
) -> tuple[str, ...]:
    """As it is written on a parcel."""
    town = " ".join([part for part in (postal_code, city) if part])
    return tuple([line for line in (street, town, region, country) if line])


async def _zone(connection: AsyncConnection, node: str) -> ZoneInfo:
    found = (await network.get_nodes(connection, [node])).get(node)
    return ZoneInfo(found.value.time_zone if found is not None else "UTC")
