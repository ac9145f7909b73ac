"""Who may do what, and where: every declared call by every role, and by a caller who is limited to one of two nodes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from stockpool.access.api import ROLES, Caller, Role
from stockpool.bootstrap import Application
from stockpool.entrypoints.http.app import HttpApp
from stockpool.entrypoints.http.calls import all_endpoints
from stockpool.entrypoints.http.endpoints import Audience, Endpoint
from tests.entrypoints.http.conftest import MakeKey, Shop
from tests.entrypoints.http.test_fulfillment_orders import place
from tests.entrypoints.http.test_sessions import Browser, add_user

PAGE = Path(__file__).parents[3] / "docs" / "reference" / "people.md"
ROW = re.compile(r"^\| `(\w+)` \| ((?:`\w+` ?)+) \| (always|no) \|", re.MULTILINE)
NOBODYS = "0190b3a0-0000-7000-8000-000000000000"

SCOPE_LACKS = "this call needs the scope"
ELSEWHERE = "this caller is limited to other nodes"

Sample = tuple[tuple[str, ...], str, Any]
"""What a path, a query and a body hold; NODE stands for the node."""

LINES = [{"sku": "A", "quantity": 1, "node": "NODE"}]
FACT = {"kind": "receive", "sku": "A", "node": "NODE", "quantity": 1, "source": "t", "source_id": "NODE"}
POSITION = {"sku": "A", "node": "NODE"}
OUTLOOK = {**POSITION, "demand_per_day": 1}
SUPPLY = {"id": "s-NODE", **POSITION, "quantity": 1, "kind": "purchase_order", "expected_at": "2030-01-01T00:00:00Z"}
JOURNAL = {"node": "NODE", "entries": [{"number": 1, "kind": "sell", "sku": "A", "quantity": 1}]}

NAMING: Mapping[str, Sample] = {
    "POST /v1/facts": ((), "", {"facts": [FACT]}),
    "GET /v1/positions": ((), "node=NODE", None),
    "GET /v1/positions/{sku}/{node}/entries": (("A", "NODE"), "", None),
    "POST /v1/positions/safety-stock": ((), "", {"positions": [{**POSITION, "safety_stock": 1}]}),
    "PUT /v1/positions/safety-stock": ((), "", {"positions": [{**POSITION, "safety_stock": 1}]}),
    "GET /v1/availability": ((), "channel=web&sku=A&sold_at=NODE", None),
    "POST /v1/availability": ((), "", {"channel": "web", "skus": ["A"], "sold_at": "NODE"}),
    "POST /v1/holds": ((), "", {"channel": "web", "lines": LINES}),
    "POST /v1/holds/batch": ((), "", {"holds": [{"channel": "web", "lines": LINES}]}),
    "POST /v1/escrows": ((), "", {"node": "NODE", "till": "t", "lines": [{"sku": "A", "quantity": 1}]}),
    "GET /v1/escrows": ((), "node=NODE", None),
    "GET /v1/tills/view": ((), "node=NODE&channel=web&sku=A", None),
    "POST /v1/tills/{till}/journal": (("t",), "", JOURNAL),
    "GET /v1/tills/{till}/journal": (("t",), "node=NODE", None),
    "POST /v1/orders": (
        (), "", {"channel": "web", "lines": [{"sku": "A", "quantity": 1}], "method": "pickup", "pickup_node": "NODE"},
    ),
    "GET /v1/orders": ((), "node=NODE", None),
    "GET /v1/fulfillment-orders": ((), "node=NODE", None),
    "POST /v1/returns": ((), "", {"node": "NODE", "channel": "web", "lines": [{"sku": "A", "quantity": 1}]}),
    "GET /v1/returns": ((), "node=NODE", None),
    "POST /v1/promises": (
        (), "", {"channel": "web", "lines": [{"sku": "A", "quantity": 1}], "pickup_node": "NODE"},
    ),
    "POST /v1/sourcing/outlooks": ((), "", {"outlooks": [OUTLOOK]}),
    "PUT /v1/sourcing/outlooks": ((), "", {"outlooks": [OUTLOOK]}),
    "GET /v1/sourcing/outlooks": ((), "node=NODE", None),
    "GET /v1/forecasts": ((), "node=NODE", None),
    "GET /v1/forecasts/totals": ((), "node=NODE", None),
    "POST /v1/supplies": ((), "", {"supplies": [SUPPLY]}),
    "PUT /v1/supplies": ((), "", {"supplies": [SUPPLY]}),
    "GET /v1/supplies": ((), "node=NODE", None),
    "POST /v1/reconciliation/runs": ((), "", {"source": "erp", "rows": [{**POSITION, "quantity": 1}]}),
    "GET /v1/reconciliation/exceptions": ((), "node=NODE", None),
    "GET /v1/insights/tiles": ((), "node=NODE", None),
    "GET /v1/insights/series": ((), "node=NODE&measure=orders", None),
    "GET /v1/insights/network": ((), "node=NODE", None),
    "GET /v1/insights/nodes/{node}": (("NODE",), "", None),
    "GET /v1/insights/people": ((), "node=NODE", None),
    "GET /v1/insights/skus/{sku}/history": (("A",), "node=NODE", None),
    "GET /v1/exceptions": ((), "node=NODE", None),
    "PUT /v1/warehouse/shelves": ((), "", {"shelves": [{**POSITION, "shelves": ["A-1"]}]}),
    "GET /v1/warehouse/shelves": ((), "node=NODE", None),
    "POST /v1/warehouse/counts": ((), "", {"node": "NODE", "skus": ["A"]}),
    "GET /v1/warehouse/counts": ((), "node=NODE", None),
    "GET /v1/warehouse/arrivals": ((), "node=NODE", None),
    "POST /v1/warehouse/receipts": ((), "", {"node": "NODE", "lines": [{"sku": "A", "quantity": 1}]}),
    "GET /v1/warehouse/scan": ((), "node=NODE&code=A", None),
    "GET /v1/warehouse/daily-report.pdf": ((), "node=NODE&day=2026-01-02", None),
}  # fmt: skip
"""Calls that name a node: what they are sent."""

OWNED = {
    "{order_id}": "order",
    "{fulfillment_order_id}": "fulfillment order",
    "{return_id}": "return",
    "{hold_id}": "hold",
    "{escrow_id}": "escrow",
    "{exception_id}": "exception",
    "{count_id}": "count",
}
"""Parameters of paths that are the id of something at a node."""

ONLY_OWN = {
    "GET /v1/events": "limit=1000",
    "GET /v1/positions": "",
    "GET /v1/feeds": "",
    "GET /v1/reconciliation/sources/{source_id}/health": "",
    "GET /v1/reconciliation/buffers": "confidence=0.9",
    "GET /v1/reconciliation/exceptions": "",
    "GET /v1/availability": "channel=web&sku=A&by_node=true",
    "GET /v1/insights/network": "",
    "GET /v1/insights/people": "",
    "GET /v1/exceptions": "",
    "GET /v1/search": "q=N",
}
"""Calls that are granted without a node, and then tell of one's own only; with what they are asked."""

OF_NO_NODE_BUT_READ = {
    "GET /v1/catalog/skus", "GET /v1/catalog/skus/{id}", "GET /v1/network/nodes", "GET /v1/network/nodes/{id}",
    "GET /v1/network/channels", "GET /v1/network/channels/{id}", "GET /v1/network/shipping-lanes",
    "GET /v1/network/rates", "GET /v1/network/rates/{name}", "POST /v1/network/rates/{name}/quote",
    "GET /v1/sourcing/policies", "GET /v1/sourcing/policies/{name}", "GET /v1/sourcing/active",
    "GET /v1/sourcing/policies/{name}/backtests",
    "GET /v1/sourcing/steps", "GET /v1/sourcing/shadow", "POST /v1/sourcing/lint",
    "GET /v1/reconciliation/sources", "GET /v1/reconciliation/runs",
}  # fmt: skip
"""Nobody's stock: any caller with the scope reads it."""

BY_WORK = {"GET /v1/warehouse/pick-list", "GET /v1/warehouse/pick-list.pdf"}
"""They name fulfillment orders in their query."""

AT_ANY_NODE = {"GET /v1/returns/order"}
"""Goods are taken back everywhere: whoever takes them names an order exactly, of whatever node."""

STREAMS = {"GET /v1/availability/stream", "GET /v1/events/stream"}
"""They have the same filters as the calls without `stream`, and tests of their own."""

CASES = "/v1/exceptions/"
"""What is done about one needs a follower that has found it, and has tests of its own."""


@pytest.fixture
def endpoints(application: Application) -> list[Endpoint]:
    """Every call whose caller needs a scope."""
    return [each for each in all_endpoints(application) if each.audience is Audience.SCOPED]


def address(endpoint: Endpoint, *values: str) -> str:
    """The path with its parameters; nobody's ids where no values are given."""
    given = iter(values)
    return re.sub(r"\{\w+\}", lambda _: next(given, NOBODYS), endpoint.path)


def at(node: str, sample: Any) -> Any:  # noqa: ANN401 - JSON
    """The sample with the node in its place."""
    if isinstance(sample, str):
        return sample.replace("NODE", node)
    if isinstance(sample, dict):
        return {name: at(node, value) for name, value in sample.items()}
    return [at(node, each) for each in sample] if isinstance(sample, list | tuple) else sample


def test_the_page_tells_what_each_role_may_do() -> None:
    told = {
        role: (set(re.findall(r"\w+", scopes)), limited == "always")
        for role, scopes, limited in ROW.findall(PAGE.read_text("utf-8"))
    }
    assert told == {role.value: (set(bundle.scopes), bundle.at_nodes) for role, bundle in ROLES.items()}


@pytest.mark.parametrize("role", list(Role))
async def test_each_role_makes_the_calls_of_its_scopes_and_no_other(
    application: Application, http_app: HttpApp, shop: Shop, endpoints: list[Endpoint], role: Role
) -> None:
    """The requests are sound in nothing but their caller, so that what is granted does nothing."""
    del shop
    bundle = ROLES[role]
    await add_user(application, "somebody", role, *(("N1",) if bundle.at_nodes else ()))
    browser = Browser(http_app)
    await browser.sign_in("somebody")
    wrong = []
    for endpoint in endpoints:
        body = None if endpoint.method in ("GET", "DELETE") else {"no such field": 1}
        answered = await browser.send(endpoint.method, f"{address(endpoint)}?no_such_parameter=1", body)
        has_scope = role is Role.ADMIN or not bundle.scopes.isdisjoint(endpoint.scopes)
        expected = None if has_scope else SCOPE_LACKS
        if has_scope and endpoint.of_no_node and bundle.at_nodes:
            expected = ELSEWHERE
        said = answered.json().get("detail", "") if answered.status_code == 403 else ""
        if (expected is None and said) or (expected and expected not in said):
            wrong.append((endpoint.operation, answered.status_code, said))
    assert wrong == []


async def things_at(shop: Shop, node: str) -> dict[str, str]:
    """One of everything that belongs to a node, by its id."""
    stock = {"lines": [{"sku": "A", "quantity": 1, "node": node}]}
    task = await place(shop, quantity=1, method="pickup", pickup_node=node)
    hold = await shop.post("/v1/holds", {"channel": "web", **stock})
    escrow = await shop.post("/v1/escrows", {"node": node, "till": "t1", "lines": [{"sku": "A", "quantity": 1}]})
    asked = {"node": node, "channel": "web", "lines": [{"sku": "A", "quantity": 1}]}
    returned = await shop.post("/v1/returns", asked)
    counted = await shop.post("/v1/warehouse/counts", {"node": node, "skus": ["A"]})
    await shop.post("/v1/reconciliation/sources", {"sources": [{"id": "erp", "name": "ERP"}]})
    rows = [{"sku": "A", "node": node, "quantity": 90}]
    assert (await shop.post("/v1/reconciliation/runs", {"source": "erp", "rows": rows})).status_code == 201
    found = (await shop.get(f"/v1/reconciliation/exceptions?node={node}")).json()["exceptions"]
    return {
        "order": task["id"].rpartition("-")[0],
        "fulfillment order": task["id"],
        "return": returned.json()["return"]["return_id"],
        "hold": hold.json()["hold_id"],
        "escrow": escrow.json()["escrow_id"],
        "exception": str(found[0]["id"]),
        "count": counted.json()["id"],
    }


@pytest.fixture
async def at_n1(shop: Shop, make_key: MakeKey) -> Shop:
    """A caller who may do everything, but only at N1."""
    return Shop(shop.client, await make_key("read", "sell", "stock", "work", "plan", "admin", nodes=("N1",)))


async def test_each_call_is_known_to_this_test(endpoints: list[Endpoint]) -> None:
    """A new call is given its place in the tables above, and with it what is asserted of it."""
    known = {*NAMING, *ONLY_OWN, *OF_NO_NODE_BUT_READ, *STREAMS, *BY_WORK, *AT_ANY_NODE}
    new = [
        each.operation
        for each in endpoints
        if each.operation not in known and not each.of_no_node and not any(name in each.path for name in OWNED)
    ]
    assert new == []


async def test_who_is_limited_to_a_node_gets_to_what_is_there_and_to_nothing_elsewhere(
    shop: Shop, at_n1: Shop, endpoints: list[Endpoint]
) -> None:
    here, there = await things_at(shop, "N1"), await things_at(shop, "N2")
    wrong = []
    for endpoint in endpoints:
        if endpoint.path.startswith(CASES):
            continue
        if endpoint.operation in NAMING:
            path, query, body = NAMING[endpoint.operation]
            asked = {node: (at(node, path), at(node, query), at(node, body)) for node in ("N1", "N2")}
        elif endpoint.operation in BY_WORK:
            each = {"N1": here, "N2": there}
            asked = {node: ((), f"fulfillment_order={each[node]['fulfillment order']}", None) for node in each}
        elif owned := next((OWNED[name] for name in OWNED if name in endpoint.path), None):
            asked = {"N1": ((here[owned],), "", _some(endpoint)), "N2": ((there[owned],), "", _some(endpoint))}
        else:
            continue
        for node in ("N2", "N1"):
            path, query, body = asked[node]
            answered = await at_n1.send(endpoint.method, f"{address(endpoint, *path)}?{query}", body)
            granted = answered.status_code not in (403, 404)
            if granted is not (node == "N1") or answered.status_code == 400:
                wrong.append((endpoint.operation, node, answered.status_code, answered.text))
    assert not wrong, chr(10).join(map(str, wrong))


def _some(endpoint: Endpoint) -> Any:  # noqa: ANN401 - JSON
    """A body that is sound enough to be looked at."""
    needed: dict[str, Any] = {
        "cancel": {"reason": "so"},
        "explain": {"note": "so"},
        "extend": {"ttl_seconds": 9},
        "lines": {"lines": [{"sku": "A", "quantity": 1}]},
        "inspect": {"lines": [{"line": 1, "quantity": 1, "disposition": "restock"}]},
        "reject": {"reason": "so"},
        "top-up": {"ttl_seconds": 900},
    }
    last = endpoint.path.rpartition("/")[2]
    return needed.get(last, None if endpoint.method == "GET" else {})


async def test_who_is_limited_to_a_node_hears_of_no_other(shop: Shop, at_n1: Shop, endpoints: list[Endpoint]) -> None:
    await things_at(shop, "N2")
    for endpoint in endpoints:
        if endpoint.operation in ONLY_OWN:
            answered = await at_n1.get(f"{address(endpoint, 'erp')}?{ONLY_OWN[endpoint.operation]}")
            assert answered.status_code == 200, (endpoint.operation, answered.text)
            assert "N2" not in answered.text, endpoint.operation
            everything = await shop.get(f"{address(endpoint, 'erp')}?{ONLY_OWN[endpoint.operation]}")
            assert everything.status_code == 200


@pytest.mark.parametrize("role", [Role.ASSOCIATE, Role.STORE_MANAGER])
async def test_the_counter_of_any_store_knows_what_of_an_order_can_come_back_and_nothing_else_of_it(
    application: Application, http_app: HttpApp, shop: Shop, role: Role
) -> None:
    elsewhere = {"channel": "web", "reference": "W-1", "method": "carry_out", "pickup_node": "N2"}
    lines = [{"sku": "A", "quantity": 2, "unit_price": 1_999}]
    sold = (await shop.post("/v1/orders", elsewhere | {"lines": lines, "currency": "EUR"})).json()
    await add_user(application, "somebody", role, "N1")
    browser = Browser(http_app)
    await browser.sign_in("somebody")
    order = f"/v1/orders/{sold['order_id']}"
    asked = ["?channel=web&reference=W-1", f"?order_id={sold['order_id']}"]
    for each in asked:
        told = (await browser.send("GET", f"/v1/returns/order{each}")).json()
        assert set(told) == {"order_id", "channel", "ordered_at", "lines", "reference"}
        assert (told["order_id"], told["lines"]) == (sold["order_id"], [{"line": 1, "sku": "A", "returnable": 2}])
    for path in (order, f"{order}/events", f"{order}/explanation", "/v1/orders?node=N2"):
        assert (await browser.send("GET", path)).status_code == 403, path
    for part in ("?channel=web&reference=W", "?channel=web&reference=W-1%25", f"?order_id={NOBODYS}"):
        assert (await browser.send("GET", f"/v1/returns/order{part}")).status_code == 404, part
    for vague in ("", "?reference=W-1", "?channel=web", f"{asked[1]}&channel=web"):
        assert (await browser.send("GET", f"/v1/returns/order{vague}")).status_code == 400, vague


async def test_who_only_reads_at_a_node_does_not_look_into_orders_of_others(shop: Shop, make_key: MakeKey) -> None:
    reader = Shop(shop.client, await make_key("read", "plan", nodes=("N1",)))
    assert (await reader.get("/v1/returns/order?channel=web&reference=W-1")).status_code == 403


async def test_what_belongs_to_no_node_is_closed_to_whoever_is_limited(at_n1: Shop, endpoints: list[Endpoint]) -> None:
    closed = [each for each in endpoints if each.of_no_node]
    assert {"PUT /v1/catalog/skus/{id}", "POST /v1/sourcing/policies", "POST /v1/users"} <= {
        each.operation for each in closed
    }
    for endpoint in closed:
        answered = await at_n1.send(endpoint.method, address(endpoint), {})
        assert (answered.status_code, answered.json()["detail"]) == (403, ELSEWHERE), endpoint.operation


async def test_what_is_to_come_elsewhere_is_not_drawn_here_by_its_id(shop: Shop, at_n1: Shop) -> None:
    there = at("N2", SUPPLY)
    assert (await shop.post("/v1/supplies", {"supplies": [there]})).json()["results"][0]["outcome"] == "created"
    await at_n1.post("/v1/supplies", {"supplies": [there | {"node": "N1"}]})
    found = (await shop.get("/v1/supplies?node=N2")).json()["supplies"]
    assert [each["id"] for each in found] == [there["id"]]


async def test_without_the_checks_nodes_would_be_open_to_each_other(
    shop: Shop, at_n1: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = await things_at(shop, "N2")
    monkeypatch.setattr("stockpool.entrypoints.http.requests.node_problem", lambda *_: None)
    assert (await at_n1.post("/v1/catalog/skus", {"skus": [{"id": "A", "name": "Apron"}]})).status_code == 200
    monkeypatch.setattr(Caller, "may_act_on", lambda *_: True)
    assert (await at_n1.get(f"/v1/fulfillment-orders/{there['fulfillment order']}")).status_code == 200
