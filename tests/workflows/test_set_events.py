"""What is only set is told too: in its own transaction, for rows that changed, and many together."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest

from stockpool.catalog.messages import SkuInput
from stockpool.feed.api import FeedEvent, Telling, read_feed, sequence, tell
from stockpool.inventory.messages import SafetyStockInput
from stockpool.kernel.editing import Outcome
from stockpool.kernel.money import MoneyInput
from stockpool.network.messages import (
    Channel,
    ChannelChanged,
    ChannelKind,
    NodeInput,
    NodeKind,
    Pool,
    ShippingLaneInput,
)
from stockpool.runtime.database import Database
from stockpool.sourcing.api import ActivatePolicy, PolicyPut, PutPolicy, RollBack
from stockpool.supply.messages import SupplyInput
from stockpool.workflows.edit_master_data import MANY, ChannelDesk, NodeDesk, ShippingLaneDesk, SkuDesk
from stockpool.workflows.policy_desk import PolicyDesk
from stockpool.workflows.safety_stock_desk import SafetyStockDesk
from stockpool.workflows.supply_desk import SupplyDesk

pytestmark = pytest.mark.anyio

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
NODE = NodeInput(id="n1", name="One", kind=NodeKind.STORE, can_ship=True)
CHANNEL = Channel(id="web", name="Web", kind=ChannelKind.WEB, pool=Pool(nodes=("n1",)))
LANE = ShippingLaneInput(
    from_node="n1", to_country="DE", carrier="c", transit_days_min=1, transit_days_max=2, cost=MoneyInput("5.00", "EUR")
)
SUPPLY = SupplyInput(id="po-1", sku="tea", node="n1", quantity=5, expected_at=NOW)


NEAR = """
policy: near
currency: EUR
rules:
  - name: all
    costs:
      - distance: {per_km: 0.02}
"""


def sku(name: str = "tea") -> SkuInput:
    return SkuInput(name, name)


async def told(database: Database) -> list[FeedEvent]:
    async with database.read() as connection:
        await sequence(connection)
        return await read_feed(connection, 0, 1_000)


async def words(database: Database) -> list[tuple[str, str, dict[str, Any]]]:
    return [(each.type, each.subject, msgspec.json.decode(each.data)) for each in await told(database)]


def without_tags(found: Sequence[tuple[str, str, dict[str, Any]]]) -> list[dict[str, Any]]:
    return [{name: value for name, value in data.items() if name != "type"} for _, _, data in found]


async def furnish(database: Database) -> None:
    await NodeDesk(database).upsert([NODE], {})
    await SkuDesk(database).upsert([sku()], {})
    await ChannelDesk(database).upsert([CHANNEL], {})


async def test_master_data_is_told_with_its_revision(database: Database) -> None:
    await furnish(database)
    await NodeDesk(database).upsert([msgspec.structs.replace(NODE, name="Another")], {})
    found = await words(database)
    assert [(kind, subject) for kind, subject, _ in found] == [
        ("network.node_changed", "n1"),
        ("catalog.sku_changed", "tea"),
        ("network.channel_changed", "web"),
        ("network.node_changed", "n1"),
    ]
    assert without_tags(found)[-1] == {"node": "n1", "outcome": "updated", "revision": 2}


async def test_what_was_sent_again_and_changes_nothing_is_not_told(database: Database) -> None:
    edits: list[Callable[[], Awaitable[object]]] = [
        lambda: furnish(database),
        lambda: ShippingLaneDesk(database).upsert([LANE]),
        lambda: SupplyDesk(database).upsert([SUPPLY]),
        lambda: SafetyStockDesk(database).upsert([SafetyStockInput("tea", "n1", 3)]),
    ]
    for edit in edits:
        await edit()
    before = await told(database)
    for edit in edits:
        await edit()
    assert await told(database) == before
    assert len(before) == 6


async def test_new_values_are_told(database: Database) -> None:
    await furnish(database)
    begun = len(await told(database))
    await ShippingLaneDesk(database).upsert([LANE])
    await SafetyStockDesk(database).upsert([SafetyStockInput("tea", "n1", 3)])
    await SupplyDesk(database).upsert([SUPPLY])
    found = (await words(database))[begun:]
    assert [kind for kind, _, _ in found] == [
        "network.shipping_lanes_changed",
        "stock.safety_stock_set",
        "supply.changed",
    ]
    lanes, kept, coming = without_tags(found)
    assert lanes == {"from_node": ["n1"], "changed": 1}
    assert kept == {"sku": "tea", "node": "n1", "safety_stock": 3}
    assert (coming["supply_id"], coming["quantity"], coming["outcome"]) == ("po-1", 5, "created")


async def test_many_rows_are_one_event(database: Database) -> None:
    names = [f"s{number:03}" for number in range(MANY + 1)]
    await NodeDesk(database).upsert([NODE], {})
    await SkuDesk(database).upsert([sku(name) for name in names], {})
    await SafetyStockDesk(database).upsert([SafetyStockInput(name, "n1", 2) for name in names])
    _, skus, kept = await words(database)
    assert (skus[0], skus[2]["sku"], set(skus[2]["revision"])) == ("catalog.skus_changed", names, {1})
    assert (kept[0], sorted(kept[2]["sku"]), set(kept[2]["safety_stock"])) == ("stock.safety_stocks_set", names, {2})


async def test_steps_of_policies_are_told_once(database: Database) -> None:
    desk = PolicyDesk(database)
    for _ in range(2):
        assert isinstance(await desk.put(PutPolicy(NEAR), NOW, "ann"), PolicyPut)
    await desk.activate(ActivatePolicy("near"), NOW, "ann")
    await desk.activate(ActivatePolicy("near"), NOW, "ann")
    await desk.set_shadow("near", None, NOW, "ann")
    await desk.roll_back(RollBack(), NOW, "ann")
    kinds = [kind for kind, _, _ in await words(database)]
    assert kinds == [
        "sourcing.policy_stored",
        "sourcing.policy_activated",
        "sourcing.shadow_set",
        "sourcing.policy_activated",
    ]


async def test_what_is_rolled_back_is_not_told(database: Database) -> None:
    async with database.transaction() as connection:
        await tell(connection, [Telling("web", ChannelChanged("web", Outcome.CREATED, 1))])
        await connection.execute("rollback")
    assert await told(database) == []
