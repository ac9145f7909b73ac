"""What the naive ledger expects of each command's reply; what was granted is then told to it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from functools import singledispatchmethod
from typing import TypeVar

import msgspec

from stockpool.inventory.messages import (
    Commit,
    Committed,
    ExtendHold,
    FactKind,
    FactRecorded,
    HoldExtended,
    HoldPlaced,
    HoldReleased,
    Line,
    PlaceHold,
    Reallocate,
    Reallocated,
    RecordFact,
    ReleaseHold,
    StockLine,
    Uncommit,
    Uncommitted,
)
from stockpool.kernel.commands import Command
from stockpool.kernel.quantities import Amount
from stockpool.kernel.refusals import Refused
from tests.inventory.machine.oracle import Key, Oracle, Promise
from tests.inventory.yard import BUFFER, CLOTH_DECIMALS, KIT, NODES, granted, refused

BUFFERS = {"web": dict.fromkeys(NODES, 0), "careful": {"east": BUFFER, "west": BUFFER}}
INWARD, OUTWARD = {FactKind.RECEIVE, FactKind.RETURN, FactKind.ARRIVE}, {FactKind.SELL, FactKind.SHIP}
IN_TRANSIT = {FactKind.DISPATCH, FactKind.ARRIVE}

CROSSES = {
    **dict.fromkeys(INWARD, 1),
    **dict.fromkeys(OUTWARD, -1),
    FactKind.ADJUST: 1,
    FactKind.DISPOSE: -1,
    FactKind.MOVE: -1,
    FactKind.DISPATCH: -1,
}
"""By how much what is on hand changes for each unit."""

MARKS = {**dict.fromkeys(INWARD, 1), FactKind.DAMAGE: 1, FactKind.RESTORE: -1, FactKind.DISPOSE: -1}
"""By how much what cannot be sold changes for each unit."""

Kind = TypeVar("Kind")
Demand = dict[tuple[str, str | None], int]


def units_of(sku: str, quantity: Amount) -> int:
    """Smallest units."""
    return int(Decimal(quantity) * 10 ** (CLOTH_DECIMALS if sku == "cloth" else 0))


def parts_of(sku: str, quantity: Amount) -> dict[str, int]:
    """A SKU in smallest units, a kit by its components."""
    if sku == "kit":
        return {part: each * int(quantity) for part, each in KIT.items()}
    return {sku: units_of(sku, quantity)}


def demand_of(wanted: Iterable[Line]) -> Demand:
    """Lines by SKU and node, summed."""
    demand: Demand = {}
    for line in wanted:
        for part, units in parts_of(line.sku, line.quantity).items():
            demand[part, line.node] = demand.get((part, line.node), 0) + units
    return demand


def shown(lines: Iterable[StockLine | Line]) -> Demand:
    """What a reply says, by SKU and node."""
    return {(line.sku, line.node): units_of(line.sku, line.quantity) for line in lines}


class Expecting:
    """Checks replies against the oracle, in the order in which the commands were queued."""

    def __init__(self) -> None:
        self.oracle = Oracle()
        self.shortfalls: list[tuple[str, int]] = []

    @singledispatchmethod
    def hear(self, command: Command, reply: msgspec.Struct) -> None:
        """The reply must be the one that the oracle expects."""
        raise NotImplementedError(command, reply)

    # facts

    @hear.register
    def _(self, fact: RecordFact, reply: msgspec.Struct) -> None:
        if fact.kind is FactKind.COUNT and fact.sku == "kit":
            assert refused(reply) == "invalid-input"
            return
        recorded = granted(FactRecorded, reply)
        parts = parts_of(fact.sku, fact.quantity)
        nodes = [fact.node, *([fact.to_node] if fact.to_node else [])]
        keys = [(part, node) for node in nodes for part in parts]
        short = {key: self.oracle.short(key) for key in keys}
        for part, units in parts.items():
            self._happen(fact, (part, fact.node), units, recorded.occurred_at)
        for key in keys:
            risen = self.oracle.short(key) - short[key]
            if risen > 0:
                self.shortfalls.append((f"{key[0]}@{key[1]}", risen))
        levels = {(level.sku, level.node): units_of(level.sku, level.on_hand) for level in recorded.levels}
        assert levels == {key: self.oracle.on_hand(key) for key in keys}

    def _happen(self, fact: RecordFact, key: Key, units: int, at: datetime) -> None:
        oracle, kind = self.oracle, fact.kind
        if kind is FactKind.COUNT:
            oracle.count(key, at, units)
        elif kind in CROSSES:
            oracle.change(key, at, CROSSES[kind] * units)
        if kind is FactKind.MOVE:
            oracle.change((key[0], fact.to_node or ""), at, units)
        if kind in MARKS and (fact.reason or kind not in INWARD):
            oracle.mark(key, fact.reason.value if fact.reason else "damaged", MARKS[kind] * units)
        if kind in IN_TRANSIT:
            oracle.carry(f"{fact.reference} {key[0]}", -CROSSES[kind] * units)
        promise = oracle.promises.get(fact.reference or "")
        if kind in OUTWARD and promise is not None:
            promise.take(key, min(units, promise.units.get(key, 0)))

    # holds

    @hear.register
    def _(self, command: PlaceHold, reply: msgspec.Struct) -> None:
        buffers = BUFFERS[command.channel]
        demand = demand_of(command.lines)
        if command.partial and any(line.sku == "kit" for line in command.lines):
            assert refused(reply) == "invalid-input"
            return
        if any(node is not None and node not in buffers for _, node in demand):
            assert refused(reply) == "node-outside-pool"
            return
        possible = self._possible(demand, buffers)
        if not any(possible.values()) or (possible != demand and not command.partial):
            assert refused(reply) == "insufficient-stock"
            self._check_words(reply, demand)
            return
        placed = granted(HoldPlaced, reply)
        lacking = {where: units - possible[where] for where, units in demand.items() if units > possible[where]}
        assert shown(placed.short) == lacking
        self._check_places(shown(placed.lines), possible, buffers)
        kept = {(sku, node or ""): units for (sku, node), units in shown(placed.lines).items()}
        self.oracle.promises[command.hold_id] = Promise("hold", kept)

    def _possible(self, demand: Demand, buffers: dict[str, int]) -> Demand:
        """What there is of each line: named nodes first, the others from what those leave."""
        free = {(sku, node): self.oracle.free((sku, node), buffers[node]) for sku, _ in demand for node in buffers}
        possible: Demand = {}
        for (sku, at), units in demand.items():
            if at is not None:
                possible[sku, at] = min(units, free[sku, at])
        for (sku, at), units in demand.items():
            if at is None:
                left = [max(free[sku, node] - demand.get((sku, node), 0), 0) for node in buffers]
                possible[sku, None] = min(units, sum(left))
        return possible

    def _check_words(self, reply: msgspec.Struct, demand: Demand) -> None:
        """A refusal repeats what was asked, in the unit in which it was asked."""
        assert isinstance(reply, Refused)
        for row in reply.details["available"]:
            asked_here, anywhere = demand.get((row["sku"], row.get("node")), 0), demand.get((row["sku"], None), 0)
            assert asked_here <= units_of(row["sku"], row["requested"]) <= asked_here + anywhere
            assert row["available"] < row["requested"]

    def _check_places(self, places: Demand, possible: Demand, buffers: dict[str, int]) -> None:
        """No node gives more than it has, each gives what was asked of it, and together they give what was asked."""
        for (sku, node), units in places.items():
            assert node is not None
            assert possible.get((sku, node), 0) <= units <= self.oracle.free((sku, node), buffers[node])
        for sku in {sku for sku, _ in possible}:
            wanted = sum(units for (each, _), units in possible.items() if each == sku)
            assert sum(units for (each, _), units in places.items() if each == sku) == wanted

    def _open_hold(self, hold_id: str, reply: msgspec.Struct) -> Promise | None:
        """The hold, where it stands; else the reply must say why not."""
        hold = self.oracle.promises.get(hold_id)
        if hold is None or hold.kind != "hold":
            assert refused(reply) == "unknown-hold"
        elif not hold.is_open:
            assert refused(reply) == ("hold-expired" if hold.was_over else "hold-closed")
        else:
            return hold
        return None

    @hear.register
    def _(self, command: ExtendHold, reply: msgspec.Struct) -> None:
        if self._open_hold(command.hold_id, reply) is not None:
            granted(HoldExtended, reply)

    @hear.register
    def _(self, command: ReleaseHold, reply: msgspec.Struct) -> None:
        hold = self._open_hold(command.hold_id, reply)
        if hold is not None:
            self._give_back(hold, command.lines, reply, HoldReleased)

    def _give_back(
        self, promise: Promise, lines: Iterable[Line], reply: msgspec.Struct, kind: type[HoldReleased | Uncommitted]
    ) -> None:
        there = {key: units for key, units in promise.units.items() if units}
        asked = {(sku, node or ""): units for (sku, node), units in demand_of(lines).items()} or there
        if any(units > there.get(key, 0) for key, units in asked.items()):
            assert refused(reply) == "invalid-quantity"
            return
        assert shown(granted(kind, reply).lines) == asked
        for key, units in asked.items():
            promise.take(key, units)

    # commitments

    @hear.register
    def _(self, command: Commit, reply: msgspec.Struct) -> None:
        buffers = BUFFERS[command.channel]
        demand = {(sku, node or ""): units for (sku, node), units in demand_of(command.lines).items()}
        if any(node not in buffers for _, node in demand):
            assert refused(reply) == "node-outside-pool"
            return
        hold = self.oracle.promises.get(command.hold_id or "")
        if command.hold_id is not None and (hold is None or hold.kind != "hold"):
            assert refused(reply) == "unknown-hold"
            return
        if hold is not None and hold.was_committed:
            assert refused(reply) == "hold-closed"
            return
        held = hold.units if hold is not None else {}
        free = {key: self.oracle.free(key, buffers[key[1]]) for key in demand}
        used = {key: min(units, held.get(key, 0)) for key, units in demand.items()}
        if any(units > free[key] + used[key] for key, units in demand.items()):
            lost = hold is not None and not hold.is_open
            assert refused(reply) == ("hold-expired" if lost else "insufficient-stock")
            return
        outcome = "none" if hold is None else "used" if hold.is_open else "reheld"
        committed = granted(Committed, reply)
        assert (committed.hold_outcome.value, shown(committed.lines)) == (outcome, demand)
        if hold is not None:
            hold.was_committed = any(used.values())
            hold.units = {}
        self.oracle.promises[command.commitment_id] = Promise("commitment", dict(demand))

    def _commitment(self, commitment_id: str) -> Promise | None:
        promise = self.oracle.promises.get(commitment_id)
        return promise if promise is not None and promise.kind == "commitment" and promise.is_open else None

    @hear.register
    def _(self, command: Uncommit, reply: msgspec.Struct) -> None:
        promise = self._commitment(command.commitment_id)
        if promise is None:
            assert refused(reply) == "unknown-commitment"
        else:
            self._give_back(promise, command.lines, reply, Uncommitted)

    @hear.register
    def _(self, command: Reallocate, reply: msgspec.Struct) -> None:
        buffers = BUFFERS[command.channel]
        if command.from_node == command.to_node:
            assert refused(reply) == "invalid-input"
            return
        if command.to_node not in buffers:
            assert refused(reply) == "node-outside-pool"
            return
        promise, units = self._commitment(command.commitment_id), units_of(command.sku, command.quantity)
        source, target = (command.sku, command.from_node), (command.sku, command.to_node)
        if promise is None or promise.units.get(source, 0) < units:
            assert refused(reply) == "unknown-commitment"
        elif units > self.oracle.free(target, buffers[command.to_node]):
            assert refused(reply) == "insufficient-stock"
        else:
            granted(Reallocated, reply)
            promise.units[source] -= units
            promise.units[target] = promise.units.get(target, 0) + units
