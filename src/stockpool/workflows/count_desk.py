"""Counts: asked for, counted blind, and told to the ledger.

What holds is decided and written first. Then the ledger is told, by facts whose keys are made of the count and the
SKU, and at last the line is recorded. Whoever comes after a process that was killed between these finds the line
`recording`, tells the same facts, which have one effect, and goes on.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from itertools import zip_longest

import msgspec
from psycopg import AsyncConnection

from stockpool.feed import api as feed
from stockpool.feed.api import Telling
from stockpool.inventory import api as inventory
from stockpool.inventory.api import Moment, PositionFilter
from stockpool.inventory.messages import FactKind, RecordFact, Unavailability
from stockpool.kernel.idempotency import fingerprint, key_digest
from stockpool.kernel.quantities import Amount, to_units
from stockpool.kernel.refusals import Reason, Refused, refused_field
from stockpool.orders import api as orders
from stockpool.runtime.database import Database
from stockpool.warehouse import api as warehouse
from stockpool.warehouse.api import Counting, CountLine, CountPlace, StoredCount
from stockpool.warehouse.messages import Count, CountCancelled, CountReason, CountRequested, CountStatus
from stockpool.workflows.reference import ReferenceData
from stockpool.workflows.shelf_desk import known_skus
from stockpool.workflows.telling import Submit, submit_all

ABANDONED_S = 30.0
"""So long after it was begun nobody is still telling the ledger: somebody else may."""

FINISH_MOST = 100
"""So many that were left are finished at a time."""


class CountOrder(msgspec.Struct, frozen=True, kw_only=True):
    """A request to count SKUs of a node, or all that lies on a shelf; its id is made of the request's key."""

    count_id: str
    node: str
    reason: CountReason
    requested_by: str
    skus: tuple[str, ...] = ()
    shelf: str | None = None
    note: str | None = None


class Counted(msgspec.Struct, frozen=True, kw_only=True):
    """So much of a SKU was counted; the key tells a repeated word from another counting."""

    key: str
    sku: str
    quantity: Amount
    counted_at: datetime | None = None


class LineJudged(msgspec.Struct, frozen=True):
    """What a counting led to: `recount` or `recorded`."""

    sku: str
    outcome: str


class CountDesk:
    """Counts of nodes; `submit` is the lanes', set where they start."""

    submit: Submit

    def __init__(self, database: Database) -> None:
        """Work on one database."""
        self._database = database
        self._reference = ReferenceData()
        self.shard_count = 1

    async def request(self, asked: CountOrder) -> Count | Refused:
        """Ask for a count; the same request asks once."""
        mark = fingerprint(asked)
        async with self._database.transaction() as connection:
            before = await warehouse.read_count(connection, asked.count_id)
            if before is None:
                made = await self._make(connection, asked, mark)
                if isinstance(made, Refused):
                    return made
                before = await warehouse.read_count(connection, asked.count_id)
            assert before is not None
            if before.fingerprint != mark:
                return Refused(Reason.KEY_REUSED, "this idempotency key was used for another count")
            return await _shown(connection, before)

    async def _make(self, connection: AsyncConnection, asked: CountOrder, mark: str) -> Refused | None:
        skus = asked.skus
        if asked.shelf is not None:
            skus = tuple(await warehouse.lies_on(connection, asked.node, asked.shelf, 500))
            if not skus:
                said = f"nothing is known to lie on {asked.shelf!r} of {asked.node!r}"
                return refused_field(Reason.INVALID_INPUT, "shelf", said)
        known, network = await known_skus(connection, self._reference, skus)
        refused = warehouse.check_request(asked.node, skus, asked.note, known, node_known=asked.node in network.nodes)
        if refused is not None:
            return refused
        count = StoredCount(
            count_id=asked.count_id,
            node=asked.node,
            reason=asked.reason,
            status=CountStatus.OPEN,
            requested_by=asked.requested_by,
            requested_at=await orders.time_of(connection),
            lines=tuple([CountLine(sku, known[sku].decimals) for sku in skus]),
            shelf=asked.shelf,
            note=asked.note,
            fingerprint=mark,
        )
        if await warehouse.save_count(connection, count):
            told = CountRequested(count.count_id, count.node, skus, count.reason, count.requested_by)
            await feed.tell(connection, [Telling(count.count_id, told)])
        return None

    async def get(self, count_id: str) -> Count | None:
        """A count as it stands; blind while it is open."""
        async with self._database.read() as connection:
            found = await warehouse.read_count(connection, count_id)
            return await _shown(connection, found) if found is not None else None

    async def count(
        self, count_id: str, counted: Sequence[Counted], by: str
    ) -> Sequence[LineJudged | Refused] | Refused:
        """Take what was counted, tell the ledger what holds of it, and say which lines are to be counted again."""
        async with self._database.transaction() as connection:
            count = await warehouse.lock_count(connection, count_id)
            if count is None:
                return unknown_count(count_id)
            now = await orders.time_of(connection)
            judged, changed = await self._judge(connection, count, counted, by, now)
            if changed:
                await warehouse.save_countings(connection, count_id, changed, by)
        refused = await self._tell_ledger(count_id)
        return refused or judged

    async def _judge(
        self, connection: AsyncConnection, count: StoredCount, counted: Sequence[Counted], by: str, now: datetime
    ) -> tuple[list[LineJudged | Refused], list[CountLine]]:
        """One result a line; and the lines as they are then."""
        results: list[LineJudged | Refused] = []
        changed: dict[str, CountLine] = {}
        for each in counted:
            line = changed.get(each.sku) or count.line(each.sku)
            units = to_units(each.quantity, line.decimals) if line is not None else 0
            known = _counted_before(line, each, units)
            refused = _units_problem(units) or (warehouse.check_waits(count, each.sku) if known is None else None)
            if refused is None and each.sku in changed:
                refused = refused_field(Reason.INVALID_INPUT, "sku", f"{each.sku!r} is named twice")
            if known is not None or refused is not None:
                results.append(known or refused or LineJudged(each.sku, ""))
                continue
            assert line is not None
            assert isinstance(units, int)
            at = min(each.counted_at or now, now).astimezone(UTC)
            expected = await self._on_hand(connection, each.sku, count.node, at)
            line = warehouse.count_line(line, Counting(units, at, expected, each.key), by)
            changed[each.sku] = line
            results.append(LineJudged(each.sku, line.countings[-1].verdict))
        return results, list(changed.values())

    async def _on_hand(self, connection: AsyncConnection, sku: str, node: str, at: datetime) -> int:
        """What by the book was there at a moment."""
        wanted = PositionFilter((sku,), (node,))
        rows = await inventory.list_positions(connection, wanted, self.shard_count, limit=1, moment=Moment(as_of=at))
        return rows[0].on_hand if rows else 0

    async def _tell_ledger(self, count_id: str) -> Refused | None:
        """Tell the ledger what holds and was not told, then record that; twice has one effect."""
        async with self._database.read() as connection:
            count = await warehouse.read_count(connection, count_id)
        assert count is not None
        waiting = [line for line in count.lines if line.status in warehouse.IN_WORK]
        for first_or_behind in zip_longest(*[_facts(count, line) for line in waiting]):
            told = await submit_all(self.submit, [fact for fact in first_or_behind if fact is not None])
            refused = next((each for each in told if isinstance(each, Refused)), None)
            if refused is not None:
                return refused
        if waiting:
            await self._record(count, waiting)
        return None

    async def _record(self, count: StoredCount, lines: Sequence[CountLine]) -> None:
        async with self._database.transaction() as connection:
            await warehouse.lock_count(connection, count.count_id)
            new = await warehouse.record_lines(connection, count.count_id, {line.sku for line in lines})
            told = [warehouse.told_line(count, line) for line in lines if line.sku in new]
            await feed.tell(connection, [Telling(count.count_id, each) for each in told])

    async def cancel(self, count_id: str, reason: str) -> Count | Refused:
        """What is left of a count is not needed; a second time it says the same."""
        async with self._database.transaction() as connection:
            count = await warehouse.lock_count(connection, count_id)
            if count is None:
                return unknown_count(count_id)
            if count.status is not CountStatus.CANCELLED:
                refused = warehouse.check_open(count)
                if refused is not None:
                    return refused
                await warehouse.cancel_count(connection, count_id, reason)
                await feed.tell(connection, [Telling(count_id, CountCancelled(count_id, count.node, reason))])
            after = await warehouse.read_count(connection, count_id)
            assert after is not None
            return await _shown(connection, after)

    async def finish_left(self, older_than_s: float = ABANDONED_S) -> int:
        """Finish what processes left that were killed in the middle; how many counts that was."""
        async with self._database.read() as connection:
            left = await warehouse.begun_counts(connection, older_than_s, FINISH_MOST)
        for count_id in left:
            await self._tell_ledger(count_id)
        return len(left)

    async def list(
        self, nodes: Sequence[str], statuses: Sequence[CountStatus], after: CountPlace | None, limit: int
    ) -> Sequence[Count]:
        """A page of the counts of nodes, the first asked for first."""
        async with self._database.read() as connection:
            found = await warehouse.list_counts(connection, nodes, statuses, after, limit)
            return [await _shown(connection, each) for each in found]


def unknown_count(count_id: str) -> Refused:
    """The refusal of an id that no count has."""
    return Refused(Reason.UNKNOWN_COUNT, f"there is no count {count_id!r}")


def _counted_before(line: CountLine | None, counted: Counted, units: int | str) -> LineJudged | Refused | None:
    """What was answered to this very word before."""
    before = next((each for each in line.countings if each.key == counted.key), None) if line is not None else None
    if before is None:
        return None
    if before.units != units:
        return Refused(Reason.KEY_REUSED, f"this idempotency key was used for another counting of {counted.sku!r}")
    return LineJudged(counted.sku, before.verdict)


def _units_problem(units: int | str) -> Refused | None:
    if isinstance(units, int) and units >= 0:
        return None
    said = units if isinstance(units, str) else "must not be negative"
    return refused_field(Reason.INVALID_QUANTITY, "quantity", said)


def _facts(count: StoredCount, line: CountLine) -> list[RecordFact]:
    """The count as a fact; behind it what a short pick set aside is set free, found or not: the count has seen it."""
    assert line.units is not None
    facts = [_fact(count, line, FactKind.COUNT, line.units, "")]
    if line.set_aside:
        facts.append(_fact(count, line, FactKind.RESTORE, line.set_aside, "/restore"))
    return facts


def _fact(count: StoredCount, line: CountLine, kind: FactKind, units: int, suffix: str) -> RecordFact:
    source_id = f"{count.count_id}/{line.sku}{suffix}"
    said: Mapping[str, object] = {
        "kind": kind,
        "sku": line.sku,
        "node": count.node,
        "quantity": line.amount(units),
        "occurred_at": line.counted_at,
        "source": "count",
        "source_id": source_id,
    }
    return RecordFact(
        key=key_digest("source count", source_id),
        fingerprint=fingerprint(said),
        actor=line.counted_by or count.requested_by,
        kind=kind,
        sku=line.sku,
        node=count.node,
        quantity=line.amount(units),
        occurred_at=line.counted_at,
        reason=Unavailability.OTHER if kind is FactKind.RESTORE else None,
    )


async def _shown(connection: AsyncConnection, count: StoredCount) -> Count:
    shelves = await warehouse.shelves_of(connection, count.node, {line.sku for line in count.lines})
    ordered = sorted(count.lines, key=lambda line: (*_walk(shelves.get(line.sku, ())), line.sku))
    return warehouse.shown_count(msgspec.structs.replace(count, lines=tuple(ordered)), shelves)


def _walk(shelves: tuple[str, ...]) -> tuple[object, ...]:
    return (0, warehouse.shelf_order(shelves[0])) if shelves else (1, ())
