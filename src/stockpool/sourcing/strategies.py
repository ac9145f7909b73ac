"""The roles of a policy's parts: filters say who may serve at all, costs say in money what serving would take.

Each strategy is one struct of parameters in a file of its own, with these methods; what it does not care about it
leaves as it is here. Strategies are pure: the same demand in the same surroundings gives the same answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import ClassVar

import msgspec

from stockpool.kernel.tariffs import MICRO
from stockpool.sourcing.asked import Asked, AskedLine
from stockpool.sourcing.messages import Candidate
from stockpool.sourcing.wording import rounded_up


class Barred(msgspec.Struct, frozen=True, gc=False):
    """Why a node may not serve: the filter, what was found, and what it would have to be.

    Both in the filter's own measure (km, hours, orders); None where it is no matter of more or less.
    """

    filter: str
    found: float | None = None
    limit: float | None = None


class Needed(msgspec.Struct, frozen=True, gc=False):
    """What would have to be otherwise at a node: how much, and in words that follow `if`."""

    amount: float
    words: str


class Refers(StrEnum):
    """What the names in a parameter are names of, so that a document's are looked up."""

    RATES = "rate table"
    NODES = "node and no kind of nodes"
    KINDS = "kind of nodes"
    CHANNELS = "channel"
    CATEGORIES = "category"


class Filter(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who may serve: a node that no filter bars."""

    name: ClassVar[str] = ""
    refers: ClassVar[Mapping[str, Refers]] = {}
    """Parameters that hold names of what there is outside of the policy."""
    by_place: ClassVar[bool] = False
    """Whether the answer depends on where the goods go."""
    by_lines: ClassVar[bool] = False
    """Whether the answer depends on what is ordered: then `bars_line` and `keeps` are asked too."""
    by_outlook: ClassVar[bool] = False
    """Whether the answer may depend on what a SKU does at a node without the order."""
    measure: ClassVar[str] = ""
    """What is found and its limit are told in: `km`, `h`."""

    def english(self) -> str:
        """The rule as a sentence's part that follows `A node`."""
        raise NotImplementedError

    def bars(self, node: Candidate, asked: Asked) -> Barred | None:  # noqa: ARG002 -- of the role
        """Why a node may serve nothing of the demand; None where it may."""
        return None

    def passing(self, barred: Barred) -> str:  # noqa: ARG002 -- of the role
        """What a node that it barred would have to be to pass, in words that follow `if it`."""
        return f"passed the filter {self.name}"

    def bars_line(self, node: Candidate, line: AskedLine) -> bool:  # noqa: ARG002 -- of the role
        """Whether a node may not serve one line."""
        return False

    @property
    def asks_outlook(self) -> bool:
        """Whether it looks at outlooks with these parameters, so that they must be there."""
        return self.by_outlook

    def keeps(self, node: Candidate, line: AskedLine, asked: Asked) -> int:  # noqa: ARG002 -- of the role
        """Units of a line's SKU that stay at a node whoever asks."""
        return 0


class Cost(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What serving takes, in millionths. All parts are added up, and the plan with the smallest sum is chosen."""

    name: ClassVar[str] = ""
    refers: ClassVar[Mapping[str, Refers]] = {}
    """Parameters that hold names of what there is outside of the policy."""
    by_units: ClassVar[bool] = False
    """Whether single units cost something: then `unit_costs` is asked."""
    by_place: ClassVar[bool] = False
    """Whether the answer depends on where the goods go."""
    by_load: ClassVar[bool] = False
    """Whether the answer depends on what a node has to do, or on the time."""
    by_outlook: ClassVar[bool] = False
    """Whether the answer may depend on what a SKU does at a node without the order."""
    by_lines: ClassVar[bool] = False
    """Whether the cost to use a node depends on what is ordered."""

    @property
    def asks_outlook(self) -> bool:
        """Whether it looks at outlooks with these parameters, so that they must be there."""
        return self.by_outlook

    def english(self) -> str:
        """The rule as a sentence."""
        raise NotImplementedError

    def node_cost(self, node: Candidate, asked: Asked) -> int | None:  # noqa: ARG002 -- of the role
        """What it costs to use a node at all, never less than nothing; None where it cannot be used."""
        return 0

    def least(self, node: Candidate, km: float | None, asked: Asked) -> int:  # noqa: ARG002 -- of the role
        """What using a node that is so far away, or farther, costs at least on the day, whatever is ordered."""
        return 0

    def unit_least(self, line: AskedLine) -> int:
        """What each unit of a line costs at least, wherever it comes from."""
        return -self.gain_max(line)

    def unit_costs(
        self,
        node: Candidate,  # noqa: ARG002 -- of the role
        line: AskedLine,
        free: int,  # noqa: ARG002 -- of the role
        asked: Asked,  # noqa: ARG002 -- of the role
    ) -> tuple[int, ...]:
        """What the first, second, … unit of a line costs from a node with so many free; never falling."""
        return (0,) * line.units

    def to_fall(self, part: int, by: int) -> Needed | None:  # noqa: ARG002 -- of the role
        """What it takes for a node's part, which is larger, to fall by more than so much; None where nothing does."""
        less = f"more than {rounded_up(by)} less" if by else "anything less"
        return Needed(by / MICRO, f"its {self.name.replace('_', ' ')} cost {less}")

    def gain_max(self, line: AskedLine) -> int:  # noqa: ARG002 -- of the role
        """The most that a unit's cost can lie below nothing."""
        return 0
