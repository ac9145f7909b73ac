"""Sourcing policies on the wire."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import msgspec

from stockpool.entrypoints.http.wire_types import Id
from stockpool.sourcing.api import (
    Activation,
    BacktestKept,
    Comparison,
    DocumentProblem,
    PolicyHead,
    Shadow,
    StoredPolicy,
)

TEXT_MAX = 262_144

Text = Annotated[str, msgspec.Meta(min_length=1, max_length=TEXT_MAX)]
Note = Annotated[str, msgspec.Meta(max_length=1_000)]
Names = Annotated[dict[str, str], msgspec.Meta(description="What people and keys in this reply are called, by id.")]


class PolicyDocument(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A policy as its document says it, in YAML, and the cases that it must pass before it acts."""

    text: Text
    cases: Text | None = None
    note: Note = ""


class PolicyReply(msgspec.Struct, frozen=True):
    """A version of a policy as it was given, and in plain English; null where it cannot be read any more."""

    policy: StoredPolicy
    english: str | None
    names: Names


class PolicyPage(msgspec.Struct, frozen=True):
    """Versions by name, each name's newest first; `next` is the cursor of the following page."""

    policies: tuple[PolicyHead, ...]
    next: str | None
    names: Names


class BacktestsReply(msgspec.Struct, frozen=True):
    """What the newest backtests of a policy came to, the newest first."""

    backtests: tuple[BacktestKept, ...]
    names: Names


class VersionQuery(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which version; the newest where none is named."""

    version: Annotated[int, msgspec.Meta(ge=1, le=2_147_483_647)] | None = None


class PolicyStep(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which version is to act, the newest where none is named, and why."""

    version: Annotated[int, msgspec.Meta(ge=1, le=2_147_483_647)] | None = None
    note: Note = ""


class StepBack(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Why."""

    note: Note = ""


class LintRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A policy to be looked at."""

    text: Text


class LintReply(msgspec.Struct, frozen=True):
    """Everything that is wrong or strange, by line; and the policy in plain English where it can be read."""

    valid: bool
    problems: tuple[DocumentProblem, ...]
    english: str | None


class ActiveReply(msgspec.Struct, frozen=True):
    """What acts, since the last step; no policy is the built-in routing, no step that it was never changed.

    `warnings` are strange things about what the policy looks at, as outlooks that are old.
    """

    policy: str | None
    version: int | None
    step: Activation | None
    names: Names
    warnings: tuple[str, ...] = ()


class DayQuery(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which day, in UTC; today where none is named."""

    day: date | None = None


class StepPage(msgspec.Struct, frozen=True):
    """Steps that let policies act, the newest first; `next` is the cursor of the following page."""

    steps: tuple[Activation, ...]
    next: str | None
    names: Names


class ShadowStep(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which policy is to decide beside the active one, its newest version where none is named; null for none."""

    policy: Id | None
    version: Annotated[int, msgspec.Meta(ge=1, le=2_147_483_647)] | None = None

    def __post_init__(self) -> None:
        if self.policy is None and self.version is not None:
            raise ValueError("a version is named, but no policy; leave `version` out where none is to decide")


class ShadowSet(msgspec.Struct, frozen=True):
    """Which policy decides beside the active one since when; no policy is none."""

    shadow: Shadow
    names: Names


class ShadowReply(msgspec.Struct, frozen=True):
    """Which policy decides beside the active one, null where that was never set; and what a day of that says."""

    day: date
    shadow: Shadow | None
    comparisons: tuple[Comparison, ...]
    names: Names
