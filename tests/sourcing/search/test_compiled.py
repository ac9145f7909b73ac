"""Where compiled loops are kept is told as it is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from stockpool.sourcing.search import compiled


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
