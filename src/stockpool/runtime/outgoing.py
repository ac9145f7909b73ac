"""Calls from here to addresses that others have named: bounded in time and size, and never to where they must not go.

The connection pool below the HTTP client is used by itself: it follows no redirects, keeps no cookies, unpacks nothing
and reads no proxies from the environment.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Awaitable, Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from ipaddress import ip_address
from typing import TYPE_CHECKING

import msgspec

from stockpool.runtime.addresses import Address, Allowed, url_problem

if TYPE_CHECKING:
    import httpcore2

REPLY_BYTES_MAX = 65_536
KEEPALIVE_S = 4.0
"""Shorter than servers commonly wait for another request, so that calls seldom meet a connection that is closed."""

LookUp = Callable[[str, int], Awaitable[Sequence[Address]]]
"""Finds the addresses of a host."""


class Reply(msgspec.Struct, frozen=True):
    """What came back: a status with the beginning of the text, or in words why there is none."""

    status: int | None
    error: str = ""
    text: bytes = b""
    retry_after_s: float | None = None
    milliseconds: int = 0


class Outgoing:
    """Calls one after the other on connections that are kept for a while."""

    def __init__(self, allowed: Allowed, timeout_s: float, look_ups_max: int, look_up: LookUp | None = None) -> None:
        """Nothing is loaded or connected before the first call; `timeout_s` is for a whole call."""
        self.allowed = allowed
        self._timeout_s = timeout_s
        self._threads = ThreadPoolExecutor(look_ups_max, thread_name_prefix="look-up")
        self._look_up = look_up or self._ask_system
        self._pool: httpcore2.AsyncConnectionPool | None = None

    async def post(self, url: str, headers: Mapping[str, str], body: bytes) -> Reply:
        """Send a body; whatever goes wrong is the reply."""
        if trouble := url_problem(url, self.allowed):
            return Reply(None, f"the URL {trouble}")
        loop = asyncio.get_running_loop()
        began = loop.time()
        try:
            async with asyncio.timeout(self._timeout_s):
                reply = await self._exchange(url, headers, body)
        except TimeoutError:
            reply = Reply(None, f"no answer within {self._timeout_s:g} s")
        except Exception as trouble:  # noqa: BLE001 -- whatever a receiver does, it is a call that failed
            reply = Reply(None, str(trouble).strip() or type(trouble).__name__)
        return msgspec.structs.replace(reply, milliseconds=round((loop.time() - began) * 1000))

    async def close(self) -> None:
        """Close all connections."""
        if self._pool is not None:
            await self._pool.aclose()
        self._threads.shutdown(wait=False, cancel_futures=True)

    async def _exchange(self, url: str, headers: Mapping[str, str], body: bytes) -> Reply:
        given = [(name.encode(), value.encode()) for name, value in headers.items()]
        async with self._opened().stream("POST", url, headers=given, content=body) as response:
            text = bytearray()
            async for chunk in response.aiter_stream():
                text += chunk
                if len(text) >= REPLY_BYTES_MAX:
                    break  # what is left is not read: the connection is closed with the response
            named = {name.lower(): value for name, value in response.headers}
            error = _words(response.status)
            return Reply(response.status, error, bytes(text[:REPLY_BYTES_MAX]), _seconds(named.get(b"retry-after")))

    def _opened(self) -> httpcore2.AsyncConnectionPool:
        if self._pool is None:
            import httpcore2

            from stockpool.runtime.guarded_connections import GuardedBackend

            self._pool = httpcore2.AsyncConnectionPool(
                max_connections=None,
                keepalive_expiry=KEEPALIVE_S,
                network_backend=GuardedBackend(self._look_up, self.allowed),
            )
        return self._pool

    async def _ask_system(self, host: str, port: int) -> Sequence[Address]:
        """In threads of our own: where many names are slow to look up, others of the process are not kept waiting."""
        found = await asyncio.get_running_loop().run_in_executor(
            self._threads, lambda: socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        )
        return [ip_address(str(place[0])) for *_, place in found]


def _words(status: int) -> str:
    if 200 <= status < 300:
        return ""
    return f"answered {status}" + ("; redirects are not followed" if 300 <= status < 400 else "")


def _seconds(retry_after: bytes | None) -> float | None:
    text = (retry_after or b"").strip()
    return float(text) if text.isdigit() and len(text) < 10 else None
