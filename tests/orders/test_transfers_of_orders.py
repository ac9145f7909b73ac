"""What an order sends to a store is the order's: a fact that names its fulfillment order as a transfer is refused."""

from __future__ import annotations

import pytest

from stockpool.inventory.messages import FactKind, RecordFact
from stockpool.kernel.refusals import Reason, Refused
from stockpool.orders.messages import FulfillmentStep, OrderMethod
from stockpool.runtime.database import Database
from stockpool.workflows import record_fact
from tests.orders.shop import Shop, stamped
from tests.orders.test_life_cycle import step, through

STEP = FulfillmentStep
KINDS = [FactKind.DISPATCH, FactKind.ARRIVE]


async def sent(shop: Shop) -> str:
    """A fulfillment order whose goods are on their way to the store where they are collected."""
    await shop.receive({"tea": {"munich": 2}})
    placed = await shop.place({"tea": 1}, method=OrderMethod.SHIP_TO_STORE, pickup_node="berlin")
    await through(shop, placed.order_id, 1, STEP.RELEASE, STEP.ACCEPT, STEP.PICK, STEP.SHIP)
    return placed.fulfillment_orders[0].id


def moved(kind: FactKind, reference: str) -> RecordFact:
    node = "berlin" if kind is FactKind.ARRIVE else "munich"
    return RecordFact(**stamped(None), kind=kind, sku="tea", node=node, quantity=1, reference=reference)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("number", [1, 7], ids=["that there is", "that there may be one day"])
async def test_a_fact_names_no_fulfillment_order_as_its_transfer(shop: Shop, kind: FactKind, number: int) -> None:
    name = await sent(shop)
    refused = await shop.submit(moved(kind, f"{name.removesuffix('-1')}-{number}"))
    assert isinstance(refused, Refused)
    assert (refused.reason, [each.path for each in refused.problems]) == (Reason.INVALID_INPUT, ["reference"])
    await step(shop, name.removesuffix("-1"), 1, STEP.ARRIVE, new_code="123456")
    assert (await shop.positions())["tea", "berlin"] == (0, 0, 1)


@pytest.mark.parametrize("kind", KINDS)
async def test_without_the_rule_orders_and_ledger_part(
    database: Database, kind: FactKind, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(record_fact, "_transfer_problems", lambda *_: [])
    shop = Shop(database)
    await shop.open()
    reply = await shop.submit(moved(kind, await sent(shop)))
    assert not isinstance(reply, Refused)
    assert await shop.drift() != []
    await shop.lanes.stop()


@pytest.mark.parametrize("reference", ["T-1", "0190b3a0", "0190b3a0-0000-7000-8000-000000000000-1"])
async def test_other_transfers_are_the_retailers_own_whatever_they_are_called(shop: Shop, reference: str) -> None:
    await sent(shop)
    for kind in KINDS:
        assert not isinstance(await shop.submit(moved(kind, reference)), Refused)
    assert (await shop.positions())["tea", "berlin"] == (1, 0, 0)
