"""What a worker does each night about policies: old comparisons are forgotten, outlooks are worked out where asked."""

from __future__ import annotations

from stockpool.bootstrap import Application, jobs_of
from stockpool.inventory.messages import FactKind
from stockpool.runtime.settings import Settings
from tests.orders.shop import BERLIN, Shop
from tests.orders.test_outlooks import KEEPS_TWO_DAYS
from tests.orders.test_shadow import NEAREST_TEXT, beside, kept
from tests.orders.test_sourced_by_policy import act


def night(shop: Shop, settings: Settings) -> Application:
    """An application as a worker has it, on the shop's database."""
    application = Application(settings, "postgresql:///not-connected")
    application.policies._database = application.outlooks._database = shop.database
    return application


def test_a_worker_has_these_jobs() -> None:
    jobs = jobs_of(Application(Settings(), "postgresql:///not-connected"))
    named = {"sweep-holds", "repair-orders", "sweep-shadow", "work-out-outlooks"}
    assert named <= set(jobs.app.tasks)


async def test_what_a_shadow_decided_is_kept_for_so_many_days(shop: Shop) -> None:
    await beside(shop, NEAREST_TEXT)
    await shop.receive({"tea": {"berlin": 1}})
    await shop.place({"tea": 1}, ship_to=BERLIN)
    assert await night(shop, Settings(shadow_kept_days=1)).sweep_shadow() == 0
    async with shop.database.transaction() as conn:
        await conn.execute("update shadow_decisions set day = day - 2")
    assert await night(shop, Settings(shadow_kept_days=3)).sweep_shadow() == 0
    assert await night(shop, Settings(shadow_kept_days=1)).sweep_shadow() == 1
    assert not await kept(shop)


async def test_outlooks_are_worked_out_only_where_a_policy_asks(shop: Shop) -> None:
    await shop.receive({"tea": {"berlin": 9}})
    await shop.fact(FactKind.SELL, "tea", "berlin", 2)
    worker, resting = night(shop, Settings(outlook_days=56)), night(shop, Settings(outlook_days=0))
    assert await worker.work_out_outlooks() == 0, "nobody asks"
    await act(shop, KEEPS_TWO_DAYS)
    assert await resting.work_out_outlooks() == 0, "it is left out"
    assert await worker.work_out_outlooks() == 1
