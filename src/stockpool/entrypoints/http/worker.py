"""One of several server processes; started by `workers` with its settings on standard input, says when it is ready.

Standard input stays open as long as the supervisor lives: at its end the worker leaves in order, whoever killed whom.
"""

from __future__ import annotations

import socket
import sys
from pathlib import Path
from typing import Any

import msgspec

from stockpool.runtime.settings import Settings

READY = "ready"


class WorkerOrder(msgspec.Struct, frozen=True):
    """What a worker is told: its number, the database, the settings, the inherited socket."""

    number: int
    url: str
    listening_fd: int
    settings: Settings
    noop_route: bool = False


def encode_order(order: WorkerOrder) -> bytes:
    """One line."""
    return msgspec.json.encode(order, enc_hook=str) + b"\n"


def decode_order(line: bytes) -> WorkerOrder:
    """The order of a line."""
    return msgspec.json.decode(line, type=WorkerOrder, dec_hook=_path)


def main() -> None:
    """Serve until the supervisor says so or is gone."""
    order = decode_order(sys.stdin.buffer.readline())

    from stockpool.entrypoints.http.serving import serve
    from stockpool.runtime import logs, telemetry
    from stockpool.runtime.child import leave_with_parent

    leave_with_parent()
    logs.configure(order.settings.log_level, order.settings.log_format)
    telemetry.label_process(str(order.number))
    listening = socket.socket(fileno=order.listening_fd)
    listening.set_inheritable(False)  # whoever it starts in its turn would keep the port
    counts = order.number == 0
    serve(order.settings, order.url, listening, _say_ready, counts=counts, noop_route=order.noop_route)


def _say_ready() -> None:
    print(READY, flush=True)


def _path(kind: type, value: Any) -> Any:  # noqa: ANN401 - msgspec's signature for types it does not know
    if kind is Path:
        return Path(value)
    raise NotImplementedError(kind)


if __name__ == "__main__":
    main()
