"""Goods come back by mail and at tills, with an order and without, whole, in part and otherwise than asked for."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from stockpool.inventory.messages import FactKind
from stockpool.kernel.refusals import Reason, Refused
from stockpool.network.api import upsert_nodes
from stockpool.network.messages import NodeInput, NodeKind
from stockpool.orders.api import (
    Condition,
    Disposition,
    InspectedLine,
    InspectReturn,
    ReceivedLine,
    ReturnedLine,
    ReturnReason,
    ReturnStatus,
    get_order,
    get_return,
)
from stockpool.orders.messages import FulfillmentStep, OrderLine, OrderStatus
from stockpool.runtime.database import Database
from tests.orders.returns.desk import RESTOCK, Desk, granted, refused
from tests.orders.shop import BERLIN, stamped
from tests.orders.test_life_cycle import through

STEP = FulfillmentStep
TWO_TEAS = [OrderLine("tea", 2, unit_price=450)]


async def test_goods_sent_home_come_back_by_mail(desk: Desk) -> None:
    await desk.receive({"tea": {"berlin": 3}})
    placed = await desk.submit_order(TWO_TEAS)
    await through(desk, placed.order_id, 1, STEP.RELEASE, STEP.ACCEPT, STEP.PICK, STEP.SHIP, STEP.DELIVER)
    reason = ReturnReason.UNWANTED
    asked = await desk.back(ReturnedLine(2, line=1, reason=reason), order_id=placed.order_id, node="leipzig")
    assert asked.details.status is ReturnStatus.REQUESTED
    received = granted(await desk.came(asked.details.return_id))
    assert received.details.status is ReturnStatus.RECEIVED
    assert await desk.accounts("tea", "leipzig") == {"quality_control": 2}
    line = InspectedLine(1, 1, RESTOCK, condition=Condition.NEW)
    assert granted(await desk.looked_at(asked.details.return_id, line)).details.status is ReturnStatus.RECEIVED
    closed = granted(await desk.looked_at(asked.details.return_id, InspectedLine(1, 1, Disposition.DAMAGED)))
    assert closed.details.status is ReturnStatus.CLOSED
    assert await desk.accounts("tea", "leipzig") == {"available": 1, "damaged": 1}
    async with desk.database.read() as conn:
        order = await get_order(conn, placed.order_id)
        assert order is not None
        assert [line.returned for line in order.lines] == [2]
        assert order.status is OrderStatus.COMPLETED
        assert await get_return(conn, asked.details.return_id) == closed.details
    refunds = await desk.events(placed.order_id, "refund.due")
    assert [(each["amount"], each["currency"]) for each in refunds] == [(450, "EUR"), (450, "EUR")]


async def test_goods_come_back_at_a_till_in_one(desk: Desk) -> None:
    await desk.receive({"tea": {"berlin": 3}})
    sold = await desk.sold(TWO_TEAS)
    taken = await desk.back(
        ReturnedLine(1, line=1, disposition=RESTOCK), order_id=sold.order_id, node="munich", received=True
    )
    assert taken.details.status is ReturnStatus.CLOSED
    assert taken.refund is not None
    assert (taken.refund.amount, taken.refund.currency) == (450, "EUR")
    assert await desk.accounts("tea", "munich") == {"available": 1}


async def test_nothing_comes_back_twice_and_what_is_left_is_said(desk: Desk) -> None:
    await desk.receive({"tea": {"berlin": 3}})
    sold = await desk.sold(TWO_TEAS)
    first = await desk.back(ReturnedLine(1, line=1), order_id=sold.order_id)
    again = await desk.not_back(ReturnedLine(2, line=1), order_id=sold.order_id)
    assert again.reason is Reason.EXCEEDS_RETURNABLE
    assert again.details == {"returnable": [{"line": 1, "sku": "tea", "quantity": 1}]}
    assert again.problems[0].path == "lines[0].quantity"
    await desk.came(first.details.return_id, node="berlin")
    assert (await desk.not_back(ReturnedLine(2, sku="tea"), order_id=sold.order_id)).details == {
        "returnable": [{"sku": "tea", "quantity": 1}]
    }
    await desk.back(ReturnedLine(1, sku="tea"), order_id=sold.order_id)
    assert (await desk.not_back(ReturnedLine(1, line=1), order_id=sold.order_id)).details["returnable"][0][
        "quantity"
    ] == 0


async def test_what_was_called_off_can_be_asked_for_again(desk: Desk) -> None:
    await desk.receive({"tea": {"berlin": 3}})
    sold = await desk.sold(TWO_TEAS)
    first = await desk.back(ReturnedLine(2, line=1), order_id=sold.order_id, node="berlin")
    assert granted(await desk.called_off(first.details.return_id)).details.status is ReturnStatus.CANCELLED
    assert refused(await desk.came(first.details.return_id)).reason is Reason.RETURN_STATE
    second = await desk.back(ReturnedLine(2, line=1), order_id=sold.order_id, node="berlin")
    await desk.came(second.details.return_id)
    assert refused(await desk.called_off(second.details.return_id)).reason is Reason.RETURN_STATE


async def test_what_never_left_does_not_come_back(desk: Desk) -> None:
    await desk.receive({"tea": {"berlin": 3}})
    placed = await desk.submit_order(TWO_TEAS)
    denied = await desk.not_back(ReturnedLine(1, line=1), order_id=placed.order_id)
    assert denied.reason is Reason.EXCEEDS_RETURNABLE
    await through(desk, placed.order_id, 1, STEP.RELEASE, STEP.ACCEPT, STEP.PICK, STEP.SHIP)
    undeliverable = ReturnedLine(2, line=1, reason=ReturnReason.UNDELIVERABLE, disposition=RESTOCK)
    await desk.back(undeliverable, order_id=placed.order_id, node="berlin", received=True)
    assert await desk.accounts("tea", "berlin") == {"available": 3}


async def test_fewer_come_and_the_rest_may_come_later_or_never(desk: Desk) -> None:
    await desk.receive({"tea": {"berlin": 3}})
    sold = await desk.sold([OrderLine("tea", 3, unit_price=100)])
    ret = (await desk.back(ReturnedLine(3, line=1), order_id=sold.order_id, node="berlin")).details.return_id
    part = granted(await desk.came(ret, ReceivedLine(1, line=1), more_expected=True))
    assert (part.details.lines[0].expected, part.details.lines[0].received) == (2, 1)
    inspected = granted(await desk.looked_at(ret, InspectedLine(1, 1, RESTOCK)))
    assert inspected.details.status is ReturnStatus.INSPECTED
    assert refused(await desk.came(ret, ReceivedLine(1, line=1), node="munich")).problems[0].path == "node"
    assert granted(await desk.nothing_more_comes(ret)).details.status is ReturnStatus.CLOSED
    await desk.back(ReturnedLine(2, line=1), order_id=sold.order_id)


async def test_lines_of_the_order_can_be_named_by_their_own_numbers(desk: Desk) -> None:
    """The order's line 2 is the return's line 1, and its line 1 must not be taken for it."""
    await desk.receive({"tea": {"berlin": 3}, "cup": {"berlin": 1}})
    sold = await desk.sold([OrderLine("tea", 2, unit_price=100), OrderLine("cup", 1, unit_price=700)])
    lines = (ReturnedLine(1, line=2), ReturnedLine(1, line=1))
    ret = (await desk.back(*lines, order_id=sold.order_id, node="berlin")).details.return_id
    came = [ReceivedLine(1, order_line=2), ReceivedLine(2, order_line=1)]
    assert granted(await desk.came(ret, *came)).details.lines[0].received == 1
    closed = granted(await desk.looked_at(ret, InspectedLine(None, 1, RESTOCK, order_line=2)))
    assert closed.refund is not None
    assert [(line.sku, line.amount) for line in closed.refund.lines] == [("cup", 700)]
    for wrong, said in ((1, "is in lines 2, 3 of the return"), (3, "nothing of line 3 of the order")):
        denied = refused(await desk.looked_at(ret, InspectedLine(None, 1, RESTOCK, order_line=wrong)))
        assert (denied.problems[0].path, said in denied.message) == ("lines[0].order_line", True), denied


async def test_more_and_others_come_than_were_asked_for(desk: Desk) -> None:
    """A receipt is a fact: what was bought counts as returned, asked for or not; the rest is here and nobody's."""
    await desk.receive({"tea": {"berlin": 3}, "cup": {"berlin": 1}})
    sold = await desk.sold([OrderLine("tea", 2, unit_price=100), OrderLine("cup", 1, unit_price=700)])
    ret = (await desk.back(ReturnedLine(1, line=1), order_id=sold.order_id, node="berlin")).details.return_id
    received = granted(await desk.came(ret, ReceivedLine(4, sku="tea"), ReceivedLine(1, sku="cup")))
    assert [(line.sku, line.order_line, line.received) for line in received.details.lines] == [
        ("tea", 1, 1),
        ("tea", 1, 1),
        ("tea", None, 2),
        ("cup", 2, 1),
    ]
    assert await desk.accounts("tea", "berlin") == {"available": 1, "quality_control": 4}
    verdicts = [InspectedLine(line.line, line.received, RESTOCK) for line in received.details.lines]
    closed = granted(await desk.looked_at(ret, *verdicts))
    assert closed.refund is not None
    assert closed.refund.amount == 900
    assert (await desk.not_back(ReturnedLine(1, line=2), order_id=sold.order_id)).reason is Reason.EXCEEDS_RETURNABLE


async def test_a_kit_comes_back_whole_or_by_a_component(desk: Desk) -> None:
    """A kit of a cup and two teas: its parts are equal shares of its price."""
    await desk.receive({"tea": {"berlin": 4}, "cup": {"berlin": 2}})
    sold = await desk.sold([OrderLine("tea-time", 2, unit_price=999)])
    at_till = {"order_id": sold.order_id, "node": "berlin", "received": True}
    cup = await desk.back(ReturnedLine(1, line=1, sku="cup", disposition=RESTOCK), **at_till)
    assert cup.refund is not None
    assert cup.refund.amount == 500
    whole = await desk.not_back(ReturnedLine(2, line=1), **at_till)
    assert whole.details == {"returnable": [{"line": 1, "sku": "tea-time", "quantity": 1}]}
    kit = await desk.back(ReturnedLine(1, line=1, disposition=RESTOCK), **at_till)
    assert kit.refund is not None
    teas = await desk.back(ReturnedLine(2, sku="tea", disposition=RESTOCK), **at_till)
    assert teas.refund is not None
    assert [kit.refund.amount, teas.refund.amount] == [999, 499]
    assert await desk.accounts("tea", "berlin") == {"available": 4}
    assert await desk.accounts("cup", "berlin") == {"available": 2}


async def test_cloth_comes_back_by_the_centimeter_and_refunds_make_the_whole(desk: Desk) -> None:
    await desk.receive({"cloth": {"berlin": Decimal("2.55")}})
    sold = await desk.sold([OrderLine("cloth", Decimal("2.55"), unit_price=999)])
    at_till = {"order_id": sold.order_id, "node": "berlin", "received": True}
    amounts = []
    for quantity in ("0.33", "1.11", "1.11"):
        line = ReturnedLine(Decimal(quantity), line=1, disposition=RESTOCK)
        reply = await desk.back(line, **at_till)
        assert reply.refund is not None
        amounts.append(reply.refund.amount)
    assert sum(filter(None, amounts)) == 2547  # 25.4745 rounded
    assert amounts == [330, 1109, 1108]


async def test_every_disposition_has_its_account(desk: Desk) -> None:
    await desk.receive({"tea": {"berlin": 7}})
    sold = await desk.sold([OrderLine("tea", 7)])
    ret = await desk.back(ReturnedLine(7, line=1), order_id=sold.order_id, node="berlin", received=True)
    return_id = ret.details.return_id
    verdicts = [
        InspectedLine(1, 1, each, to_node="munich" if each is Disposition.SEND else None) for each in Disposition
    ]
    closed = granted(await desk.looked_at(return_id, *verdicts))
    assert closed.refund is not None
    assert closed.refund.amount is None, "its price is not known"
    assert await desk.accounts("tea", "berlin") == {"available": 1, "damaged": 1, "quality_control": 1, "other": 2}
    (transfer,) = [each.transfer for each in closed.details.dispositions if each.transfer]
    await desk.fact(FactKind.ARRIVE, "tea", "munich", 1, reference=transfer)
    assert await desk.accounts("tea", "munich") == {"available": 1}
    rows = await desk.rows(
        "select coalesce(sum(case when to_account = 'in_transit' then quantity else -quantity end), 0)::int"
        " from entries where 'in_transit' in (from_account, to_account)"
    )
    assert rows == [(0,)]


async def test_goods_without_an_order_come_back(desk: Desk) -> None:
    taken = await desk.back(
        ReturnedLine(1, sku="tea-time", disposition=RESTOCK), node="berlin", receipt="4711", received=True
    )
    assert (taken.details.status, taken.details.order_id) == (ReturnStatus.CLOSED, None)
    assert taken.refund is not None
    assert (taken.refund.amount, taken.refund.receipt) == (None, "4711")
    assert await desk.accounts("tea", "berlin") == {"available": 2}
    unknown = await desk.not_back(ReturnedLine(1, sku="coffee"), node="berlin")
    assert (unknown.reason, unknown.problems[0].path) == (Reason.UNKNOWN_SKU, "lines[0].sku")


async def test_a_receipt_that_is_an_orders_reference_means_that_order(desk: Desk) -> None:
    await desk.receive({"tea": {"berlin": 3}})
    sold = await desk.sold(TWO_TEAS, reference="R-1")
    back = await desk.back(ReturnedLine(2, sku="tea"), channel="web", receipt="R-1", node="berlin", received=True)
    assert back.details.order_id == sold.order_id
    again = await desk.not_back(ReturnedLine(1, sku="tea"), channel="web", receipt="R-1", node="berlin")
    assert again.reason is Reason.EXCEEDS_RETURNABLE
    other = await desk.back(ReturnedLine(1, sku="tea"), channel="careful", receipt="R-1", node="berlin")
    assert other.details.order_id is None


async def test_a_repeated_request_has_one_effect_and_the_same_reply(desk: Desk) -> None:
    await desk.receive({"tea": {"berlin": 3}})
    sold = await desk.sold(TWO_TEAS)
    line = ReturnedLine(1, line=1, disposition=RESTOCK)
    words = {"order_id": sold.order_id, "node": "berlin", "received": True, "key": "till-7"}
    first, again = await desk.back(line, **words), await desk.back(line, **words)
    assert first == again
    other = await desk.not_back(ReturnedLine(2, line=1), **words)
    assert other.reason is Reason.KEY_REUSED
    assert await desk.accounts("tea", "berlin") == {"available": 2}


async def test_restocked_goods_serve_who_waits_for_them_at_once(desk: Desk) -> None:
    await desk.receive({"tea": {"berlin": 2}})
    sold = await desk.sold(TWO_TEAS)
    waiting = [await desk.place({"tea": 1}, ship_to=BERLIN, shortage="backorder") for _ in range(2)]
    await desk.back(ReturnedLine(1, line=1, disposition=RESTOCK), order_id=sold.order_id, node="berlin", received=True)
    assert await desk.committed(waiting[0].order_id) == {("tea", "berlin"): 1}
    ret = await desk.back(ReturnedLine(1, line=1), order_id=sold.order_id, node="berlin", received=True)
    assert await desk.committed(waiting[1].order_id) == {}
    await desk.looked_at(ret.details.return_id, InspectedLine(1, 1, RESTOCK))
    assert await desk.committed(waiting[1].order_id) == {("tea", "berlin"): 1}
    assert await desk.accounts("tea", "berlin") == {"committed": 2}


async def test_one_unit_serves_one_of_those_who_wait(desk: Desk) -> None:
    """Each that is served sees what the one before it took."""
    waiting = [await desk.place({"tea": 1}, ship_to=BERLIN, shortage="backorder") for _ in range(3)]
    await desk.receive({"tea": {"berlin": 1}})
    assert [await desk.committed(each.order_id) for each in waiting] == [{("tea", "berlin"): 1}, {}, {}]
    await desk.back(ReturnedLine(1, sku="tea", disposition=RESTOCK), node="berlin", received=True)
    assert await desk.accounts("tea", "berlin") == {"committed": 2}


async def test_what_a_fact_took_out_of_quality_control_cannot_be_inspected(desk: Desk) -> None:
    back = await desk.back(ReturnedLine(2, sku="tea"), node="berlin", received=True)
    await desk.restored("tea", "berlin", 1)
    denied = refused(await desk.looked_at(back.details.return_id, InspectedLine(1, 2, RESTOCK)))
    assert denied.reason is Reason.INSUFFICIENT_STOCK
    granted(await desk.looked_at(back.details.return_id, InspectedLine(1, 1, RESTOCK)))


async def test_a_node_that_takes_no_returns_is_not_sent_any_but_books_what_is_there(desk: Desk) -> None:
    async with desk.database.transaction() as conn:
        await upsert_nodes(
            conn, [NodeInput("market", "Market stall", NodeKind.MICRO_HUB, 52.5, 13.4, can_return=False)]
        )
    denied = await desk.not_back(ReturnedLine(1, sku="tea"), node="market")
    assert [each.path for each in denied.problems] == ["node"]
    await desk.back(ReturnedLine(1, sku="tea"), node="market", received=True)
    assert await desk.accounts("tea", "market") == {"quality_control": 1}


async def test_a_return_of_no_order_is_decided_behind_its_own_lock(database: Database) -> None:
    """Two lanes inspect the same units: they go once."""
    desk = Desk(database)
    await desk.open(lanes=2, group_max=1)
    back = await desk.back(ReturnedLine(3, sku="tea"), node="berlin", received=True)
    await desk.back(ReturnedLine(30, sku="tea"), node="berlin", received=True)
    verdict = (InspectedLine(1, 1, RESTOCK),)
    commands = [InspectReturn(**stamped(None), return_id=back.details.return_id, lines=verdict) for _ in range(12)]
    replies = await desk.submit_together(commands)
    assert sum(not isinstance(reply, Refused) for reply in replies) == 3
    assert await desk.accounts("tea", "berlin") == {"available": 3, "quality_control": 30}
    assert await desk.drift() == []
    await desk.lanes.stop()


async def test_bad_words_are_refused_by_field(desk: Desk) -> None:
    await desk.receive({"tea": {"berlin": 3}})
    sold = await desk.sold(TWO_TEAS)
    of = {"order_id": sold.order_id}
    cases: list[tuple[ReturnedLine, dict[str, Any], str]] = [
        (ReturnedLine(1), of, "lines[0].sku"),
        (ReturnedLine(1, line=9), of, "lines[0].line"),
        (ReturnedLine(1, line=1, sku="cup"), of, "lines[0].sku"),
        (ReturnedLine(0, line=1), of, "lines[0].quantity"),
        (ReturnedLine(Decimal("0.5"), line=1), of, "lines[0].quantity"),
        (ReturnedLine(1, line=1, disposition=RESTOCK), of, "lines[0].disposition"),
        (ReturnedLine(1, line=1, refund=False), of, "lines[0].refund"),
        (ReturnedLine(1, line=1, to_node="munich"), of, "lines[0].to_node"),
        (ReturnedLine(1, line=1, note="\0"), of, "lines[0].note"),
        (ReturnedLine(1, line=1), {**of, "channel": "web"}, "channel"),
        (ReturnedLine(1, line=1), {**of, "received": True}, "node"),
        (ReturnedLine(1, line=1), {**of, "node": "atlantis"}, "node"),
        (ReturnedLine(1, line=1), {"node": "berlin"}, "lines[0].line"),
        (ReturnedLine(1, sku="tea"), {}, "node"),
        (ReturnedLine(1, sku="tea"), {"channel": "moon"}, "channel"),
        (ReturnedLine(1, sku="tea"), {"order_id": "x"}, "order_id"),
    ]
    for line, more, path in cases:
        denied = await desk.not_back(line, **more)
        assert isinstance(denied, Refused)
        assert [each.path for each in denied.problems] == [path], (line, more)
