"""Run import-linter with the project's contracts on the package `stockpool` of each given folder.

A program of its own, because only in a fresh process is `stockpool` not yet the project's own package, and one
for many folders, because starting a process for each takes most of the time.
"""

from __future__ import annotations

import importlib
import json
import sys
from contextlib import redirect_stdout
from io import StringIO

from importlinter.cli import lint_imports


def lint(folder: str) -> tuple[bool, str]:
    """Whether all contracts are kept, and the report."""
    sys.path.insert(0, folder)
    importlib.invalidate_caches()
    report = StringIO()
    with redirect_stdout(report):
        status = lint_imports(config_filename="pyproject.toml", no_cache=True, no_logo=True)
    sys.path.remove(folder)
    return status == 0, report.getvalue()


if __name__ == "__main__":
    json.dump([lint(folder) for folder in sys.argv[1:]], sys.stdout)
