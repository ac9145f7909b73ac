"""The one exception for a database that cannot be used: what failed, where, and how to mend it."""

from __future__ import annotations


class DatabaseUnavailable(Exception):
    """The database cannot be reached or started; the message never holds a password."""

    def __init__(self, what: str, *, where: str, mend: str) -> None:
        """Say what failed, where, and what the reader can do about it."""
        super().__init__(f"{what} ({where}): {mend}")
        self.what = what
        self.where = where
        self.mend = mend
