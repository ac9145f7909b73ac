"""DuckDB as the engine that reads and checks: in memory, bounded, spilling to a folder of its own, off the network."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

MEMORY_MB = 512
THREADS_MAX = 4


def open_engine(work: Path, *, memory_mb: int = MEMORY_MB) -> DuckDBPyConnection:
    """A private engine whose times are UTC and whose spilled data lie in `work`."""
    import duckdb

    engine = duckdb.connect(
        config={
            "threads": _threads(),
            "memory_limit": f"{memory_mb}MB",
            "temp_directory": str(work / "spill"),
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
        }
    )
    engine.execute("set TimeZone = 'UTC'; set enable_progress_bar = false")  # it would print into our answers
    return engine


def use_threads(engine: DuckDBPyConnection, *, sparing: bool) -> None:
    """All that an engine may use, or one, where others wait for the processors."""
    engine.execute(f"set threads = {1 if sparing else _threads()}")


def _threads() -> int:
    return min(os.cpu_count() or 1, THREADS_MAX)


def quoted_name(name: str) -> str:
    """A name as SQL writes it."""
    return '"' + name.replace('"', '""') + '"'


def quoted_text(text: str) -> str:
    """A text as SQL writes it."""
    return "'" + text.replace("'", "''") + "'"
