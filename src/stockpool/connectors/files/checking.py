"""Checking a loaded table set-wise: each row gets its typed values and, if it is bad, the reason in words."""

# ruff: noqa: S608 - statements are made of our own column descriptions; names and texts from files are quoted

from __future__ import annotations

from collections.abc import Set as AbstractSet
from datetime import datetime
from typing import TYPE_CHECKING

from stockpool.connectors.files.checks import problem, typed
from stockpool.connectors.files.columns import Column, Table, Target
from stockpool.connectors.files.engine import quoted_name, quoted_text
from stockpool.connectors.files.loading import BROKEN, ROW, Loaded

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


def check_rows(
    engine: DuckDBPyConnection, table: Table, loaded: Loaded, now: datetime, rejected: AbstractSet[Target]
) -> None:
    """Make the table `checked_<table>`: `row_no`, `reason` ('' if good), the typed columns, the SKU's `shard`.

    `rejected` says of what there are rejected rows, which references may name.
    """
    shard = ["sku_shard as shard"] if _refers_to_sku(table) else []
    columns = ", ".join([*(quoted_name(name) for name in table.names), *shard])
    reasons = [problem(column, now) for column in table.columns]
    reasons += [f"case when {rule.broken_when} then {quoted_text(rule.message)} end" for rule in table.rules]
    engine.execute(
        f"create or replace table checked_{table.name} as"
        f" select row_no, case when broken <> '' then broken else concat_ws('; ', {', '.join(reasons)}) end as reason,"
        f" {columns} from ({_typed_rows(table, loaded, rejected)})"
    )
    if table.key:
        _reject_repeated_keys(engine, table)
    if table.whole is not None:
        if table.agreeing:
            _reject_disagreeing(engine, table, table.whole)
        _reject_torn(engine, table, table.whole)


def _typed_rows(table: Table, loaded: Loaded, rejected: AbstractSet[Target]) -> str:
    values = ", ".join(f"{typed(column)} as {quoted_name(column.name)}" for column in table.columns)
    return f"select *, {values} from ({_referring_rows(table, loaded, rejected)})"


def _referring_rows(table: Table, loaded: Loaded, rejected: AbstractSet[Target]) -> str:
    """Each row's text, beside the identifiers that its references found, and the rejected rows that they miss."""
    referring = [(column.name, column.refers) for column in table.columns if column.refers is not None]
    missing = [(name, target) for name, target in referring if target in rejected]
    found = [f"of_{name}.id as known_{name}" for name, _ in referring]
    found += [f"{f'no_{each[0]}.row_no' if each in missing else 'null'} as rejected_{each[0]}" for each in referring]
    if _refers_to_sku(table):
        found += [f"of_sku.{name} as sku_{name}" for name in ("decimals", "step", "shard")]
    joins = [f"left join known_{target.lower()} of_{name} on of_{name}.id = raw_{name}" for name, target in referring]
    joins += [f"left join rejected_{target.lower()} no_{name} on no_{name}.id = raw_{name}" for name, target in missing]
    names = "".join(f", {each}" for each in found)
    return f"select texts.*{names} from ({_texts(table, loaded)}) texts {' '.join(joins)}"


def _texts(table: Table, loaded: Loaded) -> str:
    texts = ", ".join(f"{_text(column, loaded)} as raw_{column.name}" for column in table.columns)
    return f"select {quoted_name(ROW)} as row_no, {quoted_name(BROKEN)} as broken, {texts} from source_{table.name}"


def _text(column: Column, loaded: Loaded) -> str:
    default = "null::varchar" if column.default is None else quoted_text(column.default)
    if column.name not in loaded.columns:
        return default
    return quoted_name(column.name) if column.default is None else f"coalesce({quoted_name(column.name)}, {default})"


def _refers_to_sku(table: Table) -> bool:
    return any(column.refers == Target.SKU for column in table.columns)


def _reject_repeated_keys(engine: DuckDBPyConnection, table: Table) -> None:
    """The first good row of a key stands; later ones are rejected and name it."""
    checked, key = f"checked_{table.name}", ", ".join(map(quoted_name, table.key))
    engine.execute(
        f"create or replace temp table repeated as select {key}, min(row_no) as first_row"
        f" from {checked} where reason = '' group by {key} having count(*) > 1"
    )
    same = " and ".join(
        f"{checked}.{quoted_name(name)} is not distinct from repeated.{quoted_name(name)}" for name in table.key
    )
    words = quoted_text(f"{', '.join(table.key)}: the same as in row ")
    engine.execute(
        f"update {checked} set reason = {words} || first_row from repeated"
        f" where {same} and reason = '' and row_no > first_row"
    )


def _reject_disagreeing(engine: DuckDBPyConnection, table: Table, whole: str) -> None:
    """Rows that stand together must say the same in the columns they share."""
    checked, group = f"checked_{table.name}", quoted_name(whole)
    differing = ", ".join(
        f"case when min({name}) is distinct from max({name}) or count({name}) not in (0, count(*)) then '{name}' end"
        for name in table.agreeing
    )
    engine.execute(
        f"create or replace temp table disagreeing as select * from"
        f" (select {group} as whole, concat_ws(', ', {differing}) as names from {checked} where reason = '' group by 1)"
        " where names <> ''"
    )
    engine.execute(
        f"update {checked} set reason = names || ': differs between the rows of {whole} \"' || whole || '\"'"
        f" from disagreeing where {group} = whole and reason = ''"
    )


def _reject_torn(engine: DuckDBPyConnection, table: Table, whole: str) -> None:
    """A bad row takes the rows that stand with it along."""
    checked, group = f"checked_{table.name}", quoted_name(whole)
    engine.execute(
        f"create or replace temp table torn as select {group} as whole, min(row_no) as bad_row"
        f" from {checked} where reason <> '' and {group} is not null group by 1"
    )
    engine.execute(
        f"update {checked} set reason = '{whole}: row ' || bad_row || ' of \"' || whole || '\" is rejected'"
        f" from torn where {group} = whole and reason = ''"
    )
