"""The one exception for a database that cannot be used: what failed, where, and how to mend it."""

from __future__ import annotations

import psycopg


class DatabaseUnavailable(psycopg.OperationalError):
    """The database cannot be reached or started; the message never holds a password.

    It is an `OperationalError`, so that whoever waits out a lost connection also waits out a server that is not back.
    """

    def __init__(self, what: str, *, where: str, mend: str) -> None:
        """Say what failed, where, and what the reader can do about it."""
        super().__init__(f"{what} ({where}): {mend}")
        self.what = what
        self.where = where
        self.mend = mend
