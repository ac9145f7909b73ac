"""The reference page speaks of the rule that runs."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec
import pytest

from stockpool.sourcing.explain import STRATEGY
from stockpool.sourcing.messages import Exclusion
from stockpool.sourcing.smallest_sets import EFFORT_MAX
from stockpool.sourcing.told import ToldAlternative, ToldExplanation, ToldNode, ToldPassedOver

TEXT = (Path(__file__).parents[2] / "docs" / "reference" / "sourcing.md").read_text("utf-8")


def first_cells(table: str) -> set[str]:
    """The names in the first column of the table that begins so."""
    rows = TEXT.partition(table)[2].partition("\n\n")[0]
    return set(re.findall(r"^\| `(\w+)` \|", rows, re.MULTILINE))


def test_the_rule_is_named_with_its_version_and_its_bound() -> None:
    assert f"`{STRATEGY}`" in TEXT
    assert f"{EFFORT_MAX:,} branches" in TEXT


def test_every_field_of_an_explanation_is_described() -> None:
    assert first_cells("| field |") == set(ToldExplanation.__struct_fields__)


@pytest.mark.parametrize(
    ("member", "kind"),
    [("chosen", ToldNode), ("alternatives", ToldAlternative), ("passed_over", ToldPassedOver)],
)
def test_every_member_of_its_parts_is_described(member: str, kind: type[msgspec.Struct]) -> None:
    assert first_cells(f"| member of `{member}` |") == set(kind.__struct_fields__)


def test_every_reason_to_leave_a_node_out_is_described() -> None:
    assert first_cells("| reason |") == {str(reason) for reason in Exclusion}
