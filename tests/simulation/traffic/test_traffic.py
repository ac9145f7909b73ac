"""What people do in the live traffic, against a shop in memory."""

from __future__ import annotations

import asyncio
import random
from collections import Counter

import pytest

from stockpool.simulation.traffic import Answer, Scene, TrafficReport, drive
from stockpool.simulation.traffic.actors import check_out, deliver, look, pick_up, ring_up
from stockpool.simulation.traffic.freshness import watch_one_sale
from tests.simulation.traffic.fake_shop import FakeShop
from tests.simulation.traffic.scenes import make_scene

TURNED_AWAY_S_MAX = 60
"""However slow the machine is; a house without an end never turns anybody away."""


async def run_for(scene: Scene, seconds: float, rate_per_s: float) -> TrafficReport:
    asyncio.get_running_loop().call_later(seconds, scene.stopped.set)
    await asyncio.wait_for(drive(scene, rate_per_s), seconds + 5)
    return scene.tally.report(scene.client.retries)


async def test_people_sell_look_hold_order_and_pick_up() -> None:
    report = await run_for(make_scene(FakeShop().send), 1.5, 200)
    assert {"sold", "looked", "held", "ordered", "left to expire"} <= report.outcomes.keys()
    assert report.errors == {}
    assert report.refusals == {}
    assert {"till sale", "availability", "hold", "order", "till to web"} <= report.latency.keys()


async def test_arrivals_keep_the_rate_that_was_asked_for() -> None:
    shop = FakeShop()
    await run_for(make_scene(shop.send), 2.0, 60)
    arrived = Counter(path for path, body in shop.bodies if not body.get("by_node"))
    visits = sum(arrived[f"/v1/{path}"] for path in ("facts", "availability", "holds", "orders"))
    assert 70 < visits < 175


async def test_the_same_dice_make_the_same_people() -> None:
    bodies = []
    for _ in range(2):
        shop = FakeShop()
        scene = make_scene(shop.send, seed=7)
        scene.stopped.set()  # nobody waits
        for actor in (ring_up, look, pick_up, ring_up):
            await actor(scene)
        bodies.append(shop.bodies)
    assert bodies[0] == bodies[1]


async def test_other_dice_make_other_people() -> None:
    bodies = []
    for seed in (1, 2):
        shop = FakeShop()
        scene = make_scene(shop.send, seed=seed)
        for _ in range(10):
            await look(scene)
        bodies.append(shop.bodies)
    assert bodies[0] != bodies[1]


async def test_a_shop_out_of_order_is_waited_for_and_no_receipt_is_counted_twice() -> None:
    shop = FakeShop()
    shop.broken = [Answer(503, b"", 0.01), ConnectionResetError()] * 10
    report = await run_for(make_scene(shop.send, patience_seconds=30), 2.5, 50)
    assert (report.errors, report.retries, len(shop.broken)) == ({}, 20, 0)
    assert report.errors == {}
    assert max(shop.receipts.values()) == 1


async def test_people_without_an_answer_go_home_and_are_counted() -> None:
    shop = FakeShop()
    shop.broken = [ConnectionRefusedError()] * 100_000
    report = await run_for(make_scene(shop.send, patience_seconds=0.1), 0.6, 50)
    assert report.errors["gave up"] > 5
    assert report.outcomes == {}


async def test_refusals_are_counted_by_reason() -> None:
    scene = make_scene(FakeShop(stock=0).send)
    await check_out(scene)
    await pick_up(scene)
    assert scene.tally.report().refusals == {"insufficient-stock": 2}


async def test_refused_facts_are_counted_beside_the_recorded_ones() -> None:
    shop = FakeShop()
    shop.broken = [
        Answer(
            200, b'{"results":[{"outcome":"refused","problem":{"type":"https://example.org/problems/unknown-sku"}}]}'
        )
    ]
    scene = make_scene(shop.send)
    await ring_up(scene)
    assert scene.tally.report().refusals == {"unknown-sku": 1}
    assert scene.tally.report().outcomes == {}


async def test_errors_of_the_server_are_counted_apart_from_refusals() -> None:
    shop = FakeShop()
    shop.broken = [Answer(500, b"oops")]
    scene = make_scene(shop.send)
    await look(scene)
    assert scene.tally.report().errors == {"status 500": 1}
    assert scene.tally.report().refusals == {}


async def test_a_truck_refills_the_shelves_that_sales_left_empty_once() -> None:
    shop = FakeShop(stock=1)
    scene = make_scene(shop.send)
    await ring_up(scene)
    (shelf,) = scene.low_shelves
    await deliver(scene)
    assert shop.sold[shelf] < 0
    assert scene.low_shelves == {}
    sent = len(shop.requests)
    await deliver(scene)
    assert len(shop.requests) == sent


async def test_full_shelves_get_no_truck() -> None:
    shop = FakeShop(stock=100)
    scene = make_scene(shop.send)
    await ring_up(scene)
    await deliver(scene)
    assert [path for path, _ in shop.bodies] == ["/v1/facts"]


async def test_a_sale_is_watched_until_the_web_sees_it() -> None:
    shop = FakeShop()
    scene = make_scene(shop.send)
    await watch_one_sale(scene)
    assert sum(shop.sold.values()) == 1
    assert scene.tally.report().latency["till to web"].answers == 1


async def test_a_sale_that_never_shows_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """Negative control of the lag: a web that does not follow the tills is noticed."""
    monkeypatch.setattr("stockpool.simulation.traffic.freshness.VISIBLE_WITHIN_SECONDS", 0.05)
    shop = FakeShop(forgets_sales=True)
    scene = make_scene(shop.send)
    await watch_one_sale(scene)
    assert scene.tally.report().errors == {"sale not visible in 5 s": 1}
    assert "till to web" not in scene.tally.report().latency


async def test_when_the_traffic_stops_thinkers_leave_at_once() -> None:
    scene = make_scene(FakeShop().send)
    checkout = asyncio.create_task(check_out(scene))
    await asyncio.sleep(0.05)
    scene.stopped.set()
    await asyncio.wait_for(checkout, 0.3)
    assert scene.tally.report().outcomes == {"held": 1, "left to expire": 1}


async def test_a_full_house_turns_people_away_instead_of_growing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("stockpool.simulation.traffic.driver.PRESENT_MAX", 3)
    scene = make_scene(FakeShop().send)
    scene.tally.errors = StopsAt(50, scene.stopped)
    await asyncio.wait_for(drive(scene, 300), TURNED_AWAY_S_MAX)
    assert scene.tally.errors == {"turned away": 50}


class StopsAt(Counter[str]):
    """Counts errors, and stops the traffic at so many of a kind."""

    def __init__(self, most: int, stopped: asyncio.Event) -> None:
        super().__init__()
        self.most, self.stopped = most, stopped

    def __setitem__(self, kind: str, count: int) -> None:
        super().__setitem__(kind, count)
        if count >= self.most:
            self.stopped.set()


async def test_where_there_is_room_nobody_is_turned_away() -> None:
    """Negative control of the full house."""
    report = await run_for(make_scene(FakeShop().send), 0.5, 300)
    assert report.errors == {}


async def test_quantities_travel_as_numbers_with_their_decimals() -> None:
    shop = FakeShop()
    scene = make_scene(shop.send)
    scene.dice = random.Random(0)
    for _ in range(20):
        await ring_up(scene)
    quantities = {fact["quantity"] for _, body in shop.bodies for fact in body["facts"]}
    assert quantities == {1, 2.5}
