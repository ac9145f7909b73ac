from __future__ import annotations

import re

import httpx2
import pytest

from stockpool.entrypoints.ui.files import StaticFile


@pytest.mark.parametrize("app", ["tower", "store"])
async def test_an_app_is_served_with_a_strict_policy_at_any_of_its_addresses(
    client: httpx2.AsyncClient, app: str
) -> None:
    for path in ("", "orders/1", "index.html"):
        answer = await client.get(f"/{app}/{path}")
        assert answer.status_code == 200
        assert '<div id="root">' in answer.text
        policy = answer.headers["content-security-policy"]
        script = re.search(r"script-src ([^;]*)", policy)
        assert script is not None
        assert "unsafe-inline" not in script[1]
        assert "http" not in policy
        assert answer.headers["cache-control"] == "no-cache"


async def test_a_file_is_kept_for_ever_and_a_missing_one_is_missing(client: httpx2.AsyncClient) -> None:
    page = await client.get("/tower/")
    script = re.search(r'src="(/tower/assets/[^"]+)"', page.text)
    assert script is not None
    answer = await client.get(script[1], headers={"accept-encoding": "br"})
    assert answer.headers["content-encoding"] == "br"
    assert "immutable" in answer.headers["cache-control"]
    assert (await client.get(script[1], headers={"if-none-match": answer.headers["etag"]})).status_code == 304
    assert (await client.get("/tower/assets/none.js")).status_code == 404


async def test_pages_hold_no_inline_script(client: httpx2.AsyncClient) -> None:
    for app in ("tower", "store"):
        text = (await client.get(f"/{app}/")).text
        assert re.search(r"<script(?![^>]*\bsrc=)", text) is None


@pytest.mark.parametrize(
    ("accepted", "coding"), [("gzip, br", "br"), ("gzip", "gzip"), ("br;q=0, gzip", "gzip"), ("", "identity")]
)
def test_the_smallest_coding_that_is_accepted_is_sent(accepted: str, coding: str) -> None:
    file = StaticFile("text/css", '"1"', {"identity": b"long", "br": b"s", "gzip": b"sh"})
    assert file.best(accepted) == (coding, file.bodies[coding])
