"""Exit codes that scripts can trust, and which error means which."""

from __future__ import annotations

import sys
from enum import IntEnum


class ExitCode(IntEnum):
    """How a command ended."""

    OK = 0
    PROBLEMS_FOUND = 1
    """The command did its work and found something: drift, rejected rows, a schema that is not current."""
    USAGE = 2
    """Wrong options, arguments or settings; nothing was done."""
    DATABASE = 3
    """The database cannot be reached, started or used with this version."""
    BUG = 70
    """An error that stockpool did not expect; `--debug` shows where."""
    INTERRUPTED = 130
    """Ctrl-C."""
    TERMINATED = 143
    """SIGTERM; everything was closed in order."""


def exit_code_of(error: BaseException) -> ExitCode:
    """The code for an error that reached the top; looks only at modules that are loaded, since others cannot raise."""
    if isinstance(error, KeyboardInterrupt):
        return ExitCode.INTERRUPTED
    known = (
        ("stockpool.connectors.files.broken", "FileIsBroken", ExitCode.USAGE),
        ("stockpool.runtime.lane", "LaneBusy", ExitCode.DATABASE),
        ("stockpool.runtime.settings", "SettingsError", ExitCode.USAGE),
        ("stockpool.runtime.unavailable", "DatabaseUnavailable", ExitCode.DATABASE),
        ("stockpool.runtime.migrating", "SchemaNotCurrent", ExitCode.DATABASE),
    )
    for module, name, code in known:
        if module in sys.modules and isinstance(error, getattr(sys.modules[module], name)):
            return code
    return ExitCode.BUG
