"""Goes through the journal movement by movement: was each command's answer the right one, and what it moved its due?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import singledispatchmethod
from typing import NamedTuple, TypeVar

from stockpool.inventory.messages import FactKind, FactRecorded, HoldPlaced, PlaceHold, RecordFact
from stockpool.kernel.commands import Command
from stockpool.kernel.idempotency import key_digest
from stockpool.kernel.refusals import Refused
from stockpool.orders.messages import (
    AdvanceFulfillment,
    CancelOrder,
    ConfirmPayment,
    EditOrder,
    FailPayment,
    FulfillmentAdvanced,
    OrderCancelled,
    OrderChanged,
    OrderPlaced,
    PlacedLine,
    PlaceOrder,
    ServeWaiting,
    Shortage,
)
from tests.orders.machine.oracle import (
    BEFORE_IT_LEAVES,
    HANDS_OUT,
    NOTHING_DONE,
    POOL,
    Buy,
    Job,
    Key,
    Move,
    Oracle,
    Part,
    PartKey,
    takes,
    units_of,
)
from tests.orders.machine.serving import (
    check_free,
    check_nobody_waits_in_vain,
    check_taken,
    grown,
    is_certain,
    share_out,
)

Answer = TypeVar("Answer")

COLLECTED = {"pickup", "ship_to_store", "carry_out"}


class Entry(NamedTuple):
    """What stands in the ledger of one move; references are those of holds, orders and transfers."""

    sku: str
    node: str
    source: str
    target: str
    units: int
    leaves: str | None
    comes_to: str | None


def summed(entries: Sequence[Entry]) -> Counter[Move]:
    """What went from where to where."""
    moves: Counter[Move] = Counter()
    for each in entries:
        moves[each.sku, each.node, each.source, each.target] += each.units
    return moves


def given(kind: type[Answer], reply: object) -> Answer:
    """The answer, which must be of this kind."""
    assert isinstance(reply, kind), reply
    return reply


def why(reply: object) -> str | None:
    """Why a command was refused, None where it was not."""
    return str(reply.reason.value) if isinstance(reply, Refused) else None


class Auditor:
    """Hears every movement in the order of the journal."""

    def __init__(self) -> None:
        self.oracle = Oracle()
        self.exact = True
        """Whether nothing else was decided in the same group, on whose stock a command may have been planned."""

    def hear(
        self, command: Command | None, kind: str, subject: str | None, reply: object, entries: Sequence[Entry]
    ) -> None:
        """One movement; None is a command that nobody gave: what follows from others."""
        moves = summed(entries)
        if isinstance(reply, Refused):
            assert not entries, "a refusal moves nothing"
        if command is not None:
            self.say(command, reply, moves)
            owner = getattr(command, "order_id", None) or getattr(command, "reference", None)
        else:
            assert kind == "holds.expired", f"{kind} of {subject} follows from nothing"
            assert all(entry.leaves in self.oracle.over for entry in entries), "its time is not over"
            owner = None
        self.book(entries, moves, owner)

    def book(self, entries: Sequence[Entry], moves: Counter[Move], owner: str | None) -> None:
        """Units change their account, each under the right name."""
        oracle = self.oracle
        oracle.move(moves)
        for each in entries:
            for account, reference, sign in ((each.source, each.leaves, -1), (each.target, each.comes_to, 1)):
                if account == "committed":
                    assert reference == owner, f"committed under {reference}, which is not {owner}"
                elif account == "held":
                    assert reference is not None
                    oracle.held.setdefault(reference, Counter())[each.sku, each.node] += sign * each.units
                    assert oracle.held[reference][each.sku, each.node] >= 0
                elif account == "in_transit":
                    names = [
                        key_digest("transfer", f"{owner}-{number}") for number in self.oracle.buys[owner or ""].jobs
                    ]
                    assert str(reference).replace("-", "") in names

    @singledispatchmethod
    def say(self, command: Command, reply: object, moves: Counter[Move]) -> None:
        """The answer must be the one that the oracle expects, and the moves those that it makes."""
        raise NotImplementedError(command, reply, moves)

    # facts and holds

    @say.register
    def _(self, command: PlaceHold, reply: object, moves: Counter[Move]) -> None:
        wanted = Counter({(line.sku, line.node or ""): units_of(line.sku, line.quantity) for line in command.lines})
        free = all(units <= self.oracle.free(key, command.channel) for key, units in wanted.items())
        assert why(reply) == (None if free else "insufficient-stock")
        if free:
            given(HoldPlaced, reply)
            assert moves == Counter({(*key, "available", "held"): units for key, units in wanted.items()})

    @say.register
    def _(self, fact: RecordFact, reply: object, moves: Counter[Move]) -> None:
        given(FactRecorded, reply)
        key, units = (fact.sku, fact.node), units_of(fact.sku, fact.quantity)
        if fact.kind is FactKind.RECEIVE:
            assert moves == Counter({(*key, "supplier", "available"): units})
        elif fact.kind is FactKind.COUNT:
            more = units - self.oracle.on_hand(key)
            way = ("shrinkage", "available") if more > 0 else ("available", "shrinkage")
            assert moves == +Counter({(*key, *way): abs(more)})
        else:
            assert moves == self._gone(key, units, fact.reference)

    def _gone(self, key: Key, units: int, reference: str | None) -> Counter[Move]:
        """Goods went to a customer: those that the fact names a promise of, the rest from what is available."""
        buy, held = self.oracle.buys.get(reference or ""), self.oracle.held.get(reference or "")
        promised = 0
        if buy is not None:
            promised = min(units, buy.committed()[key])
            self._left(buy, key, promised)
        elif held is not None and reference not in self.oracle.over:
            promised = min(units, held[key])
        source = "committed" if buy is not None else "held"
        return +Counter({(*key, source, "customer"): promised, (*key, "available", "customer"): units - promised})

    def _left(self, buy: Buy, key: Key, units: int) -> None:
        """What was promised to an order has left: a fulfillment order of its own, unless that is all that one had."""
        gone: list[Job] = []
        for number in sorted(buy.jobs):
            job = buy.jobs[number]
            if job.status not in BEFORE_IT_LEAVES or buy.shelf(job) != key[1]:
                continue
            out: dict[PartKey, int] = {}
            for part in sorted(job.pieces):
                taken = min(job.pieces[part], units) if part[1] == key[0] else 0
                if taken:
                    out[part] = taken
                    units -= taken
            if not out:
                continue
            status = "shipped" if buy.ways[job.delivery][1] is None else "handed_over"
            if sum(out.values()) == job.units:
                job.status = status
                continue
            for part, taken in out.items():
                job.pieces[part] -= taken
            gone.append(Job(job.delivery, job.node, status, out, gave_up=job.gave_up))
        for job in gone:
            buy.jobs[len(buy.jobs) + 1] = job

    def served(self, key: Key) -> list[tuple[Buy, Counter[Move]]]:
        """Who gets what of what has become free, first in line first; what one takes is gone."""
        found: list[tuple[Buy, Counter[Move]]] = []
        taken = 0
        sku, node = key
        for buy in self.oracle.waiting_for(key):
            free = max(self.oracle.free(key, buy.channel) - taken, 0)
            wanted = [
                (part, buy.parts[part].waiting)
                for part in sorted(buy.parts)
                if part[1] == sku and buy.parts[part].waiting and buy.reached_by(buy.delivery_of(part), node)
            ]
            got: dict[PartKey, int] = {}
            for part, units in wanted:
                if min(units, free):
                    got[part] = min(units, free)
                    free -= got[part]
            if not got:
                continue
            for part, units in got.items():
                buy.parts[part].waiting -= units
                self._open_job(buy, buy.delivery_of(part), node).pieces.setdefault(part, 0)
                self._open_job(buy, buy.delivery_of(part), node).pieces[part] += units
            taken += sum(got.values())
            found.append((buy, Counter({(*key, "available", "committed"): sum(got.values())})))
        return found

    def _open_job(self, buy: Buy, delivery: int, node: str) -> Job:
        for job in buy.jobs.values():
            if (job.delivery, job.node, job.status) == (delivery, node, "open"):
                return job
        return buy.jobs.setdefault(len(buy.jobs) + 1, Job(delivery, node, "open", {}))

    # placing and paying

    @say.register
    def _(self, command: PlaceOrder, reply: object, moves: Counter[Move]) -> None:
        oracle, buy = self.oracle, bought(command)
        wanted = Counter({key: part.quantity for key, part in buy.parts.items()})
        hold = +oracle.held.get(command.hold_id or "", Counter())
        is_open = bool(hold) and command.hold_id not in oracle.over
        if command.hold_id is not None and (command.hold_id not in oracle.held or command.hold_id in oracle.used):
            assert why(reply) == ("hold-closed" if command.hold_id in oracle.used else "unknown-hold")
            return
        if isinstance(reply, Refused):
            self._check_refused(command, buy, wanted, reply, is_open=is_open)
            return
        placed = given(OrderPlaced, reply)
        assert placed.hold.value == ("none" if command.hold_id is None else "used" if is_open else "reheld")
        if command.hold_id is not None and is_open:
            self._check_hold_ended(command.hold_id, hold, moves)
        self._lay_in(command, buy, wanted, placed, moves)
        oracle.buys[buy.order_id] = buy
        assert placed.status.value == buy.status()
        check_lines(buy, placed.lines)

    def _check_refused(
        self, command: PlaceOrder, buy: Buy, wanted: Counter[PartKey], reply: Refused, *, is_open: bool
    ) -> None:
        late = command.hold_id is not None and not is_open
        assert why(reply) == ("hold-expired" if late else "insufficient-stock")
        assert shortage_of(command) != "backorder"
        if self.exact and shortage_of(command) == "cancel":
            check_nobody_waits_in_vain(self.oracle, buy, wanted, given_up=False)
        if self.exact and not is_open:
            assert not is_certain(self.oracle, buy, wanted, Counter()), "everything was there"

    def _check_hold_ended(self, hold_id: str, hold: Counter[Key], moves: Counter[Move]) -> None:
        """All of it was used or given back."""
        out: Counter[Key] = Counter()
        used = False
        for (sku, node, source, target), units in moves.items():
            if source == "held":
                out[sku, node] += units
                used = used or target != "available"
        assert out == hold
        if used:
            self.oracle.used.add(hold_id)

    def _lay_in(
        self, command: PlaceOrder, buy: Buy, wanted: Counter[PartKey], placed: OrderPlaced, moves: Counter[Move]
    ) -> None:
        """What was found is held or committed; the rest waits, or is cancelled."""
        shortage = shortage_of(command)
        if buy.payment == "pending":
            assert placed.fulfillment_orders == ()
            assert not [move for move in moves if move[3] in {"committed", "customer"}]
            self._hold(command, buy, wanted, placed, moves)
            check_free(self.oracle, buy.channel, moves)
            return
        found = grown(buy, placed.fulfillment_orders)
        assert all(
            buy.jobs[number].node in self._may_serve(buy, buy.jobs[number].delivery, sku) for number, sku in found
        )
        share_out(buy, found, wanted)
        check_taken(self.oracle, buy, moves, found)
        assert shortage != "refuse" or not +wanted
        assert +found or shortage == "backorder"
        self._wait(buy, wanted, moves, cancelled=shortage == "cancel", given_up=False)

    def _may_serve(self, buy: Buy, delivery: int, sku: str) -> set[str]:
        method, node = buy.ways[delivery]
        return {node or ""} if method == "carry_out" else buy.eligible(delivery, sku)

    def _hold(
        self, command: PlaceOrder, buy: Buy, wanted: Counter[PartKey], placed: OrderPlaced, moves: Counter[Move]
    ) -> None:
        held: Counter[str] = Counter()
        for (sku, node, _, target), units in moves.items():
            if target == "held":
                assert any(node in buy.eligible(delivery, sku) for delivery in buy.ways)
                held[sku] += units
        asked: Counter[str] = Counter()
        for key, units in wanted.items():
            asked[key[1]] += units
        assert all(held[sku] <= units for sku, units in asked.items())
        assert shortage_of(command) != "refuse" or held == asked
        for part in buy.parts.values():
            part.pending = part.quantity
        if shortage_of(command) == "cancel":
            for line in placed.lines:
                part = buy.parts[line.line, line.sku]
                part.cancelled = units_of(line.sku, line.cancelled)
                part.pending -= part.cancelled
                buy.withdrawn[line.line] = part.cancelled
            pending: Counter[str] = Counter()
            for key, part in buy.parts.items():
                pending[key[1]] += part.pending
            assert pending == held
        buy.hold_id = command.payment_hold_id

    def _wait(
        self, buy: Buy, left: Counter[PartKey], moves: Counter[Move], *, cancelled: bool, given_up: bool,
        but: str | None = None,
    ) -> None:  # fmt: skip
        """What was not found; nobody may wait who could be served from what is left."""
        for key, units in left.items():
            if cancelled:
                buy.parts[key].cancelled += units
            else:
                buy.parts[key].waiting += units
        if self.exact:
            before = Counter(self.oracle.stock)
            self.oracle.move(moves)
            check_nobody_waits_in_vain(self.oracle, buy, left, given_up=given_up, but=but)
            self.oracle.stock = before

    @say.register
    def _(self, command: ConfirmPayment, reply: object, moves: Counter[Move]) -> None:
        buy = self.oracle.buys.get(command.order_id)
        if buy is None or buy.payment not in {"pending", "expired"}:
            assert why(reply) == ("unknown-order" if buy is None else "order-state")
            return
        changed = given(OrderChanged, reply)
        if buy.payment == "expired":
            for key, part in buy.parts.items():
                back = part.cancelled - buy.withdrawn[key[0]] * part.each
                part.pending, part.cancelled = back, part.cancelled - back
        hold = +self.oracle.held.get(buy.hold_id or "", Counter())
        assert changed.hold.value == ("used" if hold else "reheld")
        if hold:
            self._check_hold_ended(buy.hold_id or "", hold, moves)
        wanted = Counter({key: part.pending for key, part in buy.parts.items()})
        for part in buy.parts.values():
            part.pending = 0
        buy.payment = "captured"
        self._allocate(buy, changed, wanted, moves)

    def _allocate(self, buy: Buy, changed: OrderChanged, wanted: Counter[PartKey], moves: Counter[Move]) -> None:
        found = grown(buy, changed.fulfillment_orders)
        assert all(buy.jobs[number].node in buy.eligible(buy.jobs[number].delivery, sku) for number, sku in found)
        share_out(buy, found, wanted)
        check_taken(self.oracle, buy, moves, found)
        self._wait(buy, wanted, moves, cancelled=False, given_up=False)
        assert (changed.status.value, changed.payment.value) == (buy.status(), buy.payment)
        check_lines(buy, changed.lines)

    @say.register
    def _(self, command: FailPayment, reply: object, moves: Counter[Move]) -> None:
        buy = self.oracle.buys.get(command.order_id)
        refused = buy is None or buy.payment != "pending" or (command.expired and not buy.due)
        if buy is None or refused:
            assert why(reply) == ("unknown-order" if buy is None else "order-state")
            return
        changed = given(OrderChanged, reply)
        assert moves == self._all_held(buy)
        for part in buy.parts.values():
            part.cancelled, part.pending = part.cancelled + part.pending, 0
        buy.payment = "expired" if command.expired else "failed"
        assert (changed.status.value, changed.payment.value) == ("cancelled", buy.payment)
        check_lines(buy, changed.lines)

    def _all_held(self, buy: Buy) -> Counter[Move]:
        hold = self.oracle.held.get(buy.hold_id or "", Counter())
        return Counter({(*key, "held", "available"): units for key, units in hold.items() if units})

    @say.register
    def _(self, command: ServeWaiting, reply: object, moves: Counter[Move]) -> None:
        buy = self.oracle.buys.get(command.order_id)
        wanted = +Counter({key: part.waiting for key, part in buy.parts.items()}) if buy is not None else Counter()
        if buy is None or not wanted:
            assert why(reply) == ("unknown-order" if buy is None else "order-state")
            return
        if isinstance(reply, Refused):
            assert why(reply) == "insufficient-stock"
            if self.exact:
                check_nobody_waits_in_vain(self.oracle, buy, wanted, given_up=False)
            return
        for key in wanted:
            buy.parts[key].waiting = 0
        self._allocate(buy, given(OrderChanged, reply), wanted, moves)

    # cancelling and editing

    @say.register
    def _(self, command: CancelOrder, reply: object, moves: Counter[Move]) -> None:
        buy = self.oracle.buys.get(command.order_id)
        asked = cancelled_units(buy, command)
        if buy is None or isinstance(asked, str):
            assert why(reply) == asked
            return
        said = given(OrderCancelled, reply)
        unpaid = buy.payment == "pending"
        expected = buy.take(asked)
        for key, units in asked.items():
            buy.parts[key].cancelled += units
        if unpaid:
            self._check_given_back(buy, moves)
            for line, units in {key[0]: n // buy.parts[key].each for key, n in asked.items()}.items():
                buy.withdrawn[line] += units
        else:
            assert moves == expected
        if buy.status() == "cancelled" and unpaid:
            buy.payment = "failed"
        back: Counter[Key] = Counter()
        for (sku, node, _, _), units in moves.items():
            back[sku, node] += units
        told = {(line.sku, line.node): units_of(line.sku, line.quantity) for line in said.lines}
        assert told == dict(back)
        assert said.status.value == buy.status()

    def _check_given_back(self, buy: Buy, moves: Counter[Move]) -> None:
        """Of an unpaid order nothing is held beyond what it waits to pay for, and nothing else is given back."""
        held: Counter[str] = Counter()
        for (sku, _), units in self.oracle.held.get(buy.hold_id or "", Counter()).items():
            held[sku] += units
        left = Counter(held)
        for (sku, _, source, target), units in moves.items():
            assert (source, target) == ("held", "available")
            left[sku] -= units
        pending: Counter[str] = Counter()
        for key, part in buy.parts.items():
            pending[key[1]] += part.pending
        assert +left == +Counter({sku: min(units, pending[sku]) for sku, units in held.items()})

    @say.register
    def _(self, command: EditOrder, reply: object, moves: Counter[Move]) -> None:
        buy = self.oracle.buys.get(command.order_id)
        refused = edit_refused(buy, command)
        if buy is None or refused is not None:
            assert why(reply) == refused
            return
        trial = copied(buy)
        wanted, back = edited(trial, command)
        had_first = sorted(wanted, key=lambda key: (buy.parts[key].waiting if key in buy.parts else 0, key))
        wanted = Counter({key: wanted[key] for key in had_first})
        if isinstance(reply, Refused):
            assert why(reply) == "insufficient-stock"
            freed = Counter({(sku, node): units for (sku, node, _, _), units in back.items()})
            assert not (self.exact and is_certain(self.oracle, trial, wanted, freed)), "everything was there"
            return
        self.oracle.buys[buy.order_id] = trial
        given_back = Counter({move: units for move, units in moves.items() if move[3] == "available"})
        assert given_back == back
        self._allocate(trial, given(OrderChanged, reply), wanted, moves)
        assert not any(part.waiting > before_.waiting for part, before_ in zip_parts(trial, buy))

    # steps

    @say.register
    def _(self, command: AdvanceFulfillment, reply: object, moves: Counter[Move]) -> None:
        buy = self.oracle.buys.get(command.order_id)
        job = buy.jobs.get(command.number) if buy is not None else None
        refused = step_refused(buy, job, command)
        if buy is None or job is None or refused is not None:
            assert why(reply) == refused
            return
        advanced = given(FulfillmentAdvanced, reply)
        fixed, lost = step_taken(buy, job, command)
        there = Counter({move: n for move, n in moves.items() if move[2:] != ("available", "committed")})
        assert there == fixed
        self._repair(buy, job, advanced, lost, moves)
        shown = advanced.fulfillment_order
        assert (shown.node, shown.status.value) == (job.node, job.status)
        assert +Counter({x.sku: units_of(x.sku, x.quantity) for x in shown.lines}) == job.by_sku()
        assert advanced.order_status.value == buy.status()

    def _repair(
        self, buy: Buy, job: Job, said: FulfillmentAdvanced, lost: Counter[PartKey], moves: Counter[Move]
    ) -> None:  # fmt: skip
        """What its node could not serve another does, or it waits; the answer says which."""
        told: Counter[tuple[str, str | None]] = Counter()
        for each in said.repairs:
            told[each.sku, each.to_node] += units_of(each.sku, each.quantity)
            assert each.from_node == job.node
            assert (each.to_node is None) == (each.outcome.value == "backordered")
        asked: Counter[str] = Counter()
        for key, units in lost.items():
            asked[key[1]] += units
        assert Counter({sku: sum(n for (s, _), n in told.items() if s == sku) for sku in asked}) == asked
        taken = {move: n for move, n in moves.items() if move[2:] == ("available", "committed")}
        assert {(sku, node): n for (sku, node), n in told.items() if node} == {
            (m[0], m[1]): n for m, n in taken.items()
        }
        found: Counter[tuple[int, str]] = Counter()
        numbers: dict[str, int] = {}
        for (sku, node, _, _), units in sorted(taken.items(), key=lambda each: each[0][1]):
            assert node in buy.eligible(job.delivery, sku, given_up=True) - {job.node}
            number = numbers.setdefault(node, len(buy.jobs) + 1)
            buy.jobs.setdefault(number, Job(job.delivery, node, "open" if buy.together else "released", {}))
            found[number, sku] += units
        share_out(buy, found, lost)
        check_free(self.oracle, buy.channel, moves)
        self._wait(buy, lost, moves, cancelled=False, given_up=True, but=job.node)


def zip_parts(after: Buy, before: Buy) -> list[tuple[Part, Part]]:
    """The parts that were there before."""
    return [(after.parts[key], part) for key, part in before.parts.items()]


def copied(buy: Buy) -> Buy:
    """The same order, to be changed by itself."""
    parts = {key: Part(p.each, p.quantity, p.pending, p.waiting, p.cancelled) for key, p in buy.parts.items()}
    jobs = {
        number: Job(job.delivery, job.node, job.status, dict(job.pieces), job.gave_up, job.code, job.over, job.short)
        for number, job in buy.jobs.items()
    }
    words = {**vars(buy), "parts": parts, "jobs": jobs, "ways": dict(buy.ways), "lines": dict(buy.lines)}
    return Buy(**words)


def bought(command: PlaceOrder) -> Buy:
    """The order as it was asked for."""
    ways: dict[tuple[str, str | None, object], int] = {}
    lines: dict[int, tuple[str, int, int]] = {}
    parts: dict[PartKey, Part] = {}
    for number, line in enumerate(command.lines, start=1):
        method = (line.method or command.method).value
        node = (line.pickup_node or command.pickup_node) if method in COLLECTED else None
        to = None if method in COLLECTED else (line.ship_to or command.ship_to)
        delivery = ways.setdefault((method, node, to), len(ways) + 1)
        units = units_of(line.sku, line.quantity)
        lines[number] = (line.sku, units, delivery)
        for sku, each in takes(line.sku).items():
            parts[number, sku] = Part(each, units * each)
    return Buy(
        command.order_id,
        command.channel,
        command.priority,
        command.together,
        command.payment.value,
        {number: (method, node) for (method, node, _), number in ways.items()},
        lines,
        parts,
        hold_id=command.payment_hold_id or command.hold_id,
    )


def words_refused(command: PlaceOrder) -> str | None:
    """Why an order is refused whatever there is."""
    if shortage_of(command) == "cancel" and any(line.sku == "tea-time" for line in command.lines):
        return "invalid-input"
    for line in command.lines:
        method = (line.method or command.method).value
        node = (line.pickup_node or command.pickup_node) if method in COLLECTED else None
        if node is not None and node not in POOL[command.channel]:
            return "node-outside-pool"
        if node is not None and method != "carry_out" and node not in HANDS_OUT:
            return "invalid-input"
    return None


def check_lines(buy: Buy, shown: Sequence[PlacedLine]) -> None:
    """What the answer says of each line; a kit's by its scarcest component."""
    left = buy.left_units()
    for line in shown:
        parts = [(key, part) for key, part in buy.parts.items() if key[0] == line.line]
        assert line.delivery == buy.lines[line.line][2]
        assert units_of(line.sku, line.quantity) == buy.lines[line.line][1]
        assert units_of(line.sku, line.cancelled) == max(-(-part.cancelled // part.each) for _, part in parts)
        if not buy.blurred:
            assert units_of(line.sku, line.short) == max(-(-part.waiting // part.each) for _, part in parts)
            assert units_of(line.sku, line.fulfilled) == min(left[key] // part.each for key, part in parts)


def cancelled_units(buy: Buy | None, command: CancelOrder) -> Counter[PartKey] | str:
    """What is cancelled of each part, or why nothing can be."""
    if buy is None:
        return "unknown-order"
    if buy.status() == "cancelled":
        return "order-state"
    there = buy.open_units()
    if not command.lines:
        return +there or "order-state"
    asked: Counter[PartKey] = Counter()
    for each in command.lines:
        if each.line not in buy.lines:
            return "invalid-input"
        sku = buy.lines[each.line][0]
        for key, part in buy.parts.items():
            if key[0] == each.line:
                asked[key] += units_of(sku, each.quantity) * part.each
                if asked[key] > there[key]:
                    return "invalid-quantity"
    return asked


def edit_refused(buy: Buy | None, command: EditOrder) -> str | None:
    """Why an edit is refused whatever there is."""
    if buy is None:
        return "unknown-order"
    if command.delivery is not None and command.delivery not in buy.ways:
        return "invalid-input"
    if was_told(buy, command) or buy.status() in {"cancelled", "completed", "shipped", "payment_pending"}:
        return "order-state"
    for each in command.quantities:
        if each.line not in buy.lines:
            return "invalid-input"
        units = units_of(buy.lines[each.line][0], each.quantity)
        if any(part.cancelled > units * part.each for key, part in buy.parts.items() if key[0] == each.line):
            return "invalid-quantity"
    trial = copied(buy)
    edited(trial, command)
    if not any(part.quantity > part.cancelled for part in trial.parts.values()):
        return "invalid-input"
    return wrong_node(buy, [way for number, way in trial.ways.items() if command.delivery in {None, number}])


def wrong_node(buy: Buy, ways: Iterable[tuple[str, str | None]]) -> str | None:
    """Why nothing can be collected there."""
    for method, node in ways:
        if node is not None and node not in POOL[buy.channel]:
            return "node-outside-pool"
        if node is not None and method != "carry_out" and node not in HANDS_OUT:
            return "invalid-input"
    return None


def was_told(buy: Buy, command: EditOrder) -> bool:
    """Whether a node knows of what is edited."""
    told = {job.delivery for job in buy.jobs.values() if job.status not in {*NOTHING_DONE, "open"}}
    only_way = command.delivery is not None and not command.quantities and not command.add
    return command.delivery in told if only_way else bool(told)


def edited(buy: Buy, command: EditOrder) -> tuple[Counter[PartKey], Counter[Move]]:
    """Make an order what it is to be: what must be found for it, and what it gives back."""
    less: Counter[PartKey] = Counter()
    wanted: Counter[PartKey] = Counter()
    for each in command.quantities:
        sku, before, delivery = buy.lines[each.line]
        units = units_of(sku, each.quantity)
        buy.lines[each.line] = (sku, units, delivery)
        for key, part in buy.parts.items():
            if key[0] == each.line:
                (wanted if units > before else less)[key] = abs(units - before) * part.each
                part.quantity = units * part.each
    back = buy.take(less)
    for line in command.add:
        number = len(buy.lines) + 1
        units = units_of(line.sku, line.quantity)
        buy.lines[number] = (line.sku, units, 1)
        for sku, each_ in takes(line.sku).items():
            buy.parts[number, sku] = Part(each_, units * each_)
            wanted[number, sku] = units * each_
    if command.method is not None:
        way, which = command.delivery or 1, {command.delivery or 1} if command.delivery else set(buy.ways)
        everything = +Counter({key: n for key, n in buy.open_units().items() if buy.delivery_of(key) in which})
        back += buy.take(everything)
        wanted = wanted + everything
        buy.ways[way] = (command.method.value, command.pickup_node)
        buy.lines = {number: (sku, n, way if of in which else of) for number, (sku, n, of) in buy.lines.items()}
    if command.priority is not None:
        buy.priority = command.priority
    return +wanted, back


def step_refused(buy: Buy | None, job: Job | None, command: AdvanceFulfillment) -> str | None:
    """Why a step cannot be taken."""
    if buy is None or job is None:
        return "unknown-fulfillment-order"
    step = command.step.value
    if step not in buy.chart(job).get(job.status, {}):
        return "order-state"
    if step == "release" and buy.together and buy.lacks(job.delivery):
        return "order-state"
    if step == "expire" and not job.over:
        return "order-state"
    if step == "give-up" and command.cause is not None and command.cause.value == "not_accepted_in_time":
        return "order-state"  # nobody let so much time pass
    if step == "hand-over" and job.code is not None and command.code != job.code:
        return "wrong-pickup-code"
    if step == "pick" and command.picked is not None:
        asked = job.by_sku()
        if any(units_of(each.sku, each.quantity) > asked[each.sku] for each in command.picked):
            return "invalid-quantity"
    return None


def step_taken(buy: Buy, job: Job, command: AdvanceFulfillment) -> tuple[Counter[Move], Counter[PartKey]]:
    """Take a step: what it moves, and what another node must serve."""
    step, shelf = command.step.value, buy.shelf(job)
    after = buy.chart(job)[job.status][step]
    collected_at = buy.ways[job.delivery][1]
    if step == "pick":
        return _picked(job, command, after)
    if step == "give-up" and command.sku is not None and command.units_most is not None:
        return _given_up_in_part(job, command.sku, command.units_most)
    if step in {"reject", "give-up"}:
        moves, lost = buy.everything(job, "committed", "available"), Counter(job.pieces)
        job.status, job.gave_up, job.pieces = after, True, dict.fromkeys(job.pieces, 0)
        return moves, +lost
    moves = Counter[Move]()
    if step == "ship":
        moves = buy.everything(job, "committed", "in_transit" if collected_at else "customer")
    elif step == "arrive":
        moves = buy.everything(job, "in_transit", "committed", at=collected_at)
    elif step == "hand-over":
        moves = buy.everything(job, "committed", "customer", at=shelf)
    elif step == "expire":
        moves = buy.everything(job, "committed", "available", at=shelf)
        for key, units in job.pieces.items():
            buy.parts[key].cancelled += units
        job.pieces = dict.fromkeys(job.pieces, 0)
    if step in {"ready", "arrive"}:
        job.code = command.new_code
    job.status = after
    return moves, Counter()


def _picked(job: Job, command: AdvanceFulfillment, after: str) -> tuple[Counter[Move], Counter[PartKey]]:
    """What was picked goes to the lines in their order; what lacks is set aside to be counted."""
    there = job.by_sku()
    if command.picked is not None:
        there = Counter({each.sku: units_of(each.sku, each.quantity) for each in command.picked})
    lost: Counter[PartKey] = Counter()
    moves: Counter[Move] = Counter()
    for key in sorted(job.pieces):
        got = min(job.pieces[key], there[key[1]])
        there[key[1]] -= got
        lost[key] = job.pieces[key] - got
        moves[key[1], job.node, "committed", "other"] += lost[key]
        job.pieces[key] = got
    job.short = frozenset([sku for (_, sku), units in lost.items() if units])
    job.status = after if job.units else "rejected"
    job.gave_up = job.gave_up or not job.units
    return +moves, +lost


def _given_up_in_part(job: Job, sku: str, most: int) -> tuple[Counter[Move], Counter[PartKey]]:
    """So many units of one SKU, of the last lines first."""
    lost: Counter[PartKey] = Counter()
    for key in sorted(job.pieces, reverse=True):
        if key[1] == sku:
            lost[key] = min(job.pieces[key], most)
            most -= lost[key]
            job.pieces[key] -= lost[key]
    if not job.units:
        job.status, job.gave_up = "rejected", True
    total = sum(lost.values())
    return +Counter({(sku, job.node, "committed", "available"): total}), +lost


def shortage_of(command: PlaceOrder) -> str:
    """What becomes of what no node has; where nothing is said it is refused, since no policy acts."""
    return (command.shortage or Shortage.REFUSE).value
