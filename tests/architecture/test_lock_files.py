"""The lock files pin everything by hash and name no place to fetch it from."""

from __future__ import annotations

import re

import pytest

from tests.architecture.source import PROJECT, settings

LOCKS = ("requirements.lock", "requirements-dev.lock")
PLACES = re.compile(r"://|file:|^-|\bindex\b|find-links|@ |/\w+/", re.MULTILINE)
PIN = re.compile(
    r"^([a-z0-9-]+)(?:\[[a-z0-9,-]+\])?==(\S+)(?: ; .+?)? \\\n"  # name, extras, version, marker
    r"((?: {4}--hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)",
    re.MULTILINE,
)


def read(lock: str) -> str:
    """A lock file without its comments."""
    lines = (PROJECT / lock).read_text("utf-8").splitlines(keepends=True)
    return "".join(line for line in lines if not line.startswith("#"))


def pins(text: str) -> dict[str, str]:
    """Each pinned package with its version."""
    return {match[1]: match[2] for match in PIN.finditer(text)}


def names(requirements: list[str]) -> set[str]:
    """The packages that pyproject.toml asks for."""
    return {re.split(r"[\[<>=~! ;]", requirement, maxsplit=1)[0] for requirement in requirements}


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_place(lock: str) -> None:
    assert PLACES.findall(read(lock)) == []


@pytest.mark.parametrize("lock", LOCKS)
def test_every_line_of_a_lock_is_a_pin_with_its_hashes(lock: str) -> None:
    assert PIN.sub("", read(lock)) == ""


@pytest.mark.parametrize(
    "line",
    ["--index-url https://example.com/simple\n", "tool @ file:///tmp/tool.whl\n", "-f /opt/wheels\n", "tool==1.0\n"],
)
def test_a_line_that_is_no_pin_is_found(line: str) -> None:
    assert PIN.sub("", line) != ""
    assert PLACES.search(line) or "==" in line


def test_the_locks_hold_what_the_project_asks_for() -> None:
    runtime, everything = (pins(read(lock)) for lock in LOCKS)
    project = settings()
    assert names(project["project"]["dependencies"]) <= set(runtime)
    assert names(project["dependency-groups"]["dev"]) <= set(everything)


def test_both_locks_pin_the_same_versions() -> None:
    runtime, everything = (pins(read(lock)) for lock in LOCKS)
    assert runtime.items() <= everything.items()
