"""Rules that import contracts cannot express, as functions from a module's tree to what breaks them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import PurePath

from tests.architecture.source import imported_roots, is_pure, module_level

CLOCKS = (
    "datetime.date.today",
    "datetime.datetime.now",
    "datetime.datetime.today",
    "datetime.datetime.utcnow",
    "time.gmtime",
    "time.localtime",
    "time.time",
    "time.time_ns",
)
CHANCE = (
    "os.getrandom",
    "os.urandom",
    "random.",
    "secrets.",
    "stockpool.kernel.ids.new_uuid7",
    "uuid.getnode",
    "uuid.uuid1",
    "uuid.uuid4",
    "uuid.uuid6",
    "uuid.uuid7",
)
SEEDED = "random.Random"
"""A generator that is handed its seed is as good as an argument."""

SHELLS = {"bootstrap.py", "entrypoints", "runtime", "simulation"}
"""Rooms that ask the clock and hand the answer to the others."""

HEAVY = {
    "dask", "distributed", "duckdb", "highspy", "holidays", "lightgbm", "numpy", "openpyxl", "ortools", "pandas",
    "polars", "pyarrow", "ray", "reportlab", "scipy", "sklearn", "statsforecast",
}  # fmt: skip
TABLES = {"duckdb", "openpyxl", "polars", "pyarrow"}
PRINT = {"reportlab"}
COMPUTING_ROOMS = {"forecasting", "placement", "replenishment", "simulation", "sourcing"}
ALLOWED = {room: HEAVY - {"holidays"} - PRINT for room in COMPUTING_ROOMS} | {
    "forecasting": HEAVY - PRINT, "connectors": TABLES, "network": {"holidays"}, "warehouse": PRINT,
}  # fmt: skip
"""Which heavy libraries a room has a use for."""

LATE_ROOMS = {
    PurePath("sourcing/search"): {"found", "problem"},
    PurePath("forecasting"): {"__init__", "api", "asked", "hours", "messages", "nowcasting", "stored"},
}
"""Rooms that compute with arrays: all of them is loaded late, but for the modules that others need of them at once."""

SQL = re.compile(
    r"\s*(select\s|insert\s+into\s|update\s+\S+\s+set\s|delete\s+from\s|merge\s+into\s|with\s+(recursive\s+)?\w+\s+(\(|as\s)"
    r"|(create|alter|drop)\s+(table|index|schema|database|type|function|role|view)\s|truncate\s|copy\s+\S+.*\s(from|to)\s)"
)
SQL_FILES = {"queries", "store"}


def clock_and_chance(path: PurePath, tree: ast.Module) -> list[str]:
    """Where a module asks the clock, or a pure one makes a random number or an identifier by itself."""
    forbidden = (() if path.parts[0] in SHELLS else CLOCKS) + (CHANCE if is_pure(path) else ())
    names = dict(_imported_names(tree))
    found = [(line, name) for line, name in _used_names(tree, names) if _is_any_of(name, forbidden)]
    return [f"{path}:{line} uses {name}" for line, name in found if not name.startswith(SEEDED)]


def heavy_libraries(path: PurePath, tree: ast.Module) -> list[str]:
    """Where a module loads a heavy library as it is imported, or in a room that has no use for it."""
    room = path.parts[0]
    allowed = ALLOWED.get(room, set())
    if any(path.is_relative_to(late) and _first_of(path, late) not in light for late, light in LATE_ROOMS.items()):
        early = set[str]()
    else:
        early = {name for node in module_level(tree) for name in (imported_roots(node) & HEAVY) | _of_late_room(node)}
    misplaced = {name for node in ast.walk(tree) for name in imported_roots(node) & HEAVY - allowed}
    return [f"{path} imports {name}" for name in sorted(early | misplaced)]


def _first_of(path: PurePath, room: PurePath) -> str:
    """The module or folder of a room that a module is, or is in."""
    return path.relative_to(room).with_suffix("").parts[0]


def _of_late_room(node: ast.AST) -> set[str]:
    """The modules of rooms that are loaded late which an import statement names."""
    if not isinstance(node, ast.ImportFrom) or not node.module:
        return set()
    found = set[str]()
    for late, light in LATE_ROOMS.items():
        room = ".".join(["stockpool", *late.parts])
        names = {node.module} if node.module != room else {f"{room}.{alias.name}" for alias in node.names}
        inside = {name for name in names if name.startswith(f"{room}.")}
        found |= {name for name in inside if name.removeprefix(f"{room}.").split(".")[0] not in light}
    return found


def sql_outside_its_files(path: PurePath, tree: ast.Module) -> list[str]:
    """Where a text that is an SQL statement stands in a module that is not for SQL."""
    if not SQL_FILES.isdisjoint(path.with_suffix("").parts) or "migrations" in path.parts:
        return []
    return [f"{path}:{line} {text.strip()[:40]!r}" for line, text in _texts(tree) if _is_sql(text)]


def kernel_imports(path: PurePath, tree: ast.Module, standard: frozenset[str]) -> list[str]:
    """Where the kernel imports more than the standard library, msgspec and itself."""
    if path.parts[0] != "kernel":
        return []
    roots = {name for node in ast.walk(tree) for name in imported_roots(node)}
    return [f"{path} imports {name}" for name in sorted(roots - standard - {"__future__", "msgspec", "stockpool"})]


def _imported_names(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """Each local name that an import makes, with what it stands for."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield (alias.asname, alias.name) if alias.asname else (alias.name.partition(".")[0],) * 2
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                yield alias.asname or alias.name, f"{node.module}.{alias.name}"


def _used_names(tree: ast.Module, names: dict[str, str]) -> Iterator[tuple[int, str]]:
    """Each imported thing that is used, by its full name: called or passed on makes no difference."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Name | ast.Attribute):
            head, _, rest = ast.unparse(node).partition(".")
            if head in names:
                yield node.lineno, f"{names[head]}.{rest}".rstrip(".")


def _is_any_of(name: str, forbidden: tuple[str, ...]) -> bool:
    return any(name.startswith(entry) if entry.endswith(".") else name == entry for entry in forbidden)


def _texts(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Every text but docstrings; of an f-string, what stands before its first value."""
    statements = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in statements:
            yield node.lineno, node.value


def _is_sql(text: str) -> bool:
    """Whether a text begins as a statement, in lower or in upper case but not as a sentence does."""
    words = text.split(None, 1)
    return bool(words) and words[0] in {words[0].lower(), words[0].upper()} and bool(SQL.match(text.lower()))
