"""Rate tables from files: the rows of three tables, each rate table stored as a whole or rejected as a whole."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from stockpool.connectors.api import CheckedTable
from stockpool.kernel.editing import Outcome
from stockpool.kernel.refusals import Problem, Refused
from stockpool.network import api as network
from stockpool.network.api import RateRowInput, RatesInput, RatesResult, SurchargeKind, SurchargeRowInput, ZoneRow
from stockpool.workflows.import_files.surroundings import Advance, ReadTable, Surroundings, Tally
from stockpool.workflows.rates_desk import tell_of_rates

PARTS = {"rates": "rates", "zones": "rate_zones", "surcharges": "rate_surcharges"}
"""The parts of a rate table and the files that they come from."""

NO_RATES = "rate_table: has no rates in this folder"
_PLACE = re.compile(r"\b(rates|zones|surcharges)\[(\d+)\]\.?")

Row = dict[str, Any]


class _Table(msgspec.Struct):
    """The rows of one rate table by part, in order."""

    rates: list[Row] = []
    zones: list[Row] = []
    surcharges: list[Row] = []

    def rows(self) -> Iterator[tuple[str, Row]]:
        """All rows, each with its part."""
        return ((part, row) for part in PARTS for row in getattr(self, part))


async def import_rates(table: ReadTable, around: Surroundings, advance: Advance) -> Tally:
    """Store the rate tables of the folder; the two other tables are read with this one."""
    files = {part: table.beside(file) for part, file in PARTS.items()}
    reasons: dict[str, dict[int, str]] = {part: {} for part in PARTS}
    torn = _torn(files)
    for name, found in _tables(files).items():
        wrong = torn.get(name) or (None if found.rates else NO_RATES)
        result = await _put(around, name, found) if wrong is None else None
        if wrong is not None or isinstance(result, Refused):
            refused = _reasons(found, result.problems) if isinstance(result, Refused) else {}
            for part, row in found.rows():
                reasons[part][row["row_no"]] = refused.get((part, row["row_no"]), wrong or _along(found, refused))
        else:
            _tell(around, found, result)
        advance(len(found.rates))
    for part, file in files.items():
        if file is not None:
            file.reject(reasons[part])
    return around.told.get("rates", Tally())


async def import_rate_part(table: ReadTable, around: Surroundings, advance: Advance) -> Tally:
    """What became of zones or surcharges, which went in with their rates; without any they are rejected."""
    if table.beside("rates") is None:
        table.checked.reject({row["row_no"]: NO_RATES for row in table.checked.rows()})
    advance(table.checked.counts().good)
    return around.told.get(table.checked.name, Tally())


def _tables(files: Mapping[str, CheckedTable | None]) -> dict[str, _Table]:
    tables: dict[str, _Table] = {}
    for part, file in files.items():
        order = "step" if part == "surcharges" else "row_no"
        for row in file.rows(order) if file is not None else ():
            getattr(tables.setdefault(row["rate_table"], _Table()), part).append(row)
    return tables


def _torn(files: Mapping[str, CheckedTable | None]) -> dict[str, str]:
    """The rate tables of which rows are rejected already, with what to say of their others."""
    torn: dict[str, str] = {}
    for part, file in files.items():
        for name in file.rejected("rate_table") if file is not None else ():
            torn.setdefault(name, f"rate_table: its rows in {PARTS[part]} are rejected")
    return torn


async def _put(around: Surroundings, name: str, found: _Table) -> RatesResult:
    head = found.rates[0]
    shared = {column: head[column] for column in ("carrier", "service", "currency", "volume_cc_per_kg", "note")}
    row = RatesInput(
        name=name,
        **shared,
        zones=tuple([_form(ZoneRow, row) for row in found.zones]),
        rates=tuple([_form(RateRowInput, row) for row in found.rates]),
        surcharges=tuple([_form(SurchargeRowInput, _with_kind(row)) for row in found.surcharges]),
    )
    async with around.database.transaction() as connection:
        return await tell_of_rates(connection, await network.put_rates(connection, row))


def _with_kind(row: Row) -> Row:
    return row | {"kind": SurchargeKind(row["kind"])}


def _form(form: Any, row: Row) -> Any:  # noqa: ANN401 -- one of the three forms
    return form(**{field: row[field] for field in form.__struct_fields__})


def _reasons(found: _Table, problems: tuple[Problem, ...]) -> dict[tuple[str, int], str]:
    """The rows that problems are about, with their columns and in the words of the files."""
    said: dict[tuple[str, int], list[str]] = {}
    for problem in problems:
        place = _PLACE.match(problem.path)
        part, row = (place[1], getattr(found, place[1])[int(place[2])]) if place else ("rates", found.rates[0])
        column = problem.path[place.end() :] if place else problem.path
        words = _PLACE.sub(lambda other: _row_words(found, other), problem.message)
        if column == "zones":
            column, words = "rate_table", "has no rows in rate_zones"
        said.setdefault((part, row["row_no"]), []).append(f"{column}: {words}")
    return {key: "; ".join(words) for key, words in said.items()}


def _row_words(found: _Table, place: re.Match[str]) -> str:
    return f"row {getattr(found, place[1])[int(place[2])]['row_no']}"


def _along(found: _Table, refused: Mapping[tuple[str, int], str]) -> str:
    """Why a good row goes with a bad one."""
    part, row = min(refused, default=("rates", found.rates[0]["row_no"]))
    return f"rate_table: row {row} of {PARTS[part]} is rejected"


def _tell(around: Surroundings, found: _Table, result: RatesResult | None) -> None:
    changed = not isinstance(result, Refused) and result is not None and result.outcome is not Outcome.UNCHANGED
    for part, file in PARTS.items():
        rows = len(getattr(found, part))
        around.told[file] = around.told.get(file, Tally()) + (Tally(rows, 0) if changed else Tally(0, rows))
