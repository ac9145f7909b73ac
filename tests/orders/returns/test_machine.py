"""Any sequence of requests, receipts, inspections, cancellations and repetitions, in groups too, against an oracle.

The oracle knows what was bought and adds up what was said: how many units came, where each went, what each is worth.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, ClassVar

import msgspec
import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from psycopg.errors import CheckViolation

from stockpool.kernel.commands import Command
from stockpool.kernel.refusals import Reason, Refused
from stockpool.orders.api import (
    CancelReturn,
    Disposition,
    InspectedLine,
    InspectReturn,
    Order,
    ReceivedLine,
    ReceiveReturn,
    RequestReturn,
    Return,
    ReturnChanged,
    ReturnDetails,
    ReturnedLine,
    ReturnStatus,
)
from stockpool.orders.messages import OrderLine
from stockpool.orders.returning.decide import requesting
from stockpool.runtime.database import Database
from tests.orders.returns.desk import Desk, asked
from tests.orders.shop import stamped

BOUGHT = {(1, "tea"): 3, (2, "cup"): 2, (2, "tea"): 4, (3, "cloth"): 250, (4, "tea"): 2}
"""Smallest units by line and SKU: three teas, two kits of a cup and two teas, cloth, two more teas."""

TOTALS = {1: 0, 2: 1998, 3: 2498, 4: 666}
"""What the lines cost in cents, the first has no price; 2.50 m of cloth at 9.99 make 24.975, rounded up."""

LINES = (
    OrderLine("tea", 3, unit_price=None),
    OrderLine("tea-time", 2, unit_price=999),
    OrderLine("cloth", Decimal("2.5"), unit_price=999),
    OrderLine("tea", 2, unit_price=333),
)

TABLES = (
    "positions, earlier_counts, movements, entries, reservations, further_events, orders, order_parts,"
    " fulfillment_orders, fulfillment_order_lines, order_sourcings, returns, return_lines, return_dispositions"
)

WHERE = {
    Disposition.RESTOCK: "available",
    Disposition.DAMAGED: "damaged",
    Disposition.QUALITY_CONTROL: "quality_control",
    Disposition.OTHER: "other",
    Disposition.REPAIR: "other",
    Disposition.DESTROY: None,
    Disposition.SEND: None,
}

picks = st.integers(0, 99)
counts = st.integers(1, 3)
together = st.sampled_from([False, False, True])


def units_of(sku: str, amount: int | Decimal) -> int:
    return int(amount * 100) if sku == "cloth" else int(amount)


def amount_of(sku: str, count: int) -> int | Decimal:
    return Decimal(count * 7) / 10 if sku == "cloth" else count


class ReturnsMachine(RuleBasedStateMachine):
    """One run: one customer who has everything, one who has nothing yet, and a desk."""

    desk: ClassVar[Desk]
    runner: ClassVar[asyncio.Runner]
    heard: ClassVar[Counter[str]] = Counter()

    def __init__(self) -> None:
        super().__init__()
        self.pending: list[Command] = []
        self.said: list[tuple[Command, msgspec.Struct]] = []
        self.returns: dict[str, ReturnDetails] = {}
        self.stock: Counter[tuple[str, str]] = Counter()
        self.paid: Counter[int] = Counter()

    def run(self, work: Any) -> Any:  # noqa: ANN401 -- whatever the work gives
        return self.runner.run(work)

    @initialize()
    def begin(self) -> None:
        self.run(self.desk.rows_changed(f"truncate {TABLES}"))
        self.run(self.desk.receive({"tea": {"berlin": 9}, "cup": {"berlin": 2}, "cloth": {"berlin": Decimal("2.5")}}))
        self.sold = self.run(self.desk.sold(LINES)).order_id
        self.run(self.desk.receive({"tea": {"munich": 2}}))
        self.unshipped = self.run(self.desk.submit_order([OrderLine("tea", 2)])).order_id

    # what the oracle knows

    def held_back(self, field: str) -> Counter[tuple[int, str]]:
        found: Counter[tuple[int, str]] = Counter()
        for each in self.returns.values():
            for line in each.lines:
                if line.order_line is not None and each.order_id == self.sold:
                    found[line.order_line, line.sku] += units_of(line.sku, getattr(line, field))
        return found

    def left(self) -> Mapping[tuple[int, str], int]:
        back, awaited = self.held_back("received"), self.held_back("expected")
        return {key: units - back[key] - awaited[key] for key, units in BOUGHT.items()}

    def takes(self, line: ReturnedLine) -> dict[tuple[int, str], int]:
        """What a request for a line of the order asks of its parts."""
        assert line.line is not None
        if line.sku is not None:
            return {(line.line, line.sku): units_of(line.sku, line.quantity)}
        if line.line == 2:
            return {(2, "cup"): int(line.quantity), (2, "tea"): 2 * int(line.quantity)}
        sku = {1: "tea", 3: "cloth", 4: "tea"}[line.line]
        return {(line.line, sku): units_of(sku, line.quantity)}

    # saying things

    def say(self, command: Command, *, more_follows: bool) -> None:
        self.pending.append(command)
        if more_follows:
            return
        group, self.pending = self.pending, []
        before = dict(self.left())
        replies = self.run(self.desk.submit_together(group))
        for each, reply in zip(group, replies, strict=True):
            self.hear(each, reply, before if len(group) == 1 else None)

    def hear(self, command: Command, reply: msgspec.Struct, left: Mapping[tuple[int, str], int] | None) -> None:
        name = str(reply.reason) if isinstance(reply, Refused) else "granted"
        self.heard[f"{type(command).__name__} {name}"] += 1
        repeated = [told for said, told in self.said if said.key == command.key]
        if repeated:
            assert reply == repeated[0]
            return
        self.said.append((command, reply))
        if left is not None and isinstance(command, RequestReturn) and command.order_id == self.sold:
            (line,) = command.lines
            fits = all(units <= left[key] for key, units in self.takes(line).items())
            assert fits == isinstance(reply, ReturnChanged), (line, left, reply)
        if isinstance(reply, ReturnChanged):
            self.book(command, reply)
        else:
            assert isinstance(reply, Refused)
            expected = {Reason.EXCEEDS_RETURNABLE, Reason.RETURN_STATE, Reason.INVALID_INPUT, Reason.INVALID_QUANTITY}
            assert reply.reason in expected, reply

    def book(self, command: Command, reply: ReturnChanged) -> None:
        """Add up units and money by what was said."""
        ret = reply.details
        before = self.returns.get(ret.return_id)
        self.returns[ret.return_id] = ret
        if isinstance(command, ReceiveReturn) or (isinstance(command, RequestReturn) and command.received):
            was = before.lines if before is not None else ()
            units = self.said_to_have_come(command, before, ret)
            assert units == totals(ret.lines) - totals(was)
            for sku, count in units.items():
                self.stock[sku, "quality_control"] += count
        for each in ret.dispositions[len(before.dispositions) if before is not None else 0 :]:
            count = units_of(each.sku, each.quantity)
            self.stock[each.sku, "quality_control"] -= count
            if (account := WHERE[each.disposition]) is not None:
                self.stock[each.sku, account] += count
        if reply.refund is not None:
            for line in reply.refund.lines:
                if line.order_line is not None and line.amount is not None:
                    self.paid[line.order_line] += line.amount

    def said_to_have_come(self, command: Command, before: ReturnDetails | None, after: ReturnDetails) -> Counter[str]:
        """Smallest units by SKU, from the words of the command."""
        came: Counter[str] = Counter()
        if isinstance(command, RequestReturn) or (isinstance(command, ReceiveReturn) and command.lines is None):
            for line in (before or after).lines:
                came[line.sku] += units_of(line.sku, line.expected if before is not None else line.requested)
            return +came
        assert isinstance(command, ReceiveReturn)
        for each in command.lines or ():
            assert each.sku is not None
            if each.sku == "tea-time":
                came["cup"] += int(each.quantity)
                came["tea"] += 2 * int(each.quantity)
            else:
                came[each.sku] += units_of(each.sku, each.quantity)
        return came

    # what can be said

    @rule(line=st.sampled_from([1, 1, 2, 3, 4]), count=counts, part=st.sampled_from([None, "cup", "tea"]),
          received=st.booleans(), done=st.none() | st.sampled_from([Disposition.RESTOCK, Disposition.DESTROY]),
          follows=together)  # fmt: skip
    def ask(
        self, line: int, count: int, part: str | None, received: bool, done: Disposition | None, follows: bool
    ) -> None:
        sku = part if line == 2 else None
        quantity = amount_of("cloth" if line == 3 else "", count)
        wanted = ReturnedLine(quantity, line=line, sku=sku, disposition=done if received else None)
        self.say(asked(wanted, order_id=self.sold, node="berlin", received=received), more_follows=follows)

    @rule(line=st.sampled_from([1, 2, 3]), count=counts, received=st.booleans())
    def ask_twice_in_one_group(self, line: int, count: int, received: bool) -> None:
        quantity = amount_of("cloth" if line == 3 else "", count)
        for follows in (True, True, False):
            wanted = ReturnedLine(quantity, line=line)
            self.say(asked(wanted, order_id=self.sold, node="berlin", received=received), more_follows=follows)

    @rule(count=counts, received=st.booleans())
    def ask_for_what_never_left(self, count: int, received: bool) -> None:
        wanted = ReturnedLine(count, line=1)
        self.say(asked(wanted, order_id=self.unshipped, node="berlin", received=received), more_follows=False)
        assert isinstance(self.said[-1][1], Refused)

    @rule(sku=st.sampled_from(["tea", "cloth", "tea-time"]), count=counts, received=st.booleans())
    def ask_without_an_order(self, sku: str, count: int, received: bool) -> None:
        wanted = ReturnedLine(amount_of(sku, count), sku=sku)
        self.say(asked(wanted, node="berlin", received=received), more_follows=False)

    @rule(pick=picks, sku=st.sampled_from([None, "tea", "cup", "cloth", "tea-time"]), count=counts,
          more=st.booleans(), follows=together)  # fmt: skip
    def receive(self, pick: int, sku: str | None, count: int, more: bool, follows: bool) -> None:
        if (ret := self.some_return(pick, ReturnStatus.REQUESTED, ReturnStatus.INSPECTED)) is None:
            return
        lines = None if sku is None else (ReceivedLine(amount_of(sku, count), sku=sku),)
        more = more and lines is not None
        command = ReceiveReturn(**stamped(None), return_id=ret.return_id, lines=lines, more_expected=more)
        self.say(command, more_follows=follows)

    @rule(pick=picks, which=picks, count=counts, verdict=st.sampled_from(Disposition), refund=st.booleans(),
          follows=together)  # fmt: skip
    def inspect(self, pick: int, which: int, count: int, verdict: Disposition, refund: bool, follows: bool) -> None:
        if (ret := self.some_return(pick, ReturnStatus.RECEIVED)) is None:
            return
        line = ret.lines[which % len(ret.lines)]
        looked_at = InspectedLine(
            line.line,
            amount_of(line.sku, count),
            verdict,
            sku=line.sku,
            to_node="munich" if verdict is Disposition.SEND else None,
            refund=refund,
        )
        self.say(InspectReturn(**stamped(None), return_id=ret.return_id, lines=(looked_at,)), more_follows=follows)

    @rule(pick=picks, follows=together)
    def cancel(self, pick: int, follows: bool) -> None:
        if ret := self.some_return(pick, ReturnStatus.REQUESTED):
            command = CancelReturn(**stamped(None), return_id=ret.return_id, reason="kept")
            self.say(command, more_follows=follows)

    @rule(pick=picks, follows=together)
    def say_again(self, pick: int, follows: bool) -> None:
        if self.said:
            self.say(self.said[pick % len(self.said)][0], more_follows=follows)

    def some_return(self, pick: int, *statuses: ReturnStatus) -> ReturnDetails | None:
        """Mostly one of these statuses, sometimes any."""
        known = list(self.returns.values())
        likely = [each for each in known if each.status in statuses] if pick % 7 else known
        return likely[pick % len(likely)] if likely else None

    # what must hold

    @invariant()
    def no_more_is_back_than_was_bought(self) -> None:
        if self.pending:
            return
        assert all(units >= 0 for units in self.left().values()), self.left()
        assert all(self.paid[line] <= total for line, total in TOTALS.items()), self.paid
        refunded = self.held_back("refunded")
        for line, total in TOTALS.items():
            if line != 1 and all(refunded[key] == units for key, units in BOUGHT.items() if key[0] == line):
                assert self.paid[line] == total

    @invariant()
    def the_books_agree(self) -> None:
        if self.pending:
            return
        if len(self.said) % DRIFT_EVERY == 0:
            assert self.run(self.desk.drift()) == []
        for sku in ("tea", "cup", "cloth"):
            found = self.run(self.desk.accounts(sku, "berlin"))
            expected = {account: units for (of, account), units in self.stock.items() if of == sku and units}
            assert found == expected, sku


def totals(lines: Sequence[Any]) -> Counter[str]:
    """What lines of a return say was received."""
    found: Counter[str] = Counter()
    for line in lines:
        found[line.sku] += units_of(line.sku, line.received)
    return found


DRIFT_EVERY = 6
"""What drifted stays so, and a look at the whole database takes longer than a step."""


def play(database: Database, runner: asyncio.Runner, examples: int, steps: int) -> None:
    """Run the machine on a database."""
    desk = Desk(database)
    runner.run(desk.open())
    ReturnsMachine.desk, ReturnsMachine.runner = desk, runner
    try:
        run_state_machine_as_test(
            ReturnsMachine,
            settings=settings(
                max_examples=examples,
                stateful_step_count=steps,
                deadline=None,
                database=None,
                derandomize=True,
                report_multiple_bugs=False,
                phases=[Phase.generate],
                suppress_health_check=list(HealthCheck),
            ),
        )
    finally:
        runner.run(desk.lanes.stop())


@pytest.fixture
def place(database_url: str) -> Iterator[tuple[Database, asyncio.Runner]]:
    with asyncio.Runner() as runner:
        database = runner.run(Database.open(database_url))
        yield database, runner
        runner.run(database.close())


def test_nothing_comes_back_twice_whatever_is_said(place: tuple[Database, asyncio.Runner]) -> None:
    ReturnsMachine.heard.clear()
    play(*place, examples=16, steps=25)
    heard = ReturnsMachine.heard
    kinds = ("RequestReturn", "ReceiveReturn", "InspectReturn", "CancelReturn")
    assert all(heard[f"{kind} granted"] for kind in kinds), heard
    assert heard[f"RequestReturn {Reason.EXCEEDS_RETURNABLE}"], heard


@pytest.mark.soak
@pytest.mark.timeout(3600)
def test_nothing_comes_back_twice_in_a_long_run(place: tuple[Database, asyncio.Runner]) -> None:
    play(*place, examples=300, steps=60)


def test_without_the_guard_it_does(place: tuple[Database, asyncio.Runner], monkeypatch: pytest.MonkeyPatch) -> None:
    """Negative control: a request looks at what left, not at what is back or expected; oracle or schema find out."""

    def all_that_left(order: Order, _returns: Sequence[Return]) -> dict[tuple[int, str], int]:
        return {part.key: order.fulfilled().get(part.key, 0) for part in order.parts}

    monkeypatch.setattr(requesting, "returnable", all_that_left)
    with pytest.raises((AssertionError, CheckViolation), match=r"ReturnedLine|order_parts_check"):
        play(*place, examples=12, steps=25)
