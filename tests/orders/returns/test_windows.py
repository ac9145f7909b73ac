"""What is brought back too late, and what was to come back and never did."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from stockpool.kernel.ids import new_uuid7
from stockpool.kernel.refusals import Reason
from stockpool.orders.api import Disposition, ExpireReturn, Fulfillment, Order, ReturnedLine, ReturnStatus, Rules
from stockpool.orders.messages import Delivery, FulfillmentStatus, OrderLine, OrderMethod, OrderStatus, Payment
from stockpool.orders.model import Part, Piece
from stockpool.orders.returning.decide import requesting, windows
from stockpool.orders.returning.decide.windows import in_time
from tests.orders.returns.desk import Desk, granted, instead, refused
from tests.orders.shop import stamped

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
THIRTY = timedelta(days=30)
SECOND = timedelta(seconds=1)
F = FulfillmentStatus
KEY = (1, "tea")


def order_of(*parcels: tuple[FulfillmentStatus, timedelta]) -> Order:
    """Two teas in each parcel, and how long ago it came to where it stands."""
    units = 2 * len(parcels)
    fulfillments = [
        Fulfillment(number, 1, "berlin", status, (Piece(1, "tea", 0, 2, 2),), since=NOON - ago)
        for number, (status, ago) in enumerate(parcels, start=1)
    ]
    delivery, part = Delivery(1, OrderMethod.SHIP), Part(1, "tea", 0, units)
    return Order(
        "o", "web", OrderStatus.SHIPPED, Payment.CAPTURED, (delivery,), (), (part,), fulfillments=tuple(fulfillments)
    )


@pytest.mark.parametrize(
    ("parcels", "left", "days", "found"),
    [
        ([(F.DELIVERED, THIRTY)], 2, 30, 2),
        ([(F.DELIVERED, THIRTY + SECOND)], 2, 30, 0),
        ([(F.HANDED_OVER, THIRTY + SECOND)], 2, 30, 0),
        ([(F.DELIVERED, THIRTY + SECOND)], 2, 0, 2),
        ([(F.SHIPPED, 9 * THIRTY)], 2, 30, 2),  # nobody has said that it was delivered
        ([(F.DELIVERED, 2 * THIRTY), (F.DELIVERED, SECOND)], 4, 30, 2),
        ([(F.DELIVERED, 2 * THIRTY), (F.DELIVERED, SECOND)], 2, 30, 2),  # what came back was of the first
        ([(F.DELIVERED, 2 * THIRTY), (F.DELIVERED, SECOND)], 1, 30, 1),
        ([(F.DELIVERED, SECOND)], 0, 30, 0),
    ],
)
def test_each_parcel_has_its_own_time(
    parcels: list[tuple[FulfillmentStatus, timedelta]], left: int, days: int, found: int
) -> None:
    assert in_time(order_of(*parcels), {KEY: left}, days, NOON) == {KEY: found}


async def sold_long_ago(desk: Desk, days: int) -> str:
    """Two teas that the customer has had for so many days."""
    await desk.receive({"tea": {"berlin": 2}})
    sold = await desk.sold([OrderLine("tea", 2, unit_price=450)])
    await desk.rows_changed(f"update fulfillment_orders set since = since - interval '{days} days'")  # noqa: S608 -- a number
    return sold.order_id


async def test_what_is_brought_back_too_late_is_refused_unless_somebody_decides_otherwise(desk: Desk) -> None:
    order_id = await sold_long_ago(desk, 31)
    line, words = ReturnedLine(1, line=1), {"order_id": order_id, "node": "berlin", "received": True}
    late = await desk.not_back(line, **words)
    assert (late.reason, late.problems[0].path) == (Reason.RETURN_TOO_LATE, "lines[0].quantity")
    assert late.details["returnable"] == [{"line": 1, "sku": "tea", "quantity": 0}]
    assert (await desk.not_back(ReturnedLine(3, line=1), **words)).reason is Reason.EXCEEDS_RETURNABLE
    taken = await desk.back(line, **words, override=True)
    assert taken.details.status is ReturnStatus.RECEIVED
    more = await desk.not_back(ReturnedLine(2, line=1), **words, override=True)
    assert more.reason is Reason.EXCEEDS_RETURNABLE, "time is not all that is asked"


async def test_without_the_rule_it_is_taken(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(requesting, "in_time", lambda _order, left, *_: left)
    order_id = await sold_long_ago(desk, 31)
    await desk.back(ReturnedLine(1, line=1), order_id=order_id, node="berlin", received=True)


@pytest.mark.parametrize(("days", "rules"), [(29, Rules()), (3000, Rules(return_within_days=0))])
async def test_what_is_brought_back_in_time_is_taken(desk: Desk, days: int, rules: Rules) -> None:
    desk.processor._rules = rules
    order_id = await sold_long_ago(desk, days)
    await desk.back(ReturnedLine(1, sku="tea"), order_id=order_id, node="berlin", received=True)


async def asked_long_ago(desk: Desk, order_id: str, **more: object) -> str:
    """A return whose goods should have come by now."""
    asked = await desk.back(ReturnedLine(2, line=1), order_id=order_id, node="berlin", **more)
    assert asked.details.expires_at == asked.details.requested_at + THIRTY
    await desk.rows_changed("update returns set expires_at = now() - interval '1 second'")
    return asked.details.return_id


async def test_a_return_that_never_comes_expires_and_its_units_can_be_returned_again(desk: Desk) -> None:
    order_id = await sold_long_ago(desk, 0)
    return_id = await asked_long_ago(desk, order_id)
    again = ReturnedLine(2, line=1)
    assert (await desk.not_back(again, order_id=order_id, node="berlin")).reason is Reason.EXCEEDS_RETURNABLE
    assert await desk.repair() == 1
    assert await desk.repair() == 0
    (told,) = await desk.events(order_id, "return.expired")
    assert (told["details"]["return_id"], told["details"]["status"]) == (return_id, "expired")
    assert "expires_at" not in told["details"]
    assert refused(await desk.came(return_id)).reason is Reason.RETURN_STATE
    await desk.back(again, order_id=order_id, node="berlin", received=True)


async def test_what_was_credited_for_a_return_that_never_comes_is_owed(desk: Desk) -> None:
    order_id = await sold_long_ago(desk, 0)
    await desk.receive({"cup": {"berlin": 1}})
    cup = OrderLine("cup", 1, OrderMethod.PICKUP, "berlin", unit_price=800)
    await asked_long_ago(desk, order_id, **instead(cup, currency="EUR"))
    assert await desk.repair() >= 1
    (charge,) = await desk.events(order_id, "charge.due")
    assert charge["amount"] == 800


async def test_a_return_is_waited_for_until_its_time_is_over_and_not_when_something_came(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    order_id = await sold_long_ago(desk, 0)
    early = await desk.back(ReturnedLine(1, line=1), order_id=order_id, node="berlin")
    assert await desk.repair() == 0
    expire = ExpireReturn(**stamped(None), return_id=early.details.return_id)
    assert refused(await desk.submit(expire)).reason is Reason.RETURN_STATE
    unknown = ExpireReturn(**stamped(None), return_id=new_uuid7())
    assert refused(await desk.submit(unknown)).reason is Reason.UNKNOWN_RETURN
    await desk.rows_changed("update returns set expires_at = now() - interval '1 second'")
    granted(await desk.came(early.details.return_id))
    assert await desk.repair() == 0
    monkeypatch.setattr(windows, "check_step", lambda *_: None)  # without the chart it would expire nevertheless
    expire = ExpireReturn(**stamped(None), return_id=early.details.return_id)
    assert granted(await desk.submit(expire)).details.status is ReturnStatus.EXPIRED


async def test_where_nothing_expires_returns_are_waited_for_for_ever(desk: Desk) -> None:
    desk.processor._rules = Rules(return_expires_after_days=0)
    order_id = await sold_long_ago(desk, 0)
    asked = await desk.back(ReturnedLine(1, line=1), order_id=order_id, node="berlin")
    assert asked.details.expires_at is None
    restock = ReturnedLine(1, line=1, disposition=Disposition.RESTOCK)
    done = await desk.back(restock, order_id=order_id, node="berlin", received=True)
    assert done.details.status is ReturnStatus.CLOSED
