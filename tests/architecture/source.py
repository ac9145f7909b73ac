"""The package's own source, read as syntax trees."""

from __future__ import annotations

import ast
import gc
import tomllib
from collections.abc import Iterator
from pathlib import Path, PurePath
from typing import Any

PROJECT = Path(__file__).parents[2]
PACKAGE = PROJECT / "src" / "stockpool"

OPEN_ROOMS = {"entrypoints", "kernel", "runtime", "simulation", "workflows"}
"""Packages that are no capability."""

PURE_NAMES = {"calendars", "clocks", "decide", "messages", "model", "promising", "transit"}
"""Modules (or folders) of a capability that hold only rules and values."""


def tree_of(text: str, name: str = "<text>") -> ast.Module:
    """The syntax tree of a module's text.

    Without the collector of garbage, whose hooks may run code in the middle: CPython 3.11.7 then takes its own count of
    nested nodes for wrong, and gives up (its gh-106905).
    """
    collects = gc.isenabled()
    gc.disable()
    try:
        return ast.parse(text, name)
    finally:
        if collects:
            gc.enable()


def modules() -> Iterator[tuple[PurePath, ast.Module]]:
    """Every module of the package: its path inside the package, and its tree."""
    for file in sorted(PACKAGE.rglob("*.py")):
        yield file.relative_to(PACKAGE), tree_of(file.read_text("utf-8"), str(file))


def capabilities() -> set[str]:
    """The packages of the house that are capabilities."""
    return {file.parent.name for file in PACKAGE.glob("*/__init__.py")} - OPEN_ROOMS


def is_pure(path: PurePath) -> bool:
    """Whether a module may hold nothing but rules and values."""
    return path.parts[0] == "kernel" or not PURE_NAMES.isdisjoint(path.with_suffix("").parts[1:])


def settings() -> dict[str, Any]:
    """The project's pyproject.toml."""
    return tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))


def module_level(tree: ast.Module) -> Iterator[ast.stmt]:
    """Statements that run when the module is imported: outside of functions and of `if TYPE_CHECKING`."""
    waiting: list[ast.AST] = list(tree.body)
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) or _is_for_types_only(node):
            continue
        if isinstance(node, ast.stmt):
            yield node
        waiting.extend(ast.iter_child_nodes(node))


def imported_roots(node: ast.AST) -> set[str]:
    """The first part of every absolute module name that an import statement names."""
    if isinstance(node, ast.Import):
        return {alias.name.partition(".")[0] for alias in node.names}
    if isinstance(node, ast.ImportFrom) and node.module and not node.level:
        return {node.module.partition(".")[0]}
    return set()


def _is_for_types_only(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"
