"""Which line of a return is meant by who receives or inspects it."""

from __future__ import annotations

from collections.abc import Iterable

from stockpool.kernel.refusals import Reason, Refused, refused_field
from stockpool.orders.returning.messages import InspectedLine, ReceivedLine
from stockpool.orders.returning.model import ReturnLine


class NamedLines:
    """The lines of a return, named by their own numbers or by those of the order's lines; a kit's have one number."""

    def __init__(self, lines: Iterable[ReturnLine]) -> None:
        """What is not a line now is not found later."""
        self._places: dict[int, list[int]] = {}
        self._numbers: dict[int, dict[int, None]] = {}
        for place, line in enumerate(lines):
            self._places.setdefault(line.number, []).append(place)
            if line.order_line is not None:
                self._numbers.setdefault(line.order_line, {})[line.number] = None

    def places(self, given: ReceivedLine | InspectedLine, path: str) -> list[int] | Refused:
        """Where the lines are that are meant."""
        if given.order_line is None:
            numbers = [given.line] if given.line in self._places else []
            field, said = "line", f"the return has no line {given.line}"
        else:
            numbers = sorted(self._numbers.get(given.order_line, ()))
            field, said = "order_line", f"the return has nothing of line {given.order_line} of the order"
        if len(numbers) > 1:
            said = f"is in lines {', '.join(map(str, numbers))} of the return: name one of them as line"
        if len(numbers) != 1 or numbers[0] is None:
            return refused_field(Reason.INVALID_INPUT, f"{path}.{field}", said)
        return self._places[numbers[0]]
