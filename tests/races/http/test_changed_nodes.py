"""What is changed of a node or a shipping lane in one process acts on the next order and promise of every other."""

from __future__ import annotations

import asyncio
import json
import time
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.journeys.calls import Caller, Request
from tests.journeys.shop import NODES, PLACES, accepted, post, receive
from tests.races.http.conftest import NewCaller, OpenShop, ServeMany

SKU = "KETTLE"
WITHIN_S = 5.0
HOME = {"country": "DE", "latitude": PLACES["NORTH"][0], "longitude": PLACES["NORTH"][1]}


async def change(caller: Caller, **fields: object) -> None:
    """Let the northern store be otherwise."""
    at = PLACES["NORTH"]
    row = {"id": "NORTH", "name": "NORTH", "kind": "store", "latitude": at[0], "longitude": at[1]} | fields
    await accepted(caller, post("/v1/network/nodes", {"nodes": [row]}))


async def answer(caller: Caller, path: str, body: dict[str, Any], key: str | None = None) -> dict[str, Any]:
    found = await caller.send(Request("POST", path, json.dumps(body).encode(), key))
    assert found.status in {200, 201}, found
    told: dict[str, Any] = json.loads(found.body)
    return told


async def asked(caller: Caller, at: str | None = None) -> tuple[str | None, str | None]:
    """The node that would serve the north, and until when it promises."""
    body = {"channel": "web", "lines": [{"sku": SKU, "quantity": 1}], "ship_to": HOME, "methods": ["ship"]}
    (promise,) = (await answer(caller, "/v1/promises", body | ({"at": at} if at else {})))["promises"]
    return promise["nodes"][0]["node"] if promise.get("nodes") else None, promise.get("promised_until")


async def ordered(caller: Caller, key: str) -> tuple[str, str | None]:
    """The node that serves the north, and until when it is promised."""
    body = {"channel": "web", "lines": [{"sku": SKU, "quantity": 1}], "ship_to": HOME}
    placed = await answer(caller, "/v1/orders", body, key)
    return placed["fulfillment_orders"][0]["node"], placed["deliveries"][0].get("promised_until")


async def test_a_changed_node_acts_on_the_next_order_and_promise_in_every_process(
    serve: ServeMany, new_caller: NewCaller, opened: OpenShop
) -> None:
    """Case 27: at once for nodes, since every group and question checks their version."""
    servers = serve(2)
    await opened(servers[0], SKU)
    here, there = new_caller(servers[0]), new_caller(servers[1])
    await receive(here, {(SKU, node): 50 for node in NODES})
    assert (await ordered(there, "first"))[0] == (await asked(there))[0] == "NORTH"

    await change(here, can_ship=False)
    for number, caller in enumerate((there, here)):
        assert (await asked(caller))[0] != "NORTH"
        assert (await ordered(caller, f"closed-{number}"))[0] != "NORTH"

    await change(here)
    for number, caller in enumerate((there, here)):
        assert (await asked(caller))[0] == "NORTH"
        assert (await ordered(caller, f"open-{number}"))[0] == "NORTH"


async def test_a_changed_cut_off_and_a_closed_date_act_on_the_next_promise_in_every_process(
    serve: ServeMany, new_caller: NewCaller, opened: OpenShop
) -> None:
    servers = serve(2)
    await opened(servers[0], SKU)
    here, there = new_caller(servers[0]), new_caller(servers[1])
    await receive(here, {(SKU, "NORTH"): 50})
    noon = "2027-06-02T12:00:00Z"
    before, ordered_before = (await asked(there, noon))[1], (await ordered(there, "first"))[1]
    assert before is not None
    assert ordered_before is not None

    await change(here, cutoffs={"ship": "12:09:59"})  # ten minutes are for edits
    later = (await asked(there, noon))[1]
    assert later is not None
    assert _moment(later) - _moment(before) == timedelta(days=1)
    await change(here, cutoffs={"ship": "12:10"})
    assert (await asked(there, noon))[1] == before

    today = datetime.now(UTC).date()
    await change(here, closed_dates=[str(today + timedelta(days)) for days in range(-1, 3)])
    ordered_later = (await ordered(there, "second"))[1]
    assert ordered_later is not None
    assert _moment(ordered_later) - _moment(ordered_before) >= timedelta(days=2)


async def test_a_changed_shipping_lane_acts_within_seconds_in_every_process(
    serve: ServeMany, new_caller: NewCaller, opened: OpenShop
) -> None:
    """Lanes are looked at once a second."""
    servers = serve(2)
    await opened(servers[0], SKU)
    here, there = new_caller(servers[0]), new_caller(servers[1])
    await receive(here, {(SKU, "NORTH"): 50})
    before = (await asked(there))[1], (await ordered(there, "first"))[1]
    lane = {"from_node": "NORTH", "to_country": "DE", "carrier": "Slow", "transit_days_min": 40,
            "transit_days_max": 50, "cost": {"amount": "1", "currency": "EUR"}}  # fmt: skip
    await accepted(here, post("/v1/network/shipping-lanes", {"shipping_lanes": [lane]}))
    begun = time.monotonic()
    while True:
        now = (await asked(there))[1], (await ordered(there, f"order-{time.monotonic()}"))[1]
        if all(_moment(new) - _moment(old) > timedelta(days=40) for new, old in zip(now, before, strict=True)):
            break
        assert time.monotonic() - begun < WITHIN_S
        await asyncio.sleep(0.2)


def _moment(text: str | None) -> datetime:
    assert text is not None
    return datetime.fromisoformat(text)
