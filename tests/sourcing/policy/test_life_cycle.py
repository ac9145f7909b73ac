"""A policy is stored, let act and taken back, each in one step that no process misses."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from itertools import pairwise

import psycopg
import pytest

from stockpool.inventory.api import versions_now
from stockpool.inventory.messages import FactKind
from stockpool.kernel.refusals import Reason, Refused
from stockpool.network.api import upsert_nodes
from stockpool.network.messages import NodeInput, NodeKind
from stockpool.runtime.database import Database
from stockpool.sourcing.api import (
    Activated,
    ActivatePolicy,
    Decide,
    Known,
    PolicyPut,
    PutPolicy,
    RollBack,
    activate_policy,
    load_active,
    put_policy,
)
from stockpool.sourcing.policy import registry
from stockpool.workflows.policy_desk import PolicyDesk
from stockpool.workflows.reference import ReferenceData
from tests.inventory.yard import Yard, furnish
from tests.sourcing.policy.brute_force import decide
from tests.sourcing.policy.documents import policy_of, with_cost

NOW = datetime(2026, 11, 1, tzinfo=UTC)
A, B, C = [with_cost(f"parcel: {{further: {amount}}}") for amount in (1, 2, 3)]

CASES = """\
nodes: {leeds: {at: [53.8, -1.5]}, york: {at: [54, -1.1]}}
stock: {leeds: {tea: 1}, york: {tea: 1}}
cases:
  - {name: both serve, lines: {tea: 2}, expect: {nodes: [leeds, york]}}
  - {name: one serves, lines: {tea: 1}, expect: {nodes: [leeds]}}
"""


@pytest.fixture
async def desk(database: Database) -> PolicyDesk:
    """Where policies are looked after, in a network with one store."""
    async with database.transaction() as connection:
        await upsert_nodes(connection, [NodeInput("leeds", "Leeds", NodeKind.STORE)])
    return PolicyDesk(database, decide)


async def put(desk: PolicyDesk, text: str, cases: str | None = None) -> PolicyPut:
    result = await desk.put(PutPolicy(text, cases), NOW, "ann")
    assert isinstance(result, PolicyPut), result
    return result


async def activate(desk: PolicyDesk, version: int | None = None, *, name: str = "small") -> Activated:
    result = await desk.activate(ActivatePolicy(name, version, "because"), NOW, "ann")
    assert isinstance(result, Activated), result
    return result


async def back(desk: PolicyDesk) -> Activated | Refused:
    return await desk.roll_back(RollBack("no good"), NOW, "bob")


async def acting(database: Database) -> tuple[str, int] | None:
    """What a process that has just started would obey."""
    async with database.read() as connection:
        active = await load_active(connection)
    return None if active is None else (active.name, active.version)


def reason(result: object) -> Reason:
    assert isinstance(result, Refused), result
    return result.reason


async def test_the_same_document_is_the_same_version(desk: PolicyDesk) -> None:
    assert [(await put(desk, text)).policy.version for text in (A, B, A, B, C)] == [1, 2, 1, 2, 3]
    assert not (await put(desk, A)).new
    assert (await put(desk, A, CASES)).policy.version == 4, "with cases it is another"
    assert [head.version for head in await desk.list(None, 10)] == [4, 3, 2, 1]
    assert [head.version for head in await desk.list(("small", 3), 10)] == [2, 1]


async def test_what_cannot_be_read_is_not_stored(desk: PolicyDesk) -> None:
    refused = await desk.put(PutPolicy(A.replace("further", "furhter"), file="a.yaml"), NOW, "ann")
    assert isinstance(refused, Refused)
    assert refused.reason == Reason.INVALID_POLICY
    assert [each.path for each in refused.problems] == ["a.yaml:6:17", "a.yaml:6:18"]
    assert "did you mean 'further'?" in refused.problems[1].message
    assert reason(await desk.put(PutPolicy(A, "cases: 1"), NOW, "ann")) == Reason.INVALID_POLICY
    assert reason(await desk.put(PutPolicy(A, note="a\0b"), NOW, "ann")) == Reason.INVALID_INPUT
    assert await desk.list(None, 10) == []


async def test_the_step_is_audited_and_acts_after_a_restart(desk: PolicyDesk, database: Database) -> None:
    assert await acting(database) is None
    await put(desk, A)
    step = (await activate(desk)).activation
    assert (step.sequence, step.policy, step.version, step.back_to) == (1, "small", 1, None)
    assert (step.activated_at, step.activated_by, step.note) == (NOW, "ann", "because")
    assert await acting(database) == ("small", 1)
    async with database.read() as connection:
        active = await load_active(connection)
    assert active is not None
    assert active.policy == policy_of(A)


async def test_what_acts_already_is_no_further_step(desk: PolicyDesk, database: Database) -> None:
    await put(desk, A)
    await activate(desk)
    async with database.read() as connection:
        before = await versions_now(connection)
    assert not (await activate(desk)).new
    async with database.read() as connection:
        assert await versions_now(connection) == before
    assert len(await desk.history(None, 10)) == 1


async def test_going_back_goes_further_each_time_to_the_built_in_one(desk: PolicyDesk, database: Database) -> None:
    for text in (A, B):
        await put(desk, text)
    await activate(desk, 1)
    await activate(desk, 2)
    await back(desk)
    assert await acting(database) == ("small", 1)
    await put(desk, C)
    await activate(desk, 3)
    await back(desk)
    assert await acting(database) == ("small", 1)
    await back(desk)
    assert await acting(database) is None
    assert reason(await back(desk)) == Reason.POLICY_STATE
    await activate(desk, 2)
    await back(desk)
    assert await acting(database) is None
    steps = await desk.history(None, 20)
    assert [(step.sequence, step.version, step.back_to) for step in reversed(steps)] == [
        (1, 1, None), (2, 2, None), (3, 1, 1), (4, 3, None), (5, 1, 1), (6, None, 0), (7, 2, None), (8, None, 0),
    ]  # fmt: skip
    assert [step.sequence for step in await desk.history(4, 2)] == [3, 2]


async def test_nothing_that_is_not_there_acts(desk: PolicyDesk) -> None:
    await put(desk, A)
    for name, version in (("other", None), ("small", 2), ("small", 2**40), ("small\0", None)):
        assert reason(await desk.activate(ActivatePolicy(name, version), NOW, "ann")) == Reason.UNKNOWN_POLICY
    assert await desk.last() is None


async def test_a_policy_for_a_node_that_is_not_there_never_acts(desk: PolicyDesk, database: Database) -> None:
    there = A + "    filters:\n      - nodes: {only: [leeds]}\n"
    gone = A + "    filters:\n      - nodes: {only: [hull, store]}\n"
    await put(desk, there)
    await put(desk, gone)
    await activate(desk, 1)
    refused = await desk.activate(ActivatePolicy("small", 2), NOW, "ann")
    assert isinstance(refused, Refused)
    assert refused.problems[0].path == "small@2:8:24"
    assert "there is no node and no kind of nodes 'hull'" in refused.problems[0].message
    assert await acting(database) == ("small", 1)


async def test_a_policy_for_rates_that_are_not_there_never_acts(desk: PolicyDesk, database: Database) -> None:
    put_ = await put(desk, with_cost("shipping: {rates: parcels}"))
    for rates, said in (({}, "there is no rate table 'parcels'"), ({"parcels": "GBP"}, "is in GBP")):
        known, command = Known(rates=rates), ActivatePolicy(put_.policy.name)
        async with database.transaction() as connection:
            refused = await activate_policy(connection, command, known=known, decide=decide, now=NOW, actor="ann")
        assert isinstance(refused, Refused)
        assert said in refused.problems[0].message


async def test_a_policy_that_fails_its_cases_never_acts(desk: PolicyDesk, database: Database) -> None:
    await put(desk, A, CASES)
    await activate(desk, 1)
    await put(desk, A, CASES.replace("[leeds, york]", "[york]"))
    refused = await desk.activate(ActivatePolicy("small"), NOW, "ann")
    assert isinstance(refused, Refused)
    assert refused.reason == Reason.POLICY_FAILS_CASES
    assert [(each.path, each.message) for each in refused.problems] == [
        ("both serve", "expected york, got leeds, york")
    ]
    assert await acting(database) == ("small", 1)


async def test_a_text_that_cannot_be_read_any_more_never_acts(desk: PolicyDesk, database: Database) -> None:
    """As where a package that brought a strategy is gone: it is read in the very step, not only when it is stored."""
    async with database.transaction() as connection:
        await put_policy(connection, PutPolicy(A), now=NOW, actor="ann")
        await connection.execute(
            "insert into sourcing_policies select name, 2, replace(text, 'parcel', 'tolls'), cases,"
            " repeat('0', 64), created_at, created_by, note from sourcing_policies"
        )
    assert reason(await desk.activate(ActivatePolicy("small", 2), NOW, "ann")) == Reason.INVALID_POLICY
    await activate(desk, 1)
    async with database.transaction() as connection:
        await connection.execute(
            "insert into policy_activations values"
            " (2, 'small', 2, null, now(), 'x', ''), (3, 'small', 1, null, now(), 'x', '')"
        )
    assert reason(await back(desk)) == Reason.INVALID_POLICY
    assert await acting(database) == ("small", 1)


async def test_a_caller_who_saw_another_step_is_told(desk: PolicyDesk) -> None:
    for text in (A, B):
        await put(desk, text)
    first = await desk.activate(ActivatePolicy("small", 1, if_sequence=0), NOW, "ann")
    assert isinstance(first, Activated)
    assert reason(await desk.activate(ActivatePolicy("small", 2, if_sequence=0), NOW, "bob")) == Reason.STALE_VERSION
    assert reason(await desk.roll_back(RollBack(if_sequence=0), NOW, "bob")) == Reason.STALE_VERSION
    assert isinstance(await desk.roll_back(RollBack(if_sequence=1), NOW, "bob"), Activated)


async def test_the_next_order_of_every_process_plans_anew(desk: PolicyDesk, database: Database) -> None:
    """Each process keeps the network with what it plans by, and compares its version in every group."""
    await put(desk, A)
    other = await Database.open(database.url)
    processes = [(ReferenceData(), database), (ReferenceData(), other)]
    for reference, its in processes:
        async with its.read() as connection:
            await reference.load(connection, ())
    await activate(desk)
    for reference, its in processes:
        async with its.read() as connection:
            _, kept, had = await reference.load(connection, ())
            await reference.refresh(connection)
            _, fresh, has = await reference.load(connection, ())
        assert fresh is not kept, "what was planned by before is forgotten"
        assert has.network == had.network + 1
    await other.close()


@pytest.mark.parametrize("searches", [True, False])
async def test_the_search_is_compiled_beforehand_only_where_somebody_searches(
    desk: PolicyDesk, database: Database, monkeypatch: pytest.MonkeyPatch, searches: bool
) -> None:
    """Compiling takes a processor for half a minute: the process that counts figures must not do it too."""
    begun: list[None] = []
    monkeypatch.setattr("stockpool.workflows.reference._compile_soon", lambda: begun.append(None))
    await put(desk, A)
    await activate(desk)
    async with database.read() as connection:
        await ReferenceData(searches=searches).load(connection, ())
    assert bool(begun) is searches


async def test_steps_taken_at_once_follow_one_another(desk: PolicyDesk, database: Database) -> None:
    for text in (A, B, C):
        await put(desk, text)
    other = PolicyDesk(await Database.open(database.url), decide)
    commands = [(each, version) for version in (1, 2, 3) for each in (desk, other) for _ in range(3)]
    await asyncio.gather(*[each.activate(ActivatePolicy("small", version), NOW, "ann") for each, version in commands])
    steps = list(reversed(await desk.history(None, 50)))
    assert [step.sequence for step in steps] == list(range(1, len(steps) + 1))
    assert all(one.version != two.version for one, two in pairwise(steps))
    await other._database.close()


async def test_documents_stored_at_once_get_their_own_versions(desk: PolicyDesk) -> None:
    texts = [with_cost(f"parcel: {{further: {amount}}}") for amount in range(8)]
    stored = await asyncio.gather(*[put(desk, text) for text in texts * 2])
    assert sorted({each.policy.version for each in stored}) == list(range(1, 9))


async def test_without_taking_turns_they_would_collide(desk: PolicyDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control of the lock."""

    async def no_lock(_: object) -> None:
        await asyncio.sleep(0)

    monkeypatch.setattr("stockpool.network.api.lock_network", no_lock)
    for attempt in range(6):
        texts = [with_cost(f"parcel: {{further: {8 * attempt + amount}}}") for amount in range(8)]
        try:
            await asyncio.gather(*[put(desk, text) for text in texts])
        except psycopg.errors.UniqueViolation:
            return
    pytest.fail("they never met")


async def test_a_step_that_is_cut_off_leaves_nothing(desk: PolicyDesk, database: Database) -> None:
    await put(desk, A)
    async with database.read() as connection:
        before = await versions_now(connection)

    def cut(*_: object) -> None:
        raise KeyboardInterrupt

    await put(desk, B, CASES)
    cutting: Decide = cut  # type: ignore[assignment] # it never answers
    with pytest.raises(KeyboardInterrupt):
        await PolicyDesk(database, cutting).activate(ActivatePolicy("small"), NOW, "ann")
    await activate(desk, 1)
    await kill_between(database)
    async with database.read() as connection:
        after = await versions_now(connection)
    assert after.network == before.network + 1
    assert [step.version for step in await desk.history(None, 10)] == [1]


async def kill_between(database: Database) -> None:
    """Take a step, and lose the connection before its commit."""
    connection = await database.connect()
    await connection.set_autocommit(False)
    known = Known()
    step = await activate_policy(
        connection, ActivatePolicy("small", 2), known=known, decide=decide, now=NOW, actor="ann"
    )
    assert isinstance(step, Activated)
    async with database.transaction() as other:
        await other.execute("select pg_terminate_backend(%s)", [connection.info.backend_pid])
    with pytest.raises(psycopg.OperationalError):
        await connection.commit()
    await connection.close()


@pytest.mark.parametrize(
    "statement",
    [
        "update sourcing_policies set note = 'other'",
        "delete from policy_activations",
        "truncate policy_activations",
        "truncate sourcing_policies cascade",
    ],
)
async def test_what_was_stored_is_never_changed(desk: PolicyDesk, database: Database, statement: str) -> None:
    await put(desk, A)
    await activate(desk)
    with pytest.raises(psycopg.errors.RaiseException, match="are never changed"):
        async with database.transaction() as connection:
            await connection.execute(statement.encode())


async def test_the_next_promise_of_every_process_obeys(database: Database) -> None:
    """Two processes with what they keep of the network, and no time between the step and what they promise."""
    await furnish(database)
    yards = [Yard(database), Yard(database)]
    for yard in yards:
        await yard.open()
    for node in ("east", "west"):
        await yards[0].fact(FactKind.RECEIVE, "tea", node, 20)
    desk = PolicyDesk(database)
    for node in ("east", "west"):
        await put(desk, with_cost("parcel: {further: 1}") + f"    filters:\n      - nodes: {{only: [{node}]}}\n")
    for version, node in ((1, "east"), (2, "west"), (1, "east")):
        await activate(desk, version)
        for yard in yards:
            held = await yard.hold({("tea", None): 1})
            assert [line.node for line in held.lines] == [node]
    for yard in yards:
        await yard.close()


async def test_an_active_policy_that_cannot_be_read_stops_the_process_instead_of_being_passed_by(
    desk: PolicyDesk, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A package that brought one of its strategies is gone: orders are not sourced by anything else."""
    await put(desk, A)
    await activate(desk)
    left = {name: kind for name, kind in registry.costs().items() if name != "parcel"}
    monkeypatch.setattr(registry, "costs", lambda: left)
    async with database.read() as connection:
        with pytest.raises(RuntimeError, match="there is no cost 'parcel'"):
            await load_active(connection)
