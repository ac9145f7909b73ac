"""Drift: a place where two books disagree, as a proof finds it, and how many of them are listed."""

from __future__ import annotations

import msgspec

LISTED = 100


class Drift(msgspec.Struct, frozen=True):
    """One place where the books disagree; `movement_id` is the movement that caused it, or the last one before."""

    kind: str
    words: str
    sku: str | None = None
    node: str | None = None
    account: str | None = None
    expected: int | None = None
    found: int | None = None
    movement_id: int | None = None
    reference: str | None = None
