"""`stockpool events`: what happens line by line, how far readers are, and what leaves the feed."""

from __future__ import annotations

import json

import psycopg
import pytest

from stockpool.entrypoints.cli import running
from stockpool.entrypoints.cli.exits import ExitCode

pytestmark = pytest.mark.usefixtures("process_as_it_was")

WRITE = (
    'insert into further_events (event_id, type, subject, recorded_at, data) values (%s, %s, %s, %s, \'{"sku":"A"}\')'
)


@pytest.fixture
def told(database_url: str) -> str:
    """A database of which four events are told, one of them long ago."""
    with psycopg.connect(database_url) as connection:
        for event_id, (kind, day) in enumerate(
            [("stock.sell", "2020-01-01"), ("stock.sell", "2099-01-01"), ("order.placed", "2099-01-01")], 1
        ):
            connection.execute(WRITE, (event_id, kind, f"s{event_id}", day))
        connection.execute("insert into feed_cursors (reader, position) values ('nats', 1)")
    return database_url


def run(*arguments: str, url: str) -> int:
    return running.run(["events", *arguments, "--database-url", url])


def test_what_happened_is_told_line_by_line(told: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("tail", "--after", "0", "--no-follow", url=told) == ExitCode.OK
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0::3] for line in lines] == [["1", "stock.sell"], ["2", "stock.sell"], ["3", "order.placed"]]


def test_filters_and_json_are_those_of_the_feed(told: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert (
        run("tail", "--after", "1", "--type", "stock.*", "--sku", "A", "--no-follow", "--json", url=told) == ExitCode.OK
    )
    (line,) = capsys.readouterr().out.splitlines()
    assert (json.loads(line)["id"], json.loads(line)["type"]) == ("2", "stockpool.stock.sell.v1")


def test_without_a_position_it_begins_with_what_happens_now(told: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("status", url=told) == ExitCode.OK
    assert capsys.readouterr().out.splitlines() == ["the feed has positions 1 to 3", "nats: at 1, 2 behind"]
    assert run("tail", "--no-follow", url=told) == ExitCode.OK
    assert capsys.readouterr().out == ""


def test_what_can_never_come_is_refused(told: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("tail", "--after", "9", "--no-follow", url=told) == ExitCode.USAGE
    assert "beyond the end of the feed, which is 3" in capsys.readouterr().err
    assert run("tail", "--type", "stockpool.stock.sell.v1", url=told) == ExitCode.USAGE
    assert "did you mean 'stock.sell'?" in capsys.readouterr().err


def test_what_is_too_old_leaves_by_the_settings(
    told: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run("status", "--json", url=told) == ExitCode.OK
    assert run("prune", "--json", url=told) == ExitCode.OK
    monkeypatch.setenv("STOCKPOOL_EVENT_RETENTION_DAYS", "30")
    assert run("prune", url=told) == ExitCode.OK
    assert "1 events left by their age" in capsys.readouterr().out
    assert run("status", "--json", url=told) == ExitCode.OK
    assert json.loads(capsys.readouterr().out) == {
        "oldest": 2,
        "latest": 3,
        "readers": [{"reader": "nats", "position": 1, "lag": 2}],
    }
