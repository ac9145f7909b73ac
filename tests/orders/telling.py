"""What a test told the outbox, held against the reference page of events."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec

from stockpool.workflows.event_kinds import FAMILIES
from tests.orders.shop import Shop

BODIES = {kind.name: kind.body for family in FAMILIES for kind in family.kinds}


async def untold(shop: Shop) -> list[tuple[str, Any]]:
    """Events that the page does not have, or of whose data it does not say everything."""
    return undescribed(await shop.rows("select type, data::text from events"))


def undescribed(events: Iterable[tuple[str, str]]) -> list[tuple[str, Any]]:
    """Those of them whose data, read as what the page says it is and written again, would not be the same."""
    return [(kind, data) for kind, data in events if kind not in BODIES or _again(data, BODIES[kind]) != _plain(data)]


def _plain(data: str) -> object:
    return msgspec.json.decode(data)


def _again(data: str, body: type[msgspec.Struct]) -> object:
    return msgspec.json.decode(
        msgspec.json.Encoder(decimal_format="number").encode(msgspec.json.decode(data, type=body))
    )
