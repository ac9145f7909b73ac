"""What arrives at a node, and what came.

A receipt is decided once and written as `begun` with all that the ledger is to be told. Then the ledger is told, by
facts whose keys are made of the receipt's id and the place of the fact, and at last the receipt is recorded. Whoever
comes after a process that was killed between these tells the same facts, which have one effect, and goes on.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

import msgspec
from psycopg import AsyncConnection

from stockpool.feed import api as feed
from stockpool.feed.api import Telling
from stockpool.inventory.messages import FactKind, RecordFact, Unavailability
from stockpool.kernel.editing import Outcome
from stockpool.kernel.findings import Findings
from stockpool.kernel.idempotency import fingerprint, key_digest
from stockpool.kernel.quantities import Amount, to_amount, to_positive_units, to_units
from stockpool.kernel.refusals import Reason, Refused
from stockpool.orders import api as orders
from stockpool.orders.messages import AdvanceFulfillment, FulfillmentStep
from stockpool.runtime.database import Database
from stockpool.supply import api as supply
from stockpool.supply.api import StoredSupply
from stockpool.supply.messages import SupplyChanged
from stockpool.warehouse import api as warehouse
from stockpool.warehouse.api import Came, Due, KnownSku, PlannedFact, PlannedReceipt, StoredReceipt
from stockpool.warehouse.messages import Arrival, ReceiptRecorded, ReceivedLine
from stockpool.workflows.arrivals import Expected, expected_at, units_of
from stockpool.workflows.reference import ReferenceData
from stockpool.workflows.shelf_desk import known_skus
from stockpool.workflows.telling import Submit, submit_all

ABANDONED_S = 30.0
"""So long after it was begun nobody is still telling the ledger: somebody else may."""

FINISH_MOST = 100


class CameLine(msgspec.Struct, frozen=True, kw_only=True):
    """What came of a SKU, in its display unit; `damaged` of it are broken."""

    sku: str
    quantity: Amount
    damaged: Amount = 0
    supply_id: str | None = None


class Delivered(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody says came to a node; its id is made of the request's key. No lines: all that was expected."""

    receipt_id: str
    node: str
    told_by: str
    lines: tuple[CameLine, ...] | None = None
    arrival: str | None = None
    received_at: datetime | None = None
    note: str | None = None
    final: bool = False


class ArrivalDesk:
    """What arrives at nodes; `submit` is the lanes', set where they start."""

    submit: Submit

    def __init__(self, database: Database, nudge: Callable[[], None] = lambda: None) -> None:
        """Work on one database; whoever mends promises is nudged when supply is closed."""
        self._database, self._nudge = database, nudge
        self._reference = ReferenceData()

    async def arrivals(self, node: str) -> Sequence[Arrival]:
        """What is to come to a node, the first expected first."""
        async with self._database.read() as connection:
            return [each.shown for each in await expected_at(connection, self._reference, node)]

    async def receive(self, delivered: Delivered) -> ReceiptRecorded | Refused:
        """Record what came; the same request records once, whatever happened in between."""
        mark = fingerprint(delivered)
        async with self._database.transaction() as connection:
            known = await warehouse.read_receipt(connection, delivered.receipt_id)
            if known is None:
                planned = await self._plan(connection, delivered)
                if isinstance(planned, Refused):
                    return planned
                begun = StoredReceipt(
                    receipt_id=delivered.receipt_id,
                    fingerprint=mark,
                    node=delivered.node,
                    arrival=delivered.arrival,
                    recorded=False,
                    plan=planned,
                    told_by=delivered.told_by,
                    begun_at=await orders.time_of(connection),
                )
                await warehouse.begin_receipt(connection, begun)
                known = await warehouse.read_receipt(connection, delivered.receipt_id)
            assert known is not None
        if known.fingerprint != mark:
            return Refused(Reason.KEY_REUSED, "this idempotency key was used for another receipt")
        return await self._finish(known)

    async def _plan(self, connection: AsyncConnection, delivered: Delivered) -> PlannedReceipt | Refused:
        """What the ledger is to be told, by what is expected now."""
        expected = await expected_at(connection, self._reference, delivered.node)
        named = [each for each in expected if each.shown.id == delivered.arrival]
        if delivered.arrival is not None and not named:
            said = f"nothing called {delivered.arrival!r} is to come to {delivered.node!r}"
            return Refused(Reason.UNKNOWN_ARRIVAL, said)
        lines = delivered.lines if delivered.lines is not None else _all_of(named)
        skus, network = await known_skus(connection, self._reference, {line.sku for line in lines})
        supplies = {due.supply_id: due for each in expected for due in each.due if due.supply_id is not None}
        refused = _check(delivered, lines, skus, supplies, node_known=delivered.node in network.nodes)
        if refused is not None:
            return refused
        due = [each for arrival in named for each in arrival.due]
        due += [supplies[name] for name in dict.fromkeys([line.supply_id for line in lines if line.supply_id])
                if supplies[name] not in due]  # fmt: skip
        came = [_came(line, skus[line.sku].decimals) for line in lines]
        terms, _, _ = await self._reference.load(connection, {each.sku for each in due} | skus.keys())
        decimals = {sku: known.decimals for sku, known in terms.items()}
        pickup = next((each.fulfillment_order for each in named if each.fulfillment_order is not None), None)
        plan = (
            warehouse.plan_pickup(due, came, decimals, pickup)
            if pickup is not None
            else warehouse.plan_receipt(due, came, decimals)
        )
        closes = tuple([each.supply_id for each in due if each.supply_id is not None]) if delivered.final else ()
        now = await orders.time_of(connection)
        at = min(delivered.received_at or now, now)
        return msgspec.structs.replace(plan, closes=closes, note=delivered.note, received_at=at)

    async def _finish(self, receipt: StoredReceipt) -> ReceiptRecorded | Refused:
        """Tell the ledger, then record the receipt; twice has one effect."""
        plan = receipt.plan
        notes = await self._tell_ledger(receipt)
        told = ReceiptRecorded(
            receipt_id=receipt.receipt_id,
            node=receipt.node,
            arrival=receipt.arrival,
            lines=tuple([ReceivedLine(*line) for line in plan.lines]),
            differences=plan.differences,
            received_by=receipt.told_by,
            note=plan.note,
            closed=plan.closes,
            notes=tuple(notes),
        )
        if not receipt.recorded:
            await self._record(receipt, told)
        return told

    async def _tell_ledger(self, receipt: StoredReceipt) -> list[str]:
        """What the ledger would not take, in words. Goods that have arrived before were received by somebody else."""
        plan = receipt.plan
        if plan.arrives is not None:
            arrived = await self.submit(_arrives(receipt, plan.arrives))
            if isinstance(arrived, Refused):
                return [arrived.message]
        facts = [_fact(receipt, place, fact) for place, fact in enumerate(plan.facts)]
        return [each.message for each in await submit_all(self.submit, facts) if isinstance(each, Refused)]

    async def _record(self, receipt: StoredReceipt, told: ReceiptRecorded) -> None:
        async with self._database.transaction() as connection:
            closed = await supply.close_supplies(connection, receipt.plan.closes) if receipt.plan.closes else []
            if not await warehouse.finish_receipt(connection, receipt.receipt_id):
                return
            terms, _, _ = await self._reference.load(connection, {each.sku for each in closed})
            changes = [Telling(each.supply_id, _closed(each, terms[each.sku].decimals)) for each in closed]
            await feed.tell(connection, [Telling(receipt.receipt_id, told), *changes])
        if closed:
            self._nudge()

    async def finish_left(self, older_than_s: float = ABANDONED_S) -> int:
        """Finish what processes left that were killed in the middle; how many receipts that was."""
        async with self._database.read() as connection:
            names = await warehouse.begun_receipts(connection, older_than_s, FINISH_MOST)
            left = [await warehouse.read_receipt(connection, name) for name in names]
        for receipt in left:
            if receipt is not None:
                await self._finish(receipt)
        return len(left)


def _all_of(named: Sequence[Expected]) -> tuple[CameLine, ...]:
    return tuple(
        [
            CameLine(sku=line.sku, quantity=line.quantity, supply_id=line.supply_id)
            for each in named
            for line in each.shown.lines
        ]
    )


def _came(line: CameLine, decimals: int) -> Came:
    return Came(line.sku, units_of(line.quantity, decimals), units_of(line.damaged, decimals), line.supply_id)


def _check(
    delivered: Delivered,
    lines: Sequence[CameLine],
    skus: Mapping[str, KnownSku],
    supplies: Mapping[str, Due],
    *,
    node_known: bool,
) -> Refused | None:
    """Everything that makes a receipt unreadable."""
    findings = Findings()
    if not node_known:
        findings.add("node", f"there is no node {delivered.node!r}", Reason.UNKNOWN_NODE)
    if not lines and not (delivered.final and delivered.arrival):
        findings.add("lines", "are needed, or an arrival of which all came")
    for place, line in enumerate(lines):
        path = f"lines[{place}]"
        warehouse.check_sku(findings, f"{path}.sku", line.sku, skus)
        known = skus.get(line.sku)
        if known is None:
            continue
        units, damaged = to_positive_units(line.quantity, known.decimals), to_units(line.damaged, known.decimals)
        if isinstance(units, str):
            findings.add(f"{path}.quantity", units, Reason.INVALID_QUANTITY)
        if isinstance(damaged, str):
            findings.add(f"{path}.damaged", damaged, Reason.INVALID_QUANTITY)
        elif damaged < 0 or (isinstance(units, int) and damaged > units):
            findings.add(f"{path}.damaged", "must be between 0 and the quantity", Reason.INVALID_QUANTITY)
        due = supplies.get(line.supply_id) if line.supply_id is not None else None
        if line.supply_id is not None and (due is None or due.sku != line.sku):
            findings.add(f"{path}.supply_id", f"nothing of {line.sku!r} is to come of it to {delivered.node!r}")
    return findings.refusal()


def _arrives(receipt: StoredReceipt, fulfillment_order: str) -> AdvanceFulfillment:
    named = orders.parse_fulfillment_order_id(fulfillment_order)
    assert named is not None
    source_id = f"{receipt.receipt_id}/arrive"
    return AdvanceFulfillment(
        key=key_digest("source receipt", source_id),
        fingerprint=fingerprint([source_id, fulfillment_order]),
        actor=receipt.told_by,
        order_id=named[0],
        number=named[1],
        step=FulfillmentStep.ARRIVE,
        new_code=orders.new_pickup_code(),
    )


def _fact(receipt: StoredReceipt, place: int, fact: PlannedFact) -> RecordFact:
    source_id = f"{receipt.receipt_id}/{place}"
    said: Mapping[str, object] = {
        "kind": fact.kind,
        "sku": fact.sku,
        "node": receipt.node,
        "quantity": fact.quantity,
        "reason": fact.reason,
        "reference": fact.reference,
        "occurred_at": receipt.plan.received_at,
        "source": "receipt",
        "source_id": source_id,
    }
    return RecordFact(
        key=key_digest("source receipt", source_id),
        fingerprint=fingerprint(said),
        actor=receipt.told_by,
        kind=FactKind(fact.kind),
        sku=fact.sku,
        node=receipt.node,
        quantity=fact.quantity,
        occurred_at=receipt.plan.received_at,
        reason=Unavailability(fact.reason) if fact.reason is not None else None,
        reference=fact.reference,
    )


def _closed(each: StoredSupply, decimals: int) -> SupplyChanged:
    return SupplyChanged(
        supply_id=each.supply_id,
        sku=each.sku,
        node=each.node,
        kind=each.kind,
        quantity=to_amount(each.quantity, decimals),
        expected_at=each.expected_at,
        status=each.status,
        outcome=Outcome.UPDATED,
        from_node=each.from_node,
    )
