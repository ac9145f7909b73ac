"""Several real server processes on one database, and callers for them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import ExitStack

import pytest

from tests.entrypoints.http.server_process import ServerProcess, new_key, serving
from tests.journeys.calls import Caller
from tests.journeys.shop import open_shop

ServeMany = Callable[..., list[ServerProcess]]
NewCaller = Callable[[ServerProcess], Caller]
OpenShop = Callable[..., Awaitable[Caller]]


@pytest.fixture
def serve(database_url: str) -> Iterator[ServeMany]:
    """Starts server processes on the test's database; all are ended with the test."""
    with ExitStack() as stack:

        def start(count: int = 1, *options: str) -> list[ServerProcess]:
            return [stack.enter_context(serving(database_url, *options)) for _ in range(count)]

        yield start


@pytest.fixture
def token(database_url: str) -> str:
    """A key to everything."""
    return new_key(database_url, "admin")


@pytest.fixture
async def new_caller(token: str) -> AsyncIterator[NewCaller]:
    """Makes callers of a server; their connections are closed with the test."""
    callers: list[Caller] = []

    def make(server: ServerProcess) -> Caller:
        callers.append(Caller(lambda: server.address, token))
        return callers[-1]

    yield make
    await asyncio.gather(*(caller.close() for caller in callers))


@pytest.fixture
def opened(new_caller: NewCaller) -> OpenShop:
    """Opens a shop over HTTP; answers with the caller who did."""

    async def open_with(server: ServerProcess, *skus: str) -> Caller:
        caller = new_caller(server)
        await open_shop(caller, skus)
        return caller

    return open_with
