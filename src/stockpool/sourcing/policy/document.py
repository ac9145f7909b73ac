"""A policy as its document says it: rules, each with what it is for, filters, costs, limits and fallbacks."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated

import msgspec

from stockpool.sourcing.messages import Method
from stockpool.sourcing.strategies import Cost, Filter


class Fallback(StrEnum):
    """What may be done where no single node that may serve has everything."""

    SPLIT = "split"
    """Several nodes serve."""
    SHIP_TO_STORE = "ship_to_store"
    """Another node sends it to the store where it is collected."""
    BACKORDER = "backorder"
    """It waits for supply."""
    CANCEL = "cancel"
    """It is not sold."""


LAST_RESORTS = (Fallback.BACKORDER, Fallback.CANCEL)
"""What becomes of what nobody has."""


class Period(msgspec.Struct, frozen=True):
    """Days from one to another, both included; in every year where no year is named."""

    since: date
    until: date
    yearly: bool

    def holds(self, on: date) -> bool:
        """Whether a day lies in it; one that begins late in the year and ends early reaches over the turn."""
        if not self.yearly:
            return self.since <= on <= self.until
        day, first, last = [(each.month, each.day) for each in (on, self.since, self.until)]
        return first <= day <= last if first <= last else day >= first or day <= last


class When(msgspec.Struct, frozen=True):
    """What a rule is for; what is left out means all. Categories: where all that is ordered is of one of them."""

    channels: tuple[str, ...] = ()
    methods: tuple[Method, ...] = ()
    categories: tuple[str, ...] = ()
    periods: tuple[str, ...] = ()


class Limits(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How far a plan may go: nodes for one delivery, and units of it from one node (in the SKUs' smallest units)."""

    nodes_max: Annotated[int, msgspec.Meta(ge=1)] | None = None
    units_per_node_max: Annotated[int, msgspec.Meta(ge=1)] | None = None


class Rule(msgspec.Struct, frozen=True):
    """How demands of one kind are served."""

    name: str
    when: When = When()
    filters: tuple[Filter, ...] = ()
    costs: tuple[Cost, ...] = ()
    limits: Limits = Limits()
    otherwise: tuple[Fallback, ...] = (Fallback.SPLIT,)

    @property
    def nodes_max(self) -> int | None:
        """How many nodes may serve one delivery; one where splitting is not among what may be done."""
        return self.limits.nodes_max if Fallback.SPLIT in self.otherwise else 1


class Policy(msgspec.Struct, frozen=True):
    """A document: the first rule that is for a demand decides about it; the last is for all."""

    name: str
    currency: str
    rules: tuple[Rule, ...]
    periods: dict[str, Period] = {}
    about: str = ""

    @property
    def asks_outlook(self) -> bool:
        """Whether a strategy of it looks at what SKUs do at nodes without orders from elsewhere."""
        asked = [each.asks_outlook for rule in self.rules for each in rule.filters]
        return any(asked) or any(each.asks_outlook for rule in self.rules for each in rule.costs)
