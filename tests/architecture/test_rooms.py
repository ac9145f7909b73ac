"""Rooms are named for what is in them, and the kernel stands on nothing."""

from __future__ import annotations

import ast
import sys
from pathlib import PurePath

import pytest

from tests.architecture.rules import kernel_imports
from tests.architecture.source import modules, tree_of

EMPTY_NAMES = {"common", "helper", "helpers", "manager", "managers", "misc", "service", "services", "util", "utils"}


def empty_names(path: PurePath) -> set[str]:
    """Parts of a module's path that say nothing about what is in it."""
    return {word for part in path.with_suffix("").parts for word in part.split("_")} & EMPTY_NAMES


def test_every_module_has_a_name_that_says_something() -> None:
    assert [path for path, _ in modules() if empty_names(path)] == []


def test_a_name_that_says_nothing_is_found() -> None:
    assert empty_names(PurePath("inventory/hold_utils.py")) == {"utils"}
    assert empty_names(PurePath("orders/services/placing.py")) == {"services"}


def test_every_module_says_what_it_is_for() -> None:
    assert [path for path, tree in modules() if not ast.get_docstring(tree)] == []


def test_the_kernel_imports_the_standard_library_and_msgspec_only() -> None:
    assert [line for path, tree in modules() for line in kernel_imports(path, tree, sys.stdlib_module_names)] == []


@pytest.mark.parametrize("text", ["import biip", "def f():\n    from psycopg.rows import dict_row"])
def test_a_kernel_that_imports_more_is_found(text: str) -> None:
    assert kernel_imports(PurePath("kernel/ids.py"), tree_of(text), sys.stdlib_module_names) != []
