"""One database cluster in a data folder: its paths, its lock files, its creation and its settings file."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from stockpool.runtime.embedded.account import Account, account_for
from stockpool.runtime.embedded.folders import check_reachable, prepare_data_dir
from stockpool.runtime.embedded.programs import POSTGRES_MAJOR, programs_for
from stockpool.runtime.unavailable import DatabaseUnavailable

OWNER = "stockpool"
DATABASE = "stockpool"
LOG_BYTES_MAX = 10_000_000

SETTINGS = """\
# Written by stockpool at each start of the server; edit postgresql.conf instead.
listen_addresses = ''
unix_socket_directories = '{socket_dir}'
unix_socket_permissions = 0700
max_connections = 100
timezone = 'UTC'
log_timezone = 'UTC'
log_min_messages = warning

# A promise that was answered must survive a power cut.
fsync = on
synchronous_commit = on

shared_buffers = 128MB
max_wal_size = 2GB
checkpoint_timeout = 15min
checkpoint_completion_target = 0.9
wal_compression = off

# Short statements on local disks: no compilation, index reads cost little more than sequential ones.
jit = off
random_page_cost = 1.1

# Hot rows are rewritten thousands of times a second: clean up early and without long pauses.
autovacuum_naptime = 15s
autovacuum_vacuum_scale_factor = 0.05
autovacuum_analyze_scale_factor = 0.05
autovacuum_vacuum_cost_delay = 1ms

# A caller that stops in the middle of a transaction must not keep its locks.
idle_in_transaction_session_timeout = 60s
"""


class Cluster(NamedTuple):
    """A data folder with the account that owns its server and the programs that run it."""

    data_dir: Path
    account: Account

    @property
    def pgdata(self) -> Path:
        """PostgreSQL's own folder."""
        return self.data_dir / "postgres"

    @property
    def log(self) -> Path:
        """The server's log file."""
        return self.data_dir / "postgres.log"

    @contextmanager
    def starting(self) -> Iterator[None]:
        """Hold the right to create, start or stop the server; other processes wait."""
        descriptor = self.open_lock("start.lock")
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)

    def open_lock(self, name: str) -> int:
        """The descriptor of a lock file; closing it gives the lock back."""
        return self._open_owned(self.data_dir / name, os.O_RDWR)

    def _open_owned(self, path: Path, flags: int) -> int:
        try:
            descriptor = os.open(path, flags | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        except FileExistsError:
            return self._open_existing(path, flags)
        except PermissionError as error:
            raise _not_ours(path) from error
        self.account.own(descriptor)
        return descriptor

    def _open_existing(self, path: Path, flags: int) -> int:
        try:
            return os.open(path, flags | os.O_NOFOLLOW | os.O_CLOEXEC)
        except OSError as error:
            raise _not_ours(path) from error

    def prepare_log(self) -> None:
        """Make sure that the server may write its log; an old one that has grown large is put aside once."""
        if self.log.exists() and self.log.stat().st_size > LOG_BYTES_MAX:
            self.log.replace(self.log.with_suffix(".log.1"))
        os.close(self._open_owned(self.log, os.O_WRONLY | os.O_APPEND))

    def run(self, program: str, *arguments: str, text: str = "") -> subprocess.CompletedProcess[str]:
        """Run one of PostgreSQL's programs as the server's user, away from our terminal's signals."""
        environment = {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"}
        return subprocess.run(
            [programs_for(self.account) / program, *arguments],
            input=text,
            capture_output=True,
            text=True,
            check=False,
            cwd=self.data_dir,
            env=environment,
            start_new_session=True,
            **self.account.process_options(),
        )


def open_cluster(data_dir: Path) -> Cluster:
    """The cluster of a data folder; the folder is created, the cluster not yet."""
    folder = prepare_data_dir(data_dir)
    cluster = Cluster(folder, account_for(folder / "postgres"))
    check_reachable(folder, cluster.account)
    return cluster


def ensure_created(cluster: Cluster) -> None:
    """Create the cluster unless it is there; a creation that was cut off is begun again."""
    version_file = cluster.pgdata / "PG_VERSION"
    if not version_file.exists():
        _create(cluster)
    version = version_file.read_text().strip()
    if version != POSTGRES_MAJOR:
        raise DatabaseUnavailable(
            f"The data was written by PostgreSQL {version}, and the embedded one is {POSTGRES_MAJOR}",
            where=str(cluster.pgdata),
            mend="take a dump with the old version and restore it, or choose another --data-dir",
        )


def _create(cluster: Cluster) -> None:
    staging = cluster.data_dir / "postgres.new"
    shutil.rmtree(staging, ignore_errors=True)
    staging.mkdir(mode=0o700)
    cluster.account.own(staging)
    locale = ("--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8")
    _check(cluster.run("initdb", "-D", str(staging), "-U", OWNER, "--auth=trust", "--no-instructions", *locale))
    with (staging / "postgresql.conf").open("a") as conf:
        conf.write("\ninclude_if_exists '../stockpool.conf'\n")
    _check(cluster.run("postgres", "--single", "-D", str(staging), "postgres", text=f"create database {DATABASE}\n"))
    staging.rename(cluster.pgdata)


def _check(done: subprocess.CompletedProcess[str]) -> None:
    if done.returncode != 0:
        program = Path(done.args[0]).name
        lines = [line for line in done.stderr.splitlines() if line.strip()]
        raise DatabaseUnavailable(
            f"The database could not be created: {lines[-1] if lines else done.returncode}",
            where=program,
            mend="look at the free space and the permissions of the data folder",
        )


def write_settings(cluster: Cluster, sockets: Path) -> None:
    """Write our settings beside the cluster, which includes them by a relative path."""
    quoted = '"' + str(sockets).replace("'", "''") + '"'
    fresh = cluster.data_dir / "stockpool.conf.new"
    fresh.write_text(SETTINGS.format(socket_dir=quoted))
    fresh.chmod(0o644)
    fresh.replace(cluster.data_dir / "stockpool.conf")


def _not_ours(path: Path) -> DatabaseUnavailable:
    return DatabaseUnavailable(
        "The data folder cannot be used by this user",
        where=str(path),
        mend="run as the user who created it, or choose another --data-dir",
    )
