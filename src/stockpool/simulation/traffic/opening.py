"""What is amiss when the demo opens: goods that a maker owes, and another system that counts otherwise."""

from __future__ import annotations

from datetime import timedelta

from stockpool.simulation.traffic import requests
from stockpool.simulation.traffic.actors import order
from stockpool.simulation.traffic.customers import address, order_line
from stockpool.simulation.traffic.scene import Scene

DUE_IN = timedelta(minutes=2)
SKUS_LOOKED_AT = 40
OWED = 12
OTHER_SYSTEM = "erp"
COMPARED = 40
DIFFER = 3


async def open_with_trouble(scene: Scene) -> None:
    """Once, before anybody comes."""
    await _a_maker_is_late(scene)
    await _another_system_differs(scene)


async def _a_maker_is_late(scene: Scene) -> None:
    """Companies were promised what a maker is to bring in two minutes, and does not."""
    goods = {line.sku: line for line in scene.baskets.web if isinstance(line.quantity, int)}
    chosen = sorted(scene.dice.sample(sorted(goods), min(SKUS_LOOKED_AT, len(goods))))
    answer = await scene.ask("availability", requests.availability(chosen))
    if answer.status != 200 or not chosen:
        return
    there = {item["sku"]: item["available"] for item in answer.read()["items"]}
    scarce = goods[min(there, key=lambda sku: (there[sku], sku))]
    row = {
        "id": f"PO-{scene.run}/1", "sku": scarce.sku, "node": scarce.node, "quantity": 4 * OWED,
        "expected_at": scene.now() + DUE_IN,
    }  # fmt: skip
    await scene.ask("supplies", requests.supplies([row]))
    scene.owed.add(scarce.sku)
    for wanted in (int(there[scarce.sku]) + OWED, OWED):
        await order(
            scene, [order_line(scarce, wanted)], method="ship", ship_to=address(scene), shortage="backorder"
        )  # fmt: skip


async def _another_system_differs(scene: Scene) -> None:
    """An ERP's numbers of one store: nearly all are ours."""
    if not scene.rota.slow:
        return
    node = scene.rota.slow[-1]
    answer = await scene.ask("shelf", requests.positions(node, COMPARED))
    rows: requests.Lines = [
        {"sku": found["sku"], "node": node, "quantity": found["on_hand"] + (number < DIFFER) * (number + 1)}
        for number, found in enumerate(answer.read().get("positions", ()))
    ]
    if rows:
        await scene.ask("compare", requests.compare(OTHER_SYSTEM, rows))
