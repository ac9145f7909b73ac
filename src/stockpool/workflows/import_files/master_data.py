"""SKUs, nodes and channels from files: the upserts of the interfaces, a thousand rows a transaction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Generic, Protocol, TypeVar

import msgspec

from stockpool.catalog.messages import SkuInput
from stockpool.connectors.messages import NumberedRow
from stockpool.kernel.editing import Outcome, Upserted
from stockpool.kernel.refusals import Problem, Refused
from stockpool.network.messages import Channel, NodeInput
from stockpool.workflows.edit_master_data import ChannelDesk, NodeDesk, SkuDesk
from stockpool.workflows.import_files.surroundings import Advance, ReadTable, Surroundings, Tally

BATCH_ROWS = 1000

R = TypeVar("R")
R_contra = TypeVar("R_contra", contravariant=True)


class Desk(Protocol[R_contra]):
    """Where rows of one kind are stored."""

    async def upsert(
        self, rows: Sequence[R_contra], if_revision: Mapping[str, int], /
    ) -> Sequence[Upserted[Any] | Refused]:
        """Store each good row; one result a row."""
        ...


class _Rows(Generic[R]):
    """Brings rows to their desk, and gathers what is wrong with them and what became of them."""

    def __init__(self, table: ReadTable, desk: Desk[R], form: type[R], advance: Advance) -> None:
        self._table, self._desk, self._form, self._advance = table, desk, form, advance
        self.reasons: dict[int, str] = {}
        self.tally = Tally()

    async def upsert(self, batch: Sequence[NumberedRow]) -> None:
        good = [(row.row, value) for row in batch if (value := self._converted(row)) is not None]
        results = await self._desk.upsert([value for _, value in good], {})
        for (number, _), result in zip(good, results, strict=True):
            if isinstance(result, Refused):
                self.reasons[number] = self._table.checked.in_words(result.problems) or result.message
        unchanged = sum(isinstance(each, Upserted) and each.outcome is Outcome.UNCHANGED for each in results)
        refused = sum(isinstance(each, Refused) for each in results)
        self.tally += Tally(len(results) - refused - unchanged, unchanged)
        self._advance(len(batch))

    def _converted(self, row: NumberedRow) -> R | None:
        try:
            return msgspec.convert(row.value, self._form)
        except msgspec.ValidationError as error:
            self.reasons[row.row] = self._table.checked.in_words([_problem(error)])
            return None


def _problem(error: msgspec.ValidationError) -> Problem:
    """A part of a cell that does not have its type; the decoder tells it with its path."""
    message, at, path = str(error).rpartition(" - at `$.")
    if not at:
        return Problem("", str(error))
    if message.startswith("Invalid enum value "):
        message = f"{message.removeprefix('Invalid enum value ')} is none of its words"
    elif message.startswith("Expected `int`"):
        message = "must be a whole number"
    return Problem(path.removesuffix("`"), message)


async def import_skus(table: ReadTable, around: Surroundings, advance: Advance) -> Tally:
    """Store SKUs: first those without components, so that kits find theirs."""
    rows = _Rows(table, SkuDesk(around.database), SkuInput, advance)
    kits: list[NumberedRow] = []
    for batch in table.checked.wire_rows():
        kits += [row for row in batch if row.value["components"]]
        await rows.upsert([row for row in batch if not row.value["components"]])
    for begin in range(0, len(kits), BATCH_ROWS):
        await rows.upsert(kits[begin : begin + BATCH_ROWS])
    return _finished(table, rows)


async def import_nodes(table: ReadTable, around: Surroundings, advance: Advance) -> Tally:
    """Store nodes."""
    return await _import(table, _Rows(table, NodeDesk(around.database), NodeInput, advance))


async def import_channels(table: ReadTable, around: Surroundings, advance: Advance) -> Tally:
    """Store channels."""
    return await _import(table, _Rows(table, ChannelDesk(around.database), Channel, advance))


async def _import(table: ReadTable, rows: _Rows[Any]) -> Tally:
    batches: Iterable[Sequence[NumberedRow]] = table.checked.wire_rows()
    for batch in batches:
        await rows.upsert(batch)
    return _finished(table, rows)


def _finished(table: ReadTable, rows: _Rows[Any]) -> Tally:
    table.checked.reject(rows.reasons)
    return rows.tally
