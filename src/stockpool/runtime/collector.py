"""Python's collector of garbage cycles, as a process that decides thousands of commands a second wants it."""

from __future__ import annotations

import gc

ALLOCATIONS = 50_000


def calm_collector() -> None:
    """Look for garbage cycles rarely and not among what was loaded at the start: a tenth of the time of a hold."""
    gc.freeze()
    gc.set_threshold(ALLOCATIONS, 20, 20)
