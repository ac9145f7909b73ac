"""A server under test: its database made ready, and the same bodies sent to one call of it or another."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime
from typing import NamedTuple

from stockpool.access.api import CreateKey, KeyCreated, create_key
from stockpool.runtime.database import Database
from stockpool.runtime.settings import Settings
from stockpool.simulation.benchmarks.full_policy import let_act
from stockpool.simulation.benchmarks.shop import ShopSize, fill_shop, open_lanes
from stockpool.simulation.http_load import LoadResult, encode_request, run_load

CREATED = 201
PLACE = "{number}"


class Address(NamedTuple):
    """Where a server listens."""

    host: str
    port: int


Serve = Callable[[str], AbstractAsyncContextManager[Address]]
"""Runs a server process with the calls that do nothing, on the database of a connection string."""

Progress = Callable[[str], None]


class UnexpectedAnswers(Exception):
    """The server answered something else than that it did what was asked."""


async def prepare(url: str, settings: Settings, size: ShopSize, *, policy: bool = False) -> str:
    """Stock, and the token of a key that may sell it and work on it; with a sourcing policy that acts if one is to."""
    database = await Database.open(url, max_size=2)
    lanes = await open_lanes(database, settings)
    await fill_shop(database, lanes, size)
    await lanes.stop()
    if policy:
        await let_act(database)
    async with database.transaction() as connection:
        scopes = ("admin",)
        made = await create_key(connection, CreateKey("benchmark", scopes, (), None), datetime.now(UTC))
    await database.close()
    assert isinstance(made, KeyCreated), "a key for a benchmark is never refused"
    return made.token


class Caller:
    """Requests of one benchmark: the same bodies to either call, each with a key of its own."""

    def __init__(self, address: Address, token: str, bodies: Sequence[bytes], connections: int) -> None:
        self.address = address
        self.connections = connections
        self.headers = {
            "host": address.host,
            "authorization": f"Bearer {token}",
            "content-type": "application/json",
        }
        self._bodies = bodies

    async def load(self, path: str, run: str, seconds: float) -> LoadResult:
        """A slice of nothing but this call."""

        def request(number: int) -> bytes:
            head, tail = requests[number % len(requests)]
            return b"%b%d%b" % (head, number, tail)

        requests = [self._around_number(path, run, body) for body in self._bodies]
        done = await run_load(*self.address, request, connections=self.connections, seconds_max=seconds)
        if done.statuses.keys() != {CREATED}:
            raise UnexpectedAnswers(f"{path} was answered with {done.statuses}")
        return done

    def _around_number(self, path: str, run: str, body: bytes) -> tuple[bytes, bytes]:
        """A request but for the number in its key, made before the clock runs: the caller shares our processors."""
        headers = {**self.headers, "idempotency-key": f"{run}-{PLACE}"}
        head, _, tail = encode_request("POST", path, headers, body).partition(PLACE.encode())
        return head, tail
