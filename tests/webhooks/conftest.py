"""A post office: a database with a feed, endpoints, receivers, and as many delivering processes as a test wants."""

from __future__ import annotations

import asyncio
import json
from base64 import b64encode
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import pytest

from stockpool.kernel.refusals import Refused
from stockpool.runtime.addresses import Allowed, read_allowed
from stockpool.runtime.database import Database
from stockpool.runtime.outgoing import LookUp, Outgoing
from stockpool.webhooks.api import Patience
from stockpool.webhooks.messages import EndpointInput, EndpointState
from stockpool.workflows.deliver_webhooks.courier import Courier, Slots
from stockpool.workflows.deliver_webhooks.delivery import Means
from stockpool.workflows.deliver_webhooks.dispatcher import Dispatcher
from stockpool.workflows.follow_feed import Feed
from stockpool.workflows.webhook_desk import EndpointMade, WebhookDesk
from tests.webhooks.receiver import Receiver, receiving

QUICK = Patience(give_up_after_s=60, pause_min_s=0.01, pause_max_s=0.05)
HERE = read_allowed("127.0.0.0/8")


class PostOffice:
    """Where a test writes events and has them delivered."""

    def __init__(self, database: Database, stack: AsyncExitStack) -> None:
        self.database, self._stack = database, stack
        self.ahead = timedelta()
        self._ids = count(1)
        self._secrets = count(1)
        self._dispatchers: list[Dispatcher] = []
        self.feeds: list[Feed] = []
        self.desk = WebhookDesk(
            database,
            self.courier(),
            lambda: f"w{next(self._ids)}",
            lambda: "whsec_" + b64encode(b"%032d" % next(self._secrets)).decode(),
            "/test",
            self._nudge,
        )

    def now(self) -> datetime:
        return datetime.now(UTC) + self.ahead

    def courier(self, *, allowed: Allowed = HERE, timeout_s: float = 5, look_up: LookUp | None = None) -> Courier:
        return Courier(Outgoing(allowed, timeout_s, 8, look_up), self.now)

    async def open(
        self, *, patience: Patience = QUICK, courier: Courier | None = None, calls_most: int = 16
    ) -> Dispatcher:
        """A process that delivers."""
        feed = Feed(self.database)
        await feed.start()
        self._stack.push_async_callback(feed.close)
        means = Means(
            database=self.database,
            feed=feed,
            courier=courier or self.courier(),
            slots=Slots(calls_most),
            patience=patience,
            chance=lambda: 1.0,
            source="/test",
        )
        dispatcher = Dispatcher(means)
        dispatcher.start()
        self._stack.push_async_callback(dispatcher.close)
        self._dispatchers.append(dispatcher)
        self.feeds.append(feed)
        return dispatcher

    def _nudge(self) -> None:
        for each in self._dispatchers:
            each.nudge()

    async def write(self, number: int, type_name: str = "a.b", **data: object) -> None:
        """So many events."""
        async with self.database.transaction() as connection:
            await connection.execute(
                "insert into further_events (event_id, type, subject, recorded_at, data)"
                " select nextval('ledger_sequence'), %s, 'k', now(), %s from generate_series(1, %s)",
                (type_name, json.dumps(data), number),
            )
        for feed in self.feeds:
            feed.nudge()

    async def endpoint(self, receiver: Receiver | str, *, after: int | None = 0, **wanted: Any) -> EndpointMade:  # noqa: ANN401
        url = receiver if isinstance(receiver, str) else receiver.url
        made = await self.desk.create(EndpointInput(url=url, **wanted), after)
        assert isinstance(made, EndpointMade), made
        return made

    async def state(self, endpoint_id: str) -> EndpointState:
        state = await self.desk.get(endpoint_id)
        assert not isinstance(state, Refused)
        return state

    async def until(self, endpoint_id: str, holds: Callable[[EndpointState], bool]) -> EndpointState:
        """Wait until an endpoint stands so."""
        state = await self.state(endpoint_id)
        async with asyncio.timeout(10):
            while not holds(state):
                await asyncio.sleep(0.02)
                state = await self.state(endpoint_id)
        return state


@pytest.fixture
async def office(database: Database) -> AsyncIterator[PostOffice]:
    async with AsyncExitStack() as stack:
        opened = PostOffice(database, stack)
        stack.push_async_callback(opened.desk.courier.outgoing.close)
        yield opened


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    async with receiving() as opened:
        yield opened


Receive = Callable[[], Awaitable[Receiver]]


@pytest.fixture
async def receivers() -> AsyncIterator[Receive]:
    """Further receivers."""
    async with AsyncExitStack() as stack:

        async def another() -> Receiver:
            return await stack.enter_async_context(receiving())

        yield another
