"""Sourcing policies with what they are checked against: the network, the catalog and the rate tables."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import datetime

from psycopg import AsyncConnection

from stockpool.catalog import api as catalog
from stockpool.kernel.refusals import Refused
from stockpool.network import api as network
from stockpool.network.messages import NodeKind
from stockpool.runtime.database import Database
from stockpool.sourcing import api as sourcing
from stockpool.sourcing.api import (
    Activated,
    ActivatePolicy,
    Activation,
    Decide,
    Known,
    PolicyHead,
    PolicyPut,
    PutPolicy,
    ReadPolicy,
    RollBack,
    StoredPolicy,
)

KINDS = frozenset([kind.value for kind in NodeKind])
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
            return await sourcing.put_policy(connection, command, now=now, actor=actor)

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

    @asynccontextmanager
    async def _turn(self) -> AsyncIterator[AsyncConnection]:
        """One transaction at a time: what one has looked up stays true until it commits."""
        async with self._database.transaction() as connection:
            await network.lock_network(connection)
            yield connection


async def _told(connection: AsyncConnection, result: Activated | Refused) -> Activated | Refused:
    """In the same transaction every cache is told that what it plans by has changed."""
    if isinstance(result, Activated) and result.new:
        await network.network_changed(connection)
    return result
