"""Work in a process of its own: what it loads and fills is gone when it is done, and it ends with who asked for it."""

from __future__ import annotations

import asyncio
import os
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Mapping, Sequence
from contextlib import suppress

MAIN = "from stockpool.entrypoints.cli import main; main()"
GRACE_S = 5.0
"""So long a process that is asked to end may take before it is killed."""
TOLD_BYTES = 2_000
"""Of what it said at its end."""


class ChildFailed(Exception):
    """A process ended with an error, or took too long; the message has the last of what it said."""


def command_line(*arguments: str) -> list[str]:
    """A command of this very installation, whatever else is called stockpool on the path."""
    return [sys.executable, "-c", MAIN, *arguments]


async def run_child(command: Sequence[str], limit_s: float, environment: Mapping[str, str] = {}) -> str:
    """What a command prints; it is ended when it takes too long, or when whoever waits is cancelled."""
    child = await asyncio.create_subprocess_exec(
        *command, stdin=DEVNULL, stdout=PIPE, stderr=PIPE, env={**os.environ, **environment}
    )
    try:
        printed, said = await asyncio.wait_for(child.communicate(), limit_s)
    except TimeoutError:
        raise ChildFailed(f"it took longer than {limit_s:g} s") from None
    finally:
        await _end(child)
    if child.returncode:
        last = said[-TOLD_BYTES:].decode(errors="replace").strip()
        raise ChildFailed(f"it ended with code {child.returncode}: {last}")
    return printed.decode()


async def _end(child: Process) -> None:
    """Ask it to end, and see to it that it does."""
    if child.returncode is not None:
        return
    with suppress(ProcessLookupError):
        child.terminate()
    try:
        await asyncio.wait_for(asyncio.shield(child.wait()), GRACE_S)
    except (TimeoutError, asyncio.CancelledError):
        with suppress(ProcessLookupError):
            child.kill()
        await child.wait()
