"""The reference of errors says what the server does."""

from __future__ import annotations

import re
from pathlib import Path

from stockpool.entrypoints.http.problems import KINDS

REFERENCE = Path(__file__).parents[3] / "docs" / "reference" / "http-errors.md"
ROW = re.compile(r"^\| (\d{3}) \| `([\w-]+)` \| (.+) \| (.+) \|$", re.MULTILINE)


def test_the_reference_lists_every_problem_with_its_status_title_and_advice() -> None:
    listed = ROW.findall(REFERENCE.read_text())
    assert listed == [(str(kind.status), str(reason), kind.title, kind.advice) for reason, kind in KINDS.items()]
