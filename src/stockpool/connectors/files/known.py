"""Known identifiers as tables of the engine, so that rows are checked against them by joins."""

# ruff: noqa: S608 - statements are made of our own column descriptions; names and texts from files are quoted

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from pathlib import Path
from typing import TYPE_CHECKING

from stockpool.connectors.files.columns import HOME, Target
from stockpool.connectors.files.engine import quoted_text
from stockpool.connectors.messages import Known
from stockpool.kernel.ids import shard_of
from stockpool.kernel.quantities import DECIMALS_MAX

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


def load_known(engine: DuckDBPyConnection, known: Known, work: Path, shard_count: int) -> None:
    """Write the tables `known_sku`, `known_node` and `known_channel`; a text file is the fastest way in."""
    skus = (
        (sku, str(decimals), str(10 ** (DECIMALS_MAX - decimals)), str(shard_of(sku, shard_count)))
        for sku, decimals in sorted(known.skus.items())
    )
    _load(
        engine, work, "known_sku", skus, {"id": "varchar", "decimals": "bigint", "step": "bigint", "shard": "integer"}
    )
    _load(engine, work, "known_node", ((node,) for node in sorted(known.nodes)), {"id": "varchar"})
    _load(engine, work, "known_channel", ((channel,) for channel in sorted(known.channels)), {"id": "varchar"})


def load_rejected(engine: DuckDBPyConnection, checked: AbstractSet[str]) -> frozenset[Target]:
    """Write `rejected_sku` and so on: the ids whose own rows this import has rejected; answer for which there are any.

    Rows are joined with those only, since most imports have none.
    """
    return frozenset(target for target, table in HOME.items() if table in checked and _load_rejected(engine, target))


def _load_rejected(engine: DuckDBPyConnection, target: Target) -> bool:
    name = f"rejected_{target.lower()}"
    engine.execute(
        f"create or replace table {name} as select id, min(row_no) as row_no from checked_{HOME[target]}"
        " where reason <> '' and id is not null group by id"
    )
    return engine.execute(f"select 1 from {name} limit 1").fetchone() is not None


def _load(
    engine: DuckDBPyConnection, work: Path, name: str, rows: Iterable[tuple[str, ...]], columns: dict[str, str]
) -> None:
    """Identifiers hold no control characters, so tabs separate them as they are."""
    file = work / f"{name}.tsv"
    with file.open("w", encoding="utf-8", newline="") as stream:
        stream.writelines("\t".join(row) + "\n" for row in rows)
    types = ", ".join(f"{column}: {quoted_text(kind)}" for column, kind in columns.items())
    engine.execute(
        f"create or replace table {name} as select * from read_csv({quoted_text(str(file))}, auto_detect = false,"
        f" header = false, delim = '\t', quote = '', escape = '', columns = {{{types}}})"
    )
    file.unlink()
