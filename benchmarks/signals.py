"""What signals are worth, each by itself: the table of docs/guides/forecasting.md.

    python benchmarks/signals.py DATA [--rounds 80] [--windows 4]

DATA has the folder walmart_weekly. The boosted model by itself forecasts windows of eight weeks, one after the other:
with all signals against all but one kind, and with one kind alone against none.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from forecasts import WALMART, WALMART_SIGNALS, WEEKS, written

from stockpool.forecasting.asked import ForecastFiles, Tell
from stockpool.forecasting.comparing import compare
from stockpool.forecasting.messages import Compared, ForecastPlan
from stockpool.forecasting.panel import Matrix, Panel
from stockpool.forecasting.pieces import Piece
from stockpool.forecasting.reading import read

KINDS = {
    "temperature": ("Temperature",),
    "holiday weeks": ("IsHoliday",),
    "markdowns": ("MarkDown1", "MarkDown2", "MarkDown3", "MarkDown4", "MarkDown5"),
}


class Remembering:
    """An engine that carries out each piece once for the same covariates: many comparisons share a side."""

    def __init__(self) -> None:
        self._said: dict[tuple[object, ...], Matrix] = {}

    def run(self, panel: Panel, pieces: Sequence[Piece], tell: Tell) -> list[Matrix]:  # noqa: ARG002 -- the role's
        """As the role says."""
        beside = tuple([each.name for each in panel.covariates])
        found = []
        for piece in pieces:
            key = (beside, piece.method, piece.at, str(piece.part))
            if key not in self._said:
                self._said[key] = piece.of(panel)
            found.append(self._said[key])
        return found


def main() -> None:
    """Compare and print the table: the windows before the held-out one together, and that by itself."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--rounds", type=int, default=80)
    parser.add_argument("--windows", type=int, default=4)
    asked = parser.parse_args()
    plan = ForecastPlan(horizon=WEEKS, methods=("boosted",), rounds=asked.rounds)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        files = ForecastFiles(
            demand=written(folder, asked.data, "sales", WALMART),
            signals=written(folder, asked.data, "signals", WALMART_SIGNALS),
        )
        panel = read(files, WEEKS).panel
    print(f"| signal | window | all but it | it alone | \n{'|---' * 4}|")
    engine = Remembering()
    for what, windows, seen in (
        (f"{asked.windows} before", asked.windows, _until(panel, panel.periods - WEEKS)),
        ("held out", 1, panel),
    ):
        for kind, names in KINDS.items():
            sides = [compare(seen, plan, names, windows, _silent, engine, alone=alone) for alone in (False, True)]
            print(f"| {kind} | {what} | {' | '.join(_cell(each) for each in sides)} |", flush=True)
        everything = compare(seen, plan, ("signal",), windows, _silent, engine)
        print(f"| all | {what} | {_cell(everything)} | |", flush=True)


def _until(panel: Panel, periods: int) -> Panel:
    """The panel without its last periods, and with what is known ahead for one horizon behind them only."""
    known = panel.until(periods)
    kept = [replace(each, values=each.values[:, : periods + WEEKS]) for each in known.covariates]
    return replace(known, covariates=tuple(kept))


def _cell(compared: Compared) -> str:
    return (
        f"{compared.rmsse_with:.4f} / {compared.rmsse_without:.4f}, {compared.difference:+.4f}"
        f" [{compared.difference_low:+.4f}, {compared.difference_high:+.4f}]"
    )


def _silent(_what: str, _done: int, _of: int) -> None:
    pass


if __name__ == "__main__":
    main()
