"""Who stands beside the server: a receiver of webhooks, a broker, and a worker, each a process that can be killed."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from time import monotonic

from tests.journeys.fire import STOCKPOOL
from tests.ports import port_to_come_back_to
from tests.workflows.nats_server import NatsServer, command_of

LEAVE_S_MAX = 20.0
LOOK_S = 0.02
RECEIVER = Path(__file__).with_name("receiver_process.py")


class Neighbor:
    """A process that is started again by the same command, whoever ended it."""

    def __init__(self, command: Sequence[str], log: Path, **settings: str) -> None:
        """Nothing runs yet; `settings` by their names."""
        self.ended_itself = 0
        self._command, self._log = command, log
        self._environment = {f"STOCKPOOL_{name.upper()}": value for name, value in settings.items()}
        self._process: subprocess.Popen[bytes] | None = None
        self._down_until = 0.0

    async def tend(self) -> None:
        """Have it run until cancelled."""
        while True:
            if self._process is not None and self._process.poll() is not None:
                self.ended_itself += 1
                self._process = None
            if self._process is None and monotonic() >= self._down_until:
                self._launch()
            await asyncio.sleep(LOOK_S)

    async def kill(self, down_s: float) -> None:
        """SIGKILL as soon as it runs; it stays away for a while."""
        while self._process is None:  # noqa: ASYNC110 - it is tended by another task
            await asyncio.sleep(LOOK_S)
        self._down_until = monotonic() + down_s
        self.end()

    async def leave(self) -> int:
        """SIGTERM, when it is tended no more; the exit code."""
        assert self._process is not None
        self._process.send_signal(signal.SIGTERM)
        return await asyncio.to_thread(self._process.wait, LEAVE_S_MAX)

    def end(self) -> None:
        """SIGKILL, if it runs."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()

    def last_words(self) -> list[str]:
        """The end of its log."""
        return self._log.read_text().splitlines()[-5:]

    def _launch(self) -> None:
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                self._command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=os.environ | {"STOCKPOOL_LOG_LEVEL": "warning"} | self._environment,
            )


class Neighborhood:
    """All neighbors of one server; where only the worker knows of the broker, it alone publishes."""

    def __init__(self, data_dir: Path, *, everybody_publishes: bool) -> None:
        """Nobody is there yet."""
        folder = data_dir.parent
        port = port_to_come_back_to()
        self.received = folder / "received.jsonl"
        self.hook = f"http://127.0.0.1:{port}/hook"
        self.nats = NatsServer(folder / "nats")
        settings = {"webhook_allow_networks": "127.0.0.0/8"}
        bus = settings | {"nats_url": self.nats.url}
        self.settings_of_server = bus if everybody_publishes else settings
        receiver = [sys.executable, "-S", str(RECEIVER), str(port), str(self.received)]
        self.receiver = Neighbor(receiver, folder / "receiver.log")
        self.broker = Neighbor(command_of(self.nats), folder / "nats.log")
        self.worker = Neighbor([*STOCKPOOL, "worker", "--data-dir", str(data_dir)], folder / "worker.log", **bus)
        self.all = {"receiver": self.receiver, "broker": self.broker, "worker": self.worker}

    def end(self) -> None:
        """End whatever is left."""
        for neighbor in self.all.values():
            neighbor.end()

    def bytes_received(self) -> int:
        """How much the receiver has on the disk: it grows while webhooks arrive."""
        return self.received.stat().st_size if self.received.exists() else 0

    def bytes_published(self) -> int:
        """As above, of the stream."""
        return sum(each.stat().st_size for each in self.nats.folder.rglob("*.blk"))
