"""Ports for what is killed and started again on the same one."""

from __future__ import annotations

import random
import socket

OWN = range(20_000, 32_000)
"""Below those that the system gives to callers: one of them could take a port whose owner is away for a moment."""


def port_to_come_back_to() -> int:
    """A port that is free, and stays so while nobody listens there."""
    while True:
        port = random.SystemRandom().choice(OWN)
        with socket.socket() as free:
            try:
                free.bind(("127.0.0.1", port))
            except OSError:
                continue
        return port
