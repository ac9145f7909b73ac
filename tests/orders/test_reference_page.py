"""The reference pages' example is taken as it stands, and their tables, charts and addresses are the code's."""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path

import msgspec
import pytest

from stockpool.bootstrap import Application
from stockpool.entrypoints.http.calls import all_endpoints
from stockpool.entrypoints.http.endpoints import Endpoint
from stockpool.entrypoints.http.wire_orders import (
    STEP_BODIES,
    CancelInput,
    EditInput,
    LineQuantityInput,
    OrderInput,
    OrderLineInput,
    PickedInput,
    TaskQuery,
)
from stockpool.kernel.refusals import Reason
from stockpool.orders.api import check_place
from stockpool.orders.decide.transitions import CHARTS
from stockpool.orders.messages import (
    Cause,
    FulfillmentStatus,
    FulfillmentStep,
    HoldUse,
    OrderMethod,
    OrderStatus,
    Outcome,
    Payment,
    PlaceOrder,
    Repair,
    ShipTo,
    Shortage,
)
from stockpool.runtime.settings import Settings
from tests.orders.shop import stamped

SOURCES = Path(__file__).parents[2] / "src" / "stockpool"
PAGES = Path(__file__).parents[2] / "docs" / "reference"
ORDERS = (PAGES / "orders.md").read_text("utf-8")
FULFILLMENT = (PAGES / "fulfillment.md").read_text("utf-8")
BOTH = f"{ORDERS}\n{FULFILLMENT}"


def section(page: str, title: str) -> str:
    """What stands under a title."""
    found = re.search(rf"^##+ {re.escape(title)}\n(.*?)(?=^##|\Z)", page, re.DOTALL | re.MULTILINE)
    assert found is not None, title
    return found[1]


def named(text: str) -> set[str]:
    """All words of code."""
    return set(re.findall(r"`([a-z_]+)`", text))


def first_cells(text: str, head: str) -> list[str]:
    """The first column of the table that begins with this head."""
    rows = text.partition(f"| {head} |")[2].partition("\n\n")[0]
    return re.findall(r"^\| `([\w-]+)` \|", rows, re.MULTILINE)


def values(kind: Iterable[StrEnum]) -> list[str]:
    """The words of an enumeration."""
    return [str(each) for each in kind]


def test_the_example_can_be_placed() -> None:
    (example,) = re.findall(r"```json\n(.*?)```", ORDERS, re.DOTALL)
    msgspec.json.decode(example, type=OrderInput)
    words = {**msgspec.json.decode(example), **stamped(None), "order_id": ""}
    assert check_place(msgspec.convert(words, PlaceOrder)) is None


@pytest.mark.parametrize(
    ("kind", "page", "title"),
    [
        (OrderInput, ORDERS, "Placing"),
        (OrderLineInput, ORDERS, "Placing"),
        (ShipTo, ORDERS, "Placing"),
        (EditInput, ORDERS, "Editing"),
        (CancelInput, ORDERS, "Cancelling"),
        (LineQuantityInput, ORDERS, "Cancelling"),
        (TaskQuery, FULFILLMENT, "Queue"),
        (PickedInput, FULFILLMENT, "Steps"),
        (Repair, FULFILLMENT, "When a node cannot serve"),
    ],
)
def test_every_field_is_described(kind: type[msgspec.Struct], page: str, title: str) -> None:
    text = section(page, title)
    described = named(text) | set(re.findall(r'"([a-z_]+)":', text)) | {"quantity"}
    assert set(kind.__struct_fields__) <= described


def test_every_field_of_an_order_has_its_row() -> None:
    assert set(first_cells(section(ORDERS, "Placing"), "field")) == set(OrderInput.__struct_fields__)


@pytest.mark.parametrize(
    ("kind", "page", "head"),
    [
        (HoldUse, ORDERS, "`hold`"),
        (OrderMethod, ORDERS, "method"),
        (Payment, ORDERS, "payment"),
        (OrderStatus, ORDERS, "status"),
        (FulfillmentStatus, FULFILLMENT, "status"),
        (STEP_BODIES, FULFILLMENT, "step"),
        (Cause, FULFILLMENT, "cause"),
        (Outcome, FULFILLMENT, "outcome"),
    ],
)
def test_every_word_has_its_row(kind: Iterable[StrEnum], page: str, head: str) -> None:
    assert first_cells(page, head) == values(kind)


def test_what_becomes_of_a_shortage_is_described() -> None:
    assert set(values(Shortage)) <= named(section(ORDERS, "Placing"))


def test_what_is_said_with_a_step_is_described() -> None:
    for step, body in STEP_BODIES.items():
        (row,) = re.findall(rf"^\| `{step}` \|.*$", section(FULFILLMENT, "Steps"), re.MULTILINE)
        assert set(body.__struct_fields__) <= named(row), step


def test_the_charts_are_those_of_the_code() -> None:
    titles = re.findall(r"^### (.*)$", section_with_charts(), re.MULTILINE)
    assert titles == [name.capitalize() for name in CHARTS]
    for name, chart in CHARTS.items():
        text = section(FULFILLMENT, name.capitalize())
        steps = [(str(before), str(step), str(after)) for (before, step), after in chart.items()]
        assert re.findall(r"^\| `(\w+)` \| `([\w-]+)` \| `(\w+)` \|$", text, re.MULTILINE) == steps
        drawn = re.findall(r"^    (\w+) --> (\w+): ([\w-]+)$", text, re.MULTILINE)
        assert [(before, step, after) for before, after, step in drawn] == steps


def section_with_charts() -> str:
    """All charts."""
    return FULFILLMENT.partition("## State charts")[2].partition("\n## ")[0]


def test_every_named_refusal_exists() -> None:
    refusals = set(re.findall(r"`([a-z]+-[a-z-]+)`", BOTH)) - set(values(FulfillmentStep))
    assert refusals <= values_of_reasons()
    assert {str(Reason.DUPLICATE_REFERENCE), str(Reason.WRONG_CODE), str(Reason.ORDER_STATE)} <= refusals


def values_of_reasons() -> set[str]:
    """All reasons."""
    return {str(reason) for reason in Reason}


def test_the_refusals_of_the_calls_are_described() -> None:
    common = {Reason.FORBIDDEN, Reason.UNAUTHENTICATED}
    for page, path in ((ORDERS, "/v1/orders"), (FULFILLMENT, "/v1/fulfillment-orders")):
        text = section(page, "Refusals")
        reasons = {each for endpoint in endpoints() if endpoint.path.startswith(path) for each in endpoint.refusals}
        assert {str(reason) for reason in reasons - common} <= set(re.findall(r"`([a-z-]+)`", text))


def test_every_address_exists_and_every_call_is_described() -> None:
    calls = {
        endpoint.operation for endpoint in endpoints() if re.match(r"/v1/(orders|fulfillment-orders)", endpoint.path)
    }
    described = {call.partition("?")[0] for call in re.findall(r"`((?:GET|POST) /v1/\S+)`", BOTH)}
    assert described == calls


def endpoints() -> list[Endpoint]:
    """All calls."""
    return all_endpoints(Application(Settings(), "postgresql:///documentation"))


def test_every_event_is_described() -> None:
    told = set(re.findall(r'"(order\.[a-z_]+)"', "".join(path.read_text() for path in SOURCES.glob("workflows/*.py"))))
    told |= {f"order.payment_{payment}" for payment in (Payment.FAILED, Payment.EXPIRED)}
    assert set(first_events(ORDERS)) == told
    steps = {after for chart in CHARTS.values() for after in chart.values()}
    assert set(re.findall(r"`fulfillment\.([a-z_]+)`", FULFILLMENT)) == {str(status) for status in steps}


def first_events(page: str) -> list[str]:
    """The events that have a row."""
    return re.findall(r"^\| `(order\.\w+)` \|", page, re.MULTILINE)


def test_the_step_of_the_system_is_named() -> None:
    assert set(FulfillmentStep) - set(STEP_BODIES) == {FulfillmentStep.GIVE_UP}
    assert "`give-up`" in section(FULFILLMENT, "Steps")
