"""Bringing the embedded server back after it died, for a long-running process that nobody watches over."""

from __future__ import annotations

import asyncio
import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import structlog

from stockpool.runtime.embedded import postmaster
from stockpool.runtime.embedded.server import start_embedded

log = structlog.get_logger(__name__)

PAUSE_S = 2.0
"""From one start to the next at least, so that a server that cannot live does not keep the machine busy."""


def died(data_dir: Path) -> bool:
    """Whether the server of a data folder ended without saying good-bye; one that was stopped shut its cluster down."""
    pgdata = (data_dir / "postgres").resolve()
    with _nobody_starting(data_dir):
        if postmaster.find_postmaster(pgdata) is not None:
            return False
        return postmaster.read_pid_file(pgdata) is not None or not postmaster.was_shut_down(pgdata)


@contextmanager
def _nobody_starting(data_dir: Path) -> Iterator[None]:
    """Wait for whoever starts or stops the server, and keep others from it: in between nothing can be told."""
    try:
        descriptor = os.open(data_dir / "start.lock", os.O_RDONLY)
    except FileNotFoundError:
        yield
        return
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH)
        yield
    finally:
        os.close(descriptor)


class Revival:
    """Awaited before each connection: starts a server again that died, and leaves one alone that was stopped."""

    def __init__(self, data_dir: Path) -> None:
        """Look after the server of a data folder."""
        self._data_dir = data_dir
        self._one_at_a_time = asyncio.Lock()
        self._dead = False
        self._start_not_before = 0.0

    async def __call__(self) -> None:
        """Return when there is nothing to do or no more to be done now; several processes may call at once."""
        async with self._one_at_a_time:
            self._dead = self._dead or await asyncio.to_thread(died, self._data_dir)
            if not self._dead or time.monotonic() < self._start_not_before:
                return
            self._start_not_before = time.monotonic() + PAUSE_S
            log.warning("the embedded database died and is started again", data_dir=str(self._data_dir))
            await asyncio.to_thread(start_embedded, self._data_dir)
            self._dead = False
