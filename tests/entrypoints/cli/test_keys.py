"""`stockpool keys`: what a key may be made for."""

from __future__ import annotations

import json

import psycopg
import pytest

from stockpool.entrypoints.cli import running
from stockpool.entrypoints.cli.exits import ExitCode

pytestmark = pytest.mark.usefixtures("process_as_it_was")


def create(database_url: str, *, nodes: str) -> int:
    return running.run(
        ["keys", "create", "--name", "till", "--scopes", "sell", "--nodes", nodes, "--database-url", database_url]
    )


def add_nodes(database_url: str, *ids: str) -> None:
    with psycopg.connect(database_url) as connection:
        for node in ids:
            connection.execute(
                "insert into nodes (id, name, kind, time_zone, can_ship, can_pickup, can_return, active, buffer,"
                " cutoffs, processing_minutes, closed_dates, open_dates)"
                " values (%s, 'a node', 'store', 'UTC', true, true, true, true, 0, '{}', 0, '[]', '[]')",
                [node],
            )


def count_keys(database_url: str) -> int:
    with psycopg.connect(database_url) as connection:
        row = connection.execute("select count(*) from api_keys").fetchone()
    assert row is not None
    return int(row[0])


def test_a_key_for_nodes_that_are_there_is_made(database_url: str, capsys: pytest.CaptureFixture[str]) -> None:
    add_nodes(database_url, "N1", "N2")
    assert create(database_url, nodes="N1, N2") == ExitCode.OK
    assert capsys.readouterr().out.startswith("sp_")


def test_a_key_for_nodes_that_are_not_there_is_refused_and_names_them(
    database_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    add_nodes(database_url, "N1", "N2")
    assert create(database_url, nodes="N1,nowhere,N3,bad\n") == ExitCode.USAGE
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "nodes 'nowhere', 'N3', 'bad' not in the network, which has N1, N2;" in printed.err
    assert "POST /v1/network/nodes" in printed.err
    assert count_keys(database_url) == 0


@pytest.mark.parametrize(("number", "listed"), [(0, "no nodes yet"), (11, "N00, N01"), (11, "N09, …")])
def test_the_refusal_shows_what_there_is(
    database_url: str, capsys: pytest.CaptureFixture[str], number: int, listed: str
) -> None:
    add_nodes(database_url, *(f"N{i:02}" for i in range(number)))
    assert create(database_url, nodes="nowhere") == ExitCode.USAGE
    assert listed in capsys.readouterr().err


def test_a_key_without_a_limit_needs_no_node(database_url: str, capsys: pytest.CaptureFixture[str]) -> None:
    code = running.run(
        ["keys", "create", "--name", "till", "--scopes", "sell", "--database-url", database_url, "--json"]
    )
    assert code == ExitCode.OK
    assert json.loads(capsys.readouterr().out)["nodes"] is None
