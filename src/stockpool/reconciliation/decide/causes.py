"""The likely cause of a difference, by evidence alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import pairwise

from stockpool.reconciliation.messages import Cause, Measures
from stockpool.reconciliation.model import Difference, Reading, SeenFact

COUNTS = frozenset({"stock.count", "stock.counts"})
TWICE_WITHIN = timedelta(minutes=5)


def likely_cause(difference: Difference, within: timedelta, tolerance: int = 0) -> Reading:
    """The first cause whose evidence makes up for the difference, and the others that would."""
    found: list[tuple[Cause, str]] = []
    for cause, look in LOOKS:
        shown = look(difference, within, tolerance)
        if shown is not None:
            found.append((cause, shown))
    if not found:
        less = difference.off < 0
        said = (
            "they have less, and no fact that is known explains it"
            if less
            else "they have more, and nothing explains it"
        )
        evidence = (said, *_untold(difference)) if less else (said,)
        return Reading(Cause.MISSING_SALE if less else Cause.UNKNOWN, (), evidence)
    causes = [cause for cause, _ in found]
    return Reading(causes[0], tuple(causes[1:]), tuple([evidence for _, evidence in found]))


def _untold(difference: Difference) -> Iterator[str]:
    """Lines that a till wrote and we do not have may be the sales that are missing."""
    for till, lines in difference.untold.items():
        yield f"till {till} has not told {lines} of the lines of its journal"


def _count(difference: Difference, within: timedelta, tolerance: int) -> str | None:
    for fact in difference.facts:
        near = abs(fact.occurred_at - difference.as_of) <= within
        is_behind = fact.occurred_at > difference.as_of
        # A count behind the moment is in theirs and not yet in ours; one before it is in ours and not in theirs.
        missing = fact.change if is_behind else -fact.change
        if fact.kind in COUNTS and near and fact.change and abs(difference.off - missing) <= tolerance:
            side = "theirs has it already" if is_behind else "theirs does not have it"
            return f"a count at {_clock(fact)} changed it by {fact.change:+}; {side}"
    return None


def _double_posting(difference: Difference, within: timedelta, tolerance: int) -> str | None:
    del within
    before = [fact for fact in difference.facts if fact.occurred_at <= difference.as_of and fact.change]
    by_what: dict[tuple[str, int], list[SeenFact]] = {}
    for fact in before:
        by_what.setdefault((fact.kind, fact.change), []).append(fact)
    for (kind, change), facts in by_what.items():
        if kind in COUNTS or abs(difference.off + change) > tolerance:
            continue
        for first, second in pairwise(facts):
            if first.movement != second.movement and second.occurred_at - first.occurred_at <= TWICE_WITHIN:
                return f"{kind} of {abs(change)} at {_clock(first)} and again at {_clock(second)}"
    return None


def _late_feed(difference: Difference, within: timedelta, tolerance: int) -> str | None:
    late = [f for f in difference.facts if f.occurred_at <= difference.as_of < f.recorded_at and f.change]
    told = sum(fact.change for fact in late)
    if late and abs(difference.off + told) <= tolerance:
        return f"{len(late)} facts, {told:+} in all, were recorded behind the moment; theirs does not have them"
    return _at_another_moment(difference, within, tolerance)


def _at_another_moment(difference: Difference, within: timedelta, tolerance: int) -> str | None:
    """Whether ours was, or became, what theirs is; the moment nearest to the one that they name."""
    moments = [
        (abs(fact.occurred_at - difference.as_of), fact, before)
        for fact, before in _standings(difference)
        if abs(fact.occurred_at - difference.as_of) <= within and abs(before - difference.outside) <= tolerance
    ]
    if not moments:
        return None
    _, fact, _ = min(moments, key=lambda each: each[0])
    side = "until" if fact.occurred_at <= difference.as_of else "from"
    return f"ours was the same {side} {fact.kind} at {_clock(fact)}"


def _standings(difference: Difference) -> Iterator[tuple[SeenFact, int]]:
    """Each fact with what stood there on its far side, as seen from the moment."""
    stood = difference.pool
    for fact in reversed([f for f in difference.facts if f.occurred_at <= difference.as_of]):
        stood -= fact.change
        if fact.change:
            yield fact, stood
    stood = difference.pool
    for fact in [f for f in difference.facts if f.occurred_at > difference.as_of]:
        stood += fact.change
        if fact.change:
            yield fact, stood


def _commitments(difference: Difference, within: timedelta, tolerance: int) -> str | None:
    """They count what we do not, or the other way round: only which accounts are counted is another."""
    del within
    held, committed, unavailable = difference.held, difference.committed, difference.unavailable
    sets = (
        (committed, "committed"),
        (held + committed, "held and committed"),
        (unavailable, "unavailable"),
        (held + committed + unavailable, "held, committed and unavailable"),
    )
    sign = -1 if difference.measures is Measures.ON_HAND else 1
    for units, said in sets:
        if units and abs(difference.off - sign * units) <= tolerance:
            verb = "leaves out" if sign < 0 else "counts"
            return f"theirs {verb} what is {said}: {units}"
    return None


Look = Callable[[Difference, timedelta, int], str | None]

LOOKS: tuple[tuple[Cause, Look], ...] = (
    (Cause.COUNT, _count),
    (Cause.DOUBLE_POSTING, _double_posting),
    (Cause.COMMITMENTS, _commitments),
    (Cause.LATE_FEED, _late_feed),
)
"""What is looked for, the most telling first."""


def _clock(fact: SeenFact) -> str:
    return fact.occurred_at.isoformat(timespec="seconds")
