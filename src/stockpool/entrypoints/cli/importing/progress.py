"""What an import shows while it runs: a bar for each table on a terminal, else a line when the table is done."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from stockpool.workflows.import_files import TableResult, Watcher

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress, TaskID


@contextmanager
def shown_on(console: Console) -> Iterator[Watcher]:
    """A watcher that shows an import on a console."""
    if not console.is_terminal:
        yield Lines(console)
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (
        TextColumn("{task.description:<15}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.fields[note]}"),
    )
    with Progress(*columns, console=console) as progress:
        yield Bars(progress)


def in_words(result: TableResult) -> str:
    """A table's result in one line."""
    rejected = f", {result.rejected:,} rejected, see {result.rejects_file}" if result.rejected else ""
    unknown = f"; left out: {', '.join(result.unknown_columns)}" if result.unknown_columns else ""
    return f"{result.changed:,} changed, {result.unchanged:,} unchanged{rejected}{unknown}"


class Lines:
    """One line a table."""

    def __init__(self, console: Console) -> None:
        self._console = console

    def started(self, table: str) -> None:
        """Nothing to say yet."""

    def checked(self, table: str, good: int) -> None:
        """Nothing to say yet."""

    def advanced(self, table: str, rows: int) -> None:
        """Nothing to say yet."""

    def finished(self, result: TableResult) -> None:
        """Say what became of the table."""
        line = f"{result.table:<15} {result.rows:>10,} rows {result.seconds:>8.1f} s  {in_words(result)}"
        self._console.print(line, markup=False, highlight=False, soft_wrap=True)


class Bars:
    """A bar a table."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._bars: dict[str, TaskID] = {}

    def started(self, table: str) -> None:
        """A bar without an end while the file is checked."""
        self._bars[table] = self._progress.add_task(table, total=None, note="checking")

    def checked(self, table: str, good: int) -> None:
        """Now its length is known."""
        self._progress.update(self._bars[table], total=good, note="")

    def advanced(self, table: str, rows: int) -> None:
        """Further by so many rows."""
        self._progress.advance(self._bars[table], rows)

    def finished(self, result: TableResult) -> None:
        """Full, with the result beside it."""
        self._progress.update(self._bars[result.table], total=result.rows, completed=result.rows, note=in_words(result))
