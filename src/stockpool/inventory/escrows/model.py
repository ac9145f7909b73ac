"""An escrow beside its units: whose it is and until when; the units are reservations under its id."""

from __future__ import annotations

from datetime import datetime

import msgspec


class Escrow(msgspec.Struct, frozen=True, gc=False):
    """Who may sell until when, and how long late sales find the units."""

    escrow_id: str
    node: str
    till: str
    sells_until: datetime
    keeps_until: datetime
    opened_at: datetime
    settled_at: datetime | None = None

    def is_over(self, now: datetime) -> bool:
        """Whether its units are not kept any more, though nobody settled it."""
        return self.settled_at is None and self.keeps_until <= now
