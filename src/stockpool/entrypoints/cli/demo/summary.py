"""The end of the demo: is the ledger clean, and what happened."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from stockpool.entrypoints.cli.demo.children import answer_of
from stockpool.entrypoints.cli.demo.live import LiveResult
from stockpool.entrypoints.cli.exits import ExitCode

if TYPE_CHECKING:
    from rich.console import Console


class Verified(msgspec.Struct, frozen=True):
    """What `stockpool verify` says."""

    positions: int
    entries: int
    holds: int
    drift: int


def verify_ledger(data_dir: Path) -> Verified:
    """Ask `stockpool verify`, which ends with 1 when it finds drift."""
    return msgspec.convert(answer_of("verify", "--data-dir", str(data_dir), codes=(0, 1)), Verified)


def exit_code(result: LiveResult, verified: Verified) -> ExitCode:
    """OK only if the ledger is clean, the server stayed up, and every answer was one the interface promises."""
    if verified.drift or result.lost is not None or _broken_answers(result):
        return ExitCode.PROBLEMS_FOUND
    return ExitCode.TERMINATED if result.terminated else ExitCode.OK


def print_summary(console: Console, result: LiveResult, verified: Verified) -> None:
    """The end in a few lines."""
    report = result.report
    if result.lost is not None:
        console.print(result.lost, markup=False, style="red")
    counts = ", ".join(f"{count:,} {name}" for name, count in sorted(report.outcomes.items()))
    console.print(f"\n{result.seconds:.0f} s of traffic: {counts or 'nothing happened'}", soft_wrap=True)
    for name, counted in (("refused", report.refusals), ("errors", report.errors)):
        if counted:
            words = ", ".join(f"{count:,} {reason}" for reason, count in sorted(counted.items()))
            console.print(f"{name}: {words}", markup=False, soft_wrap=True)
    verdict = "clean" if not verified.drift else f"[red]{verified.drift} places differ, see `stockpool verify`[/red]"
    console.print(
        f"ledger: {verdict} ({verified.positions:,} positions, {verified.entries:,} entries, {verified.holds:,} holds)"
    )
    console.print("the next `stockpool demo` goes on from here")


def _broken_answers(result: LiveResult) -> bool:
    return any(error.startswith("status 5") for error in result.report.errors)
