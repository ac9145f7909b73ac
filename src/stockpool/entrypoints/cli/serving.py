"""How the command line shows orders that are served again and again: a bar for each step, else lines."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn


def worker_count(given: int | None) -> int:
    """As many processes as are asked for, or as this one may use cores."""
    return given or len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else given or os.cpu_count() or 1


class Steps:
    """Steps by name, each with the orders that are served in it."""

    def __init__(self, console: Console, progress: Progress | None) -> None:
        self._console, self._progress = console, progress
        self._task: TaskID | None = None

    def step(self, name: str, orders: int) -> None:
        """A step begins."""
        if self._progress is None:
            self._console.print(f"{name}: serving {orders:,} orders", highlight=False)
        else:
            self._task = self._progress.add_task(name, total=orders)

    def served(self, orders: int) -> None:
        """So many more."""
        if self._progress is not None and self._task is not None:
            self._progress.update(self._task, advance=orders)


@contextmanager
def steps_shown() -> Iterator[Steps]:
    """Steps on standard error."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield Steps(console, None)
        return
    columns = (TextColumn("{task.description:<18}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console) as progress:
        yield Steps(console, progress)
