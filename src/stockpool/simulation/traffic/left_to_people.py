"""The store that is left to people: who signs in there finds work of each kind, and no more than a few can do.

Nobody simulated takes a step there, but for one order that is made ready, so that its code can be told to whoever plays
the customer: no server ever tells it again.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from stockpool.simulation.retailer.baskets import Bought
from stockpool.simulation.traffic import requests
from stockpool.simulation.traffic.actors import order
from stockpool.simulation.traffic.customers import address, order_line
from stockpool.simulation.traffic.scene import Scene
from stockpool.simulation.traffic.staff import WORKED_ON, take_step

QUEUE_MIN = 7
QUEUE_MAX = 14
COMING_MAX = 4
"""So many parcels of other nodes wait to be received before nobody is offered to collect anything there."""

COLLECTED = 0.5
"""Share of the orders for it that are collected."""

LOOKED_AT_MAX = 200
DELIVERED_LINES = 4
TRIES = 5
"""Now and then the shelf is empty."""

DELIVERY_IN = timedelta(minutes=20)
COUNTED_SKUS = 3
MADE_READY = ("release", "accept", "pick", "ready")


async def look_after(scene: Scene) -> None:
    """See that there is something to do, to hand over, to receive, to count and to take back."""
    node = scene.rota.left_to_people
    shelf = [line for line in scene.baskets.store if line.node == node]
    if node is None or not shelf:
        return
    statuses = ("open", *WORKED_ON, "shipped", "ready_for_pickup")
    answer = await scene.ask("queue", requests.queue([node], statuses, LOOKED_AT_MAX))
    if answer.status != 200:
        return
    tasks = answer.read()["items"]
    to_do = [task for task in tasks if task["node"] == node and task["status"] in ("open", *WORKED_ON)]
    coming = [task for task in tasks if task["status"] == "shipped" and task.get("pickup_node") == node]
    scene.now_has(node, crowded=len(to_do) >= QUEUE_MAX or len(coming) >= COMING_MAX)
    for _ in range(QUEUE_MIN - len(to_do)):
        await (_collected_there if scene.dice.random() < COLLECTED else _sent_to_a_neighbor)(scene, shelf)
    ready = {task["id"] for task in tasks if task["status"] == "ready_for_pickup"}
    scene.told_codes = {name: told for name, told in scene.told_codes.items() if name in ready}
    if not scene.told_codes:
        await _make_one_ready(scene, shelf)
    await _see_that_goods_come(scene, node, shelf)
    await _see_that_something_is_counted(scene, node, shelf)
    await _see_that_something_comes_back(scene, node, shelf)


async def _collected_there(scene: Scene, shelf: list[Bought], **more: object) -> dict[str, Any] | None:
    """Somebody orders one or two things of its shelves, to collect them there."""
    how = {"method": "pickup", "pickup_node": shelf[0].node, "shortage": "refuse", **more}
    for _ in range(TRIES):
        chosen = {line.sku: line for line in scene.dice.choices(shelf, k=scene.dice.choice((1, 1, 2)))}
        placed = await order(scene, [order_line(line, line.quantity) for line in chosen.values()], **how)
        if placed is not None:
            return placed
    return None


async def _sent_to_a_neighbor(scene: Scene, shelf: list[Bought]) -> None:
    """Somebody who lives around the corner orders one thing of its shelves; the policy says who sends it."""
    home = next((home for home in scene.baskets.homes if home.node == shelf[0].node), None)
    line = scene.dice.choice(shelf)
    await order(
        scene, [order_line(line, line.quantity)], method="ship", ship_to=address(scene, home), shortage="refuse"
    )  # fmt: skip


async def _make_one_ready(scene: Scene, shelf: list[Bought]) -> None:
    """A customer stands there with a code."""
    placed = await _collected_there(scene, shelf)
    if placed is None or not placed["fulfillment_orders"]:
        return
    task = placed["fulfillment_orders"][0]
    taken: dict[str, Any] | None = None
    for step in MADE_READY:
        taken = await take_step(scene, task["id"], step)
    if taken is not None and "pickup_code" in taken:
        scene.told_codes[task["id"]] = {"reference": placed["reference"], "code": taken["pickup_code"]}


async def _see_that_goods_come(scene: Scene, node: str, shelf: list[Bought]) -> None:
    answer = await scene.ask("arrivals", requests.arrivals(node))
    if answer.status != 200 or any(each["kind"] != "return" for each in answer.read()["arrivals"]):
        return
    origin = {"from_node": scene.rota.centers[0]} if scene.rota.centers else {}
    delivery, chosen = scene.name("TR"), {line.sku: line for line in scene.dice.choices(shelf, k=DELIVERED_LINES)}
    rows: requests.Lines = [
        {
            "id": f"{delivery}/{number}", "sku": line.sku, "node": node, "kind": "transfer",
            "quantity": scene.dice.randint(2, 8), "expected_at": scene.now() + DELIVERY_IN, **origin,
        }
        for number, line in enumerate(chosen.values(), start=1)
    ]  # fmt: skip
    await scene.ask("supplies", requests.supplies(rows))


async def _see_that_something_is_counted(scene: Scene, node: str, shelf: list[Bought]) -> None:
    answer = await scene.ask("counts", requests.counts([node], 1))
    if answer.status == 200 and not answer.read()["counts"]:
        skus = sorted({line.sku for line in scene.dice.choices(shelf, k=COUNTED_SKUS)})
        await scene.ask("ask for a count", requests.ask_for_count(node, skus, scene.name("c")))


async def _see_that_something_comes_back(scene: Scene, node: str, shelf: list[Bought]) -> None:
    """Somebody who bought at the till says that it does not fit."""
    answer = await scene.ask("returns", requests.returns(node))
    if answer.status != 200 or answer.read()["items"]:
        return
    bought = await _collected_there(scene, shelf, channel="tills", method="carry_out", sold_at=node)
    if bought is not None:
        lines: requests.Lines = [{"line": 1, "quantity": bought["lines"][0]["quantity"], "reason": "unwanted"}]
        await scene.ask("ask to return", requests.ask_to_return(bought["order_id"], node, lines, scene.name("b")))
