"""Editing supply: lock, load, decide, save."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from psycopg import AsyncConnection

from stockpool.kernel.editing import Outcome
from stockpool.kernel.ids import id_problem
from stockpool.kernel.refusals import Refused
from stockpool.supply.decide import Decided, KnownSku, decide_supplies, made_meanwhile
from stockpool.supply.messages import SupplyInput, SupplyResult, SupplyUpserted
from stockpool.supply.store import lock_supplies, save_supplies


async def upsert_supplies(
    connection: AsyncConnection, rows: Sequence[SupplyInput], skus: Mapping[str, KnownSku], nodes: Collection[str]
) -> list[SupplyResult]:
    """Store each good row inside the caller's transaction; one result a row, in order."""
    ids = {row.id for row in rows if id_problem(row.id) is None}
    stored = {each.supply_id: each for each in await lock_supplies(connection, ids, ())}
    decided = decide_supplies(rows, stored, skus, nodes)
    changed = [each.value for each in decided if isinstance(each, Decided) and each.outcome is not Outcome.UNCHANGED]
    written = await save_supplies(connection, changed) if changed else set()
    lost = {value.supply_id for value in changed} - written
    return [
        each if isinstance(each, Refused)
        else made_meanwhile(each.value.supply_id) if each.value.supply_id in lost
        else SupplyUpserted(each.outcome)
        for each in decided
    ]  # fmt: skip
