"""The engine keeps to itself: what it would like to show must not get into what a command answers."""

from __future__ import annotations

from pathlib import Path

import duckdb

from stockpool.connectors.files.engine import open_engine

ASK = "select current_setting('enable_progress_bar')"


def test_slow_statements_print_nothing(tmp_path: Path) -> None:
    engine = open_engine(tmp_path)

    assert engine.execute(ASK).fetchone() == (False,)
    assert duckdb.connect().execute(ASK).fetchone() == (True,), "the engine's own choice, which is not ours"
