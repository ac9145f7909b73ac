"""Case 1: many buyers and few units, over HTTP and several server processes on one database."""

from __future__ import annotations

import asyncio
import sys
from collections import Counter
from collections.abc import Callable

import pytest

from tests.entrypoints.http import server_process
from tests.journeys.calls import Request
from tests.journeys.shop import NODES, hold, post, receive
from tests.races.http.conftest import NewCaller, OpenShop, ServeMany

PROCESSES = 3
BUYERS = 500
UNITS = 50
AT_ONCE = 90
"""Connections; each buyer waits for a free one."""

TRIALS = 10

WITHOUT_LOCKS = """
from stockpool.inventory import store
store.LOCK_POSITIONS = store.READ_POSITIONS_UNLOCKED
from stockpool.entrypoints.cli import main
main()
"""
"""A server that reads positions as it decides, and locks none."""


def hold_one(sku: str, buyer: int) -> Request:
    return hold(sku, f"{sku} buyer-{buyer}")


def order_one(sku: str, buyer: int) -> Request:
    return post("/v1/orders", {"channel": "web", "lines": [{"sku": sku, "quantity": 1}]}, f"{sku} buyer-{buyer}")


def either(sku: str, buyer: int) -> Request:
    return (hold_one, order_one)[buyer % 2](sku, buyer)


class Market:
    """The servers, with connections that are used again for each crowd of buyers."""

    def __init__(self, serve: ServeMany, new_caller: NewCaller, opened: OpenShop, *skus: str) -> None:
        self._servers = serve(PROCESSES)
        self._callers = [new_caller(self._servers[i % PROCESSES]) for i in range(AT_ONCE)]
        self._opened = opened
        self._skus = skus

    async def open(self) -> None:
        await self._opened(self._servers[0], *self._skus)

    async def sell(self, sku: str, stock: dict[str, int], ask: Callable[[str, int], Request]) -> Counter[int]:
        """How many buyers of one unit each were answered what."""
        await receive(self._callers[0], {(sku, node): units for node, units in stock.items()})
        buyers = list(range(BUYERS))
        statuses: Counter[int] = Counter()

        async def buy(number: int) -> None:
            while buyers:
                statuses[(await self._callers[number].send(ask(sku, buyers.pop()))).status] += 1

        await asyncio.gather(*map(buy, range(AT_ONCE)))
        return statuses


async def test_exactly_as_many_buyers_succeed_as_there_are_units(
    serve: ServeMany, new_caller: NewCaller, opened: OpenShop
) -> None:
    """Case 1: holds, orders and both, with the units in one place and in two."""
    sales = {f"{ask.__name__} {n}": (ask, NODES[:n]) for ask in (hold_one, order_one, either) for n in (1, 2)}
    market = Market(serve, new_caller, opened, *sales)
    await market.open()
    for sku, (ask, nodes) in sales.items():
        statuses = await market.sell(sku, {node: UNITS // len(nodes) for node in nodes}, ask)
        assert statuses == {201: UNITS, 409: BUYERS - UNITS}, sku


async def test_without_locks_the_same_servers_oversell(
    serve: ServeMany, new_caller: NewCaller, opened: OpenShop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control of case 1: it must be the locks that keep the promise."""
    monkeypatch.setattr(server_process, "STOCKPOOL", [sys.executable, "-c", WITHOUT_LOCKS])
    skus = [f"LAST-{trial}" for trial in range(TRIALS)]
    market = Market(serve, new_caller, opened, *skus)
    await market.open()
    for sku in skus:
        statuses = await market.sell(sku, {NODES[0]: UNITS}, hold_one)
        if statuses[201] > UNITS:
            return
    pytest.fail(f"{TRIALS} sales without locks, and none sold too much")
