"""A shop in memory that answers what the traffic asks, remembers keys, and can be out of order."""

from __future__ import annotations

import asyncio
from collections import Counter
from typing import Any
from urllib.parse import parse_qs

import msgspec

from stockpool.simulation.traffic import Answer, Request

REFUSED = {"type": "https://example.org/problems/insufficient-stock", "title": "Not enough"}

LEADS_TO = {
    "release": "released", "accept": "accepted", "reject": "rejected", "start-picking": "picking", "pick": "picked",
    "pack": "packed",
    "ship": "shipped", "arrive": "ready_for_pickup", "ready": "ready_for_pickup", "hand-over": "handed_over",
    "deliver": "delivered",
}  # fmt: skip


class FakeShop:
    """Has `stock` of everything everywhere; `broken` answers are taken from the front before it works again."""

    def __init__(self, stock: int = 1_000_000, *, forgets_sales: bool = False) -> None:
        self.stock = stock
        self.forgets_sales = forgets_sales
        self.sold: Counter[tuple[str, str]] = Counter()
        self.receipts: Counter[tuple[str, str]] = Counter()
        self.requests: list[Request] = []
        self.broken: list[Answer | Exception] = []
        self.answers_by_key: dict[str, Answer] = {}
        self.bodies: list[tuple[str, dict[str, Any]]] = []
        self.tasks: dict[str, dict[str, Any]] = {}
        self.ended: Counter[str] = Counter()
        self.waiting: list[dict[str, Any]] = []
        self.expected: dict[str, list[dict[str, Any]]] = {"arrivals": [], "counts": [], "returns": []}

    async def send(self, request: Request) -> Answer:
        self.requests.append(request)
        await asyncio.sleep(0)
        if self.broken:
            failure = self.broken.pop(0)
            if isinstance(failure, Exception):
                raise failure
            return failure
        if request.key is not None and request.key in self.answers_by_key:
            return self.answers_by_key[request.key]
        answer = self.answer(request.path, msgspec.json.decode(request.body or b"{}"))
        if request.key is not None:
            self.answers_by_key[request.key] = answer
        return answer

    def answer(self, path: str, body: dict[str, Any]) -> Answer:
        self.bodies.append((path, body))
        if path.startswith("/v1/fulfillment-orders"):
            return self._work(path, body)
        if path == "/v1/facts":
            return _json(200, {"results": [self._record(fact) for fact in body["facts"]]})
        if path == "/v1/availability":
            return _json(200, {"items": [self._item(sku, body) for sku in body["skus"]]})
        return self._expected(path, body) or self._sale(path, body)

    def _sale(self, path: str, body: dict[str, Any]) -> Answer:
        if path.endswith("/release"):
            return _json(200, {"hold_id": "h", "lines": []})
        if path.endswith("/cancel"):
            self.waiting = [order for order in self.waiting if order["order_id"] not in path]
            return _json(200, {})
        if self.stock <= 0:
            return _json(409, REFUSED)
        if path == "/v1/orders":
            return _json(201, self._order(body))
        return _json(201, {"hold_id": "h", "lines": []})

    def _expected(self, path: str, body: dict[str, Any]) -> Answer | None:
        """What is to come, to be counted and to come back, and the orders that wait; or one more of these."""
        if path.startswith("/v1/exceptions?"):
            return _json(200, {"exceptions": [{"since": "2026", **order} for order in self.waiting]})
        if path.startswith("/v1/orders/waiting-") and not path.endswith("/cancel"):
            return _json(200, next(order for order in self.waiting if order["order_id"] in path))
        for what, items in self.expected.items():
            if path.startswith((f"/v1/warehouse/{what}?", f"/v1/{what}?")):
                return _json(200, {"counts": items, "arrivals": items, "items": items})
            if path in {f"/v1/warehouse/{what}", f"/v1/{what}"}:
                items.append(body)
                return _json(201, body)
        if path == "/v1/supplies":
            self.expected["arrivals"].append({"kind": "transfer", "lines": body["supplies"]})
            return _json(200, {"results": []})
        return None

    def _order(self, body: dict[str, Any]) -> dict[str, Any]:
        """Goods that are sent to a store come from the center; what is carried out leaves nothing to do."""
        pickup_node = body.get("pickup_node")
        node = pickup_node if body["method"] == "pickup" else "dc-1"
        if body["method"] == "carry_out":
            return {"order_id": "carried", "reference": body["reference"], "lines": body["lines"]}
        task = {"id": f"o{len(self.tasks)}-1", "node": node, "status": "released", "lines": body["lines"]}
        self.tasks[task["id"]] = task | ({"pickup_node": pickup_node} if pickup_node else {})
        return {
            "order_id": task["id"][:-2], "reference": body["reference"], "lines": body["lines"],
            "fulfillment_orders": [task],
        }  # fmt: skip

    def _work(self, path: str, body: dict[str, Any]) -> Answer:
        """The queue, or a step of which only its end is known."""
        if path.startswith("/v1/fulfillment-orders?"):
            asked = {name: values[0].split(",") for name, values in parse_qs(path.partition("?")[2]).items()}
            return _json(200, {"items": [task for task in self.tasks.values() if _is_asked(task, asked)]})
        name, _, step = path.removeprefix("/v1/fulfillment-orders/").partition("/")
        task = self.tasks[name]
        task["status"] = LEADS_TO[step]
        self.ended[task["status"]] += 1
        taken: dict[str, Any] = {"fulfillment_order": task}
        if step in {"ready", "arrive"}:
            taken["pickup_code"] = f"code of {name}"
        if step == "reject" or any(line["quantity"] == 0 for line in body.get("picked", ())):
            taken["repairs"] = [{"outcome": "moved"}, {"outcome": "backordered"}]
        if step == "hand-over":
            assert body["code"] == f"code of {name}"
        return _json(200, taken)

    def _record(self, fact: dict[str, Any]) -> dict[str, Any]:
        self.receipts[fact["source"], fact["source_id"]] += 1
        place = (fact["sku"], fact["node"])
        if not self.forgets_sales:
            self.sold[place] += -fact["quantity"] if fact["kind"] == "receive" else fact["quantity"]
        level = {"sku": place[0], "node": place[1], "on_hand": 0, "available": self.stock - self.sold[place]}
        return {"outcome": "recorded", "movement": 1, "levels": [level]}

    def _item(self, sku: str, body: dict[str, Any]) -> dict[str, Any]:
        nodes = [{"node": node, "available": self.stock - self.sold[sku, node]} for node in ("st-a", "st-b")]
        return {"sku": sku, "available": self.stock, **({"nodes": nodes} if body["by_node"] else {})}


def _is_asked(task: dict[str, Any], asked: dict[str, list[str]]) -> bool:
    return task["status"] in asked["status"] and not {task["node"], task.get("pickup_node")}.isdisjoint(asked["node"])


def _json(status: int, body: dict[str, Any]) -> Answer:
    return Answer(status, msgspec.json.encode(body))
