"""What goods of no order are worth: what the caller says, else the price of the SKU."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import msgspec
import pytest

from stockpool.catalog.api import upsert_skus
from stockpool.kernel.money import MoneyInput
from stockpool.kernel.refusals import Reason
from stockpool.orders.api import Disposition, InspectedLine, ReceivedLine, ReturnedLine
from stockpool.orders.messages import OrderLine, OrderMethod
from tests.orders.returns.desk import RESTOCK, Desk, granted, instead
from tests.orders.shop import SKUS

PRICES = {"tea": "4.50", "tea-time": "9.99", "cloth": "9.99"}


@pytest.fixture
async def priced(desk: Desk) -> Desk:
    """A desk whose catalog has prices."""
    rows = [msgspec.structs.replace(row, price=MoneyInput(PRICES[row.id], "EUR")) for row in SKUS if row.id in PRICES]
    async with desk.database.transaction() as connection:
        await upsert_skus(connection, rows)
    return desk


async def refunded(desk: Desk, line: ReturnedLine, *verdicts: InspectedLine, **more: Any) -> Sequence[int | None]:  # noqa: ANN401 -- of the command
    """What becomes due for goods that are looked at one after the other."""
    ret = await desk.back(line, node="berlin", received=True, **more)
    return_id = ret.details.return_id
    for verdict in verdicts:
        granted(await desk.looked_at(return_id, verdict))
    return [each.get("amount") for each in await desk.events(return_id, "refund.due")]


def verdict(quantity: Any = 1, sku: str | None = None, *, refund: bool = True) -> InspectedLine:  # noqa: ANN401
    return InspectedLine(1, quantity, RESTOCK, sku=sku, refund=refund)


@pytest.mark.parametrize(
    ("line", "verdicts", "amounts"),
    [
        (ReturnedLine(2, sku="tea"), [verdict(2)], [900]),
        (ReturnedLine(2, sku="tea"), [verdict(), verdict(refund=False)], [450]),
        (ReturnedLine(2, sku="tea", unit_price=333), [verdict(), verdict()], [333, 333]),
        (ReturnedLine(2, sku="tea", unit_price=0), [verdict(2)], []),
        (ReturnedLine(1, sku="tea-time"), [verdict()], [999]),
        (ReturnedLine(1, sku="tea-time"), [verdict(1, "cup"), verdict(1, "tea"), verdict(1, "tea")], [500, 249, 250]),
        (ReturnedLine(Decimal("2.5"), sku="cloth"), [verdict(Decimal("1.25")), verdict(Decimal("1.25"))], [1249, 1249]),
        (ReturnedLine(1, sku="cup"), [verdict()], [None]),
        (ReturnedLine(1, sku="cup", unit_price=120), [verdict()], [120]),
    ],
)
async def test_goods_of_no_order_are_worth_what_the_caller_says_or_the_sku_costs(
    priced: Desk, line: ReturnedLine, verdicts: list[InspectedLine], amounts: list[int | None]
) -> None:
    more = {"currency": "EUR"} if line.unit_price is not None else {}
    assert await refunded(priced, line, *verdicts, **more) == amounts


async def test_a_price_in_another_currency_says_nothing(priced: Desk) -> None:
    assert await refunded(priced, ReturnedLine(1, sku="tea"), verdict(), currency="USD") == [None]


async def test_a_price_that_changes_later_changes_no_return(priced: Desk) -> None:
    ret = await priced.back(ReturnedLine(1, sku="tea"), node="berlin", received=True)
    assert (ret.details.lines[0].unit_price, ret.details.currency) == (450, "EUR")
    async with priced.database.transaction() as connection:
        await upsert_skus(connection, [msgspec.structs.replace(SKUS[0], price=MoneyInput("1.00", "EUR"))])
    closed = granted(await priced.looked_at(ret.details.return_id, verdict()))
    assert closed.refund is not None
    assert (closed.refund.amount, closed.refund.currency) == (450, "EUR")
    cheaper = await priced.back(ReturnedLine(1, sku="tea"), node="berlin")
    assert cheaper.details.lines[0].unit_price == 100


async def test_what_nobody_asked_for_has_no_price(priced: Desk) -> None:
    ret = await priced.back(ReturnedLine(1, sku="tea"), node="berlin")
    return_id = ret.details.return_id
    granted(await priced.came(return_id, ReceivedLine(2, sku="tea")))
    granted(await priced.looked_at(return_id, InspectedLine(2, 1, Disposition.DAMAGED), verdict()))
    (due,) = await priced.events(return_id, "refund.due")
    assert {line["line"]: line.get("amount") for line in due["lines"]} == {1: 450, 2: None}


async def test_what_they_are_worth_pays_for_an_exchange(priced: Desk) -> None:
    await priced.receive({"cup": {"berlin": 1}})
    cup = instead(OrderLine("cup", 1, unit_price=600), method=OrderMethod.CARRY_OUT)
    line = ReturnedLine(2, sku="tea", disposition=RESTOCK)
    ret = await priced.back(line, channel="web", node="berlin", received=True, **cup)
    assert ret.details.exchange is not None
    assert (ret.details.exchange.credit, ret.details.exchange.difference) == (600, 0)
    assert ret.refund is not None
    assert ret.refund.amount == 300


@pytest.mark.parametrize(
    ("line", "more", "path"),
    [
        ({"unit_price": 100}, {}, "currency"),
        ({"unit_price": -1}, {"currency": "EUR"}, "lines[0].unit_price"),
        ({"unit_price": 10**13}, {"currency": "EUR"}, "lines[0].unit_price"),
        ({}, {"currency": "euro"}, "currency"),
    ],
)
async def test_a_price_that_makes_no_sense_is_refused(
    desk: Desk, line: dict[str, Any], more: dict[str, Any], path: str
) -> None:
    refused = await desk.not_back(ReturnedLine(1, sku="tea", **line), node="berlin", **more)
    assert (refused.reason, [each.path for each in refused.problems]) == (Reason.INVALID_INPUT, [path])


async def test_what_was_paid_for_an_order_the_order_says(desk: Desk) -> None:
    await desk.receive({"tea": {"berlin": 1}})
    sold = await desk.sold([OrderLine("tea", 1, unit_price=450)])
    for line, more, path in (
        (ReturnedLine(1, line=1, unit_price=900), {}, "lines[0].unit_price"),
        (ReturnedLine(1, line=1), {"currency": "EUR"}, "currency"),
    ):
        refused = await desk.not_back(line, order_id=sold.order_id, node="berlin", **more)
        assert (refused.reason, [each.path for each in refused.problems]) == (Reason.INVALID_INPUT, [path])
