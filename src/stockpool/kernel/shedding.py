"""Who is told to come back under load: bulk work first, promises later, facts only when there is no room at all."""

from __future__ import annotations

from enum import StrEnum
from typing import Final, NamedTuple


class Urgency(StrEnum):
    """What it means to be told to come back."""

    FACT = "fact"
    """It has happened: whoever cannot tell it has a pool that is wrong."""
    PROMISE = "promise"
    """A customer waits for the answer, and can be asked to try again."""
    BULK = "bulk"
    """Nobody waits: large batches, imports, questions about many SKUs, reports."""


class Limits(NamedTuple):
    """How far a queue may be filled, and how long its first may have waited, for more to be let in."""

    share: float
    oldest_s: float
    retry_after_s: int


FOREVER: Final = float("inf")

LIMITS: Final = {
    Urgency.FACT: Limits(1.0, FOREVER, 1),
    Urgency.PROMISE: Limits(0.75, 5.0, 2),
    Urgency.BULK: Limits(0.25, 1.0, 5),
}
"""The last quarter of the room is for facts alone. Age says what length does not: a slow database, or a lost one."""


class Shed(NamedTuple):
    """The answer to who is not let in."""

    why: str
    retry_after_s: int


def decide_admission(urgency: Urgency, *, waiting: int, room: int, oldest_s: float) -> Shed | None:
    """Let one more in among those who wait, of whom the first has waited for `oldest_s`; or say why not."""
    limits = LIMITS[urgency]
    if waiting >= room * limits.share:
        return Shed(f"{waiting} commands wait already", limits.retry_after_s)
    if oldest_s > limits.oldest_s:
        return Shed(f"the next command has waited for {oldest_s:.1f} s", limits.retry_after_s)
    return None
