"""Who makes the traffic: tills, web shoppers, people who look, people who pick up, and trucks."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from stockpool.simulation.retailer.baskets import Bought
from stockpool.simulation.traffic import requests
from stockpool.simulation.traffic.customers import address, basket, order_line
from stockpool.simulation.traffic.scene import Scene

HOLD_SECONDS = 60
LOW_LEVEL = 1
DELIVERED = (6, 18)
DELIVERED_TO_CENTERS = (60, 180)
TRUCK_LINES_MAX = 100

SENT_TO_STORE = 0.3
"""Share of pickups for which another node may send the goods."""

GIVES_UP = 0.15
"""Share of checkouts that give their hold back; as many just leave, and the hold expires by itself."""

COMPANY = 0.02
"""Share of orders of companies: many of one thing, and they wait for what nobody has."""
COMPANY_WANTS = (20, 90)

TRUCKS_PASS_BY = 0.95
"""Share of tours that leave out the stores that are behind: what they owe stays owed for a while."""

TOLD_LATE_MINUTES = (17, 40)
"""One of the slow stores has a bad line, and its tills tell late what they sold."""


async def ring_up(scene: Scene) -> None:
    """A customer pays at a till: the goods are gone, whatever anybody had promised."""
    await sell(scene, scene.dice.choice(scene.baskets.store))


async def sell(scene: Scene, bought: Bought) -> None:
    """Record one line of a receipt."""
    occurred_at = scene.now()
    if scene.rota.slow[:1] == (bought.node,):
        occurred_at -= timedelta(minutes=scene.dice.uniform(*TOLD_LATE_MINUTES))
    answer = await scene.ask(
        "till sale", requests.record([requests.fact("sell", bought, occurred_at, scene.name("r"))])
    )
    if answer.status >= 400:
        return
    (result,) = answer.read()["results"]
    if result["outcome"] == "recorded":
        scene.tally.outcomes["sold"] += 1
        note_levels(scene, result["levels"])
    else:
        scene.refused(result["problem"])


def note_levels(scene: Scene, levels: list[dict[str, Any]]) -> None:
    """Remember the shelves that a sale left nearly empty."""
    for level in levels:
        if level["available"] <= LOW_LEVEL:
            scene.ran_low(level["sku"], level["node"])


async def look(scene: Scene) -> None:
    """Somebody opens a page of the web shop."""
    skus = sorted({scene.dice.choice(scene.baskets.web).sku for _ in range(scene.dice.randint(1, 24))})
    answer = await scene.ask("availability", requests.availability(skus))
    if answer.status == 200:
        scene.tally.outcomes["looked"] += 1


async def buy(scene: Scene) -> None:
    """A web customer orders at once; now and then it is a company, which wants many and can wait."""
    lines, shortage = basket(scene), "refuse"
    if scene.dice.random() < COMPANY:
        many, shortage = scene.dice.choice(scene.baskets.web), "backorder"
        lines = [order_line(many, scene.dice.randint(*COMPANY_WANTS))]
    await order(scene, lines, method="ship", ship_to=address(scene), shortage=shortage)


async def check_out(scene: Scene) -> None:
    """A web customer holds a basket, thinks, and then orders, gives it back or just leaves."""
    lines, where = basket(scene), {"method": "ship", "ship_to": address(scene)}
    answer = await scene.ask("hold", requests.hold(lines, HOLD_SECONDS, scene.name("h"), **where))
    if answer.status != 201:
        _order_from_makers(scene, lines)
        return
    scene.tally.outcomes["held"] += 1
    hold_id = answer.read()["hold_id"]
    await scene.pause(0.5, 8)
    mood = scene.dice.random()
    if scene.stopped.is_set() or mood < GIVES_UP:
        scene.tally.outcomes["left to expire"] += 1
    elif mood < 2 * GIVES_UP:
        if (await scene.ask("release", requests.release(hold_id, scene.name("x")))).status == 200:
            scene.tally.outcomes["released"] += 1
    else:
        await order(scene, lines, hold_id=hold_id, shortage="refuse", **where)


async def pick_up(scene: Scene) -> None:
    """A web customer orders what a store sells and collects it there; some do not mind if it must be sent there."""
    wanted = scene.dice.choice(scene.baskets.store)
    if wanted.node in scene.crowded:
        return
    method = "ship_to_store" if scene.dice.random() < SENT_TO_STORE else "pickup"
    await order(scene, [order_line(wanted, wanted.quantity)], method=method, pickup_node=wanted.node, shortage="refuse")


async def deliver(scene: Scene) -> None:
    """A truck brings what the shelves ran low of; it seldom calls at stores that are behind with their work."""
    passes_by = scene.rota.slow if scene.dice.random() < TRUCKS_PASS_BY else ()
    shelves = [shelf for shelf in scene.low_shelves if shelf[1] not in passes_by][:TRUCK_LINES_MAX]
    if not shelves:
        return
    for shelf in shelves:
        del scene.low_shelves[shelf]
    brought = [
        Bought(sku, node, scene.dice.randint(*(DELIVERED if node in scene.stores else DELIVERED_TO_CENTERS)))
        for sku, node in shelves
    ]
    await bring(scene, brought)


async def bring(scene: Scene, brought: list[Bought]) -> None:
    """A truck is unloaded."""
    truck = scene.name("t")
    facts = [requests.fact("receive", line, scene.now(), f"{truck}-{n}") for n, line in enumerate(brought)]
    answer = await scene.ask("delivery", requests.record(facts))
    if answer.status < 400:
        scene.tally.outcomes["restocked"] += len(facts)


async def order(scene: Scene, lines: requests.Lines, **more: object) -> dict[str, Any] | None:
    """Order; the staff of the nodes does the rest. None where it was refused."""
    answer = await scene.ask("order", requests.order(lines, scene.name("o"), reference=scene.reference(), **more))
    if answer.status != 201:
        _order_from_makers(scene, lines)
        return None
    scene.tally.outcomes["ordered"] += 1
    return answer.read()


def _order_from_makers(scene: Scene, lines: requests.Lines) -> None:
    """What could not be sold comes with the next truck to the center that sends it."""
    for line in lines:
        if line["sku"] in scene.centers:
            scene.ran_low(line["sku"], scene.centers[line["sku"]])
