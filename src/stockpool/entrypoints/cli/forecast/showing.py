"""How forecasts and backtests are shown: progress on standard error, tables or JSON on standard output."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from stockpool.entrypoints.cli import output

if TYPE_CHECKING:
    from stockpool.forecasting.api import NightDone
    from stockpool.forecasting.messages import (
        BacktestReport,
        ChampionOf,
        Compared,
        Explained,
        LevelScores,
        NowcastReport,
        ReadReport,
        RunReport,
        Scores,
    )

SHOWN = ("wape", "rmsse", "pinball", "bias", "coverage_90", "coverage_95")


@contextmanager
def progress() -> Iterator[Callable[[str, int, int], None]]:
    """A bar on a terminal, a line for each thing elsewhere."""
    if not sys.stderr.isatty():
        yield lambda what, done, of: print(f"{done}/{of} {what}", file=sys.stderr, flush=True)
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description:<44}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bars:
        task = bars.add_task("reading", total=None)
        yield lambda what, done, of: bars.update(task, description=what, completed=done, total=of)


def show_run(report: RunReport, out: Path, totals: Path | None, *, as_json: bool) -> None:
    """What was forecast, by whom, and where it stands."""
    if as_json:
        output.print_json(msgspec.to_builtins(report))
        return
    lines = [*_read(report.read), "", *_champions(report.champions), ""]
    lines.append(f"{report.rows:,} rows in {out}, {report.wall_s} s, {report.peak_mb:,.0f} MB")
    print("\n".join([*lines, *([f"sums in {totals}"] if totals else [])]))


def show_backtest(report: BacktestReport, *, as_json: bool) -> None:
    """Scores beside the naive's, overall and by class."""
    if as_json:
        told = msgspec.to_builtins(report)
        told.pop("shown")  # for pictures
        output.print_json({**told.pop("overall"), **told})
        return
    head = f"{'':<14}{'series':>8}" + "".join(f"{name:>13}{'naive':>9}" for name in SHOWN)
    rows = [_row("all", report.overall), *[_row(name, each) for name, each in report.classes.items()]]
    sums = [
        f"sums of {each.periods}: {each.coverage_90:.1%} up to the 0.9 quantile, {each.coverage_95:.1%} up to 0.95"
        for each in report.sums
        if each.coverage_90 is not None and each.coverage_95 is not None
    ]
    levels = [_level(name, each) for name, each in report.levels.items()]
    ended = f"{report.series:,} series, {report.wall_s} s, {report.peak_mb:,.0f} MB"
    print(
        "\n".join(
            [*_read(report.read), "", head, *rows, "", *sums, "", *levels, "", *_champions(report.champions), "", ended]
        )
    )


def show_explained(explained: Explained, *, as_json: bool) -> None:
    """Period by period what the parts are."""
    if as_json:
        output.print_json(msgspec.to_builtins(explained))
        return
    names = list(dict.fromkeys(name for period in explained.periods for name in period.parts))
    head = f"{'':<12}{'mean':>10}{'q05':>10}{'q95':>10}" + "".join(f"{name:>15}" for name in names)
    rows = [
        f"{each.date:<12}{each.mean:>10.2f}{each.q05:>10.2f}{each.q95:>10.2f}"
        + "".join(f"{each.parts.get(name, 0):>15.2f}" for name in names)
        for each in explained.periods
    ]
    said = f"{explained.sku} at {explained.node}, {explained.demand_class} demand"
    print("\n".join([said, "", head, *rows, "", *explained_notes(explained)]))


def explained_notes(explained: Explained) -> list[str]:
    """What would change it, from whom it is taken, and who made it by which errors."""
    errors = ", ".join(f"{name} {error}" for name, error in explained.champion.errors.items())
    effects = [f"{what}: {units:+.2f} units over the horizon" for what, units in explained.effects.items()]
    alike = [f"as {sku}: {share:.0%}" for sku, share in explained.alike.items()]
    made = f"RMSSE at {len(explained.champion.origins)} origins: {errors}"
    return [*effects, *alike, *_champions((explained.champion,)), made]


def show_compared(compared: Compared, *, as_json: bool) -> None:
    """The difference with its interval."""
    if as_json:
        output.print_json(msgspec.to_builtins(compared))
        return
    print(
        f"RMSSE {compared.rmsse_with} with, {compared.rmsse_without} without {', '.join(compared.without)}:"
        f" {compared.difference:+.4f} [{compared.difference_low:+.4f}, {compared.difference_high:+.4f}]"
        f" ({compared.series:,} series, {compared.windows} windows; below zero it helps)"
    )


def show_night(done: NightDone, *, as_json: bool) -> None:
    """What a night did."""
    if as_json:
        output.print_json(msgspec.to_builtins(done))
        return
    why = "kept" if done.chosen_because is None else f"chosen anew: {done.chosen_because.said}"
    changed = f"{done.changed:,} forecasts changed much, {done.told:,} of them told one by one"
    said = [
        f"run {done.run}: {done.series:,} series from {done.first_day} to {done.last_day}, {done.seconds} s",
        f"{done.days_scored} days compared with what was said of them; {changed}",
        f"champions were {why}",
    ]
    print("\n".join([*said, "", *_champions(done.champions)]))


def show_nowcast(report: NowcastReport, out: Path, *, as_json: bool) -> None:
    """How today goes."""
    if as_json:
        output.print_json(msgspec.to_builtins(report))
        return
    lines = [
        f"{report.sold:,.0f} units sold, {report.expected:,.0f} expected by now ({report.share:.0%} of a day)",
        *[f"node {node}: nothing is heard of it; its forecast stays" for node in report.silent],
        *([f"{report.unknown:,} SKUs and nodes sold and were not forecast"] if report.unknown else []),
        f"{report.rows:,} rows in {out}",
    ]
    print("\n".join(lines))


def _row(name: str, scores: Scores) -> str:
    def shown(value: float | None) -> str:
        return "-" if value is None else f"{value:.3f}"

    pairs = [(getattr(scores, each), getattr(scores, f"{each}_naive")) for each in SHOWN]
    return f"{name:<14}{scores.series:>8,}" + "".join(f"{shown(own):>13}{shown(naive):>9}" for own, naive in pairs)


def _level(name: str, scores: LevelScores) -> str:
    shown = [
        f"{what} {value:.1%}"
        for what, value in (
            ("wape", scores.wape),
            ("up to q90", scores.coverage_90),
            ("up to q95", scores.coverage_95),
            ("weeks up to q95", scores.weeks_95),
        )
        if value is not None
    ]
    return f"{name:<14}{scores.keys:>8,}  {', '.join(shown)}"


def _read(read: ReadReport) -> list[str]:
    rhythm = "weeks" if read.step_days > 1 else "days"
    lines = [
        (
            f"{read.rows:,} rows, {read.series:,} series ({read.new:,} never sold), {read.periods} {rhythm}"
            f" from {read.first} to {read.last}, {read.zero_share:.0%} zeros"
        ),
        (
            f"{read.duplicates:,} rows summed with others of their day, {read.negatives:,} below zero (returns),"
            f" {read.gaps:,} gaps ({read.gaps_read_as}), {read.out_of_stock:,} out of stock"
        ),
    ]
    return [*lines, *[f"signal {name}: {what}" for name, what in read.signals.items()]]


def _champions(champions: tuple[ChampionOf, ...]) -> list[str]:
    return [
        f"{each.demand_class or 'all':<14}" + ", ".join(f"{share:.0%} {name}" for name, share in each.weights.items())
        for each in champions
    ]
