"""A small shop behind the real interface: two nodes, a web channel, three SKUs, some stock."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import UTC, datetime
from itertools import count
from typing import Any, NamedTuple, cast

import httpx2
import pytest
from psycopg.conninfo import conninfo_to_dict
from psycopg.sql import SQL, Identifier

from stockpool.access.api import CreateKey, KeyCreated, create_key
from stockpool.bootstrap import Application
from stockpool.entrypoints.http.app import HttpApp, build_http_app
from stockpool.entrypoints.http.application import HttpSettings
from stockpool.runtime.settings import Settings
from tests.conftest import TEMPLATE, fresh_database, run_apart

BODY_MAX_BYTES = 200_000

MakeKey = Callable[..., Awaitable[str]]
Headers = dict[str, str]


@pytest.fixture
def database_url(request: pytest.FixtureRequest, server_url: str) -> Iterator[str]:
    """A database of the test's own; who asks for the shop gets a copy of one that is furnished."""
    wants_shop = not {"shop", "furnished"}.isdisjoint(request.fixturenames)
    template = request.getfixturevalue("furnished").database if wants_shop else TEMPLATE
    yield from fresh_database(server_url, template)


@pytest.fixture
async def application(database_url: str) -> AsyncIterator[Application]:
    """The whole application on a database of its own."""
    async with running(database_url) as started:
        yield started


@asynccontextmanager
async def running(url: str) -> AsyncIterator[Application]:
    """The application on a database."""
    started = Application(Settings(pool_size=2, sweep_interval_s=60, password_memory_mib=1), url)
    await started.start()
    yield started
    await started.close()


@pytest.fixture
def http_app(application: Application) -> HttpApp:
    """Its interface."""
    return interface_of(application)


def interface_of(application: Application) -> HttpApp:
    """The interface of an application."""
    return build_http_app(application, HttpSettings(body_max_bytes=BODY_MAX_BYTES, noop_route=True))


@pytest.fixture
async def client(http_app: HttpApp) -> AsyncIterator[httpx2.AsyncClient]:
    """A caller without a key."""
    async with calling(http_app) as opened:
        yield opened


def calling(http_app: HttpApp) -> httpx2.AsyncClient:
    """A caller of an interface."""
    return httpx2.AsyncClient(transport=httpx2.ASGITransport(app=cast("Any", http_app)), base_url="http://test")


@pytest.fixture
def make_key(application: Application) -> MakeKey:
    """Makes keys; returns their tokens."""

    async def make(*scopes: str, nodes: tuple[str, ...] = ()) -> str:
        return await new_key(application, *scopes, nodes=nodes)

    return make


async def new_key(application: Application, *scopes: str, nodes: tuple[str, ...] = ()) -> str:
    """A key's token."""
    async with application.database.transaction() as conn:
        created = await create_key(conn, CreateKey("test", scopes, nodes), datetime.now(UTC))
    assert isinstance(created, KeyCreated)
    return created.token


class Shop:
    """A caller with a key; each POST has a fresh idempotency key unless it brings one."""

    def __init__(self, client: httpx2.AsyncClient, token: str) -> None:
        self.client = client
        self.headers = {"authorization": f"Bearer {token}"}
        self._numbers = count()

    async def get(self, path: str, **headers: str) -> httpx2.Response:
        return await self.client.get(path, headers=self.headers | _dashed(headers))

    async def post(self, path: str, body: object = None, **headers: str) -> httpx2.Response:
        return await self.send("POST", path, body, **headers)

    async def send(self, method: str, path: str, body: object = None, **headers: str) -> httpx2.Response:
        given = self.headers | {"idempotency-key": f"key-{next(self._numbers)}"} | _dashed(headers)
        if isinstance(body, bytes):
            return await self.client.request(
                method, path, content=body, headers={"content-type": "application/json"} | given
            )
        return await self.client.request(method, path, json=body, headers=given)


async def told_events(shop: Shop, kind: str) -> list[dict[str, Any]]:
    """The data of all events of a kind; some are waited for, as an event gets its place some milliseconds later."""
    events: list[dict[str, Any]] = []
    for _ in range(100):
        events = (await shop.get(f"/v1/events?type={kind}")).json()["events"]
        if events:
            break
        await asyncio.sleep(0.02)
    return [each["data"] for each in events]


def _dashed(headers: dict[str, str]) -> Headers:
    return {name.replace("_", "-"): value for name, value in headers.items()}


class Furnished(NamedTuple):
    """A database that is copied for each test that wants the shop, and the key of its administrator."""

    database: str
    token: str


@pytest.fixture(scope="session")
def furnished(server_url: str) -> Iterator[Furnished]:
    """The shop, furnished through its interface once."""
    with contextmanager(fresh_database)(server_url) as url:
        yield Furnished(str(conninfo_to_dict(url)["dbname"]), run_apart(open_shop, url))


async def open_shop(url: str) -> str:
    """Furnish the shop; its administrator's token."""
    async with running(url) as application:
        token = await new_key(application, "admin")
        async with calling(interface_of(application)) as client:
            await furnish(Shop(client, token))
    return token


@pytest.fixture
def shop(client: httpx2.AsyncClient, furnished: Furnished) -> Shop:
    """An administrator in a shop that has things to sell: 10 of A at N1, 5 of A at N2, 2.50 m of C at N1."""
    return Shop(client, furnished.token)


async def furnish(admin: Shop) -> None:
    """Put into the shop what it has."""
    skus = [{"id": "A", "name": "Apron"}, {"id": "B", "name": "Bowl"}, {"id": "C", "name": "Cloth", "decimals": 2}]
    nodes = [{"id": n, "name": n, "kind": "store", "latitude": 52.5, "longitude": 13.4} for n in ("N1", "N2")]
    stock = [("A", "N1", 10), ("A", "N2", 5), ("C", "N1", 2.5)]
    facts = [
        {"kind": "receive", "sku": sku, "node": node, "quantity": quantity, "source": "setup", "source_id": f"{i}"}
        for i, (sku, node, quantity) in enumerate(stock)
    ]
    for path, body in [
        ("/v1/catalog/skus", {"skus": skus}),
        ("/v1/network/nodes", {"nodes": nodes}),
        ("/v1/network/channels", {"channels": [{"id": "web", "name": "Web", "kind": "web"}]}),
        ("/v1/facts", {"facts": facts}),
    ]:
        answered = await admin.post(path, body, idempotency_key=f"furnishing {path}")
        assert answered.status_code == 200, answered.text
        assert "refused" not in answered.text, answered.text


@pytest.fixture
def count_rows(application: Application) -> Callable[[], Awaitable[dict[str, int]]]:
    """Counts the rows of every table: a request that is refused must leave them all as they were.

    But for those of the feed and of figures, to which what was done before comes when its time has come.
    """

    async def count_all() -> dict[str, int]:
        async with application.database.read() as conn:
            tables = await (
                await conn.execute("select tablename from pg_tables where schemaname = 'public' order by tablename")
            ).fetchall()
            counts = {}
            for (table,) in tables:
                if table.startswith(("feed_", "insight_", "open_exceptions")):
                    continue
                counting = SQL("select count(*) from {}").format(Identifier(table))
                row = await (await conn.execute(counting)).fetchone()
                counts[table] = row[0] if row else 0
        return counts

    return count_all
