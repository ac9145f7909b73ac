"""People who work: what came first in the queues of the nodes, a step of each at a time, now and then not as hoped."""

from __future__ import annotations

from typing import Any

from stockpool.simulation.traffic import requests
from stockpool.simulation.traffic.scene import Scene

TASKS_MAX = 40
"""So many fulfillment orders get a step in one round: staff, not a robot."""

COLLECTED_MAX = 20

COUNTS_MAX = 5
"""So many counts are gone through in one round."""

REJECTED = 0.03
"""Share of fulfillment orders that a store cannot do."""

PICKED_SHORT = 0.03
"""Share of picks of which something is not on its shelf."""

WORKED_ON = ("open", "released", "accepted", "picked", "packed", "shipped")
REPAIRED = ("moved", "transferred")


async def work(scene: Scene) -> None:
    """The nodes do what came first."""
    answer = await scene.ask("queue", requests.queue(scene.nodes, WORKED_ON, TASKS_MAX))
    for task in answer.read().get("items", ()) if answer.status == 200 else ():
        if scene.stopped.is_set():
            return
        await _work_on(scene, task)


async def collect(scene: Scene) -> None:
    """Customers come for what is ready, with the codes that they were sent."""
    for name, code in list(scene.codes.items())[:COLLECTED_MAX]:
        del scene.codes[name]
        if await _step(scene, name, "hand-over", code=code) is not None:
            scene.tally.outcomes["picked up"] += 1


async def count(scene: Scene) -> None:
    """Somebody counts what was asked for: what the book says, less what was looked for and not found."""
    answer = await scene.ask("counts", requests.counts(scene.nodes, COUNTS_MAX))
    for asked in answer.read().get("counts", ()) if answer.status == 200 else ():
        lines: requests.Lines = []
        for line in asked["lines"]:
            shelf = await scene.ask("shelf", requests.position(line["sku"], asked["node"]))
            (found,) = shelf.read()["positions"] if shelf.status == 200 else ({"on_hand": 0, "other": 0},)
            lines.append({"sku": line["sku"], "quantity": max(found["on_hand"] - found["other"], 0)})
        told = await scene.ask("count", requests.counted(asked["id"], lines, scene.name("c")))
        if told.status == 200:
            scene.tally.outcomes["counted"] += sum(row["outcome"] == "recorded" for row in told.read()["results"])


async def _work_on(scene: Scene, task: dict[str, Any]) -> None:
    step, said, outcome = _next(scene, task)
    taken = await _step(scene, task["id"], step, **said)
    if taken is None:
        return
    if outcome is not None:
        scene.tally.outcomes[outcome] += 1
    if "pickup_code" in taken:
        scene.codes[task["id"]] = taken["pickup_code"]


Doing = tuple[str, dict[str, Any], str | None]
"""A step, what is said with it, and what it is counted as."""

PLAIN: dict[str, Doing] = {
    "open": ("release", {}, None),
    "released": ("accept", {}, None),
    "accepted": ("pick", {}, None),
    "picked": ("pack", {}, None),
    "packed": ("ship", {"carrier": "demo"}, "shipped"),
    "shipped": ("deliver", {}, "delivered"),
}


def _next(scene: Scene, task: dict[str, Any]) -> Doing:
    """What is done with a fulfillment order from where it stands."""
    status, collected_at = task["status"], task.get("pickup_node")
    if status == "released" and scene.dice.random() < REJECTED:
        return "reject", {"reason": "no staff"}, "rejected"
    if status == "accepted" and scene.dice.random() < PICKED_SHORT:
        missing, *there = task["lines"]
        return "pick", {"picked": [{**missing, "quantity": 0}, *there]}, "picked short"
    if status == "picked" and collected_at == task["node"]:
        return "ready", {}, None
    if status == "shipped" and collected_at is not None:
        return "arrive", {}, None
    return PLAIN[status]


async def _step(scene: Scene, name: str, step: str, **said: object) -> dict[str, Any] | None:
    """Take a step; None where it was refused."""
    answer = await scene.ask("step", requests.step(name, step, said, scene.name("s")))
    if answer.status != 200:
        return None
    taken = answer.read()
    for repair in taken.get("repairs", ()):
        scene.tally.outcomes["repaired" if repair["outcome"] in REPAIRED else "backordered"] += 1
    return taken
