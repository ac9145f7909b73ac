"""The figures of a replay: what counts as filled, as split, as near."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from stockpool.connectors.messages import ImportedLine, ImportedOrder, OrderMethod, OrderStatus
from stockpool.kernel.refusals import Reason, Refused
from stockpool.network.messages import Node, NodeKind
from stockpool.orders import messages as orders
from stockpool.simulation.replay.figures import Gathering

NODES = {
    "here": Node("here", "Here", NodeKind.STORE, 0.0, 0.0),
    "far": Node("far", "Far", NodeKind.STORE, 0.0, 10.0),
    "nowhere": Node("nowhere", "Nowhere", NodeKind.STORE),
}
DEGREE_KM = 111.2


def order(*quantities: int, at: tuple[float, float] | None = (0.0, 0.0), pickup: str | None = None) -> ImportedOrder:
    """An order with a line for each quantity."""
    latitude, longitude = at or (None, None)
    return ImportedOrder(
        order_id="o", channel="web", method=OrderMethod.PICKUP if pickup else OrderMethod.SHIP,
        ordered_at=datetime(2026, 1, 1, tzinfo=UTC), status=OrderStatus.CLOSED, pickup_node=pickup,
        ship_latitude=latitude, ship_longitude=longitude, ship_postal_code=None, ship_country=None,
        lines=tuple(ImportedLine(str(n), f"S{n}", quantity) for n, quantity in enumerate(quantities)),
    )  # fmt: skip


def placed(asked: ImportedOrder, short: dict[int, int], **units: int) -> orders.OrderPlaced:
    """An answer: what lines lack, and units by node."""
    return orders.OrderPlaced(
        "id", "web", orders.OrderStatus.ALLOCATED, (),
        lines=tuple(
            orders.PlacedLine(n, line.sku, line.quantity, short.get(n, 0)) for n, line in enumerate(asked.lines)
        ),
        fulfillment_orders=tuple(
            orders.FulfillmentOrder(node, node, orders.FulfillmentStatus.OPEN, (orders.SkuQuantity("S0", number),))
            for node, number in units.items()
        ),
    )  # fmt: skip


def test_a_line_is_filled_only_if_it_lacks_nothing() -> None:
    gathering = Gathering(NODES)
    asked = order(5, 1)
    gathering.add(asked, placed(asked, {0: 1}, here=5))
    gathering.add(order(1, 1, 1), Refused(Reason.INSUFFICIENT_STOCK, "none"))
    figures = gathering.figures()

    assert (figures.orders, figures.lines, figures.filled, figures.short, figures.refused) == (2, 5, 1, 4, 1)


def test_the_split_share_is_of_orders_that_got_anything() -> None:
    gathering = Gathering(NODES)
    asked = order(2)
    gathering.add(asked, placed(asked, {}, here=1, far=1))
    gathering.add(asked, placed(asked, {}, here=2))
    gathering.add(asked, placed(asked, {0: 2}))

    assert gathering.figures().split_share == 0.5


@pytest.mark.parametrize(("near", "far", "p90"), [(9, 1, 0.0), (8, 2, 10 * DEGREE_KM - 0.1)])
def test_distances_are_weighted_by_units(near: int, far: int, p90: float) -> None:
    gathering = Gathering(NODES)
    asked = order(10)
    gathering.add(asked, placed(asked, {}, here=near, far=far))
    figures = gathering.figures()

    assert figures.km_mean == pytest.approx(far * DEGREE_KM, abs=0.1)
    assert figures.km_p90 == pytest.approx(p90, abs=0.2)


def test_what_has_no_place_or_is_collected_has_no_distance() -> None:
    gathering = Gathering(NODES)
    for asked, node in ((order(1, at=None), "far"), (order(1, pickup="far"), "far"), (order(1), "nowhere")):
        gathering.add(asked, placed(asked, {}, **{node: 1}))
    figures = gathering.figures()

    assert figures.filled == 3
    assert figures.km_mean is None
    assert figures.km_p90 is None


def test_nothing_played_has_no_shares() -> None:
    figures = Gathering(NODES).figures()

    assert (figures.orders, figures.split_share, figures.km_mean) == (0, None, None)
