"""The demo's server: a child process of its own, found again after a crash, ended by its number."""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
from pathlib import Path

import msgspec
import psutil

from stockpool.runtime.child import command_line
from stockpool.simulation.traffic import Request, Send

HOST = "127.0.0.1"
READY_SECONDS_MAX = 60.0
STOP_SECONDS_MAX = 20.0
LOOK_EVERY_SECONDS = 0.05

PACE = {
    "STOCKPOOL_ORDER_RELEASE_AFTER_S": "20",
    "STOCKPOOL_ORDER_ACCEPT_WITHIN_S": "1200",
    "STOCKPOOL_ORDER_PICKUP_WITHIN_S": "86700",
}
"""Nodes are told in seconds, lose in 20 minutes what they do not accept, and what is not fetched in 5 shows.

What the environment says itself goes before that.
"""


class ServerLost(Exception):
    """The server ended by itself or did not become ready; the message ends with what it said last."""


class _Started(msgspec.Struct, frozen=True):
    """A process by its number and birth, which together are never used twice."""

    pid: int
    created_at: float


class DemoServer:
    """`stockpool serve` on the demo's data; its output goes to `server.log` in the demo's folder."""

    def __init__(self, data_dir: Path, folder: Path, port: int) -> None:
        self._data_dir = data_dir
        self._log = folder / "server.log"
        self._note = folder / "server.json"
        self.port = port
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it apart from the terminal, so that Ctrl-C reaches it only through us."""
        end_leftover(self._note)
        serve = ("serve", "--data-dir", str(self._data_dir), "--host", HOST, "--port", str(self.port))
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(
                command_line(*serve),
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True, env=PACE | os.environ,
            )  # fmt: skip
        created_at = psutil.Process(self._process.pid).create_time()
        self._note.write_bytes(msgspec.json.encode(_Started(self._process.pid, created_at)))

    async def wait_until_ready(self, send: Send) -> None:
        """Return as soon as it takes work; raises `ServerLost` when it never will."""
        try:
            async with asyncio.timeout(READY_SECONDS_MAX):
                while not await _is_ready(send):
                    self.check()
                    await asyncio.sleep(LOOK_EVERY_SECONDS)
        except TimeoutError as late:
            raise ServerLost(f"the server was not ready within {READY_SECONDS_MAX:.0f} s; see {self._log}") from late

    def check(self) -> None:
        """Raise `ServerLost` if it is not running any more."""
        if self._process is None or self._process.poll() is not None:
            raise ServerLost(f"the server ended by itself; {self._log} ends with:\n{_tail(self._log)}")

    def stop(self) -> None:
        """Ask it to finish, and after a while insist; returns when it is gone."""
        if self._process is not None:
            _end(self._process)
            self._process = None
            self._note.unlink(missing_ok=True)


def end_leftover(note: Path) -> bool:
    """End the server of an earlier demo that was killed before it could do so itself; whether there was one."""
    try:
        started = msgspec.json.decode(note.read_bytes(), type=_Started)
        process = psutil.Process(started.pid)
        if process.create_time() != started.created_at:
            return False
        _end(process)
    except (OSError, msgspec.DecodeError, psutil.NoSuchProcess):
        return False
    return True


def free_port(wanted: int) -> int:
    """The wanted port of the loopback address if nobody listens there, else any free one."""
    for port in (wanted, 0):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((HOST, port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    raise OSError(f"there is no free port at {HOST}")


def _end(process: subprocess.Popen[bytes] | psutil.Process) -> None:
    process.terminate()
    try:
        process.wait(STOP_SECONDS_MAX)
    except (subprocess.TimeoutExpired, psutil.TimeoutExpired):
        process.kill()
        process.wait(STOP_SECONDS_MAX)


async def _is_ready(send: Send) -> bool:
    try:
        return (await send(Request("GET", "/readyz"))).status == 200
    except OSError:
        return False


def _tail(log: Path, size: int = 2_000) -> str:
    with log.open("rb") as stream:
        stream.seek(max(0, os.fstat(stream.fileno()).st_size - size))
        return stream.read().decode(errors="replace")
