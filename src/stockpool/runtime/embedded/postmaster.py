"""The running server: found by its pid file, told apart from a process that merely got the same number."""

from __future__ import annotations

import signal
import struct
import time
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import psutil

POLL_S = 0.02


DB_STATE = struct.Struct("=16xI")
"""`ControlFileData` begins with the system's identifier and two versions; then it says what the cluster does."""

SHUT_DOWN = frozenset({1, 2})
"""`DB_SHUTDOWNED`, `DB_SHUTDOWNED_IN_RECOVERY`."""


class PidFile(NamedTuple):
    """What PostgreSQL writes into `postmaster.pid`; fields still missing while it starts are empty."""

    pid: int
    socket_dir: str
    status: str


def read_pid_file(pgdata: Path) -> PidFile | None:
    """The pid file, or None when there is none that can be read."""
    try:
        lines = (pgdata / "postmaster.pid").read_text().splitlines()
    except FileNotFoundError:
        return None
    if not lines or not lines[0].strip().isdigit():
        return None
    padded = lines + [""] * 8
    return PidFile(int(lines[0]), padded[4].strip(), padded[7].strip())


def was_shut_down(pgdata: Path) -> bool:
    """Whether the cluster ended in order; one that gave up, on a full disk for example, has no pid file either."""
    try:
        begin = (pgdata / "global" / "pg_control").read_bytes()[: DB_STATE.size]
    except OSError:
        return True
    return len(begin) < DB_STATE.size or DB_STATE.unpack(begin)[0] in SHUT_DOWN


def find_postmaster(pgdata: Path) -> psutil.Process | None:
    """The server process of this cluster if it is alive; a reused number or a zombie is not it."""
    found = read_pid_file(pgdata)
    if found is None:
        return None
    try:
        process = psutil.Process(found.pid)
        alive = process.status() != psutil.STATUS_ZOMBIE
        return process if alive and _serves(process, pgdata) else None
    except psutil.NoSuchProcess:
        return None


def _serves(process: psutil.Process, pgdata: Path) -> bool:
    """Whether the process is a PostgreSQL of this folder: by its command line, or by where it stands."""
    if not process.name().startswith("postgres"):
        return False
    with suppress(psutil.AccessDenied):
        if str(pgdata) in process.cmdline():
            return True
    with suppress(psutil.AccessDenied):
        return Path(process.cwd()) == pgdata
    return False


def is_ready(pgdata: Path, timeout_s: float) -> bool:
    """Wait for a server that is starting or stopping; answers whether one is ready."""
    deadline = time.monotonic() + timeout_s
    while find_postmaster(pgdata) is not None and time.monotonic() < deadline:
        state = read_pid_file(pgdata)
        if state is not None and state.status == "ready":
            return True
        time.sleep(POLL_S)
    return False


def clear_stale_files(pgdata: Path, sockets: Path) -> None:
    """Remove what a dead server left if its process number now belongs to somebody else.

    PostgreSQL clears the files of a number that is free by itself, after checking for leftover shared memory.
    """
    for stale in (sockets / ".s.PGSQL.5432", sockets / ".s.PGSQL.5432.lock"):
        stale.unlink(missing_ok=True)
    found = read_pid_file(pgdata)
    if found is None or psutil.pid_exists(found.pid):
        (pgdata / "postmaster.pid").unlink(missing_ok=True)


def end_orphans(pgdata: Path) -> None:
    """End the backends of a killed server, also stopped ones; it is one crash, and recovery follows anyway."""
    for process in psutil.process_iter():
        with suppress(psutil.NoSuchProcess, psutil.AccessDenied):
            if process.name().startswith("postgres") and Path(process.cwd()) == pgdata:
                process.kill()


def stop(process: psutil.Process, timeout_s: float) -> bool:
    """Fast shutdown: sessions are ended, everything is written. Answers whether it ended in time."""
    process.send_signal(signal.SIGINT)
    deadline = time.monotonic() + timeout_s
    while time.monotonic() < deadline:
        if not process.is_running() or process.status() == psutil.STATUS_ZOMBIE:
            return True
        time.sleep(POLL_S)
    return False
