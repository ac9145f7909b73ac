"""What the demo shows, on a small terminal and in a log."""

from __future__ import annotations

from io import StringIO

import pytest
from rich.console import Console

from stockpool.entrypoints.cli.demo.live_view import DemoState, HotSku, live_view, plain_line
from stockpool.simulation.traffic import Latency, TrafficReport

REPORT = TrafficReport(
    outcomes={"sold": 12_345, "held": 500, "left to expire": 7},
    refusals={"insufficient-stock": 12, "hold-expired": 1},
    errors={"gave up": 2},
    latency={"hold": Latency(500, 2.1, 9.3), "till to web": Latency(70, 4.4, 11.2)},
    retries=3,
)
HOT = (HotSku("KIT-1", "Mug [blue]", 420.0, 500.0), HotSku("KIT-2", "Lamp", 0.0, 0.0))
STATE = DemoState("http://127.0.0.1:8000", 3_725.4, REPORT, {"held": 7.94}, HOT)
EMPTY = DemoState("http://127.0.0.1:8000", 0.0, TrafficReport({}, {}, {}, {}, 0), {}, ())


def screen(state: DemoState) -> list[str]:
    written = StringIO()
    Console(file=written, width=80, color_system=None).print(live_view(state))
    return written.getvalue().splitlines()


@pytest.mark.parametrize("state", [STATE, EMPTY])
def test_the_view_fits_a_small_terminal(state: DemoState) -> None:
    lines = screen(state)
    assert len(lines) < 24
    assert max(map(len, lines)) <= 80


@pytest.mark.parametrize(
    "shown",
    [
        "http://127.0.0.1:8000", "1:02:05", "12,345", "7.9", "insufficient-stock", "gave up", "asked again",
        "ledger lag", "11.2 ms", "9.3 ms", "Mug [blue]", "420",
    ],
)  # fmt: skip
def test_the_view_shows_what_there_is(shown: str) -> None:
    assert shown in "\n".join(screen(STATE))


def test_a_line_has_every_figure_with_its_name() -> None:
    line = plain_line(STATE)
    assert "\n" not in line
    for part in (
        "3725s", "sold=12345", "held=500", "left_to_expire=7", "refused=13", "errors=2", "holds_per_s=7.9",
        "hold_p99_ms=9.3", "ledger_lag_p99_ms=11.2",
    ):  # fmt: skip
        assert part in line


def test_before_anything_happened_a_line_says_so() -> None:
    assert plain_line(EMPTY).startswith("0s sold=0 looked=0 held=0")
