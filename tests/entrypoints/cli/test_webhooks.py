"""`stockpool webhooks`: what the calls do, from a shell."""

from __future__ import annotations

import json

import pytest

from stockpool.entrypoints.cli import running
from stockpool.entrypoints.cli.exits import ExitCode

pytestmark = pytest.mark.usefixtures("process_as_it_was")


def test_endpoints_are_made_listed_edited_and_deleted(database_url: str, capsys: pytest.CaptureFixture[str]) -> None:
    def run(*words: str, code: int = ExitCode.OK) -> dict[str, object]:
        assert running.run(["webhooks", *words, "--database-url", database_url, "--json"]) == code
        printed = capsys.readouterr()
        told: dict[str, object] = json.loads(printed.out or printed.err)
        return told

    made = run("create", "--url", "https://shop.example/hook?token=x", "--types", "stock.*, order.*")
    endpoint = made["endpoint"]
    assert isinstance(endpoint, dict)
    assert endpoint["types"] == ["stock.*", "order.*"]
    name = str(endpoint["id"])
    assert str(made["secret"]).startswith("whsec_")
    edited = run("edit", name, "--batch-max", "50", "--types", "")
    assert (edited["batch_max"], edited["types"], edited["url"]) == (50, [], endpoint["url"])
    assert run("pause", name)["status"] == "paused"
    assert run("resume", name)["status"] == "active"
    assert str(run("rotate", name, "--overlap-hours", "0")["secret"]).startswith("whsec_")
    assert run("replay", name, "--after", "0")["position"] == 0
    assert "beyond the end" in str(run("replay", name, "--after", "9", code=ExitCode.USAGE)["error"])
    assert run("dead-letters", name) == {"dead_letters": []}
    assert run("replay-dead-letters", name) == {"asked": 0}
    assert run("attempts", name) == {"attempts": []}
    assert "whsec_" not in json.dumps(run("show", name))
    listed = run("list")["webhooks"]
    assert isinstance(listed, list)
    assert [each["id"] for each in listed] == [name]
    run("delete", name)
    assert "there is no webhook" in str(run("show", name, code=ExitCode.USAGE)["error"])
    assert "not a public address" in str(run("create", "--url", "https://10.0.0.1/", code=ExitCode.USAGE)["error"])
