"""The first orders of two public data sets, played through the real system; the whole of them is played by hand."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from tests.workflows.import_folder import run_cli

ROOT = Path(__file__).parents[3]
DATA = Path(os.environ.get("STOCKPOOL_SHARED_DATA", ROOT.parent / "shared" / "data")).absolute()


def recorded(name: str, limit: int, lines: int) -> object:
    """One data set, if it is here."""
    absent = pytest.mark.skipif(not (DATA / name).is_dir(), reason=f"needs the data in {DATA / name}")
    return pytest.param(name, limit, lines, marks=absent)


@pytest.mark.parametrize(
    ("name", "limit", "lines"), [recorded("olist", 600, 626), recorded("online_retail", 120, 2_282)]
)
def test_the_first_orders_end_with_a_clean_ledger(
    database_url: str, tmp_path: Path, name: str, limit: int, lines: int
) -> None:
    ended = run_cli(
        "replay", "--map", ROOT / "examples" / name, "--from", DATA / name, "--limit", str(limit),
        "--database-url", database_url, "--json", cwd=tmp_path,
    )  # fmt: skip
    assert ended.returncode == 0, ended.stderr
    answer = json.loads(ended.stdout)

    assert answer["verify"]["drift"] == 0
    assert answer["verify"]["commitments"] > 0
    assert (answer["orders"], answer["refused"]) == (limit, 0)
    assert answer["filled"] + answer["short"] == answer["lines"] == lines
    assert answer["filled"] > 0.9 * lines
    assert 50 < answer["km_mean"] < 3_000
