"""A server process for a benchmark: this installation's `stockpool serve`, on any free port, ended afterwards."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

import msgspec

from stockpool.simulation.benchmarks.serving import Address

MAIN = "from stockpool.entrypoints.cli import main; main()"
OPTIONS = ("--json", "--host", "127.0.0.1", "--port", "0", "--workers", "1", "--noop-route")
READY_S_MAX = 60.0


class ServerFailed(Exception):
    """The server did not become ready; what it said stands on standard error already."""


@asynccontextmanager
async def served(url: str, **settings: str) -> AsyncIterator[Address]:
    """Serve a database, with settings by their names.

    Its connection string goes through the environment, where no list of processes shows it.
    """
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", MAIN, "serve", *OPTIONS,
        env={**os.environ, "STOCKPOOL_DATABASE_URL": url, "STOCKPOOL_LOG_LEVEL": "warning"}
        | {f"STOCKPOOL_{name.upper()}": value for name, value in settings.items()},
        stdout=asyncio.subprocess.PIPE, start_new_session=True,
    )  # fmt: skip
    try:
        yield await _address(process)
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


async def _address(process: asyncio.subprocess.Process) -> Address:
    """What the ready line says."""
    assert process.stdout is not None, "it was asked for"
    try:
        line = await asyncio.wait_for(process.stdout.readline(), READY_S_MAX)
        ready = urlsplit(str(msgspec.json.decode(line, type=dict[str, str | int])["ready"]))
    except (TimeoutError, msgspec.DecodeError, KeyError) as error:
        raise ServerFailed("the server did not become ready") from error
    assert ready.hostname is not None, "it listens on an address"
    assert ready.port is not None, "and on a port"
    return Address(str(ready.hostname), ready.port)
