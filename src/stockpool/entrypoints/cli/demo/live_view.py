"""The demo on a terminal: what is sold, held, refused and available right now; elsewhere, a plain line now and then.

The ledger lag is the time from a till's request to record a sale until the web's availability shows it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import msgspec

from stockpool.simulation.traffic import Latency, TrafficReport

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.table import Table

OUTCOMES = ("sold", "looked", "held", "released", "left to expire", "ordered", "restocked")
WORK = ("shipped", "delivered", "picked up", "rejected", "picked short", "repaired", "backordered")
NO_LATENCY = Latency(0, 0.0, 0.0)
HOT_BAR_WIDTH = 8
HOT_MAX = 3
NAME_WIDTH = 20


class HotSku(msgspec.Struct, frozen=True):
    """One of the SKUs that sell most, and what the web could sell of it at first and now."""

    sku: str
    name: str
    available: float
    at_first: float


class DemoState(msgspec.Struct, frozen=True):
    """What a view shows at one moment."""

    url: str
    elapsed_s: float
    report: TrafficReport
    recent: Mapping[str, float]
    """Outcomes a second, lately."""
    hot: tuple[HotSku, ...]


def plain_line(state: DemoState) -> str:
    """The state as one line, for logs and pipes."""
    counts = " ".join(f"{name.replace(' ', '_')}={state.report.outcomes.get(name, 0)}" for name in (*OUTCOMES, *WORK))
    lag, hold = _latency(state, "till to web"), _latency(state, "hold")
    return (
        f"{state.elapsed_s:.0f}s {counts} refused={sum(state.report.refusals.values())}"
        f" errors={sum(state.report.errors.values())} holds_per_s={state.recent.get('held', 0.0):.1f}"
        f" hold_p50_ms={hold.p50_ms:.1f} hold_p99_ms={hold.p99_ms:.1f} ledger_lag_p99_ms={lag.p99_ms:.1f}"
    )


def live_view(state: DemoState) -> RenderableType:
    """The state as a screen of 80 columns and 24 lines."""
    from rich.console import Group
    from rich.table import Table
    from rich.text import Text

    head = Text.assemble(
        ("stockpool demo", "bold"), f"  {_clock(state.elapsed_s)}  ", (state.url, "cyan"),
        ("  Ctrl-C stops and keeps the data", "dim"),
    )  # fmt: skip
    halves = Table.grid(padding=(0, 3))
    halves.add_row(
        Group(_outcomes(state, "traffic", OUTCOMES), Text(), _outcomes(state, "work of the nodes", WORK)),
        Group(_latencies(state), Text(), _refusals(state.report), Text(), _hot(state)),
    )
    return Group(Text(), head, Text(), halves)


def _outcomes(state: DemoState, title: str, names: Sequence[str]) -> Table:
    table = _table(title, "so far", "a second")
    for name in names:
        table.add_row(name, f"{state.report.outcomes.get(name, 0):,}", f"{state.recent.get(name, 0.0):.1f}")
    return table


def _refusals(report: TrafficReport) -> Table:
    table = _table("refused because", "so far")
    for reason, count in sorted(report.refusals.items(), key=lambda item: -item[1]):
        table.add_row(reason, f"{count:,}")
    for error, count in sorted(report.errors.items()):
        table.add_row(f"[red]{error}[/red]", f"{count:,}")
    if report.retries:
        table.add_row("[yellow]asked again[/yellow]", f"{report.retries:,}")
    if not table.rows:
        table.add_row("[dim]nothing yet[/dim]", "")
    return table


def _latencies(state: DemoState) -> Table:
    table = _table("answered within", "half", "99 of 100")
    for kind in ("till sale", "hold", "order", "step", "availability"):
        of = _latency(state, kind)
        table.add_row(kind, _milliseconds(of, of.p50_ms), _milliseconds(of, of.p99_ms))
    lag = _latency(state, "till to web")
    table.add_row("[bold]ledger lag[/bold]", _milliseconds(lag, lag.p50_ms), _milliseconds(lag, lag.p99_ms))
    return table


def _hot(state: DemoState) -> Table:
    from rich.markup import escape

    table = _table("hottest SKUs", "web sells", "")
    for hot in state.hot[:HOT_MAX]:
        filled = round(HOT_BAR_WIDTH * min(1.0, hot.available / hot.at_first)) if hot.at_first else 0
        bar = f"[green]{'━' * filled}[/green][dim]{'━' * (HOT_BAR_WIDTH - filled)}[/dim]"
        table.add_row(escape(hot.name), f"{hot.available:,.0f}", bar)
    return table


def _table(first: str, *numbers: str) -> Table:
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    table.add_column(first, no_wrap=True, max_width=NAME_WIDTH)
    for number in numbers:
        table.add_column(number, justify="right", no_wrap=True)
    return table


def _latency(state: DemoState, kind: str) -> Latency:
    return state.report.latency.get(kind, NO_LATENCY)


def _milliseconds(of: Latency, value: float) -> str:
    return f"{value:.1f} ms" if of.answers else "-"


def _clock(seconds: float) -> str:
    minutes, rest = divmod(int(seconds), 60)
    return f"{minutes // 60:d}:{minutes % 60:02d}:{rest:02d}"
