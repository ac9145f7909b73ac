"""What is imported is declared, so that a bare machine has it."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterable
from importlib.metadata import packages_distributions

import pytest

from tests.architecture.source import PROJECT, imported_roots, modules, settings, tree_of

COMES_WITH = {"psycopg-pool": "psycopg"}
"""Packages that are asked for as an extra of another."""

SHARED_ROOTS = {"opentelemetry": "opentelemetry-sdk"}
"""Modules that several packages bring, one of which asks for the others."""

OURS = {"stockpool", "tests", "benchmarks"}


def normal(name: str) -> str:
    """A package's name as the index spells it."""
    return re.sub(r"[-_.]+", "-", re.split(r"[\[<>=~! ;]", name, maxsplit=1)[0]).lower()


def packages_of(trees: Iterable[ast.Module]) -> set[str]:
    """The packages that modules import, whenever they do; one that is not installed goes by its module's name."""
    roots = {name for tree in trees for node in ast.walk(tree) for name in imported_roots(node)}
    distributions = packages_distributions()
    outside = roots - sys.stdlib_module_names - OURS
    found = {SHARED_ROOTS.get(root) or normal(distributions.get(root, [root])[0]) for root in outside}
    return {COMES_WITH.get(name, name) for name in found}


def runtime_packages() -> set[str]:
    """What users get."""
    return {normal(name) for name in settings()["project"]["dependencies"]}


def optional_packages() -> set[str]:
    """What users get with an extra."""
    extras = settings()["project"].get("optional-dependencies", {})
    return {normal(name) for names in extras.values() for name in names}


def development_packages() -> set[str]:
    """What developers get on top."""
    return {normal(name) for name in settings()["dependency-groups"]["dev"]}


def test_the_package_imports_only_what_it_asks_for() -> None:
    assert packages_of(tree for _, tree in modules()) - runtime_packages() - optional_packages() == set()


def test_what_an_extra_brings_is_not_needed_at_the_top_of_a_module() -> None:
    tops = (ast.Module([each for each in tree.body if not isinstance(each, ast.If)], []) for _, tree in modules())
    at_once = (ast.Module([n for n in top.body if isinstance(n, ast.Import | ast.ImportFrom)], []) for top in tops)
    assert packages_of(at_once) & optional_packages() == set()


def test_tests_import_only_what_developers_get() -> None:
    trees = (tree_of(file.read_text("utf-8")) for file in PROJECT.glob("tests/**/*.py"))
    assert packages_of(trees) - runtime_packages() - development_packages() == set()


@pytest.mark.parametrize(
    "text", ["import pytest", "def f():\n    from hypothesis import given", "import surely_not_there"]
)
def test_an_import_that_users_do_not_get_is_found(text: str) -> None:
    assert packages_of([tree_of(text)]) - runtime_packages() != set()


def test_a_package_whose_modules_have_another_name_is_known() -> None:
    assert packages_of([tree_of("import prometheus_client\nimport psycopg_pool")]) <= runtime_packages()
