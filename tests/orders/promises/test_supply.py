"""Orders that wait are promised what is to come: each unit once, with a date that moves when the supply does."""

from __future__ import annotations

from stockpool.inventory.messages import FactKind, FactRecorded, RecordFact
from stockpool.kernel.refusals import Reason
from stockpool.orders.messages import CancelOrder, LineQuantity, OrderMethod, OrderPlaced, OrderStatus, Shortage
from tests.orders.promises.coming import announce, bodies, claims, delivery, in_days, overpromised, told
from tests.orders.shop import BERLIN, Shop, allocated, order, stamped


async def backorder(shop: Shop, units: int = 1, **more: object) -> OrderPlaced:
    words = {"ship_to": BERLIN} | ({"ship_to": None} if "pickup_node" in more else {}) | more
    return await shop.place({"tea": units}, shortage=Shortage.BACKORDER, **words)


async def settled(shop: Shop) -> None:
    """Rounds of repair until there is nothing left to do."""
    for _ in range(5):
        if await shop.repair() == 0:
            break
    assert await shop.repair() == 0
    assert await overpromised(shop) == []


async def test_a_preorder_has_a_date_before_there_is_any_stock(shop: Shop) -> None:
    await announce(shop, "PO-1", 5, 10)
    placed = await backorder(shop, 2)
    assert placed.status is OrderStatus.BACKORDERED
    (promised,) = placed.deliveries
    assert promised.promised_from is not None
    assert promised.promised_from > in_days(10)
    assert await claims(shop) == {(placed.order_id, "PO-1"): 2}
    assert await overpromised(shop) == []


async def test_what_is_to_come_is_no_stock_for_who_does_not_wait(shop: Shop) -> None:
    await announce(shop, "PO-1", 5, 10)
    assert (await shop.refused({"tea": 2})).reason is Reason.INSUFFICIENT_STOCK


async def test_each_unit_is_promised_once(shop: Shop) -> None:
    await announce(shop, "PO-1", 3, 10)
    await announce(shop, "PO-2", 1, 20)
    placed = [await backorder(shop, 2) for _ in range(3)]
    assert await claims(shop) == {
        (placed[0].order_id, "PO-1"): 2,
        (placed[1].order_id, "PO-1"): 1,
        (placed[1].order_id, "PO-2"): 1,
    }
    untils = [each.deliveries[0].promised_until for each in placed]
    assert untils[0] is not None
    assert untils[1] is not None
    assert untils[0] < untils[1]
    assert untils[2] is None


async def test_who_collects_is_promised_what_comes_to_the_store(shop: Shop) -> None:
    await announce(shop, "PO-1", 3, 10, node="leipzig")
    await announce(shop, "PO-2", 3, 20, node="outlet")
    placed = await backorder(shop, method=OrderMethod.PICKUP, pickup_node="outlet")
    sent = await backorder(shop)
    assert await claims(shop) == {(placed.order_id, "PO-2"): 1, (sent.order_id, "PO-1"): 1}
    assert placed.deliveries[0].promised_from == in_days(20)


async def test_a_store_that_does_not_ship_promises_nothing_that_is_shipped(shop: Shop) -> None:
    await announce(shop, "PO-1", 3, 10, node="outlet")
    assert (await backorder(shop)).deliveries[0].promised_until is None


async def test_who_waits_is_promised_what_is_announced_by_priority_and_age(shop: Shop) -> None:
    old, new = await backorder(shop), await backorder(shop)
    urgent = await backorder(shop, priority=5)
    assert old.deliveries[0].promised_until is None
    await announce(shop, "PO-1", 2, 10)
    await settled(shop)
    assert await claims(shop) == {(urgent.order_id, "PO-1"): 1, (old.order_id, "PO-1"): 1}
    assert await told(shop, old.order_id) == ["order.placed", "order.promised"]
    assert await told(shop, new.order_id) == ["order.placed"]
    assert (await delivery(shop, old.order_id)).promised_until is not None
    await announce(shop, "PO-1", 3, 10)
    await settled(shop)
    assert await told(shop, new.order_id) == ["order.placed", "order.promised"]


async def test_supply_that_comes_later_moves_the_promises_that_lean_on_it(shop: Shop) -> None:
    await announce(shop, "PO-1", 5, 10)
    placed = await backorder(shop, 2)
    await announce(shop, "PO-1", 5, 15)
    await settled(shop)
    until = (await delivery(shop, placed.order_id)).promised_until
    assert placed.deliveries[0].promised_until is not None
    assert until is not None
    assert (until - placed.deliveries[0].promised_until).days == 5
    assert await told(shop, placed.order_id) == ["order.placed", "order.promise_moved"]


async def test_who_leaned_on_supply_that_comes_later_is_promised_other_supply(shop: Shop) -> None:
    await announce(shop, "PO-1", 5, 10)
    placed = await backorder(shop, 2)
    await announce(shop, "PO-2", 5, 12)
    await announce(shop, "PO-1", 5, 30)
    await settled(shop)
    assert await claims(shop) == {(placed.order_id, "PO-2"): 2}


async def test_supply_that_comes_sooner_leaves_the_promise_as_it_was(shop: Shop) -> None:
    await announce(shop, "PO-1", 5, 10)
    placed = await backorder(shop, 2)
    await announce(shop, "PO-1", 5, 5)
    await settled(shop)
    assert await delivery(shop, placed.order_id) == placed.deliveries[0]
    assert await told(shop, placed.order_id) == ["order.placed"]


async def test_supply_that_will_not_come_leaves_orders_without_a_date(shop: Shop) -> None:
    await announce(shop, "PO-1", 5, 10)
    placed = await backorder(shop, 2)
    await announce(shop, "PO-1", 5, 10, status="cancelled")
    await settled(shop)
    assert await claims(shop) == {}
    assert (await delivery(shop, placed.order_id)).promised_until is None
    (body,) = await bodies(shop, "order.promise_moved")
    assert "promised_until" not in body["deliveries"][0]
    await announce(shop, "PO-1", 5, 10)
    await settled(shop)
    assert await told(shop, placed.order_id) == ["order.placed", "order.promise_moved", "order.promised"]


async def test_of_less_supply_those_who_are_last_in_line_lose(shop: Shop) -> None:
    await announce(shop, "PO-1", 6, 10)
    orders = [await backorder(shop, 2) for _ in range(3)]
    urgent = orders[2]
    await shop.rows("update order_parts set priority = 5 where order_id = %s returning 1", urgent.order_id)
    await announce(shop, "PO-2", 1, 30)
    await announce(shop, "PO-1", 4, 10)
    await settled(shop)
    assert await claims(shop) == {
        (orders[0].order_id, "PO-1"): 2,
        (urgent.order_id, "PO-1"): 2,
        (orders[1].order_id, "PO-2"): 1,
    }
    assert [len(await told(shop, each.order_id)) for each in orders] == [1, 2, 1]


async def test_goods_that_come_serve_who_waits_and_count_as_received(shop: Shop) -> None:
    await announce(shop, "PO-1", 6, 10)
    first, second = await backorder(shop, 2), await backorder(shop, 4)
    await shop.fact(FactKind.RECEIVE, "tea", "leipzig", 3, "PO-1")
    assert await overpromised(shop) == []
    assert await claims(shop) == {(second.order_id, "PO-1"): 3}
    await settled(shop)
    assert await shop.committed(first.order_id) == {("tea", "leipzig"): 2}
    assert await shop.committed(second.order_id) == {("tea", "leipzig"): 1}
    await shop.fact(FactKind.RECEIVE, "tea", "leipzig", 3, "PO-1")
    assert await claims(shop) == {}
    assert await shop.rows("select received from supplies") == [(6,)]
    await settled(shop)


async def test_a_receipt_tells_the_levels_behind_the_orders_that_it_served(shop: Shop) -> None:
    await backorder(shop, 3)
    facts = [
        RecordFact(**stamped(f"came-{n}"), kind=FactKind.RECEIVE, sku="tea", node="leipzig", quantity=2) for n in (1, 2)
    ]
    replies = await shop.submit_together(facts)
    levels = [reply.levels[0] for reply in replies if isinstance(reply, FactRecorded)]
    assert [(each.on_hand, each.available) for each in levels] == [(2, 0), (4, 1)]
    assert [await shop.submit(each) for each in facts] == replies
    events = [body["levels"][0]["available"] for body in await bodies(shop, "stock.receive")]
    assert (events, await shop.drift()) == ([0, 1], [])


async def test_more_than_was_ordered_is_stock_and_counts_up_to_what_was_to_come(shop: Shop) -> None:
    await announce(shop, "PO-1", 2, 10)
    await shop.fact(FactKind.RECEIVE, "tea", "leipzig", 5, "PO-1")
    assert await shop.rows("select received from supplies") == [(2,)]
    assert await shop.positions() == {("tea", "leipzig"): (5, 0, 0)}
    assert (await backorder(shop, 6)).deliveries[0].promised_until is None


async def test_what_comes_elsewhere_or_of_another_sku_is_not_of_the_supply(shop: Shop) -> None:
    await announce(shop, "PO-1", 2, 10)
    await shop.fact(FactKind.RECEIVE, "tea", "berlin", 2, "PO-1")
    await shop.fact(FactKind.RECEIVE, "cup", "leipzig", 2, "PO-1")
    await shop.fact(FactKind.RETURN, "tea", "leipzig", 2, "PO-1")
    assert await shop.rows("select received from supplies") == [(0,)]


async def test_a_transfer_that_arrives_is_received(shop: Shop) -> None:
    await announce(shop, "T-1", 2, 1, node="munich")
    await shop.receive({"tea": {"berlin": 2}})
    await shop.fact(FactKind.DISPATCH, "tea", "berlin", 2, "T-1")
    placed = await backorder(shop, 2)
    assert await claims(shop) == {(placed.order_id, "T-1"): 2}
    await shop.fact(FactKind.ARRIVE, "tea", "munich", 2, "T-1")
    assert await shop.rows("select received from supplies") == [(2,)]
    assert await shop.committed(placed.order_id) == {("tea", "munich"): 2}
    assert await claims(shop) == {}


async def test_an_order_before_others_gets_what_came_and_they_other_supply(shop: Shop) -> None:
    """Who is first in line is served by the goods that another was promised, and that one gets its claim."""
    await announce(shop, "PO-1", 2, 10)
    placed = await backorder(shop, 2)
    urgent = await backorder(shop, 2, priority=9)
    await announce(shop, "PO-2", 2, 20)
    await settled(shop)
    await shop.fact(FactKind.RECEIVE, "tea", "leipzig", 2, "PO-1")
    await settled(shop)
    assert await shop.committed(urgent.order_id) == {("tea", "leipzig"): 2}
    assert await claims(shop) == {(placed.order_id, "PO-2"): 2}
    assert (await told(shop, placed.order_id))[-1] == "order.promise_moved"


async def test_stock_that_was_not_expected_frees_the_claim(shop: Shop) -> None:
    await announce(shop, "PO-1", 2, 10)
    placed, other = await backorder(shop, 2), await backorder(shop, 2)
    await shop.receive({"tea": {"munich": 2}})
    assert await shop.committed(placed.order_id) == {("tea", "munich"): 2}
    await settled(shop)
    assert await claims(shop) == {(other.order_id, "PO-1"): 2}
    assert await told(shop, placed.order_id) == ["order.placed", "order.allocated"]


async def test_what_is_cancelled_frees_the_claim_for_who_waits(shop: Shop) -> None:
    await announce(shop, "PO-1", 2, 10)
    placed, other = await backorder(shop, 2), await backorder(shop, 2)
    lines = (LineQuantity(1, 1),)
    await shop.submit(CancelOrder(**stamped(None), order_id=placed.order_id, reason="customer", lines=lines))
    await settled(shop)
    assert await claims(shop) == {(placed.order_id, "PO-1"): 1, (other.order_id, "PO-1"): 1}
    await shop.cancel(placed.order_id)
    await settled(shop)
    assert await claims(shop) == {(other.order_id, "PO-1"): 2}


async def test_a_kit_waits_for_the_supply_of_its_components(shop: Shop) -> None:
    await shop.receive({"cup": {"leipzig": 1}})
    await announce(shop, "PO-1", 2, 10)
    placed = await shop.place({"tea-time": 1}, ship_to=BERLIN, shortage=Shortage.BACKORDER)
    assert allocated(placed) == {("cup", "leipzig"): 1}
    assert await claims(shop) == {(placed.order_id, "PO-1"): 2}
    assert placed.deliveries[0].promised_until is not None


async def test_supply_is_promised_in_the_order_of_a_group(shop: Shop) -> None:
    """Orders that are placed together share what is to come as if they came one by one."""
    await announce(shop, "PO-1", 3, 10)
    replies = await shop.submit_together([order({"tea": 1}, shortage="backorder", ship_to=BERLIN) for _ in range(5)])
    dated = [reply.deliveries[0].promised_until is not None for reply in replies if isinstance(reply, OrderPlaced)]
    assert dated == [True, True, True, False, False]
    assert await overpromised(shop) == []
