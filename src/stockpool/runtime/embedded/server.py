"""Start, use and stop the embedded server; safe from several processes at once and after any kill."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import psutil

from stockpool.runtime.embedded import postmaster
from stockpool.runtime.embedded.cluster import DATABASE, OWNER, Cluster, ensure_created, open_cluster, write_settings
from stockpool.runtime.embedded.folders import socket_dir
from stockpool.runtime.unavailable import DatabaseUnavailable

START_TIMEOUT_S = 600
"""Recovery after a crash replays at most two checkpoints' worth of log, minutes on a slow disk."""

STOP_TIMEOUT_S = 60
ORPHANS_TIMEOUT_S = 15
LEFTOVER_SIGNS = ("pre-existing shared memory", "already exists", "still in use")


@contextmanager
def embedded_server(data_dir: Path) -> Iterator[str]:
    """Use the server of a data folder, starting it if need be; the last user's clean exit stops it."""
    cluster = open_cluster(data_dir)
    users = cluster.open_lock("users.lock")
    try:
        with cluster.starting():
            fcntl.flock(users, fcntl.LOCK_SH)
            url = _ensure_running(cluster)
        try:
            yield url
        finally:
            _stop_unless_used(cluster, users)
    finally:
        os.close(users)


def start_embedded(data_dir: Path) -> str:
    """Start the server if it is not running and leave it running; answers the database's URL."""
    cluster = open_cluster(data_dir)
    with cluster.starting():
        return _ensure_running(cluster)


def stop_embedded(data_dir: Path) -> None:
    """Stop the server, whoever uses it; nothing happens when it is not running."""
    if not (data_dir / "postgres").is_dir():
        return
    cluster = open_cluster(data_dir)
    with cluster.starting():
        _stop(cluster)


def exists(data_dir: Path) -> bool:
    """Whether a data folder holds a database, running or not."""
    return (data_dir / "postgres" / "PG_VERSION").exists()


def is_running(data_dir: Path) -> bool:
    """Whether the server of a data folder is running."""
    return postmaster.find_postmaster((data_dir / "postgres").resolve()) is not None


def _stop_unless_used(cluster: Cluster, users: int) -> None:
    """Stop the server if nobody else holds the users' lock; a newcomer waits at the start lock meanwhile."""
    with cluster.starting():
        try:
            fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return
        _stop(cluster)


def _stop(cluster: Cluster) -> None:
    process = postmaster.find_postmaster(cluster.pgdata)
    if process is None:
        return
    try:
        stopped = postmaster.stop(process, STOP_TIMEOUT_S)
    except psutil.NoSuchProcess:
        return
    if not stopped:
        raise DatabaseUnavailable(
            f"The database server did not stop within {STOP_TIMEOUT_S} s",
            where=f"process {process.pid}",
            mend=f"see {cluster.log}",
        )


def _ensure_running(cluster: Cluster) -> str:
    ensure_created(cluster)
    if not postmaster.is_ready(cluster.pgdata, START_TIMEOUT_S):
        _launch(cluster)
    return _url(cluster)


def _launch(cluster: Cluster) -> None:
    sockets = socket_dir(cluster.data_dir, cluster.account)
    write_settings(cluster, sockets)
    cluster.prepare_log()
    deadline = time.monotonic() + ORPHANS_TIMEOUT_S
    while complaint := _start_once(cluster, sockets):
        if time.monotonic() > deadline or not any(sign in complaint for sign in LEFTOVER_SIGNS):
            raise DatabaseUnavailable(
                f"The database server did not start: {complaint.splitlines()[-1]}",
                where=str(cluster.pgdata),
                mend=f"see {cluster.log}",
            )
        postmaster.end_orphans(cluster.pgdata)
        time.sleep(0.1)


def _start_once(cluster: Cluster, sockets: Path) -> str:
    """Try to start; answers what the server said when it failed, or an empty string."""
    postmaster.clear_stale_files(cluster.pgdata, sockets)
    log_before = cluster.log.stat().st_size
    arguments = ("-D", str(cluster.pgdata), "-l", str(cluster.log), "-w", "-t", str(START_TIMEOUT_S))
    done = cluster.run("pg_ctl", "start", *arguments)
    if done.returncode == 0:
        return ""
    with cluster.log.open("rb") as log:
        log.seek(log_before)
        said = log.read().decode(errors="replace")
    return said.strip() or done.stderr.strip() or "no message"


def _url(cluster: Cluster) -> str:
    state = postmaster.read_pid_file(cluster.pgdata)
    if state is None:
        raise DatabaseUnavailable(
            "The database server stopped right after its start", where=str(cluster.pgdata), mend=f"see {cluster.log}"
        )
    return f"postgresql://{OWNER}@/{DATABASE}?host={quote(state.socket_dir, safe='/')}"
