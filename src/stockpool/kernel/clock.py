"""The clock as a role: decisions get the time as an argument, shells ask a clock."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol


class Clock(Protocol):
    """Something that knows the time; the simulation's advances by its own will."""

    def now(self) -> datetime:
        """The current moment, with a time zone."""
        ...
