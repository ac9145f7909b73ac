"""The shipped policies: their English as it was agreed, and their cases, which they pass for the named reasons."""

from __future__ import annotations

from pathlib import Path

import pytest

from stockpool.sourcing.policy.cases import Cases, read_cases
from stockpool.sourcing.policy.deciding import decide_case
from stockpool.sourcing.policy.document import Policy
from stockpool.sourcing.policy.english import english
from stockpool.sourcing.policy.examples import Example, example, examples
from stockpool.sourcing.policy.reading import read_policy
from stockpool.sourcing.policy.trying import Decide, report_text, try_cases
from stockpool.sourcing.policy.writing import written
from tests.sourcing.policy.brute_force import decide

GOLDEN = Path(__file__).parent / "english"
NAMES = ["balanced-stores", "cheapest", "clear-slow-stock", "fastest", "nearest", "peak-protection"]


def test_all_of_them_are_shipped() -> None:
    assert examples() == NAMES
    assert example("../secrets") is None


def read(name: str) -> tuple[Policy, Cases]:
    found = example(name)
    assert isinstance(found, Example)
    policy, cases = read_policy(found.text, name), read_cases(found.cases, f"{name}.cases")
    assert (*policy.problems, *cases.problems) == (), "nothing wrong, nothing strange"
    assert policy.policy is not None
    assert cases.cases is not None
    return policy.policy, cases.cases


@pytest.mark.parametrize("name", NAMES)
def test_one_says_in_english_what_was_agreed(name: str) -> None:
    policy, _ = read(name)
    assert policy.name == name
    assert english(policy) == (GOLDEN / f"{name}.md").read_text("utf-8")
    assert read_policy(written(policy)).policy == policy


@pytest.mark.parametrize("search", [decide, decide_case], ids=["by trying every way", "as orders are sourced"])
@pytest.mark.parametrize("name", NAMES)
def test_one_passes_its_cases_for_the_reasons_that_these_name(name: str, search: Decide) -> None:
    policy, cases = read(name)
    report = try_cases(policy, cases, search)
    assert report.failed == 0, report_text(report)
    assert sum(case.expect.because is not None for case in cases.cases) >= 1


def test_the_cases_of_one_policy_are_not_passed_by_another() -> None:
    """The negative control: cases tell policies apart."""
    policy, _ = read("nearest")
    failed = {name for name in NAMES if try_cases(policy, read(name)[1], decide).failed}
    assert failed == set(NAMES) - {"nearest"}
