"""What is added to an order goes into a parcel that there is already, where its node has it."""

from __future__ import annotations

import pytest

from stockpool.inventory.messages import FactKind
from stockpool.kernel.quantities import Amount
from stockpool.orders.messages import EditOrder, LineQuantity, OrderChanged, OrderLine
from stockpool.sourcing.messages import Exclusion
from stockpool.workflows.finding import _Finder
from tests.orders.shop import BERLIN, Shop, stamped
from tests.orders.test_saying_why import later, left_out


async def edited(shop: Shop, **words: object) -> tuple[OrderChanged, list[tuple[str, dict[str, Amount]]]]:
    """An order of two cups, which are in munich alone, after an edit; its nodes and what each has of it."""
    placed = await shop.place({"cup": 2}, ship_to=BERLIN)
    changed = await shop.submit(EditOrder(**stamped(None), order_id=placed.order_id, **words))  # type: ignore[arg-type] # of each kind
    assert isinstance(changed, OrderChanged), changed
    parcels = [(each.node, {line.sku: line.quantity for line in each.lines}) for each in changed.fulfillment_orders]
    return changed, parcels


ADDED = {"add": (OrderLine("tea", 3),)}


@pytest.fixture
async def stocked(shop: Shop) -> Shop:
    await shop.receive({"tea": {"berlin": 5, "munich": 4}, "cup": {"munich": 3}})
    return shop


async def test_a_line_is_added_to_the_parcel_that_there_is(stocked: Shop) -> None:
    changed, parcels = await edited(stocked, **ADDED)
    assert parcels == [("munich", {"cup": 2, "tea": 3})]
    (found,) = await later(stocked, changed.order_id)
    (sourced,) = found.sourced
    assert left_out(sourced)[Exclusion.NOT_SERVING_YET] == 2
    assert sourced.short == ()


async def test_where_nobody_looks_at_the_parcels_the_nearest_node_makes_another(
    stocked: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_Finder, "_serving", lambda *_: None)
    _, parcels = await edited(stocked, **ADDED)
    assert parcels == [("munich", {"cup": 2}), ("berlin", {"tea": 3})]


async def test_what_the_node_has_not_all_of_is_not_split(stocked: Shop) -> None:
    _, parcels = await edited(stocked, add=(OrderLine("tea", 5),), quantities=(LineQuantity(1, 3),))
    assert parcels == [("munich", {"cup": 3}), ("berlin", {"tea": 5})]


async def test_what_comes_another_way_is_sought_everywhere(stocked: Shop) -> None:
    await stocked.fact(FactKind.RECEIVE, "cup", "berlin", 9)
    placed = await stocked.place({"cup": 2}, ship_to=BERLIN)
    assert [each.node for each in placed.fulfillment_orders] == ["berlin"]
    command = EditOrder(**stamped(None), order_id=placed.order_id, pickup_node="munich", method="ship_to_store")  # type: ignore[arg-type]
    changed = await stocked.submit(command)
    assert isinstance(changed, OrderChanged)
    assert [(each.node, each.status) for each in changed.fulfillment_orders] == [
        ("berlin", "cancelled"),
        ("munich", "open"),
    ]
