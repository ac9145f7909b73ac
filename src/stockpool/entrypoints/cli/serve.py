"""`stockpool serve`: the HTTP interface."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Annotated

import typer

from stockpool.entrypoints.cli import options

if TYPE_CHECKING:
    import socket

    from stockpool.runtime.settings import Settings

SIGNAL_BASE = 128
"""A process that a signal ended leaves with this and the signal's number."""


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command()(serve)


def serve(
    *,
    host: Annotated[str | None, typer.Option(help="Address to listen on.", show_default="127.0.0.1")] = None,
    port: Annotated[int | None, typer.Option(help="Its port; 0 takes any free one.", show_default="8000")] = None,
    workers: Annotated[int | None, typer.Option(help="Server processes, one core each.", show_default="1")] = None,
    config: options.Config = None,
    data_dir: options.DataDir = None,
    database_url: options.DatabaseUrl = None,
    as_json: options.Json = False,
    noop_route: Annotated[bool, typer.Option(hidden=True, help="Add a call that does nothing.")] = False,
) -> None:
    """Serve the HTTP interface until Ctrl-C or SIGTERM; prints one line when it is ready."""
    from stockpool.entrypoints.cli import session

    named = {"http_host": host, "http_port": port, "http_workers": workers}
    with session.open_session(config, data_dir=data_dir, database_url=database_url, **named) as opened:
        listening = _listen(opened.settings)
        ended_by = _serve(opened.settings, opened.url, listening, as_json=as_json, noop_route=noop_route)
    raise typer.Exit(SIGNAL_BASE + ended_by if ended_by else 0)


def _listen(settings: Settings) -> socket.socket:
    from stockpool.entrypoints.http.sockets import listen
    from stockpool.runtime.settings import SettingsError

    try:
        return listen(settings.http_host, settings.http_port)
    except OSError as error:
        address = f"{settings.http_host}:{settings.http_port}"
        raise SettingsError([f"http_host, http_port: cannot listen on {address}: {error.strerror}"]) from error


def _serve(settings: Settings, url: str, listening: socket.socket, *, as_json: bool, noop_route: bool) -> int | None:
    """In this process, or in several watched by it."""
    from stockpool.entrypoints.http.sockets import url_of

    def say_ready() -> None:
        ready = {"ready": url_of(listening), "pid": os.getpid(), "workers": settings.http_workers}
        print(json.dumps(ready) if as_json else f"ready on {ready['ready']}", flush=True)

    if settings.http_workers == 1:
        from stockpool.entrypoints.http.serving import serve as serve_here

        return serve_here(settings, url, listening, say_ready, noop_route=noop_route)
    from stockpool.entrypoints.http.workers import Workers

    with Workers(settings.http_workers, settings, url, listening, noop_route=noop_route) as processes:
        processes.run(say_ready)
    return None
