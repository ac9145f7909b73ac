"""A page that shows forecasts: one file that asks no other host for anything."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from stockpool.forecasting.messages import BacktestReport, Explained, ExplainedPeriod, KnownPeriod, ShownSeries

WEEK = 7


class Series(msgspec.Struct, frozen=True):
    """One series as the page shows it."""

    title: str
    said: str
    history: Sequence[KnownPeriod]
    periods: Sequence[ExplainedPeriod]
    came: Sequence[KnownPeriod] = ()
    notes: Sequence[str] = ()


class Told(msgspec.Struct, frozen=True):
    """What the page is told."""

    title: str
    said: str
    unit: str
    series: Sequence[Series]


def draw_explained(explained: Explained, notes: Sequence[str], out: Path) -> None:
    """Draw the forecast of a series with its parts; raises `OSError`."""
    title = f"{explained.sku} at {explained.node}"
    series = Series(title, f"{explained.demand_class} demand", explained.history, explained.periods, (), notes)
    said = "What was sold, what is forecast, and between which quantiles; below it what the forecast is made of."
    _draw(Told(f"Forecast of {title}", said, _unit(explained.step_days), [series]), out)


def draw_backtest(report: BacktestReport, out: Path) -> None:
    """Draw the series of a backtest that sold most and that were worst; raises `OSError`."""
    scores = report.overall
    said = (
        f"The last {report.horizon} periods were held out. {report.series:,} series:"
        f" RMSSE {scores.rmsse} (seasonal naive {scores.rmsse_naive}),"
        f" {scores.coverage_95 or 0:.1%} of what came was not above the 0.95 quantile."
    )
    unit = _unit(report.read.step_days)
    _draw(Told("Backtest: what was forecast and what came", said, unit, [_shown(each) for each in report.shown]), out)


def _shown(each: ShownSeries) -> Series:
    title = f"{each.sku} at {each.node}"
    return Series(title, f"{each.demand_class} demand, {each.why}", each.history, each.periods, each.came)


def _unit(step_days: int) -> str:
    return "units a week" if step_days == WEEK else "units a day"


def _draw(told: Told, out: Path) -> None:
    """Everything in one file; what is told can end no script."""
    here = files("stockpool.entrypoints.cli.forecast")
    page = (here / "picture.html").read_text(encoding="utf-8")
    json = msgspec.json.encode(told).decode().replace("<", "\\u003c")
    put = {
        "{{echarts}}": echarts(),
        "{{script}}": (here / "picture.js").read_text(encoding="utf-8"),
        "{{told}}": json,
    }
    for mark, text in put.items():
        page = page.replace(mark, text)
    out.write_text(page, encoding="utf-8")


def echarts() -> str:
    """The library that draws; raises `FileNotFoundError` where the apps were not built."""
    built = files("stockpool.entrypoints.ui") / "static" / "picture" / "echarts.js"
    return built.read_text(encoding="utf-8").replace("</script", "<\\/script")
