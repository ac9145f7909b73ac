"""Orders that wait for goods: some are brought, of others the customer loses patience, so that not too many wait."""

from __future__ import annotations

from typing import Any

from stockpool.simulation.retailer.baskets import Bought
from stockpool.simulation.traffic import requests
from stockpool.simulation.traffic.actors import bring
from stockpool.simulation.traffic.scene import Scene

WAIT_MAX = 30
LOOKED_AT_MAX = 200

BROUGHT = 0.5
"""Share of the orders beyond `WAIT_MAX` for which a truck comes; the others are cancelled."""


async def lose_patience(scene: Scene) -> None:
    """Of more than a few orders that wait, the oldest end."""
    answer = await scene.ask("waiting", requests.waiting(LOOKED_AT_MAX))
    waiting = answer.read().get("exceptions", []) if answer.status == 200 else []
    waiting.sort(key=lambda case: str(case["since"]))
    for case in waiting[: max(len(waiting) - WAIT_MAX, 0)]:
        found = await scene.ask("read", requests.one_order(case["order_id"]))
        if found.status != 200:
            continue
        order = found.read()
        lacks = _lacks(scene, order)
        if lacks and scene.dice.random() < BROUGHT:
            await bring(scene, lacks)
        else:
            name = scene.name("p")
            await scene.ask("cancel", requests.cancel(order["order_id"], "the customer did not want to wait", name))


def _lacks(scene: Scene, order: dict[str, Any]) -> list[Bought]:
    """What an order waits for, and where it would be of use; nothing of kits, which have no shelf."""
    collected_at = order["deliveries"][0].get("pickup_node")
    return [
        Bought(line["sku"], collected_at or scene.centers[line["sku"]], line["short"])
        for line in order["lines"]
        if line.get("short") and line["sku"] in scene.centers and line["sku"] not in scene.baskets.kits
    ]
