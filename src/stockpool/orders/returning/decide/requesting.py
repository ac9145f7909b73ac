"""Asking for a return: which parts of which lines come back, and that none of them does twice."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence
from datetime import datetime

import msgspec

from stockpool.kernel.quantities import QUANTITY_MAX, Amount, to_amount, to_positive_units
from stockpool.kernel.refusals import Problem, Reason, Refused, refused_field
from stockpool.orders.model import Line, Order, Part, PartKey, Rules
from stockpool.orders.returning.decide.windows import expires_at, in_time, too_late
from stockpool.orders.returning.messages import RequestReturn, ReturnedLine, ReturnStatus
from stockpool.orders.returning.model import Known, Return, ReturnLine, returnable


def decide_request(
    command: RequestReturn,
    order: Order | None,
    returns: Sequence[Return],
    known: Mapping[str, Known],
    now: datetime,
    rules: Rules,
) -> Asked | Refused:
    """A return of what is asked for, all of it expected; `returns` are the order's others.

    Refused where more is asked for than left for the customer and neither came back nor is expected back, or where it
    is too late. When what no order is known of was delivered is not known either.
    """
    currency = order.currency if order is not None else _currency(command, known)
    taken = _of_order(command, order, returns, now, rules) if order is not None else _blind(command, known, currency)
    if isinstance(taken, Refused):
        return taken
    lines, origin = taken
    ret = Return(
        return_id=command.return_id,
        status=ReturnStatus.REQUESTED,
        requested_at=now,
        lines=lines,
        order_id=order.order_id if order is not None else None,
        channel=order.channel if order is not None else command.channel,
        receipt=command.receipt,
        node=command.node,
        currency=currency,
        expires_at=expires_at(now, rules.return_expires_after_days),
    )
    return Asked(ret, origin)


class Asked(msgspec.Struct, frozen=True, gc=False):
    """A return that was asked for; `origin` has the place in the request that each of its lines came from."""

    ret: Return
    origin: Mapping[int, int]


class _Asking:
    """Takes what is asked for from what is left, line by line of the request."""

    def __init__(self, order: Order, left: Mapping[PartKey, int]) -> None:
        self.order = order
        self.left = dict(left)
        self._parts_of = order.parts_by_line()
        self._with_some: dict[str, deque[Line]] = {}
        self._kits_with_some: dict[str, deque[Line]] = {}
        for line in order.lines:
            self._with_some.setdefault(line.sku, deque()).append(line)
            for part in self._parts_of[line.number]:
                if part.sku != line.sku:
                    self._kits_with_some.setdefault(part.sku, deque()).append(line)
        self._decimals = {part.sku: part.decimals for part in order.parts}
        self._decimals.update({line.sku: line.decimals for line in order.lines})
        self.lines: list[ReturnLine] = []

    def ask(self, place: int, asked: ReturnedLine) -> Refused | None:
        """The refusal of a line of the request, or None when it was taken."""
        path = f"lines[{place}]"
        if asked.line is None:
            return self._by_sku(place, path, asked)
        if asked.line not in self._parts_of:
            return refused_field(Reason.INVALID_INPUT, f"{path}.line", f"the order has no line {asked.line}")
        line = self.order.line(asked.line)
        parts = self._parts(line, asked.sku)
        if not parts:
            said = f"line {line.number} of the order is of {line.sku!r} and has no {asked.sku!r}"
            return refused_field(Reason.INVALID_INPUT, f"{path}.sku", said)
        component = asked.sku is not None and asked.sku != line.sku
        units = to_positive_units(asked.quantity, parts[0].decimals if component else line.decimals)
        if isinstance(units, str):
            return refused_field(Reason.INVALID_QUANTITY, f"{path}.quantity", units)
        each = {part.key: 1 if component else part.each for part in parts}
        most = self._most(each)
        if units > most:
            decimals = parts[0].decimals if component else line.decimals
            return exceeds(path, asked.sku or line.sku, line.number, to_amount(most, decimals))
        self._take(place, asked, parts, each, units)
        return None

    def _parts(self, line: Line, sku: str | None) -> list[Part]:
        """The parts of a line, or the one of a component."""
        whole = sku is None or sku == line.sku
        return [part for part in self._parts_of[line.number] if whole or part.sku == sku]

    def _most(self, each: Mapping[PartKey, int]) -> int:
        """How many can come back of which one takes so many units of parts."""
        return max(min(self.left[key] // units for key, units in each.items()), 0)

    def _by_sku(self, place: int, path: str, asked: ReturnedLine) -> Refused | None:
        """Lines of the SKU first, in their order, then kits of which it is a component."""
        assert asked.sku is not None
        decimals = self._decimals.get(asked.sku)
        if decimals is None:
            return exceeds(path, asked.sku, None, 0)
        units = to_positive_units(asked.quantity, decimals)
        if isinstance(units, str):
            return refused_field(Reason.INVALID_QUANTITY, f"{path}.quantity", units)
        left = units
        for lines in (self._with_some.get(asked.sku), self._kits_with_some.get(asked.sku)):
            while lines and left:
                left -= self._take_most(place, asked, lines[0], left)
                if left:
                    lines.popleft()  # it has nothing more for further lines of the request either
        return exceeds(path, asked.sku, None, to_amount(units - left, decimals)) if left else None

    def _take_most(self, place: int, asked: ReturnedLine, line: Line, units: int) -> int:
        """Take up to so many of a SKU from a line; how many there were."""
        parts = self._parts(line, asked.sku)
        each = {part.key: part.each if line.sku == asked.sku else 1 for part in parts}
        taken = min(self._most(each), units)
        if taken:
            self._take(place, asked, parts, each, taken)
        return taken

    def _take(
        self, place: int, asked: ReturnedLine, parts: Sequence[Part], each: Mapping[PartKey, int], units: int
    ) -> None:
        for part in parts:
            self.left[part.key] -= units * each[part.key]
            made = _line(place, asked, (part.sku, part.decimals, each[part.key]), units)
            self.lines.append(msgspec.structs.replace(made, order_line=part.line))


def exceeds(path: str, sku: str, line: int | None, left: Amount) -> Refused:
    """The refusal of what would come back twice, or never left, with what is left."""
    of_line = f" of line {line}" if line is not None else ""
    said = f"only {left} {sku}{of_line} can be returned: what never left, is back or is expected back cannot"
    rows = [{"line": line, "sku": sku, "quantity": left} if line is not None else {"sku": sku, "quantity": left}]
    problem = Problem(f"{path}.quantity", said)
    return Refused(Reason.EXCEEDS_RETURNABLE, f"{problem.path}: {said}", (problem,), {"returnable": rows})


Numbered = tuple[tuple[ReturnLine, ...], Mapping[int, int]]
"""Lines, and where each number came from."""


def _of_order(
    command: RequestReturn, order: Order, returns: Sequence[Return], now: datetime, rules: Rules
) -> Numbered | Refused:
    """Of what is in time, if that is enough; what could be taken at another time is too late."""
    named = {f"lines[{place}].unit_price": line.unit_price for place, line in enumerate(command.lines)}
    for path, given in {**named, "currency": command.currency}.items():
        if given is not None:
            return refused_field(Reason.INVALID_INPUT, path, "the order says what was paid: leave it out")
    left, within_days = returnable(order, returns), rules.return_within_days
    taken = _taken(command, order, in_time(order, left, within_days, now))
    if not isinstance(taken, Refused):
        return taken
    whole = _taken(command, order, left)
    return whole if isinstance(whole, Refused) or command.override else too_late(taken, within_days)


def _taken(command: RequestReturn, order: Order, left: Mapping[PartKey, int]) -> Numbered | Refused:
    asking = _Asking(order, left)
    for place, asked in enumerate(command.lines):
        refused = asking.ask(place, asked)
        if refused is not None:
            return refused
    return _numbered(asking.lines)


def _currency(command: RequestReturn, known: Mapping[str, Known]) -> str | None:
    """That of the prices that are given, else of the first that the catalog has."""
    terms = [known.get(line.sku or "") for line in command.lines]
    prices = [each.price.currency for each in terms if each is not None and each.price is not None]
    return command.currency or next(iter(prices), None)


def _worth_each(asked: ReturnedLine, known: Known, currency: str | None) -> int | None:
    """What a unit is worth: what the caller says, else the price of today, if it is in that currency."""
    if asked.unit_price is not None:
        return asked.unit_price
    return known.price.minor if known.price is not None and known.price.currency == currency else None


def _blind(command: RequestReturn, known: Mapping[str, Known], currency: str | None) -> Numbered | Refused:
    """Lines of no order, by the catalog; each component of a kit is an equal share of its price."""
    lines: list[ReturnLine] = []
    for place, asked in enumerate(command.lines):
        path = f"lines[{place}]"
        if asked.line is not None:
            said = f"no order of the channel has the reference {command.receipt!r}: name the SKU"
            return refused_field(Reason.INVALID_INPUT, f"{path}.line", said)
        assert asked.sku is not None
        taken = taken_apart(asked.sku, asked.quantity, path, known)
        if isinstance(taken, Refused):
            return taken
        units, parts = taken
        price, whole = _worth_each(asked, known[asked.sku], currency), 10 ** known[asked.sku].decimals
        lines += [
            msgspec.structs.replace(
                _line(place, asked, part, units), unit_price=price, per=part[2] * whole * len(parts)
            )
            for part in parts
        ]
    return _numbered(lines)


def taken_apart(
    sku: str, quantity: Amount, path: str, known: Mapping[str, Known]
) -> tuple[int, tuple[tuple[str, int, int], ...]] | Refused:
    """A quantity of a SKU of the catalog in smallest units, and what each of them takes."""
    terms = known.get(sku)
    if terms is None:
        return refused_field(Reason.UNKNOWN_SKU, f"{path}.sku", f"SKU {sku!r} is not in the catalog")
    units = to_positive_units(quantity, terms.decimals)
    if isinstance(units, int) and units * max([each for _, _, each in terms.takes]) > QUANTITY_MAX:
        units = "is too large for the components of this kit"
    if isinstance(units, str):
        return refused_field(Reason.INVALID_QUANTITY, f"{path}.quantity", units)
    return units, terms.takes


def _line(place: int, asked: ReturnedLine, part: tuple[str, int, int], units: int) -> ReturnLine:
    sku, decimals, each = part
    return ReturnLine(
        number=place + 1,
        sku=sku,
        decimals=decimals,
        requested=units * each,
        each=each,
        expected=units * each,
        reason=asked.reason,
        condition=asked.condition,
        note=asked.note,
    )


def _numbered(lines: Sequence[ReturnLine]) -> Numbered:
    """The first line of the order keeps its number in the request, further ones that serve it are numbered behind."""
    numbered: list[ReturnLine] = []
    first: dict[int, int | None] = {}
    further: dict[tuple[int, int | None], int] = {}
    origin = {line.number: line.number - 1 for line in lines}
    for line in lines:
        if first.setdefault(line.number, line.order_line) == line.order_line:
            numbered.append(line)
            continue
        number = further.setdefault((line.number, line.order_line), max(origin) + 1)
        origin[number] = line.number - 1
        numbered.append(msgspec.structs.replace(line, number=number))
    return tuple(numbered), origin
