"""What is asked of stored policies, and what is answered."""

from __future__ import annotations

from datetime import datetime

import msgspec

from stockpool.sourcing.policy.document import Policy


class PutPolicy(msgspec.Struct, frozen=True):
    """Store a document, with the cases that it must pass before it acts if there are any."""

    text: str
    cases: str | None = None
    note: str = ""
    file: str = "policy"


class ActivatePolicy(msgspec.Struct, frozen=True):
    """Let a stored policy act, the newest version where none is named.

    `if_sequence` is the step that the caller saw as the last one; None does not look.
    """

    name: str
    version: int | None = None
    note: str = ""
    if_sequence: int | None = None


class RollBack(msgspec.Struct, frozen=True):
    """Let that act again which acted before."""

    note: str = ""
    if_sequence: int | None = None


class StoredPolicy(msgspec.Struct, frozen=True):
    """One version of a policy, as it was given."""

    name: str
    version: int
    digest: str
    created_at: datetime
    created_by: str
    note: str
    text: str
    cases: str | None = None


class PolicyHead(msgspec.Struct, frozen=True):
    """A version of a policy without its text."""

    name: str
    version: int
    digest: str
    created_at: datetime
    created_by: str
    note: str
    has_cases: bool


class PolicyPut(msgspec.Struct, frozen=True):
    """The version of a document; not new where the same was stored before."""

    policy: StoredPolicy
    new: bool


class Activation(msgspec.Struct, frozen=True):
    """One step: what acts from then on, nothing but the built-in routing where no policy is named.

    `back_to` is the step to which a step back returned, 0 for the time before the first.
    """

    sequence: int
    policy: str | None
    version: int | None
    back_to: int | None
    activated_at: datetime
    activated_by: str
    note: str


class Activated(msgspec.Struct, frozen=True):
    """The step that was taken, or the last one where that policy acts already."""

    activation: Activation
    new: bool


class PolicyStored(msgspec.Struct, frozen=True, tag="sourcing.policy_stored", tag_field="type"):
    """A policy has a new version; it does not act by that."""

    policy: str
    version: int


class PolicyActivated(msgspec.Struct, frozen=True, tag="sourcing.policy_activated", tag_field="type"):
    """Orders are sourced by another policy from now on, by none where none is named; `back_to` of a step back."""

    sequence: int
    policy: str | None
    version: int | None
    back_to: int | None
    activated_by: str


class ShadowSet(msgspec.Struct, frozen=True, tag="sourcing.shadow_set", tag_field="type"):
    """Another policy decides beside the one that acts, none where none is named."""

    sequence: int
    policy: str | None
    version: int | None
    set_by: str


class Shadow(msgspec.Struct, frozen=True):
    """Which policy decides beside the one that acts, since when and by whom; none where no policy is named."""

    sequence: int
    policy: str | None
    version: int | None
    set_at: datetime
    set_by: str


class ActivePolicy(msgspec.Struct, frozen=True):
    """The policy that acts, and since which step."""

    name: str
    version: int
    policy: Policy
    sequence: int
