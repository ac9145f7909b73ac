"""Every command of the ledger in any order, alone and in groups, through the real lane and database, against an oracle
that adds up what happened from the beginning."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, ClassVar

import msgspec
import psycopg
import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from stockpool.inventory.messages import (
    Commit,
    ExpireHolds,
    ExtendHold,
    FactKind,
    FactRecorded,
    Line,
    PlaceHold,
    Reallocate,
    RecordFact,
    ReleaseHold,
    Unavailability,
    Uncommit,
)
from stockpool.inventory.model import Entry, Ledger, Position
from stockpool.kernel.commands import Command
from stockpool.kernel.idempotency import fingerprint
from stockpool.kernel.ids import new_uuid7
from stockpool.kernel.refusals import Refused
from stockpool.runtime.database import Database, connection_string
from tests.inventory.asking import asked
from tests.inventory.machine.expecting import Expecting
from tests.inventory.machine.oracle import Key, Promise
from tests.inventory.yard import NODES, Yard, furnish, refused

NOT_KEPT = {"invalid-input", "invalid-quantity", "node-outside-pool"}
"""Refusals that nothing is kept of, or that depend on when they are asked."""

WITH_REASON = {FactKind.RECEIVE, FactKind.RETURN, FactKind.ARRIVE, FactKind.DAMAGE, FactKind.RESTORE, FactKind.DISPOSE}

skus = st.sampled_from(["tea", "tea", "cup", "cloth", "kit"])
nodes = st.sampled_from(NODES)
counts = st.integers(1, 9)
channels = st.sampled_from(["web", "web", "careful"])
picks = st.integers(0, 1000)
together = st.sampled_from([False, False, True])
wanted = st.lists(st.tuples(skus, counts, st.integers(0, 99), nodes), min_size=1, max_size=3)
facts = st.fixed_dictionaries(
    {
        "kind": st.sampled_from([*FactKind, FactKind.RECEIVE, FactKind.RECEIVE, FactKind.COUNT, FactKind.SELL]),
        "sku": skus,
        "node": nodes,
        "quantity": counts,
        "cents": st.integers(0, 99),
        "sign": st.sampled_from([1, -1]),
        "reason": st.none() | st.sampled_from(Unavailability),
        "to": st.integers(1, len(NODES) - 1),
        "when": st.none() | picks,
        "names": picks,
    }
)
late = st.lists(
    st.tuples(
        st.sampled_from([FactKind.COUNT, FactKind.COUNT, FactKind.SELL, FactKind.RECEIVE, FactKind.MOVE]),
        nodes,
        counts,
        picks,
    ),
    min_size=1,
    max_size=4,
)


def amount(sku: str, quantity: int, cents: int) -> int | Decimal:
    return Decimal(quantity * 100 + cents) / 100 if sku == "cloth" else quantity


class LedgerMachine(RuleBasedStateMachine):
    """One run: an empty ledger, then anything."""

    yard: ClassVar[Yard]
    watcher: ClassVar[psycopg.Connection]
    """Looks on while nothing is decided, and so without the loop: it looks some times per step."""
    runner: ClassVar[asyncio.Runner]
    steps: ClassVar[int] = 0
    heard: ClassVar[set[str]] = set()

    def __init__(self) -> None:
        super().__init__()
        self.expecting = Expecting()
        self.pending: list[Command] = []
        self.said: list[tuple[Command, msgspec.Struct]] = []
        self.holds: list[str] = [new_uuid7()]
        self.commitments: list[str] = [new_uuid7()]
        self.moments: list[datetime] = []

    @property
    def promises(self) -> dict[str, Promise]:
        return self.expecting.oracle.promises

    def run(self, work: Any) -> Any:  # noqa: ANN401 -- whatever the work gives
        return self.runner.run(work)

    def rows(self, sql: str, *params: object) -> list[tuple[Any, ...]]:
        cursor = self.watcher.execute(sql.encode(), params)
        return cursor.fetchall() if cursor.description else []

    # saying things, alone or in groups

    def say(self, command: Command, *, more_follows: bool = False) -> None:
        """Queue a command; unless more follows in its group, have the group decided and its replies checked."""
        self.pending.append(command)
        if not more_follows:
            self.flush()

    def flush(self) -> None:
        group, self.pending = self.pending, []
        if not group:
            return
        before = self.rows("select clock_timestamp()")[0][0]
        replies = self.run(self.yard.say_together(group))
        after = self.rows("select clock_timestamp()")[0][0]
        for command, reply in zip(group, replies, strict=True):
            self.heard.add(f"{type(command).__name__} {reply.reason if isinstance(reply, Refused) else 'granted'}")
            if isinstance(reply, FactRecorded):
                assert isinstance(command, RecordFact)
                self.check_moment(command, reply.occurred_at, before, after)
            self.expecting.hear(command, reply)
            if not (isinstance(reply, Refused) and reply.reason in NOT_KEPT):
                self.said.append((command, reply))

    def check_moment(self, fact: RecordFact, at: datetime, before: datetime, after: datetime) -> None:
        """A fact is about the moment it names; without one, or with one in the future, about now."""
        if fact.occurred_at is None or fact.occurred_at > after:
            assert before <= at <= after
        else:
            assert at == fact.occurred_at
        self.moments.append(at)

    # what can be said

    @initialize(stock=st.lists(st.integers(0, 15), min_size=9, max_size=9))
    def begin(self, stock: list[int]) -> None:
        """An empty ledger, and something of everything everywhere."""
        self.rows("truncate positions, earlier_counts, movements, entries, reservations, further_events")
        start = self.rows("select clock_timestamp()")[0][0]
        self.moments = [start - timedelta(seconds=10 * step) for step in range(6)] + [start + timedelta(hours=1)]
        places = [(sku, node) for sku in ("tea", "cup", "cloth") for node in NODES]
        for (sku, node), quantity in zip(places, stock, strict=True):
            if quantity:
                kind = FactKind.RECEIVE
                command = asked(
                    RecordFact, kind=kind, sku=sku, node=node, quantity=quantity, occurred_at=self.moments[5]
                )
                self.say(command, more_follows=True)
        self.flush()

    @rule(told=facts, more=together)
    def record(self, told: dict[str, Any], more: bool) -> None:
        kind, sku, node = told["kind"], told["sku"], told["node"]
        quantity = amount(sku, told["quantity"], told["cents"])
        words: dict[str, Any] = {"kind": kind, "sku": sku, "node": node, "quantity": quantity}
        if kind is FactKind.ADJUST:
            words["quantity"] = quantity * told["sign"]
        if kind is FactKind.MOVE:
            words["to_node"] = NODES[(NODES.index(node) + told["to"]) % len(NODES)]
        if kind in {FactKind.DISPATCH, FactKind.ARRIVE}:
            words["reference"] = f"T-{told['names'] % 2}"
        if kind in {FactKind.SELL, FactKind.SHIP}:
            known = [None, *self.holds, *self.commitments]
            words["reference"] = known[told["names"] % len(known)]
        if kind in WITH_REASON:
            words["reason"] = told["reason"]
        if told["when"] is not None:
            words["occurred_at"] = self.moments[told["when"] % len(self.moments)]
        self.say(asked(RecordFact, **words), more_follows=more)

    @rule(told=late, more=together)
    def tell_of_the_past(self, told: list[tuple[FactKind, str, int, int]], more: bool) -> None:
        """Several facts about one SKU, counts among them, each of some moment that was."""
        for place, (kind, node, quantity, when) in enumerate(told, start=1):
            words: dict[str, Any] = {"kind": kind, "sku": "tea", "node": node, "quantity": quantity}
            if kind is FactKind.MOVE:
                words["to_node"] = NODES[(NODES.index(node) + 1) % len(NODES)]
            at = self.moments[when % len(self.moments)]
            self.say(asked(RecordFact, **words, occurred_at=at), more_follows=more or place < len(told))

    def lines(self, asked_for: list[tuple[str, int, int, str]], *, anywhere: bool = False) -> tuple[Line, ...]:
        return tuple(
            Line(sku, amount(sku, quantity, cents), None if anywhere and cents % 2 else node)
            for sku, quantity, cents, node in asked_for
        )

    @rule(asked_for=wanted, channel=channels, partial=st.booleans(), more=together)
    def hold_at_nodes(
        self, asked_for: list[tuple[str, int, int, str]], channel: str, partial: bool, more: bool
    ) -> None:
        lines = self.lines(asked_for)
        command = asked(PlaceHold, channel=channel, lines=lines, ttl_seconds=3600, partial=partial)
        self.holds.append(command.hold_id)
        self.say(command, more_follows=more)

    @rule(asked_for=wanted, channel=channels, partial=st.booleans())
    def hold_anywhere(self, asked_for: list[tuple[str, int, int, str]], channel: str, partial: bool) -> None:
        self.flush()
        lines = self.lines(asked_for, anywhere=True)
        command = asked(PlaceHold, channel=channel, lines=lines, ttl_seconds=3600, partial=partial)
        self.holds.append(command.hold_id)
        self.say(command)

    def pick(self, ids: list[str], number: int) -> str:
        """One that is open mostly; sometimes any, or one of the other kind, which must not be taken for it."""
        if number % 15 == 0:
            ids = self.commitments if ids is self.holds else self.holds
        still_open = [each for each in ids if each in self.promises and self.promises[each].is_open]
        choice = still_open if still_open and number % 5 else ids
        return choice[-1 - number % len(choice)]

    @rule(number=picks, seconds=st.integers(600, 7200), more=together)
    def extend(self, number: int, seconds: int, more: bool) -> None:
        command = asked(ExtendHold, hold_id=self.pick(self.holds, number), ttl_seconds=seconds)
        self.say(command, more_follows=more)

    @rule(number=picks, some=st.none() | wanted, more=together)
    def release(self, number: int, some: list[tuple[str, int, int, str]] | None, more: bool) -> None:
        hold_id = self.pick(self.holds, number)
        self.say(asked(ReleaseHold, hold_id=hold_id, lines=self.parts(hold_id, some)), more_follows=more)

    def parts(self, promise_id: str, some: list[tuple[str, int, int, str]] | None) -> tuple[Line, ...]:
        """Lines of a promise as it stands, less of each; sometimes others, which it has not."""
        promise = self.promises.get(promise_id)
        if some is None:
            return ()
        if promise is None or some[0][1] == 9:
            return self.lines(some)
        there = [(sku, node, units) for (sku, node), units in promise.units.items() if units]
        taken = [(sku, node, max(units - some[0][1], 1)) for sku, node, units in there[: len(some)]]
        return tuple(Line(sku, amount(sku, 0, units) if sku == "cloth" else units, node) for sku, node, units in taken)

    @rule(number=picks)
    def let_time_pass(self, number: int) -> None:
        """A hold's time is over: from now on its units are free, though nobody has swept it."""
        self.flush()
        hold_id = self.pick(self.holds, number)
        sql = "update reservations set expires_at = clock_timestamp() where reservation_id = %s and kind = 'hold'"
        self.rows(sql, hold_id)
        hold = self.promises.get(hold_id)
        if hold is not None and hold.kind == "hold" and hold.is_open:
            hold.end()

    @rule()
    def sweep(self) -> None:
        self.flush()
        due = self.rows("select sku, node from reservations where expires_at <= clock_timestamp() and quantity > 0")
        if due:
            self.run(self.yard.say(asked(ExpireHolds, positions=tuple(due))))

    @rule(asked_for=wanted, channel=channels, number=st.none() | picks, same=st.booleans(), more=together)
    def commit(
        self, asked_for: list[tuple[str, int, int, str]], channel: str, number: int | None, same: bool, more: bool
    ) -> None:
        hold_id = None if number is None else self.pick(self.holds, number)
        lines = self.lines(asked_for)
        if hold_id is not None and same:
            lines = self.parts(hold_id, [("tea", 1, 0, "east")] * 9) or lines
        command = asked(Commit, channel=channel, lines=lines, hold_id=hold_id)
        self.commitments.append(command.commitment_id)
        self.say(command, more_follows=more)

    @rule(number=picks, some=st.none() | wanted, more=together)
    def uncommit(self, number: int, some: list[tuple[str, int, int, str]] | None, more: bool) -> None:
        commitment_id = self.pick(self.commitments, number)
        lines = self.parts(commitment_id, some)
        self.say(asked(Uncommit, commitment_id=commitment_id, lines=lines), more_follows=more)

    @rule(number=picks, quantity=counts, to_node=nodes, channel=channels, more=together)
    def reallocate(self, number: int, quantity: int, to_node: str, channel: str, more: bool) -> None:
        """Mostly as much as is there, of a line that is open."""
        commitment_id = self.pick(self.commitments, number)
        promise = self.promises.get(commitment_id)
        there = [(key, units) for key, units in promise.units.items() if units] if promise is not None else []
        (sku, from_node), units = there[number % len(there)] if there else (("tea", "east"), quantity)
        units = min(units, quantity) if number % 4 else quantity
        words: dict[str, Any] = {"commitment_id": commitment_id, "channel": channel, "sku": sku}
        words["quantity"] = amount(sku, 0, units) if sku == "cloth" else units
        self.say(asked(Reallocate, **words, from_node=from_node, to_node=to_node), more_follows=more)

    @rule(sku=st.sampled_from(["tea", "cup", "cloth"]), number=picks, more=together)
    def commit_what_is_there(self, sku: str, number: int, more: bool) -> None:
        """A little of what some node has."""
        least = 100 if sku == "cloth" else 1
        nodes_with = [node for node in NODES if self.expecting.oracle.free((sku, node), 0) >= least]
        node = nodes_with[number % len(nodes_with)] if nodes_with else "east"
        command = asked(Commit, channel="web", lines=(Line(sku, 1, node),))
        self.commitments.append(command.commitment_id)
        self.say(command, more_follows=more)

    @rule(number=picks)
    def say_again(self, number: int) -> None:
        """One effect, one reply."""
        self.flush()
        if self.said:
            command, reply = self.said[-1 - number % len(self.said)]
            assert self.run(self.yard.say(command)) == reply

    @rule(number=picks)
    def say_something_else_under_an_old_key(self, number: int) -> None:
        self.flush()
        if self.said:
            command, _ = self.said[-1 - number % len(self.said)]
            other = msgspec.structs.replace(command, fingerprint=fingerprint("another body"))
            assert refused(self.run(self.yard.say(other))) == "idempotency-key-reused"

    # what must hold

    @rule()
    def look_back(self) -> None:
        """What was on hand of anything, each time that something happened, as far as is known now."""
        self.flush()
        history: dict[Key, dict[datetime, int]] = {}
        for sku, node, moment, units in self.rows(HISTORY):
            history.setdefault((sku, node), {})[moment] = units
        oracle = self.expecting.oracle
        for key in history.keys() | oracle.happened.keys():
            found = history.get(key, {})
            expected = {at: oracle.on_hand(key, at) for at in {*found, *oracle.moments(key)}}
            assert {at: latest(found, at) for at in expected} == expected, key

    @invariant()
    def positions_and_promises_are_as_expected(self) -> None:
        type(self).steps += 1
        if self.pending:
            return
        oracle = self.expecting.oracle
        found = {(sku, node): accounts for sku, node, *accounts in self.rows(ACCOUNTS)}
        keys = found.keys() | oracle.happened.keys()
        expected = {key: list(oracle.accounts(key).values()) for key in keys}
        assert {key: found.get(key, [0] * 6) for key in keys} == expected
        kept = {
            (promise_id, *key): units
            for promise_id, promise in oracle.promises.items()
            for key, units in promise.units.items()
            if units
        }
        assert {tuple(row[:3]): row[3] for row in self.rows(PROMISES)} == kept

    def teardown(self) -> None:
        """At the end of a run: nothing drifted, shortfalls were told, what is in transit is what was sent."""
        self.look_back()
        assert self.run(self.yard.drift()) == []
        told = self.rows(
            "select subject, (data->>'quantity')::numeric from further_events "
            "where type = 'shortfall.found' order by event_id"
        )
        units = [(subject, int(each * (100 if subject.startswith("cloth") else 1))) for subject, each in told]
        assert units == self.expecting.shortfalls
        sent = sorted(units for units in self.expecting.oracle.in_transit.values() if units)
        assert sorted(row[0] for row in self.rows(IN_TRANSIT)) == sent


DUE = "r.kind = 'hold' and r.expires_at <= clock_timestamp()"
ACCOUNTS = f"""
select p.sku, p.node, p.available + coalesce(d.units, 0), p.held - coalesce(d.units, 0), p.committed,
       p.damaged, p.quality_control, p.other
from positions p
left join (select r.sku, r.node, sum(r.quantity)::bigint as units from reservations r where {DUE} group by 1, 2) d
  using (sku, node)
"""  # noqa: S608 -- our own condition
PROMISES = f"select r.reservation_id::text, r.sku, r.node, r.quantity from reservations r where r.quantity > 0 and not coalesce({DUE}, false)"  # noqa: S608, E501 -- as above
HISTORY = """
select sku, node, occurred_at, sum(sum(units)) over (partition by sku, node order by occurred_at)::bigint from (
    select sku, node, occurred_at,
           quantity * ((to_account <= 'other')::int - (from_account <= 'other')::int) as units
    from entries
) as changes group by sku, node, occurred_at
"""
IN_TRANSIT = """
select sum(units)::bigint from (
    select to_reference as transfer, sku, quantity as units from entries where to_account = 'in_transit'
    union all select from_reference, sku, -quantity from entries where from_account = 'in_transit'
) moved group by transfer, sku having sum(units) <> 0
"""


def latest(history: dict[datetime, int], moment: datetime) -> int:
    """What the last entry until a moment left."""
    return next((units for at, units in sorted(history.items(), reverse=True) if at <= moment), 0)


@pytest.fixture
def machine(database_url: str) -> Iterator[type[LedgerMachine]]:
    """The machine on a database of its own; one connection for the lane and one to look."""

    async def opened() -> Yard:
        database = await Database.open(database_url, max_size=1)
        await furnish(database)
        yard = Yard(database)
        await yard.open()
        return yard

    with asyncio.Runner() as runner, psycopg.connect(connection_string(database_url), autocommit=True) as watcher:
        LedgerMachine.runner, LedgerMachine.yard = runner, runner.run(opened())
        LedgerMachine.steps, LedgerMachine.heard = 0, set()
        LedgerMachine.watcher = watcher
        yield LedgerMachine
        runner.run(LedgerMachine.yard.close())
        runner.run(LedgerMachine.yard.database.close())


def driven(machine: type[LedgerMachine], runs: int, steps: int, phases: Sequence[Phase] = tuple(Phase)) -> None:
    """So many runs of at most so many steps."""
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=runs,
            stateful_step_count=steps,
            deadline=None,
            print_blob=True,
            report_multiple_bugs=False,
            derandomize=False,
            phases=phases,
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.mark.timeout(600)
def test_any_sequence_of_commands_leaves_what_an_independent_ledger_says(machine: type[LedgerMachine]) -> None:
    """Cases 7 and 11: several thousand steps; the reply of each, and the books after each, are as the oracle says."""
    driven(machine, runs=60, steps=70)
    assert machine.steps > 2000
    said = ("RecordFact", "PlaceHold", "ExtendHold", "ReleaseHold", "Commit", "Uncommit", "Reallocate")
    assert [kind for kind in said if f"{kind} granted" not in machine.heard] == []
    assert len(machine.heard) > 15


def nothing_is_made_up(*_: object) -> list[Entry]:
    """Late facts change what was counted after them."""
    return []


def the_latest_count_alone_stands(self: Ledger, key: Key, moment: datetime) -> datetime | None:
    """Late facts change what was counted after them, but for the latest count."""
    counted_at = self.positions[key].counted_at
    return counted_at if counted_at is not None and moment < counted_at else None


def nothing_is_over(*_: object) -> bool:
    """Holds are kept past their time."""
    return False


def everything_is_free(self: Position, buffer: int) -> int:
    """Buffers are forgotten."""
    del buffer
    return max(self.available, 0)


QUICK = 2
"""A seed whose sequences find each broken rule soon; any other one finds them too, only some of them much later."""


@pytest.mark.timeout(600)
@pytest.mark.parametrize(
    ("rule_of", "broken"),
    [
        ("stockpool.inventory.decide.facts._made_up", nothing_is_made_up),
        ("stockpool.inventory.model.Ledger.first_count_behind", the_latest_count_alone_stands),
        ("stockpool.inventory.decide.holds.is_over", nothing_is_over),
        ("stockpool.inventory.model.Position.free", everything_is_free),
    ],
)
def test_a_broken_rule_is_found(
    machine: type[LedgerMachine], monkeypatch: pytest.MonkeyPatch, rule_of: str, broken: Callable[..., object]
) -> None:
    """Negative control: with one rule taken out of the ledger, the oracle disagrees."""
    monkeypatch.setattr(rule_of, broken)
    with pytest.raises(AssertionError):
        driven(seed(QUICK)(type("Sabotaged", (machine,), {})), runs=200, steps=70, phases=[Phase.generate])


@pytest.mark.soak
@pytest.mark.timeout(3600)
def test_long_sequences_too(machine: type[LedgerMachine]) -> None:
    driven(machine, runs=400, steps=250)
    assert machine.steps > 20_000
