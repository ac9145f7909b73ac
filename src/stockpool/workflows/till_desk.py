"""What tills ask: their escrows, their journals, and one picture of a SKU for the screen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

import msgspec
from psycopg import AsyncConnection

from stockpool.catalog.api import find_sku_by_gtin
from stockpool.catalog.messages import SkuTerms
from stockpool.inventory import api as inventory
from stockpool.inventory.api import JournalState, PositionBalance, PositionFilter, Reservation, StoredEscrow, Upload
from stockpool.inventory.messages import Line
from stockpool.kernel.geography import great_circle_km
from stockpool.kernel.ids import is_uuid
from stockpool.kernel.quantities import Amount, to_amount
from stockpool.kernel.refusals import Reason, Refused, refused_field
from stockpool.network.api import Network
from stockpool.orders import api as orders
from stockpool.orders.messages import ShipTo
from stockpool.runtime.database import Database
from stockpool.workflows.availability import SkuAvailability, availability
from stockpool.workflows.change_escrow import unknown_escrow
from stockpool.workflows.promise import MethodPromise, PromiseDesk, PromiseQuestion
from stockpool.workflows.reference import ReferenceData


class EscrowLineReading(msgspec.Struct, frozen=True, gc=False):
    """What an escrow keeps of a SKU, and what it was opened and topped up with."""

    sku: str
    quantity: Amount
    placed_quantity: Amount


class EscrowReading(msgspec.Struct, frozen=True):
    """An escrow at this moment: `selling`, `waiting` for late sales, `settled` or `expired`."""

    escrow_id: str
    node: str
    till: str
    status: str
    sells_until: datetime
    keeps_until: datetime
    opened_at: datetime
    settled_at: datetime | None
    lines: tuple[EscrowLineReading, ...]


class TillQuestion(msgspec.Struct, frozen=True, kw_only=True):
    """What a till wants to show, by SKU or barcode; `near` nodes at most."""

    node: str
    channel: str
    sku: str | None = None
    barcode: str | None = None
    quantity: Amount = 1
    near: int = 5
    ship_to: ShipTo | None = None


class StockHere(msgspec.Struct, frozen=True):
    """What stands at the till's node; of a kit, as many as can be made of its components."""

    on_hand: Amount
    available: Amount
    held: Amount
    committed: Amount
    ready_for_pickup: Amount


class StockNear(msgspec.Struct, frozen=True):
    """What another node of the pool can give, and how far it is."""

    node: str
    name: str
    distance_km: float | None
    available: Amount


class TillView(msgspec.Struct, frozen=True):
    """A SKU as a till shows it: here, near, in the pool, and what can be promised to whoever stands there."""

    sku: str
    node: str
    channel: str
    here: StockHere
    near: tuple[StockNear, ...]
    pool: Amount
    promises: tuple[MethodPromise, ...]


class TillDesk:
    """Answers tills on what the database says now."""

    def __init__(self, database: Database, promises: PromiseDesk) -> None:
        """Stand before a database whose shard count is read when it is connected."""
        self.shard_count = 1
        self._database, self._promises = database, promises
        self._reference = ReferenceData()

    async def begin_upload(self) -> Upload:
        """Where an upload begins."""
        async with self._database.read() as connection:
            return await inventory.begin_upload(connection)

    async def note_upload(
        self, place: tuple[str, str], numbers: Sequence[int], shift: timedelta | None, upload: Upload
    ) -> JournalState:
        """Note which lines of a till stand in the ledger."""
        shift_s = None if shift is None else shift.total_seconds()
        async with self._database.transaction() as connection:
            return await inventory.note_upload(connection, place, numbers, shift_s, upload.at)

    async def journal(self, node: str, till: str) -> JournalState | None:
        """What is recorded of a till."""
        async with self._database.read() as connection:
            return await inventory.read_journal(connection, node, till)

    async def escrow(self, escrow_id: str) -> EscrowReading | Refused:
        """An escrow, however it ended."""
        if not is_uuid(escrow_id):
            return unknown_escrow(escrow_id)
        async with self._database.read() as connection:
            found = await inventory.find_escrow(connection, escrow_id, self.shard_count)
            if found is None:
                return unknown_escrow(escrow_id)
            return (await self._shown(connection, [found]))[0]

    async def escrows(
        self, nodes: Sequence[str], till: str | None, after: str | None, limit: int
    ) -> Sequence[EscrowReading]:
        """A page of those that keep their units."""
        async with self._database.read() as connection:
            found = await inventory.list_escrows(connection, nodes, till, after, limit, self.shard_count)
            return await self._shown(connection, found)

    async def _shown(self, connection: AsyncConnection, found: Sequence[StoredEscrow]) -> list[EscrowReading]:
        terms, _, _ = await self._reference.load(connection, {line.sku for each in found for line in each.lines})
        return [_escrow(each, terms) for each in found]

    async def view(self, asked: TillQuestion) -> TillView | Refused:
        """One picture of one SKU."""
        async with self._database.read() as connection:
            sku = await _named(connection, asked)
            if isinstance(sku, Refused):
                return sku
            found = await availability(
                connection, self._reference, asked.channel, [sku], by_node=True, shard_count=self.shard_count
            )
            if isinstance(found, Refused):
                return found if found.reason is not Reason.UNKNOWN_SKU else _unknown_sku(sku)
            terms, network, _ = await self._reference.load(connection, [sku])
            if asked.node not in network.network.nodes:
                return refused_field(Reason.UNKNOWN_NODE, "node", f"there is no node {asked.node!r}")
            here = await self._here(connection, asked.node, terms[sku])
            promised = await self._promises.promises_on(connection, _question(asked, sku))
        if isinstance(promised, Refused):
            return promised
        (item,) = found.items
        near = _near(item, network.network, asked.node)[: asked.near]
        return TillView(sku, asked.node, asked.channel, here, tuple(near), item.available, promised.promises)

    async def _here(self, connection: AsyncConnection, node: str, terms: SkuTerms) -> StockHere:
        parts = dict(terms.components) or {terms.id: 1}
        wanted = PositionFilter(tuple(parts), (node,))
        found = await inventory.list_positions(connection, wanted, self.shard_count, limit=len(parts))
        positions = {each.sku: each for each in found}
        ready = await orders.ready_for_pickup(connection, node, parts)
        return _here(terms, parts, positions, ready)


def _here(
    terms: SkuTerms, parts: Mapping[str, int], positions: Mapping[str, PositionBalance], ready: Mapping[str, int]
) -> StockHere:
    there = [(positions.get(sku), each) for sku, each in parts.items()]
    on_hand = min(position.on_hand // each if position else 0 for position, each in there)
    available = min(position.available // each if position else 0 for position, each in there)
    own = None if terms.components else there[0][0]

    def shown(units: int) -> Amount:
        return to_amount(units, terms.decimals)

    return StockHere(
        shown(on_hand),
        shown(available),
        shown(own.held if own else 0),
        shown(own.committed if own else 0),
        shown(0 if terms.components else ready.get(terms.id, 0)),
    )


def _near(item: SkuAvailability, network: Network, node: str) -> list[StockNear]:
    """Other nodes that have some, the nearest first, behind all those whose place is not known."""
    here = network.nodes[node]
    others = [each for each in item.nodes or () if each.node != node]

    def far(other: str) -> float | None:
        there = network.nodes[other]
        places = (here.latitude, here.longitude, there.latitude, there.longitude)
        known = [each for each in places if each is not None]
        return round(great_circle_km(*known), 1) if len(known) == len(places) else None

    shown = [
        StockNear(
            each.node,
            network.nodes[each.node].name,
            far(each.node),
            each.available,
        )
        for each in others
    ]
    return sorted(shown, key=lambda each: (each.distance_km is None, each.distance_km or 0, each.node))


def _question(asked: TillQuestion, sku: str) -> PromiseQuestion:
    return PromiseQuestion(
        channel=asked.channel,
        lines=(Line(sku, asked.quantity),),
        ship_to=asked.ship_to,
        pickup_node=asked.node,
        sold_at=asked.node,
    )


async def _named(connection: AsyncConnection, asked: TillQuestion) -> str | Refused:
    """The SKU that is asked about."""
    if asked.sku is not None:
        return asked.sku
    found = await find_sku_by_gtin(connection, asked.barcode or "")
    if found is None:
        return refused_field(Reason.UNKNOWN_SKU, "barcode", f"no SKU carries the barcode {asked.barcode!r}")
    return found.value.id


def _unknown_sku(sku: str) -> Refused:
    return refused_field(Reason.UNKNOWN_SKU, "sku", f"SKU {sku!r} is not in the catalog")


def _escrow(stored: StoredEscrow, terms: Mapping[str, SkuTerms]) -> EscrowReading:
    escrow = stored.escrow
    over = escrow.settled_at is not None or escrow.is_over(stored.read_at)
    return EscrowReading(
        escrow.escrow_id,
        escrow.node,
        escrow.till,
        _status(stored),
        escrow.sells_until,
        escrow.keeps_until,
        escrow.opened_at,
        escrow.settled_at,
        tuple([_line(line, terms[line.sku].decimals, over=over) for line in stored.lines]),
    )


def _status(stored: StoredEscrow) -> str:
    if stored.escrow.settled_at is not None:
        return "settled"
    if stored.escrow.is_over(stored.read_at):
        return "expired"
    return "selling" if stored.escrow.sells_until > stored.read_at else "waiting"


def _line(line: Reservation, decimals: int, *, over: bool) -> EscrowLineReading:
    """One past its time keeps nothing, swept or not."""
    left = 0 if over else line.quantity
    return EscrowLineReading(line.sku, to_amount(left, decimals), to_amount(line.placed_quantity, decimals))
