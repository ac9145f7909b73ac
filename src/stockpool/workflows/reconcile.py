"""Comparing a source's stock with the pool: stage, join, read the evidence of what differs, keep the exceptions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta

import msgspec
from psycopg import AsyncConnection
from psycopg.errors import LockNotAvailable

from stockpool.catalog.messages import SkuTerms
from stockpool.inventory.api import (
    ComparedNode,
    Comparison,
    FactNear,
    Measured,
    StockDifference,
    read_shard_count,
    read_untold,
)
from stockpool.kernel.ids import shard_of
from stockpool.kernel.quantities import to_amount
from stockpool.kernel.refusals import Reason, Refused
from stockpool.reconciliation import api as reconciliation
from stockpool.reconciliation.api import Accuracy, Difference, Found, SeenFact
from stockpool.reconciliation.messages import DiscrepancyFound, ReconciliationCompleted, Run, Source
from stockpool.runtime.database import Database
from stockpool.workflows.reference import ReferenceData

NewId = Callable[[], str]


class Rows(msgspec.Struct, frozen=True):
    """What is compared: COPY lines in portions, rows that were rejected before, and when all of it was taken."""

    portions: Iterable[bytes]
    rejected: int
    as_of: datetime
    file: str | None = None


class _Tally(msgspec.Struct):
    differing: int = 0
    opened: int = 0
    still: int = 0


async def reconcile(
    database: Database, source: Source, rows: Rows, actor: str, now: datetime, new_id: NewId
) -> Run | Refused:
    """One run in one transaction; refused while another run of the source goes on."""
    try:
        async with database.transaction() as connection:
            await reconciliation.lock_source(connection, source.id)
            return await _Running(connection, source, actor, now, new_id).run(rows)
    except LockNotAvailable:
        return Refused(Reason.IN_USE, f"source {source.id!r} is being compared just now")


class _Running:
    """One run of a source."""

    def __init__(self, connection: AsyncConnection, source: Source, actor: str, now: datetime, new_id: NewId) -> None:
        self._connection, self._source, self._actor, self._now, self._new_id = connection, source, actor, now, new_id
        self._reference = ReferenceData()
        self._within = timedelta(minutes=source.lateness_minutes)

    async def run(self, rows: Rows) -> Run:
        source = self._source
        compared = Comparison(self._connection, Measured(source.measures.value), rows.as_of)
        await compared.begin()
        await compared.stage(rows.portions)
        absent = await compared.add_absent(source.nodes) if source.complete else 0
        await compared.compare()
        nodes = await compared.by_node(source.tolerance)
        run = self._begun(rows, compared, nodes, absent)
        await reconciliation.begin_run(self._connection, run)
        tally = await self._keep(run, compared)
        run = msgspec.structs.replace(
            run, opened=tally.opened, still=tally.still, closed=await self._close_gone(run, compared)
        )
        accuracy = {each.node: _accuracy(each) for each in nodes}
        await reconciliation.put_accuracy(self._connection, source.id, self._now, accuracy)
        completed = ReconciliationCompleted(
            run.id, run.source, run.as_of, run.compared, run.rejected, run.differing, run.opened, run.closed
        )
        await reconciliation.tell(self._connection, [("reconciliation.completed", run.source, completed)])
        return await reconciliation.end_run(self._connection, run)

    def _begun(self, rows: Rows, compared: Comparison, nodes: Sequence[ComparedNode], absent: int) -> Run:
        differing = sum(each.differing for each in nodes)
        return Run(
            id=self._new_id(),
            source=self._source.id,
            file=rows.file,
            actor=self._actor,
            began_at=self._now,
            ended_at=self._now,
            as_of=compared.oldest,
            compared=compared.rows,
            rejected=rows.rejected,
            absent=absent,
            equal=compared.rows - differing,
            caught_up=sum(each.caught_up for each in nodes),
            differing=differing,
            opened=0,
            still=0,
            closed=0,
        )

    async def _keep(self, run: Run, compared: Comparison) -> _Tally:
        """Exceptions of what differs, so many at a time: memory does not grow with them."""
        tally = _Tally()
        shard_count = await read_shard_count(self._connection)
        async for batch in compared.differences(self._source.tolerance):
            shards = {each.sku: shard_of(each.sku, shard_count) for each in batch}
            near = await compared.facts_near(batch, self._within, shards)
            terms, _, _ = await self._reference.load(self._connection, shards.keys())
            untold = await read_untold(self._connection, {each.node for each in batch})
            found = [
                self._found(each, near.get((each.sku, each.node), ()), terms, untold.get(each.node, {}))
                for each in batch
            ]
            ids = [self._new_id() for _ in found]
            opened = await reconciliation.save_found(self._connection, run, self._source.measures.value, found, ids)
            await self._tell(found, ids, opened)
            tally.differing += len(batch)
            tally.opened += len(opened)
            tally.still += len(batch) - len(opened)
        return tally

    def _found(
        self, each: StockDifference, near: Sequence[FactNear], terms: Mapping[str, SkuTerms], untold: Mapping[str, int]
    ) -> Found:
        facts = [SeenFact(f.movement, f.kind, f.quantity, f.change, f.occurred_at, f.recorded_at) for f in near]
        difference = Difference(
            **msgspec.structs.asdict(each), measures=self._source.measures, facts=facts, untold=untold
        )
        reading = reconciliation.likely_cause(difference, self._within, self._source.tolerance)
        known = terms.get(each.sku)
        decimals = known.decimals if known is not None else 0
        value = (known.cost or known.price) if known is not None else None
        amount, currency = (value.minor, value.currency) if value is not None else (None, None)
        return Found(difference, reading, decimals, amount, currency)

    async def _tell(self, found: Sequence[Found], ids: Sequence[str], opened: set[str]) -> None:
        events = [
            ("stock.discrepancy_found", f"{each.difference.sku}@{each.difference.node}", self._event(each, one))
            for each, one in zip(found, ids, strict=True)
            if one in opened
        ]
        if events:
            await reconciliation.tell(self._connection, events)

    def _event(self, found: Found, exception_id: str) -> DiscrepancyFound:
        each, decimals = found.difference, found.decimals
        return DiscrepancyFound(
            exception=exception_id,
            source=self._source.id,
            sku=each.sku,
            node=each.node,
            as_of=each.as_of,
            outside=to_amount(each.outside, decimals),
            pool=to_amount(each.pool, decimals),
            difference=to_amount(each.off, decimals),
            cause=found.reading.cause,
        )

    async def _close_gone(self, run: Run, compared: Comparison) -> int:
        """Exceptions whose positions were compared and no longer differ."""
        before = await reconciliation.standing(self._connection, run.source)
        if not before:
            return 0
        equal = await compared.equal_among(before, self._source.tolerance)
        return await reconciliation.close_exceptions(self._connection, run, equal) if equal else 0


def _accuracy(node: ComparedNode) -> Accuracy:
    return Accuracy(node.positions, node.differing, node.units_off, node.over, node.units_over)
