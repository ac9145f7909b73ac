"""The first steps in the README work as they are written."""

from __future__ import annotations

import argparse
import shlex
from pathlib import Path

import httpx2
import pytest

from tests.entrypoints.http.conftest import MakeKey

README = Path(__file__).parents[3] / "README.md"
LINES = [line for line in README.read_text("utf-8").splitlines() if line.startswith("curl ")]
SERVER = "localhost:8000"


def parse(line: str) -> argparse.Namespace:
    """The parts of a curl line; an option that we do not know ends the test."""
    parser = argparse.ArgumentParser(exit_on_error=False)
    parser.add_argument("-H", dest="headers", action="append", default=[])
    parser.add_argument("-d", dest="body")
    parser.add_argument("address")
    return parser.parse_args(shlex.split(line)[1:])


async def test_each_line_of_the_readme_is_answered(client: httpx2.AsyncClient, make_key: MakeKey) -> None:
    key = f"Authorization: Bearer {await make_key('read', 'sell', 'stock', 'admin')}"
    answers: list[httpx2.Response] = []
    for line in LINES:
        asked = parse(line.replace('"$KEY"', f"'{key}'"))
        assert asked.address.startswith(f"{SERVER}/"), line
        headers = dict(header.split(": ", 1) for header in asked.headers)
        method = "GET" if asked.body is None else "POST"
        path = asked.address.removeprefix(SERVER)
        answers.append(await client.request(method, path, content=asked.body, headers=headers))
        assert answers[-1].is_success, f"{line}\n{answers[-1].text}"
        assert "refused" not in answers[-1].text, line
    assert answers[-1].json()["items"] == [{"sku": "TEE-M", "available": 7, "active": True}]


def test_a_line_with_an_unknown_option_is_found() -> None:
    with pytest.raises((argparse.ArgumentError, SystemExit)):
        parse("curl --upload-file x localhost:8000/v1/facts")
