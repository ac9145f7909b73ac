"""What a channel can promise: node by node, behind its buffers, kits by their components, fresh at every reading."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import pytest

from stockpool.catalog.api import upsert_skus
from stockpool.catalog.messages import SkuInput
from stockpool.inventory.api import Versions
from stockpool.inventory.messages import FactKind
from stockpool.kernel.quantities import Amount
from stockpool.kernel.refusals import Reason, Refused
from stockpool.network.api import upsert_channels
from stockpool.network.messages import Channel, ChannelKind, Pool
from stockpool.workflows import availability as reading
from stockpool.workflows.availability import Availability, availability
from stockpool.workflows.reference import ReferenceData
from tests.inventory.yard import Yard

Shelves = dict[str, dict[str, Amount]]


async def asked(
    yard: Yard, *skus: str, channel: str = "web", reference: ReferenceData | None = None
) -> Availability | Refused:
    async with yard.database.read() as connection:
        return await availability(connection, reference or ReferenceData(), channel, skus, by_node=True)


async def shelves(yard: Yard, *skus: str, channel: str = "web", reference: ReferenceData | None = None) -> Shelves:
    """By SKU and node; every total is checked to be the sum of its nodes."""
    answer = await asked(yard, *skus, channel=channel, reference=reference)
    assert isinstance(answer, Availability)
    found: Shelves = {}
    for item in answer.items:
        assert isinstance(item.nodes, tuple)
        found[item.sku] = {each.node: each.available for each in item.nodes}
        assert item.available == sum(found[item.sku].values())
    return found


async def stock(yard: Yard, **by_node: dict[str, Amount]) -> None:
    for sku, shelf in by_node.items():
        for node, quantity in shelf.items():
            await yard.fact(FactKind.RECEIVE, sku, node, quantity)


async def test_a_node_below_zero_takes_nothing_from_the_others(yard: Yard) -> None:
    """Case 5."""
    await stock(yard, tea={"east": 5, "west": 3})
    await yard.fact(FactKind.SELL, "tea", "north", 4)
    assert await shelves(yard, "tea") == {"tea": {"east": 5, "west": 3}}


async def test_buffers_and_safety_stock_are_left_untouched(yard: Yard) -> None:
    await stock(yard, tea={"east": 5, "west": 2, "north": 9})
    await yard.rows("update positions set safety_stock = 1 where node = 'east'")
    assert await shelves(yard, "tea", channel="careful") == {"tea": {"east": 2}}
    assert await shelves(yard, "tea") == {"tea": {"east": 4, "north": 9, "west": 2}}


async def test_what_is_promised_is_not_promised_again_until_its_time_is_over(yard: Yard) -> None:
    await stock(yard, tea={"east": 5})
    held = await yard.hold({("tea", "east"): 2})
    await yard.commit({("tea", "east"): 1})
    assert await shelves(yard, "tea") == {"tea": {"east": 2}}
    await yard.end(held.hold_id)
    assert await shelves(yard, "tea") == {"tea": {"east": 4}}


async def test_a_kit_is_there_where_all_its_components_are(yard: Yard) -> None:
    await stock(yard, tea={"east": 7, "west": 9, "north": 1}, cup={"east": 5, "north": 5})
    assert await shelves(yard, "kit") == {"kit": {"east": 3}}
    assert await shelves(yard, "kit", "cup", channel="careful") == {"kit": {"east": 2}, "cup": {"east": 3}}


async def test_quantities_are_in_the_unit_that_the_sku_is_sold_in(yard: Yard) -> None:
    await stock(yard, cloth={"east": Decimal("2.5")})
    assert await shelves(yard, "cloth") == {"cloth": {"east": Decimal("2.50")}}


async def test_an_inactive_sku_can_be_promised_nowhere(yard: Yard) -> None:
    await stock(yard, tea={"east": 5})
    async with yard.database.transaction() as connection:
        await upsert_skus(connection, [SkuInput("cup", "Cup", active=False), SkuInput("jar", "Jar", active=False)])
    answer = await asked(yard, "jar")
    assert isinstance(answer, Availability)
    assert [(item.available, item.active) for item in answer.items] == [(0, False)]


async def test_an_unknown_sku_is_refused_with_its_place_and_an_unknown_channel_by_name(yard: Yard) -> None:
    refused = await asked(yard, "tea", "milk", "cup", "salt")
    assert isinstance(refused, Refused)
    assert refused.reason is Reason.UNKNOWN_SKU
    assert [problem.path for problem in refused.problems] == ["skus[1]", "skus[3]"]
    refused = await asked(yard, "tea", channel="radio")
    assert isinstance(refused, Refused)
    assert refused.reason is Reason.UNKNOWN_CHANNEL


@pytest.mark.parametrize("skus", [[], ["tea"] * 1001])
async def test_none_or_too_many_are_refused(yard: Yard, skus: Sequence[str]) -> None:
    refused = await asked(yard, *skus)
    assert isinstance(refused, Refused)
    assert refused.problems[0].path == "skus"


async def test_each_sku_is_answered_once_in_the_order_asked(yard: Yard) -> None:
    await stock(yard, tea={"east": 1})
    answer = await asked(yard, "tea", "cloth", "tea", "cup")
    assert isinstance(answer, Availability)
    assert [item.sku for item in answer.items] == ["tea", "cloth", "cup"]


@pytest.mark.parametrize("rows", [1, 4, 7])
async def test_the_answer_is_the_same_in_portions(yard: Yard, rows: int, monkeypatch: pytest.MonkeyPatch) -> None:
    await stock(yard, tea={"east": 7, "west": 9}, cup={"east": 5}, cloth={"west": 1})
    whole = await shelves(yard, "kit", "cup", "cloth", "tea")
    monkeypatch.setattr(reading, "ROWS_MAX", rows)
    assert await shelves(yard, "kit", "cup", "cloth", "tea") == whole
    assert whole["kit"] == {"east": 3}


async def test_a_changed_catalog_or_network_shows_in_the_next_answer(yard: Yard) -> None:
    """Case 27: nothing that another process changed is answered from what this one remembers."""
    reference = ReferenceData()
    await stock(yard, cloth={"east": 5, "north": 2})
    assert await shelves(yard, "cloth", reference=reference) == {"cloth": {"east": 5, "north": 2}}
    async with yard.database.transaction() as connection:
        await upsert_channels(connection, [Channel("web", "Web", ChannelKind.WEB, Pool(nodes=("east",)), buffer=1)])
    assert await shelves(yard, "cloth", reference=reference) == {"cloth": {"east": Decimal("4.99")}}
    async with yard.database.transaction() as connection:
        await upsert_skus(
            connection, [SkuInput("cloth", "Cloth", decimals=2, active=False)], with_stock=frozenset({"cloth"})
        )
    assert await shelves(yard, "cloth", reference=reference) == {"cloth": {}}


async def test_without_the_check_the_old_network_would_answer(yard: Yard, monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control of the versions."""
    reference = ReferenceData()
    await stock(yard, tea={"east": 5})
    await shelves(yard, "tea", reference=reference)
    monkeypatch.setattr(Versions, "__ne__", lambda _mine, _other: False)
    async with yard.database.transaction() as connection:
        await upsert_channels(connection, [Channel("web", "Web", ChannelKind.WEB, buffer=1)])
    assert await shelves(yard, "tea", reference=reference) == {"tea": {"east": 5}}
