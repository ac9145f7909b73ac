"""The auditor: what the callers were told, held against what stands in the database. It trusts the callers' notes only.

Every command was repeated until it was answered, so the notes are complete, and the two must agree to the unit.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import psycopg

from tests.journeys.expected import (
    Expected,
    Note,
    Position,
    Refund,
    Reserved,
    Returned,
    Supply,
    digest_of,
    follows,
    is_keyed,
    kind_of,
)
from tests.journeys.shop import PRICE


class Movement(NamedTuple):
    """A row of the ledger's journal; `subject` is the id of the hold or order, where it is about one."""

    key: str
    kind: str
    subject: str | None


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
    returned: int
    not_there: int


class Records(NamedTuple):
    """What stands in the database."""

    movements: Sequence[Movement]
    reserved: Sequence[Reserved]
    parts: Sequence[Part]
    payments: dict[str, str]
    stock: dict[Position, Stock]
    returns: Sequence[Returned] = ()
    refunds: Sequence[Refund] = ()
    supplies: Sequence[Supply] = ()
    events: Sequence[tuple[str, str]] = ()
    """Type and data."""


def read_records(url: str) -> Records:
    """Read the database with plain SQL, none of the code under test."""
    with psycopg.connect(url) as conn:
        movements = conn.execute("select replace(key::text, '-', ''), kind, subject from movements").fetchall()
        reserved = conn.execute(
            "select reservation_id::text, kind::text, sku, node, quantity from reservations where quantity > 0"
        ).fetchall()
        parts = conn.execute(
            "select order_id::text, sku, quantity, cancelled, fulfilled, returned, waiting + pending from order_parts"
        ).fetchall()
        payments = conn.execute("select order_id::text, payment::text from orders").fetchall()
        stock = conn.execute(
            "select sku, node, available + held + committed + damaged + quality_control + other, available, held, "
            "committed from positions"
        ).fetchall()
        returns = conn.execute(
            "select return_id::text, coalesce(r.order_id::text, ''), status::text, sum(received)::int, "
            "sum(inspected)::int, sum(refunded)::int from returns r join return_lines l using (return_id) "
            "group by return_id"
        ).fetchall()
        refunds = conn.execute(
            "select data ->> 'return_id', coalesce((data ->> 'amount')::int, 0) from events where type = 'refund.due'"
        ).fetchall()
        supplies = conn.execute(
            "select supply_id, sku, node, quantity, received, to_char(expected_at at time zone 'UTC', 'YYYY-MM-DD'), "
            "status::text from supplies"
        ).fetchall()
        events = conn.execute("select type, data::text from events").fetchall()
    return Records(
        [Movement(*row) for row in movements],
        [Reserved(*row) for row in reserved],
        [Part(*row) for row in parts],
        dict(payments),
        {(sku, node): Stock(*accounts) for sku, node, *accounts in stock},
        [Returned(*row) for row in returns],
        [Refund(*row) for row in refunds],
        [Supply(*row) for row in supplies],
        [(kind, data) for kind, data in events],
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
        *_returns(expected, records),
        *_differences("supply", Counter(expected.supplies.values()), Counter(records.supplies)),
        *_positions(expected, records.reserved, records.stock),
        *_oversold(expected, records.stock),
    ]


def _is_of_cart(each: Reserved, expected: Expected) -> bool:
    """Whether it is a hold that a caller placed; those until orders are paid for are not told."""
    return each.kind == "hold" and each.reservation_id in expected.carts


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
        now = (part.quantity, part.cancelled, part.fulfilled, part.returned)
        should = (wanted.quantity, wanted.cancelled, wanted.fulfilled, wanted.returned)
        if now != should:
            yield f"order part {key}: ordered, cancelled, fulfilled and returned are {now}, acknowledged was {should}"
        if part.returned > part.fulfilled:
            yield f"order part {key}: {part.returned} came back of {part.fulfilled} that had left"
        if committed[key] + part.not_there != wanted.left:
            yield f"order part {key}: {committed[key]} are committed, {part.not_there} wait, {wanted.left} are owed"
    paid = Counter(records.payments.items())
    yield from _differences("payment of", Counter(expected.payments.items()), paid)


def _returns(expected: Expected, records: Records) -> Iterator[str]:
    """Each return stands as its caller was told, and its refunds were told to the payment system once."""
    yield from _differences("return", Counter(expected.returns.values()), Counter(records.returns))
    yield from _differences("refund", expected.refunds, Counter(records.refunds))
    paid: Counter[str] = Counter()
    for refund in records.refunds:
        paid[refund.return_id] += refund.amount
    for each in records.returns:
        worth = each.refunded * PRICE if each.order_id else 0
        if paid[each.return_id] != worth:
            yield f"return {each.return_id}: {paid[each.return_id]} are paid back for what is worth {worth}"


def _done_once(notes: Sequence[Note], movements: Sequence[Movement], key_id: str) -> list[str]:
    """Each answered command is in the journal once, as what was answered; nothing is there that nobody was told."""
    by_key: dict[str, list[Movement]] = {}
    for movement in movements:
        by_key.setdefault(movement.key, []).append(movement)
    wrong = []
    for note in [each for each in notes if is_keyed(each.request)]:
        found = by_key.pop(digest_of(note, key_id), [])
        kind = kind_of(note) if note.granted else "refused"
        if [movement.kind for movement in found] != [kind]:
            wrong.append(f"{note.intent} answered {note.answer.status} should be {kind} once, is {found}")
    untold = [m for rows in by_key.values() for m in rows if not follows(m.kind)]
    subjects = Counter(m.subject for m in movements if m.kind in ("hold.placed", "order.placed"))
    twice = [subject for subject, times in subjects.items() if times > 1]
    return [*wrong, *(f"{m.kind} {m.subject} was done and nobody was told" for m in untold),
            *(f"{subject} was placed more than once" for subject in twice)]  # fmt: skip


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
