"""Counting blind: whoever counts is not told what is expected, and what differs is counted again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from stockpool.kernel.findings import Findings, text_problem
from stockpool.kernel.refusals import Reason, Refused, refused_field
from stockpool.warehouse.decide.shelves import check_sku
from stockpool.warehouse.messages import CountLineStatus, CountStatus
from stockpool.warehouse.model import Counting, CountLine, KnownSku, StoredCount

COUNTINGS_MAX = 3
"""The third counting holds, whatever it says."""

LINES_MAX = 500
NOTE_LENGTH_MAX = 500

WAITS = (CountLineStatus.OPEN, CountLineStatus.RECOUNT)
"""In these statuses a line is still to be counted."""


class Verdict(msgspec.Struct, frozen=True):
    """Whether a counting holds, and whether it agrees with nothing."""

    holds: bool
    disputed: bool = False


def judge(earlier: Sequence[Counting], counting: Counting) -> Verdict:
    """What agrees with the book, or with an earlier counting, holds; the third one holds in any case.

    Countings agree where they find the book wrong by the same: what was sold between them does not part them.
    """
    agrees = counting.difference == 0 or any(each.difference == counting.difference for each in earlier)
    if agrees:
        return Verdict(holds=True)
    last = len(earlier) + 1 >= COUNTINGS_MAX
    return Verdict(holds=last, disputed=last)


def count_line(line: CountLine, counting: Counting, counted_by: str) -> CountLine:
    """The line with one more counting, and what that decides."""
    verdict = judge(line.countings, counting)
    kept = msgspec.structs.replace(counting, verdict="recorded" if verdict.holds else "recount")
    line = msgspec.structs.replace(line, countings=(*line.countings, kept))
    if not verdict.holds:
        return msgspec.structs.replace(line, status=CountLineStatus.RECOUNT)
    return msgspec.structs.replace(
        line,
        status=CountLineStatus.RECORDING,
        units=counting.units,
        counted_at=counting.counted_at,
        expected=counting.expected,
        disputed=verdict.disputed,
        counted_by=counted_by,
    )


def check_request(
    node: str, skus: Sequence[str], note: str | None, known: Mapping[str, KnownSku], *, node_known: bool
) -> Refused | None:
    """What is wrong with a request to count these SKUs at a node."""
    findings = Findings()
    if not node_known:
        findings.add("node", f"there is no node {node!r}", Reason.UNKNOWN_NODE)
    if not 0 < len(skus) <= LINES_MAX:
        findings.add("skus", f"must be 1 to {LINES_MAX}")
    for place, sku in enumerate(skus):
        check_sku(findings, f"skus[{place}]", sku, known)
        if sku in skus[:place]:
            findings.add(f"skus[{place}]", f"{sku!r} is named twice")
    if note is not None:
        findings.check("note", text_problem(note, NOTE_LENGTH_MAX))
    return findings.refusal()


def check_open(count: StoredCount) -> Refused | None:
    """The refusal to count or to cancel what is closed."""
    if count.status is CountStatus.OPEN:
        return None
    return Refused(Reason.COUNT_STATE, f"the count is {count.status}", details={"status": count.status})


def check_waits(count: StoredCount, sku: str) -> Refused | None:
    """The refusal to count a line that is not of the count, or that is decided."""
    line = count.line(sku)
    if line is None:
        return refused_field(Reason.INVALID_INPUT, "sku", f"{sku!r} is not to be counted here")
    if line.status not in WAITS:
        return Refused(Reason.COUNT_STATE, f"{sku!r} was counted by somebody else", details={"status": "recorded"})
    return check_open(count)
