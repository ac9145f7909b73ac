"""Refusals: promises the system will not make, as values with a named reason."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

import msgspec


class Reason(StrEnum):
    """Every reason for which a request can be refused; stable names, part of the API."""

    INVALID_INPUT = "invalid-input"
    INVALID_QUANTITY = "invalid-quantity"
    UNKNOWN_SKU = "unknown-sku"
    UNKNOWN_NODE = "unknown-node"
    UNKNOWN_CHANNEL = "unknown-channel"
    UNKNOWN_HOLD = "unknown-hold"
    UNKNOWN_ORDER = "unknown-order"
    UNKNOWN_FULFILLMENT_ORDER = "unknown-fulfillment-order"
    UNKNOWN_RETURN = "unknown-return"
    UNKNOWN_COMMITMENT = "unknown-commitment"
    UNKNOWN_ESCROW = "unknown-escrow"
    UNKNOWN_POLICY = "unknown-policy"
    UNKNOWN_WEBHOOK = "unknown-webhook"
    UNKNOWN_COUNT = "unknown-count"
    UNKNOWN_ARRIVAL = "unknown-arrival"
    UNKNOWN_CODE = "unknown-code"
    NODE_OUTSIDE_POOL = "node-outside-pool"
    INSUFFICIENT_STOCK = "insufficient-stock"
    HOLD_EXPIRED = "hold-expired"
    HOLD_CLOSED = "hold-closed"
    ESCROW_CLOSED = "escrow-closed"
    KEY_REUSED = "idempotency-key-reused"
    KEY_MISSING = "idempotency-key-missing"
    IN_USE = "in-use"
    IMMUTABLE_FIELD = "immutable-field"
    ORDER_STATE = "order-state"
    RETURN_STATE = "return-state"
    COUNT_STATE = "count-state"
    EXCEEDS_RETURNABLE = "exceeds-returnable"
    RETURN_TOO_LATE = "return-too-late"
    WRONG_CODE = "wrong-pickup-code"
    TOO_MANY_CODES = "too-many-codes"
    DUPLICATE_REFERENCE = "duplicate-reference"
    UNAUTHENTICATED = "unauthenticated"
    FORBIDDEN = "forbidden"
    STALE_VERSION = "stale-version"
    CURSOR_EXPIRED = "cursor-expired"
    INVALID_POLICY = "invalid-policy"
    POLICY_FAILS_CASES = "policy-fails-cases"
    POLICY_STATE = "policy-state"
    UNKNOWN_SOURCE = "unknown-source"
    UNKNOWN_EXCEPTION = "unknown-exception"
    EXCEPTION_SETTLED = "exception-settled"
    TOO_MANY_SECRETS = "too-many-secrets"
    CSRF = "csrf"
    SESSION_LOCKED = "session-locked"
    WRONG_CREDENTIALS = "wrong-credentials"
    TOO_MANY_ATTEMPTS = "too-many-attempts"
    UNKNOWN_USER = "unknown-user"
    USER_EXISTS = "user-exists"
    LAST_ADMIN = "last-admin"


class Problem(msgspec.Struct, frozen=True, gc=False):
    """One bad field: a path such as `lines[0].quantity` and what to mend there."""

    path: str
    message: str


class Refused(msgspec.Struct, frozen=True, gc=False, tag="refused", tag_field="type"):
    """A request that was not granted; nothing was changed by it."""

    reason: Reason
    message: str
    problems: tuple[Problem, ...] = ()
    details: dict[str, Any] = {}


def refused_field(reason: Reason, path: str, message: str) -> Refused:
    """A refusal that is about exactly one field."""
    return Refused(reason, f"{path}: {message}", (Problem(path, message),))
