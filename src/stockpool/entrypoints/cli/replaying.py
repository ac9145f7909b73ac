"""How the command line replays: what is shown meanwhile, and what is answered."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import msgspec
import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from stockpool.entrypoints.cli.exits import ExitCode
from stockpool.entrypoints.cli.importing.progress import Bars, Lines
from stockpool.runtime.settings import Settings
from stockpool.simulation.replay import ReplayFigures, ReplayPlan, ReplayResult, ReplayWatcher, replay


def speed_of(text: str) -> float | None:
    """How many times as fast as it was; None for as fast as it goes."""
    if text == "max":
        return None
    try:
        speed = float(text)
    except ValueError:
        speed = 0.0
    if not 0 < speed < float("inf"):
        raise typer.BadParameter("is a number above zero, or `max`", param_hint="--speed")
    return speed


class ReplayAnswer(msgspec.Struct, frozen=True):
    """What the command answers."""

    result: ReplayResult

    @property
    def exit_code(self) -> ExitCode:
        """Clean, or not."""
        found = self.result.verified.drift or self.result.rejected
        return ExitCode.PROBLEMS_FOUND if found else ExitCode.OK

    def for_json(self) -> dict[str, Any]:
        """The answer of `--json`."""
        result = self.result
        return {
            **msgspec.to_builtins(result.figures),
            "orders_per_s": round(result.orders_per_s, 1),
            "seconds": round(result.seconds, 2),
            "rejected_rows": result.rejected,
            "verify": msgspec.to_builtins(result.verified),
        }

    def in_words(self) -> str:
        """The answer for a person."""
        result, figures = self.result, self.result.figures
        drift = result.verified.drift
        then = " when they were ordered" if result.in_world else ""
        rows = {
            "orders": f"{figures.orders:,}, {result.orders_per_s:,.0f} a second",
            "order lines": f"{figures.lines:,}",
            "filled": f"{figures.filled:,} ({_share(figures.filled, figures.lines)})",
            "short": f"{figures.short:,} ({_share(figures.short, figures.lines)}){then}",
            "refused orders": f"{figures.refused:,}",
            "split orders": "none served" if figures.split_share is None else f"{figures.split_share:.1%}",
            "distance": _distance(figures.km_mean, figures.km_p90),
            "ledger": f"{drift} places differ" if drift else f"clean ({result.verified.entries:,} entries)",
        }
        if result.in_world:
            rows |= _ends(figures)
        if result.rejected:
            rows["rejected rows"] = f"{result.rejected:,}"
        return "\n".join(f"{name:<15} {value}" for name, value in rows.items())


def _ends(figures: ReplayFigures) -> dict[str, str]:
    rows = {
        "delivered": f"{figures.delivered:,}",
        "backordered": f"{figures.backordered:,}, {figures.undated:,} of them without a date",
        "cancelled": f"{figures.cancelled:,}",
        "unfinished": f"{figures.unfinished:,}",
        "returns": f"{figures.returns:,}",
    }
    for cause, outcomes in figures.repairs.items():
        said = ", ".join(f"{count:,} {outcome}" for outcome, count in outcomes.items())
        rows[cause.replace("_", " ")] = said
    return {**rows, "promises moved": f"{figures.promises_moved:,}"}


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.1%}" if whole else "none"


def _distance(mean: float | None, far: float | None) -> str:
    return "unknown" if mean is None else f"{mean:,.0f} km on average, nine of ten units at most {far:,.0f} km"


def run_replay(settings: Settings, url: str, plan: ReplayPlan) -> ReplayAnswer:
    """Replay with progress on standard error."""
    with _shown_on(Console(stderr=True)) as watcher:
        return ReplayAnswer(asyncio.run(replay(settings, url, plan, watcher)))


@contextmanager
def _shown_on(console: Console) -> Iterator[ReplayWatcher]:
    """A watcher that shows a replay on a console: bars on a terminal, else lines."""
    if not console.is_terminal:
        yield ReplayLines(console)
        return
    columns = (
        TextColumn("{task.description:<15}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.fields[note]}"),
    )
    with Progress(*columns, console=console) as progress:
        yield ReplayBars(progress)


class ReplayLines(Lines):
    """A line a step."""

    def playing(self, orders: int) -> None:
        """Say how much there is to play."""
        self._console.print(f"playing {orders:,} orders", highlight=False)

    def played(self) -> None:
        """Nothing to say of one order."""

    def verifying(self) -> None:
        """Say that the proof has begun."""
        self._console.print("verifying the ledger")


class ReplayBars(Bars):
    """A bar for each table, and one for the orders with their speed."""

    def __init__(self, progress: Progress) -> None:
        super().__init__(progress)
        self._orders: TaskID | None = None

    def playing(self, orders: int) -> None:
        """A bar as long as the orders."""
        self._orders = self._progress.add_task("playing orders", total=orders, note="")

    def played(self) -> None:
        """One further."""
        assert self._orders is not None, "the bar comes first"
        task = self._progress.tasks[self._orders]
        note = f"{task.completed / task.elapsed:,.0f} orders/s" if task.elapsed else ""
        self._progress.update(self._orders, advance=1, note=note)

    def verifying(self) -> None:
        """A line below the bars."""
        self._progress.add_task("verifying", total=None, note="")
