"""What came beside what was expected: what the ledger is told, and how they differ."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from stockpool.kernel.quantities import Amount, to_amount
from stockpool.warehouse.messages import Difference, DifferenceKind
from stockpool.warehouse.model import PlannedFact, PlannedReceipt


class Due(msgspec.Struct, frozen=True):
    """Units that are to come; `kind` and `reference` are how the ledger is told that they did."""

    sku: str
    units: int
    kind: str
    reference: str
    supply_id: str | None = None


class Came(msgspec.Struct, frozen=True):
    """What came of a SKU, of a certain supply where it is named; `damaged` units of it are broken."""

    sku: str
    units: int
    damaged: int = 0
    supply_id: str | None = None


RECEIVE = "receive"
DAMAGED = "damaged"


def plan_receipt(due: Sequence[Due], came: Sequence[Came], decimals: Mapping[str, int]) -> PlannedReceipt:
    """What came is booked on what was expected of its SKU, the first expected first, the rest on the last of them.

    Broken units fill what was expected last, and are never available: nobody is promised them.
    """
    left = {place: each.units for place, each in enumerate(due)}
    facts = [fact for each in came for fact in _booked(each, due, left, decimals[each.sku])]
    return PlannedReceipt(tuple(facts), tuple(differences(due, came, decimals)), _lines(came, decimals))


def plan_pickup(
    due: Sequence[Due], came: Sequence[Came], decimals: Mapping[str, int], fulfillment_order: str
) -> PlannedReceipt:
    """What was sent here to be collected arrives whole, by the step of its order; what lacks is written off then."""
    asked, got, broken = _sums(due), _units(came), _damaged(came)
    facts: list[PlannedFact] = []
    for sku in sorted(asked | got):
        more = got.get(sku, 0) - asked.get(sku, 0)
        if more:
            kind = RECEIVE if more > 0 else "adjust"
            facts.append(PlannedFact(kind, sku, more, decimals[sku]))
        if broken.get(sku):
            facts.append(PlannedFact("damage", sku, broken[sku], decimals[sku], DAMAGED))
    lines, differ = _lines(came, decimals), tuple(differences(due, came, decimals))
    return PlannedReceipt(tuple(facts), differ, lines, arrives=fulfillment_order)


def _booked(came: Came, due: Sequence[Due], left: dict[int, int], decimals: int) -> list[PlannedFact]:
    """The facts of one line, sound units first."""
    facts: list[PlannedFact] = []
    for units, reason in ((came.units - came.damaged, None), (came.damaged, DAMAGED)):
        for each, part in _shared_out(units, came, due, left):
            kind, reference = (each.kind, each.reference) if each is not None else (RECEIVE, None)
            facts.append(PlannedFact(kind, came.sku, part, decimals, reason, reference))
    return facts


def _shared_out(units: int, came: Came, due: Sequence[Due], left: dict[int, int]) -> list[tuple[Due | None, int]]:
    """Units by what they were expected as; what is too much counts as the last of it."""
    places = [
        place for place, each in enumerate(due) if each.sku == came.sku and came.supply_id in {None, each.supply_id}
    ]
    parts: list[tuple[Due | None, int]] = []
    for place in places:
        taken = min(units, left[place])
        if taken:
            parts.append((due[place], taken))
            left[place] -= taken
            units -= taken
    if units and places and parts and parts[-1][0] is due[places[-1]]:
        parts[-1] = (parts[-1][0], parts[-1][1] + units)
    elif units:
        parts.append((due[places[-1]] if places else None, units))
    return parts


def differences(due: Sequence[Due], came: Sequence[Came], decimals: Mapping[str, int]) -> list[Difference]:
    """SKUs of which other came than was expected, broken ones counted as come."""
    asked, got = _sums(due), _units(came)
    found: list[Difference] = []
    for sku in sorted(asked | got):
        expected, units = asked.get(sku, 0), got.get(sku, 0)
        if units == expected:
            continue
        kind = DifferenceKind.SHORT if units < expected else DifferenceKind.OVER
        if sku not in asked:
            kind = DifferenceKind.NOT_EXPECTED
        found.append(Difference(sku, kind, to_amount(expected, decimals[sku]), to_amount(units, decimals[sku])))
    return found


def _lines(came: Sequence[Came], decimals: Mapping[str, int]) -> tuple[tuple[str, Amount, Amount], ...]:
    got, broken = _units(came), _damaged(came)
    return tuple(
        [
            (sku, to_amount(units, decimals[sku]), to_amount(broken.get(sku, 0), decimals[sku]))
            for sku, units in got.items()
        ]
    )


def _sums(due: Sequence[Due]) -> dict[str, int]:
    found: dict[str, int] = {}
    for each in due:
        found[each.sku] = found.get(each.sku, 0) + each.units
    return found


def _units(came: Sequence[Came]) -> dict[str, int]:
    found: dict[str, int] = {}
    for each in came:
        found[each.sku] = found.get(each.sku, 0) + each.units
    return found


def _damaged(came: Sequence[Came]) -> dict[str, int]:
    found: dict[str, int] = {}
    for each in came:
        found[each.sku] = found.get(each.sku, 0) + each.damaged
    return found
