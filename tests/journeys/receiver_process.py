"""A receiver of webhooks as a process: `python receiver_process.py PORT FILE`. What it acknowledged is on the disk.

Each body becomes a line of the file, which is synced before the answer. A line that was being written when the process
was killed was not acknowledged; the next life begins a new one.
"""

from __future__ import annotations

import asyncio
import os
import re
import sys

LENGTH = re.compile(rb"^content-length: *(\d+)", re.IGNORECASE | re.MULTILINE)
TAKEN = b"HTTP/1.1 204 No Content\r\n\r\n"


async def receive(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, file: int) -> None:
    """One connection, until the caller has enough of it."""
    try:
        while True:
            length = LENGTH.search(await reader.readuntil(b"\r\n\r\n"))
            assert length is not None, "senders say how much they send"
            keep(await reader.readexactly(int(length[1])) + b"\n", file)
            writer.write(TAKEN)
            await writer.drain()
    except (ConnectionError, asyncio.IncompleteReadError):
        writer.close()


def keep(line: bytes, file: int) -> None:
    """Write the whole line, and return when it would survive a power cut."""
    while line:
        line = line[os.write(file, line) :]
    os.fsync(file)


async def serve(port: int, path: str) -> None:
    """Receive until killed."""
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
    keep(b"\n", file)
    server = await asyncio.start_server(lambda reader, writer: receive(reader, writer, file), "127.0.0.1", port)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), sys.argv[2]))
