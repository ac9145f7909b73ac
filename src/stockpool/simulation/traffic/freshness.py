"""Ledger lag: how long after a till has asked to record a sale the web can see that the unit is gone."""

from __future__ import annotations

import asyncio

from stockpool.simulation.retailer.baskets import Bought
from stockpool.simulation.traffic import requests
from stockpool.simulation.traffic.actors import sell
from stockpool.simulation.traffic.scene import Scene

LOOK_EVERY_SECONDS = 0.002
VISIBLE_WITHIN_SECONDS = 5.0
STOCK_MIN = 3
"""A shelf with fewer is not watched: what the web may sell of it can be 0 before and after."""


async def watch_one_sale(scene: Scene) -> None:
    """Sell one unit of a thing at a till, and look at the web's availability until it shows."""
    line = scene.dice.choice(scene.baskets.store)
    before = await _at_node(scene, line)
    if before is None or before < STOCK_MIN:
        return
    clock = asyncio.get_running_loop().time
    began = clock()
    sale = asyncio.create_task(sell(scene, Bought(line.sku, line.node, 1)))
    try:
        seen = await _until_less(scene, line, before)
        seconds = clock() - began
    finally:
        await sale
    if seen:
        scene.tally.took("till to web", seconds)
    else:
        scene.tally.errors["sale not visible in 5 s"] += 1


async def _until_less(scene: Scene, line: Bought, before: float) -> bool:
    clock = asyncio.get_running_loop().time
    deadline = clock() + VISIBLE_WITHIN_SECONDS
    while clock() < deadline:
        now = await _at_node(scene, line)
        if now is not None and now < before:
            return True
        await asyncio.sleep(LOOK_EVERY_SECONDS)
    return False


async def _at_node(scene: Scene, line: Bought) -> float | None:
    """What the web can sell of a SKU from one node; None when the server does not say."""
    answer = await scene.ask("availability", requests.availability([line.sku], by_node=True))
    if answer.status != 200:
        return None
    (item,) = answer.read()["items"]
    return next((float(node["available"]) for node in item["nodes"] if node["node"] == line.node), 0.0)
