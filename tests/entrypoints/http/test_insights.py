"""Figures, exceptions, life lines and search over HTTP."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from stockpool.bootstrap import Application
from stockpool.feed.api import sequence
from stockpool.workflows.exceptions_desk import look_for_exceptions
from stockpool.workflows.follow_insights import count_all
from tests.entrypoints.http.conftest import MakeKey, Shop

ORDER = {"channel": "web", "currency": "EUR", "lines": [{"sku": "A", "quantity": 2, "unit_price": 300}]}
TOO_MUCH = ORDER | {"lines": [{"sku": "A", "quantity": 1_000, "unit_price": 300}], "shortage": "backorder"}


async def counted(application: Application) -> None:
    """Everything that happened is counted, also where the server's own follower has not come to it yet."""
    connection = await application.database.connect()
    async with connection:
        await sequence(connection)
        await count_all(connection)
        await look_for_exceptions(connection, application.confidence, datetime.now(UTC))


async def tiles(shop: Shop, query: str = "") -> dict[str, dict[str, Any]]:
    answered = await shop.get(f"/v1/insights/tiles{query}")
    assert answered.status_code == 200, answered.text
    return {tile["figure"]: tile for tile in answered.json()["tiles"]}


async def cases(shop: Shop, query: str = "") -> list[dict[str, Any]]:
    answered = await shop.get(f"/v1/exceptions{query}")
    assert answered.status_code == 200, answered.text
    return list(answered.json()["exceptions"])


async def placed(shop: Shop, order: dict[str, Any]) -> str:
    answered = await shop.post("/v1/orders", order)
    assert answered.status_code == 201, answered.text
    return str(answered.json()["order_id"])


async def test_an_order_is_in_the_figures_and_every_tile_leads_to_its_entries(
    application: Application, shop: Shop
) -> None:
    order_id = await placed(shop, ORDER)
    await counted(application)
    found = await tiles(shop)
    assert (found["orders"]["value"], found["orders"]["before"]) == (1, 0)
    assert found["sales"]["value"] == 2
    assert found["sales"]["money"] == [{"currency": "EUR", "amount": 600, "before": 0}]
    assert found["fill_rate"]["value"] == 1
    assert found["open_promises"]["value"] == 1
    listed = (await shop.get(found["orders"]["entries"])).json()
    assert [each["order_id"] for each in listed["items"]] == [order_id]
    for tile in found.values():
        assert (await shop.get(tile["entries"])).status_code == 200, tile
    series = (await shop.get("/v1/insights/series?measure=orders&by=day")).json()
    assert sum(point["value"] for point in series["points"]) == 1
    for measure in found:
        assert (await shop.get(f"/v1/insights/series?measure={measure}")).status_code == 200


async def test_what_is_refused_for_lack_of_stock_is_counted_once(application: Application, shop: Shop) -> None:
    for _ in range(2):
        refused = await shop.post("/v1/orders", TOO_MUCH | {"shortage": "refuse"})
        assert refused.status_code == 409
        await counted(application)
        await counted(application)
    assert (await tiles(shop))["oversell_prevented"]["parts"]["promises_refused"] == 2


async def test_an_order_that_waits_is_an_exception_until_it_is_sourced_again(
    application: Application, shop: Shop
) -> None:
    order_id = await placed(shop, TOO_MUCH)
    await counted(application)
    (case,) = await cases(shop)
    assert (case["kind"], case["order_id"], case["severity"]) == ("order_waits", order_id, 3)
    assert case["money_at_risk"] == {"amount": case["units"] * 300, "currency": "EUR"}
    again = next(each for each in case["actions"] if each["label"] == "Source again")
    vain = await shop.post(again["path"], again["body"])
    assert (vain.status_code, vain.json()["type"].rpartition("/")[2]) == (409, "insufficient-stock")
    cancel = next(each for each in case["actions"] if each["label"] == "Cancel the order")
    assert (await shop.post(cancel["path"], cancel["body"])).status_code == 200
    await counted(application)
    assert await cases(shop) == []


async def test_source_again_gives_what_there_is(application: Application, shop: Shop) -> None:
    order_id = await placed(shop, TOO_MUCH)
    async with application.database.transaction() as connection:  # as if stock had come without anybody seeing it
        await connection.execute("update positions set available = available + 2000 where sku = 'A' and node = 'N1'")
    served = await shop.post(f"/v1/orders/{order_id}/source-again", idempotency_key="once")
    assert served.status_code == 200, served.text
    assert not any(line.get("short") for line in served.json()["lines"])
    assert (await shop.post(f"/v1/orders/{order_id}/source-again", idempotency_key="once")).json() == served.json()
    assert (await shop.post(f"/v1/orders/{order_id}/source-again")).status_code == 409


async def test_a_case_that_was_put_aside_is_back_when_it_is_worse(application: Application, shop: Shop) -> None:
    order_id = await placed(shop, TOO_MUCH)
    await counted(application)
    (case,) = await cases(shop)
    aside = f"/v1/exceptions/{case['id']}/snooze"
    note = {"until": "2126-01-01T00:00:00Z", "note": "the truck comes at noon"}
    assert (await shop.post(aside, note | {"until": "2020-01-01T00:00:00Z"})).status_code == 400
    assert (await shop.post(aside, note)).status_code == 200
    assert await cases(shop) == []
    (seen,) = await cases(shop, "?snoozed=true")
    assert (seen["id"], seen["note"]) == (case["id"], note["note"])
    async with application.database.transaction() as connection:
        await connection.execute(
            "update order_parts set waiting = waiting + 1, quantity = quantity + 1 where order_id = %s", (order_id,)
        )
    await counted(application)
    assert [each["id"] for each in await cases(shop)] == [case["id"]]
    assert (await shop.post("/v1/exceptions/11111111-1111-1111-1111-111111111111/snooze", note)).status_code == 404


async def test_actions_are_those_of_the_caller(application: Application, shop: Shop, make_key: MakeKey) -> None:
    await placed(shop, TOO_MUCH)
    await shop.post("/v1/facts", {"facts": [
        {"kind": "sell", "sku": "B", "node": "N1", "quantity": 900, "source": "till", "source_id": "1"}
    ]})  # fmt: skip
    await counted(application)
    reader = Shop(shop.client, await make_key("read"))
    assert {each["kind"] for each in await cases(reader)} == {"order_waits", "short_position"}
    assert [each["actions"] for each in await cases(reader)] == [[], []]
    here = Shop(shop.client, await make_key("read", "sell", "stock", nodes=("N1",)))
    there = Shop(shop.client, await make_key("read", "sell", "stock", nodes=("N2",)))
    assert [each["kind"] for each in await cases(here)] == ["short_position"]
    assert await cases(there) == []
    assert (await there.get("/v1/exceptions?node=N1")).status_code == 403
    (case,) = await cases(here)
    note = {"until": "2126-01-01T00:00:00Z", "note": "known"}
    assert (await there.post(f"/v1/exceptions/{case['id']}/snooze", note)).status_code == 403
    assert (await reader.post(f"/v1/exceptions/{case['id']}/snooze", note)).status_code == 403


async def test_callers_with_limits_see_their_nodes(application: Application, shop: Shop, make_key: MakeKey) -> None:
    order_id = await placed(shop, ORDER)
    await counted(application)
    there = Shop(shop.client, await make_key("read", nodes=("N2",)))
    here = Shop(shop.client, await make_key("read", nodes=("N1",)))
    both = {(await tiles(each))["orders"]["value"] for each in (here, there)}
    assert both == {0, 1}
    assert [each["id"] for each in (await here.get("/v1/insights/network")).json()["nodes"]] == ["N1"]
    assert (await there.get("/v1/insights/nodes/N1")).status_code == 403
    assert (await there.get("/v1/insights/tiles?node=N1")).status_code == 403
    found = [(await each.get(f"/v1/search?q={order_id[:13]}")).json()["orders"] for each in (here, there)]
    assert sorted(map(len, found)) == [0, 1]


async def test_an_order_tells_its_life(application: Application, shop: Shop) -> None:
    order_id = await placed(shop, ORDER)
    name = f"{order_id}-1"
    for step in ("release", "accept", "pick"):
        assert (await shop.post(f"/v1/fulfillment-orders/{name}/{step}")).status_code == 200
    expected = ["order.placed", "fulfillment.released", "fulfillment.accepted", "fulfillment.picked"]
    connection = await application.database.connect()
    async with connection:
        await sequence(connection)
    told = (await shop.get(f"/v1/orders/{order_id}/events")).json()["events"]
    assert [each["type"] for each in told] == expected
    assert all(each["said"] != each["type"] for each in told)
    await counted(application)
    assert (await shop.get(f"/v1/orders/{order_id}/events")).json()["events"] == told
    page = (await shop.get(f"/v1/insights/nodes/{told[1]['data']['fulfillment_order']['node']}")).json()
    assert (page["accepted"], page["acceptance"], page["work"]["picked_units"]) == (1, 1, 2)
    assert page["work"]["accept_s"] is not None
    assert [each["status"] for each in page["backlog"]] == ["picked"]
    assert (await shop.get("/v1/orders/nothing/events")).status_code == 404


@pytest.mark.parametrize(
    ("typed", "kind", "found"),
    [("a", "skus", "A"), ("n1", "nodes", "N1"), ("REF-7", "orders", None), ("ref-7", "orders", "")],
)
async def test_search_finds_by_id_name_and_reference(shop: Shop, typed: str, kind: str, found: str | None) -> None:
    order_id = await placed(shop, ORDER | {"reference": "REF-77"})
    answered = (await shop.get(f"/v1/search?q={typed}")).json()
    ids = [each["id"] for each in answered[kind]]
    assert ids[:1] == ([order_id] if found is None else [found] if found else [])


async def test_search_finds_returns_and_holds_of_seen_nodes(shop: Shop, make_key: MakeKey) -> None:
    body = {"node": "N1", "channel": "web", "receipt": "SLIP-9", "lines": [{"sku": "A", "quantity": 1}]}
    return_id = (await shop.post("/v1/returns", body)).json()["return"]["return_id"]
    hold = {
        "channel": "web",
        "lines": [{"sku": "A", "quantity": 1, "node": "N1"}, {"sku": "A", "quantity": 1, "node": "N2"}],
    }
    hold_id = (await shop.post("/v1/holds", hold)).json()["hold_id"]
    here, there = [Shop(shop.client, await make_key("read", nodes=(node,))) for node in ("N1", "N2")]
    for text in ("SLIP", return_id, return_id[:20]):
        found = [(await each.get(f"/v1/search?q={text}")).json()["returns"] for each in (shop, here, there)]
        assert [[each["id"] for each in some] for some in found] == [[return_id], [return_id], []], text
    for text in (hold_id, hold_id[:13]):
        held = [(await each.get(f"/v1/search?q={text}")).json()["holds"] for each in (shop, here)]
        assert [[each["id"] for each in some] for some in held] == [[hold_id], []], "one at other nodes too is not read"
    assert (await shop.get(f"/v1/search?q={hold_id[:8]}")).json()["holds"] == []
    assert (await here.get(f"/v1/holds/{hold_id}")).status_code == 403


async def test_a_sku_has_its_days(shop: Shop) -> None:
    day = (await shop.get("/v1/insights/skus/A/history")).json()["days"][-1]
    position = (await shop.get("/v1/positions?sku=A")).json()["positions"]
    assert day["on_hand"] == sum(each["on_hand"] for each in position)
    assert day["received"] == day["on_hand"]
    assert (await shop.get("/v1/insights/skus/moon/history")).status_code == 422


@pytest.mark.parametrize(
    "query",
    [
        "?from=2026-01-02T00:00:00Z&until=2026-01-01T00:00:00Z",
        "?from=2020-01-01T00:00:00Z",
        "?from=2026-01-01T00:00:00",
    ],
)
async def test_a_span_that_is_none_is_refused(shop: Shop, query: str) -> None:
    assert (await shop.get(f"/v1/insights/tiles{query}")).status_code == 400
