"""Case 13: a fault at any statement of a group leaves nothing of it, and the same command is granted afterwards."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from psycopg import AsyncConnection
from psycopg.errors import DivisionByZero

from stockpool.inventory.messages import Commit, FactKind, RecordFact
from stockpool.kernel.commands import Command
from stockpool.kernel.refusals import Refused
from stockpool.runtime.batch import COMMIT, Row, Statement, run_batch
from stockpool.workflows import group
from tests.inventory.asking import asked, lines
from tests.inventory.yard import Yard

FAULT = Statement("select 1 / 0")
TABLES = ("positions", "earlier_counts", "reservations", "movements", "entries", "further_events")


class Saboteur:
    """Puts a fault in the place of the so-manieth statement that a group writes."""

    def __init__(self, *, commits_always: bool = False) -> None:
        self.fails_at = 0
        self.written = 0
        self._commits_always = commits_always

    async def run_batch(self, connection: AsyncConnection, statements: Iterable[Statement]) -> list[list[Row]]:
        said = list(statements)
        self.written = len(said)
        if 0 < self.fails_at <= len(said):
            said[self.fails_at - 1] = FAULT
        if not self._commits_always:
            return await run_batch(connection, said)
        return [(await run_batch(connection, [each, COMMIT]))[0] for each in said]


async def books(yard: Yard) -> list[object]:
    return [await yard.rows(f"select * from {table} order by 1, 2, 3, 4") for table in TABLES]  # noqa: S608 -- our names


async def commands(yard: Yard) -> list[Command]:
    """A commitment from a hold with something to give back, a sale of a kit that breaks a promise, a second count."""
    await yard.receive(tea=10)
    await yard.fact(FactKind.COUNT, "cup", "east", 2)
    held = await yard.hold({("tea", "east"): 5, ("cup", "east"): 1})
    wanted = lines({("tea", "east"): 3})
    return [
        asked(Commit, channel="web", lines=wanted, hold_id=held.hold_id),
        asked(RecordFact, kind=FactKind.SELL, sku="kit", node="east", quantity=9),
        asked(RecordFact, kind=FactKind.COUNT, sku="cup", node="east", quantity=5),
    ]


def write_separately(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows by a statement each, as where they are in several shards; else all of them go in by one."""
    monkeypatch.setattr(group.GroupProcessor, "_written", lambda _self, statements: list(statements))


@pytest.mark.parametrize(("separately", "statements_min"), [(True, 4), (False, 2)])
@pytest.mark.parametrize("number", [0, 1, 2])
async def test_a_command_stands_in_full_or_not_at_all(
    yard: Yard, monkeypatch: pytest.MonkeyPatch, number: int, separately: bool, statements_min: int
) -> None:
    command, before = (await commands(yard))[number], await books(yard)
    saboteur = Saboteur()
    if separately:
        write_separately(monkeypatch)
    monkeypatch.setattr("stockpool.workflows.group.run_batch", saboteur.run_batch)
    reply = None
    while reply is None:
        saboteur.fails_at += 1
        try:
            reply = await yard.say(command)
        except DivisionByZero:
            assert await books(yard) == before
    assert not isinstance(reply, Refused)
    assert saboteur.fails_at == saboteur.written + 1 > statements_min
    assert await books(yard) != before


async def test_without_a_transaction_something_would_remain(yard: Yard, monkeypatch: pytest.MonkeyPatch) -> None:
    """Negative control: the same faults where every statement is committed by itself; then all is put back."""
    command, before = (await commands(yard))[0], await books(yard)
    saboteur = Saboteur(commits_always=True)
    saboteur.fails_at = 3
    write_separately(monkeypatch)
    monkeypatch.setattr("stockpool.workflows.group.run_batch", saboteur.run_batch)
    with pytest.raises(DivisionByZero):
        await yard.say(command)
    assert await books(yard) != before
    assert await yard.drift() != []
    await yard.rows("truncate positions, earlier_counts, reservations, movements, entries, further_events")
