"""The stream of a channel's availability: everything, then what changes, and no gap in between."""

from __future__ import annotations

import time
from collections.abc import Iterator
from itertools import count
from typing import Any

import httpx2
import psycopg
import pytest

from tests.entrypoints.http.conftest import Furnished
from tests.entrypoints.http.listening import Told, listening, post
from tests.entrypoints.http.server_process import new_key, serving
from tests.entrypoints.http.server_thread import Served, serving_here

PATH = "/v1/availability/stream"
numbers = count()


@pytest.fixture
def server(database_url: str) -> Iterator[Served]:
    with serving_here(database_url) as running:
        yield running


def sell(server: Served, token: str, sku: str, node: str, quantity: float = 1, kind: str = "sell") -> None:
    number = f"n{next(numbers)}"
    fact = {"kind": kind, "sku": sku, "node": node, "quantity": quantity, "source": "till", "source_id": number}
    post(server, token, "/v1/facts", {"facts": [fact]})


def items_of(told: Told) -> dict[str, Any]:
    return {item["sku"]: (item["available"], item["availability"].rpartition("/")[2]) for item in told.data["items"]}


def until(told: Iterator[Told], sku: str, available: float) -> list[dict[str, Any]]:
    """The changes of a SKU up to the one that leaves so much; others may come in between."""
    seen: list[dict[str, Any]] = []
    for each in told:
        seen += [item for item in each.data["items"] if item["sku"] == sku]
        if seen and seen[-1]["available"] == available:
            return seen
    raise AssertionError(f"the stream ended without {available} of {sku}")


def test_a_reader_gets_everything_and_then_each_change(furnished: Furnished, server: Served) -> None:
    with listening(server, furnished.token, PATH, "channel=web") as told:
        first = next(told)
        assert first.event == "snapshot"
        assert items_of(first) == {"A": (15, "InStock"), "B": (0, "OutOfStock"), "C": (2.5, "InStock")}
        sell(server, furnished.token, "A", "N1", 4)
        change = next(told)
        assert (change.event, items_of(change)) == ("change", {"A": (11, "InStock")})
        hold = {"channel": "web", "lines": [{"sku": "A", "quantity": 11}]}
        post(server, furnished.token, "/v1/holds", hold)
        assert until(told, "A", 0)[-1] == {
            "sku": "A",
            "available": 0,
            "availability": "https://schema.org/OutOfStock",
            "crossed": "out",
        }


def test_many_changes_of_one_sku_are_few_and_end_with_the_last(furnished: Furnished, server: Served) -> None:
    with listening(server, furnished.token, PATH, "channel=web&sku=A&pause_ms=300") as told:
        next(told)
        began_at = time.monotonic()
        for node in ("N1", "N2", "N1") * 5:
            sell(server, furnished.token, "A", node)
        changes = until(told, "A", 0)
        assert len(changes) <= 2 + (time.monotonic() - began_at) / 0.3
        assert changes[-1]["crossed"] == "out"


def test_who_comes_again_gets_what_changed_meanwhile_and_no_more(furnished: Furnished, server: Served) -> None:
    with (
        listening(server, furnished.token, PATH, "channel=web") as other,
        listening(server, furnished.token, PATH, "channel=web") as told,
    ):
        place = next(told).id
        next(other)
        sell(server, furnished.token, "C", "N1", 0.5)
        assert until(other, "C", 2)
        with listening(server, furnished.token, PATH, "channel=web", last_id=place) as again:
            first = next(again)
            assert (first.event, items_of(first)) == ("change", {"C": (2, "InStock")})


def test_a_place_that_nobody_remembers_gets_everything(furnished: Furnished, server: Served) -> None:
    with listening(server, furnished.token, PATH, "channel=web", last_id="1-1-1") as told:
        first = next(told)
    assert first.event == "snapshot"
    assert set(items_of(first)) == {"A", "B", "C"}


def test_kits_change_with_their_components(furnished: Furnished, server: Served) -> None:
    kit = {"id": "K", "name": "Kit", "components": [{"sku": "A", "quantity": 2}]}
    post(server, furnished.token, "/v1/catalog/skus", {"skus": [kit]})
    with listening(server, furnished.token, PATH, "channel=web&sku=K") as told:
        assert items_of(next(told)) == {"K": (7, "InStock")}
        sell(server, furnished.token, "A", "N1", 10)
        assert until(told, "K", 2)


def test_a_buffer_a_threshold_and_supply_to_come_are_told_too(furnished: Furnished, server: Served) -> None:
    with listening(server, furnished.token, PATH, "channel=web&sku=A&sku=B") as told:
        next(told)
        channel = {"id": "web", "name": "Web", "kind": "web", "node_buffers": {"N1": 8}, "low_stock": 7}
        post(server, furnished.token, "/v1/network/channels", {"channels": [channel]})
        assert until(told, "A", 7)[-1] == {
            "sku": "A",
            "available": 7,
            "availability": "https://schema.org/LimitedAvailability",
            "crossed": "low",
        }
        sell(server, furnished.token, "A", "N2", 5)
        sell(server, furnished.token, "B", "N2", 3, kind="receive")
        assert until(told, "B", 3)[-1]["crossed"] == "back"


def test_who_may_not_see_all_nodes_or_names_no_channel_is_refused(
    furnished: Furnished, server: Served, database_url: str
) -> None:
    def ask(token: str, query: str) -> int:
        headers = {"authorization": f"Bearer {token}"}
        return httpx2.get(f"{server.url}{PATH}?{query}", headers=headers, timeout=10).status_code

    assert ask(furnished.token, "channel=nowhere") == 422
    assert ask(furnished.token, "") == 400
    assert ask(new_key(database_url, "stock"), "channel=web") == 403


def test_thresholds_are_events_that_outlive_the_process_that_tells_them(
    furnished: Furnished, database_url: str
) -> None:
    token = furnished.token
    with serving(database_url) as server:
        channel = {"id": "web", "name": "Web", "kind": "web", "low_stock": 12}
        post(server, token, "/v1/network/channels", {"channels": [channel]})
        with listening(server, token, query="type=availability.*") as told:
            sleep_until_told_at_all(database_url)
            sell(server, token, "A", "N1", 4)
            low = next(told)
            assert (low.event, low.data["subject"]) == ("availability.low", "A@web")
            assert low.data["data"]["available"] == 11
        server.process.kill()
    with serving(database_url) as server, listening(server, token, query="type=availability.*", last_id=low.id) as told:
        sell(server, token, "A", "N1", 6)
        sell(server, token, "A", "N2", 5)
        assert [next(told).event] == ["availability.out"]
        sell(server, token, "A", "N2", 20, kind="receive")
        assert [next(told).event] == ["availability.back"]


def sleep_until_told_at_all(database_url: str) -> None:
    """Until the channel has a teller: what was so before is not told."""
    with psycopg.connect(database_url, autocommit=True) as connection:
        for _ in range(200):
            if connection.execute("select from told_channels where channel = 'web'").fetchone() is not None:
                return
            time.sleep(0.05)
    raise AssertionError("nobody tells of the channel")
