"""Proof that what is promised of supply to come is there to be promised: each claim is of a supply as it stands.

What a changed supply breaks is no drift until somebody has looked whose promises these are (`unsettled`).
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from datetime import datetime

import msgspec
from psycopg import AsyncConnection

from stockpool.kernel.drift import Drift
from stockpool.supply import queries as asked
from stockpool.supply.messages import SupplyStatus


async def verify_supplies(connection: AsyncConnection) -> AsyncIterator[Drift]:
    """Every claim that its supply does not bear out; call it in a snapshot to have one moment for all checks."""
    async for supply_id, sku, node, remaining, claimed in await connection.execute(asked.CLAIMED_BEYOND):
        words = f"{claimed} of supply {supply_id} are claimed, {remaining} of it are to come"
        yield Drift("supply_claimed", words, sku, node, None, remaining, claimed, reference=supply_id)
    async for row in await connection.execute(asked.CLAIMS_BESIDE_SUPPLIES):
        for drift in _of_claim(_Claim(*row)):
            yield drift


class _Claim(msgspec.Struct, frozen=True):
    """A claim and its supply, where there is one."""

    order_id: str
    line: int
    supply_id: str
    sku: str
    node: str
    units: int
    expected_at: datetime
    supply_sku: str | None
    supply_node: str | None
    supply_expected_at: datetime | None
    supply_status: str | None
    unsettled: bool | None


def _of_claim(claim: _Claim) -> Iterator[Drift]:
    """Where a claim and its supply differ."""
    said = f"line {claim.line} of order {claim.order_id} claims {claim.units} of supply {claim.supply_id}"
    if claim.supply_status is None:
        yield _drift("claim_supply", f"{said}, which there is not", claim)
        return
    if (claim.supply_sku, claim.supply_node) != (claim.sku, claim.node):
        words = f"{said} as {claim.sku} at {claim.node}, it brings {claim.supply_sku} to {claim.supply_node}"
        yield _drift("claim_place", words, claim)
    if claim.unsettled:
        return
    if claim.supply_status != SupplyStatus.OPEN:
        yield _drift("claim_supply", f"{said}, which is {claim.supply_status}", claim)
    elif claim.supply_expected_at != claim.expected_at:
        assert claim.supply_expected_at is not None
        words = f"{said} for {claim.expected_at.isoformat()}, it comes at {claim.supply_expected_at.isoformat()}"
        yield _drift("claim_date", words, claim)


def _drift(kind: str, words: str, claim: _Claim) -> Drift:
    return Drift(kind, words, claim.sku, claim.node, reference=claim.order_id)
