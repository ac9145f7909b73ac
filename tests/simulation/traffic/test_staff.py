"""How nodes work in the live traffic: each at its pace, and one store not at all."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from stockpool.simulation.traffic import Answer, Scene
from stockpool.simulation.traffic.actors import buy, check_out, pick_up
from stockpool.simulation.traffic.driver import Actor
from stockpool.simulation.traffic.left_to_people import QUEUE_MAX, QUEUE_MIN, look_after
from stockpool.simulation.traffic.opening import open_with_trouble
from stockpool.simulation.traffic.paces import SLOW_STORE, STORE, Pace, Rota
from stockpool.simulation.traffic.staff import FORGOTTEN_MAX, carry, collect, visit
from stockpool.simulation.traffic.waiting import WAIT_MAX, lose_patience
from tests.simulation.traffic.fake_shop import FakeShop
from tests.simulation.traffic.scenes import make_scene

SURE = Pace(1.0, 100, 100, rejected=0.0, picked_short=0.0)


async def no_pause(_self: Scene, _least: float, _most: float) -> None:
    """Nobody thinks."""


@pytest.mark.parametrize(
    ("actor", "end", "outcome"),
    [
        (pick_up, "handed_over", "picked up"),
        (check_out, "delivered", "delivered"),
        (buy, "delivered", "delivered"),
    ],
)
async def test_what_was_ordered_is_worked_on_to_its_end(
    monkeypatch: pytest.MonkeyPatch, actor: Actor, end: str, outcome: str
) -> None:
    monkeypatch.setattr(Scene, "pause", no_pause)
    monkeypatch.setattr("stockpool.simulation.traffic.staff.COLLECTED", 1.0)
    monkeypatch.setattr("stockpool.simulation.traffic.staff.ARRIVES", 1.0)
    shop = FakeShop()
    scene = make_scene(shop.send)
    while scene.tally.outcomes["ordered"] < 8:
        await actor(scene)
    for _ in range(8):
        for node in scene.nodes:
            await visit(scene, node, SURE)
        await carry(scene)
        await collect(scene)
    assert {task["status"] for task in shop.tasks.values()} == {end}
    assert scene.tally.outcomes[outcome] == 8
    assert scene.codes == {}
    assert scene.tally.report().errors == {}


@pytest.mark.parametrize(
    ("pace", "outcome"),
    [
        (msgspec.structs.replace(SURE, rejected=1.0), "rejected"),
        (msgspec.structs.replace(SURE, picked_short=1.0), "picked short"),
    ],
)
async def test_nodes_now_and_then_cannot_do_it_and_it_is_counted_what_became_of_that(pace: Pace, outcome: str) -> None:
    scene = make_scene(FakeShop().send)
    await pick_up(scene)
    for _ in range(3):
        for node in scene.nodes:
            await visit(scene, node, pace)
    outcomes = scene.tally.outcomes
    assert (outcomes[outcome], outcomes["repaired"], outcomes["backordered"]) == (1, 1, 1)


async def test_a_step_that_was_refused_is_counted_as_a_refusal_only() -> None:
    shop = FakeShop()
    scene = make_scene(shop.send)
    await pick_up(scene)
    (task,) = shop.tasks.values()
    queue = Answer(200, msgspec.json.encode({"items": [task]}))
    shop.broken = [queue, Answer(409, b'{"type":"/problems/order-state"}')]
    await visit(scene, task["node"], SURE)
    assert scene.tally.report().refusals == {"order-state": 1}
    assert scene.tally.report().outcomes == {"ordered": 1}


def test_staff_comes_by_at_its_pace_and_never_to_the_store_that_is_left_to_people() -> None:
    stores = [f"st-{number:02}" for number in range(24)]
    rota = Rota(["dc-1"], stores, left_to_people="st-00")
    visits = [node for second in range(1200) for node in rota.due(float(second))]
    slow, other = rota.slow[0], "st-01"
    assert rota.paces[slow] == SLOW_STORE
    assert rota.paces[other] == STORE
    assert abs(visits.count(slow) - 1200 / SLOW_STORE.every_s) <= 1
    assert abs(visits.count(other) - 1200 / STORE.every_s) <= 1
    assert visits.count("st-00") == 0
    assert 0 < len(rota.slow) < len(stores) / 4


async def test_a_store_with_too_much_to_do_is_offered_to_nobody_until_it_has_less() -> None:
    shop = FakeShop()
    scene = make_scene(shop.send)
    shop.tasks = {str(n): {"id": str(n), "node": "st-a", "status": "picked", "lines": []} for n in range(30)}
    await visit(scene, "st-a", SURE)
    assert scene.crowded == {"st-a"}
    shop.tasks.clear()
    await visit(scene, "st-a", SURE)
    assert scene.crowded == set()


async def test_the_store_that_is_left_to_people_has_work_of_each_kind_and_a_code_that_is_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("stockpool.simulation.traffic.left_to_people.COLLECTED", 1.0)
    shop = FakeShop()
    scene = make_scene(shop.send, left_to_people="st-a")
    for _ in range(3):
        await look_after(scene)
    statuses = [task["status"] for task in shop.tasks.values()]
    assert sorted(set(statuses)) == ["ready_for_pickup", "released"]
    assert statuses.count("released") == QUEUE_MIN
    assert {what: len(items) for what, items in shop.expected.items()} == {"arrivals": 1, "counts": 1, "returns": 1}
    (told,) = scene.told_codes.values()
    assert told["code"].startswith("code of ")
    assert scene.crowded == set()


async def test_the_store_that_is_left_to_people_is_not_sent_more_than_they_can_do() -> None:
    shop = FakeShop()
    scene = make_scene(shop.send, left_to_people="st-a")
    names = [str(number) for number in range(QUEUE_MAX)]
    shop.tasks = {name: {"id": name, "node": "st-a", "status": "released", "lines": []} for name in names}
    await look_after(scene)
    assert scene.crowded == {"st-a"}
    assert [task["status"] for task in shop.tasks.values()].count("released") == QUEUE_MAX


async def test_where_no_store_is_left_to_people_nothing_is_done_for_them() -> None:
    shop = FakeShop()
    await look_after(make_scene(shop.send))
    assert shop.requests == []


async def test_of_many_orders_that_wait_the_oldest_are_served_or_cancelled() -> None:
    shop = FakeShop()
    scene = make_scene(shop.send)
    shop.waiting = [waiting_order(number) for number in range(WAIT_MAX + 12)]
    await lose_patience(scene)
    paths = [path for path, _ in shop.bodies]
    cancelled = sum(path.endswith("/cancel") for path in paths)
    assert 0 < cancelled < 12
    assert cancelled + paths.count("/v1/facts") == 12
    shop.waiting, shop.bodies = shop.waiting[:WAIT_MAX], []
    await lose_patience(scene)
    assert len(shop.bodies) == 1


def waiting_order(number: int) -> dict[str, Any]:
    lines = [{"line": 1, "sku": "mug", "quantity": 3, "short": 2}]
    return {"order_id": f"waiting-{number:03}", "deliveries": [{"method": "ship"}], "lines": lines}


async def test_what_a_maker_owes_is_promised_and_no_truck_brings_it() -> None:
    shop = FakeShop()
    scene = make_scene(shop.send)
    await open_with_trouble(scene)
    (owed,) = scene.owed
    (coming,) = shop.expected["arrivals"]
    assert [row["sku"] for row in coming["lines"]] == [owed]
    assert scene.tally.outcomes["ordered"] == 2
    scene.ran_low(owed, "dc-1")
    assert scene.low_shelves == {}


async def test_a_few_customers_do_not_come_and_the_others_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("stockpool.simulation.traffic.staff.COLLECTED", 0.0)
    shop = FakeShop()
    scene = make_scene(shop.send)
    names = [f"o{number}" for number in range(FORGOTTEN_MAX + 3)]
    shop.tasks = {name: {"id": name, "node": "st-a", "status": "ready_for_pickup", "lines": []} for name in names}
    scene.codes = {name: f"code of {name}" for name in names}
    await collect(scene)
    assert scene.tally.outcomes["picked up"] == 3
    assert list(scene.forgotten) == names[3:]


async def test_when_the_order_that_lay_ready_is_handed_over_another_gets_ready() -> None:
    shop = FakeShop()
    scene = make_scene(shop.send, left_to_people="st-a")
    await look_after(scene)
    (first,) = scene.told_codes
    await look_after(scene)
    assert list(scene.told_codes) == [first]
    shop.tasks[first]["status"] = "handed_over"
    await look_after(scene)
    (second,) = scene.told_codes
    assert second != first
