"""The auditor: what the callers were told, held against what stands in the database. It trusts the callers' notes only.

Every command was repeated until it was answered, so the notes are complete, and the two must agree to the unit.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import psycopg

from stockpool.kernel.idempotency import key_digest
from tests.journeys.calls import Answer, Request

Position = tuple[str, str]


class Note(NamedTuple):
    """A command as a caller saw it: what was asked and what was answered first."""

    intent: str
    request: Request
    answer: Answer

    @property
    def granted(self) -> bool:
        """Whether something was done."""
        return self.answer.status in (200, 201)

    @property
    def reply(self) -> Any:  # noqa: ANN401 - any JSON
        """The answer's JSON."""
        return json.loads(self.answer.body)


class Movement(NamedTuple):
    """A row of the ledger's journal; `subject` is the id of the hold or order, where it is about one."""

    key: str
    kind: str
    subject: str | None


class Reserved(NamedTuple):
    """Units that a hold or an order keeps at a position now."""

    reservation_id: str
    kind: str
    sku: str
    node: str
    quantity: int


class Stock(NamedTuple):
    """A position's accounts."""

    on_hand: int
    available: int
    held: int
    committed: int


class Records(NamedTuple):
    """What stands in the database."""

    movements: Sequence[Movement]
    reserved: Sequence[Reserved]
    orders: Sequence[str]
    stock: dict[Position, Stock]


KINDS = {
    "hold": "hold.placed",
    "release": "hold.released",
    "order": "order.placed",
    "cancel": "order.cancelled",
    "receive": "stock.receive",
    "sell": "stock.sell",
}
"""What the journal calls a granted intent."""


def read_records(url: str) -> Records:
    """Read the database with plain SQL, none of the code under test."""
    with psycopg.connect(url) as conn:
        movements = conn.execute("select replace(key::text, '-', ''), kind, subject from movements").fetchall()
        reserved = conn.execute(
            "select reservation_id::text, kind::text, sku, node, quantity from reservations where quantity > 0"
        ).fetchall()
        orders = conn.execute("select order_id::text from orders where status <> 'cancelled'").fetchall()
        stock = conn.execute(
            "select sku, node, available + held + committed + damaged + quality_control + other, available, held, "
            "committed from positions"
        ).fetchall()
    return Records(
        [Movement(*row) for row in movements],
        [Reserved(*row) for row in reserved],
        [order_id for (order_id,) in orders],
        {(sku, node): Stock(*accounts) for sku, node, *accounts in stock},
    )


def evaluate(notes: Sequence[Note], records: Records, key_id: str) -> list[str]:
    """Everything that is not as the callers were told; empty when all is well."""
    expected = Expected(notes)
    return [
        *_done_once(notes, records.movements, key_id),
        *_differences("reserved", expected.reserved, Counter(records.reserved)),
        *_differences("open order", expected.orders, Counter(records.orders)),
        *_positions(expected, records.stock),
        *_oversold(expected, records.stock),
    ]


class Expected:
    """What must stand in the database, added up from the replies."""

    def __init__(self, notes: Iterable[Note]) -> None:
        """Add up all notes."""
        self.reserved: Counter[Reserved] = Counter()
        self.orders: Counter[str] = Counter()
        self.on_hand: Counter[Position] = Counter()
        self.received: Counter[str] = Counter()
        self._lines: dict[str, list[Reserved]] = {}
        add = {
            "hold": self._hold,
            "order": self._order,
            "release": self._release,
            "cancel": self._cancel,
            "receive": self._fact,
            "sell": self._fact,
        }
        for note in notes:
            if note.granted:
                add[note.intent](note)

    def _hold(self, note: Note) -> None:
        hold = note.reply
        hold_id = hold["hold_id"]
        self._reserve(hold_id, [Reserved(hold_id, "hold", x["sku"], x["node"], x["quantity"]) for x in hold["lines"]])

    def _order(self, note: Note) -> None:
        order = note.reply
        order_id = order["order_id"]
        if order.get("hold") == "used":
            self._close(json.loads(note.request.body)["hold_id"])
        self.orders[order_id] += 1
        parts = [(part["node"], line) for part in order["fulfillment_orders"] for line in part["lines"]]
        self._reserve(order_id, [Reserved(order_id, "commitment", x["sku"], node, x["quantity"]) for node, x in parts])

    def _release(self, note: Note) -> None:
        self._close(note.reply["hold_id"])

    def _cancel(self, note: Note) -> None:
        self._close(note.reply["order_id"])
        self.orders[note.reply["order_id"]] -= 1

    def _fact(self, note: Note) -> None:
        (fact,) = json.loads(note.request.body)["facts"]
        sign = {"receive": 1, "sell": -1}[fact["kind"]]
        self.on_hand[fact["sku"], fact["node"]] += sign * fact["quantity"]
        self.received[fact["sku"]] += fact["quantity"] if fact["kind"] == "receive" else 0

    def _reserve(self, reservation_id: str, lines: list[Reserved]) -> None:
        self._lines[reservation_id] = lines
        self.reserved.update(lines)

    def _close(self, reservation_id: str) -> None:
        self.reserved.subtract(self._lines[reservation_id])


def _done_once(notes: Sequence[Note], movements: Sequence[Movement], key_id: str) -> list[str]:
    """Each answered command is in the journal once, as what was answered; nothing is there that nobody was told."""
    by_key: dict[str, list[Movement]] = {}
    for movement in movements:
        by_key.setdefault(movement.key, []).append(movement)
    wrong = []
    for note in notes:
        found = by_key.pop(digest_of(note, key_id), [])
        kind = KINDS[note.intent] if note.granted else "refused"
        if [movement.kind for movement in found] != [kind]:
            wrong.append(f"{note.intent} answered {note.answer.status} should be {kind} once, is {found}")
    untold = [m for rows in by_key.values() for m in rows if m.kind in KINDS.values()]
    subjects = Counter(m.subject for m in movements if m.kind in ("hold.placed", "order.placed"))
    twice = [subject for subject, times in subjects.items() if times > 1]
    return [*wrong, *(f"{m.kind} {m.subject} was done and nobody was told" for m in untold),
            *(f"{subject} was placed more than once" for subject in twice)]  # fmt: skip


def digest_of(note: Note, key_id: str) -> str:
    """The key under which the ledger knows a command."""
    if note.request.key is not None:
        return key_digest(key_id, note.request.key)
    (fact,) = json.loads(note.request.body)["facts"]
    return key_digest(f"source {fact['source']}", fact["source_id"])


def _differences(what: str, expected: Counter[Any], found: Counter[Any]) -> list[str]:
    things = {thing for thing in (*expected, *found) if expected[thing] != found[thing]}
    return [f"{what} {thing}: {expected[thing]} acknowledged, {found[thing]} there" for thing in sorted(things)]


def _positions(expected: Expected, stock: dict[Position, Stock]) -> list[str]:
    """Every account is the sum of what was acknowledged."""
    held: Counter[Position] = Counter()
    committed: Counter[Position] = Counter()
    for line, times in expected.reserved.items():
        account = held if line.kind == "hold" else committed
        account[line.sku, line.node] += line.quantity * times
    return [
        *_differences("on hand at", expected.on_hand, Counter({p: s.on_hand for p, s in stock.items()})),
        *_differences("held at", held, Counter({p: s.held for p, s in stock.items()})),
        *_differences("committed at", committed, Counter({p: s.committed for p, s in stock.items()})),
    ]


def _oversold(expected: Expected, stock: dict[Position, Stock]) -> list[str]:
    """Held, committed and sold together are never more than was received."""
    wrong = [f"{p} has {s.available} available" for p, s in stock.items() if s.available < 0]
    for sku, received in expected.received.items():
        mine = [(p, s) for p, s in stock.items() if p[0] == sku]
        promised = sum(s.held + s.committed for _, s in mine)
        sold = received - sum(expected.on_hand[p] for p, _ in mine)
        if promised + sold > received:
            wrong.append(f"{sku}: {promised} promised and {sold} sold of {received}")
    return wrong
