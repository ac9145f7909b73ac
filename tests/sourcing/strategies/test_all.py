"""Every strategy that comes with stockpool has a file of tests here, and keeps to its role."""

from __future__ import annotations

from pathlib import Path

import pytest

from stockpool.sourcing.policy.registry import OWN_COSTS, OWN_FILTERS
from stockpool.sourcing.strategies import Cost, Filter
from stockpool.sourcing.testing import check_strategy

OWN: tuple[type[Filter | Cost], ...] = (*OWN_FILTERS, *OWN_COSTS)


@pytest.mark.parametrize("kind", OWN, ids=lambda kind: kind.__name__)
def test_every_strategy_of_our_own_keeps_to_its_role(kind: type[Filter | Cost]) -> None:
    check_strategy(kind)


@pytest.mark.parametrize("kind", OWN, ids=lambda kind: kind.__name__)
def test_it_has_a_file_of_tests(kind: type[Filter | Cost]) -> None:
    module = kind.__module__.rpartition(".")[2]
    role = "filter" if issubclass(kind, Filter) else "cost"
    assert (Path(__file__).parent / f"test_{module}_{role}.py").is_file()
