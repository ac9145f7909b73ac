"""A till's journal: its lines become facts under keys of their own, dated by our clock instead of the till's."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

import msgspec

from stockpool.inventory.api import Upload
from stockpool.inventory.messages import FactKind, FactRecorded, RecordFact, Unavailability
from stockpool.kernel.idempotency import fingerprint, key_digest
from stockpool.kernel.quantities import Amount
from stockpool.kernel.refusals import Problem, Reason, Refused

CLOCK_TOLERANCE = timedelta(seconds=5)
"""A clock that is off by less is right: the journal was on its way."""

AGE_MAX = timedelta(days=366)
"""What is said to be older was dated by a clock that was never set."""


class JournalEntry(msgspec.Struct, frozen=True, gc=False):
    """A line of a journal, as the till wrote it."""

    number: int
    kind: FactKind
    sku: str
    quantity: Amount
    occurred_at: datetime | None = None
    escrow: str | None = None
    reference: str | None = None
    reason: Unavailability | None = None


class Taken(msgspec.Struct, frozen=True, gc=False):
    """A line that stands in the ledger; `repeated` where it did before."""

    number: int
    movement: int
    repeated: bool
    notes: tuple[str, ...]


def clock_shift(clock: datetime | None, now: datetime) -> timedelta:
    """What must be added to times that a till wrote."""
    if clock is None or abs(now - clock) <= CLOCK_TOLERANCE:
        return timedelta(0)
    return now - clock


def fact_of(entry: JournalEntry, place: tuple[str, str], actor: str, upload: Upload, shift: timedelta) -> RecordFact:
    """The fact that a line tells. Its key and mark are of what the till wrote: told again, it is the same."""
    node, till = place
    occurred_at, notes = _dated(entry.occurred_at, upload.at, shift)
    return RecordFact(
        key=key_digest(f"till\0{node}\0{till}", str(entry.number)),
        fingerprint=fingerprint(entry),
        actor=actor,
        kind=entry.kind,
        sku=entry.sku,
        node=node,
        quantity=entry.quantity,
        occurred_at=occurred_at,
        reason=entry.reason,
        reference=entry.reference,
        escrow=entry.escrow,
        notes=notes,
    )


def _dated(said: datetime | None, now: datetime, shift: timedelta) -> tuple[datetime | None, tuple[str, ...]]:
    """When something happened by our clock, and what was mended for that."""
    if said is None:
        return None, ()
    try:
        at = said + shift
    except OverflowError:
        at = datetime.min.replace(tzinfo=now.tzinfo)
    if now - at > AGE_MAX:
        return None, (f"occurred_at {said.isoformat()} is more than a year ago by the till's own clock: set to now",)
    if not shift:
        return at, ()
    side = "behind" if shift > timedelta(0) else "ahead"
    return at, (f"the till's clock was {abs(shift.total_seconds()):g} s {side}: occurred_at was shifted by that",)


def results_of(
    entries: Sequence[JournalEntry], replies: Iterable[msgspec.Struct], upload: Upload
) -> list[Taken | Refused]:
    """What became of each line."""
    seen: set[int] = set()
    results: list[Taken | Refused] = []
    for entry, reply in zip(entries, replies, strict=True):
        if isinstance(reply, FactRecorded):
            repeated = reply.movement < upload.first_movement or reply.movement in seen
            seen.add(reply.movement)
            results.append(Taken(entry.number, reply.movement, repeated, reply.notes))
        else:
            assert isinstance(reply, Refused)
            results.append(_told(entry, reply))
    return results


def _told(entry: JournalEntry, refused: Refused) -> Refused:
    """A number that stood for another line is a problem of the number."""
    if refused.reason is not Reason.KEY_REUSED:
        return refused
    said = f"{entry.number} was recorded before with other contents: give this line a number of its own"
    return Refused(refused.reason, f"number: {said}", (Problem("number", said),))
