"""A hold that is told how its order will be had is where that order is served: what was promised with it stands."""

from __future__ import annotations

import pytest

from stockpool.inventory.messages import HeldFor, HoldPlaced, Line
from stockpool.kernel.quantities import Amount
from stockpool.kernel.refusals import Reason, Refused
from stockpool.orders.messages import HoldUse
from tests.orders.shop import BERLIN, Shop, allocated, hold

TO_BERLIN = HeldFor("ship", BERLIN.latitude, BERLIN.longitude)
TODAY = HeldFor("same_day", BERLIN.latitude, BERLIN.longitude)
AT_THE_OUTLET = HeldFor("pickup", pickup_node="outlet")
SENT_TO_IT = HeldFor("ship_to_store", pickup_node="outlet")

WORDS: dict[HeldFor | None, dict[str, object]] = {
    None: {"ship_to": BERLIN},
    TO_BERLIN: {"ship_to": BERLIN},
    TODAY: {"ship_to": BERLIN, "method": "same_day"},
    AT_THE_OUTLET: {"method": "pickup", "pickup_node": "outlet"},
    SENT_TO_IT: {"method": "ship_to_store", "pickup_node": "outlet"},
}
"""How the order says the same."""


def nodes(placed: HoldPlaced) -> dict[tuple[str, str], Amount]:
    return {(line.sku, line.node): line.quantity for line in placed.lines}


@pytest.fixture
async def stocked(shop: Shop) -> Shop:
    await shop.receive({"tea": {"berlin": 5, "munich": 9, "outlet": 2}, "cup": {"munich": 4, "berlin": 1}})
    return shop


@pytest.mark.parametrize(
    ("way", "held"),
    [
        (None, {"munich": 2}),  # nobody said where to: where there is most
        (TO_BERLIN, {"berlin": 2}),
        (TODAY, {"berlin": 2}),
        (AT_THE_OUTLET, {"outlet": 2}),
        (SENT_TO_IT, {"outlet": 2}),
    ],
)
async def test_an_order_is_served_where_its_hold_was_told_to_be(
    stocked: Shop, way: HeldFor | None, held: dict[str, int]
) -> None:
    would_be = await stocked.place({"tea": 2}, **WORDS[way])
    if way is not None:
        assert {node for _, node in allocated(would_be)} == held.keys()
    await stocked.cancel(would_be.order_id)
    placed = await stocked.hold({"tea": 2}, held_for=way)
    assert nodes(placed) == {("tea", node): units for node, units in held.items()}
    order = await stocked.place({"tea": 2}, hold_id=placed.hold_id, **WORDS[way])
    assert (order.hold, allocated(order)) == (HoldUse.USED, nodes(placed))


async def test_what_named_nodes_hold_is_not_held_twice(stocked: Shop) -> None:
    lines = (Line("cup", 1), Line("tea", 2, "outlet"), Line("tea", 3))
    placed = await stocked.submit(hold(lines, held_for=SENT_TO_IT))
    assert isinstance(placed, HoldPlaced), placed
    assert nodes(placed) == {("tea", "outlet"): 2, ("cup", "berlin"): 1, ("tea", "berlin"): 3}


async def test_a_kit_is_held_where_it_will_be_had(stocked: Shop) -> None:
    placed = await stocked.hold({"tea-time": 1}, held_for=TO_BERLIN)
    assert nodes(placed) == {("cup", "berlin"): 1, ("tea", "berlin"): 2}


async def test_a_partial_hold_says_what_it_did_not_get(stocked: Shop) -> None:
    placed = await stocked.submit(hold((Line("tea", 7),), held_for=TODAY, partial=True))
    assert isinstance(placed, HoldPlaced), placed
    assert (nodes(placed), placed.short) == ({("tea", "berlin"): 5}, (Line("tea", 2),))


@pytest.mark.parametrize(
    ("way", "reason", "path", "said"),
    [
        (HeldFor("pickup"), Reason.INVALID_INPUT, "pickup_node", "is missing"),
        (HeldFor("ship", pickup_node="berlin"), Reason.INVALID_INPUT, "pickup_node", "must be left out"),
        (HeldFor("pickup", pickup_node="leipzig"), Reason.INVALID_INPUT, "pickup_node", "does not offer pickup"),
        (HeldFor("pickup", pickup_node="market"), Reason.NODE_OUTSIDE_POOL, "pickup_node", "not in the pool"),
        (HeldFor("same_day"), Reason.INVALID_INPUT, "ship_to.latitude", "is needed"),
        (HeldFor("ship", 52.5), Reason.INVALID_INPUT, "ship_to.longitude", "both"),
        (AT_THE_OUTLET, Reason.INSUFFICIENT_STOCK, "lines[1].quantity", "2 available of tea at outlet"),
        (TODAY, Reason.INSUFFICIENT_STOCK, "lines[1].quantity", "5 available of tea within 30 km"),
    ],
)
async def test_a_hold_that_cannot_be_had_so_is_refused(
    stocked: Shop, way: HeldFor, reason: Reason, path: str, said: str
) -> None:
    refused = await stocked.submit(hold((Line("cup", 1, "berlin"), Line("tea", 6)), held_for=way))
    assert isinstance(refused, Refused)
    assert (refused.reason, refused.problems[0].path) == (reason, path)
    assert said in refused.problems[0].message
