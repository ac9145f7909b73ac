"""Who makes the traffic: tills, web shoppers, people who look, people who pick up, and trucks."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from stockpool.simulation.retailer.baskets import Bought
from stockpool.simulation.traffic import requests
from stockpool.simulation.traffic.scene import Scene

HOLD_SECONDS = 60
LOW_LEVEL = 1
KIT_CHANCE = 0.04
DELIVERED = (6, 18)
TRUCK_LINES_MAX = 100

SENT_TO_STORE = 0.3
"""Share of pickups for which another node may send the goods."""

GIVES_UP = 0.15
"""Share of checkouts that give their hold back; as many just leave, and the hold expires by itself."""


async def ring_up(scene: Scene) -> None:
    """A customer pays at a till: the goods are gone, whatever anybody had promised."""
    await sell(scene, scene.dice.choice(scene.baskets.store))


async def sell(scene: Scene, bought: Bought) -> None:
    """Record one line of a receipt."""
    answer = await scene.ask(
        "till sale", requests.record([requests.fact("sell", bought, scene.now(), scene.name("r"))])
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


async def check_out(scene: Scene) -> None:
    """A web customer holds a basket, thinks, and then orders, gives it back or just leaves."""
    lines = _basket(scene)
    key = scene.name("h")
    answer = await scene.ask("hold", requests.hold(lines, HOLD_SECONDS, key))
    if answer.status != 201:
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
        await _order(scene, lines, hold_id=hold_id, method="ship", ship_to=_address(scene))


async def pick_up(scene: Scene) -> None:
    """A web customer orders what a store sells and collects it there; some do not mind if it must be sent there."""
    wanted = scene.dice.choice(scene.baskets.store)
    lines = [{"sku": wanted.sku, "quantity": wanted.quantity}]
    method = "ship_to_store" if scene.dice.random() < SENT_TO_STORE else "pickup"
    await _order(scene, lines, method=method, pickup_node=wanted.node)


async def deliver(scene: Scene) -> None:
    """A truck brings what the shelves ran low of."""
    shelves = list(scene.low_shelves)[:TRUCK_LINES_MAX]
    if not shelves:
        return
    for shelf in shelves:
        del scene.low_shelves[shelf]
    truck = scene.name("t")
    brought = [Bought(sku, node, scene.dice.randint(*DELIVERED)) for sku, node in shelves]
    facts = [requests.fact("receive", line, scene.now(), f"{truck}-{n}") for n, line in enumerate(brought)]
    answer = await scene.ask("delivery", requests.record(facts))
    if answer.status < 400:
        scene.tally.outcomes["restocked"] += len(facts)


async def _order(scene: Scene, lines: requests.Lines, **more: object) -> None:
    """Order; the staff of the nodes does the rest."""
    answer = await scene.ask("order", requests.order(lines, scene.name("o"), **more))
    if answer.status == 201:
        scene.tally.outcomes["ordered"] += 1


def _basket(scene: Scene) -> requests.Lines:
    """One to three things that people buy online, now and then a kit."""
    wanted: dict[str, int | Decimal] = {}
    for _ in range(scene.dice.choices((1, 2, 3), (70, 22, 8))[0]):
        line = scene.dice.choice(scene.baskets.web)
        wanted[line.sku] = line.quantity
    if scene.baskets.kits and scene.dice.random() < KIT_CHANCE:
        wanted[scene.dice.choice(scene.baskets.kits)] = 1
    return [{"sku": sku, "quantity": quantity} for sku, quantity in sorted(wanted.items())]


def _address(scene: Scene) -> dict[str, float]:
    """Somewhere in the country, not far from a city with a store."""
    home = scene.dice.choice(scene.baskets.homes)
    return {
        "latitude": round(home.latitude + scene.dice.uniform(-0.3, 0.3), 4),
        "longitude": round(home.longitude + scene.dice.uniform(-0.4, 0.4), 4),
    }
