"""The auditor of the crash suite finds what it is there to find: a clean book passes, each kind of damage is named."""

from __future__ import annotations

import json

import pytest

from tests.journeys.audit import Movement, Note, Records, Reserved, Stock, digest_of, evaluate
from tests.journeys.calls import Answer, Request
from tests.journeys.shop import fact, post

KEY_ID = "0123456789ab"


def note(intent: str, request: Request, status: int, reply: object) -> Note:
    return Note(intent, request, Answer(status, json.dumps(reply).encode(), b""))


RECEIVED = note("receive", post("/v1/facts", {"facts": [fact("receive", "A", "N", 10, "1")]}), 200, {"results": []})
SOLD = note("sell", post("/v1/facts", {"facts": [fact("sell", "A", "N", 1, "2")]}), 200, {"results": []})
HELD = note(
    "hold", post("/v1/holds", {}, "h"), 201, {"hold_id": "H", "lines": [{"sku": "A", "node": "N", "quantity": 2}]}
)
REFUSED = note("hold", post("/v1/holds", {}, "r"), 409, {})
PART = {"node": "N", "lines": [{"sku": "A", "quantity": 3}]}
ORDERED = note("order", post("/v1/orders", {}, "o"), 201, {"order_id": "O", "fulfillment_orders": [PART]})
NOTES = [RECEIVED, SOLD, HELD, REFUSED, ORDERED]


def journal() -> list[Movement]:
    kinds = {"receive": "stock.receive", "sell": "stock.sell", "hold": "hold.placed", "order": "order.placed"}
    subjects = {"hold": "H", "order": "O"}
    return [
        Movement(digest_of(n, KEY_ID), kinds[n.intent], subjects.get(n.intent))
        if n.granted
        else Movement(digest_of(n, KEY_ID), "refused", None)
        for n in NOTES
    ]


HOLD = Reserved("H", "hold", "A", "N", 2)
COMMITMENT = Reserved("O", "commitment", "A", "N", 3)
GOOD = Records(journal(), [HOLD, COMMITMENT], ["O"], {("A", "N"): Stock(9, 4, 2, 3)})


def test_what_was_acknowledged_and_stands_there_passes() -> None:
    assert evaluate(NOTES, GOOD, KEY_ID) == []


def test_what_is_closed_again_is_not_expected_any_more() -> None:
    released = note("release", post("/v1/holds/H/release", {}, "x"), 200, {"hold_id": "H", "lines": []})
    cancelled = note("cancel", post("/v1/orders/O/cancel", {}, "y"), 200, {"order_id": "O", "lines": []})
    closing = [Movement(digest_of(released, KEY_ID), "hold.released", "H")]
    closing.append(Movement(digest_of(cancelled, KEY_ID), "order.cancelled", "O"))
    records = Records([*journal(), *closing], [], [], {("A", "N"): Stock(9, 9, 0, 0)})
    assert evaluate([*NOTES, released, cancelled], records, KEY_ID) == []


DAMAGES = {
    "a movement twice": (GOOD._replace(movements=[*journal(), journal()[2]]), "H was placed more than once"),
    "a hold under another key": (
        GOOD._replace(movements=[*journal(), Movement("f" * 32, "hold.placed", "H2")]),
        "hold.placed H2 was done and nobody was told",
    ),
    "a command lost": (GOOD._replace(movements=journal()[:-1]), "order answered 201 should be order.placed once"),
    "a refusal that was carried out": (
        GOOD._replace(movements=[m._replace(kind="hold.placed") if m.kind == "refused" else m for m in journal()]),
        "hold answered 409 should be refused once",
    ),
    "a reservation twice": (GOOD._replace(reserved=[HOLD, HOLD, COMMITMENT]), "1 acknowledged, 2 there"),
    "a reservation lost": (GOOD._replace(reserved=[HOLD]), "1 acknowledged, 0 there"),
    "an order twice": (GOOD._replace(orders=["O", "O"]), "open order O: 1 acknowledged, 2 there"),
    "a sale twice": (GOOD._replace(stock={("A", "N"): Stock(8, 3, 2, 3)}), "on hand at ('A', 'N'): 9 acknowledged, 8"),
    "held too much": (GOOD._replace(stock={("A", "N"): Stock(9, 3, 3, 3)}), "held at ('A', 'N'): 2 acknowledged, 3"),
    "sold too often": (GOOD._replace(stock={("A", "N"): Stock(9, -1, 2, 8)}), "A: 10 promised and 1 sold of 10"),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_damage_is_found(damage: str) -> None:
    records, said = DAMAGES[damage]
    found = evaluate(NOTES, records, KEY_ID)
    assert [line for line in found if said in line], found
