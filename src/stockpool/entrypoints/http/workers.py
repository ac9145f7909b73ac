"""Several server processes on one listening socket: one core each; one that dies is started again."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Callable
from types import TracebackType
from typing import IO, Self

from stockpool.entrypoints.http.worker import READY, WorkerOrder, encode_order
from stockpool.runtime.settings import Settings

POLL_S = 0.1
LEAVE_S_MAX = 30.0
QUICK_DEATH_S = 5.0
PAUSE_S_MAX = 5.0


class WorkerFailed(Exception):
    """A worker ended before it was ready; its own message is in the log above."""


class Worker:
    """One server process."""

    def __init__(self, order: WorkerOrder) -> None:
        self._order = order
        self._quick_deaths = 0
        self._start_not_before = 0.0
        self._process = self._start()

    def wait_until_ready(self) -> None:
        """Return when it accepts connections; raises when it ended before."""
        if _pipe(self._process.stdout).readline().strip() != READY.encode():
            raise WorkerFailed(f"worker {self._order.number} ended with code {self._process.wait()}")

    def restart_if_dead(self) -> None:
        """Start it again, after a longer pause each time that it dies soon after its start."""
        if self._process.poll() is None:
            return
        now = time.monotonic()
        if self._start_not_before <= self._started_at:
            self._quick_deaths = self._quick_deaths + 1 if now - self._started_at < QUICK_DEATH_S else 0
            pause_s = min(0.1 * 2**self._quick_deaths, PAUSE_S_MAX) if self._quick_deaths else 0.0
            self._start_not_before = now + pause_s
        if now >= self._start_not_before:
            self._process = self._start()

    def ask_to_leave(self) -> None:
        """Let it finish what it took."""
        if self._process.poll() is None:
            self._process.terminate()

    def wait(self, seconds: float) -> None:
        """Wait for its end; kill it when it does not come."""
        try:
            self._process.wait(max(seconds, 0.0))
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _start(self) -> subprocess.Popen[bytes]:
        self._started_at = time.monotonic()
        process = subprocess.Popen(
            [sys.executable, "-m", "stockpool.entrypoints.http.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            pass_fds=(self._order.listening_fd,),
            start_new_session=True,  # Ctrl-C reaches the supervisor, which then asks its workers in order
        )
        stdin = _pipe(process.stdin)
        stdin.write(encode_order(self._order))
        stdin.flush()
        return process


class Workers:
    """All server processes; leaving the context ends them in order."""

    def __init__(
        self, count: int, settings: Settings, url: str, listening: socket.socket, *, noop_route: bool = False
    ) -> None:
        listening.set_inheritable(True)
        self._leave_after_s = settings.leave_after_s
        orders = [WorkerOrder(n, url, listening.fileno(), settings, noop_route) for n in range(count)]
        self._workers = [Worker(order) for order in orders]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for worker in self._workers:
            worker.ask_to_leave()
        deadline = time.monotonic() + LEAVE_S_MAX + self._leave_after_s
        for worker in self._workers:
            worker.wait(deadline - time.monotonic())

    def run(self, on_ready: Callable[[], None]) -> None:
        """Watch over the workers until an exception, such as the one that a signal raises, ends it."""
        for worker in self._workers:
            worker.wait_until_ready()
        on_ready()
        while True:
            time.sleep(POLL_S)
            for worker in self._workers:
                worker.restart_if_dead()


def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
    assert pipe is not None, "the process was started with pipes"
    return pipe
