"""Everything that is read of the stock, with what these reads share: connections, reference data, the shard count."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from stockpool.inventory.api import EntryCursor, Moment, PositionFilter, PositionKey
from stockpool.kernel.refusals import Refused
from stockpool.runtime.database import Database
from stockpool.workflows.availability import Availability, availability
from stockpool.workflows.reading_holds import HoldReading, read_hold
from stockpool.workflows.reading_stock import NOW, EntryPage, PositionPage, read_entries, read_positions
from stockpool.workflows.reference import ReferenceData


class StockDesk:
    """Answers questions about stock; `within` names the nodes that the asker may see, None means all."""

    def __init__(self, database: Database) -> None:
        """Stand before a database whose shard count is read when it is connected."""
        self.shard_count = 1
        self._database = database
        self._reference = ReferenceData()

    async def availability(
        self, channel: str, skus: Sequence[str], *, by_node: bool = False, within: Collection[str] | None = None
    ) -> Availability | Refused:
        """What a channel can promise of up to 1,000 SKUs."""
        async with self._database.read() as connection:
            return await availability(
                connection,
                self._reference,
                channel,
                skus,
                by_node=by_node,
                within=within,
                shard_count=self.shard_count,
            )

    async def positions(
        self,
        wanted: PositionFilter,
        *,
        within: Collection[str] | None = None,
        moment: Moment = NOW,
        after: PositionKey = ("", ""),
        limit: int = 100,
    ) -> PositionPage | Refused:
        """A page of positions, now or at another moment."""
        async with self._database.read() as connection:
            return await read_positions(
                connection,
                self._reference,
                wanted,
                within=within,
                moment=moment,
                after=after,
                limit=limit,
                shard_count=self.shard_count,
            )

    async def entries(
        self, key: PositionKey, *, after: EntryCursor | None = None, newest_first: bool = True, limit: int = 100
    ) -> EntryPage | Refused:
        """A page of one position's entries."""
        async with self._database.read() as connection:
            return await read_entries(
                connection,
                self._reference,
                key,
                after=after,
                newest_first=newest_first,
                limit=limit,
                shard_count=self.shard_count,
            )

    async def hold(self, hold_id: str) -> HoldReading | Refused:
        """A hold, open or not."""
        async with self._database.read() as connection:
            return await read_hold(connection, self._reference, hold_id, self.shard_count)
