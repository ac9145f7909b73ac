"""A till of the yard's `east` node that opens escrows and sells from them."""

from __future__ import annotations

import msgspec

from stockpool.inventory.api import EscrowOpened, EscrowSettled, OpenEscrow, SellingTime, SettleEscrow, TopUpEscrow
from stockpool.inventory.messages import FactKind, FactRecorded, Line, RecordFact
from stockpool.kernel.quantities import Amount
from tests.inventory.asking import asked
from tests.inventory.yard import Yard, granted

HOUR = SellingTime(grace_seconds=3600, ttl_seconds=3600)


def wanted(**units: Amount) -> tuple[Line, ...]:
    """Quantities by SKU."""
    return tuple([Line(sku, quantity) for sku, quantity in units.items()])


def opening(*, time: SellingTime = HOUR, partial: bool = False, **units: Amount) -> OpenEscrow:
    """An escrow that is asked for."""
    return asked(OpenEscrow, node="east", till="till-1", lines=wanted(**units), time=time, partial=partial)


async def opened(yard: Yard, **units: Amount) -> str:
    """An escrow that is granted; its id."""
    return granted(EscrowOpened, await yard.say(opening(time=HOUR, partial=False, **units))).escrow_id


async def topped_up(yard: Yard, escrow: str, time: SellingTime | None = None, **units: Amount) -> msgspec.Struct:
    """What a top-up is answered."""
    return await yard.say(asked(TopUpEscrow, escrow_id=escrow, lines=wanted(**units), time=time))


async def settle(yard: Yard, escrow: str) -> msgspec.Struct:
    """What a settlement is answered."""
    return await yard.say(asked(SettleEscrow, escrow_id=escrow))


async def settled(yard: Yard, escrow: str) -> EscrowSettled:
    """A settlement that is granted."""
    return granted(EscrowSettled, await settle(yard, escrow))


async def sold(yard: Yard, escrow: str | None, sku: str, units: Amount, reference: str | None = None) -> FactRecorded:
    """A sale of the till."""
    return await yard.fact(FactKind.SELL, sku, "east", units, escrow=escrow, reference=reference)


def sale(escrow: str | None, sku: str, units: Amount) -> RecordFact:
    """The same, to be said."""
    return asked(RecordFact, kind=FactKind.SELL, sku=sku, node="east", quantity=units, escrow=escrow)


async def end(yard: Yard, escrow: str) -> None:
    """Let an escrow's time be over now."""
    await yard.rows("update escrows set sells_until = now(), keeps_until = now() where escrow_id = %s", escrow)
    await yard.rows(
        "update reservations r set expires_at = e.keeps_until from escrows e "
        "where e.escrow_id = r.reservation_id and e.escrow_id = %s",
        escrow,
    )
