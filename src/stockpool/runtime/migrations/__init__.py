"""The database schema: Alembic revisions (`versions/`) that run plain SQL files (`sql/<revision>/`)."""

from __future__ import annotations

from pathlib import Path

FOLDER = Path(__file__).parent


def sql_files(revision: str) -> list[Path]:
    """The SQL files of a revision, in the order in which they run."""
    return sorted((FOLDER / "sql" / revision).glob("*.sql"))


def known_revisions() -> list[str]:
    """The revisions of this version of stockpool, oldest first; the first four characters of their file names."""
    return sorted(file.name[:4] for file in (FOLDER / "versions").glob("[0-9]*.py"))
