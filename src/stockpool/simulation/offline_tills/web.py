"""The web shop: holds that become orders or are given back, and orders that are shipped from wherever they are."""

from __future__ import annotations

import asyncio
from typing import Any

from stockpool.simulation.benchmarks.shop import place
from stockpool.simulation.offline_tills.talk import Talk
from stockpool.simulation.offline_tills.world import World

SHIPS_AFTER_STEPS = 6
AT_ONCE = 48


class WebShop:
    """Sells what the tills sell."""

    def __init__(self, world: World, talk: Talk) -> None:
        self._world, self._talk = world, talk
        self._draw = world.draw
        self._open: list[tuple[int, str]] = []
        """Orders with the step at which they are shipped."""
        self._limit = asyncio.Semaphore(AT_ONCE)
        self.holds = self.orders = self.refused = self.shipped = 0

    async def work(self, step: int) -> None:
        """One step: buyers come, and nodes ship what was ordered some time ago."""
        plan = self._world.plan
        buyers = round(plan.tills * plan.sales * plan.web_share / plan.steps)
        wanted = [
            (
                self._draw.choices(self._world.skus, self._world.weights)[0],
                self._draw.randint(1, 2),
                self._draw.random(),
            )
            for _ in range(buyers)
        ]
        await asyncio.gather(*[self._buy(step, *each) for each in wanted], self.ship(step))

    async def _buy(self, step: int, sku: str, quantity: int, mood: float) -> None:
        """Hold; most go on to order, some leave it."""
        async with self._limit:
            lines = [{"sku": sku, "quantity": quantity}]
            status, held = await self._talk.post("/v1/holds", {"channel": "web", "lines": lines, "ttl_seconds": 3_600})
            if status != 201:
                self.refused += 1
                return
            self.holds += 1
            if mood < 0.3:
                await self._talk.post(f"/v1/holds/{held['hold_id']}/release", {})
                return
            latitude, longitude = place(mood * 1_000)
            to = {"latitude": round(latitude, 4), "longitude": round(longitude, 4), "country": "FR"}
            order = {"channel": "web", "hold_id": held["hold_id"], "lines": lines, "method": "ship", "ship_to": to}
            status, placed = await self._talk.post("/v1/orders", order)
            if status != 201:
                self.refused += 1
                return
            self.orders += 1
            self._open.append((step + SHIPS_AFTER_STEPS, placed["order_id"]))

    async def ship(self, step: int) -> None:
        """Whatever is due and stands on the shelf of the node that is to ship it."""
        due = [name for at, name in self._open if at <= step]
        self._open = [each for each in self._open if each[0] > step]
        await asyncio.gather(*[self._ship(step, name) for name in due])

    async def _ship(self, step: int, name: str) -> None:
        async with self._limit:
            order = await self._talk.get(f"/v1/orders/{name}")
            facts: list[dict[str, Any]] = []
            for each in order["fulfillment_orders"]:
                if each["status"] not in {"open", "released"}:
                    continue
                for line in each["lines"]:
                    key = (line["sku"], each["node"])
                    if self._world.shelf[key] >= line["quantity"]:
                        self._world.shelf[key] -= line["quantity"]
                        facts.append(
                            {"kind": "ship", "sku": line["sku"], "node": each["node"], "quantity": line["quantity"]}
                            | {"reference": name, "source": "web", "source_id": each["id"]}
                        )
            if facts:
                _, told = await self._talk.post("/v1/facts", {"facts": facts})
                assert all(each["outcome"] == "recorded" for each in told["results"]), told
                self.shipped += 1
            else:
                self._open.append((step + SHIPS_AFTER_STEPS, name))
