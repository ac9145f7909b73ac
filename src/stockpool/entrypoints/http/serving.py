"""One server process: an application behind its interface on a listening socket, until a signal ends it in order."""

from __future__ import annotations

import asyncio
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

import uvicorn
import uvloop
from litestar.types import ASGIApp

from stockpool.bootstrap import Application, revive_of
from stockpool.entrypoints.figures import figures_beside
from stockpool.entrypoints.http.app import build_http_app
from stockpool.entrypoints.http.application import HttpSettings
from stockpool.entrypoints.http.heads import HeadLimitedProtocol
from stockpool.entrypoints.http.sockets import BACKLOG
from stockpool.runtime import telemetry
from stockpool.runtime.collector import calm_collector
from stockpool.runtime.ending import end
from stockpool.runtime.settings import Settings

KEEP_ALIVE_S = 75
TICK_S = 0.1
DRAIN_S_MAX = 15
"""How long requests under way may take when the server is asked to leave."""


def serve(
    settings: Settings,
    url: str,
    listening: socket.socket,
    on_ready: Callable[[], None],
    *,
    counts: bool = True,
    noop_route: bool = False,
) -> int | None:
    """Serve until a signal, which is returned; requests under way and commands in the lanes are finished first.

    Of several on one socket, one `counts` the figures that people see, in a process beside it.
    """
    calm_collector()
    return uvloop.run(_serve(settings, url, listening, on_ready, counts=counts, noop_route=noop_route))


async def _serve(
    settings: Settings,
    url: str,
    listening: socket.socket,
    on_ready: Callable[[], None],
    *,
    counts: bool,
    noop_route: bool,
) -> int | None:
    application = Application(settings, url, revive_of(settings))
    http_settings = HttpSettings(
        body_max_bytes=settings.request_body_max_bytes,
        metrics_public=settings.metrics_public,
        noop_route=noop_route,
    )
    server = Server(
        build_http_app(application, http_settings, telemetry.REGISTRY),
        on_ready=on_ready,
        on_asked=application.leave,
        on_leaving=application.feed.stop_telling,
        leave_after_s=settings.leave_after_s,
        trusted_proxies=settings.trusted_proxies,
    )
    await application.start(counting=False)
    figures = asyncio.create_task(figures_beside(settings, url)) if counts else None
    try:
        await server.serve(sockets=[listening])
    finally:
        if figures is not None:
            await end(figures)
        await application.close()
    return server.ended_by


class Server(uvicorn.Server):
    """Uvicorn, which here says when it is ready and keeps the signal that ended it to itself."""

    def __init__(
        self,
        app: ASGIApp,
        *,
        on_ready: Callable[[], None],
        on_asked: Callable[[], None],
        on_leaving: Callable[[], None],
        leave_after_s: float,
        trusted_proxies: str,
    ) -> None:
        """Asked to leave it goes on for `leave_after_s`, then takes no more connections and ends those it has."""
        super().__init__(
            uvicorn.Config(
                app,
                http=HeadLimitedProtocol,
                ws="none",
                lifespan="off",
                interface="asgi3",
                access_log=False,
                log_config=None,
                server_header=False,
                proxy_headers=bool(trusted_proxies),
                forwarded_allow_ips=trusted_proxies or None,
                backlog=BACKLOG,
                timeout_keep_alive=KEEP_ALIVE_S,
                timeout_graceful_shutdown=DRAIN_S_MAX,
            )
        )
        self._on_ready, self._on_asked, self._on_leaving = on_ready, on_asked, on_leaving
        self._leave_after_s = leave_after_s
        self.ended_by: int | None = None

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to accept, then say so."""
        await super().startup(sockets)
        self._on_ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """When balancers know, end what would go on for ever, then wait for the requests under way."""
        for _ in range(round(self._leave_after_s / TICK_S)):
            if self.force_exit:
                break
            await asyncio.sleep(TICK_S)
        self._on_leaving()
        await super().shutdown(sockets)

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """The first signal ends the server in order, a second one at once."""
        before = {number: signal.signal(number, self.handle_exit) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Remember which signal it was."""
        self.ended_by = self.ended_by or sig
        self._on_asked()
        super().handle_exit(sig, frame)
