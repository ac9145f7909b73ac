"""Goods were looked at: what becomes of them, and what is refunded."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType

import msgspec

from stockpool.kernel.quantities import to_amount, to_positive_units
from stockpool.kernel.refusals import Reason, Refused, refused_field
from stockpool.orders.model import Account, Order, StockMove
from stockpool.orders.returning.decide.naming import NamedLines
from stockpool.orders.returning.decide.receiving import decimals_of
from stockpool.orders.returning.decide.refunding import refunds
from stockpool.orders.returning.decide.transitions import ReturnStep, check_step, stepped
from stockpool.orders.returning.messages import Disposition, InspectedLine, ReturnStatus
from stockpool.orders.returning.model import Disposed, Return, ReturnChange, ReturnLine

replace = msgspec.structs.replace

TARGETS: Mapping[Disposition, Account] = MappingProxyType(
    {
        Disposition.RESTOCK: "available",
        Disposition.DAMAGED: "damaged",
        Disposition.QUALITY_CONTROL: "quality_control",
        Disposition.OTHER: "other",
        Disposition.REPAIR: "other",
        Disposition.DESTROY: "shrinkage",
        Disposition.SEND: "in_transit",
    }
)
"""Where goods go that were in quality control."""


def decide_inspect(
    ret: Return, lines: Sequence[InspectedLine], order: Order | None, returns: Sequence[Return], now: datetime
) -> ReturnChange | Refused:
    """The return with what became of its goods; `returns` are all of the order, this one as it was too."""
    refused = check_step(ret, ReturnStep.INSPECT)
    if refused is not None:
        return refused
    inspected = _Inspecting(ret, now)
    for place, line in enumerate(lines):
        refused = inspected.take(line, f"lines[{place}]")
        if refused is not None:
            return refused
    others = [each for each in returns if each.return_id != ret.return_id]
    found = refunds(order, [*others, ret], inspected.refunded)
    after = replace(
        ret,
        lines=tuple(inspected.lines),
        dispositions=(*ret.dispositions, *inspected.disposed),
        refunded_amount=ret.refunded_amount + sum(each.amount or 0 for each in found),
    )
    after = stepped(ret, after, ReturnStep.INSPECT)
    if after.status is ReturnStatus.CLOSED:
        after = replace(after, closed_at=now)
    return ReturnChange(after, ret, order, tuple(inspected.moves()), found)


class _Inspecting:
    """Takes units out of what waits to be inspected."""

    def __init__(self, ret: Return, now: datetime) -> None:
        self._ret, self._now = ret, now
        self.lines = list(ret.lines)
        self.disposed: list[Disposed] = []
        self.refunded: list[tuple[ReturnLine, int]] = []
        self._transfers: dict[str, str] = {}
        self._named = NamedLines(ret.lines)

    def take(self, verdict: InspectedLine, path: str) -> Refused | None:
        """The refusal of a verdict, or None when it stands."""
        if verdict.to_node is not None and verdict.to_node == self._ret.node:
            return refused_field(Reason.INVALID_INPUT, f"{path}.to_node", "is where the goods are")
        of_line = self._named.places(verdict, path)
        if isinstance(of_line, Refused):
            return of_line
        number = self.lines[of_line[0]].number
        places = [place for place in of_line if verdict.sku in {None, self.lines[place].sku}]
        if not places:
            said = f"line {number} of the return has no {verdict.sku!r}"
            return refused_field(Reason.INVALID_INPUT, f"{path}.sku", said)
        named = [self.lines[place] for place in places]
        component = verdict.sku is not None
        decimals = named[0].decimals if component else decimals_of(named)
        units = to_positive_units(verdict.quantity, decimals)
        if isinstance(units, str):
            return refused_field(Reason.INVALID_QUANTITY, f"{path}.quantity", units)
        most = min(line.uninspected // (1 if component else line.each) for line in named)
        if units > most:
            said = f"only {to_amount(most, decimals)} of line {number} wait to be inspected"
            return refused_field(Reason.INVALID_QUANTITY, f"{path}.quantity", said)
        for place in places:
            self._dispose(place, units * (1 if component else self.lines[place].each), verdict)
        return None

    def _dispose(self, place: int, units: int, verdict: InspectedLine) -> None:
        line = self.lines[place]
        refunded = units if verdict.refund and self._may_be_refunded(line) else 0
        self.lines[place] = replace(line, inspected=line.inspected + units, refunded=line.refunded + refunded)
        self.refunded.append((line, refunded))
        number = len(self._ret.dispositions) + len(self.disposed) + 1
        self.disposed.append(
            Disposed(
                number=number,
                line=line.number,
                sku=line.sku,
                decimals=line.decimals,
                units=units,
                disposition=verdict.disposition,
                at=self._now,
                refund=refunded > 0,
                to_node=verdict.to_node,
                transfer=self._transfer(number, verdict.to_node) if verdict.to_node is not None else None,
                condition=verdict.condition,
                note=verdict.note,
            )
        )

    def _may_be_refunded(self, line: ReturnLine) -> bool:
        """Goods that are not of the return's order were not paid for with it."""
        return self._ret.order_id is None or line.order_line is not None

    def _transfer(self, number: int, to_node: str) -> str:
        """What goes to one node together arrives under one reference."""
        return self._transfers.setdefault(to_node, f"{self._ret.return_id}-{number}")

    def moves(self) -> Iterable[StockMove]:
        """What moves in the ledger; what stays in quality control does not."""
        assert self._ret.node is not None
        units: dict[tuple[str, Account, str | None], int] = {}
        for each in self.disposed:
            key = (each.sku, TARGETS[each.disposition], each.transfer)
            units[key] = units.get(key, 0) + each.units
        for (sku, target, transfer), count in units.items():
            if target != "quality_control":
                yield StockMove(sku, self._ret.node, count, "quality_control", target, transfer)
