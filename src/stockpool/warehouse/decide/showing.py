"""A count as people see it: blind as long as it is open."""

from __future__ import annotations

from collections.abc import Mapping

from stockpool.kernel.quantities import Amount
from stockpool.warehouse.messages import Count, CountedLine, CountLineStatus, CountRecorded, CountStatus
from stockpool.warehouse.model import CountLine, StoredCount


def shown_count(count: StoredCount, shelves: Mapping[str, tuple[str, ...]]) -> Count:
    """A count, its lines in the order of a walk if they are sorted so; what was found is told when it is closed."""
    blind = count.status is CountStatus.OPEN
    return Count(
        id=count.count_id,
        node=count.node,
        reason=count.reason,
        status=count.status,
        requested_at=count.requested_at,
        requested_by=count.requested_by,
        lines=tuple([_shown(line, shelves.get(line.sku, ()), blind=blind) for line in count.lines]),
        shelf=count.shelf,
        note=count.note,
        reference=count.reference,
        closed_at=count.closed_at,
        cancel_reason=count.cancel_reason,
    )


def _shown(line: CountLine, shelves: tuple[str, ...], *, blind: bool) -> CountedLine:
    if blind or line.units is None or line.expected is None:
        return CountedLine(sku=line.sku, status=line.status, shelves=shelves, countings=len(line.countings))
    return CountedLine(
        sku=line.sku,
        status=line.status,
        shelves=shelves,
        countings=len(line.countings),
        quantity=line.amount(line.units),
        expected=line.amount(line.expected),
        difference=line.amount(line.units - line.expected),
        counted_at=line.counted_at,
        counted_by=line.counted_by,
        disputed=line.disputed,
    )


def told_line(count: StoredCount, line: CountLine) -> CountRecorded:
    """What is told of a line that the ledger knows."""
    assert line.units is not None
    assert line.expected is not None
    assert line.counted_at is not None
    quantity: Amount = line.amount(line.units)
    return CountRecorded(
        count_id=count.count_id,
        node=count.node,
        sku=line.sku,
        quantity=quantity,
        expected=line.amount(line.expected),
        counted_at=line.counted_at,
        countings=len(line.countings),
        disputed=line.disputed,
        reason=count.reason,
        counted_by=line.counted_by or "",
    )


IN_WORK = (CountLineStatus.RECORDING,)
"""Lines of which the ledger is to be told."""
