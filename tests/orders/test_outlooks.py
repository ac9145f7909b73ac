"""Policies that ask for outlooks are told them; the others pay nothing for that."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from stockpool.inventory.messages import FactKind
from stockpool.kernel.refusals import Refused
from stockpool.sourcing.api import Activated, ActivatePolicy, OutlookInput, PutPolicy
from stockpool.supply.messages import SupplyInput
from stockpool.workflows.outlook_desk import OutlookDesk, SalesSaid
from stockpool.workflows.outlooks import OutlookKeeper
from stockpool.workflows.policy_desk import PolicyDesk
from stockpool.workflows.supply_desk import SupplyDesk
from tests.orders.shop import BERLIN, Shop, allocated
from tests.orders.test_sourced_by_policy import NOW, WAREHOUSE_FIRST, act

KEEPS_TWO_DAYS = """
policy: keeps
currency: EUR
rules:
  - name: all
    filters:
      - keep_for_walk_ins: {days: 2}
    costs:
      - distance: {per_km: 0.01}
"""


async def tell(shop: Shop, *rows: OutlookInput) -> None:
    """Tell outlooks."""
    results = await OutlookDesk(shop.database).upsert(rows)
    assert not [each for each in results if isinstance(each, Refused)], results


async def test_a_store_keeps_days_of_what_it_sells_itself(shop: Shop) -> None:
    await shop.receive({"tea": {"berlin": 9, "leipzig": 9}})
    await tell(shop, OutlookInput("tea", "berlin", 4))
    await act(shop, KEEPS_TWO_DAYS)
    first, second = [allocated(await shop.place({"tea": 1}, ship_to=BERLIN)) for _ in range(2)]
    assert (first, second) == ({("tea", "berlin"): 1}, {("tea", "leipzig"): 1})


async def test_a_unit_that_is_sold_before_more_comes_is_dear(shop: Shop) -> None:
    loses = KEEPS_TWO_DAYS.replace("keep_for_walk_ins: {days: 2}", "nodes: {never: [munich]}")
    loses += "      - lost_margin: {margin_share: 1}\n"
    async with shop.database.transaction() as conn:
        await conn.execute("update skus set price_minor = 9000, price_currency = 'EUR' where id = 'tea'")
    await shop.receive({"tea": {"berlin": 3, "leipzig": 3}})
    await tell(shop, OutlookInput("tea", "berlin", 1))
    await act(shop, loses)
    assert allocated(await shop.place({"tea": 1}, ship_to=BERLIN)) == {("tea", "leipzig"): 1}, (
        "in 7 days it is sold out"
    )
    coming = SupplyInput(
        id="po", sku="tea", node="berlin", quantity=9, expected_at=datetime.now(UTC) + timedelta(hours=1)
    )
    assert not isinstance((await SupplyDesk(shop.database).upsert([coming]))[0], Refused)
    shop.processor._outlooks = OutlookKeeper()
    assert allocated(await shop.place({"tea": 1}, ship_to=BERLIN)) == {("tea", "berlin"): 1}, "more comes in an hour"


async def test_a_policy_that_does_not_ask_pays_nothing(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    async def load(*_: object) -> None:
        raise AssertionError("outlooks were asked for")

    monkeypatch.setattr(OutlookKeeper, "load", load)
    await shop.receive({"tea": {"leipzig": 9}})
    await act(shop, WAREHOUSE_FIRST)
    assert allocated(await shop.place({"tea": 1}, ship_to=BERLIN)) == {("tea", "leipzig"): 1}
    await act(shop, KEEPS_TWO_DAYS)
    with pytest.raises(AssertionError, match="asked for"):
        await shop.place({"tea": 1}, ship_to=BERLIN)


async def test_sales_say_what_a_node_sells_and_not_what_was_told(shop: Shop) -> None:
    await shop.receive({"tea": {"berlin": 50, "munich": 50}, "cup": {"berlin": 50}})
    await shop.fact(FactKind.SELL, "tea", "berlin", 6)
    await shop.fact(FactKind.SELL, "cup", "berlin", 6)
    await shop.place({"tea": 5}, ship_to=BERLIN)
    await tell(shop, OutlookInput("cup", "berlin", 0.5))
    now = datetime.now(UTC) + timedelta(seconds=1)
    async with shop.database.transaction() as conn:
        await conn.execute(
            "insert into past_sales (source, source_id, kind, sku, node, quantity, occurred_at) values"
            " ('till', '1', 'sale', 'tea', 'munich', 20, %(then)s),"
            " ('till', '2', 'return', 'tea', 'munich', 9, %(then)s),"
            " ('till', '3', 'sale', 'tea', 'munich', 70, %(long_ago)s)",
            {"then": now - timedelta(days=4), "long_ago": now - timedelta(days=40)},
        )
    desk = OutlookDesk(shop.database)
    assert await desk.work_out(30, now) == SalesSaid(2, now - timedelta(days=4))
    found = {(each.sku, each.node): each for each in await desk.list((), (), None, 9)}
    said = {key: (each.demand_per_day, each.source.value) for key, each in found.items()}
    assert said == {
        ("tea", "berlin"): (1.5, "sales"),
        ("tea", "munich"): (5, "sales"),
        ("cup", "berlin"): (0.5, "given"),
    }
    later = now + timedelta(days=60)
    assert await desk.work_out(30, later) == SalesSaid(0, None), "what sold nothing for so long is forgotten"
    assert [each.sku for each in await desk.list((), (), None, 9)] == ["cup"]


async def test_stale_outlooks_are_told_where_the_policy_asks(shop: Shop) -> None:
    desk = PolicyDesk(shop.database)
    assert (await desk.lint(KEEPS_TWO_DAYS, "p")).problems[0].message.startswith("no outlook is known")
    await act(shop, KEEPS_TWO_DAYS)
    assert await desk.warnings() == ("no outlook is known, so that every SKU counts as one that no node sells",)
    await tell(shop, OutlookInput("tea", "berlin", 4, None, datetime.now(UTC) - timedelta(days=13)))
    assert await desk.warnings() == ()
    await tell(shop, OutlookInput("tea", "munich", 4, None, datetime.now(UTC) - timedelta(days=15)))
    assert "1 of 2 outlooks are older than 14 days" in (await desk.warnings())[0]
    (problem,) = (await desk.lint(KEEPS_TWO_DAYS, "p")).problems
    assert (problem.warning, problem.path) == (True, "rules[0].filters[0].keep_for_walk_ins")
    await desk.put(PutPolicy(WAREHOUSE_FIRST), NOW, "test")
    assert isinstance(await desk.activate(ActivatePolicy("warehouse-first"), NOW, "test"), Activated)
    assert await desk.warnings() == (), "it does not ask"
