"""A server that brings events to endpoints leaves when it is asked to."""

from __future__ import annotations

import time

import pytest

from tests.entrypoints.http.conftest import Furnished
from tests.entrypoints.http.listening import post
from tests.entrypoints.http.server_process import serving


def test_a_server_with_an_endpoint_that_has_nothing_to_get_leaves_at_once(
    furnished: Furnished, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STOCKPOOL_WEBHOOK_ALLOW_NETWORKS", "127.0.0.0/8")
    with serving(database_url) as server:
        post(server, furnished.token, "/v1/webhooks", {"url": "http://127.0.0.1:9/", "types": ["order.*"]})
        time.sleep(1.5)
        server.process.terminate()
        began_at = time.monotonic()
        assert server.process.wait(20) is not None
        assert time.monotonic() - began_at < 15
