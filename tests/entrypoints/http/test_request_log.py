"""The line about each call: there for whoever debugs, with nothing that is private."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from typing import Literal

import pytest
import structlog

from stockpool.runtime import logs
from tests.entrypoints.http.conftest import Shop


@pytest.fixture(autouse=True)
def logging_as_it_was() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()


async def lines_at(level: Literal["debug", "info"], shop: Shop) -> list[dict[str, object]]:
    stream = io.StringIO()
    logs.configure(level, "json", stream)
    await shop.get("/v1/catalog/skus/secret-sku", x_note="secret-note")
    await shop.get("/v1/positions?cursor=secret-cursor")
    shop.headers = {"authorization": "Bearer sp_secret"}
    await shop.get("/v1/positions")
    ours = [line for line in stream.getvalue().splitlines() if json.loads(line)["logger"].startswith("stockpool.")]
    assert "secret" not in "".join(ours)
    return [line for line in map(json.loads, ours) if line["event"] == "call"]


async def test_debugging_shows_each_call_with_its_outcome_and_key(shop: Shop) -> None:
    key_id = shop.headers["authorization"].split("_")[1]
    lines = await lines_at("debug", shop)
    assert [(line["method"], line["path"], line["status"], line["key_id"]) for line in lines] == [
        ("GET", "/v1/catalog/skus/{id}", 404, key_id),
        ("GET", "/v1/positions", 400, key_id),
        ("GET", "/v1/positions", 401, None),
    ]
    assert all(isinstance(line["ms"], float) and 0 < line["ms"] < 60_000 for line in lines)


async def test_without_debugging_calls_are_not_logged(shop: Shop) -> None:
    assert await lines_at("info", shop) == []
