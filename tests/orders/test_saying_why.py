"""Why nodes serve an order, from its placing on, and why what is refused cannot be had."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from stockpool.inventory.messages import FactKind
from stockpool.kernel.ids import new_uuid7
from stockpool.kernel.refusals import Reason, Refused
from stockpool.orders.messages import (
    Cause,
    ConfirmPayment,
    EditOrder,
    FulfillmentStep,
    LineQuantity,
    OrderLine,
    OrderMethod,
    OrderPlaced,
    Outcome,
    Payment,
    PickedQuantity,
    Shortage,
)
from stockpool.sourcing.messages import Exclusion, Explanation, Method
from stockpool.workflows import change_order
from stockpool.workflows.explaining import LaterSourcing, NodeUnits, OrderExplanation, explain_order
from tests.orders.shop import BERLIN, MUNICH, PICKUP, Shop, stamped
from tests.orders.test_life_cycle import step, through

STEP = FulfillmentStep
SAME_DAY = OrderMethod.SAME_DAY
TO_BERLIN = OrderMethod.SHIP_TO_STORE


async def why(shop: Shop, order_id: str) -> OrderExplanation:
    async with shop.database.read() as connection:
        found = await explain_order(connection, order_id)
    assert found is not None
    return found


async def later(shop: Shop, order_id: str) -> tuple[LaterSourcing, ...]:
    return (await why(shop, order_id)).later


def left_out(sourced: Explanation | None) -> Mapping[Exclusion, tuple[str, ...] | int]:
    """Who was not chosen, by the reason; only how many, where they are not named."""
    assert sourced is not None
    return {group.reason: group.nodes or group.count for group in sourced.excluded}


async def in_berlin(shop: Shop, munich: int = 3) -> OrderPlaced:
    """An order of two teas that its node was told of; another has so many."""
    await shop.receive({"tea": {"berlin": 3, "munich": munich}} if munich else {"tea": {"berlin": 3}})
    placed = await shop.place({"tea": 2}, ship_to=BERLIN, shortage=Shortage.BACKORDER)
    await step(shop, placed.order_id, 1, STEP.RELEASE)
    return placed


async def test_a_rejected_part_says_who_gave_it_up_and_why_who_has_it_now(shop: Shop) -> None:
    placed = await in_berlin(shop)
    assert await shop.rows("select 1 from order_sourcings") == []  # placing writes none
    await step(shop, placed.order_id, 1, STEP.REJECT, reason="closed early")
    (found,) = await later(shop, placed.order_id)
    (repair,) = found.repairs
    assert found.event == "fulfillment.rejected"
    assert (repair.cause, repair.from_node, repair.to_node) == (Cause.REJECTED, "berlin", "munich")
    assert found.served == (NodeUnits("tea", "munich", 2),)
    (sourced,) = [each for each in found.sourced if each.chosen]
    assert left_out(sourced)[Exclusion.GAVE_UP] == ("berlin",)
    (movement,) = await shop.rows(
        "select kind from movements where movement_id = (select movement from order_sourcings)"
    )
    assert movement == ("fulfillment.rejected",)


async def test_without_its_row_a_repair_is_not_explained(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(change_order, "sourcing_record", lambda *_: ())
    placed = await in_berlin(shop)
    await step(shop, placed.order_id, 1, STEP.REJECT)
    assert await later(shop, placed.order_id) == ()


async def test_a_short_pick_that_nobody_can_help_says_so_and_what_comes_then(shop: Shop) -> None:
    placed = await in_berlin(shop, munich=0)
    await through(shop, placed.order_id, 1, STEP.ACCEPT)
    await step(shop, placed.order_id, 1, STEP.PICK, picked=(PickedQuantity("tea", 1),))
    await shop.fact(FactKind.RECEIVE, "tea", "leipzig", 4)
    short, come = await later(shop, placed.order_id)
    assert [(each.cause, each.outcome, each.quantity) for each in short.repairs] == [
        (Cause.SHORT_PICK, Outcome.BACKORDERED, 1)
    ]
    assert (short.event, short.served) == ("fulfillment.picked", ())
    assert (come.event, come.repairs, come.sourced) == ("order.allocated", (), ())
    assert come.served == (NodeUnits("tea", "leipzig", 1),)
    assert short.at < come.at


async def test_an_edit_says_why_its_nodes(shop: Shop) -> None:
    await shop.receive({"tea": {"munich": 3}})
    placed = await shop.place({"tea": 2}, ship_to=BERLIN)
    await shop.submit(EditOrder(**stamped(None), order_id=placed.order_id, quantities=(LineQuantity(1, 1),)))
    assert await later(shop, placed.order_id) == ()  # what is given back needs no node
    await shop.submit(EditOrder(**stamped(None), order_id=placed.order_id, ship_to=MUNICH))
    (found,) = await later(shop, placed.order_id)
    assert (found.event, [each.chosen[0].node for each in found.sourced]) == ("order.edited", ["munich"])


async def test_a_payment_needs_a_node_only_where_its_hold_is_over(shop: Shop) -> None:
    await shop.receive({"tea": {"berlin": 9}})
    holds = new_uuid7(), new_uuid7()
    pending = {"payment": Payment.PENDING, "ship_to": BERLIN}
    held, late = [(await shop.place({"tea": 2}, payment_hold_id=each, **pending)).order_id for each in holds]
    await shop.expire(holds[1])
    for order_id in (held, late):
        await shop.submit(ConfirmPayment(**stamped(None), order_id=order_id))
    assert await later(shop, held) == ()
    (found,) = await later(shop, late)
    assert (found.event, found.held, found.served) == ("order.paid", (), (NodeUnits("tea", "berlin", 2),))


async def test_same_day_says_who_is_too_far_and_its_own_method(shop: Shop) -> None:
    await shop.receive({"tea": {"berlin": 2, "munich": 9}})
    placed = await shop.place({"tea": 2}, ship_to=BERLIN, method=SAME_DAY)
    sourced = (await why(shop, placed.order_id)).sourced
    assert sourced is not None
    assert left_out(sourced) == {Exclusion.TOO_FAR: 2, Exclusion.CANNOT_SHIP: ("outlet",)}
    assert sourced.demand.method is Method.SAME_DAY


async def test_what_the_counter_lacks_is_said_to_be_nowhere_only_where_it_is_sought_last(shop: Shop) -> None:
    await shop.receive({"tea": {"munich": 9}})
    placed = await shop.place({"tea": 2}, method=TO_BERLIN, pickup_node="berlin")
    explanation = await why(shop, placed.order_id)
    assert [each.demand.method for each in explanation.weighed()] == [Method.SHIP_TO_STORE] * 2
    assert [each.short for each in explanation.weighed()] == [(), ()]
    assert left_out(explanation.sourced) == {Exclusion.NO_STOCK: ("berlin",), Exclusion.OTHER_NODE_NAMED: 3}


@pytest.mark.parametrize(
    ("words", "said", "limits"),
    [
        ({"ship_to": MUNICH, "method": SAME_DAY}, "0 available of tea within 30 km", {"within_km": 30.0}),
        ({"pickup_node": "outlet", "method": PICKUP}, "0 available of tea at outlet", {"node": "outlet"}),
        ({"pickup_node": "outlet", "method": TO_BERLIN}, "5 available of tea in the pool", {}),
    ],
)
async def test_a_refusal_says_where_it_was_sought(
    shop: Shop, words: dict[str, object], said: str, limits: dict[str, object]
) -> None:
    await shop.receive({"tea": {"berlin": 5}, "cup": {"berlin": 1}})
    refused = await shop.refused({"tea": 6}, **words)
    assert refused.reason is Reason.INSUFFICIENT_STOCK
    assert refused.problems[0].path == "lines[0].quantity"
    assert refused.problems[0].message.startswith(said)
    (row,) = refused.details["available"]
    assert (row["requested"], {name: row[name] for name in row if name in {"node", "within_km"}}) == (6, limits)


async def test_what_could_be_had_counts_the_counter_and_the_hold(shop: Shop) -> None:
    await shop.receive({"tea": {"berlin": 2, "munich": 3}})
    refused = await shop.refused({"tea": 9}, method=TO_BERLIN, pickup_node="berlin")
    assert refused.details["available"] == [{"sku": "tea", "requested": 9, "available": 5}]
    hold = await shop.hold({"tea": 4})
    refused = await shop.refused({"tea": 9}, hold_id=hold.hold_id, ship_to=BERLIN)
    assert refused.details["available"] == [{"sku": "tea", "requested": 9, "available": 5}]


@pytest.mark.parametrize(
    ("words", "path"),
    [
        ({"pickup_node": "outlet", "method": PICKUP}, "lines[0].quantity"),
        ({"quantities": (LineQuantity(2, 1), LineQuantity(1, 7))}, "quantities[1].quantity"),
        ({"add": (OrderLine("cup", 1), OrderLine("cloth", 1))}, "add[1].quantity"),
    ],
)
async def test_an_edit_that_is_refused_names_the_line(shop: Shop, words: dict[str, object], path: str) -> None:
    await shop.receive({"tea": {"berlin": 5}, "cup": {"berlin": 3}})
    placed = await shop.place({"tea": 1, "cup": 1}, ship_to=BERLIN)
    refused = await shop.submit(EditOrder(**stamped(None), order_id=placed.order_id, **words))  # type: ignore[arg-type] # of each kind
    assert isinstance(refused, Refused)
    assert refused.reason is Reason.INSUFFICIENT_STOCK
    assert refused.problems[0].path == path
