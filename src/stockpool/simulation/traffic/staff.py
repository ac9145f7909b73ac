"""People who work: what came first in the queues of the nodes, a step of each at a time, now and then not as hoped."""

from __future__ import annotations

import asyncio
from typing import Any

from stockpool.simulation.traffic import requests
from stockpool.simulation.traffic.paces import Pace
from stockpool.simulation.traffic.scene import Scene

COLLECTED_MAX = 20

COLLECTED = 0.9
"""Share of pickups for which the customer comes soon."""
FORGOTTEN_MAX = 12

COUNTS_MAX = 5
"""So many counts are gone through in one round."""

CROWDED = 30
"""A store with so much to do is offered to nobody who wants to collect something."""

ON_THE_WAY_MAX = 200

ARRIVES = 0.25
"""Share of what is on its way that arrives in one round."""

WORKED_ON = ("released", "accepted", "picking", "picked", "packed")
REPAIRED = ("moved", "transferred")


async def work(scene: Scene) -> None:
    """The nodes whose staff comes by now do what came first."""
    for node in scene.rota.due(asyncio.get_running_loop().time()):
        if scene.stopped.is_set():
            return
        await visit(scene, node, scene.rota.paces[node])


async def visit(scene: Scene, node: str, pace: Pace) -> None:
    """The staff of one node comes by."""
    answer = await scene.ask("queue", requests.queue([node], WORKED_ON, pace.looked_at))
    tasks = answer.read().get("items", []) if answer.status == 200 else []
    scene.now_has(node, crowded=len(tasks) >= CROWDED and node in scene.stores)
    for task in [task for task in tasks if task["node"] == node][: pace.steps]:
        if scene.stopped.is_set():
            return
        await _work_on(scene, task, pace)


async def carry(scene: Scene) -> None:
    """Carriers bring to customers and stores what has left, some of it at a time."""
    answer = await scene.ask("queue", requests.queue(scene.nodes, ("shipped",), ON_THE_WAY_MAX))
    for task in answer.read().get("items", ()) if answer.status == 200 else ():
        if scene.stopped.is_set():
            return
        collected_at = task.get("pickup_node")
        if scene.dice.random() >= ARRIVES or (collected_at is not None and collected_at not in scene.rota.paces):
            continue
        taken = await take_step(scene, task["id"], "deliver" if collected_at is None else "arrive")
        if taken is not None and collected_at is None:
            scene.tally.outcomes["delivered"] += 1
        _keep_code(scene, task["id"], taken)


async def collect(scene: Scene) -> None:
    """Customers come for what is ready, with the codes that they were sent; some are reminded before they do."""
    coming = dict(list(scene.codes.items())[:COLLECTED_MAX])
    for name, code in coming.items():
        del scene.codes[name]
        if scene.dice.random() >= COLLECTED:
            scene.forgotten[name] = code
    for name in list(scene.forgotten)[: max(len(scene.forgotten) - FORGOTTEN_MAX, 0)]:
        coming[name] = scene.forgotten.pop(name)
    for name, code in coming.items():
        if name not in scene.forgotten and await take_step(scene, name, "hand-over", code=code) is not None:
            scene.tally.outcomes["picked up"] += 1


async def count(scene: Scene) -> None:
    """Somebody counts what was asked for: what the book says, less what was looked for and not found."""
    answer = await scene.ask("counts", requests.counts(tuple(scene.rota.paces), COUNTS_MAX))
    for asked in answer.read().get("counts", ()) if answer.status == 200 else ():
        lines: requests.Lines = []
        for line in asked["lines"]:
            shelf = await scene.ask("shelf", requests.position(line["sku"], asked["node"]))
            (found,) = shelf.read()["positions"] if shelf.status == 200 else ({"on_hand": 0, "other": 0},)
            lines.append({"sku": line["sku"], "quantity": max(found["on_hand"] - found["other"], 0)})
        told = await scene.ask("count", requests.counted(asked["id"], lines, scene.name("c")))
        if told.status == 200:
            scene.tally.outcomes["counted"] += sum(row["outcome"] == "recorded" for row in told.read()["results"])


async def take_step(scene: Scene, name: str, step: str, **said: object) -> dict[str, Any] | None:
    """Take a step; None where it was refused."""
    answer = await scene.ask("step", requests.step(name, step, said, scene.name("s")))
    if answer.status != 200:
        return None
    taken = answer.read()
    for repair in taken.get("repairs", ()):
        scene.tally.outcomes["repaired" if repair["outcome"] in REPAIRED else "backordered"] += 1
    return taken


async def _work_on(scene: Scene, task: dict[str, Any], pace: Pace) -> None:
    step, said, outcome = _next(scene, task, pace)
    taken = await take_step(scene, task["id"], step, **said)
    if taken is not None and outcome is not None:
        scene.tally.outcomes[outcome] += 1
    _keep_code(scene, task["id"], taken)


def _keep_code(scene: Scene, name: str, taken: dict[str, Any] | None) -> None:
    if taken is not None and "pickup_code" in taken:
        scene.codes[name] = taken["pickup_code"]


Doing = tuple[str, dict[str, Any], str | None]
"""A step, what is said with it, and what it is counted as."""

PLAIN: dict[str, Doing] = {
    "released": ("accept", {}, None),
    "accepted": ("start-picking", {}, None),
    "picking": ("pick", {}, None),
    "picked": ("pack", {}, None),
    "packed": ("ship", {"carrier": "demo"}, "shipped"),
}


def _next(scene: Scene, task: dict[str, Any], pace: Pace) -> Doing:
    """What is done with a fulfillment order from where it stands."""
    status = task["status"]
    if status == "released" and scene.dice.random() < pace.rejected:
        return "reject", {"reason": "no staff"}, "rejected"
    if status == "picking" and scene.dice.random() < pace.picked_short:
        missing, *there = task["lines"]
        return "pick", {"picked": [{**missing, "quantity": 0}, *there]}, "picked short"
    if status == "picked" and task.get("pickup_node") == task["node"]:
        return "ready", {}, None
    return PLAIN[status]
