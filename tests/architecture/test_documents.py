"""Documents point at what is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.architecture.source import PROJECT

DECISIONS = PROJECT / "docs" / "decisions"
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")
HEADINGS = ("## Context", "## Options", "## Decision", "## Consequences")


def documents() -> list[Path]:
    """Every page for readers."""
    return sorted([*PROJECT.glob("*.md"), *(PROJECT / "docs").rglob("*.md")])


def dead_links(page: Path) -> list[str]:
    """Links to files that are not there."""
    targets = (target for target in LINK.findall(page.read_text("utf-8")) if "://" not in target)
    return [f"{page.name}: {target}" for target in targets if not (page.parent / target).exists()]


def decision_records() -> list[Path]:
    """The numbered pages."""
    return sorted(DECISIONS.glob("[0-9]*.md"))


def test_links_lead_somewhere() -> None:
    assert [dead for page in documents() for dead in dead_links(page)] == []


def test_a_dead_link_is_found(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("[here](page.md#top) [there](gone.md) [outside](https://example.com/gone.md)", "utf-8")
    assert dead_links(page) == ["page.md: gone.md"]


def test_decisions_are_numbered_without_gaps_and_indexed() -> None:
    numbers = [int(page.name[:4]) for page in decision_records()]
    assert numbers == list(range(1, len(numbers) + 1))
    indexed = LINK.findall((DECISIONS / "README.md").read_text("utf-8"))
    assert [page.name for page in decision_records()] == indexed


@pytest.mark.parametrize("page", decision_records(), ids=lambda page: page.stem)
def test_a_decision_says_what_was_weighed_and_what_follows(page: Path) -> None:
    text = page.read_text("utf-8")
    assert [heading for heading in HEADINGS if heading not in text] == []
    assert len(text.splitlines()) <= 60, "a decision fits on one page"
