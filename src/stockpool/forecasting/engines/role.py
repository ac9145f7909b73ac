"""What an engine is, and what the place tells the work that it carries out."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextvars import ContextVar
from typing import Protocol

from stockpool.forecasting.asked import Tell
from stockpool.forecasting.panel import Matrix, Panel
from stockpool.forecasting.pieces import Piece

threads: ContextVar[int | None] = ContextVar("threads", default=None)
"""Threads that a piece may use here; None: as many as the process has cores. Numbers do not depend on it."""


class Engine(Protocol):
    """Carries out pieces of work that know nothing of each other."""

    def run(self, panel: Panel, pieces: Sequence[Piece], tell: Tell) -> list[Matrix]:
        """What each piece makes of the panel, in the order of the pieces; `tell` hears of each."""


def threads_here() -> int:
    """How many threads a piece may use."""
    return threads.get() or len(os.sched_getaffinity(0))
