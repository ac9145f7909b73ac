"""The command line: `stockpool …`.

To add a command, add a file to this folder with a function `register(app)` that adds it, and its name to
COMMAND_FILES. The file is imported for every call, also for `--help`: its top level imports typer, `options` and
nothing heavy; the body of the command imports what it needs. Settings and database come from `session`, exit codes
from `exits`, output from `output`; `db.py` shows it all.
"""

from __future__ import annotations

import sys

__all__ = ["COMMAND_FILES", "main"]

COMMAND_FILES = (
    "demo",
    "config",
    "db",
    "events",
    "forecast",
    "import_",
    "insights",
    "keys",
    "orders",
    "policy",
    "rates",
    "reconcile",
    "replay",
    "serve",
    "users",
    "verify",
    "webhooks",
    "worker",
    "bench",
)
"""The files with commands, in the order of the help page."""


def main() -> None:
    """Run the command that the process was called with, and leave with its exit code."""
    from stockpool.entrypoints.cli.running import run

    sys.exit(run(sys.argv[1:]))
