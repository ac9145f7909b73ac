"""The exception with which the inner parts give up on a file; the door turns it into a value."""

from __future__ import annotations

from pathlib import Path

from stockpool.connectors.messages import BrokenFile


class FileIsBroken(Exception):
    """A file cannot be read at all."""

    def __init__(self, file: Path | str, problem: str, remedy: str) -> None:
        name = file.name if isinstance(file, Path) else file
        self.answer = BrokenFile(name, problem, remedy)
        super().__init__(str(self.answer))
