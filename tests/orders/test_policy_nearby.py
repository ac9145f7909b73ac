"""In a large pool a policy looks first at what can cost least, for this destination and these shipping lanes."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from stockpool.kernel.money import MoneyInput
from stockpool.network.api import upsert_shipping_lanes
from stockpool.network.messages import ShippingLaneInput
from stockpool.workflows import dating
from stockpool.workflows.surroundings import _Around
from tests.orders.shop import Shop, allocated
from tests.orders.test_nearby import FAR, HERE, NEAREST, many
from tests.orders.test_sourced_by_policy import act

__all__ = ["many"]

SOONEST = """
policy: soonest
currency: EUR
rules:
  - name: all
    costs:
      - lateness: {per_day: 10}
      - distance: {per_km: 0.001}
    otherwise: [split]
"""


async def tonight(shop: Shop) -> None:
    """Let a plane go from far away to all of the country."""
    lane = ShippingLaneInput(
        from_node=FAR,
        to_country="FR",
        carrier="Plane",
        transit_days_min=0,
        transit_days_max=0,
        cost=MoneyInput("1", "EUR"),
    )
    async with shop.database.transaction() as connection:
        await upsert_shipping_lanes(connection, [lane])


@pytest.fixture
async def shop_far_and_near(many: Shop, monkeypatch: pytest.MonkeyPatch) -> Shop:
    """Tea next door and far away, by a policy that wants it soon; lanes are looked at in every group."""
    monkeypatch.setattr(dating, "FRESH_S", -1.0)
    await many.receive({"tea": {NEAREST: 9, FAR: 9}})
    await act(many, SOONEST)
    return many


async def test_a_lane_that_is_new_changes_what_is_looked_at_first(shop_far_and_near: Shop) -> None:
    shop = shop_far_and_near
    assert allocated(await shop.place({"tea": 1}, ship_to=HERE)) == {("tea", NEAREST): 1}
    await tonight(shop)
    assert allocated(await shop.place({"tea": 1}, ship_to=HERE)) == {("tea", FAR): 1}


async def test_a_destination_in_another_country_is_another_one(shop_far_and_near: Shop) -> None:
    shop = shop_far_and_near
    await tonight(shop)
    assert allocated(await shop.place({"tea": 1}, ship_to=replace(HERE, country=None))) == {("tea", NEAREST): 1}
    assert allocated(await shop.place({"tea": 1}, ship_to=HERE)) == {("tea", FAR): 1}


async def test_were_they_taken_for_the_same_the_dearer_node_would_serve(
    shop_far_and_near: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control."""
    monkeypatch.setattr(_Around, "place", lambda _: None)
    shop = shop_far_and_near
    await shop.place({"tea": 1}, ship_to=HERE)
    await tonight(shop)
    assert allocated(await shop.place({"tea": 1}, ship_to=HERE)) == {("tea", NEAREST): 1}


async def test_the_explanation_tells_of_three_other_ways(many: Shop) -> None:
    stores = ("s00", "s01", "s02", "s03", "s04")
    await many.receive({"tea": dict.fromkeys(stores, 9)})
    await act(many, SOONEST)
    placed = await many.place({"tea": 1}, ship_to=HERE)
    [(explanation,)] = await many.rows("select explanation from orders where order_id = %s", placed.order_id)
    assert allocated(placed) == {("tea", "s00"): 1}
    assert [each["nodes"] for each in explanation["sourced"]["alternatives"]] == [["s01"], ["s02"], ["s03"]]
