"""What customers of the crowd bring back: by mail or at once, of orders or of none, whole or piece by piece."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from typing import Any

from tests.journeys.calls import Request
from tests.journeys.shop import NODES, post

DISPOSITIONS = ("restock", "restock", "damaged", "other", "repair", "quality_control", "destroy")


def ask_for(order: Mapping[str, Any], rng: random.Random, key: str) -> Request | None:
    """A return of a line that has left: expected, here, or looked at already; more than can come back, now and then."""
    left = [line for line in order["lines"] if line.get("fulfilled")]
    if not left:
        return None
    line = rng.choice(left)
    asked = {"line": line["line"], "quantity": rng.randint(1, line["fulfilled"]), **_way(rng)}
    body = {"order_id": order["order_id"], "node": rng.choice(NODES), "received": rng.random() < 0.5, "lines": [asked]}
    return post("/v1/returns", _without_verdict(body), key)


def ask_blind(skus: Sequence[str], rng: random.Random, key: str) -> Request:
    """Goods with the receipt of a sale that nobody knows of."""
    asked = {"sku": rng.choice(skus), "quantity": rng.randint(1, 2), **_way(rng)}
    body = {"channel": "web", "receipt": key, "node": rng.choice(NODES), "received": True, "lines": [asked]}
    return post("/v1/returns", body, key)


def go_on(ret: Mapping[str, Any], rng: random.Random, key: str) -> Request:
    """The next step of a return that is not over, as its status allows.

    It was asked for with one line; what came twice, since nobody kept a key, went to further lines of the order.
    """
    path = f"/v1/returns/{ret['return_id']}"
    if ret["status"] == "received" and rng.random() < 0.8:
        line = rng.choice([x for x in ret["lines"] if x.get("received", 0) > x.get("inspected", 0)])
        units = rng.randint(1, line["received"] - line.get("inspected", 0))
        verdict = {"line": line["line"], "quantity": units, "disposition": rng.choice(DISPOSITIONS)}
        return post(f"{path}/inspect", {"lines": [verdict | _refused(rng)]}, key)
    if ret["status"] == "requested" and rng.random() < 0.2:
        return post(f"{path}/cancel", {}, key)
    line = rng.choice(ret["lines"])
    expected = line.get("expected", 0)
    if not expected:
        return post(f"{path}/receive", {"lines": []}, key)
    if rng.random() < 0.3:
        return post(f"{path}/receive", {}, key)
    came = [{"line": line["line"], "quantity": rng.randint(1, expected)}]
    return post(f"{path}/receive", {"lines": came, "more_expected": rng.random() < 0.5}, key)


def _way(rng: random.Random) -> dict[str, Any]:
    """Sometimes with what becomes of it."""
    return {"disposition": rng.choice(DISPOSITIONS)} | _refused(rng) if rng.random() < 0.5 else {}


def _refused(rng: random.Random) -> dict[str, Any]:
    """Some are not refunded."""
    return {"refund": False} if rng.random() < 0.2 else {}


def _without_verdict(body: dict[str, Any]) -> dict[str, Any]:
    """Nobody has looked at what is not here."""
    if body["received"]:
        return body
    lines = [{name: line[name] for name in ("line", "quantity")} for line in body["lines"]]
    return body | {"lines": lines}
