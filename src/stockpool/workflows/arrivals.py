"""What is to come to a node: supplies by their delivery, what is collected there, returned goods that were sent on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

import msgspec
from psycopg import AsyncConnection

from stockpool.inventory import api as inventory
from stockpool.inventory.messages import FactKind
from stockpool.kernel.quantities import Amount, to_amount, to_units
from stockpool.orders import api as orders
from stockpool.orders.messages import FulfillmentTask
from stockpool.supply import api as supply
from stockpool.supply.api import StoredSupply
from stockpool.supply.messages import SupplyKind
from stockpool.warehouse.api import Due
from stockpool.warehouse.messages import Arrival, ArrivalKind, ArrivalLine
from stockpool.workflows.reference import ReferenceData

LISTED_MOST = 2_000
"""So many supplies, and so many fulfillment orders, of a node are looked at."""

SENT_DAYS = 90
"""Returned goods that were sent on longer ago are not waited for."""


class Expected(msgspec.Struct, frozen=True):
    """What comes together: as people see it, and as the ledger is told of it."""

    shown: Arrival
    due: tuple[Due, ...]
    fulfillment_order: str | None = None


async def expected_at(connection: AsyncConnection, reference: ReferenceData, node: str) -> list[Expected]:
    """All of it, the first expected first."""
    await reference.refresh(connection)
    supplies = await supply.open_supplies_at(connection, node, LISTED_MOST)
    tasks = await orders.arriving_tasks(connection, node, LISTED_MOST)
    sent = await orders.sent_to(connection, node, SENT_DAYS, LISTED_MOST)
    skus = {each.sku for each in supplies} | {line.sku for task in tasks for line in task.lines}
    terms, _, _ = await reference.load(connection, skus)
    decimals = {sku: known.decimals for sku, known in terms.items()}
    under_way = await inventory.units_in_transit(connection, {each.transfer for each in sent}) if sent else {}
    found = [*_supplies(node, supplies, decimals), *[_pickup(task, decimals) for task in tasks]]
    found += _returns(node, sent, under_way)
    return sorted(found, key=_when)


def delivery_of(supply_id: str) -> str:
    """Supplies whose ids differ only behind the last `/` come together: `PO-7/1` and `PO-7/2` are `PO-7`."""
    head, _, _ = supply_id.rpartition("/")
    return head or supply_id


def _supplies(node: str, supplies: Sequence[StoredSupply], decimals: Mapping[str, int]) -> list[Expected]:
    by_delivery: dict[tuple[str, SupplyKind], list[StoredSupply]] = {}
    for each in supplies:
        by_delivery.setdefault((delivery_of(each.supply_id), each.kind), []).append(each)
    found: list[Expected] = []
    for (name, kind), together in by_delivery.items():
        fact = FactKind.ARRIVE if kind is SupplyKind.TRANSFER else FactKind.RECEIVE
        shown = Arrival(
            id=name,
            kind=ArrivalKind(kind.value),
            node=node,
            expected_at=min(each.expected_at for each in together),
            from_node=_origin(together),
            lines=tuple(
                [
                    ArrivalLine(
                        sku=each.sku, quantity=to_amount(each.remaining, decimals[each.sku]), supply_id=each.supply_id
                    )
                    for each in together
                ]
            ),
        )
        due = [Due(each.sku, each.remaining, fact.value, each.supply_id, each.supply_id) for each in together]
        found.append(Expected(shown, tuple(due)))
    return found


def _origin(together: Sequence[StoredSupply]) -> str | None:
    """Where all of it comes from; nothing is said where that differs."""
    origins = {each.from_node for each in together}
    return origins.pop() if len(origins) == 1 else None


def _pickup(task: FulfillmentTask, decimals: Mapping[str, int]) -> Expected:
    lines = [line for line in task.lines if line.quantity]
    shown = Arrival(
        id=task.id,
        kind=ArrivalKind.PICKUP,
        node=task.pickup_node or task.node,
        lines=tuple([ArrivalLine(sku=line.sku, quantity=line.quantity) for line in lines]),
        expected_at=task.promised_until,
        from_node=task.node,
        carrier=task.carrier,
        tracking=task.tracking,
    )
    due = [Due(line.sku, units_of(line.quantity, decimals[line.sku]), FactKind.ARRIVE.value, task.id) for line in lines]
    return Expected(shown, tuple(due), task.id)


def _returns(node: str, sent: Sequence[orders.SentOn], under_way: Mapping[str, Mapping[str, int]]) -> list[Expected]:
    by_transfer: dict[str, list[orders.SentOn]] = {}
    for each in sent:
        if under_way.get(each.transfer, {}).get(each.sku, 0) > 0:
            by_transfer.setdefault(each.transfer, []).append(each)
    found: list[Expected] = []
    for transfer, together in by_transfer.items():
        units = under_way[transfer]
        lines = [ArrivalLine(sku=each.sku, quantity=to_amount(units[each.sku], each.decimals)) for each in together]
        shown = Arrival(
            id=transfer, kind=ArrivalKind.RETURN, node=node, lines=tuple(lines), from_node=together[0].from_node
        )
        due = [Due(each.sku, units[each.sku], FactKind.ARRIVE.value, transfer) for each in together]
        found.append(Expected(shown, tuple(due)))
    return found


def _when(expected: Expected) -> tuple[bool, float, str]:
    at: datetime | None = expected.shown.expected_at
    return at is None, at.timestamp() if at is not None else 0.0, expected.shown.id


def units_of(quantity: Amount, decimals: int) -> int:
    """A quantity that was checked before, in smallest units."""
    units = to_units(quantity, decimals)
    assert isinstance(units, int), "the quantity was checked before"
    return units
