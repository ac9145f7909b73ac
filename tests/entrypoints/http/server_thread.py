"""A server on a real socket in a thread of the test process, where the process is not what is tested.

It starts ten times as quick as one that loads everything first. What ends, kills or measures a server takes
`server_process`.
"""

from __future__ import annotations

import asyncio
import signal
import threading
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from typing import NamedTuple, Protocol

from stockpool.bootstrap import Application
from stockpool.entrypoints.http.app import build_http_app
from stockpool.entrypoints.http.serving import Server
from stockpool.entrypoints.http.sockets import listen, url_of
from stockpool.runtime.settings import Settings

READY_S_MAX = 30


class Served(Protocol):
    """What callers need to know of a server."""

    @property
    def url(self) -> str:
        """Where it listens."""


class ServerThread(NamedTuple):
    """A server in a thread."""

    url: str


class ServerWithoutSignals(Server):
    """Signals are the main thread's, and that is the tests'."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave them as they are."""
        yield


@contextmanager
def serving_here(database_url: str) -> Iterator[ServerThread]:
    """A server until the block is left; it must then leave by itself."""
    ready: Future[tuple[ServerWithoutSignals, asyncio.AbstractEventLoop]] = Future()
    with listen("127.0.0.1", 0) as listening:
        url = url_of(listening)

        async def run() -> None:
            application = Application(Settings(password_memory_mib=1), database_url)
            server = ServerWithoutSignals(
                build_http_app(application),
                on_ready=lambda: ready.set_result((server, asyncio.get_running_loop())),
                on_asked=application.leave,
                on_leaving=application.feed.stop_telling,
                leave_after_s=0,
                trusted_proxies="",
            )
            await application.start()
            try:
                await server.serve(sockets=[listening])
            finally:
                await application.close()

        def serve() -> None:
            try:
                asyncio.run(run())
            except BaseException as error:
                if not ready.done():
                    ready.set_exception(error)
                raise

        thread = threading.Thread(target=serve)
        thread.start()
        server, loop = ready.result(READY_S_MAX)
        try:
            yield ServerThread(url)
        finally:
            loop.call_soon_threadsafe(server.handle_exit, signal.SIGTERM, None)
            thread.join(READY_S_MAX)
            assert not thread.is_alive(), "the server does not leave"
