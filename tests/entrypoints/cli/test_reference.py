"""The pages that the code writes."""

from __future__ import annotations

from pathlib import Path

import pytest

from stockpool.entrypoints.cli import reference


def test_pages_are_written_once_and_checked_after(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert reference.main([str(tmp_path)]) == 0
    assert {path.name for path in tmp_path.iterdir()} == set(reference.pages())
    capsys.readouterr()
    assert reference.main(["--check", str(tmp_path)]) == 0
    assert capsys.readouterr().out == ""


def test_a_page_that_the_code_no_longer_says_is_found(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    reference.main([str(tmp_path)])
    (tmp_path / "cli.md").write_text("something else")
    capsys.readouterr()
    assert reference.main(["--check", str(tmp_path)]) == 1
    assert "cli.md is not what the code says" in capsys.readouterr().out
    assert (tmp_path / "cli.md").read_text() == "something else"


def test_every_setting_says_what_it_is_for() -> None:
    rows = [line for line in reference.settings_page().splitlines() if line.startswith("| `")]
    assert rows
    assert all(row.split("|")[4].strip() for row in rows)
