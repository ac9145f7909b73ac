"""The auditor of the crash suite finds what it is there to find: a clean book passes, each kind of damage is named."""

from __future__ import annotations

import json

import pytest

from tests.journeys.audit import Movement, Part, Records, Stock, evaluate
from tests.journeys.calls import Answer, Request
from tests.journeys.expected import Note, Refund, Reserved, Returned, Supply, digest_of
from tests.journeys.shop import PRICE, fact, post

KEY_ID = "0123456789ab"


def note(intent: str, request: Request, status: int, reply: object) -> Note:
    return Note(intent, request, Answer(status, json.dumps(reply).encode(), b""))


RECEIVED = note("receive", post("/v1/facts", {"facts": [fact("receive", "A", "N", 10, "1")]}), 200, {"results": []})
SOLD = note("sell", post("/v1/facts", {"facts": [fact("sell", "A", "N", 1, "2")]}), 200, {"results": []})
HELD = note(
    "hold", post("/v1/holds", {}, "h"), 201, {"hold_id": "H", "lines": [{"sku": "A", "node": "N", "quantity": 2}]}
)
REFUSED = note("hold", post("/v1/holds", {}, "r"), 409, {})
ORDERED = note(
    "order", post("/v1/orders", {}, "o"), 201, {"order_id": "O", "lines": [{"line": 1, "sku": "A", "quantity": 4}]}
)
JOB = {"id": "O-1", "node": "N", "lines": [{"sku": "A", "quantity": 1}]}


def stepped(step: str, status: str) -> Note:
    reply = {"order_id": "O", "fulfillment_order": {**JOB, "status": status}}
    return note("step", post(f"/v1/fulfillment-orders/O-1/{step}", {}, step), 200, reply)


SHIPPED = stepped("ship", "shipped")
NOTES = [RECEIVED, SOLD, HELD, REFUSED, ORDERED, SHIPPED]


def journal() -> list[Movement]:
    kinds = {
        "receive": "stock.receive",
        "sell": "stock.sell",
        "hold": "hold.placed",
        "order": "order.placed",
        "step": "fulfillment.shipped",
    }
    subjects = {"hold": "H", "order": "O", "step": "O"}
    return [
        Movement(digest_of(n, KEY_ID), kinds[n.intent], subjects.get(n.intent))
        if n.granted
        else Movement(digest_of(n, KEY_ID), "refused", None)
        for n in NOTES
    ]


HOLD = Reserved("H", "hold", "A", "N", 2)
COMMITMENT = Reserved("O", "commitment", "A", "N", 3)
PART = Part("O", "A", 4, 0, 1, 0, 0)
GOOD = Records(journal(), [HOLD, COMMITMENT], [PART], {"O": "captured"}, {("A", "N"): Stock(8, 3, 2, 3)})


def test_what_was_acknowledged_and_stands_there_passes() -> None:
    assert evaluate(NOTES, GOOD, KEY_ID) == []


def test_what_is_closed_again_is_not_expected_any_more() -> None:
    released = note("release", post("/v1/holds/H/release", {}, "x"), 200, {"hold_id": "H", "lines": []})
    cancelled = note(
        "cancel", post("/v1/orders/O/cancel", {}, "y"), 200, {"order_id": "O", "lines": [], "status": "shipped"}
    )
    closing = [Movement(digest_of(released, KEY_ID), "hold.released", "H")]
    closing.append(Movement(digest_of(cancelled, KEY_ID), "order.partly_cancelled", "O"))
    parts = [PART._replace(cancelled=3)]
    records = Records([*journal(), *closing], [], parts, {"O": "captured"}, {("A", "N"): Stock(8, 8, 0, 0)})
    assert evaluate([*NOTES, released, cancelled], records, KEY_ID) == []


def test_what_waits_or_is_served_later_is_owed_still() -> None:
    """A receipt of somebody else may have served the order, and nobody told its caller."""
    served = Movement("f" * 32, "order.allocated", "O")
    for committed, waits in ((3, 0), (2, 1)):
        records = GOOD._replace(
            movements=[*journal(), served],
            reserved=[HOLD, COMMITMENT._replace(quantity=committed)],
            parts=[PART._replace(not_there=waits)],
            stock={("A", "N"): Stock(8, 6 - committed, 2, committed)},
        )
        assert evaluate(NOTES, records, KEY_ID) == []


def test_goods_on_their_way_to_a_store_are_nobodys_until_they_arrive() -> None:
    ordered = note("order", post("/v1/orders", {"pickup_node": "S"}, "o"), 201, ORDERED.reply)
    notes = [RECEIVED, SOLD, HELD, REFUSED, ordered, SHIPPED]
    travelling = GOOD._replace(parts=[PART._replace(fulfilled=0)])
    assert evaluate(notes, travelling, KEY_ID) == []
    arrived = stepped("arrive", "ready_for_pickup")
    records = travelling._replace(
        movements=[*journal(), Movement(digest_of(arrived, KEY_ID), "fulfillment.ready_for_pickup", "O")],
        reserved=[HOLD, COMMITMENT, Reserved("O", "commitment", "A", "S", 1)],
        stock={("A", "N"): Stock(8, 3, 2, 3), ("A", "S"): Stock(1, 0, 0, 1)},
    )
    assert evaluate([*notes, arrived], records, KEY_ID) == []


DAMAGES = {
    "a movement twice": (GOOD._replace(movements=[*journal(), journal()[2]]), "H was placed more than once"),
    "a hold under another key": (
        GOOD._replace(movements=[*journal(), Movement("f" * 32, "hold.placed", "H2")]),
        "hold.placed H2 was done and nobody was told",
    ),
    "a command lost": (GOOD._replace(movements=journal()[:-1]), "step answered 200 should be fulfillment.shipped once"),
    "a refusal that was carried out": (
        GOOD._replace(movements=[m._replace(kind="hold.placed") if m.kind == "refused" else m for m in journal()]),
        "hold answered 409 should be refused once",
    ),
    "a hold twice": (GOOD._replace(reserved=[HOLD, HOLD, COMMITMENT]), "1 acknowledged, 2 there"),
    "a hold lost": (GOOD._replace(reserved=[COMMITMENT]), "1 acknowledged, 0 there"),
    "a commitment lost": (GOOD._replace(reserved=[HOLD]), "0 are committed, 0 wait, 3 are owed"),
    "an order lost": (GOOD._replace(parts=[]), "order part ('O', 'A') is lost"),
    "an order untold": (
        GOOD._replace(parts=[PART, PART._replace(order_id="P")]),
        "order part ('P', 'A') is there and nobody was told",
    ),
    "an order with another quantity": (GOOD._replace(parts=[PART._replace(quantity=5)]), "are (5, 0, 1, 0)"),
    "a cancellation that nobody asked for": (GOOD._replace(parts=[PART._replace(cancelled=1)]), "are (4, 1, 1, 0)"),
    "a parcel twice": (GOOD._replace(parts=[PART._replace(fulfilled=2)]), "are (4, 0, 2, 0)"),
    "a payment lost": (GOOD._replace(payments={"O": "pending"}), "payment of ('O', 'captured'): 1 acknowledged, 0"),
    "a step of another kind": (
        GOOD._replace(movements=[*journal()[:-1], journal()[-1]._replace(kind="fulfillment.packed")]),
        "step answered 200 should be fulfillment.shipped once",
    ),
    "a step that nobody took": (
        GOOD._replace(movements=[*journal(), Movement("f" * 32, "fulfillment.delivered", "O")]),
        "fulfillment.delivered O was done and nobody was told",
    ),
    "a sale twice": (GOOD._replace(stock={("A", "N"): Stock(7, 2, 2, 3)}), "on hand at ('A', 'N'): 8 acknowledged, 7"),
    "held too much": (GOOD._replace(stock={("A", "N"): Stock(8, 2, 3, 3)}), "held at ('A', 'N'): 2 acknowledged, 3"),
    "sold too often": (GOOD._replace(stock={("A", "N"): Stock(8, -2, 2, 8)}), "A: 10 promised and 2 sold of 10"),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_damage_is_found(damage: str) -> None:
    records, said = DAMAGES[damage]
    found = evaluate(NOTES, records, KEY_ID)
    assert [line for line in found if said in line], found


LINE = {"line": 1, "order_line": 1, "sku": "A", "received": 1, "inspected": 1, "refunded": 1}
KEPT = {"line": 1, "sku": "A", "quantity": 1, "disposition": "restock"}
BACK = {"return_id": "R", "order_id": "O", "status": "closed", "node": "N", "lines": [LINE], "dispositions": [KEPT]}
BROUGHT_BACK = note("return", post("/v1/returns", {}, "b"), 201, {"return": BACK, "refund": {"amount": PRICE}})
STANDS = Returned("R", "O", "closed", 1, 1, 1)
TOOK_BACK = Movement(digest_of(BROUGHT_BACK, KEY_ID), "return.closed", "O")
GOOD_BACK = GOOD._replace(
    movements=[*journal(), TOOK_BACK],
    parts=[PART._replace(returned=1)],
    stock={("A", "N"): Stock(9, 4, 2, 3)},
    returns=[STANDS],
    refunds=[Refund("R", PRICE)],
)


def test_what_came_back_once_passes() -> None:
    assert evaluate([*NOTES, BROUGHT_BACK], GOOD_BACK, KEY_ID) == []


def test_what_comes_back_step_by_step_counts_once() -> None:
    """Each reply has the whole return: two came, one of them is destroyed, and nothing is paid back for it."""
    asked = BACK | {"status": "requested", "lines": [{"line": 1, "order_line": 1, "sku": "A"}], "dispositions": []}
    came = asked | {"status": "received", "lines": [LINE | {"inspected": 0, "refunded": 0}]}
    gone = came | {
        "status": "closed",
        "lines": [LINE | {"refunded": 0}],
        "dispositions": [KEPT | {"disposition": "destroy"}],
    }
    steps = [
        note("return", post("/v1/returns", {}, "s-0"), 201, {"return": asked}),
        note("return_step", post("/v1/returns/R/receive", {}, "s-1"), 200, {"return": came}),
        note("return_step", post("/v1/returns/R/inspect", {}, "s-2"), 200, {"return": gone}),
    ]
    told = [Movement(digest_of(step, KEY_ID), f"return.{step.reply['return']['status']}", "O") for step in steps]
    records = GOOD_BACK._replace(
        movements=[*journal(), *told], stock=GOOD.stock, returns=[STANDS._replace(refunded=0)], refunds=[]
    )
    assert evaluate([*NOTES, *steps], records, KEY_ID) == []


DAMAGES_OF_RETURNS = {
    "a return lost": (GOOD_BACK._replace(returns=[]), "return Returned(return_id='R', order_id='O'"),
    "a return twice": (
        GOOD_BACK._replace(returns=[STANDS, STANDS._replace(return_id="S")]),
        "refunded=1): 0 acknowledged, 1 there",
    ),
    "a return that nobody asked for": (
        GOOD_BACK._replace(movements=[*GOOD_BACK.movements, Movement("f" * 32, "return.closed", "O")]),
        "return.closed O was done and nobody was told",
    ),
    "a step of a return lost": (
        GOOD_BACK._replace(movements=journal()),
        "return answered 201 should be return.closed once, is []",
    ),
    "a return at another status": (
        GOOD_BACK._replace(returns=[STANDS._replace(status="received")]),
        "status='received'",
    ),
    "an item that came back twice": (
        GOOD_BACK._replace(parts=[PART._replace(returned=2)]),
        "2 came back of 1 that had left",
    ),
    "an item that is back and not counted": (GOOD_BACK._replace(parts=[PART]), "are (4, 0, 1, 0)"),
    "goods that came twice": (
        GOOD_BACK._replace(stock={("A", "N"): Stock(10, 5, 2, 3)}),
        "on hand at ('A', 'N'): 9 acknowledged, 10 there",
    ),
    "a refund lost": (
        GOOD_BACK._replace(refunds=[]),
        "refund Refund(return_id='R', amount=250): 1 acknowledged, 0 there",
    ),
    "a refund twice": (
        GOOD_BACK._replace(refunds=[Refund("R", PRICE)] * 2),
        "refund Refund(return_id='R', amount=250): 1 acknowledged, 2 there",
    ),
    "a refund of another amount": (
        GOOD_BACK._replace(refunds=[Refund("R", 2 * PRICE)]),
        "return R: 500 are paid back for what is worth 250",
    ),
}


@pytest.mark.parametrize("damage", DAMAGES_OF_RETURNS)
def test_damage_to_returns_is_found(damage: str) -> None:
    records, said = DAMAGES_OF_RETURNS[damage]
    found = evaluate([*NOTES, BROUGHT_BACK], records, KEY_ID)
    assert [line for line in found if said in line], found


def test_supply_stands_as_it_was_announced_last_with_what_came_of_it() -> None:
    row = {"id": "P", "sku": "A", "node": "N", "quantity": 4, "expected_at": "2031-05-09T12:00:00Z", "status": "open"}
    announced = note("announce", post("/v1/supplies", {"supplies": [row]}), 200, {"results": []})
    withdrawn = note("announce", post("/v1/supplies", {"supplies": [row | {"status": "cancelled"}]}), 200, {})
    came = note(
        "receive", post("/v1/facts", {"facts": [fact("receive", "A", "N", 3, "9") | {"reference": "P"}]}), 200, {}
    )
    movement = Movement(digest_of(came, KEY_ID), "stock.receive", None)
    stands = Supply("P", "A", "N", 4, 3, "2031-05-09", "cancelled")
    good = GOOD._replace(movements=[*journal(), movement], stock={("A", "N"): Stock(11, 6, 2, 3)}, supplies=[stands])
    notes = [*NOTES, announced, came, withdrawn]
    assert evaluate(notes, good, KEY_ID) == []
    for damaged in ([], [stands._replace(status="open")], [stands._replace(received=4)], [stands] * 2):
        assert "supply Supply(supply_id='P'" in " ".join(evaluate(notes, good._replace(supplies=damaged), KEY_ID))
