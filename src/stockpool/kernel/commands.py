"""What every command carries through a lane, whichever part decides it."""

from __future__ import annotations

from typing import Final

import msgspec

PERSON_PREFIX: Final = "usr_"
"""How the ids of people begin; those of keys and of the system's own parts never do."""


class Command(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """The digest of its idempotency key, the fingerprint of its body, and who asks."""

    key: str
    fingerprint: str
    actor: str

    @property
    def by(self) -> str | None:
        """The person who asks; None where a program or the system itself does."""
        return self.actor if self.actor.startswith(PERSON_PREFIX) else None
