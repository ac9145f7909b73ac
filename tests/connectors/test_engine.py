"""The engine keeps to itself: what it would like to show must not get into what a command answers."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

PROGRAM = """
import sys, duckdb
from pathlib import Path
from stockpool.connectors.files.engine import open_engine
for engine in (open_engine(Path(sys.argv[1])), duckdb.connect()):
    print(*engine.execute("select current_setting('enable_progress_bar')").fetchone())
"""


def test_slow_statements_print_nothing_even_where_the_engine_would_by_itself(tmp_path: Path) -> None:
    """DuckDB shows its progress on standard output in programs given on the command line."""
    answer = subprocess.run([sys.executable, "-c", PROGRAM, tmp_path], capture_output=True, text=True, check=True)
    ours, its_own = answer.stdout.split()

    assert ours == "False"
    assert its_own == "True"
