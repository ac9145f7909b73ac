"""Sourcing policies with what they are checked against: the network, the catalog and the rate tables."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import date, datetime

from psycopg import AsyncConnection

from stockpool.catalog import api as catalog
from stockpool.feed import api as feed
from stockpool.feed.api import Telling
from stockpool.kernel.refusals import Refused
from stockpool.network import api as network
from stockpool.network.messages import NodeKind
from stockpool.runtime.database import Database
from stockpool.sourcing import api as sourcing
from stockpool.sourcing.api import (
    Activated,
    ActivatePolicy,
    Activation,
    BacktestKept,
    Comparison,
    Decide,
    Known,
    PolicyActivated,
    PolicyHead,
    PolicyPut,
    PolicyStored,
    PutPolicy,
    ReadPolicy,
    RollBack,
    Shadow,
    ShadowSet,
    StoredPolicy,
)

KINDS = frozenset([kind.value for kind in NodeKind])
SUBJECT = "sourcing"
"""Steps of policies are told of sourcing as a whole: one acts at a time."""

OFFLINE = Known(kinds=KINDS)
"""What is known without a database."""


async def known_rates(connection: AsyncConnection) -> Mapping[str, str]:
    """The rate tables with their currencies."""
    return {name: table.currency for name, table in (await network.load_rate_book(connection)).tables.items()}


async def known_names(connection: AsyncConnection, *, acting: bool = False) -> Known:
    """Everything that a policy may name. One that is to act is refused for its nodes and rates only."""
    nodes, channels = await network.network_names(connection)
    return Known(
        rates=await known_rates(connection),
        nodes=nodes,
        kinds=KINDS,
        channels=channels,
        categories=None if acting else await catalog.list_categories(connection),
        acting=acting,
        outlooks=await sourcing.outlook_state(connection),
    )


class PolicyDesk:
    """Policies stored, let act and taken back. `decide` sources the orders of a policy's cases."""

    def __init__(self, database: Database, decide: Decide = sourcing.decide_case) -> None:
        """Work on one database."""
        self._database = database
        self._decide = decide

    async def lint(self, text: str | bytes, file: str) -> ReadPolicy:
        """Read a document, and look up the names in it."""
        async with self._database.read() as connection:
            return sourcing.read_policy(text, file, await known_names(connection))

    async def put(self, command: PutPolicy, now: datetime, actor: str) -> PolicyPut | Refused:
        """Store a document."""
        async with self._turn() as connection:
            result = await sourcing.put_policy(connection, command, now=now, actor=actor)
            if isinstance(result, PolicyPut) and result.new:
                stored = PolicyStored(result.policy.name, result.policy.version)
                await feed.tell(connection, [Telling(SUBJECT, stored)])
            return result

    async def activate(self, command: ActivatePolicy, now: datetime, actor: str) -> Activated | Refused:
        """Let a policy act on the next order of every process."""
        async with self._turn() as connection:
            known = await known_names(connection, acting=True)
            return await _told(
                connection,
                await sourcing.activate_policy(
                    connection, command, known=known, decide=self._decide, now=now, actor=actor
                ),
            )

    async def roll_back(self, command: RollBack, now: datetime, actor: str) -> Activated | Refused:
        """Let that act again which acted before."""
        async with self._turn() as connection:
            known = await known_names(connection, acting=True)
            return await _told(
                connection,
                await sourcing.roll_back(connection, command, known=known, decide=self._decide, now=now, actor=actor),
            )

    async def get(self, name: str, version: int | None = None) -> StoredPolicy | None:
        """One version, the newest where none is named."""
        async with self._database.read() as connection:
            return await sourcing.get_policy(connection, name, version)

    async def history(self, before: int | None, limit: int) -> list[Activation]:
        """Steps, the newest first."""
        async with self._database.read() as connection:
            return await sourcing.list_activations(connection, before, limit)

    async def list(self, after: tuple[str, int] | None, limit: int) -> list[PolicyHead]:
        """Versions by name, each name's newest first."""
        async with self._database.read() as connection:
            return await sourcing.list_policies(connection, after, limit)

    async def last(self) -> Activation | None:
        """The step that says what acts."""
        async with self._database.read() as connection:
            return await sourcing.last_activation(connection)

    async def set_shadow(self, name: str | None, version: int | None, now: datetime, actor: str) -> Shadow | Refused:
        """Let a policy decide beside the one that acts, from the next order on; none where none is named."""
        async with self._turn() as connection:
            before = await sourcing.last_shadow(connection)
            known = await known_names(connection, acting=True)
            result = await sourcing.set_shadow(connection, name, version, known=known, now=now, actor=actor)
            if not isinstance(result, Refused) and result != before:
                await network.network_changed(connection)
                told = ShadowSet(result.sequence, result.policy, result.version, result.set_by)
                await feed.tell(connection, [Telling(SUBJECT, told)])
            return result

    async def shadow(self) -> Shadow | None:
        """Which policy decides beside the one that acts."""
        async with self._database.read() as connection:
            return await sourcing.last_shadow(connection)

    async def shadow_report(self, day: date) -> Sequence[Comparison]:
        """What a day of it says, for each pair of policies."""
        async with self._database.read() as connection:
            return await sourcing.shadow_report(connection, day)

    async def sweep_shadow(self, before: date) -> int:
        """Forget what was decided beside the policy that acted before a day; of how many orders."""
        async with self._database.transaction() as connection:
            return await sourcing.sweep_shadow(connection, before)

    async def keep_backtest(self, kept: BacktestKept) -> None:
        """Keep what a backtest came to."""
        async with self._database.transaction() as connection:
            await sourcing.insert_backtest(connection, kept)

    async def backtests(self, name: str, limit: int) -> Sequence[BacktestKept]:
        """What the newest backtests of a policy came to."""
        async with self._database.read() as connection:
            return await sourcing.list_backtests(connection, name, limit)

    async def asks_outlook(self) -> bool:
        """Whether the policy that acts, or the one beside it, looks at outlooks."""
        async with self._database.read() as connection:
            active, shadow = await sourcing.load_active(connection), await sourcing.load_shadow(connection)
        return any(each.policy.asks_outlook for each in (active, shadow) if each is not None)

    async def warnings(self) -> tuple[str, ...]:
        """What is strange about what the policy that acts looks at."""
        async with self._database.read() as connection:
            active = await sourcing.load_active(connection)
            if active is None or not active.policy.asks_outlook:
                return ()
            strange = (await sourcing.outlook_state(connection)).warning()
        return (strange,) if strange is not None else ()

    @asynccontextmanager
    async def _turn(self) -> AsyncIterator[AsyncConnection]:
        """One transaction at a time: what one has looked up stays true until it commits."""
        async with self._database.transaction() as connection:
            await network.lock_network(connection)
            yield connection


async def _told(connection: AsyncConnection, result: Activated | Refused) -> Activated | Refused:
    """In the same transaction every reader of the feed and every cache is told that what it plans by has changed."""
    if isinstance(result, Activated) and result.new:
        await network.network_changed(connection)
        step = result.activation
        told = PolicyActivated(step.sequence, step.policy, step.version, step.back_to, step.activated_by)
        await feed.tell(connection, [Telling(SUBJECT, told)])
    return result
