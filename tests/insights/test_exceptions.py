"""Each kind of case is there as long as it is the case, and goes by itself."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from stockpool.feed import api as feed
from stockpool.insights import api as insights
from stockpool.insights.api import ExceptionsAsked, LateSource, Standing, StoredException
from stockpool.inventory.messages import FactKind
from stockpool.network.api import NodeCalendars, holiday_dates
from stockpool.network.messages import Node, NodeKind, OpenHours, TimeRange
from stockpool.orders.messages import AdvanceFulfillment, FulfillmentStep, OrderPlaced
from stockpool.reconciliation.messages import FeedHealth
from stockpool.workflows.exceptions_desk import find_late, late_sources, not_in_time
from stockpool.workflows.follow_insights import count_all
from stockpool.workflows.reference import ReferenceData
from tests.orders.shop import PICKUP, Shop, stamped

Do = Callable[[Shop], Awaitable[object]]
NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)

STEP = FulfillmentStep


async def found(shop: Shop, late: tuple[LateSource, ...] = ()) -> list[StoredException]:
    connection = await shop.database.connect()
    async with connection:
        await feed.sequence(connection)
        await count_all(connection)
        overdue = await find_late(connection, ReferenceData(), datetime.now(UTC))
        await insights.find_exceptions(connection, late, overdue)
        return await insights.list_exceptions(connection, ExceptionsAsked(), None, 50)


async def run(shop: Shop, sql: str) -> None:
    async with shop.database.transaction() as connection:
        await connection.execute(sql.encode())


async def take(shop: Shop, placed: OrderPlaced, *steps: FulfillmentStep, code: str | None = None) -> None:
    for step in steps:
        command = AdvanceFulfillment(
            **stamped(None),
            order_id=placed.order_id,
            number=1,
            step=step,
            code=code if step is STEP.HAND_OVER else None,
            new_code=code if step is STEP.READY else None,
        )
        assert not hasattr(await shop.submit(command), "reason")


async def order_waits(shop: Shop) -> Do:
    await shop.place({"tea": 3}, shortage="backorder")
    return lambda shop: shop.receive({"tea": {"berlin": 3}})


async def change_deliveries(shop: Shop, change: str) -> None:
    changed = f"select json_agg(d::jsonb {change}) from json_array_elements(deliveries) d"  # noqa: S608 -- ours
    await run(shop, f"update orders set deliveries = ({changed})")  # noqa: S608 -- as above


async def late(shop: Shop) -> Do:
    await shop.receive({"tea": {"berlin": 3}})
    placed = await shop.place({"tea": 1})
    await change_deliveries(shop, """|| '{"promised_until": "2026-01-01T00:00:00Z"}'""")
    return lambda shop: take(shop, placed, STEP.RELEASE, STEP.ACCEPT, STEP.PICK, STEP.SHIP)


async def late_by_backlog(shop: Shop) -> Do:
    await shop.receive({"tea": {"berlin": 30}})
    for _ in range(9):
        await shop.place({"tea": 1})
    await change_deliveries(shop, "|| jsonb_build_object('promised_until', now() + interval '49 hours')")
    await run(shop, "update nodes set daily_capacity = 4 where id = 'berlin'")
    assert len(await found(shop)) == 1, "eight can be done in two days, the ninth cannot"
    return lambda shop: run(shop, "update nodes set daily_capacity = 5 where id = 'berlin'")


async def not_accepted(shop: Shop) -> Do:
    await shop.receive({"tea": {"berlin": 3}})
    placed = await shop.place({"tea": 1})
    await take(shop, placed, STEP.RELEASE)
    await run(shop, "update fulfillment_orders set accept_by = now() - interval '1 minute'")
    return lambda shop: take(shop, placed, STEP.ACCEPT)


async def short_position(shop: Shop) -> Do:
    await shop.fact(FactKind.SELL, "tea", "berlin", 2)
    return lambda shop: shop.receive({"tea": {"berlin": 2}})


async def uncollected(shop: Shop) -> Do:
    await shop.receive({"tea": {"berlin": 3}})
    placed = await shop.place({"tea": 1}, method=PICKUP, pickup_node="berlin")
    await take(shop, placed, STEP.RELEASE, STEP.ACCEPT, STEP.PICK, STEP.READY, code="123456")
    await run(shop, "update fulfillment_orders set ready_until = now() + interval '3 hours'")
    return lambda shop: take(shop, placed, STEP.HAND_OVER, code="123456")


async def reconciliation(shop: Shop) -> Do:
    await run(shop, "insert into reconciliation_sources values ('erp', 'ERP', '[]', 'on_hand', false, 0, 0)")
    await run(
        shop,
        "insert into reconciliation_runs values ('00000000-0000-7000-8000-000000000001', 'erp', null, 'x', now(),"
        " now(), now(), 1, 0, 0, 0, 0, 1, 1, 0, 0)",
    )
    await run(
        shop,
        "insert into reconciliation_exceptions (id, source, sku, node, status, cause, also, evidence, measures, as_of,"
        " outside, pool, pool_now, decimals, found_by, seen_by, found_at) values"
        " ('00000000-0000-7000-8000-000000000002', 'erp', 'tea', 'berlin', 'open', 'unknown', '[]', '[]', 'on_hand',"
        " now(), 3, 5, 5, 0, '00000000-0000-7000-8000-000000000001', '00000000-0000-7000-8000-000000000001', now())",
    )
    return lambda shop: run(shop, "update reconciliation_exceptions set status = 'accepted', settled_at = now()")


async def dead_letters(shop: Shop) -> Do:
    await run(
        shop,
        "insert into webhook_endpoints (endpoint_id, created_at, url, description, types, skus, nodes, channels,"
        " batch_max, position) values ('w', now(), 'https://example.org', '', '{}', '{}', '{}', '{}', 1, 0)",
    )
    await run(shop, "insert into webhook_dead_letters values ('w', 1, 1, 'order.placed', '', now(), 3, 'no answer')")
    return lambda shop: run(shop, "update webhook_dead_letters set asked = true")


async def supply_late(shop: Shop) -> Do:
    await run(
        shop,
        "insert into supplies (supply_id, sku, node, kind, quantity, expected_at, status) values"
        " ('po', 'tea', 'berlin', 'purchase_order', 5, now() - interval '1 day', 'open')",
    )
    await run(
        shop,
        "insert into supply_claims values"
        " ('00000000-0000-7000-8000-000000000003', 1, 'tea', 'po', 'berlin', 2, now() - interval '1 day')",
    )
    return lambda shop: run(shop, "update supplies set expected_at = now() + interval '1 day'")


@pytest.mark.parametrize(
    "arise",
    [
        order_waits, late, late_by_backlog, not_accepted, short_position, uncollected, reconciliation, dead_letters,
        supply_late,
    ],
    ids=lambda arise: arise.__name__,
)  # fmt: skip
async def test_a_case_is_there_until_it_is_none(shop: Shop, arise: Callable[[Shop], Awaitable[Do]]) -> None:
    assert await found(shop) == []
    end = await arise(shop)
    (case,) = await found(shop)
    assert arise.__name__.startswith(case.kind)
    assert case.units > 0
    assert insights.words_of(case.kind, case.cause, f"{case.units:g}", case.facts)
    (again,) = await found(shop)
    assert again.id == case.id
    await end(shop)
    assert await found(shop) == []


OPEN_FROM_8_TO_18 = OpenHours(**dict.fromkeys(OpenHours.__struct_fields__, (TimeRange("08:00", "18:00"),)))


@pytest.mark.parametrize(
    ("capacity", "before_it", "hours_left", "is_late"),
    [
        (40, 0, 0.1, False),  # nothing stands before it, however soon it is promised
        (40, 3, 0.1, False),  # less than an hour's work does
        (40, 4, 0.1, True),
        (40, 19, 5.1, False),  # at noon, with four an hour, the twentieth is done at 17:00
        (40, 21, 5.1, True),
        (40, 31, 22.1, False),  # the night is over: two hours of the next morning count, and no hour of the night
        (40, 32, 22.1, True),
        (None, 400, 0.1, False),  # whose limit is unknown is never called busy
    ],
)
def test_a_node_works_at_its_capacity_while_it_is_open(
    capacity: int | None, before_it: int, hours_left: float, *, is_late: bool
) -> None:
    node = Node("berlin", "Berlin", NodeKind.STORE, daily_capacity=capacity, open_hours=OPEN_FROM_8_TO_18)
    promised = Standing("order", 1, "berlin", NOW + timedelta(hours=hours_left), before_it)
    found = not_in_time([promised], NodeCalendars({"berlin": node}, holiday_dates), NOW)
    assert found == ([promised] if is_late else [])


def test_what_is_past_its_promise_is_late_whatever_its_node_could_do() -> None:
    node = Node("berlin", "Berlin", NodeKind.STORE)
    past = Standing("order", 1, "berlin", NOW - timedelta(seconds=1), 0, past=True)
    assert not_in_time([past], NodeCalendars({"berlin": node}, holiday_dates), NOW) == [past]


async def test_what_was_promised_for_no_day_is_never_late(shop: Shop) -> None:
    await shop.receive({"tea": {"berlin": 30}})
    for _ in range(9):
        await shop.place({"tea": 1})
    await change_deliveries(shop, "- 'promised_until'")
    await run(shop, "update nodes set daily_capacity = 1 where id = 'berlin'")
    assert await found(shop) == []


async def test_a_source_that_is_silent_or_behind_is_a_case(shop: Shop) -> None:
    source = LateSource("pos", "berlin", "silent", NOW, 3.0, 7_200.0)
    (case,) = await found(shop, (source,))
    assert (case.kind, case.node, case.since) == ("feed_late", "berlin", NOW)
    assert await found(shop) == []


@pytest.mark.parametrize(
    ("silence_s", "lag_s", "lag_p90_s", "cause"),
    [(60.0, 2.0, 2.0, None), (7_200.0, 7_200.0, 2.0, "silent"), (60.0, 2_000.0, 1_900.0, "behind"),
     (7_200.0, 2.0, 2.0, None), (None, 0.0, None, None)],
)  # fmt: skip
def test_a_silence_is_a_case_where_it_is_unusual(
    silence_s: float | None, lag_s: float, lag_p90_s: float | None, cause: str | None
) -> None:
    health = msgspec.convert(
        dict.fromkeys(FeedHealth.__struct_fields__, 0)
        | {"source": "pos", "node": "berlin", "silence_s": silence_s, "lag_s": lag_s, "lag_p90_s": lag_p90_s},
        FeedHealth,
    )
    cases = late_sources([health], NOW)
    assert [each.cause for each in cases] == ([cause] if cause else [])
    if cause == "silent":
        assert cases[0].since == NOW - timedelta(hours=2)
