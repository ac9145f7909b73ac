"""The clock of this machine, for shells; decisions are told the time."""

from __future__ import annotations

from datetime import UTC, datetime


def now_in_utc() -> datetime:
    """The time of this machine."""
    return datetime.now(UTC)
