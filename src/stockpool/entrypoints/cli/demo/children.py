"""Other commands of stockpool as child processes: what they need of memory is gone when they are done."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Collection

import msgspec

MAIN = "from stockpool.entrypoints.cli import main; main()"


class ChildFailed(Exception):
    """A command ended with an exit code that means no answer; what it said stands on standard error already."""


def command_line(*arguments: str) -> list[str]:
    """A command of this very installation, whatever else is called stockpool on the path."""
    return [sys.executable, "-c", MAIN, *arguments]


def answer_of(*arguments: str, codes: Collection[int] = (0,)) -> dict[str, object]:
    """What a command answers with `--json`; its progress and errors go where ours go."""
    ended = subprocess.run(
        command_line(*arguments, "--json"), stdout=subprocess.PIPE, stdin=subprocess.DEVNULL, check=False
    )
    if ended.returncode not in codes:
        raise ChildFailed(f"`stockpool {arguments[0]}` ended with code {ended.returncode}")
    return msgspec.json.decode(ended.stdout, type=dict[str, object])
