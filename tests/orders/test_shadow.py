"""A policy decides beside the one that acts: what it would have done is kept with the order, and no more happens."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from stockpool.kernel.refusals import Refused
from stockpool.orders.messages import EditOrder, LineQuantity, OrderPlaced
from stockpool.runtime import telemetry
from stockpool.sourcing import api as sourcing
from stockpool.sourcing.api import Comparison, PolicyPut, PutPolicy
from stockpool.sourcing.messages import Exclusion
from stockpool.workflows import nearby
from stockpool.workflows.policy_desk import PolicyDesk
from tests.orders.shop import BERLIN, Shop, allocated, order, stamped
from tests.orders.test_nearby import FAR, HERE, NEAREST, NEXT, many
from tests.orders.test_sourced_by_policy import NOW, WAREHOUSE_FIRST, act, why

__all__ = ["many"]

NEAREST_TEXT = """
policy: nearest
currency: EUR
rules:
  - name: all
    costs:
      - distance: {per_km: 0.02}
      - parcel: {further: 1}
"""

ALONE = "    otherwise: [backorder]\n"
NEAREST_BUT_FIRST = NEAREST_TEXT.replace("policy: nearest", "policy: second").replace(
    "    costs:", "    filters:\n      - nodes: {never: [s00]}\n    costs:"
)


async def beside(shop: Shop, text: str | None) -> None:
    """Let a policy decide beside the one that acts."""
    desk = PolicyDesk(shop.database)
    name = None
    if text is not None:
        stored = await desk.put(PutPolicy(text), NOW, "test")
        assert isinstance(stored, PolicyPut), stored
        name = stored.policy.name
    assert not isinstance(await desk.set_shadow(name, None, NOW, "test"), Refused)


async def kept(shop: Shop) -> list[dict[str, Any]]:
    """The rows that are kept."""
    async with shop.database.read() as conn:
        cursor = await conn.execute("select * from shadow_decisions order by order_id")
        names = [each.name for each in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in await cursor.fetchall()]


async def report(shop: Shop) -> Sequence[Comparison]:
    return await PolicyDesk(shop.database).shadow_report(datetime.now(UTC).date())


async def placed_beside(shop: Shop, units: int = 1) -> OrderPlaced:
    await shop.receive({"tea": {"berlin": 9, "leipzig": 9, "munich": 9}})
    await act(shop, WAREHOUSE_FIRST)
    await beside(shop, NEAREST_TEXT)
    return await shop.place({"tea": units}, ship_to=BERLIN)


async def test_both_choices_are_kept_with_what_they_cost_by_both_policies(shop: Shop) -> None:
    placed = await placed_beside(shop)
    assert allocated(placed) == {("tea", "leipzig"): 1}, "the one that acts decides"
    (row,) = await kept(shop)
    assert (row["shadow"], row["active"], row["same"]) == ("nearest@1", "warehouse-first@1", False)
    assert (row["shadow_nodes"], row["active_nodes"]) == (["berlin"], ["leipzig"])
    assert (row["shadow_rule"], row["active_rule"], row["units"], row["failed"]) == ("all", "all", 1, None)
    said = await why(shop, placed)
    assert row["active_cost_by_active"] == sum(said.chosen[0].costs)
    assert row["shadow_cost_by_active"] == sum(said.alternatives[0].costs[0])
    assert row["shadow_cost"] == pytest.approx(20_000 * row["shadow_km"], abs=20)
    assert row["active_cost"] == pytest.approx(20_000 * row["active_km"], abs=20)


async def test_the_day_is_reported_by_pair_of_policies(shop: Shop) -> None:
    await placed_beside(shop)
    await shop.place({"tea": 2}, ship_to=BERLIN)
    await beside(shop, WAREHOUSE_FIRST)
    await shop.place({"tea": 1}, ship_to=BERLIN)
    other, same = await report(shop)
    assert (other.shadow, other.active, other.orders, other.same) == ("nearest@1", "warehouse-first@1", 2, 0)
    assert (same.shadow, same.orders, same.same) == ("warehouse-first@1", 1, 1)
    assert {each.node: (each.shadow, each.active) for each in other.nodes} == {"berlin": (2, 0), "leipzig": (0, 2)}
    assert other.cost is not None
    assert other.cost_by_active is not None
    assert float(other.cost.difference) < 0 < float(other.cost_by_active.difference), "each is cheaper by its own costs"
    assert other.cost.low == other.cost.high == other.cost.difference, "both orders differ alike"
    assert same.cost is not None
    assert (same.cost.difference, same.cost.low) == ("0.00", None)
    assert len(other.differ_most) == 2
    assert same.differ_most == ()


async def test_it_plans_on_the_same_picture_when_orders_come_together(shop: Shop) -> None:
    await shop.receive({"tea": {"berlin": 1, "leipzig": 1}})
    await act(shop, NEAREST_TEXT)
    await beside(shop, NEAREST_TEXT.replace("policy: nearest", "policy: again"))
    placed = await shop.submit_together([order({"tea": 1}, ship_to=BERLIN) for _ in range(2)])
    served = [allocated(each) for each in placed if isinstance(each, OrderPlaced)]
    assert served == [{("tea", "berlin"): 1}, {("tea", "leipzig"): 1}]
    assert [row["same"] for row in await kept(shop)] == [True, True]


async def test_without_an_active_policy_it_decides_beside_the_built_in_routing(shop: Shop) -> None:
    await shop.receive({"tea": {"berlin": 9, "leipzig": 9}})
    await beside(shop, WAREHOUSE_FIRST)
    assert allocated(await shop.place({"tea": 1}, ship_to=BERLIN)) == {("tea", "berlin"): 1}
    (row,) = await kept(shop)
    assert (row["active"], row["shadow_nodes"], row["active_nodes"]) == (None, ["leipzig"], ["berlin"])
    assert row["active_cost"] > row["shadow_cost"]
    assert row["active_cost_by_active"] is None
    (said,) = await report(shop)
    assert (said.active, said.cost_by_active) == (None, None)


async def test_a_shadow_that_fails_never_hurts_the_order(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError("no parcel")

    failures = telemetry._shadow_failures._value
    monkeypatch.setattr(sourcing, "compare", fail)
    before = failures.get()
    placed = await placed_beside(shop)
    assert allocated(placed) == {("tea", "leipzig"): 1}
    (row,) = await kept(shop)
    assert row["failed"] == "ZeroDivisionError('no parcel')"
    assert failures.get() == before + 1
    (said,) = await report(shop)
    assert (said.orders, said.failed, said.same, said.cost) == (1, 1, 0, None)


async def test_off_it_costs_nothing(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    await placed_beside(shop)
    await beside(shop, None)

    def fail(*_: object) -> None:
        raise AssertionError("it was asked")

    monkeypatch.setattr(sourcing, "compare", fail)
    await shop.place({"tea": 1}, ship_to=BERLIN)
    assert len(await kept(shop)) == 1


async def test_only_the_placing_of_an_order_is_compared_and_refused_ones_are_not(shop: Shop) -> None:
    placed = await placed_beside(shop)
    edited = EditOrder(**stamped(None), order_id=placed.order_id, quantities=(LineQuantity(1, 3),))
    assert not isinstance(await shop.submit(edited), Refused)
    with pytest.raises(AssertionError):
        await shop.place({"tea": 99}, ship_to=BERLIN)
    assert len(await kept(shop)) == 1


async def test_what_is_old_is_forgotten(shop: Shop) -> None:
    await placed_beside(shop)
    desk = PolicyDesk(shop.database)
    today: date = datetime.now(UTC).date()
    assert await desk.sweep_shadow(today) == 0
    assert await desk.sweep_shadow(today + timedelta(days=1)) == 1
    assert await report(shop) == []


async def test_a_policy_that_is_not_there_or_cannot_be_obeyed_is_refused(shop: Shop) -> None:
    desk = PolicyDesk(shop.database)
    assert isinstance(await desk.set_shadow("other", None, NOW, "test"), Refused)
    await desk.put(PutPolicy(NEAREST_TEXT + "      - shipping: {rates: none}\n"), NOW, "test")
    assert isinstance(await desk.set_shadow("nearest", None, NOW, "test"), Refused)
    assert await desk.shadow() is None


async def test_in_a_large_pool_both_look_around_and_choose_as_if_they_had_looked_at_all(
    many: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    await many.receive({"tea": {NEAREST: 9, NEXT: 9, FAR: 9}})
    await act(many, NEAREST_BUT_FIRST + ALONE)
    await beside(many, NEAREST_TEXT + ALONE)
    for worth_from in (nearby.WORTH_FROM, 1_000):
        monkeypatch.setattr(nearby, "WORTH_FROM", worth_from)
        placed = await many.place({"tea": 1}, ship_to=HERE)
        assert allocated(placed) == {("tea", NEXT): 1}
        said = {each.reason for each in (await why(many, placed)).excluded}
        assert (Exclusion.FARTHER in said) == (worth_from < 1_000)
    near, full = [{name: each for name, each in row.items() if name != "order_id"} for row in await kept(many)]
    assert near == full
    assert (near["shadow_nodes"], near["active_nodes"]) == ([NEAREST], [NEXT])


async def test_orders_that_come_together_are_compared_on_what_is_left(many: Shop) -> None:
    await many.receive({"tea": {NEAREST: 9, NEXT: 1, FAR: 9}})
    await act(many, NEAREST_BUT_FIRST + ALONE)
    await beside(many, NEAREST_BUT_FIRST.replace("second", "third") + ALONE)
    placed = await many.submit_together([order({"tea": 1}, ship_to=HERE) for _ in range(2)])
    served = [allocated(each) for each in placed if isinstance(each, OrderPlaced)]
    assert served == [{("tea", NEXT): 1}, {("tea", FAR): 1}]
    first, second = await kept(many)
    assert (first["same"], first["failed"], second["same"], second["failed"]) == (True, None, True, None)
