"""Reconciliation as people and schedules use it: sources, runs of rows and files, and what becomes of exceptions."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from pathlib import Path

import msgspec
import structlog

from stockpool.connectors.api import FileIsBroken
from stockpool.connectors.messages import Known
from stockpool.inventory.api import read_shard_count
from stockpool.inventory.messages import FactKind, FactRecorded, RecordFact
from stockpool.kernel.commands import Command
from stockpool.kernel.idempotency import fingerprint, key_digest
from stockpool.kernel.ids import shard_of
from stockpool.kernel.quantities import Amount, to_units
from stockpool.kernel.refusals import Problem, Reason, Refused
from stockpool.reconciliation import api as reconciliation
from stockpool.reconciliation.api import ExceptionFilter, StoredException, StoredSource
from stockpool.reconciliation.messages import ExceptionStatus, Measures, Run, Source, StockException
from stockpool.runtime.database import Database
from stockpool.workflows.import_files.process import load_known
from stockpool.workflows.reconcile import NewId, Rows, reconcile
from stockpool.workflows.reference import ReferenceData
from stockpool.workflows.stock_files import StockFile, StockRows, newest_match, read_stock_file, scratch, stamp_of

log = structlog.get_logger(__name__)

Submit = Callable[[Command], Awaitable[msgspec.Struct]]

UNSETTLED = (ExceptionStatus.OPEN, ExceptionStatus.EXPLAINED)


class OutsideRow(msgspec.Struct, frozen=True):
    """What another system says of one position, in display units."""

    sku: str
    node: str
    quantity: Amount
    as_of: datetime | None = None


class FileRun(msgspec.Struct, frozen=True):
    """A run of a file, and where its rejects were written, if there were any."""

    run: Run
    rejects_file: str | None


class _Surroundings(msgspec.Struct):
    known: Known
    kits: frozenset[str]
    seen: set[tuple[str, str]] = msgspec.field(default_factory=set)


class ReconciliationDesk:
    """Compares sources with the pool; `submit` records what somebody accepted."""

    submit: Submit

    def __init__(self, database: Database, new_id: NewId, folder: Path | None) -> None:
        """Work on one database; `folder` is where files of the server may lie."""
        self._database, self._new_id, self._folder = database, new_id, folder
        self._reference = ReferenceData()

    async def put_sources(self, rows: Sequence[Source]) -> list[Source | Refused]:
        """Store each good row; one result a row."""
        async with self._database.transaction() as connection:
            await self._reference.refresh(connection)
            _, network, _ = await self._reference.load(connection, ())
            decided = reconciliation.decide_sources(rows, network.network.nodes.keys())
            for each in decided:
                if isinstance(each, Source):
                    await reconciliation.put_source(connection, each)
        return decided

    async def sources(self) -> list[Source]:
        """All of them, by id."""
        async with self._database.read() as connection:
            return [each.source for each in await reconciliation.list_sources(connection)]

    async def source(self, source_id: str) -> Source | Refused:
        """One of them."""
        async with self._database.read() as connection:
            found = await reconciliation.get_source(connection, source_id)
        return found.source if found is not None else unknown_source(source_id)

    async def run_rows(
        self, source_id: str, rows: Sequence[OutsideRow], as_of: datetime | None, actor: str, now: datetime
    ) -> Run | Refused:
        """Compare rows that came with the call; a bad one refuses all."""
        source = await self.source(source_id)
        if isinstance(source, Refused):
            return source
        lines = await self._lines(source, rows, now)
        if isinstance(lines, Refused):
            return lines
        given = Rows([lines], 0, min(as_of or now, now))
        return await reconcile(self._database, source, given, actor, now, self._new_id)

    async def _lines(self, source: Source, rows: Sequence[OutsideRow], now: datetime) -> bytes | Refused:
        known, kits = await load_known(self._database)
        async with self._database.read() as connection:
            shard_count = await read_shard_count(connection)
        problems: list[Problem] = []
        lines: list[str] = []
        around = _Surroundings(known, kits)
        for place, row in enumerate(rows):
            units = to_units(row.quantity, known.skus.get(row.sku, 0))
            wrong = _wrong_with(row, units, source, now, around)
            if wrong is not None:
                problems.append(Problem(f"rows[{place}].{wrong[0]}", wrong[1]))
                continue
            around.seen.add((row.sku, row.node))
            texts = [text.replace("\\", "\\\\") for text in (row.sku, row.node)]
            as_of = row.as_of.isoformat() if row.as_of is not None else "\\N"
            lines.append(f"{shard_of(row.sku, shard_count)}\t{texts[0]}\t{texts[1]}\t{units}\t{as_of}\n")
        if problems:
            said = f"{len(problems)} rows cannot be compared: {problems[0].path}: {problems[0].message}"
            return Refused(Reason.INVALID_INPUT, said, tuple(problems[:100]))
        return "".join(lines).encode()

    async def run_named_file(
        self, source_id: str, name: str | None, as_of: datetime | None, actor: str, now: datetime
    ) -> Run | Refused:
        """Compare a file below the folder of the server: the one that is named, else the newest of the source."""
        source = await self.source(source_id)
        if isinstance(source, Refused):
            return source
        pattern = name or source.file
        if self._folder is None or pattern is None:
            said = "there is no folder for files: set reconcile_dir" if self._folder is None else "names no file"
            return Refused(Reason.INVALID_INPUT, f"file: {said}", (Problem("file", said),))
        problem = reconciliation.path_problem(pattern)
        path = newest_match(self._folder, pattern) if problem is None else None
        if path is None:
            said = problem or f"there is no file {pattern!r}"
            return Refused(Reason.INVALID_INPUT, f"file: {said}", (Problem("file", said),))
        try:
            found = await self.run_file(source, path, self.mapping_of(source), as_of, actor, now)
        except FileIsBroken as broken:
            return Refused(Reason.INVALID_INPUT, str(broken.answer), (Problem("file", str(broken.answer)),))
        return found.run if isinstance(found, FileRun) else found

    def mapping_of(self, source: Source) -> Path | None:
        """The folder of SQL that makes the table of a source's file."""
        return self._folder / source.mapping if self._folder is not None and source.mapping is not None else None

    async def run_file(
        self,
        source: Source,
        path: Path,
        mapping: Path | None,
        as_of: datetime | None,
        actor: str,
        now: datetime,
        *,
        out: Path | None = None,
    ) -> FileRun | Refused:
        """Compare any file of this machine; raises `FileIsBroken`."""
        with scratch() as work:
            read = await self._read(source, path, mapping, work, out or work, now)
            given = Rows(read.chunks(), read.rejected, min(as_of or read.made_at, now), path.name)
            run = await reconcile(self._database, source, given, actor, now, self._new_id)
        if isinstance(run, Refused):
            return run
        return FileRun(run, str(read.rejects_file) if out is not None and read.rejects_file else None)

    async def _read(
        self, source: Source, path: Path, mapping: Path | None, work: Path, out: Path, now: datetime
    ) -> StockRows:
        known, kits = await load_known(self._database)
        async with self._database.read() as connection:
            shard_count = await read_shard_count(connection)
        asked = StockFile(path, mapping, known, kits, source.nodes, shard_count)
        return await asyncio.to_thread(read_stock_file, asked, work, out, now)

    async def run_scheduled(self, now: datetime) -> int:
        """Compare the sources whose time has come, where they have a new file; how many there were."""
        if self._folder is None:
            return 0
        async with self._database.read() as connection:
            stored = await reconciliation.list_sources(connection)
        return sum([await self._run_if_new(each, now) for each in stored if _is_due(each, now)])

    async def _run_if_new(self, stored: StoredSource, now: datetime) -> bool:
        source, file, folder = stored.source, stored.source.file, self._folder
        path = newest_match(folder, file) if folder is not None and file is not None else None
        stamp = stamp_of(path) if path is not None else None
        is_new = path is not None and stamp != stored.last_file
        if is_new and path is not None:
            try:
                found = await self.run_file(source, path, self.mapping_of(source), None, "schedule", now)
                if isinstance(found, Refused):
                    return False  # somebody compares it just now
            except FileIsBroken as broken:
                log.warning("a stock file cannot be compared", source=source.id, problem=str(broken.answer))
        async with self._database.transaction() as connection:
            await reconciliation.note_schedule(connection, source.id, stamp, now)
        return is_new

    async def runs(self, source: str | None, before: str | None, limit: int) -> list[Run]:
        """The newest first."""
        async with self._database.read() as connection:
            return await reconciliation.list_runs(connection, source, before, limit)

    async def exceptions(self, wanted: ExceptionFilter, after: str | None, limit: int) -> list[StockException]:
        """The newest first."""
        async with self._database.read() as connection:
            return await reconciliation.list_exceptions(connection, wanted, after, limit)

    async def exception(self, exception_id: str) -> StockException | Refused:
        """One of them."""
        found = await self._stored(exception_id)
        return found if isinstance(found, Refused) else found.exception

    async def explain(self, exception_id: str, note: str, actor: str) -> StockException | Refused:
        """Somebody knows why, and nothing is to be posted."""
        return await self._settle(exception_id, ExceptionStatus.EXPLAINED, actor, note, None)

    async def accept(self, exception_id: str, note: str | None, actor: str) -> StockException | Refused:
        """Theirs is right: recorded as a fact, once, however often it is asked for."""
        found = await self._stored(exception_id)
        if isinstance(found, Refused):
            return found
        if found.exception.status not in UNSETTLED:
            return _settled(found.exception)
        recorded = await self.submit(_correction(found, actor))
        if isinstance(recorded, Refused):
            return recorded
        assert isinstance(recorded, FactRecorded)
        return await self._settle(exception_id, ExceptionStatus.ACCEPTED, actor, note, recorded.movement)

    async def _settle(
        self, exception_id: str, status: ExceptionStatus, actor: str, note: str | None, movement: int | None
    ) -> StockException | Refused:
        found = await self._stored(exception_id)
        if isinstance(found, Refused):
            return found
        async with self._database.transaction() as connection:
            done = await reconciliation.settle_exception(
                connection, exception_id, status, actor, note=note, movement=movement
            )
        return await self.exception(exception_id) if done else _settled(found.exception)

    async def _stored(self, exception_id: str) -> StoredException | Refused:
        async with self._database.read() as connection:
            found = await reconciliation.get_exception(connection, exception_id)
        return found or Refused(Reason.UNKNOWN_EXCEPTION, f"there is no exception {exception_id!r}")


def unknown_source(source_id: str) -> Refused:
    """The refusal of a source that nobody stored."""
    said = f"there is no source {source_id!r}"
    return Refused(Reason.UNKNOWN_SOURCE, said, (Problem("source", said),))


def _settled(exception: StockException) -> Refused:
    return Refused(Reason.EXCEPTION_SETTLED, f"the exception is {exception.status} already")


def _is_due(stored: StoredSource, now: datetime) -> bool:
    every = stored.source.interval_minutes
    return every is not None and (stored.last_run_at is None or stored.last_run_at + timedelta(minutes=every) <= now)


def _correction(stored: StoredException, actor: str) -> RecordFact:
    """A count as of their moment, so that what happened since stays; of available stock an adjustment."""
    exception = stored.exception
    counts = exception.measures is Measures.ON_HAND
    return RecordFact(
        key=key_digest("reconciliation", exception.id),
        fingerprint=fingerprint([exception.id]),
        actor=actor,
        kind=FactKind.COUNT if counts else FactKind.ADJUST,
        sku=exception.sku,
        node=exception.node,
        quantity=exception.outside if counts else exception.difference,
        occurred_at=exception.as_of,
        reference=exception.id,
    )


def _wrong_with(
    row: OutsideRow, units: int | str, source: Source, now: datetime, surroundings: _Surroundings
) -> tuple[str, str] | None:
    """The field that cannot be compared and why, or None."""
    checks = (
        (row.sku not in surroundings.known.skus, "sku", f"SKU {row.sku!r} is not in the catalog"),
        (row.sku in surroundings.kits, "sku", "is a kit and has no stock of its own: tell its components"),
        (row.node not in surroundings.known.nodes, "node", f"there is no node {row.node!r}"),
        (bool(source.nodes) and row.node not in source.nodes, "node", "is not one that the source speaks for"),
        (isinstance(units, str), "quantity", str(units)),
        (row.as_of is not None and row.as_of > now, "as_of", "lies in the future"),
        ((row.sku, row.node) in surroundings.seen, "sku", f"{row.sku!r} at {row.node!r} is there twice"),
    )
    return next(((field, said) for wrong, field, said in checks if wrong), None)
