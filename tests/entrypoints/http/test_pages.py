"""Pages beside the calls."""

from __future__ import annotations

from typing import Any

import httpx2
import pytest

from stockpool.bootstrap import Application
from stockpool.entrypoints.http.app import build_http_app
from stockpool.entrypoints.http.application import HttpSettings
from stockpool.entrypoints.http.calls import all_endpoints
from stockpool.entrypoints.http.problems import KINDS, Fault
from stockpool.kernel.refusals import Reason
from tests.entrypoints.http.conftest import Shop


def test_every_reason_has_exactly_one_status_and_no_fault_shares_its_name() -> None:
    assert set(KINDS) == {*Reason, *Fault}
    assert len({str(reason) for reason in KINDS}) == len(KINDS)
    assert all(400 <= kind.status < 600 for kind in KINDS.values())


@pytest.mark.parametrize("reason", [str(reason) for reason in KINDS])
async def test_every_problem_type_leads_to_its_page(standing_shop: Shop, reason: str) -> None:
    page = await standing_shop.client.get(f"/problems/{reason}")
    assert page.status_code == 200
    assert page.headers["content-type"].startswith("text/html")


async def test_metrics_count_the_calls(shop: Shop) -> None:
    for _ in range(3):
        await shop.get("/v1/catalog/skus/A")
    text = (await shop.get("/metrics")).text
    assert 'stockpool_http_requests_total{operation="GET /v1/catalog/skus/{id}",status="200"} 3.0' in text
    assert 'stockpool_http_request_duration_seconds_count{operation="GET /v1/catalog/skus/{id}"} 3.0' in text


async def test_metrics_are_open_only_where_the_operator_says_so(application: Application) -> None:
    for public, status in [(False, 401), (True, 200)]:
        app: Any = build_http_app(application, HttpSettings(metrics_public=public))
        async with httpx2.AsyncClient(transport=httpx2.ASGITransport(app=app), base_url="http://t") as caller:
            assert (await caller.get("/metrics")).status_code == status


async def test_a_command_that_the_lanes_cannot_take_may_be_repeated_later(shop: Shop, application: Application) -> None:
    await application.lanes.stop()
    answered = await shop.post("/v1/holds", {"channel": "web", "lines": [{"sku": "A", "quantity": 1}]})
    assert (answered.status_code, answered.json()["type"]) == (503, "/problems/busy")
    assert int(answered.headers["retry-after"]) >= 1


async def test_an_unexpected_error_tells_nothing_but_its_number(
    shop: Shop, application: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def explode(_row_id: str) -> None:
        raise RuntimeError("password is 12345")

    monkeypatch.setattr(application.skus, "get", explode)
    answered = await shop.get("/v1/catalog/skus/A")
    assert answered.status_code == 500
    assert answered.headers["content-type"] == "application/problem+json"
    assert "12345" not in answered.text
    assert answered.json()["instance"].startswith("urn:uuid:")


async def test_the_document_describes_every_call(client: httpx2.AsyncClient, application: Application) -> None:
    document = (await client.get("/schema/openapi.json")).json()
    described = {(m.upper(), path) for path, operations in document["paths"].items() for m in operations}
    assert document["openapi"].startswith("3.1")
    assert described == {(e.method, e.path) for e in all_endpoints(application, noop_route=True)}
    assert _references(document) <= {f"#/components/schemas/{name}" for name in document["components"]["schemas"]}


async def test_the_schema_page_needs_nothing_from_elsewhere(standing_shop: Shop) -> None:
    page = (await standing_shop.client.get("/schema")).text
    assert "/v1/holds" in page
    assert "Needs the scope sell." in page
    assert "<code>channel*</code> <code>lines*</code> <code>ttl_seconds</code>" in page
    assert "docs/reference/" in page
    assert "http:" not in page
    assert "https:" not in page
    assert "<script" not in page


def _references(value: Any) -> set[str]:  # noqa: ANN401 - any JSON
    if isinstance(value, dict):
        own = {value["$ref"]} if isinstance(value.get("$ref"), str) else set()
        return own.union(*map(_references, value.values()))
    return set().union(*map(_references, value)) if isinstance(value, list) else set()
