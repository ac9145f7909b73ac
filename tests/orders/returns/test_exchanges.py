"""What is wanted instead: an order for the worth of what comes back, and what is owed when that does not come."""

from __future__ import annotations

from stockpool.kernel.refusals import Reason
from stockpool.orders.api import Disposition, InspectedLine, ReturnedLine, ReturnStatus
from stockpool.orders.messages import OrderLine, OrderMethod
from tests.orders.returns.desk import RESTOCK, Desk, granted, instead
from tests.orders.shop import BERLIN

CARRY_OUT = OrderMethod.CARRY_OUT


async def test_goods_are_exchanged_at_a_till_for_dearer_ones(desk: Desk) -> None:
    await desk.receive({"tea": {"berlin": 1}, "cup": {"berlin": 3}})
    sold = await desk.sold([OrderLine("tea", 1, unit_price=450)])
    wanted = instead(OrderLine("cup", 1, unit_price=700), method=CARRY_OUT)
    back = await desk.back(
        ReturnedLine(1, line=1, disposition=RESTOCK), order_id=sold.order_id, node="berlin", received=True, **wanted
    )
    assert back.details.status is ReturnStatus.CLOSED
    assert back.refund is None
    exchange = back.details.exchange
    assert exchange is not None
    assert (exchange.order_id, exchange.price, exchange.credit, exchange.difference, exchange.currency) == (
        wanted["exchange_order_id"],
        700,
        450,
        250,
        "EUR",
    )
    (told,) = await desk.events(sold.order_id, "exchange.placed")
    assert told["exchange"]["difference"] == 250
    assert len(await desk.events(wanted["exchange_order_id"], "order.placed")) == 1
    assert await desk.accounts("tea", "berlin") == {"available": 1}
    assert await desk.accounts("cup", "berlin") == {"available": 2}
    assert await desk.rows("select reference from orders where order_id = %s", exchange.order_id) == [
        (back.details.return_id,)
    ]


async def test_what_the_new_goods_do_not_use_up_is_refunded(desk: Desk) -> None:
    await desk.receive({"tea": {"berlin": 2}, "cup": {"leipzig": 3}})
    sold = await desk.sold([OrderLine("tea", 2, unit_price=450)])
    wanted = instead(OrderLine("cup", 1, unit_price=500), ship_to=BERLIN)
    asked = await desk.back(ReturnedLine(2, line=1), order_id=sold.order_id, node="berlin", **wanted)
    await desk.came(asked.details.return_id)
    first = granted(await desk.looked_at(asked.details.return_id, InspectedLine(1, 1, RESTOCK)))
    assert first.refund is None
    second = granted(await desk.looked_at(asked.details.return_id, InspectedLine(1, 1, RESTOCK)))
    assert second.refund is not None
    assert (second.refund.amount, second.refund.credited) == (400, 50)


async def test_what_was_credited_and_does_not_come_is_charged(desk: Desk) -> None:
    await desk.receive({"tea": {"berlin": 4}, "cup": {"leipzig": 3}})
    for_nothing = await desk.sold([OrderLine("tea", 2, unit_price=450)])
    wanted = instead(OrderLine("cup", 1, unit_price=700), ship_to=BERLIN)
    asked = await desk.back(ReturnedLine(2, line=1), order_id=for_nothing.order_id, node="berlin", **wanted)
    await desk.called_off(asked.details.return_id)
    assert [each["amount"] for each in await desk.events(for_nothing.order_id, "charge.due")] == [700]
    used = await desk.sold([OrderLine("tea", 2, unit_price=450)])
    wanted = instead(OrderLine("cup", 1, unit_price=700), ship_to=BERLIN)
    asked = await desk.back(ReturnedLine(2, line=1), order_id=used.order_id, node="berlin", **wanted)
    await desk.came(asked.details.return_id)
    await desk.looked_at(
        asked.details.return_id,
        InspectedLine(1, 1, RESTOCK),
        InspectedLine(1, 1, Disposition.DESTROY, refund=False),
    )
    assert [each["amount"] for each in await desk.events(used.order_id, "charge.due")] == [250]


async def test_where_there_is_nothing_to_exchange_for_the_return_stands_and_says_so(desk: Desk) -> None:
    await desk.receive({"tea": {"berlin": 1}})
    sold = await desk.sold([OrderLine("tea", 1, unit_price=450)])
    for line, reason in ((OrderLine("cup", 1), "insufficient-stock"), (OrderLine("coffee", 1), "unknown-sku")):
        back = await desk.back(
            ReturnedLine(1, line=1), order_id=sold.order_id, node="berlin", **instead(line, ship_to=BERLIN)
        )
        assert back.details.exchange is not None
        assert (back.details.exchange.order_id, back.details.exchange.refused) == (None, reason)
        await desk.called_off(back.details.return_id)
    assert await desk.events(sold.order_id, "exchange.placed") == []


async def test_a_refused_return_places_no_order(desk: Desk) -> None:
    await desk.receive({"tea": {"berlin": 1}, "cup": {"leipzig": 3}})
    sold = await desk.sold([OrderLine("tea", 1, unit_price=450)])
    wanted = instead(OrderLine("cup", 1), ship_to=BERLIN)
    denied = await desk.not_back(ReturnedLine(2, line=1), order_id=sold.order_id, **wanted)
    assert denied.reason is Reason.EXCEEDS_RETURNABLE
    assert await desk.accounts("cup", "leipzig") == {"available": 3}


async def test_without_prices_nothing_is_credited(desk: Desk) -> None:
    await desk.receive({"tea": {"berlin": 1}, "cup": {"leipzig": 3}})
    sold = await desk.sold([OrderLine("tea", 1)])
    wanted = instead(OrderLine("cup", 1, unit_price=700), ship_to=BERLIN)
    back = await desk.back(ReturnedLine(1, line=1), order_id=sold.order_id, node="berlin", **wanted)
    assert back.details.exchange is not None
    assert (back.details.exchange.price, back.details.exchange.credit, back.details.exchange.difference) == (
        700,
        None,
        None,
    )
