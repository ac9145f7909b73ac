"""The server, its jobs and the help pages start without the libraries that only forecasts and searches need."""

from __future__ import annotations

import ast
import subprocess
import sys

import pytest

from tests.architecture.source import PACKAGE, tree_of

HEAVY = {
    "dask", "distributed", "duckdb", "highspy", "holidays", "lightgbm", "numba", "numpy", "pandas", "pyarrow", "ray",
    "scipy", "statsforecast",
}  # fmt: skip
COMMANDS = PACKAGE / "entrypoints" / "cli"


def loaded(program: str) -> set[str]:
    """Which heavy libraries are there when a program has run."""
    told = f"{program}\nimport sys\nprint(*sys.modules)"
    shown = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True).stdout
    return HEAVY & set(shown.splitlines()[-1].split())


def imports_of(command: str) -> str:
    """All that a command imports anywhere, as a program."""
    tree = tree_of((COMMANDS / f"{command}.py").read_text("utf-8"))
    return "\n".join(
        ast.unparse(node)
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom | ast.Import) and getattr(node, "module", "") != "__future__"
    )


@pytest.mark.parametrize("command", ["serve", "worker"])
def test_the_server_and_its_jobs_start_light(command: str) -> None:
    program = imports_of(command)
    assert "stockpool.entrypoints" in program
    assert loaded(f"import stockpool.entrypoints.http.application\n{program}") == set()


def test_so_does_the_process_that_counts_beside_it() -> None:
    assert loaded("import stockpool.entrypoints.figures") == set()


@pytest.mark.parametrize("asked", [["--help"], ["forecast", "--help"], ["forecast", "run", "--help"]])
def test_help_pages_are_light(asked: list[str]) -> None:
    assert loaded(f"from stockpool.entrypoints.cli.running import run\nrun({asked!r})") == set()


def test_the_control_what_computes_is_heavy_and_seen() -> None:
    assert {"numpy", "duckdb"} <= loaded("import stockpool.forecasting.files")
