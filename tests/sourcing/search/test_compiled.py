"""Where compiled loops are kept is told as it is, and without numba they do the same."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from stockpool.sourcing.search import cheapest as searching
from stockpool.sourcing.search import compiled
from tests.sourcing.search.problems import few_units


@pytest.fixture(autouse=True)
def asked_anew() -> Iterator[None]:
    compiled.cache_folder.cache_clear()
    yield
    compiled.cache_folder.cache_clear()


def test_below_a_folder_named_for_numba_each_state_of_the_sources_has_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compiled.numba.config, "CACHE_DIR", str(tmp_path))
    assert Path(compiled.cache_folder()).parent == tmp_path / "compiled"


def test_without_numba_nothing_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiled, "numba", None)
    assert compiled.cache_folder() == ""


def test_else_it_is_a_folder_of_this_state_of_the_sources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiled.numba.config, "CACHE_DIR", "")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert Path(compiled.cache_folder()).is_relative_to(tmp_path)


WITHOUT_NUMBA = """
import json, sys
sys.modules["numba"] = None
from stockpool.sourcing.search import cheapest as searching, compiled
from tests.sourcing.search.problems import few_units
assert compiled.numba is None
searching.fits = lambda served: False
found = [searching.cheapest(*few_units(seed)) for seed in range(12)]
print(json.dumps([[each.cost, each.bound, sorted(each.taken.items())] for each in found]))
"""


def test_without_numba_the_loops_find_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(searching, "fits", lambda _served: False)
    command = [sys.executable, "-W", "error::RuntimeWarning", "-c", WITHOUT_NUMBA]
    told = subprocess.run(
        command, capture_output=True, text=True, check=False, timeout=120, cwd=Path(__file__).parents[3]
    )
    assert told.returncode == 0, told.stderr
    for seed, (cost, bound, taken) in enumerate(json.loads(told.stdout)):
        found = searching.cheapest(*few_units(seed))
        assert (found.cost, found.bound) == (cost, bound)
        assert sorted(found.taken.items()) == [((line, node), units) for (line, node), units in taken]
