"""Every step from every status, for each way that goods reach a customer: allowed exactly where the chart says."""

from __future__ import annotations

import pytest

from stockpool.kernel.refusals import Reason, Refused
from stockpool.orders.decide import transitions
from stockpool.orders.messages import Delivery, FulfillmentStatus, FulfillmentStep, OrderMethod
from stockpool.orders.model import Fulfillment, Piece
from tests.orders.charts import CARRIED_OUT, COLLECTED_HERE, SENT_HOME, SENT_TO_A_STORE, STATUSES, STEPS, Chart

WAYS: dict[str, tuple[Delivery, Chart]] = {
    "ship": (Delivery(1, OrderMethod.SHIP), SENT_HOME),
    "same day": (Delivery(1, OrderMethod.SAME_DAY), SENT_HOME),
    "pickup": (Delivery(1, OrderMethod.PICKUP, "here"), COLLECTED_HERE),
    "pickup from another node": (Delivery(1, OrderMethod.PICKUP, "there"), SENT_TO_A_STORE),
    "ship to store": (Delivery(1, OrderMethod.SHIP_TO_STORE, "there"), SENT_TO_A_STORE),
    "ship to the store that has it": (Delivery(1, OrderMethod.SHIP_TO_STORE, "here"), COLLECTED_HERE),
    "carry out": (Delivery(1, OrderMethod.CARRY_OUT, "here"), CARRIED_OUT),
}


def taken(way: str, status: str, step: str) -> FulfillmentStatus | Refused:
    """What becomes of a fulfillment order whose goods are `here`."""
    fulfillment = Fulfillment(1, 1, "here", FulfillmentStatus(status), (Piece(1, "tea", 0, 1, 1),))
    return transitions.status_after(fulfillment, WAYS[way][0], FulfillmentStep(step))


def disagreements() -> set[tuple[str, str]]:
    """Every pair of status and step that, some way, does not lead where the table says."""
    found: set[tuple[str, str]] = set()
    for way, (_, chart) in WAYS.items():
        for status in STATUSES:
            for step in STEPS:
                reached = taken(way, status, step)
                leads_to = None if isinstance(reached, Refused) else reached.value
                if leads_to != chart.get(status, {}).get(step):
                    found.add((status, step))
    return found


def test_every_step_is_allowed_exactly_where_the_chart_says() -> None:
    assert disagreements() == set()


@pytest.mark.parametrize("way", WAYS)
def test_a_refused_step_says_which_ones_callers_may_take(way: str) -> None:
    for status in STATUSES:
        for step in STEPS:
            reached = taken(way, status, step)
            if isinstance(reached, Refused):
                assert reached.reason is Reason.ORDER_STATE
                assert reached.details is not None
                assert set(reached.details["possible"]) == set(WAYS[way][1].get(status, {})) - {"give-up"}


@pytest.mark.parametrize("chart", ["TO_THE_CUSTOMER", "TO_THE_COUNTER", "TO_THE_STORE", "CARRIED_OUT"])
def test_a_step_that_leads_elsewhere_is_found(chart: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Negative control, for each pair of each chart."""
    real = dict(getattr(transitions, chart))
    for status in STATUSES:
        for step in STEPS:
            broken = {**real, (FulfillmentStatus(status), FulfillmentStep(step)): FulfillmentStatus.CANCELLED}
            monkeypatch.setattr(transitions, chart, broken)
            assert disagreements() == {(status, step)}
