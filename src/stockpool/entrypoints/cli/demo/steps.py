"""What the demo does before its traffic runs, step by step with timings: bars on a terminal, lines elsewhere."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console

Update = Callable[[str, int, int], None]
"""Told what is being done, and how much of how much is done."""


class Steps:
    """Shows steps on a console and remembers how many seconds each took."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self.seconds: dict[str, float] = {}

    @contextmanager
    def step(self, name: str, *, own_bar: bool = False) -> Iterator[Update]:
        """Show a step while it lasts, unless it has a bar of its own, and its time at its end."""
        began = time.monotonic()
        with self._bar(name) if self._console.is_terminal and not own_bar else _no_bar() as update:
            yield update
        self.seconds[name] = round(time.monotonic() - began, 2)
        self._console.print(f"{name:<28} {self.seconds[name]:>6.1f} s", highlight=False)

    @contextmanager
    def _bar(self, name: str) -> Iterator[Update]:
        from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

        columns = (
            TextColumn("{task.description:<28}"),
            BarColumn(),
            TimeElapsedColumn(),
            TextColumn("[dim]{task.fields[what]}"),
        )
        with Progress(*columns, console=self._console, transient=True) as progress:
            task = progress.add_task(name, total=None, what="")
            yield lambda what, done, of: progress.update(task, what=what, completed=done, total=of)


@contextmanager
def _no_bar() -> Iterator[Update]:
    yield lambda _what, _done, _of: None
