"""SQL stands in `store.py` and `queries.py` (and migrations), where its locks can be read in one place."""

from __future__ import annotations

import ast
from pathlib import PurePath

import pytest

from tests.architecture.rules import sql_outside_its_files
from tests.architecture.source import imported_roots, modules, tree_of

EXCEPTIONS = {
    "runtime/embedded/cluster.py": "makes the database that the stores then write to",
    "runtime/jobs_schema.py": "books which steps of the job queue's own schema are done",
    "runtime/row_sets.py": "writes the frame of the inserts that stores fill in",
    "runtime/migrating.py": "asks which revision the database has, behind the lock that keeps two upgrades apart",
}
"""Modules that speak to the server about itself, each with the reason."""

FILE_ENGINE = ("connectors/files", "simulation/retailer")
"""Rooms whose SQL is DuckDB's: it reads and writes files and cannot reach the ledger."""


def is_file_engine(path: PurePath) -> bool:
    """Whether a module's SQL is for files."""
    return path.as_posix().startswith(FILE_ENGINE)


def speaks_to_the_database(tree: ast.Module) -> bool:
    """Whether a module imports the driver or the room that holds connections."""
    return any(
        "psycopg" in imported_roots(node)
        or (isinstance(node, ast.ImportFrom) and node.module == "stockpool.runtime.database")
        for node in ast.walk(tree)
    )


def test_sql_stands_in_its_own_files() -> None:
    found = [
        line
        for path, tree in modules()
        if path.as_posix() not in EXCEPTIONS and not is_file_engine(path)
        for line in sql_outside_its_files(path, tree)
    ]
    assert found == []


def test_sql_for_files_cannot_reach_the_ledger() -> None:
    assert [path for path, tree in modules() if is_file_engine(path) and speaks_to_the_database(tree)] == []


@pytest.mark.parametrize("text", ["import psycopg", "from stockpool.runtime.database import Database"])
def test_a_module_that_can_reach_it_is_found(text: str) -> None:
    assert speaks_to_the_database(tree_of(text))


def test_no_exception_outlives_its_reason() -> None:
    needed = {path.as_posix() for path, tree in modules() if sql_outside_its_files(path, tree)}
    assert set(EXCEPTIONS) <= needed
    assert all(any(path.startswith(room) for path in needed) for room in FILE_ENGINE)


@pytest.mark.parametrize(
    "text",
    [
        "await conn.execute('select 1')",
        "LOCK = '''\n    with named as (select 1) select * from named'''",
        "f'insert into {table} values (1)'",
        "b = 'UPDATE positions SET held = 0'",
        "b = 'delete from holds where id = %s'",
        "b = 'create table t (id int)'",
        "b = 'copy positions (sku) from stdin'",
    ],
)
def test_a_statement_elsewhere_is_found(text: str) -> None:
    tree = tree_of(text)
    assert sql_outside_its_files(PurePath("inventory/handlers.py"), tree) != []
    assert sql_outside_its_files(PurePath("inventory/store.py"), tree) == []
    assert sql_outside_its_files(PurePath("runtime/migrations/env.py"), tree) == []


@pytest.mark.parametrize(
    "text",
    [
        '"""select from the pool what serves the demand."""',
        "b = 'Select a node from the list'",
        "b = 'with the key of another body'",
        "b = 'update your settings'",
        "b = 'copy the key now'",
        "b = 'selected'",
    ],
)
def test_a_sentence_is_no_statement(text: str) -> None:
    assert sql_outside_its_files(PurePath("inventory/handlers.py"), tree_of(text)) == []
