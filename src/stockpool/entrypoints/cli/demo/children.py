"""Other commands of stockpool as child processes: what they need of memory is gone when they are done."""

from __future__ import annotations

import subprocess
from collections.abc import Collection

import msgspec

from stockpool.runtime.child import command_line


class ChildFailed(Exception):
    """A command ended with an exit code that means no answer; what it said stands on standard error already."""


def answer_of(*arguments: str, codes: Collection[int] = (0,)) -> dict[str, object]:
    """What a command answers with `--json`; its progress and errors go where ours go."""
    ended = subprocess.run(
        command_line(*arguments, "--json"), stdout=subprocess.PIPE, stdin=subprocess.DEVNULL, check=False
    )
    if ended.returncode not in codes:
        raise ChildFailed(f"`stockpool {arguments[0]}` ended with code {ended.returncode}")
    return msgspec.json.decode(ended.stdout, type=dict[str, object])
