"""Every strategy keeps to its role; those of other packages are found, and run through the same suite."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import ClassVar

import pytest

from stockpool.sourcing.asked import Asked, AskedLine
from stockpool.sourcing.messages import Candidate
from stockpool.sourcing.policy import registry
from stockpool.sourcing.policy.english import english
from stockpool.sourcing.policy.reading import read_policy
from stockpool.sourcing.policy.writing import written
from stockpool.sourcing.strategies import Barred, Cost, Filter
from stockpool.sourcing.testing import check_strategy
from tests.sourcing.policy.documents import policy_of, with_cost


class Weather(Cost, frozen=True):
    """So much for each parcel in the rain."""

    name: ClassVar[str] = "weather"

    rain: float = 1.0

    def english(self) -> str:
        """As a sentence."""
        return f"Rain costs {self.rain:g}."


def test_a_strategy_that_keeps_to_its_role_passes() -> None:
    check_strategy(Weather)


class Nameless(Weather, frozen=True):
    name: ClassVar[str] = "Rainy weather"


class Silent(Weather, frozen=True):
    def english(self) -> str:
        return ""


class Negative(Weather, frozen=True):
    def node_cost(self, node: Candidate, asked: Asked) -> int:  # noqa: ARG002 -- of the role
        return -1


class Fractional(Weather, frozen=True):
    def node_cost(self, node: Candidate, asked: Asked) -> int:  # noqa: ARG002 -- of the role
        return self.rain  # type: ignore[return-value] # that is what is to be found


class Falling(Weather, frozen=True):
    by_units: ClassVar[bool] = True

    def unit_costs(self, node: Candidate, line: AskedLine, free: int, asked: Asked) -> tuple[int, ...]:  # noqa: ARG002
        return tuple(range(line.units, 0, -1))


class Short(Weather, frozen=True):
    by_units: ClassVar[bool] = True

    def unit_costs(self, node: Candidate, line: AskedLine, free: int, asked: Asked) -> tuple[int, ...]:  # noqa: ARG002
        return (0,)


class Gaining(Weather, frozen=True):
    by_units: ClassVar[bool] = True

    def unit_costs(self, node: Candidate, line: AskedLine, free: int, asked: Asked) -> tuple[int, ...]:  # noqa: ARG002
        return (-5,) * line.units

    def gain_max(self, line: AskedLine) -> int:  # noqa: ARG002 -- of the role
        return 4


class SecretUnits(Weather, frozen=True):
    def unit_costs(self, node: Candidate, line: AskedLine, free: int, asked: Asked) -> tuple[int, ...]:  # noqa: ARG002
        return (1,) * line.units


class SecretPlace(Weather, frozen=True):
    def node_cost(self, node: Candidate, asked: Asked) -> int:
        return round(asked.km(node) or 0)


class SecretLoad(Weather, frozen=True):
    def node_cost(self, node: Candidate, asked: Asked) -> int:
        return asked.load(node.node).open_orders


class SecretOutlook(Weather, frozen=True):
    def node_cost(self, node: Candidate, asked: Asked) -> int:
        return round(1000 * asked.outlook(asked.lines[0].sku, node.node).demand_per_day)


class Fickle(Weather, frozen=True):
    asked: ClassVar[list[int]] = []

    def node_cost(self, node: Candidate, asked: Asked) -> int:  # noqa: ARG002 -- of the role
        self.asked.append(1)
        return len(self.asked)


class Raising(Weather, frozen=True):
    def node_cost(self, node: Candidate, asked: Asked) -> int:
        assert node.latitude is not None, "raises where a node has no place"
        return len(asked.lines)


class Mumbling(Filter, frozen=True):
    name: ClassVar[str] = "mumbling"

    def english(self) -> str:
        return "A node must."


class Misnamed(Filter, frozen=True):
    name: ClassVar[str] = "misnamed"

    def english(self) -> str:
        return "must have another name"

    def bars(self, node: Candidate, asked: Asked) -> Barred | None:  # noqa: ARG002 -- of the role
        return Barred("other")


class Keeping(Filter, frozen=True):
    name: ClassVar[str] = "keeping"

    def english(self) -> str:
        return "keeps something"

    def keeps(self, node: Candidate, line: AskedLine, asked: Asked) -> int:  # noqa: ARG002 -- of the role
        return 1


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        (Nameless, "is no name for a document"),
        (Silent, "which is no sentence"),
        (Negative, "to use a node costs -1"),
        (Fractional, "to use a node costs"),
        (Falling, "a later one less than one before"),
        (Short, ", of "),
        (Gaining, "which is below -4"),
        (SecretUnits, "declare `by_units`"),
        (SecretPlace, "declare `by_place`"),
        (SecretLoad, "declare `by_load`"),
        (SecretOutlook, "declare `by_outlook`"),
        (Fickle, "answers differently"),
        (Raising, "raises where a node has no place"),
        (Mumbling, "cannot follow"),
        (Misnamed, "Barred"),
        (Keeping, "declare `by_lines`"),
    ],
)
def test_one_that_does_not_is_found(kind: type[Filter | Cost], said: str) -> None:
    with pytest.raises(AssertionError, match=said):
        check_strategy(kind)


MODULE = '''
from typing import Annotated, ClassVar
import msgspec
from stockpool.sourcing.strategies import Cost

class Tolls(Cost, frozen=True):
    """So much for each parcel that crosses a bridge."""

    name: ClassVar[str] = "tolls"
    bridge: Annotated[float, msgspec.Meta(ge=0)]
    bridges: dict[str, int] = {}

    def __post_init__(self):
        if self.bridge > 1_000_000_000:
            raise ValueError("bridge is dearer than the bridge itself")

    def english(self):
        return f"Each bridge costs {self.bridge:g}."
'''


@pytest.fixture
def other_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A distribution that brings a cost."""
    (tmp_path / "toll_strategies.py").write_text(MODULE)
    info = tmp_path / "tolls-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: tolls\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[stockpool.sourcing.costs]\ntolls = toll_strategies:Tolls\n")
    monkeypatch.syspath_prepend(tmp_path)
    registry.costs.cache_clear()
    yield tmp_path
    registry.costs.cache_clear()
    sys.modules.pop("toll_strategies", None)


@pytest.mark.usefixtures("other_package")
def test_a_strategy_of_another_package_is_known_by_its_name() -> None:
    text = with_cost("tolls: {bridge: 2.5, bridges: {tower: 2}}")
    policy = policy_of(text)
    assert policy_of(written(policy)) == policy
    assert "- Each bridge costs 2.5." in english(policy)
    check_strategy(import_module("toll_strategies").Tolls)


@pytest.mark.usefixtures("other_package")
def test_mistakes_in_its_parameters_are_found_like_our_own() -> None:
    said = [each.text for each in read_policy(with_cost("tolls: {bridge: -1, bridges: {tower: x}}")).problems]
    negative, no_number = said
    assert negative == "policy:6:17: rules[0].costs[0].tolls.bridge: is -1; write a number of at least 0"
    assert no_number.startswith("policy:6:39: rules[0].costs[0].tolls.bridges.tower: is 'x', but a whole number is")
    (said_by_itself,) = read_policy(with_cost("tolls: {bridge: 2000000000}")).problems
    assert said_by_itself.message == "bridge is dearer than the bridge itself"


def test_without_the_package_it_is_not_known() -> None:
    (problem,) = read_policy(with_cost("tolls: {bridge: 2.5}")).problems
    assert problem.message == "there is no cost 'tolls'"


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ("tolls = toll_strategies:MODULE", "entry point 'tolls' of stockpool.sourcing.costs is no Cost"),
        ("parcel = toll_strategies:Parcel", "there is a strategy 'parcel' already"),
    ],
)
def test_a_package_that_brings_no_strategy_is_named(other_package: Path, entry: str, said: str) -> None:
    module = f"{MODULE}\nfrom stockpool.sourcing.costs.parcel import Parcel\nMODULE = 1\n"
    (other_package / "toll_strategies.py").write_text(module)
    (other_package / "tolls-1.0.dist-info" / "entry_points.txt").write_text(f"[stockpool.sourcing.costs]\n{entry}\n")
    with pytest.raises(TypeError, match=said):
        registry.costs()
