"""`stockpool verify`: what it prints, and how it leaves."""

from __future__ import annotations

import json
import logging
import signal
from collections.abc import Iterator

import psycopg
import pytest
import structlog

from stockpool.entrypoints.cli import running
from stockpool.entrypoints.cli.exits import ExitCode
from stockpool.runtime.masking import mask_text


@pytest.fixture(autouse=True)
def process_as_it_was() -> Iterator[None]:
    """Commands run inside the test process: what they change there is put back."""
    root = logging.getLogger()
    handlers, level, on_term = root.handlers[:], root.level, signal.getsignal(signal.SIGTERM)
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    signal.signal(signal.SIGTERM, on_term)
    structlog.reset_defaults()


@pytest.fixture
def falsified(database_url: str) -> str:
    """A database with three positions that came from nowhere."""
    with psycopg.connect(database_url) as connection:
        connection.execute(
            "insert into positions (shard, sku, node, available)"
            " values (0, 'tea', 'east', 1), (0, 'tea', 'west', 2), (0, 'tea', 'north', 3)"
        )
    return database_url


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    code = running.run(["verify", *arguments])
    return code, capsys.readouterr().out


def test_clean_books_end_well(database_url: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, said = run(capsys, "--database-url", database_url)
    assert code == ExitCode.OK
    assert said.splitlines()[0] == f"database: {mask_text(database_url)}"
    assert said.splitlines()[-1] == "nothing to verify: this database is empty"
    with psycopg.connect(database_url) as connection:
        connection.execute("insert into positions (shard, sku, node) values (0, 'tea', 'east')")
    assert run(capsys, "--database-url", database_url)[1].splitlines()[-1].startswith("clean")
    with psycopg.connect(database_url) as connection:
        connection.execute("delete from positions")
    code, said = run(capsys, "--database-url", database_url, "--json")
    assert code == ExitCode.OK
    assert json.loads(said) == {
        "positions": 0, "entries": 0, "movements": 0, "holds": 0, "commitments": 0, "escrows": 0,
        "drift": 0, "drifts": [],
        "orders": 0, "fulfillment_orders": 0, "claims": 0,
    }  # fmt: skip


def test_books_that_disagree_end_with_1_and_say_where(falsified: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, said = run(capsys, "--database-url", falsified)
    assert code == ExitCode.PROBLEMS_FOUND
    assert "position tea at north: available is 3, its entries make 0" in said
    assert said.splitlines()[-1] == "3 places differ"


def test_so_many_are_listed_but_all_counted(falsified: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, said = run(capsys, "--database-url", falsified, "--json", "--limit", "1")
    assert code == ExitCode.PROBLEMS_FOUND
    answer = json.loads(said)
    assert (answer["positions"], answer["drift"], len(answer["drifts"])) == (3, 3, 1)
    drift = answer["drifts"][0]
    assert (drift["kind"], drift["sku"], drift["node"], drift["account"]) == ("position", "tea", "east", "available")
    assert (drift["expected"], drift["found"], drift["movement_id"]) == (0, 1, None)
    _, said = run(capsys, "--database-url", falsified, "--limit", "1")
    assert "and 2 more" in said
