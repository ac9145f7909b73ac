"""A shop whose customers bring things back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
from psycopg import AsyncConnection

from stockpool.inventory.api import verify
from stockpool.inventory.messages import FactKind, RecordFact, Unavailability
from stockpool.kernel.idempotency import fingerprint
from stockpool.kernel.ids import new_uuid7
from stockpool.kernel.refusals import Refused
from stockpool.orders.api import (
    CancelReturn,
    Disposition,
    InspectedLine,
    InspectReturn,
    ReceivedLine,
    ReceiveReturn,
    RequestReturn,
    ReturnChanged,
    ReturnedLine,
    WantedInstead,
    verify_returns,
)
from stockpool.orders.messages import OrderLine, OrderMethod, OrderPlaced, PlaceOrder
from tests.inventory.drift import find_drift
from tests.orders.shop import BERLIN, Shop, order, stamped

RESTOCK = Disposition.RESTOCK

Sold = dict[str, tuple[Any, int | None]]
"""Quantity and price of each SKU."""


class Desk(Shop):
    """The returns desk of the shop, and what it sees of the books."""

    async def sold(self, lines: Sequence[OrderLine], **more: object) -> OrderPlaced:
        """A sale at the till of the store in Berlin: the customer has the goods."""
        words = {"method": OrderMethod.CARRY_OUT, "sold_at": "berlin", "currency": "EUR", **more}
        placed = await self.submit(ordered(lines, **words))
        assert isinstance(placed, OrderPlaced), placed
        return placed

    async def rows_changed(self, sql: str) -> None:
        """Change rows behind everybody's back."""
        async with self.database.transaction() as conn:
            await conn.execute(sql.encode())

    async def submit_order(self, lines: Sequence[OrderLine]) -> OrderPlaced:
        """An order of the web shop that is sent."""
        placed = await self.submit(ordered(lines, currency="EUR", ship_to=BERLIN))
        assert isinstance(placed, OrderPlaced), placed
        return placed

    async def restored(self, sku: str, node: str, quantity: int) -> None:
        """Somebody puts goods from quality control on the shelf without a word about the return."""
        fact = RecordFact(
            **stamped(None),
            kind=FactKind.RESTORE,
            sku=sku,
            node=node,
            quantity=quantity,
            reason=Unavailability.QUALITY_CONTROL,
        )
        reply = await self.submit(fact)
        assert not isinstance(reply, Refused), reply

    async def nothing_more_comes(self, return_id: str) -> msgspec.Struct:
        return await self.submit(ReceiveReturn(**stamped(None), return_id=return_id, lines=()))

    async def back(self, *lines: ReturnedLine, **more: Any) -> ReturnChanged:  # noqa: ANN401 -- of the command
        return granted(await self.submit(asked(*lines, **more)))

    async def not_back(self, *lines: ReturnedLine, **more: Any) -> Refused:  # noqa: ANN401 -- of the command
        return refused(await self.submit(asked(*lines, **more)))

    async def came(self, return_id: str, *lines: ReceivedLine, **more: Any) -> msgspec.Struct:  # noqa: ANN401
        return await self.submit(came(return_id, *lines, **more))

    async def looked_at(self, return_id: str, *lines: InspectedLine) -> msgspec.Struct:
        return await self.submit(InspectReturn(**stamped(None), return_id=return_id, lines=lines))

    async def called_off(self, return_id: str) -> msgspec.Struct:
        return await self.submit(CancelReturn(**stamped(None), return_id=return_id, reason="kept it"))

    async def accounts(self, sku: str, node: str) -> dict[str, int]:
        """What a position has, where that is not nothing."""
        names = ("available", "held", "committed", "damaged", "quality_control", "other")
        rows = await self.rows(
            "select available, held, committed, damaged, quality_control, other from positions"
            " where sku = %s and node = %s",
            sku,
            node,
        )
        return {name: units for name, units in zip(names, rows[0], strict=True) if units} if rows else {}

    async def events(self, subject: str, kind: str) -> list[dict[str, Any]]:
        """The bodies of a kind of events, oldest first."""
        sql = "select data from events where subject = %s and type = %s order by event_id"
        return [data for (data,) in await self.rows(sql, subject, kind)]

    async def drift(self) -> list[object]:
        """All that is wrong with the ledger, with orders' counters and with returns."""
        connection = await AsyncConnection.connect(self.database.url, autocommit=True)
        async with connection:
            return [
                *(await verify(connection)).drifts,
                *await find_drift(connection),
                *await verify_returns(connection),
            ]


def ordered(lines: Sequence[OrderLine], **more: object) -> PlaceOrder:
    """An order of lines that may have prices, and may be several of a SKU."""
    return msgspec.structs.replace(order({}, **more), lines=tuple(lines))


def asked(*lines: ReturnedLine, key: str | None = None, **more: Any) -> RequestReturn:  # noqa: ANN401
    """A return; the same key with the same words is the same request."""
    words = {"return_id": new_uuid7(), **more}
    mark = fingerprint([str(lines), str(more)])
    return RequestReturn(**{**stamped(key), "fingerprint": mark}, lines=lines, **words)


def came(return_id: str, *lines: ReceivedLine, **more: Any) -> ReceiveReturn:  # noqa: ANN401
    """A receipt; everything that was expected where no lines are named."""
    return ReceiveReturn(**stamped(None), return_id=return_id, lines=lines or None, **more)


def instead(*lines: OrderLine, **more: Any) -> dict[str, Any]:  # noqa: ANN401
    """What a return says of its exchange."""
    return {"exchange": WantedInstead(lines, **more), "exchange_order_id": new_uuid7()}


def granted(reply: msgspec.Struct) -> ReturnChanged:
    assert isinstance(reply, ReturnChanged), reply
    return reply


def refused(reply: msgspec.Struct) -> Refused:
    assert isinstance(reply, Refused), reply
    return reply
