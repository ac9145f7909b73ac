"""The page of calls leads to a page of each, and names every scope."""

from __future__ import annotations

import re
from pathlib import Path

from stockpool.access.api import Scope
from stockpool.entrypoints.cli.call_reference import HEAD, PAGES
from stockpool.entrypoints.cli.reference import pages

DOCUMENTS = Path(__file__).parents[3] / "docs" / "reference"


def test_every_call_is_described_on_the_page_that_is_named() -> None:
    for section in pages()["calls.md"]().split("\n## ")[3:]:
        (page,) = re.findall(r"Described in \[(.+?)\]", section)
        described = (DOCUMENTS / page).read_text("utf-8")
        for path in re.findall(r"`\w+ (/v1/\S+)`", section):
            assert re.sub(r"\{\w+\}", "{}", path) in re.sub(r"\{\w+\}", "{}", described), path
    assert all((DOCUMENTS / page).exists() for page in PAGES.values())


def test_every_scope_has_its_row() -> None:
    assert re.findall(r"^\| `(\w+)` \|", HEAD, re.MULTILINE) == list(Scope)
