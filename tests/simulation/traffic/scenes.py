"""A scene with a small choice of goods, for tests."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

from stockpool.simulation.retailer.baskets import Baskets, Bought, Home, Hot
from stockpool.simulation.traffic import Scene, Send, new_scene

NOW = datetime(2026, 6, 30, 12, tzinfo=UTC)

BASKETS = Baskets(
    store=(Bought("mug", "st-a", 1), Bought("rope", "st-b", Decimal("2.5"))),
    web=(Bought("mug", "dc-1", 2), Bought("lamp", "dc-1", 1), Bought("rope", "dc-1", Decimal("0.7"))),
    kits=("set",),
    hottest=(Hot("mug", "Mug, blue"),),
    homes=(Home(52.5, 13.4),),
)


def make_scene(send: Send, *, seed: int = 1, patience_seconds: float = 1.0, left_to_people: str | None = None) -> Scene:
    return new_scene(
        send,
        BASKETS,
        seed=seed,
        run="run",
        now=lambda: NOW,
        patience_seconds=patience_seconds,
        left_to_people=left_to_people,
    )
