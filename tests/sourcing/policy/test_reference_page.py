"""The reference page speaks of the strategies that there are, and its document is one that can be obeyed."""

from __future__ import annotations

import re
from pathlib import Path

from msgspec.structs import fields

from stockpool.sourcing.policy import registry
from stockpool.sourcing.policy.cases import read_cases
from stockpool.sourcing.policy.document import Fallback
from stockpool.sourcing.policy.examples import examples
from stockpool.sourcing.policy.reading import read_policy
from stockpool.sourcing.strategies import Cost, Filter

TEXT = (Path(__file__).parents[3] / "docs" / "reference" / "policies.md").read_text("utf-8")
DOCUMENTS = re.findall(r"```yaml\n(.*?)```", TEXT, re.DOTALL)


def listed(table: str) -> dict[str, list[str]]:
    """The strategies of a table with the parameters that it names."""
    rows = TEXT.partition(f"| {table} |")[2].partition("\n\n")[0]
    found = re.findall(r"^\| `(\w+)` \| (.*?) \|", rows, re.MULTILINE)
    return {name: re.findall(r"`(\w+)`(?! ?,? ?`?now)", re.sub(r"\(.*?\)", "", said)) for name, said in found}


def known(strategies: tuple[type[Filter | Cost], ...]) -> dict[str, list[str]]:
    return {each.name: [field.name for field in fields(each)] for each in strategies}


def test_every_strategy_is_listed_with_its_parameters() -> None:
    assert listed("filter") == known(registry.OWN_FILTERS)
    assert {name: set(said) for name, said in listed("cost").items()} == {
        name: set(said) for name, said in known(registry.OWN_COSTS).items()
    }


def test_the_documents_on_the_page_can_be_read() -> None:
    policy, cases = DOCUMENTS
    assert read_policy(policy).problems == ()
    assert read_cases(cases).problems == ()


def test_every_example_and_every_fallback_is_named() -> None:
    assert [name for name in (*examples(), *Fallback) if f"`{name}`" not in TEXT] == []
