"""What buyers of the crowd expect, for which orders wait: announced, put off, cut down, withdrawn, and received."""

from __future__ import annotations

import random
from collections.abc import Mapping
from typing import Any

from tests.journeys.calls import Request
from tests.journeys.shop import NODES, SUPPLIES, post


def announce(sku: str, name: str, rng: random.Random) -> Request:
    """Something new."""
    return _request({"id": name, "sku": sku, "node": rng.choice(NODES), "status": "open"}, rng)


def change(supply: Mapping[str, Any], rng: random.Random) -> Request:
    """Another quantity and another day, or nothing comes after all."""
    return _request({**supply, "status": rng.choice(["open", "open", "cancelled"])}, rng)


def _request(supply: Mapping[str, Any], rng: random.Random) -> Request:
    day = f"2031-05-{rng.randint(1, 28):02}"
    return post(SUPPLIES, {"supplies": [{**supply, "quantity": rng.randint(1, 8), "expected_at": f"{day}T12:00:00Z"}]})
