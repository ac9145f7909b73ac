"""Processes that are run beside this one, and end with it."""

from __future__ import annotations

import asyncio
import itertools
import sys
import time
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any
from unittest.mock import AsyncMock

import psutil
import pytest
import uvloop

from stockpool.runtime import child
from stockpool.runtime.child import ChildFailed, keep_child, run_child
from stockpool.runtime.ending import end

SLEEP = "import os, pathlib, sys, time; pathlib.Path(sys.argv[1]).write_text(str(os.getpid())); time.sleep(60)"
STUBBORN = f"import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); {SLEEP}"


def python(text: str, *arguments: str) -> list[str]:
    return [sys.executable, "-c", text, *arguments]


def text_of(path: Path) -> str:
    return path.read_text() if path.exists() else ""


async def number_in(path: Path) -> int:
    """The process that has written its number there."""
    until = time.monotonic() + 20
    while time.monotonic() < until:
        if written := text_of(path):
            return int(written)
        await asyncio.sleep(0.02)
    raise AssertionError("it did not begin")


async def test_it_answers_what_it_prints_and_knows_what_it_is_given() -> None:
    assert await run_child(python("import os; print(os.environ['A'])"), 20, {"A": "so"}) == "so\n"


async def test_what_it_said_last_tells_why_it_failed() -> None:
    with pytest.raises(ChildFailed, match="code 3: no such file"):
        await run_child(python("import sys; print('no such file', file=sys.stderr); sys.exit(3)"), 20)


async def test_one_that_takes_too_long_is_ended(tmp_path: Path) -> None:
    with pytest.raises(ChildFailed, match="longer than 1 s"):
        await run_child(python(SLEEP, str(tmp_path / "pid")), 1)
    assert not psutil.pid_exists(await number_in(tmp_path / "pid"))


@pytest.mark.parametrize("text", [SLEEP, STUBBORN])
async def test_it_ends_with_whoever_waits_for_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr(child, "GRACE_S", 0.2)
    waiting = asyncio.create_task(run_child(python(text, str(tmp_path / "pid")), 60))
    number = await number_in(tmp_path / "pid")
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    assert not psutil.pid_exists(number)


TOLD = (
    "import os, pathlib, sys; pathlib.Path(sys.argv[1]).open('a').write(sys.stdin.readline() + str(os.getpid()) + ' ')"
)
STAYS = f"{TOLD}; import time; time.sleep(60)"
LEAVES = (
    f"{TOLD}; from stockpool.runtime.child import leave_with_parent; leave_with_parent(); import time; time.sleep(60)"
)
KEEPER = (
    "import asyncio, sys; from stockpool.runtime.child import keep_child;"
    "asyncio.run(keep_child(sys.argv[1:], b'go\\n'))"
)


async def numbers_in(path: Path, count: int) -> list[int]:
    """The processes that have written their numbers there, each behind what it was told."""
    until = time.monotonic() + 20
    while time.monotonic() < until:
        written = text_of(path)
        if written.count(" ") >= count:
            told = written.removesuffix(" ").split(" ")
            assert all(each.startswith("go\n") for each in told)
            return [int(each.removeprefix("go\n")) for each in told]
        await asyncio.sleep(0.02)
    raise AssertionError("they did not begin")


async def test_one_that_is_kept_begins_again_is_told_the_same_and_ends_with_its_keeper(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(child, "AGAIN_AFTER_S", 0.05)
    keeping = asyncio.create_task(keep_child(python(STAYS, str(tmp_path / "pids")), b"go\n"))
    (first,) = await numbers_in(tmp_path / "pids", 1)
    psutil.Process(first).kill()
    _, second = await numbers_in(tmp_path / "pids", 2)
    assert psutil.pid_exists(second)
    keeping.cancel()
    with pytest.raises(asyncio.CancelledError):
        await keeping
    assert not psutil.pid_exists(second)


@pytest.mark.parametrize(("text", "stays"), [(LEAVES, False), (STAYS, True)])
async def test_one_that_is_kept_leaves_when_its_keeper_is_killed_if_it_watches(
    tmp_path: Path, text: str, stays: bool
) -> None:
    keeper = await asyncio.create_subprocess_exec(*python(KEEPER, *python(text, str(tmp_path / "pids"))))
    (number,) = await numbers_in(tmp_path / "pids", 1)
    kept = psutil.Process(number)
    keeper.kill()
    await keeper.wait()
    gone, _ = await asyncio.to_thread(psutil.wait_procs, [kept], 1 if stays else 20)
    assert bool(gone) is not stays
    if stays:
        kept.kill()


@pytest.mark.parametrize("runner", [asyncio.run, uvloop.run], ids=["asyncio", "uvloop"])
@pytest.mark.parametrize("bad", [["true"], [sys.executable, "-S", "-c", "raise SystemExit(3)"], ["/nowhere/at/all"]])
def test_one_that_cannot_stay_is_begun_again_and_again(
    monkeypatch: pytest.MonkeyPatch, runner: Callable[[Coroutine[Any, Any, None]], None], bad: list[str]
) -> None:
    """On the server's loop too, which lets nobody write to a process that is gone already."""
    monkeypatch.setattr(child, "AGAIN_AFTER_S", 0.01)
    monkeypatch.setattr(child, "AGAIN_AFTER_S_MAX", 0.02)

    async def keep() -> None:
        enough, told = asyncio.Event(), itertools.count(1)

        def hear(_said: str, **_details: object) -> None:
            if next(told) == 25:
                enough.set()

        monkeypatch.setattr(child.log, "error", hear)
        keeping, told_often = asyncio.create_task(keep_child(bad, b"go\n")), asyncio.create_task(enough.wait())
        await asyncio.wait({keeping, told_often}, timeout=60, return_when=asyncio.FIRST_COMPLETED)
        assert told_often.done()
        assert not keeping.done()
        await end(keeping)

    runner(keep())


async def test_the_pause_grows_for_one_that_does_not_last(monkeypatch: pytest.MonkeyPatch) -> None:
    pauses: list[float] = []

    async def no_pause(seconds: float) -> None:
        pauses.append(seconds)
        if len(pauses) == 7:
            raise asyncio.CancelledError

    monkeypatch.setattr(child, "_run_kept", AsyncMock(return_value="code 1"))
    monkeypatch.setattr("stockpool.runtime.child.asyncio.sleep", no_pause)
    with pytest.raises(asyncio.CancelledError):
        await keep_child(["any"], b"")
    assert pauses == [2, 4, 8, 16, 30, 30, 30]
    monkeypatch.setattr(child, "LASTING_S", -1)
    del pauses[:]
    with pytest.raises(asyncio.CancelledError):
        await keep_child(["any"], b"")
    assert pauses == [child.AGAIN_AFTER_S] * 7
