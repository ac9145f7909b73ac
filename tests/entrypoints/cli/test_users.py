"""`stockpool users`: people are made and looked after."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest

from stockpool.entrypoints.cli import running
from stockpool.entrypoints.cli.exits import ExitCode
from tests.entrypoints.cli.test_keys import add_nodes

pytestmark = pytest.mark.usefixtures("process_as_it_was", "cheap_hashes")


@pytest.fixture
def cheap_hashes(process_as_it_was: None, monkeypatch: pytest.MonkeyPatch) -> None:
    del process_as_it_was
    monkeypatch.setenv("STOCKPOOL_PASSWORD_MEMORY_MIB", "1")


def users(database_url: str, *words: str) -> int:
    return running.run(["users", *words, "--database-url", database_url])


def listed(database_url: str, capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    capsys.readouterr()
    assert users(database_url, "list", "--json") == ExitCode.OK
    return list(json.loads(capsys.readouterr().out)["users"])


def test_a_password_is_made_and_printed_once(database_url: str, capsys: pytest.CaptureFixture[str]) -> None:
    add_nodes(database_url, "N1")
    assert users(database_url, "add", "Anna", "--role", "associate", "--nodes", "N1") == ExitCode.OK
    password = capsys.readouterr().out.strip()
    assert len(password) == len("abcd-abcd-abcd-abcd")
    found = listed(database_url, capsys)
    assert [(each["name"], each["role"], each["nodes"], each["signs_in_with"]) for each in found] == [
        ("anna", "associate", ["N1"], ["password"])
    ]
    assert password not in json.dumps(found)


def test_a_password_is_read_from_standard_input(
    database_url: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("moving-stock\n"))
    assert users(database_url, "add", "ada", "--role", "admin", "--password-stdin", "--json") == ExitCode.OK
    assert "password" not in json.loads(capsys.readouterr().out)
    monkeypatch.setattr("sys.stdin", io.StringIO("short\n"))
    assert users(database_url, "password", "ada", "--password-stdin") == ExitCode.USAGE
    assert "at least 10 characters" in capsys.readouterr().err


def test_a_user_is_disabled_enabled_and_given_another_role(
    database_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    add_nodes(database_url, "N1")
    users(database_url, "add", "max", "--role", "planner")
    assert users(database_url, "disable", "MAX") == ExitCode.OK
    assert listed(database_url, capsys)[0]["disabled_at"]
    assert users(database_url, "enable", "max") == ExitCode.OK
    assert users(database_url, "role", "max", "store_manager", "--nodes", "N1") == ExitCode.OK
    (found,) = listed(database_url, capsys)
    assert (found["role"], found["nodes"], found.get("disabled_at")) == ("store_manager", ["N1"], None)


REFUSED = (
    (("disable", "ada"), "'ada' is the last administrator"),
    (("role", "ada", "planner"), "'ada' is the last administrator"),
    (("add", "max", "--role", "associate"), "nodes must name at least one"),
    (("add", "max", "--role", "associate", "--nodes", "N9"), "'N9' not in the network"),
    (("add", "max", "--role", "planner", "--nodes", "N1"), "nodes must be empty"),
    (("add", "max", "--role", "king"), "role must be one of associate, store_manager"),
    (("add", "ADA ", "--role", "planner"), "there is a user 'ada'"),
    (("disable", "moritz"), "there is no user 'moritz'"),
)


def test_what_cannot_be_is_refused_with_the_reason(database_url: str, capsys: pytest.CaptureFixture[str]) -> None:
    add_nodes(database_url, "N1")
    users(database_url, "add", "ada", "--role", "admin")
    for words, said in REFUSED:
        assert users(database_url, *words) == ExitCode.USAGE
        assert said in capsys.readouterr().err
