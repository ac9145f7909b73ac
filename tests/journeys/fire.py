"""A server and its database that are killed and started again; whatever was started is ended at the end."""

from __future__ import annotations

import asyncio
import json
import os
import random
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

import psutil

from stockpool.runtime.embedded import postmaster
from tests.journeys.calls import Address

STOCKPOOL = [sys.executable, "-c", "from stockpool.entrypoints.cli import main; main()"]
LEAVE_S_MAX = 40.0
POLL_S = 0.02
NOWHERE = ("127.0.0.1", 9)
"""Nobody listens on the discard port: callers find the door shut, as they do while a server is away."""


class Server:
    """`stockpool serve` on an embedded database of its own."""

    def __init__(self, data_dir: Path, workers: int = 1, **settings: str) -> None:
        """A server that is not running yet; `settings` by their names."""
        self.data_dir = data_dir
        self.address: Address = NOWHERE
        self.starts_failed = 0
        self._workers = workers
        self._environment = {f"STOCKPOOL_{name.upper()}": value for name, value in settings.items()}
        self._process: subprocess.Popen[bytes] | None = None
        self._seen: set[psutil.Process] = set()
        self._starts = 0

    @property
    def pid(self) -> int:
        """The process that was started last."""
        assert self._process is not None
        return self._process.pid

    async def start(self) -> None:
        """Start it, and again if the database was killed under its start; returns when it is ready or was killed."""
        while True:
            process, ready = self._spawn()
            while process.poll() is None and not ready.read_bytes():  # noqa: ASYNC110 - no event tells of a file
                await asyncio.sleep(POLL_S)
            if process is not self._process:
                return
            if line := ready.read_bytes():
                parts = urlsplit(json.loads(line)["ready"])
                self.address = (str(parts.hostname), int(parts.port or 0))
                return
            self.starts_failed += 1

    def kill(self, *, workers_too: bool = True) -> None:
        """SIGKILL, without any warning."""
        if self._process is None:
            return
        self.address = NOWHERE
        process, self._process = self._process, None
        process.send_signal(signal.SIGSTOP)  # so that it starts nothing while its workers are counted
        workers = self._workers_of(process)
        for worker in workers if workers_too else ():
            worker.kill()
        process.kill()
        process.wait()

    def kill_a_worker(self, rng: random.Random) -> None:
        """SIGKILL one worker, if there is any yet."""
        if self._process is not None and (workers := self._workers_of(self._process)):
            rng.choice(workers).kill()

    async def leave(self) -> int:
        """SIGTERM; the exit code."""
        assert self._process is not None
        self._workers_of(self._process)
        self._process.terminate()
        code = await asyncio.to_thread(self._process.wait, LEAVE_S_MAX)
        self._process = None
        return code

    def end(self) -> list[int]:
        """End whatever is left, also after a failed test; the workers that had to be killed though nobody led them."""
        self.kill()
        _, alive = psutil.wait_procs(list(self._seen), timeout=LEAVE_S_MAX)
        for process in alive:
            process.kill()
        return [process.pid for process in alive]

    def last_words(self) -> list[str]:
        """The end of its log."""
        return (self.data_dir.parent / "server.log").read_text().splitlines()[-20:]

    def resident_bytes(self) -> list[int]:
        """Memory of each process that serves."""
        assert self._process is not None
        processes = [psutil.Process(self._process.pid), *self._workers_of(self._process)]
        return [process.memory_info().rss for process in processes]

    def _spawn(self) -> tuple[subprocess.Popen[bytes], Path]:
        self._starts += 1
        ready = self.data_dir.parent / f"ready-{self._starts}.json"
        command = [*STOCKPOOL, "serve", "--port", "0", "--json", "--workers", str(self._workers)]
        environment = os.environ | {"STOCKPOOL_LOG_LEVEL": "warning"} | self._environment
        with ready.open("wb") as out, (self.data_dir.parent / "server.log").open("ab") as log:
            self._process = subprocess.Popen(
                [*command, "--data-dir", str(self.data_dir)],
                stdin=subprocess.DEVNULL, stdout=out, stderr=log, env=environment,
            )  # fmt: skip
        return self._process, ready

    def _workers_of(self, process: subprocess.Popen[bytes]) -> list[psutil.Process]:
        """Its worker processes; the database that it may just be starting is none of them."""
        with suppress(psutil.NoSuchProcess):
            found = [c for c in psutil.Process(process.pid).children() if _is_worker(c)]
            self._seen.update(found)
            return found
        return []


def _is_worker(process: psutil.Process) -> bool:
    with suppress(psutil.NoSuchProcess):
        return "stockpool.entrypoints.http.worker" in process.cmdline()
    return False


def kill_database(data_dir: Path, *, backends_too: bool) -> None:
    """SIGKILL the postmaster, and with it every process of the database or none of them."""
    found = postmaster.find_postmaster(data_dir / "postgres")
    if found is None:
        return
    with suppress(psutil.NoSuchProcess):
        backends = found.children(recursive=True)
        found.kill()
        for backend in backends if backends_too else ():
            with suppress(psutil.NoSuchProcess):
                backend.kill()
