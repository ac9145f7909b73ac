"""The auditor: what the callers were told, held against what stands in the database. It trusts the callers' notes only.

Every command was repeated until it was answered, so the notes are complete, and the two must agree to the unit.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
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


class Part(NamedTuple):
    """How much of a SKU an order wants, what became of it, and what of it nobody has yet."""

    order_id: str
    sku: str
    quantity: int
    cancelled: int
    fulfilled: int
    not_there: int


class Records(NamedTuple):
    """What stands in the database."""

    movements: Sequence[Movement]
    reserved: Sequence[Reserved]
    parts: Sequence[Part]
    payments: dict[str, str]
    stock: dict[Position, Stock]


FACTS = {"receive": "stock.receive", "sell": "stock.sell"}


def kind_of(note: Note) -> str:
    """What the journal calls a granted intent."""
    told = {"hold": "hold.placed", "release": "hold.released", "order": "order.placed", "edit": "order.edited", **FACTS}
    if note.intent in told:
        return told[note.intent]
    if note.intent == "step":
        return f"fulfillment.{note.reply['fulfillment_order']['status']}"
    if note.intent == "pay":
        return "order.payment_failed" if "payment" in note.reply else "order.paid"
    return "order.cancelled" if note.reply["status"] == "cancelled" else "order.partly_cancelled"


def follows(kind: str) -> bool:
    """Whether a movement comes from others, so that nobody gave a command for it."""
    return kind in {"refused", "order.allocated", "holds.expired"}


def read_records(url: str) -> Records:
    """Read the database with plain SQL, none of the code under test."""
    with psycopg.connect(url) as conn:
        movements = conn.execute("select replace(key::text, '-', ''), kind, subject from movements").fetchall()
        reserved = conn.execute(
            "select reservation_id::text, kind::text, sku, node, quantity from reservations where quantity > 0"
        ).fetchall()
        parts = conn.execute(
            "select order_id::text, sku, quantity, cancelled, fulfilled, waiting + pending from order_parts"
        ).fetchall()
        payments = conn.execute("select order_id::text, payment::text from orders").fetchall()
        stock = conn.execute(
            "select sku, node, available + held + committed + damaged + quality_control + other, available, held, "
            "committed from positions"
        ).fetchall()
    return Records(
        [Movement(*row) for row in movements],
        [Reserved(*row) for row in reserved],
        [Part(*row) for row in parts],
        dict(payments),
        {(sku, node): Stock(*accounts) for sku, node, *accounts in stock},
    )


def evaluate(notes: Sequence[Note], records: Records, key_id: str) -> list[str]:
    """Everything that is not as the callers were told; empty when all is well."""
    expected = Expected(notes)
    return [
        *_done_once(notes, records.movements, key_id),
        *_differences(
            "held", expected.held, Counter([each for each in records.reserved if _is_of_cart(each, expected)])
        ),
        *_orders(expected, records),
        *_positions(expected, records.reserved, records.stock),
        *_oversold(expected, records.stock),
    ]


def _is_of_cart(each: Reserved, expected: Expected) -> bool:
    """Whether it is a hold that a caller placed; those until orders are paid for are not told."""
    return each.kind == "hold" and each.reservation_id in expected.carts


class Wanted:
    """What must have become of an order's units of one SKU."""

    def __init__(self, quantity: int) -> None:
        """So much is ordered."""
        self.quantity = quantity
        self.cancelled = self.fulfilled = self.travelling = 0

    @property
    def left(self) -> int:
        """What is neither cancelled nor gone."""
        return self.quantity - self.cancelled - self.fulfilled - self.travelling


class Expected:
    """What must stand in the database, added up from the replies."""

    def __init__(self, notes: Iterable[Note]) -> None:
        """Add up all notes, each order's in the order in which its one caller wrote them."""
        self.held: Counter[Reserved] = Counter()
        self.carts: dict[str, list[Reserved]] = {}
        self.orders: dict[str, dict[str, Wanted]] = {}
        self.payments: dict[str, str] = {}
        self.on_hand: Counter[Position] = Counter()
        self.received: Counter[str] = Counter()
        self._lines: dict[str, dict[int, str]] = {}
        self._collected_at: dict[str, str | None] = {}
        for note in notes:
            if note.granted:
                getattr(self, f"_{note.intent}")(note)

    def _hold(self, note: Note) -> None:
        hold_id = note.reply["hold_id"]
        lines = [Reserved(hold_id, "hold", x["sku"], x["node"], x["quantity"]) for x in note.reply["lines"]]
        self.carts[hold_id] = lines
        self.held.update(lines)

    def _release(self, note: Note) -> None:
        self.held.subtract(self.carts[note.reply["hold_id"]])

    def _order(self, note: Note) -> None:
        order, asked = note.reply, json.loads(note.request.body)
        if order.get("hold") == "used":
            self.held.subtract(self.carts[asked["hold_id"]])
        order_id = order["order_id"]
        self.orders[order_id] = {x["sku"]: Wanted(x["quantity"]) for x in order["lines"]}
        self._lines[order_id] = {x["line"]: x["sku"] for x in order["lines"]}
        self.payments[order_id] = asked.get("payment", "captured")
        self._collected_at[order_id] = asked.get("pickup_node")

    def _edit(self, note: Note) -> None:
        order_id = note.reply["order_id"]
        for each in json.loads(note.request.body)["quantities"]:
            self.orders[order_id][self._lines[order_id][each["line"]]].quantity = each["quantity"]

    def _cancel(self, note: Note) -> None:
        order_id, asked = note.reply["order_id"], json.loads(note.request.body).get("lines")
        for each in asked or ():
            self.orders[order_id][self._lines[order_id][each["line"]]].cancelled += each["quantity"]
        if not asked:
            self._end(order_id)
        if note.reply["status"] == "cancelled" and self.payments[order_id] == "pending":
            self.payments[order_id] = "failed"

    def _pay(self, note: Note) -> None:
        order_id = note.reply["order_id"]
        self.payments[order_id] = note.reply.get("payment", "captured")
        if self.payments[order_id] == "failed":
            self._end(order_id)

    def _end(self, order_id: str) -> None:
        """Everything that has not left is cancelled."""
        for wanted in self.orders[order_id].values():
            wanted.cancelled += wanted.left

    def _step(self, note: Note) -> None:
        """Where goods leave a node, or come to one; all other steps leave them where they are."""
        job, step = note.reply["fulfillment_order"], note.request.path.rpartition("/")[2]
        order_id = note.reply["order_id"]
        collected_at = self._collected_at[order_id]
        for line in job["lines"]:
            wanted, units = self.orders[order_id][line["sku"]], line["quantity"]
            if step == "ship":
                self.on_hand[line["sku"], job["node"]] -= units
                wanted.travelling += units if collected_at else 0
                wanted.fulfilled += 0 if collected_at else units
            elif step == "arrive":
                self.on_hand[line["sku"], collected_at or ""] += units
                wanted.travelling -= units
            elif step == "hand-over":
                self.on_hand[line["sku"], collected_at or ""] -= units
                wanted.fulfilled += units

    def _fact(self, note: Note) -> None:
        (fact,) = json.loads(note.request.body)["facts"]
        sign = {"receive": 1, "sell": -1}[fact["kind"]]
        self.on_hand[fact["sku"], fact["node"]] += sign * fact["quantity"]
        self.received[fact["sku"]] += fact["quantity"] if fact["kind"] == "receive" else 0

    _receive = _sell = _fact


def _orders(expected: Expected, records: Records) -> Iterator[str]:
    """Each order stands as its caller was told; what is left of it nodes have, or it waits."""
    committed: Counter[tuple[str, str]] = Counter()
    for each in records.reserved:
        if each.kind == "commitment":
            committed[each.reservation_id, each.sku] += each.quantity
    found = {(part.order_id, part.sku): part for part in records.parts}
    told = {(order_id, sku): wanted for order_id, skus in expected.orders.items() for sku, wanted in skus.items()}
    yield from (f"order part {key} is there and nobody was told" for key in found.keys() - told.keys())
    yield from (f"order part {key} is lost" for key in told.keys() - found.keys())
    for key in found.keys() & told.keys():
        part, wanted = found[key], told[key]
        now = (part.quantity, part.cancelled, part.fulfilled)
        should = (wanted.quantity, wanted.cancelled, wanted.fulfilled)
        if now != should:
            yield f"order part {key}: ordered, cancelled and fulfilled are {now}, acknowledged was {should}"
        if committed[key] + part.not_there != wanted.left:
            yield f"order part {key}: {committed[key]} are committed, {part.not_there} wait, {wanted.left} are owed"
    paid = Counter(records.payments.items())
    yield from _differences("payment of", Counter(expected.payments.items()), paid)


def _done_once(notes: Sequence[Note], movements: Sequence[Movement], key_id: str) -> list[str]:
    """Each answered command is in the journal once, as what was answered; nothing is there that nobody was told."""
    by_key: dict[str, list[Movement]] = {}
    for movement in movements:
        by_key.setdefault(movement.key, []).append(movement)
    wrong = []
    for note in notes:
        found = by_key.pop(digest_of(note, key_id), [])
        kind = kind_of(note) if note.granted else "refused"
        if [movement.kind for movement in found] != [kind]:
            wrong.append(f"{note.intent} answered {note.answer.status} should be {kind} once, is {found}")
    untold = [m for rows in by_key.values() for m in rows if not follows(m.kind)]
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


def _positions(expected: Expected, reserved: Sequence[Reserved], stock: dict[Position, Stock]) -> list[str]:
    """What is on hand is the sum of what was acknowledged; what is promised is what is open."""
    held: Counter[Position] = Counter()
    committed: Counter[Position] = Counter()
    for line in reserved:
        (held if line.kind == "hold" else committed)[line.sku, line.node] += line.quantity
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
