"""What every command carries through a lane, whichever part decides it."""

from __future__ import annotations

import msgspec


class Command(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """The digest of its idempotency key, the fingerprint of its body, and who asks."""

    key: str
    fingerprint: str
    actor: str
