"""Calls of the simulated day over HTTP, each tried again until it is answered."""

from __future__ import annotations

import asyncio
from itertools import count
from typing import Any

from stockpool.simulation.benchmarks.serving import Address
from stockpool.simulation.traffic.client import ENCODER, Request, RetryingClient
from stockpool.simulation.traffic.connections import Connections


class Talk:
    """One caller with a key that may do everything the day needs."""

    def __init__(self, address: Address, token: str) -> None:
        self._connections = Connections(*address, token)
        self._client = RetryingClient(self._connections.send, asyncio.Event())
        self._keys = count()

    async def post(self, path: str, body: object) -> tuple[int, dict[str, Any]]:
        """Status and answer of a call that changes something."""
        request = Request("POST", path, ENCODER.encode(body), f"day-{next(self._keys)}")
        answer = await self._client.ask(request)
        return answer.status, answer.read()

    async def get(self, path: str) -> dict[str, Any]:
        """What a call reads."""
        answer = await self._client.ask(Request("GET", path))
        assert answer.status == 200, answer
        return answer.read()

    def close(self) -> None:
        """Hang up."""
        self._connections.close()
