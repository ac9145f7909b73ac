"""The import rules hold, and each of them is able to fail."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.architecture.source import OPEN_ROOMS, PACKAGE, PROJECT, capabilities, settings


class Verdict(NamedTuple):
    """What import-linter found."""

    kept: bool
    report: str


CONTRACTS = {contract["id"]: contract for contract in settings()["tool"]["importlinter"]["contracts"]}

VIOLATIONS = [
    ("layers", "kernel/extra.py", "from stockpool.runtime import lane"),
    ("layers", "runtime/extra.py", "from stockpool.catalog import api"),
    ("layers", "runtime/extra.py", "import stockpool.workflows"),
    ("layers", "catalog/store.py", "from stockpool.network import messages"),
    ("layers", "inventory/store.py", "def later() -> None:\n    from stockpool.orders import api"),
    ("layers", "sourcing/handlers.py", "from stockpool.workflows import placing"),
    ("layers", "workflows/extra.py", "from stockpool import bootstrap"),
    ("layers", "bootstrap.py", "from stockpool.simulation import world"),
    ("layers", "simulation/world.py", "from stockpool.entrypoints import cli"),
    ("layers", "placement/__init__.py", ""),
    ("layers", "helpers.py", ""),
    ("doors", "workflows/extra.py", "from stockpool.inventory import store"),
    ("doors", "workflows/extra.py", "from stockpool.inventory.decide import decide_hold"),
    ("doors", "entrypoints/extra.py", "from stockpool.catalog import queries"),
    ("doors", "bootstrap.py", "import stockpool.sourcing.costs.distance"),
    ("doors", "placement/store.py", "from stockpool.orders import model"),
    ("purity", "inventory/decide.py", "import psycopg"),
    ("purity", "inventory/decide.py", "from stockpool.inventory import store"),
    ("purity", "sourcing/costs/decide.py", "import random"),
    ("purity", "orders/messages.py", "from litestar import Request"),
    ("purity", "network/model.py", "import logging"),
    ("purity", "network/calendars.py", "from stockpool.network import queries"),
    ("purity", "network/promising.py", "import time"),
    ("purity", "network/rates/curves.py", "import time"),
    ("purity", "kernel/quantities.py", "from time import time"),
    ("purity", "kernel/extra.py", "import structlog"),
    ("entrances", "workflows/extra.py", "import litestar"),
    ("entrances", "catalog/handlers.py", "from rich.progress import Progress"),
]

ALLOWED = {
    "workflows/extra.py": "from stockpool.inventory import api\nfrom stockpool.catalog.messages import Sku",
    "inventory/api.py": "from stockpool.inventory import store\nfrom stockpool.inventory.decide import decide_hold",
    "inventory/decide.py": "import datetime\nfrom stockpool.kernel import ids",
    "inventory/store.py": "import psycopg\nfrom stockpool.runtime import lane",
    "entrypoints/extra.py": "import litestar\nfrom stockpool import bootstrap",
}


def write(file: Path, text: str) -> None:
    """A module in a folder that is a package."""
    file.parent.mkdir(parents=True, exist_ok=True)
    (file.parent / "__init__.py").touch()
    file.write_text(text, "utf-8")


def build_house(folder: Path) -> Path:
    """A small house with every room of the real one and the usual files in each capability."""
    package = folder / "stockpool"
    for room in sorted(OPEN_ROOMS):
        write(package / room / "__init__.py", "")
    for room in sorted(capabilities()):
        for name in ("api", "messages", "model", "decide", "handlers", "store", "queries"):
            write(package / room / f"{name}.py", "")
    for name in ("calendars", "clocks", "promising", "transit"):
        write(package / "network" / f"{name}.py", "")
    for name in ("amounts", "curves", "fitting", "pooling", "quoting", "reckoning", "zones"):
        write(package / "network" / "rates" / f"{name}.py", "")
    for path in ("sourcing/costs/distance.py", "simulation/world.py", "runtime/lane.py", "workflows/placing.py"):
        write(package / path, "")
    write(package / "bootstrap.py", "")
    write(package / "kernel" / "ids.py", "import os\nimport time")
    return package


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory: pytest.TempPathFactory) -> list[Verdict]:
    """What import-linter says about one house for each violation, in order."""
    folders = [tmp_path_factory.mktemp("house") for _ in VIOLATIONS]
    for folder, (_, path, text) in zip(folders, VIOLATIONS, strict=True):
        write(build_house(folder) / path, text)
    return lint(folders)


def lint(folders: list[Path]) -> list[Verdict]:
    """Check the package in each folder against the project's own contracts."""
    command = [sys.executable, "-m", "tests.architecture.lint_folders", *map(str, folders)]
    wide = {**os.environ, "COLUMNS": "200"}
    answer = subprocess.run(command, cwd=PROJECT, env=wide, stdout=subprocess.PIPE, text=True, check=True)
    return [Verdict(kept, report) for kept, report in json.loads(answer.stdout)]


def test_the_project_keeps_its_import_rules() -> None:
    (verdict,) = lint([PACKAGE.parent])
    assert verdict.kept, verdict.report


def test_what_is_allowed_breaks_no_contract(tmp_path: Path) -> None:
    house = build_house(tmp_path)
    for path, text in ALLOWED.items():
        write(house / path, text)
    (verdict,) = lint([tmp_path])
    assert verdict.kept, verdict.report
    assert f"Contracts: {len(CONTRACTS)} kept, 0 broken." in verdict.report


@pytest.mark.parametrize("number", range(len(VIOLATIONS)), ids=[" ".join(violation) for violation in VIOLATIONS])
def test_a_violation_breaks_its_contract(number: int, verdicts: list[Verdict]) -> None:
    contract, _, _ = VIOLATIONS[number]
    assert not verdicts[number].kept
    assert f"{CONTRACTS[contract]['name']} BROKEN" in verdicts[number].report


def test_every_contract_is_shown_able_to_fail() -> None:
    assert {contract for contract, _, _ in VIOLATIONS} == set(CONTRACTS)


def test_every_capability_stands_in_the_contracts_that_list_rooms() -> None:
    listed = CONTRACTS["entrances"]["source_modules"]
    assert capabilities() <= {module.removeprefix("stockpool.") for module in listed}
    side_by_side = {
        name.strip() for layer in CONTRACTS["layers"]["layers"] if "|" in layer for name in layer.split("|")
    }
    assert capabilities() == side_by_side


def test_a_capability_that_is_nowhere_listed_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control of the test above: its list of capabilities comes from the folders."""
    write(tmp_path / "placement" / "api.py", "")
    monkeypatch.setattr("tests.architecture.source.PACKAGE", tmp_path)
    assert capabilities() == {"placement"}
