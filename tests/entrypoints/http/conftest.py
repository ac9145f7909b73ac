"""A small shop behind the real interface: two nodes, a web channel, three SKUs, some stock."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime
from itertools import count
from typing import Any, cast

import httpx2
import pytest
from psycopg.sql import SQL, Identifier

from stockpool.access.api import CreateKey, KeyCreated, create_key
from stockpool.bootstrap import Application
from stockpool.entrypoints.http.app import HttpApp, build_http_app
from stockpool.entrypoints.http.application import HttpSettings
from stockpool.runtime.settings import Settings

BODY_MAX_BYTES = 200_000

MakeKey = Callable[..., Awaitable[str]]
Headers = dict[str, str]


@pytest.fixture
async def application(database_url: str) -> AsyncIterator[Application]:
    """The whole application on a database of its own."""
    running = Application(Settings(pool_size=2, sweep_interval_s=60), database_url)
    await running.start()
    yield running
    await running.close()


@pytest.fixture
def http_app(application: Application) -> HttpApp:
    """Its interface."""
    return build_http_app(application, HttpSettings(body_max_bytes=BODY_MAX_BYTES, noop_route=True))


@pytest.fixture
async def client(http_app: HttpApp) -> AsyncIterator[httpx2.AsyncClient]:
    """A caller without a key."""
    transport = httpx2.ASGITransport(app=cast("Any", http_app))
    async with httpx2.AsyncClient(transport=transport, base_url="http://test") as opened:
        yield opened


@pytest.fixture
def make_key(application: Application) -> MakeKey:
    """Makes keys; returns their tokens."""

    async def make(*scopes: str, nodes: tuple[str, ...] = ()) -> str:
        async with application.database.transaction() as conn:
            created = await create_key(conn, CreateKey("test", scopes, nodes), datetime.now(UTC))
        assert isinstance(created, KeyCreated)
        return created.token

    return make


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


def _dashed(headers: dict[str, str]) -> Headers:
    return {name.replace("_", "-"): value for name, value in headers.items()}


@pytest.fixture
async def shop(client: httpx2.AsyncClient, make_key: MakeKey) -> Shop:
    """An administrator in a shop that has things to sell: 10 of A at N1, 5 of A at N2, 2.50 m of C at N1."""
    admin = Shop(client, await make_key("admin"))
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
        answered = await admin.post(path, body)
        assert answered.status_code == 200, answered.text
        assert "refused" not in answered.text, answered.text
    return admin


@pytest.fixture
def count_rows(application: Application) -> Callable[[], Awaitable[dict[str, int]]]:
    """Counts the rows of every table: a request that is refused must leave them all as they were."""

    async def count_all() -> dict[str, int]:
        async with application.database.read() as conn:
            tables = await (
                await conn.execute("select tablename from pg_tables where schemaname = 'public' order by tablename")
            ).fetchall()
            counts = {}
            for (table,) in tables:
                counting = SQL("select count(*) from {}").format(Identifier(table))
                row = await (await conn.execute(counting)).fetchone()
                counts[table] = row[0] if row else 0
        return counts

    return count_all
