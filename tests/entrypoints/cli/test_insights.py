"""`stockpool insights rebuild`: figures are counted anew, or it is said what is missing."""

from __future__ import annotations

import json

import psycopg
import pytest

from stockpool.entrypoints.cli import running
from stockpool.entrypoints.cli.exits import ExitCode

pytestmark = pytest.mark.usefixtures("process_as_it_was")


def run(*arguments: str, url: str) -> int:
    return running.run(["insights", "rebuild", *arguments, "--database-url", url])


def test_figures_are_counted_anew_where_nothing_is_missing(
    database_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("--json", url=database_url) == ExitCode.OK
    assert json.loads(capsys.readouterr().out) == {"oldest": 1, "latest": 0, "compacted": 0, "rebuilt": True}


def test_it_is_said_what_would_be_lost(database_url: str, capsys: pytest.CaptureFixture[str]) -> None:
    with psycopg.connect(database_url) as connection:
        connection.execute("update feed_state set oldest = 7, position = 9")
        connection.execute("insert into insight_counts values ('', now(), 'orders', 'web', '', 3)")
    assert run(url=database_url) == ExitCode.PROBLEMS_FOUND
    assert "events before 7 have left the feed" in capsys.readouterr().out
    with psycopg.connect(database_url) as connection:
        assert connection.execute("select value from insight_counts").fetchone() == (3,)
    assert run("--anyway", url=database_url) == ExitCode.OK
    with psycopg.connect(database_url) as connection:
        assert connection.execute("select value from insight_counts").fetchone() is None
