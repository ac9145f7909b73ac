"""Escrows in any order of steps, through the real lane and database, against an oracle that only counts."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any, ClassVar

import msgspec
import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from stockpool.inventory.api import EscrowChanged, EscrowOpened, EscrowSettled, OpenEscrow, SettleEscrow, TopUpEscrow
from stockpool.inventory.decide import facts
from stockpool.inventory.messages import FactKind, FactRecorded, HoldPlaced, PlaceHold, RecordFact
from stockpool.kernel.commands import Command
from stockpool.kernel.ids import new_uuid7
from stockpool.runtime.database import Database
from tests.inventory.asking import asked, lines
from tests.inventory.escrows.till import HOUR, end, wanted
from tests.inventory.yard import Yard, furnish, granted, refused

SKUS = ("tea", "cup")
skus = st.sampled_from(SKUS)
counts = st.integers(1, 5)
picks = st.integers(0, 1_000)


class Kept:
    """What one escrow still has, by the rules of the page and not by the code."""

    def __init__(self, units: dict[str, int]) -> None:
        self.units = dict.fromkeys(SKUS, 0) | units
        self.placed = dict(self.units)
        self.closed = False

    def take(self, sku: str, units: int) -> int:
        """So much of a sale comes from here."""
        taken = 0 if self.closed else min(units, self.units[sku])
        self.units[sku] -= taken
        return taken

    def close(self) -> dict[str, int]:
        """Nothing is kept any more; what that makes free."""
        left, self.units, self.closed = self.units, dict.fromkeys(SKUS, 0), True
        return left


class EscrowMachine(RuleBasedStateMachine):
    """One run: some stock, then anything."""

    yard: ClassVar[Yard]
    runner: ClassVar[asyncio.Runner]
    taken: ClassVar[int] = 0
    """Units that sales took from escrows, in all runs."""

    def __init__(self) -> None:
        super().__init__()
        self.free: dict[str, int] = dict.fromkeys(SKUS, 0)
        self.held: dict[str, int] = dict.fromkeys(SKUS, 0)
        self.escrows: dict[str, Kept] = {}
        self.said: list[tuple[Command, msgspec.Struct]] = []
        self.shortfalls = 0

    def run(self, work: Any) -> Any:  # noqa: ANN401 -- whatever the work gives
        return self.runner.run(work)

    def say(self, command: Command) -> msgspec.Struct:
        reply: msgspec.Struct = self.run(self.yard.say(command))
        self.said.append((command, reply))
        return reply

    @initialize(tea=st.integers(4, 14), cup=st.integers(0, 14))
    def begin(self, tea: int, cup: int) -> None:
        """Some stock, and a till that has some of it."""
        tables = "positions, earlier_counts, movements, entries, reservations, further_events, escrows"
        self.run(self.yard.rows(f"truncate {tables}"))
        for sku, units in (("tea", tea), ("cup", cup)):
            if units:
                self.receive(sku, units)
        self.open({"tea": 3}, partial=False)

    @rule(sku=skus, units=counts)
    def receive(self, sku: str, units: int) -> None:
        granted(FactRecorded, self.say(asked(RecordFact, kind=FactKind.RECEIVE, sku=sku, node="east", quantity=units)))
        self.free[sku] += units

    @rule(sku=skus, units=counts)
    def hold(self, sku: str, units: int) -> None:
        reply = self.say(asked(PlaceHold, channel="web", lines=lines({(sku, "east"): units}), ttl_seconds=3600))
        if units > self.free[sku]:
            assert refused(reply) == "insufficient-stock"
        else:
            granted(HoldPlaced, reply)
            self.free[sku] -= units
            self.held[sku] += units

    def granted_of(self, units: dict[str, int], *, partial: bool) -> dict[str, int] | None:
        """What an escrow gets; None where it is refused."""
        there = {sku: min(asked_for, max(self.free[sku], 0)) for sku, asked_for in units.items()}
        if there == units:
            return units
        return {sku: each for sku, each in there.items() if each} or None if partial else None

    @rule(units=st.dictionaries(skus, counts, min_size=1), partial=st.booleans())
    def open(self, units: dict[str, int], partial: bool) -> None:
        command = asked(OpenEscrow, node="east", till="t", lines=wanted(**units), time=HOUR, partial=partial)
        reply, expected = self.say(command), self.granted_of(units, partial=partial)
        if expected is None:
            assert refused(reply) == "insufficient-stock"
        else:
            assert {line.sku: line.quantity for line in granted(EscrowOpened, reply).lines} == expected
            self.escrows[command.escrow_id] = Kept(expected)
            self.moved(expected)

    def moved(self, units: dict[str, int]) -> None:
        for sku, each in units.items():
            self.free[sku] -= each

    def pick(self, number: int) -> tuple[str, Kept | None]:
        names = [*self.escrows, new_uuid7()]
        still = [name for name, kept in self.escrows.items() if not kept.closed]
        choice = names if number % 4 == 1 or not still else still
        name = choice[number % len(choice)]
        return name, self.escrows.get(name)

    @rule(number=picks, units=st.dictionaries(skus, counts, min_size=1), partial=st.booleans())
    def top_up(self, number: int, units: dict[str, int], partial: bool) -> None:
        name, kept = self.pick(number)
        reply = self.say(asked(TopUpEscrow, escrow_id=name, lines=wanted(**units), partial=partial))
        if kept is None or kept.closed:
            assert refused(reply) == ("unknown-escrow" if kept is None else "escrow-closed")
            return
        expected = self.granted_of(units, partial=partial)
        if expected is None:
            assert refused(reply) == "insufficient-stock"
            return
        granted(EscrowChanged, reply)
        self.moved(expected)
        for sku, each in expected.items():
            kept.units[sku] += each
            kept.placed[sku] += each

    @rule(number=picks, sales=st.lists(st.tuples(skus, st.integers(1, 3)), min_size=1, max_size=4))
    def sell(self, number: int, sales: list[tuple[str, int]]) -> None:
        """Before its escrow is closed or behind it: never refused."""
        name, kept = self.pick(number)
        for sku, units in sales:
            self.sell_from(name, kept, sku, units)

    def sell_from(self, name: str, kept: Kept | None, sku: str, units: int) -> None:
        command = asked(RecordFact, kind=FactKind.SELL, sku=sku, node="east", quantity=units, escrow=name)
        recorded = granted(FactRecorded, self.say(command))
        taken = 0 if kept is None else kept.take(sku, units)
        type(self).taken += taken
        assert bool(recorded.notes) == (taken < units)
        before = self.short(sku)
        self.free[sku] -= units - taken
        self.shortfalls += self.short(sku) > before

    def short(self, sku: str) -> int:
        promised = self.held[sku] + sum(kept.units[sku] for kept in self.escrows.values())
        return min(max(-self.free[sku], 0), promised)

    @rule(number=picks)
    def settle(self, number: int) -> None:
        name, kept = self.pick(number)
        reply = self.say(asked(SettleEscrow, escrow_id=name))
        if kept is None or kept.closed:
            assert refused(reply) == ("unknown-escrow" if kept is None else "escrow-closed")
            return
        told = {line.sku: (line.placed, line.sold, line.given_back) for line in granted(EscrowSettled, reply).lines}
        left, placed = kept.close(), kept.placed
        expected = {sku: (placed[sku], placed[sku] - left[sku], left[sku]) for sku in SKUS if placed[sku]}
        assert told == expected
        self.moved({sku: -units for sku, units in left.items()})

    @rule(number=picks)
    def expire(self, number: int) -> None:
        name, kept = self.pick(number)
        if kept is not None and not kept.closed:
            self.run(end(self.yard, name))
            self.moved({sku: -units for sku, units in kept.close().items()})

    @rule(number=picks)
    def say_again(self, number: int) -> None:
        """Uploads come twice: one effect, one reply."""
        if self.said:
            command, reply = self.said[number % len(self.said)]
            if isinstance(command, RecordFact | OpenEscrow) and reply is not None:
                again = self.run(self.yard.say(command))
                known = refused(reply) if type(reply).__name__ == "Refused" else None
                assert again == reply or known in {"unknown-escrow", "insufficient-stock"}

    @invariant()
    def stock_is_as_counted(self) -> None:
        """What is due but not swept counts as available, as in every answer."""
        sql = """
            select p.sku, p.available + coalesce(d.units, 0), p.held - coalesce(d.units, 0) from positions p
            left join (select sku, sum(quantity)::bigint as units from reservations
                       where quantity > 0 and expires_at <= clock_timestamp() group by sku) as d using (sku)"""
        found = {sku: (available, held) for sku, available, held in self.run(self.yard.rows(sql))}
        kept = {sku: self.held[sku] + sum(each.units[sku] for each in self.escrows.values()) for sku in SKUS}
        assert {sku: found.get(sku, (0, 0)) for sku in SKUS} == {sku: (self.free[sku], kept[sku]) for sku in SKUS}

    def teardown(self) -> None:
        """Nothing drifted, and each broken promise was told."""
        assert self.run(self.yard.drift()) == []
        told = self.run(self.yard.rows("select 1 from further_events where type = 'shortfall.found'"))
        assert len(told) == self.shortfalls


@pytest.fixture
def machine(database_url: str) -> Iterator[type[EscrowMachine]]:
    """The machine on a database of its own."""

    async def opened() -> tuple[Database, Yard]:
        database = await Database.open(database_url, max_size=2)
        await furnish(database)
        yard = Yard(database)
        await yard.open()
        return database, yard

    with asyncio.Runner() as runner:
        database, yard = runner.run(opened())
        yield type("Machine", (EscrowMachine,), {"yard": yard, "runner": runner})
        runner.run(yard.close())
        runner.run(database.close())


BRIEF = settings(
    max_examples=50, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck), database=None
)

FIRST_FAILURE = settings(BRIEF, max_examples=500, phases=[Phase.generate], report_multiple_bugs=False)
"""Where a failure is wanted, the first will do."""


def test_escrows_in_any_order(machine: type[EscrowMachine]) -> None:
    run_state_machine_as_test(machine, settings=BRIEF)
    assert machine.taken > 0


@pytest.mark.soak
@pytest.mark.timeout(3600)
def test_many_escrows_in_any_order(machine: type[EscrowMachine]) -> None:
    run_state_machine_as_test(machine, settings=settings(BRIEF, max_examples=500, stateful_step_count=60))
    assert machine.taken > 0


def test_the_machine_notices_sales_that_take_nothing_from_their_escrow(
    machine: type[EscrowMachine], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Negative control."""
    monkeypatch.setattr(facts, "_reserved", lambda *_: iter(()))
    with pytest.raises(AssertionError):
        run_state_machine_as_test(machine, settings=FIRST_FAILURE)
