"""A real PostgreSQL for every test that wants one: a server per test process, a fresh database per test."""

from __future__ import annotations

import gc
import os
import shutil
import sys
import tempfile
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any, TypeVar
from uuid import uuid4

import anyio
import numpy as np
import psutil
import psycopg
import pytest
from hypothesis import settings

from stockpool.runtime import migrating
from stockpool.runtime.database import Database
from stockpool.runtime.embedded import start_embedded, stop_embedded

T = TypeVar("T")

assert np.isscalar(0)
"""NumPy is whole before any test begins: `pytest.approx` looks into it, also while a thread is just loading it."""

os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False
"""Modules are compiled once, whatever the machine prefers: a suite starts hundreds of processes, each with them all."""

settings.register_profile("suite", deadline=None)
settings.load_profile("suite")
"""Examples have no deadline of their own: two processes share the machine, and each test has a time limit."""

FOLDER_PREFIX = "stockpool-test-"
TEMPLATE = "template_migrated"

DISK = Path("/tmp")  # noqa: S108 - only folders with our prefix, made by mkdtemp
MEMORY = Path("/dev/shm")  # noqa: S108 - as above
MEMORY_BYTES_MIN = 4 << 30
"""What the servers of two test processes never fill; containers often have 64 MB there."""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Files with tests that may take longer than others come first: a worker that begins one last keeps all waiting."""
    usual = float(config.getini("timeout"))
    patient = {each.path for each in items if (mark := each.get_closest_marker("timeout")) and mark.args[0] > usual}
    items.sort(key=lambda each: each.path not in patient)


def pytest_collection_finish() -> None:
    """What was collected stays until the end: the collector of garbage need not look through it each time."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def anyio_backend() -> tuple[str, dict[str, bool]]:
    """Async tests and fixtures run on asyncio."""
    return "asyncio", {"use_uvloop": False}


def in_memory() -> Path:
    """Where files cost least: in memory if there is room, else on the disk.

    A database is 400 files. A file system without a journal looks for room past every inode that was deleted within
    the last minute, so that a suite which makes and drops a database per test spends most of its time there.
    """
    if not MEMORY.is_dir() or not os.access(MEMORY, os.W_OK):
        return DISK
    found = os.statvfs(MEMORY)
    return MEMORY if found.f_bavail * found.f_frsize >= MEMORY_BYTES_MIN and not found.f_flag & os.ST_NOEXEC else DISK


def run_apart(work: Callable[..., Coroutine[Any, Any, T]], *arguments: Any) -> T:  # noqa: ANN401 - work's own
    """Run to the end in a loop and a thread of its own, for fixtures that outlive the loop of one test.

    An async fixture of a module or session keeps the tests' loop open, and in its thread no other may then run.
    """
    with ThreadPoolExecutor(1) as executor:
        return executor.submit(anyio.run, partial(work, *arguments)).result()


def new_test_folder(parent: Path | None = None) -> Path:
    """A folder with this process's number, through which the server's user may walk."""
    folder = Path(tempfile.mkdtemp(prefix=f"{FOLDER_PREFIX}{os.getpid()}-", dir=parent or in_memory()))
    folder.chmod(0o711)
    return folder


def remove_test_folder(folder: Path) -> None:
    """Stop the servers below a test's folder and remove it."""
    for cluster in folder.glob("*/postgres"):
        stop_embedded(cluster.parent)
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def server_url() -> Iterator[str]:
    """A server of this test process's own, with a migrated template database; yields an administrator's URL."""
    remove_leftovers()
    folder, url = new_test_folder(), ""
    try:
        url = start_embedded(folder / "data")
        _make_template(url)
        yield url
    finally:
        if administrator := ADMINISTRATORS.pop(url, None):
            administrator.close()
        remove_test_folder(folder)


@pytest.fixture
def empty_database_url(server_url: str) -> Iterator[str]:
    """A database without any table, dropped after the test."""
    yield from fresh_database(server_url, "template0")


@pytest.fixture
def database_url(server_url: str) -> Iterator[str]:
    """A database with the current schema and nothing in it, dropped after the test."""
    yield from fresh_database(server_url)


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """The same database, opened."""
    opened = await Database.open(database_url)
    yield opened
    await opened.close()


def fresh_database(server_url: str, template: str = TEMPLATE) -> Iterator[str]:
    """Make a database like another one, yield its URL and drop it."""
    name = f"test_{uuid4().hex}"
    _administer(server_url, f"create database {name} template {template} strategy file_copy")
    yield url_of(server_url, name)
    _administer(server_url, f"drop database {name} with (force)")


def url_of(server_url: str, name: str) -> str:
    """The URL of another database on the same server."""
    return server_url.replace("@/stockpool?", f"@/{name}?")


ADMINISTRATORS: dict[str, psycopg.Connection] = {}
"""Whoever makes and drops the databases of a server: a connection for each of them took as long as a drop does."""


def _administer(server_url: str, statement: str) -> None:
    conn = ADMINISTRATORS.get(server_url)
    if conn is None or conn.closed:
        conn = ADMINISTRATORS[server_url] = psycopg.connect(server_url, autocommit=True)
    try:
        conn.execute(statement.encode())
    except psycopg.errors.ObjectInUse as error:
        sessions = conn.execute("select datname, application_name, state, backend_start, query from pg_stat_activity")
        error.add_note("\n".join(map(str, sessions)))
        raise


def _make_template(server_url: str) -> None:
    _administer(server_url, f"create database {TEMPLATE} template template0")
    run_apart(migrating.upgrade, url_of(server_url, TEMPLATE))


def remove_leftovers() -> None:
    """Stop and remove what killed test processes left behind."""
    for folder in [each for parent in (DISK, MEMORY) for each in parent.glob(f"{FOLDER_PREFIX}*")]:
        owner = folder.name.removeprefix(FOLDER_PREFIX).split("-")[0]
        if owner.isdigit() and not psutil.pid_exists(int(owner)) and folder.stat().st_uid == os.geteuid():
            remove_test_folder(folder)
