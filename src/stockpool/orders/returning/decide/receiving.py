"""Goods are at a node: what was expected, fewer, more, or others; they wait in quality control until inspected."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

import msgspec

from stockpool.kernel.quantities import to_positive_units
from stockpool.kernel.refusals import Reason, Refused, refused_field
from stockpool.orders.model import Order, PartKey, StockMove
from stockpool.orders.returning.decide.naming import NamedLines
from stockpool.orders.returning.decide.requesting import taken_apart
from stockpool.orders.returning.decide.transitions import ReturnStep, check_step, stepped
from stockpool.orders.returning.messages import Condition, ReceivedLine, ReceiveReturn, ReturnStatus
from stockpool.orders.returning.model import Known, Return, ReturnChange, ReturnLine, counted, returnable

replace = msgspec.structs.replace


class Came(msgspec.Struct, frozen=True, gc=False):
    """Units of a SKU that came; with a line, those of it are meant first."""

    sku: str
    decimals: int
    units: int
    line: int | None = None
    condition: Condition | None = None
    note: str | None = None


def decide_receive(
    ret: Return,
    command: ReceiveReturn,
    order: Order | None,
    returns: Sequence[Return],
    known: Mapping[str, Known],
    now: datetime,
) -> ReturnChange | Refused:
    """The return with what came, which is a fact: more than was expected, or other goods, are booked too.

    `returns` are all of the order, this one too. Only a node or words that make no sense are refused.
    """
    refused = check_step(ret, ReturnStep.RECEIVE)
    if refused is not None:
        return refused
    node = command.node or ret.node
    if node is None:
        return refused_field(Reason.INVALID_INPUT, "node", "is missing: the return does not say where it is expected")
    if ret.received and node != ret.node:
        said = f"the return was received at {ret.node!r}; what comes to another node is a return of its own"
        return refused_field(Reason.INVALID_INPUT, "node", said)
    came = _came(ret, command.lines, known)
    if isinstance(came, Refused):
        return came
    if not came and not ret.received:
        return refused_field(Reason.INVALID_INPUT, "lines", "nothing came: cancel the return instead")
    others = [each for each in returns if each.return_id != ret.return_id]
    lines = _Receiving(ret, order, others)
    for each in came:
        lines.take(each)
    if not command.more_expected:
        lines.expect_nothing()
    after = replace(ret, node=node, lines=tuple(lines.lines))
    after = stepped(ret, after, ReturnStep.RECEIVE)
    if after.status is ReturnStatus.CLOSED:
        after = replace(after, closed_at=now)
    return ReturnChange(after, ret, _with_returned(order, ret, after), _moves(came, node))


def _came(ret: Return, given: Sequence[ReceivedLine] | None, known: Mapping[str, Known]) -> list[Came] | Refused:
    if given is None:
        return [Came(line.sku, line.decimals, line.expected, line.number) for line in ret.lines if line.expected]
    came: list[Came] = []
    named = NamedLines(ret.lines)
    for place, each in enumerate(given):
        found = _of_line(ret, named, each, f"lines[{place}]") if each.sku is None else _of_sku(each, place, known)
        if isinstance(found, Refused):
            return found
        came += found
    return came


def _of_line(ret: Return, named: NamedLines, given: ReceivedLine, path: str) -> list[Came] | Refused:
    """Units of a line of the return; of a kit, of all components that it asked for."""
    places = named.places(given, path)
    if isinstance(places, Refused):
        return places
    lines = [ret.lines[place] for place in places]
    units = to_positive_units(given.quantity, decimals_of(lines))
    if isinstance(units, str):
        return refused_field(Reason.INVALID_QUANTITY, f"{path}.quantity", units)
    return [
        Came(line.sku, line.decimals, units * line.each, line.number, given.condition, given.note) for line in lines
    ]


def decimals_of(lines: Sequence[ReturnLine]) -> int:
    """In which unit a line of a return is counted: a kit's in kits, which are whole."""
    return lines[0].decimals if len(lines) == 1 and lines[0].each == 1 else 0


def _of_sku(given: ReceivedLine, place: int, known: Mapping[str, Known]) -> list[Came] | Refused:
    assert given.sku is not None
    taken = taken_apart(given.sku, given.quantity, f"lines[{place}]", known)
    if isinstance(taken, Refused):
        return taken
    units, parts = taken
    return [Came(sku, decimals, units * each, None, given.condition, given.note) for sku, decimals, each in parts]


class _Receiving:
    """Gives what came to the lines that expect it, then to what else of the order can come back, then to nothing."""

    def __init__(self, ret: Return, order: Order | None, others: Sequence[Return]) -> None:
        self.lines = list(ret.lines)
        self._order, self._others = order, others
        self._before = counted([ret], "received")
        self._unexpected: dict[str, dict[PartKey, int]] | None = None
        self._numbered: dict[int | None, list[int]] = {}
        self._by_sku: dict[str, list[int]] = {}
        self._unasked: dict[tuple[str, int | None], int] = {}
        for place, line in enumerate(ret.lines):
            self._know(place, line)
        self._next = max(line.number for line in ret.lines) + 1

    def _know(self, place: int, line: ReturnLine) -> None:
        self._by_sku.setdefault(line.sku, []).append(place)
        self._numbered.setdefault(line.number, []).append(place)
        if not line.requested:
            self._unasked.setdefault((line.sku, line.order_line), place)

    def take(self, came: Came) -> None:
        """Book what came."""
        left = came.units
        for place in self._places(came):
            line = self.lines[place]
            units = min(line.expected, left)
            if units:
                left -= units
                self.lines[place] = self._with(replace(line, expected=line.expected - units), units, came)
            if not left:
                return
        others = self._can_come(came.sku) if left else {}
        for key in others:
            taken = min(others[key], left)
            if taken > 0:
                left -= taken
                others[key] -= taken
                self._add(came, taken, key)
        if left:
            self._add(came, left, None)

    def expect_nothing(self) -> None:
        """What has not come does not come any more, and can be asked for again."""
        self.lines = [replace(line, expected=0) if line.expected else line for line in self.lines]

    def _places(self, came: Came) -> Iterator[int]:
        """The lines of a SKU, those that are meant first."""
        of_sku = self._by_sku.get(came.sku, ())
        meant = [place for place in self._numbered.get(came.line, ()) if self.lines[place].sku == came.sku]
        yield from meant
        yield from (place for place in of_sku if place not in meant)

    def _can_come(self, sku: str) -> dict[PartKey, int]:
        """What of a SKU the order has that was not asked for and can come back; what is expected stays out of it."""
        if self._order is None:
            return {}
        if self._unexpected is None:
            now = Return("", ReturnStatus.RECEIVED, _NEVER, tuple(self.lines))
            new, before = counted([now], "received"), self._before
            self._unexpected = {}
            for key, units in returnable(self._order, [*self._others, now]).items():
                units_left = units - new.get(key, 0) + before.get(key, 0)
                self._unexpected.setdefault(key[1], {})[key] = units_left
        return self._unexpected.get(sku, {})

    def _add(self, came: Came, units: int, key: PartKey | None) -> None:
        """A line for what was not expected, or more of the one that there is for it."""
        order_line = None if key is None else key[0]
        place = self._unasked.get((came.sku, order_line))
        if place is not None:
            self.lines[place] = self._with(self.lines[place], units, came)
            return
        made = self._with(ReturnLine(self._next, came.sku, came.decimals, 0, order_line), units, came)
        self._next += 1
        self._know(len(self.lines), made)
        self.lines.append(made)

    def _with(self, line: ReturnLine, units: int, came: Came) -> ReturnLine:
        return replace(
            line,
            received=line.received + units,
            condition=came.condition or line.condition,
            note=came.note or line.note,
        )


_NEVER = datetime.min  # noqa: DTZ901 -- stands where a moment means nothing


def _with_returned(order: Order | None, before: Return, after: Return) -> Order | None:
    """The order with what is back."""
    if order is None:
        return None
    was, now = counted([before], "received"), counted([after], "received")
    parts = [
        replace(part, returned=part.returned + now.get(part.key, 0) - was.get(part.key, 0)) for part in order.parts
    ]
    return replace(order, parts=tuple(parts))


def _moves(came: Sequence[Came], node: str) -> tuple[StockMove, ...]:
    units: dict[str, int] = {}
    for each in came:
        units[each.sku] = units.get(each.sku, 0) + each.units
    return tuple([StockMove(sku, node, count, "customer", "quality_control") for sku, count in sorted(units.items())])
