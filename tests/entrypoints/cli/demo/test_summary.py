"""The demo's exit code tells a script whether all was well."""

from __future__ import annotations

from io import StringIO

import pytest
from rich.console import Console

from stockpool.entrypoints.cli.demo.live import LiveResult
from stockpool.entrypoints.cli.demo.summary import Verified, exit_code, print_summary
from stockpool.simulation.traffic import TrafficReport

CLEAN = Verified(positions=10, entries=20, holds=3, drift=0)
DRIFTED = Verified(positions=10, entries=20, holds=3, drift=2)


def result(*, errors: dict[str, int] | None = None, terminated: bool = False, lost: str | None = None) -> LiveResult:
    report = TrafficReport({"sold": 1_234}, {"insufficient-stock": 5}, errors or {}, {}, 0)
    return LiveResult(12.3, report, terminated, lost)


@pytest.mark.parametrize(
    ("ended", "verified", "code"),
    [
        (result(), CLEAN, 0),
        (result(errors={"turned away": 3, "gave up": 1}), CLEAN, 0),
        (result(terminated=True), CLEAN, 143),
        (result(), DRIFTED, 1),
        (result(terminated=True), DRIFTED, 1),
        (result(errors={"status 500": 1}), CLEAN, 1),
        (result(lost="the server ended by itself"), CLEAN, 1),
    ],
)
def test_only_a_clean_end_is_a_success(ended: LiveResult, verified: Verified, code: int) -> None:
    assert exit_code(ended, verified) == code


def printed(ended: LiveResult, verified: Verified) -> str:
    written = StringIO()
    print_summary(Console(file=written, width=200, color_system=None), ended, verified)
    return written.getvalue()


def test_the_summary_names_counts_refusals_and_the_ledger() -> None:
    text = printed(result(errors={"gave up": 1}), CLEAN)
    for part in ("1,234 sold", "5 insufficient-stock", "1 gave up", "ledger: clean", "20 entries"):
        assert part in text


def test_the_summary_does_not_call_a_drifting_ledger_clean() -> None:
    assert "clean" not in printed(result(), DRIFTED)
    assert "2 places differ" in printed(result(), DRIFTED)


def test_the_last_words_of_a_lost_server_are_shown() -> None:
    assert "out of [memory]" in printed(result(lost="out of [memory]"), CLEAN)
