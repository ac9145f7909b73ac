"""The job system's tables: procrastinate's own SQL, applied once and brought along when procrastinate is updated."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import psycopg


def pending(conn: psycopg.Connection) -> list[str]:
    """The steps that `apply` would take, as `jobs:<file>`."""
    applied = _applied(conn)
    steps = [file.stem for file in _migration_files()]
    if applied is None:
        return [f"jobs:{steps[-1]}"]
    return [f"jobs:{step}" for step in steps if step > applied]


def apply(conn: psycopg.Connection) -> None:
    """Create the tables, or run the migrations that came with newer versions of procrastinate."""
    applied = _applied(conn)
    files = _migration_files()
    if applied is None:
        conn.execute('create table jobs_schema (step text collate "C" primary key)')
        conn.execute((_sql_folder() / "schema.sql").read_bytes())
    for file in files:
        if applied is not None and file.stem > applied:
            conn.execute(file.read_bytes())
    conn.execute("delete from jobs_schema")
    conn.execute("insert into jobs_schema (step) values (%s)", [files[-1].stem])


def _applied(conn: psycopg.Connection) -> str | None:
    if conn.execute("select to_regclass('jobs_schema')").fetchone() == (None,):
        return None
    row = conn.execute("select step from jobs_schema").fetchone()
    return row[0] if row else None


def _migration_files() -> list[Path]:
    """Procrastinate's migrations; their names begin with the version and sort in the order to run them."""
    return sorted((_sql_folder() / "migrations").glob("*.sql"))


def _sql_folder() -> Path:
    """Found without importing procrastinate, which would cost every start a quarter of a second."""
    found = importlib.util.find_spec("procrastinate")
    if found is None or found.origin is None:
        raise ModuleNotFoundError("procrastinate is not installed")
    return Path(found.origin).parent / "sql"
