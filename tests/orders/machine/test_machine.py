"""Every command of orders in any order, alone and in groups, through the real lane and database, against a shop that
was written down once more; the journal is audited movement by movement, and every row is held against what it makes."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, ClassVar

import msgspec
import psycopg
import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from stockpool.inventory.api import Ledger, Move, Movement
from stockpool.inventory.messages import FactKind, Line, PlaceHold, RecordFact
from stockpool.kernel.commands import Command
from stockpool.kernel.idempotency import fingerprint
from stockpool.kernel.ids import new_uuid7
from stockpool.kernel.quantities import Amount
from stockpool.kernel.refusals import Refused
from stockpool.orders.api import Order, OrderRecord, Shelf, StockMove
from stockpool.orders.decide import cancelling, fulfilling, waiting
from stockpool.orders.messages import (
    AdvanceFulfillment,
    CancelOrder,
    Cause,
    ConfirmPayment,
    EditOrder,
    FailPayment,
    FulfillmentStep,
    LineQuantity,
    OrderLine,
    OrderMethod,
    Payment,
    PickedQuantity,
    PlaceOrder,
    ServeWaiting,
    Shortage,
)
from stockpool.orders.model import Account, Fulfillment, PartKey
from stockpool.runtime.database import Database, connection_string
from stockpool.workflows.record_fact import RecordFactTask
from tests.orders.machine.auditor import Auditor, Entry, summed, words_refused
from tests.orders.machine.oracle import Buy, Job, Oracle
from tests.orders.shop import BERLIN, MUNICH, Shop, stamped

SKUS = ["tea", "cup", "cloth"]
NODES = ["berlin", "leipzig", "munich", "outlet"]
SHIP_TO = {"ship": MUNICH, "same_day": BERLIN}

skus = st.sampled_from(["tea", "tea", "cup", "cloth", "tea-time"])
nodes = st.sampled_from(NODES)
counts = st.integers(1, 6)
picks = st.integers(0, 1000)
together = st.sampled_from([False, False, True])
methods = st.sampled_from(["ship", "ship", "ship", "same_day", "pickup", "ship_to_store", "carry_out"])
wanted = st.lists(st.tuples(skus, counts, st.none() | methods, nodes), min_size=1, max_size=3)
ordered = st.fixed_dictionaries(
    {
        "lines": wanted,
        "method": methods,
        "node": st.sampled_from(["berlin", "munich", "outlet", "leipzig"]),
        "channel": st.sampled_from(["web", "web", "web", "careful"]),
        "shortage": st.sampled_from([*Shortage, Shortage.BACKORDER]),
        "pending": st.sampled_from([False, False, True]),
        "together": st.sampled_from([False, False, False, True]),
        "priority": st.sampled_from([0, 0, 5]),
        "hold": st.none() | picks,
    }
)

EVERYTHING = (
    "orders, order_parts, fulfillment_orders, fulfillment_order_lines, positions, earlier_counts, movements, entries,"
    " reservations, further_events"
)
MOVEMENTS = """
select m.movement_id, replace(m.key::text, '-', ''), m.kind, m.subject,
       (select json_agg(json_build_array(e.sku, e.node, e.from_account, e.to_account, e.quantity, e.from_reference,
                                         e.to_reference) order by e.line, e.sku, e.node)
        from entries e where e.movement_id = m.movement_id)
from movements m where m.movement_id > %s order by m.movement_id
"""
ORDERS = """
select o.order_id::text, o.status::text, o.payment::text, o.placed_at,
       (select json_agg(json_build_array(p.line, p.sku, p.quantity, p.pending, p.waiting, p.cancelled))
        from order_parts p where p.order_id = o.order_id),
       (select json_agg(json_build_array(f.number, f.delivery, f.node, f.status,
            (select json_agg(json_build_array(l.line, l.sku, l.quantity)) from fulfillment_order_lines l
             where l.order_id = f.order_id and l.number = f.number)))
        from fulfillment_orders f where f.order_id = o.order_id)
from orders o where o.order_id = any(%s::uuid[])
"""


def amount(sku: str, units: int) -> Amount:
    """Units as callers write them."""
    return Decimal(units) / 100 if sku == "cloth" else units


class OrderMachine(RuleBasedStateMachine):
    """One run: a little stock, then anything."""

    shop: ClassVar[Shop]
    watcher: ClassVar[psycopg.Connection]
    """Looks on while nothing is decided, and so without the loop: it looks some times per step."""
    runner: ClassVar[asyncio.Runner]
    steps: ClassVar[int] = 0
    heard: ClassVar[Counter[str]] = Counter()

    def __init__(self) -> None:
        super().__init__()
        self.auditor = Auditor()
        self.pending: list[Command] = []
        self.said: list[tuple[Command, msgspec.Struct]] = []
        self.orders: list[str] = []
        self.holds: list[str] = []
        self.last_movement = 0

    @property
    def oracle(self) -> Oracle:
        return self.auditor.oracle

    def rows(self, sql: str, *params: object) -> list[tuple[Any, ...]]:
        cursor = self.watcher.execute(sql.encode(), params)
        return cursor.fetchall() if cursor.description else []

    # saying things, alone or in groups

    def say(self, command: Command, *, more: bool = False) -> None:
        """Queue a command; unless more follows in its group, have the group decided and audited."""
        type(self).steps += 1
        buy = self.oracle.buys.get(getattr(command, "order_id", ""))
        if buy is not None and buy.overlaps:
            self.flush()
            more = False
        self.pending.append(command)
        if not more or len(self.pending) == 6:
            self.flush()

    def flush(self) -> None:
        group, self.pending = self.pending, []
        if not group:
            return
        replies = self.runner.run(self.shop.submit_together(group))
        self.auditor.exact = len(group) == 1
        by_key = {command.key: (command, reply) for command, reply in zip(group, replies, strict=True)}
        for command, reply in by_key.values():
            outcome = reply.reason if isinstance(reply, Refused) else "granted"
            step = f" {command.step}" if isinstance(command, AdvanceFulfillment) else ""
            self.heard[f"{type(command).__name__}{step} {outcome}"] += 1
        journal = self.rows(MOVEMENTS, self.last_movement)
        self.learn_when(group)
        self.audit(journal, by_key)
        for command, reply in by_key.values():
            if isinstance(command, PlaceOrder):
                assert reply.reason.value == words_refused(command)  # type: ignore[attr-defined] # of a refusal
            else:
                assert isinstance(reply, Refused), (command, reply)
        self.check_orders()

    def learn_when(self, group: Sequence[Command]) -> None:
        """Who was first, of those who wait, is by the database's clock."""
        placed = [each.order_id for each in group if isinstance(each, PlaceOrder)]
        self.when = dict(
            self.rows("select order_id::text, placed_at from orders where order_id = any(%s::uuid[])", placed)
        )

    def audit(self, journal: list[tuple[Any, ...]], by_key: dict[str, tuple[Command, msgspec.Struct]]) -> None:
        """Movement by movement; those that follow from a fact are the ones that must follow."""
        expected: list[tuple[Buy, Counter[Any]]] = []
        for movement_id, key, kind, subject, told in journal:
            self.last_movement = movement_id
            entries = [Entry(*each) for each in told or ()]
            if expected:
                buy, moves = expected.pop(0)
                assert (kind, subject) == ("order.allocated", buy.order_id)
                assert summed(entries) == moves
                self.auditor.book(entries, moves, buy.order_id)
                continue
            said = by_key.pop(key, None)
            command, reply = said or (None, None)
            self.auditor.hear(command, kind, subject, reply, entries)
            if said is None or command is None or isinstance(reply, Refused):
                continue
            self.said.append(said)
            if isinstance(command, PlaceOrder):
                self.oracle.buys[command.order_id].placed_at = self.when[command.order_id]
                self.orders.append(command.order_id)
            if isinstance(command, RecordFact) and command.kind in {FactKind.RECEIVE, FactKind.COUNT}:
                expected = self.auditor.served((command.sku, command.node))
        assert not expected, "an order waits that should have been served"

    def check_orders(self) -> None:
        """Every row is what the oracle makes it."""
        buys = self.oracle.buys
        for order_id, status, payment, _, parts, jobs in self.rows(ORDERS, list(buys)):
            buy = buys[order_id]
            assert (status, payment) == (buy.status(), buy.payment)
            found = {(line, sku): tuple(units) for line, sku, *units in parts}
            assert found == {k: (p.quantity, p.pending, p.waiting, p.cancelled) for k, p in buy.parts.items()} or (
                buy.blurred
            )
            rows = {n: Job(d, node, s, {(ln, sku): u for ln, sku, u in pieces}) for n, d, node, s, pieces in jobs or ()}
            assert {n: (j.delivery, j.node, j.status, j.by_sku()) for n, j in rows.items()} == {
                n: (j.delivery, j.node, j.status, j.by_sku()) for n, j in buy.jobs.items()
            }
            if buy.blurred:
                self.adopt(buy, found, rows)
            assert {n: {k: u for k, u in j.pieces.items() if u} for n, j in rows.items()} == {
                n: {k: u for k, u in j.pieces.items() if u} for n, j in buy.jobs.items()
            }
            assert buy.conserved()

    def adopt(self, buy: Buy, found: dict[tuple[int, str], tuple[int, ...]], rows: dict[int, Job]) -> None:
        """Which of several lines got what is as the rows say; together they have what they should."""
        for name, place in (("quantity", 0), ("pending", 1), ("waiting", 2), ("cancelled", 3)):
            of_rows: Counter[str] = Counter()
            known: Counter[str] = Counter()
            for key, part in buy.parts.items():
                of_rows[key[1]] += found[key][place]
                known[key[1]] += getattr(part, name)
                setattr(part, name, found[key][place])
            assert of_rows == known
        for number, job in buy.jobs.items():
            job.pieces = rows[number].pieces
        buy.blurred = False

    # what can be said

    @initialize(
        stock=st.lists(st.integers(0, 9), min_size=12, max_size=12),
        orders=st.lists(st.tuples(wanted, methods, st.booleans(), st.integers(0, 4), picks), min_size=2, max_size=4),
    )
    def begin(self, stock: list[int], orders: list[tuple[Any, str, bool, int, int]]) -> None:
        """A little stock, and a few orders on their way."""
        self.rows(f"truncate {EVERYTHING}")
        places = [(sku, node) for sku in SKUS for node in NODES]
        for (sku, node), quantity in zip(places, stock, strict=True):
            if quantity:
                self.pending.append(self.fact(FactKind.RECEIVE, sku, node, quantity))
        self.flush()
        for lines, method, pending, steps, choice in orders:
            self.place_small(lines, method, "berlin", pending=pending and choice % 2 == 0)
            self.take_on(self.oracle.buys[self.orders[-1]], choice, steps)

    def fact(self, kind: FactKind, sku: str, node: str, quantity: Amount, reference: str | None = None) -> RecordFact:
        return RecordFact(**stamped(None), kind=kind, sku=sku, node=node, quantity=quantity, reference=reference)

    @rule(sku=st.sampled_from(SKUS), node=nodes, quantity=counts, more=together)
    def receive(self, sku: str, node: str, quantity: int, more: bool) -> None:
        self.say(self.fact(FactKind.RECEIVE, sku, node, quantity), more=more)

    @rule(sku=st.sampled_from(SKUS), node=nodes, quantity=st.integers(0, 9), more=together)
    def count(self, sku: str, node: str, quantity: int, more: bool) -> None:
        self.say(self.fact(FactKind.COUNT, sku, node, quantity), more=more)

    @rule(number=picks, sku=st.sampled_from(SKUS), node=nodes, quantity=counts, ships=st.booleans(), more=together)
    def goods_leave(self, number: int, sku: str, node: str, quantity: int, ships: bool, more: bool) -> None:
        """At a till or from a dock, naming an order mostly: what it has there, or more, or something else."""
        names: list[str | None] = [None, *self.holds, *self.orders]
        reference = names[number % len(names)]
        buy = self.oracle.buys.get(reference or "")
        there = sorted(buy.committed().items()) if buy is not None else []
        units: Amount = quantity
        if there and number % 5:
            (sku, node), have = there[number % len(there)]
            units = amount(sku, max(have - number % 2, 1))
        if buy is not None and buy.overlaps:
            self.flush()
            more = False
        kind = FactKind.SHIP if ships else FactKind.SELL
        self.say(self.fact(kind, sku, node, units, reference), more=more)

    @rule(sku=st.sampled_from(SKUS), node=nodes, quantity=counts, more=together)
    def hold(self, sku: str, node: str, quantity: int, more: bool) -> None:
        hold_id = new_uuid7()
        self.holds.append(hold_id)
        lines = (Line(sku, quantity, node),)
        command = PlaceHold(**stamped(None), hold_id=hold_id, channel="web", lines=lines, ttl_seconds=3600)
        self.say(command, more=more)

    @rule(told=ordered, more=together)
    def place(self, told: dict[str, Any], more: bool) -> None:
        self.place_as(told, more=more)

    def place_as(self, told: dict[str, Any], *, more: bool) -> None:
        method, pending = told["method"], told["pending"]
        if pending and "carry_out" in {method, *[each[2] for each in told["lines"]]}:
            pending = False
        collected = method in {"pickup", "ship_to_store", "carry_out"}
        hold_id = self.holds[told["hold"] % len(self.holds)] if told["hold"] is not None and self.holds else None
        command = PlaceOrder(
            **stamped(None),
            order_id=new_uuid7(),
            channel=told["channel"],
            lines=tuple([self.line(each, method, told["node"]) for each in told["lines"]]),
            method=OrderMethod(method),
            ship_to=None if collected else SHIP_TO[method],
            pickup_node=told["node"] if collected else None,
            hold_id=hold_id,
            shortage=told["shortage"],
            together=told["together"],
            payment=Payment.PENDING if pending else Payment.CAPTURED,
            payment_hold_id=new_uuid7() if pending else None,
            priority=told["priority"],
        )
        skus = [line.sku for line in command.lines]
        if len(skus) != len(set(skus)) or ("tea-time" in skus and {"tea", "cup"} & set(skus)):
            self.flush()
            more = False
        self.say(command, more=more)

    @rule(lines=wanted, method=methods, node=st.sampled_from(["berlin", "munich"]), more=together)
    def place_plainly(self, lines: list[tuple[str, int, str | None, str]], method: str, node: str, more: bool) -> None:
        """Paid for and all one way, and it may wait: orders that have a long life."""
        self.place_small(lines, method, node, more=more)

    def place_small(
        self,
        lines: list[tuple[str, int, str | None, str]],
        method: str,
        node: str,
        *,
        pending: bool = False,
        more: bool = False,
    ) -> None:
        plain = [(sku, 1 + quantity % 3, None, node) for sku, quantity, _, _ in lines]
        told = {"lines": plain, "method": method, "node": node, "channel": "web", "shortage": Shortage.BACKORDER}
        self.place_as({**told, "pending": pending, "together": False, "priority": 0, "hold": None}, more=more)

    def line(self, told: tuple[str, int, str | None, str], general: str, general_node: str) -> OrderLine:
        sku, quantity, method, node = told
        if method is None or method == general:
            return OrderLine(sku, quantity)
        if method in {"pickup", "ship_to_store", "carry_out"}:
            collected = general in {"pickup", "ship_to_store", "carry_out"}
            return OrderLine(sku, quantity, OrderMethod(method), general_node if collected else node)
        return OrderLine(sku, quantity, OrderMethod(method), ship_to=SHIP_TO[method])

    def pick(self, number: int) -> Buy | None:
        """An order that stands mostly; sometimes any."""
        buys = [self.oracle.buys[order_id] for order_id in self.orders]
        standing = [buy for buy in buys if buy.status() not in {"cancelled", "completed"}]
        choice = standing if standing and number % 7 else buys
        return choice[-1 - number % min(len(choice), 4)] if choice else None

    @rule(number=picks, choice=picks, other=st.sampled_from([*FulfillmentStep, None, None, None, None, None, None]),
          part=st.integers(0, 3), more=together)  # fmt: skip
    def step(self, number: int, choice: int, other: FulfillmentStep | None, part: int, more: bool) -> None:
        """One that is possible mostly."""
        buy = self.pick(number)
        if buy is None:
            return
        jobs = [(n, job) for n, job in buy.jobs.items() if buy.chart(job).get(job.status)] or [*buy.jobs.items()]
        if not jobs:
            return
        n, job = jobs[choice % len(jobs)]
        possible = sorted(buy.chart(job).get(job.status, {}))
        gentle = [each for each in possible if each not in {"reject", "give-up"}]
        steps = gentle if gentle and choice % 4 else possible
        step = FulfillmentStep(steps[choice % len(steps)]) if steps and other is None else other
        if step is not None:
            self.say(self.advance(buy, n, job, step, choice, part), more=more)

    @rule(number=picks, choice=picks, steps=st.integers(1, 5), more=together)
    def work_on(self, number: int, choice: int, steps: int, more: bool) -> None:
        """The steps that lead on, one after the other, in one group where the order allows it."""
        buy = self.pick(number)
        if buy is not None:
            self.take_on(buy, choice, steps, more=more)

    def take_on(self, buy: Buy, choice: int, steps: int, *, more: bool = False) -> None:
        if not buy.jobs:
            return
        n = sorted(buy.jobs)[choice % len(buy.jobs)]
        job = buy.jobs[n]
        status, chart = job.status, buy.chart(job)
        for place in range(steps):
            onward = [each for each in chart.get(status, {}) if each not in {"reject", "give-up", "expire"}]
            if not onward:
                break
            step = onward[choice % len(onward)]
            status = chart[status][step]
            command = self.advance(buy, n, job, FulfillmentStep(step), choice, choice % 4)
            if step == "hand-over":
                command = msgspec.structs.replace(command, code=job.code or f"{choice}")
            self.say(command, more=more or place + 1 < steps)
        self.flush()

    def advance(
        self, buy: Buy, number: int, job: Job, step: FulfillmentStep, choice: int, part: int
    ) -> AdvanceFulfillment:
        words: dict[str, Any] = {}
        skus = sorted({sku for _, sku in job.pieces})
        if step is FulfillmentStep.PICK and part:
            there = job.by_sku()
            words["picked"] = tuple(
                [PickedQuantity(sku, amount(sku, there[sku] * (part - 1) // 2)) for sku in skus[: 1 + choice % 2]]
            )
        if step is FulfillmentStep.GIVE_UP:
            words["cause"] = list(Cause)[choice % len(Cause)]
            if part == 1 and skus:
                words |= {"sku": skus[choice % len(skus)], "units_most": 1 + choice % 3}
        if step in {FulfillmentStep.READY, FulfillmentStep.ARRIVE}:
            words["new_code"] = f"{choice}"
        if step is FulfillmentStep.HAND_OVER:
            words["code"] = job.code if part else "wrong"
        return AdvanceFulfillment(**stamped(None), order_id=buy.order_id, number=number, step=step, **words)

    @rule(number=picks, whole=st.booleans(), line=st.integers(1, 3), quantity=counts, more=together)
    def cancel(self, number: int, whole: bool, line: int, quantity: int, more: bool) -> None:
        buy = self.pick(number)
        if buy is not None:
            lines = () if whole else (LineQuantity(line, max(quantity - number % 5, 1)),)
            command = CancelOrder(**stamped(None), order_id=buy.order_id, reason="customer", lines=lines)
            self.say(command, more=more)

    @rule(
        number=picks,
        quantities=st.dictionaries(st.integers(1, 3), st.integers(0, 6), max_size=2),
        add=st.lists(st.tuples(skus, counts), max_size=1),
        method=st.none() | st.sampled_from(["ship", "pickup", "ship_to_store", "same_day"]),
        where=st.tuples(nodes, st.sampled_from([None, None, 1, 2])),
        more=together,
    )
    def edit(self, number: int, quantities: dict[int, int], add: list[tuple[str, int]], method: str | None,
             where: tuple[str, int | None], more: bool) -> None:  # fmt: skip
        node, delivery = where
        editable = [
            self.oracle.buys[order_id]
            for order_id in self.orders
            if all(job.status in {"open", "cancelled"} for job in self.oracle.buys[order_id].jobs.values())
        ]
        buy = editable[number % len(editable)] if editable and number % 5 else self.pick(number)
        if buy is None:
            return
        collected = method in {"pickup", "ship_to_store"}
        command = EditOrder(
            **stamped(None),
            order_id=buy.order_id,
            quantities=tuple([LineQuantity(line, quantity) for line, quantity in quantities.items()]),
            add=tuple([OrderLine(sku, quantity) for sku, quantity in add]),
            delivery=delivery if method else None,
            method=OrderMethod(method) if method else None,
            pickup_node=node if collected else None,
            ship_to=SHIP_TO[method] if method and not collected else None,
            priority=3 if number % 2 else None,
        )
        if add:
            self.flush()
        self.say(command, more=more and not add)

    @rule(number=picks, what=st.sampled_from(["confirm", "confirm", "fail", "expire"]), more=together)
    def pay(self, number: int, what: str, more: bool) -> None:
        unpaid = [each for each in self.orders if self.oracle.buys[each].payment in {"pending", "expired"}]
        names = unpaid if unpaid and number % 6 else self.orders
        if not names:
            return
        order_id = names[number % len(names)]
        command: Command = ConfirmPayment(**stamped(None), order_id=order_id)
        if what != "confirm":
            command = FailPayment(**stamped(None), order_id=order_id, expired=what == "expire")
        self.say(command, more=more)

    @rule(number=picks, more=together)
    def serve(self, number: int, more: bool) -> None:
        waiting = [o for o in self.orders if any(part.waiting for part in self.oracle.buys[o].parts.values())]
        names = waiting if waiting and number % 5 else self.orders
        if names:
            self.say(ServeWaiting(**stamped(None), order_id=names[number % len(names)]), more=more)

    @rule(number=picks)
    def let_time_pass(self, number: int) -> None:
        """A payment is due, goods were not collected, a cart was left."""
        self.flush()
        unpaid = [buy for buy in self.oracle.buys.values() if buy.payment == "pending" and not buy.due]
        ready = [
            (buy.order_id, n)
            for buy in self.oracle.buys.values()
            for n, job in buy.jobs.items()
            if job.status == "ready_for_pickup" and not job.over
        ]
        holds = [each for each in self.holds if each in self.oracle.held and each not in self.oracle.over]
        if unpaid and number % 3 == 0:
            buy = unpaid[number % len(unpaid)]
            buy.due = True
            self.rows("update orders set payment_due_at = clock_timestamp() where order_id = %s", buy.order_id)
            self.end_hold(buy.hold_id or "")
        elif ready and number % 3 == 1:
            order_id, n = ready[number % len(ready)]
            self.oracle.buys[order_id].jobs[n].over = True
            sql = "update fulfillment_orders set ready_until = clock_timestamp() where order_id = %s and number = %s"
            self.rows(sql, order_id, n)
        elif holds:
            self.end_hold(holds[number % len(holds)])

    def end_hold(self, hold_id: str) -> None:
        sql = "update reservations set expires_at = clock_timestamp() where reservation_id = %s and kind = 'hold'"
        self.rows(sql, hold_id)
        self.oracle.over.add(hold_id)

    @rule(number=picks)
    def say_again(self, number: int) -> None:
        """One effect, one reply."""
        self.flush()
        if self.said:
            command, reply = self.said[-1 - number % len(self.said)]
            assert self.runner.run(self.shop.submit(command)) == reply
            self.audit(self.rows(MOVEMENTS, self.last_movement), {})

    @rule(number=picks)
    def say_something_else_under_an_old_key(self, number: int) -> None:
        self.flush()
        if self.said:
            command, _ = self.said[-1 - number % len(self.said)]
            other = msgspec.structs.replace(command, fingerprint=fingerprint("another body"))
            reply = self.runner.run(self.shop.submit(other))
            assert isinstance(reply, Refused)
            assert reply.reason.value == "idempotency-key-reused"
            self.audit(self.rows(MOVEMENTS, self.last_movement), {})

    def teardown(self) -> None:
        """At the end of a run every book agrees, and every position is what was heard."""
        self.flush()
        assert self.runner.run(self.shop.drift()) == []
        rows = self.rows("select sku, node, available, held, committed, other from positions")
        accounts = ("available", "held", "committed", "other")
        found = {(sku, node): tuple(units) for sku, node, *units in rows}
        assert found == {key: tuple([self.oracle.stock[(*key, account)] for account in accounts]) for key in found}


@pytest.fixture
def machine(database_url: str) -> Iterator[type[OrderMachine]]:
    """The machine on a database of its own."""

    async def opened() -> Shop:
        shop = Shop(await Database.open(database_url, max_size=2))
        await shop.open()
        return shop

    with asyncio.Runner() as runner, psycopg.connect(connection_string(database_url), autocommit=True) as watcher:
        OrderMachine.runner, OrderMachine.shop = runner, runner.run(opened())
        OrderMachine.steps, OrderMachine.heard = 0, Counter()
        OrderMachine.watcher = watcher
        yield OrderMachine
        runner.run(OrderMachine.shop.lanes.stop())
        runner.run(OrderMachine.shop.database.close())


def driven(machine: type[OrderMachine], runs: int, steps: int, phases: Sequence[Phase] = tuple(Phase)) -> None:
    """So many runs of at most so many steps."""
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=runs,
            stateful_step_count=steps,
            deadline=None,
            derandomize=False,  # also where chance is switched off: driven again, it must not do the same again
            print_blob=True,
            report_multiple_bugs=False,
            phases=phases,
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.mark.timeout(600)
def test_any_sequence_of_commands_leaves_orders_as_an_independent_shop_says(machine: type[OrderMachine]) -> None:
    """Cases 6, 7, 11 and 20: the answer to each command, what it moves, and every row behind it."""
    said = ("PlaceOrder", "CancelOrder", "EditOrder", "ConfirmPayment", "RecordFact")
    steps = ("release", "accept", "pick", "ship")
    granted = {*[f"{kind} granted" for kind in said], *[f"AdvanceFulfillment {step} granted" for step in steps]}
    for _ in range(DRIVEN_MOST):
        driven(machine, runs=60, steps=40)
        if granted <= machine.heard.keys():
            break
    assert machine.steps > 800
    assert granted - machine.heard.keys() == set()


DRIVEN_MOST = 4
"""Chance leaves a command out now and then: it is driven again until each was granted."""


def units_that_were_not_found_are_free(
    fulfillment: Fulfillment, source: Account, target: Account, *, at: str | None = None
) -> list[StockMove]:
    """What is short is promised again at once."""
    moved = MOVES(fulfillment, source, target, at=at)
    return [msgspec.structs.replace(each, target="available" if target == "other" else target) for each in moved]


def a_cancellation_forgets_its_stock(
    order: Order, fulfillment: Fulfillment, left: dict[PartKey, int], moves: list[StockMove], now: datetime
) -> Fulfillment:
    """Fulfillment orders are made smaller, and nobody tells the ledger."""
    del moves
    return REDUCED(order, fulfillment, left, [], now)


def fulfillment_orders_are_not_written(records: Iterable[OrderRecord]) -> Iterator[tuple[Order, Fulfillment]]:
    """Only the order's own row is."""
    del records
    yield from ()


def all_are_served_at_once(self: RecordFactTask, ledger: Ledger) -> Iterable[Movement]:
    """Everybody who waits is decided over the same free stock."""
    return list(FOLLOW(self, ledger))


def the_last_is_first(orders: Iterable[Order], shelf: Shelf) -> list[Order]:
    """Those who waited longest get last."""
    return WAITS_FOR(orders, shelf)[::-1]


def a_hold_goes_on(before: Order, after: Order, ledger: Ledger) -> list[Move]:
    """What is held for an order that ends stays held."""
    del before, after, ledger
    return []


MOVES, REDUCED, FOLLOW, WAITS_FOR = fulfilling._moves, cancelling._reduced, RecordFactTask.follow, waiting.waits_for


QUICK = 2
"""A seed whose sequences find each broken rule soon; any other one finds them too, only some of them much later."""


@pytest.mark.timeout(600)
@pytest.mark.parametrize(
    ("rule_of", "broken"),
    [
        ("stockpool.orders.decide.fulfilling._moves", units_that_were_not_found_are_free),
        ("stockpool.orders.decide.cancelling._reduced", a_cancellation_forgets_its_stock),
        ("stockpool.orders.store._changed_fulfillments", fulfillment_orders_are_not_written),
        ("stockpool.workflows.record_fact.RecordFactTask.follow", all_are_served_at_once),
        ("stockpool.orders.api.waits_for", the_last_is_first),
        ("stockpool.workflows.change_order.released_hold", a_hold_goes_on),
    ],
)
def test_a_broken_rule_is_found(
    machine: type[OrderMachine], monkeypatch: pytest.MonkeyPatch, rule_of: str, broken: Callable[..., object]
) -> None:
    """Negative control: with one rule taken out, the oracle disagrees."""
    monkeypatch.setattr(rule_of, broken)
    with pytest.raises(AssertionError):
        driven(seed(QUICK)(type("Sabotaged", (machine,), {})), runs=400, steps=60, phases=[Phase.generate])


@pytest.mark.soak
@pytest.mark.timeout(3600)
def test_long_sequences_too(machine: type[OrderMachine]) -> None:
    driven(machine, runs=300, steps=150)
    assert machine.steps > 10_000
