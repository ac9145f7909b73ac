"""The history of demand as plain Python reckons it, day by day, from all rows at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from math import ceil
from zoneinfo import ZoneInfo

import msgspec

from stockpool.forecasting.history.rules import BULK_LEAST, BULK_TIMES
from tests.forecasting.ledger_rows import EntryRow, OrderRow, RefusedRow, Row, SaleRow

DAY = timedelta(days=1)
Key = tuple[str, str, date]


class Clock(msgspec.Struct, frozen=True):
    """A node's zone, and from when to when it is open on which weekdays; at all times where that is None."""

    zone: str
    hours: Mapping[int, tuple[time, time]] | None = None

    def day(self, at: datetime) -> date:
        """Its date at a moment."""
        return at.astimezone(ZoneInfo(self.zone)).date()

    def open_on(self, day: date) -> tuple[datetime, datetime] | None:
        """From when to when it is open."""
        zone = ZoneInfo(self.zone)
        if self.hours is None:
            return datetime.combine(day, time(), zone), datetime.combine(day + DAY, time(), zone)
        found = self.hours.get(day.weekday())
        return None if found is None else (datetime.combine(day, found[0], zone), datetime.combine(day, found[1], zone))


class Wish(msgspec.Struct, frozen=True):
    """A line."""

    sku: str
    node: str | None
    date: date
    size: int
    sold: int
    refused: int
    ordered: bool
    price: int | None = None


def history(rows: Sequence[Row], clocks: Mapping[str, Clock], until: date) -> dict[Key, tuple[object, ...]]:
    """sold, refused, returned, bulk, in_stock and price of each day that has any."""
    began = {
        node: min([clock.day(e.at) for e in rows if isinstance(e, EntryRow) and e.node == node], default=date.max)
        for node, clock in clocks.items()
    }
    wishes = [wish for wish in _wishes(rows, clocks, began) if wish.date <= until]
    wishes = _with_nodes(wishes, rows)
    most = _most(wishes)
    days: dict[Key, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    paid: dict[Key, list[tuple[int, int]]] = defaultdict(list)
    for wish in wishes:
        if wish.node is None:
            continue
        key = (wish.sku, wish.node, wish.date)
        bulk = wish.size > most.get((wish.sku, _quarter(wish.date)), wish.size)
        for place, units in enumerate((wish.sold, wish.refused, 0, (wish.sold + wish.refused) * bulk)):
            days[key][place] += units
        if wish.price is not None and wish.sold:
            paid[key].append((wish.sold, wish.price))
    for sku, node, day, units in _returned(rows, clocks, began):
        if day <= until:
            days[sku, node, day][2] += units
    out = _sold_out([row for row in rows if isinstance(row, EntryRow)], clocks, until)
    found: dict[Key, tuple[object, ...]] = {}
    for key in {key for key, units in days.items() if any(units[:3])} | out:
        sold = sum(units for units, _ in paid[key])
        price = sum(units * each for units, each in paid[key]) / sold / 100 if sold else None
        found[key] = (*days[key], key not in out, price)
    return found


def _wishes(rows: Sequence[Row], clocks: Mapping[str, Clock], began: Mapping[str, date]) -> Iterable[Wish]:
    asked: dict[tuple[str, str | None, date, str | datetime], int] = {}
    for row in rows:
        if isinstance(row, EntryRow) and row.target == "customer":
            yield Wish(row.sku, row.node, clocks[row.node].day(row.at), row.units, row.units, 0, ordered=False)
        elif isinstance(row, SaleRow) and row.kind == "sale":
            day = clocks[row.node].day(row.at)
            if day < began[row.node]:
                yield Wish(row.sku, row.node, day, row.units, row.units, 0, ordered=False, price=row.price)
        elif isinstance(row, OrderRow):
            yield from _of_order(row, clocks)
        elif isinstance(row, RefusedRow):
            day = clocks[row.node].day(row.at) if row.node else row.at.astimezone(UTC).date()
            again = row.reference or row.at.replace(second=0, microsecond=0)
            key = (row.sku, row.node, day, again)
            asked[key] = max(asked.get(key, 0), row.requested - max(row.available, 0))
    for (sku, node, day, _), units in asked.items():
        yield Wish(sku, node, day, units, 0, units, ordered=False)


def _of_order(row: OrderRow, clocks: Mapping[str, Clock]) -> Iterable[Wish]:
    """Unit by unit: who was asked first has it."""
    taken_back = sum(each.asked for each in row.asked if each.status == "cancelled")
    stands = row.waiting + row.stands
    total = stands + max(row.cancelled - taken_back, 0)
    asked = [(place, each.node) for place, each in enumerate(row.asked) for _ in range(each.asked)]
    units: dict[tuple[int, str | None], list[int]] = {}
    for unit in range(total):
        run = units.setdefault(asked[unit] if unit < len(asked) else (-1, None), [0, 0])
        run[unit >= stands] += 1
    for (_, node), (sold, refused) in units.items():
        day = clocks[node].day(row.at) if node else row.at.astimezone(UTC).date()
        yield Wish(row.sku, node, day, total, sold, refused, ordered=True, price=row.price)


def _with_nodes(wishes: Sequence[Wish], rows: Sequence[Row]) -> list[Wish]:
    sold: dict[tuple[str, date], dict[str, list[int]]] = defaultdict(lambda: defaultdict(lambda: [0, 0]))
    for wish in wishes:
        if wish.node is not None:
            count = sold[wish.sku, _quarter(wish.date)][wish.node]
            count[0] += wish.sold * wish.ordered
            count[1] += wish.sold
    first: dict[str, str] = {}
    for row in rows:
        if isinstance(row, EntryRow):
            first.setdefault(row.sku, row.node)
    ordered = {(w.sku, _quarter(w.date), w.node) for w in wishes if w.ordered and w.node is not None}
    result = []
    for wish in wishes:
        quarter = _quarter(wish.date)
        served = sold[wish.sku, quarter]
        best = sorted(
            (-(counts[0] if (wish.sku, quarter, node) in ordered else -1), -counts[1], node)
            for node, counts in served.items()
            if counts[1]
        )
        found = wish.node or (best[0][2] if best else first.get(wish.sku))
        result.append(msgspec.structs.replace(wish, node=found))
    return result


def _most(wishes: Sequence[Wish]) -> dict[tuple[str, date], float]:
    sizes: dict[tuple[str, date], list[int]] = defaultdict(list)
    for wish in wishes:
        sizes[wish.sku, _quarter(wish.date)].append(wish.size)
    found: dict[tuple[str, date], float] = {}
    for key, each in sizes.items():
        others = sorted(each)[:-1]
        if others:
            usual = others[max(ceil(0.99 * len(others)), 1) - 1]
            found[key] = max(BULK_TIMES * usual, BULK_LEAST * (100 if key[0] == "cloth" else 1))
    return found


def _returned(
    rows: Sequence[Row], clocks: Mapping[str, Clock], began: Mapping[str, date]
) -> Iterable[tuple[str, str, date, int]]:
    for row in rows:
        if not isinstance(row, EntryRow | SaleRow):
            continue
        day = clocks[row.node].day(row.at)
        is_return = row.source == "customer" if isinstance(row, EntryRow) else row.kind == "return"
        if is_return and (isinstance(row, EntryRow) or day < began[row.node]):
            yield row.sku, row.node, day, row.units


def _sold_out(entries: Sequence[EntryRow], clocks: Mapping[str, Clock], until: date) -> set[Key]:
    changes: dict[tuple[str, str], dict[datetime, int]] = defaultdict(lambda: defaultdict(int))
    for entry in entries:
        if entry.change:
            changes[entry.sku, entry.node][entry.at] += entry.change
    found: set[Key] = set()
    for (sku, node), at in changes.items():
        clock, moments = clocks[node], sorted(at)
        day = clock.day(moments[0])
        while day <= until:
            opening = clock.open_on(day)
            if opening is not None and _runs_out(at, moments, opening, day, clock):
                found.add((sku, node, day))
            day += DAY
    return found


def _runs_out(
    at: Mapping[datetime, int],
    moments: Sequence[datetime],
    opening: tuple[datetime, datetime],
    day: date,
    clock: Clock,
) -> bool:
    """Whether there was none at a moment of the opening hours, on a day on which something was booked of late."""
    begins, ends = opening
    looks = [begins, *[each for each in moments if begins < each < ends]]
    for look in looks:
        before = [each for each in moments if each <= look]
        if sum(at[each] for each in before) > 0:
            continue
        last = clock.day(before[-1]) if before else None
        if last is not None and _quarter(day) <= _following(_quarter(last)):
            return True
        if any(clock.day(each) == day and each > look for each in moments):
            return True
    return False


def _quarter(day: date) -> date:
    return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)


def _following(quarter: date) -> date:
    return _quarter(quarter + timedelta(days=100))
