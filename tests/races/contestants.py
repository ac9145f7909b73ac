"""Processes that race: each has lanes of its own on the one database and submits its commands when all are ready."""

from __future__ import annotations

import asyncio
import multiprocessing
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from multiprocessing.connection import Connection

import msgspec
from psycopg import AsyncConnection

from stockpool.bootstrap import lane_connection
from stockpool.inventory.api import LOCK_POSITIONS
from stockpool.kernel.commands import Command
from stockpool.orders import store
from stockpool.runtime.database import Database
from stockpool.runtime.lane import Lanes
from stockpool.runtime.lane_worker import LaneBusy, Patience, SetAside
from stockpool.supply.api import LOCK_SUPPLIES
from stockpool.workflows.commands import decode_reply, task_for, write_records
from stockpool.workflows.group import GroupProcessor

LOCK_TIMEOUT_S = 5.0


class Heat(msgspec.Struct, frozen=True):
    """What one process is to do: groups of a few commands, so that the processes meet often."""

    url: str
    commands: tuple[Command, ...]
    lock: str = LOCK_POSITIONS
    supply_lock: str = LOCK_SUPPLIES
    order_lock: str = store.LOCK_ORDERS
    lanes: int = 1
    group_max: int = 4
    lock_timeout_s: float = LOCK_TIMEOUT_S


class Result(msgspec.Struct, frozen=True):
    """The replies in the order of the commands, `None` where the lane was busy; deadlocks that the lanes met."""

    replies: tuple[msgspec.Struct | None, ...]
    deadlocks: int
    failures: tuple[str, ...] = ()


def stand_by(pipe: Connection) -> None:
    """The life of a contestant: heats, one after the other, until the pipe closes."""
    with asyncio.Runner() as runner:
        while (heat := pipe.recv()) is not None:
            pipe.send(runner.run(_run(heat, pipe)))


async def _run(heat: Heat, pipe: Connection) -> Result:
    database = await Database.open(heat.url, max_size=1, lock_timeout_s=heat.lock_timeout_s)
    store.LOCK_ORDERS = heat.order_lock  # this process is the heat's own, and the next heat says it anew
    processor = _Counting(task_for, decode_reply, write_records, lock=heat.lock, supply_lock=heat.supply_lock)
    lanes = Lanes(partial(lane_connection, database), processor, lanes=heat.lanes, group_max=heat.group_max)
    await lanes.start()
    pipe.send("ready")
    pipe.recv()
    answers = [lanes.submit(command) for command in heat.commands]
    replies = await asyncio.gather(*answers, return_exceptions=True)
    await lanes.stop()
    await database.close()
    failures = [repr(each) for each in replies if isinstance(each, BaseException) and not isinstance(each, LaneBusy)]
    answered = [None if isinstance(each, BaseException) else each for each in replies]
    return Result(tuple(answered), processor.deadlocks, tuple(failures))


class _Counting(GroupProcessor):
    """Counts what the lane retries without a word."""

    deadlocks = 0

    async def process(
        self, connection: AsyncConnection, commands: Sequence[Command], patience: Patience
    ) -> Sequence[msgspec.Struct | SetAside]:
        try:
            return await super().process(connection, commands, patience)
        except Exception as error:
            self.deadlocks += type(error).__name__ == "DeadlockDetected"
            raise


class Contestants:
    """Processes that stand by."""

    def __init__(self, pipes: Sequence[Connection]) -> None:
        self._pipes = pipes

    def race(self, heats: Sequence[Heat]) -> list[Result]:
        """Let each heat be run by a process of its own, all starting at once."""
        pipes = self._pipes[: len(heats)]
        for pipe, heat in zip(pipes, heats, strict=True):
            pipe.send(heat)
        assert [pipe.recv() for pipe in pipes] == ["ready"] * len(heats)
        for pipe in pipes:
            pipe.send("go")
        return [pipe.recv() for pipe in pipes]


@contextmanager
def contestants(how_many: int) -> Iterator[Contestants]:
    """So many processes, started afresh; they end with the block."""
    context = multiprocessing.get_context("spawn")
    pairs = [context.Pipe() for _ in range(how_many)]
    processes = [context.Process(target=stand_by, args=(theirs,), daemon=True) for _, theirs in pairs]
    for process in processes:
        process.start()
    yield Contestants([ours for ours, _ in pairs])
    for (ours, theirs), process in zip(pairs, processes, strict=True):
        ours.send(None)
        process.join(10)
        if process.is_alive():
            process.kill()
            process.join()
        ours.close()
        theirs.close()
