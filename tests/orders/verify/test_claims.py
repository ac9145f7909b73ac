"""Each way to falsify what is promised of supply to come is found where it is; true promises are clean and counted."""

from __future__ import annotations

from collections.abc import AsyncIterator

import msgspec
import pytest

from stockpool.kernel.drift import Drift
from stockpool.orders.messages import Shortage
from stockpool.runtime.database import Database
from stockpool.workflows.verify import Verification, verify
from tests.orders.promises.coming import announce
from tests.orders.shop import BERLIN, Shop


class Promised(msgspec.Struct):
    """A shop with an order that claims three of four teas to come, and one that was cancelled."""

    shop: Shop
    waits: str
    cancelled: str

    async def verified(self) -> Verification:
        connection = await self.shop.database.connect()
        async with connection:
            return await verify(connection)

    async def tamper(self, sql: str, *params: object) -> None:
        """Change a book behind everybody's back; no test passes by doing nothing."""
        async with self.shop.database.transaction() as connection:
            cursor = await connection.execute(sql.encode(), params)
            assert cursor.rowcount == 1, sql

    async def found(self) -> set[tuple[object, ...]]:
        """What verify finds, without the words."""
        drifts: list[Drift] = (await self.verified()).drifts
        return {(d.kind, d.reference, d.sku, d.node, d.expected, d.found) for d in drifts}


@pytest.fixture
async def promised(database: Database) -> AsyncIterator[Promised]:
    shop = Shop(database)
    await shop.open()
    await announce(shop, "PO-1", 4, 10)
    waits, cancelled = [
        await shop.place({"tea": units}, ship_to=BERLIN, shortage=Shortage.BACKORDER) for units in (3, 1)
    ]
    await shop.cancel(cancelled.order_id)
    await shop.repair()
    yield Promised(shop, waits.order_id, cancelled.order_id)
    await shop.lanes.stop()


async def test_true_promises_are_clean_and_counted(promised: Promised) -> None:
    found = await promised.verified()
    assert (found.claims, found.drifts) == (1, [])


async def test_a_claim_of_more_than_waits_is_found(promised: Promised) -> None:
    await promised.tamper("update supply_claims set units = 4")
    assert await promised.found() == {("claim_waiting", promised.waits, "tea", None, 3, 4)}


async def test_a_claim_of_an_order_that_has_ended_is_found(promised: Promised) -> None:
    await promised.tamper("update supply_claims set order_id = %s, units = 1", promised.cancelled)
    assert await promised.found() == {("claim_ended", promised.cancelled, "tea", None, 0, 1)}


async def test_a_claim_of_no_order_is_found(promised: Promised) -> None:
    await promised.tamper("update supply_claims set order_id = gen_random_uuid()")
    (drift,) = (await promised.verified()).drifts
    assert (drift.kind, drift.words.split()[0]) == ("order_orphan", "supply_claims")


async def test_more_claimed_than_is_to_come_is_found(promised: Promised) -> None:
    await promised.tamper("update supplies set received = 2")
    assert await promised.found() == {("supply_claimed", "PO-1", "tea", "leipzig", 2, 3)}


@pytest.mark.parametrize(
    ("change", "kind", "said"),
    [
        ("update supply_claims set supply_id = 'PO-9'", "claim_supply", "supply PO-9, which there is not"),
        ("update supplies set status = 'closed'", "claim_supply", "supply PO-1, which is closed"),
        ("update supply_claims set node = 'munich'", "claim_place", "as tea at munich, it brings tea to leipzig"),
        ("update supplies set sku = 'cup'", "claim_place", "as tea at leipzig, it brings cup to leipzig"),
        (
            "update supplies set expected_at = '2101-01-01T00:00Z'",
            "claim_date",
            "it comes at 2101-01-01T00:00:00+00:00",
        ),
    ],
)
async def test_a_claim_that_its_supply_does_not_bear_out_is_found(
    promised: Promised, change: str, kind: str, said: str
) -> None:
    await promised.tamper(change)
    (drift,) = (await promised.verified()).drifts
    assert (drift.kind, drift.reference, drift.sku) == (kind, promised.waits, "tea")
    assert f"line 1 of order {promised.waits} claims 3 of" in drift.words
    assert drift.words.endswith(said)


@pytest.mark.parametrize(("quantity", "days", "status"), [(2, 10, "open"), (4, 11, "open"), (4, 10, "cancelled")])
async def test_what_a_changed_supply_breaks_is_no_drift_until_somebody_has_looked(
    promised: Promised, quantity: int, days: int, status: str
) -> None:
    await announce(promised.shop, "PO-1", quantity, days, status=status)
    assert (await promised.verified()).drifts == []
    await promised.tamper("update supplies set unsettled = false")
    assert (await promised.verified()).drift == 1
    await promised.tamper("update supplies set unsettled = true")
    await promised.shop.repair()
    assert (await promised.verified()).drifts == []
