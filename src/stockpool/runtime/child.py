"""Work in a process of its own: what it loads and fills is gone when it is done, and it ends with who asked for it.

Beside a server one may also be kept: it is started again where it ends, and ends with its standard input, so that it
outlives nobody, whoever was killed.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import threading
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Mapping, Sequence
from contextlib import suppress

import structlog

log = structlog.get_logger(__name__)

MAIN = "from stockpool.entrypoints.cli import main; main()"
GRACE_S = 5.0
"""So long a process that is asked to end may take before it is killed."""
AGAIN_AFTER_S = 1.0
AGAIN_AFTER_S_MAX = 30.0
LASTING_S = 60.0
"""A process that is kept begins again after a second where it lasted so long; else after twice the pause before."""

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


async def keep_child(command: Sequence[str], told: bytes) -> None:
    """Run a command until whoever waits is cancelled, again whenever it ends; each is told the same on standard input.

    Ctrl-C does not reach it: it is ended by who keeps it. One that ends soon, or cannot be begun, is begun again after
    a pause that grows.
    """
    loop, pause_s = asyncio.get_running_loop(), AGAIN_AFTER_S
    while True:
        began_at = loop.time()
        try:
            cause = await _run_kept(command, told)
        except (OSError, RuntimeError) as trouble:  # no process to be had; uvloop: it was gone before it was told
            cause = repr(trouble)
        pause_s = AGAIN_AFTER_S if loop.time() - began_at > LASTING_S else min(2 * pause_s, AGAIN_AFTER_S_MAX)
        log.error(
            "a process beside this one ended, and begins again", command=command[-1], cause=cause, pause_s=pause_s
        )
        await asyncio.sleep(pause_s)


async def _run_kept(command: Sequence[str], told: bytes) -> str:
    """Run it once; how it ended."""
    child = await asyncio.create_subprocess_exec(*command, stdin=PIPE, start_new_session=True)
    try:
        assert child.stdin is not None, "it was started with a pipe"
        child.stdin.write(told)
        return f"code {await child.wait()}"
    finally:
        await _end(child)


def leave_with_parent() -> None:
    """For one that is kept, when it has read what it was told: SIGTERM for it when its standard input ends."""
    threading.Thread(target=_wait_for_the_end, daemon=True).start()


def _wait_for_the_end() -> None:
    """Unbuffered, since a buffer's lock would abort the interpreter's own end."""
    while os.read(sys.stdin.fileno(), 1):
        pass
    os.kill(os.getpid(), signal.SIGTERM)


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
