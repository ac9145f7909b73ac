"""Editing master data by upsert: what is stored, what each row came to, and how a batch of rows is decided."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Generic, Protocol, TypeVar

import msgspec

from stockpool.kernel.refusals import Reason, Refused, refused_field

PASSES_MAX = 8
"""How often rows that lean on other rows of their batch are tried; a chain of dependent rows is two or three long."""


class Identified(Protocol):
    """Anything with the retailer's own id."""

    @property
    def id(self) -> str:
        """The id."""
        ...


R = TypeVar("R", bound=Identified)
T = TypeVar("T", bound=Identified)
K = TypeVar("K", bound=Hashable)


class Outcome(StrEnum):
    """What an accepted row did."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"


class Stored(msgspec.Struct, Generic[T], frozen=True):
    """A value with its revision, which each change increases by one."""

    value: T
    revision: int


class Upserted(msgspec.Struct, Generic[T], frozen=True, tag="upserted", tag_field="type"):
    """An accepted row: the value as it stands now, and its revision."""

    value: T
    outcome: Outcome
    revision: int


def upserted(value: T, existing: Stored[T] | None) -> Upserted[T]:
    """The outcome of storing a value over what was there."""
    if existing is None:
        return Upserted(value, Outcome.CREATED, 1)
    if existing.value == value:
        return Upserted(value, Outcome.UNCHANGED, existing.revision)
    return Upserted(value, Outcome.UPDATED, existing.revision + 1)


def refused_if_stale(row_id: str, existing: Stored[T] | None, if_revision: Mapping[str, int]) -> Refused | None:
    """A refusal where the caller edited another revision than the one that is stored."""
    expected = if_revision.get(row_id)
    actual = existing.revision if existing else 0
    if expected is None or expected == actual:
        return None
    message = f"{row_id!r} is at revision {actual}, not {expected}"
    return Refused(Reason.STALE_VERSION, message, details={"revision": actual})


def changes_of(results: Sequence[Upserted[T] | Refused]) -> list[Upserted[T]]:
    """The results that there is something to write for."""
    return [each for each in results if isinstance(each, Upserted) and each.outcome is not Outcome.UNCHANGED]


def decide_rows(
    rows: Sequence[R],
    decide: Callable[[R], Upserted[T] | Refused],
    accept: Callable[[Upserted[T]], None] = lambda _change: None,
) -> list[Upserted[T] | Refused]:
    """Decide each row by itself; refused rows are tried again while others, which they may lean on, are accepted."""
    results: dict[int, Upserted[T] | Refused] = {}
    waiting = _first_of_each_id(rows, results)
    for _ in range(PASSES_MAX):
        for place in waiting:
            results[place] = decision = decide(rows[place])
            if isinstance(decision, Upserted) and decision.outcome is not Outcome.UNCHANGED:
                accept(decision)
        refused = [place for place in waiting if isinstance(results[place], Refused)]
        if len(refused) in (0, len(waiting)):
            break
        waiting = refused
    return [results[place] for place in range(len(rows))]


def refuse_repeated(keys: Iterable[K], field: str, words: Callable[[K], str]) -> dict[int, Refused]:
    """The refusals of rows, by their places, whose key an earlier row of their batch has; `words` say a key."""
    first_places: dict[K, int] = {}
    refused: dict[int, Refused] = {}
    for place, key in enumerate(keys):
        first = first_places.setdefault(key, place)
        if first != place:
            said = f"{words(key)} was given before in this batch, in row {first + 1}"
            refused[place] = refused_field(Reason.INVALID_INPUT, field, said)
    return refused


def _first_of_each_id(rows: Sequence[R], results: dict[int, Upserted[T] | Refused]) -> list[int]:
    """Places of the rows to decide; later rows with an id that was there before are refused at once."""
    refused = refuse_repeated([row.id for row in rows], "id", repr)
    results.update(refused)
    return [place for place in range(len(rows)) if place not in refused]
