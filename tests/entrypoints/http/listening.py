"""Reading streams of server-sent events as a client does."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any, NamedTuple

import httpx2

from tests.entrypoints.http.server_thread import Served

TLS = httpx2.create_ssl_context()
"""Made once: for each client that makes its own, all authorities are read, which takes longer than a call."""

_keys = count()


class Told(NamedTuple):
    """A server-sent event."""

    id: str
    event: str
    data: dict[str, Any]


@contextmanager
def listening(
    server: Served, token: str, path: str = "/v1/events/stream", query: str = "", *, last_id: str = ""
) -> Iterator[Iterator[Told]]:
    """The events of a stream, until the block is left."""
    headers = {"authorization": f"Bearer {token}"} | ({"last-event-id": last_id} if last_id else {})
    with (
        httpx2.Client(timeout=10, verify=TLS) as client,
        client.stream("GET", f"{server.url}{path}?{query}", headers=headers) as response,
    ):
        assert response.status_code == 200, response.read()
        yield _told(response.iter_lines())


def _told(lines: Iterator[str]) -> Iterator[Told]:
    last_id, fields = "", dict[str, str]()
    for line in lines:
        name, _, value = line.partition(": ")
        if line:
            fields[name] = value
            continue
        last_id = fields.get("id", last_id)
        if "data" in fields:
            yield Told(last_id, fields.get("event", "message"), json.loads(fields["data"]))
        fields = {}


def post(server: Served, token: str, path: str, body: object) -> dict[str, Any]:
    """Post with a fresh key; what was answered, which must be good."""
    headers = {"authorization": f"Bearer {token}", "idempotency-key": f"key-{next(_keys)}"}
    answered = httpx2.post(f"{server.url}{path}", json=body, headers=headers, timeout=10, verify=TLS)
    assert answered.status_code in (200, 201), answered.text
    assert "refused" not in answered.text, answered.text
    found: dict[str, Any] = answered.json()
    return found
