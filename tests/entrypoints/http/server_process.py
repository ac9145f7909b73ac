"""A real server process on a free port, for tests of sockets and signals."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit

from stockpool.access.api import CreateKey, KeyCreated, create_key
from stockpool.runtime.database import Database
from tests.conftest import run_apart

READY_S_MAX = 30
STOCKPOOL = [sys.executable, "-c", "from stockpool.entrypoints.cli import main; main()"]


@dataclass
class ServerProcess:
    """A running `stockpool serve`."""

    process: subprocess.Popen[str]
    url: str

    @property
    def address(self) -> tuple[str, int]:
        parts = urlsplit(self.url)
        assert parts.hostname is not None
        assert parts.port is not None
        return parts.hostname, parts.port


def new_key(database_url: str, *scopes: str) -> str:
    """A key for the server, made beside it."""

    async def make() -> str:
        database = await Database.open(database_url, max_size=1)
        async with database.transaction() as conn:
            created = await create_key(conn, CreateKey("test", scopes), datetime.now(UTC))
        await database.close()
        assert isinstance(created, KeyCreated)
        return created.token

    return run_apart(make)


@contextmanager
def serving(database_url: str, *options: str) -> Iterator[ServerProcess]:
    """`stockpool serve` until the block is left; it must then leave by itself."""
    environment = os.environ | {"STOCKPOOL_DATABASE_URL": database_url, "STOCKPOOL_LOG_LEVEL": "warning"}
    command = [*STOCKPOOL, "serve", "--port", "0", "--json", *options]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        assert line, f"the server ended with code {process.wait(READY_S_MAX)}"
        yield ServerProcess(process, json.loads(line)["ready"])
    finally:
        process.terminate()
        try:
            process.wait(READY_S_MAX)
        finally:
            process.kill()
            assert process.stdout is not None
            process.stdout.close()
            process.wait()
