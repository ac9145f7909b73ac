"""Several processes take back the last item that a customer has: one of them does, and its refund is due once."""

from __future__ import annotations

from collections import Counter

from stockpool.kernel.refusals import Reason, Refused
from stockpool.orders.api import ReturnedLine
from stockpool.orders.messages import OrderLine
from stockpool.runtime.database import Database
from tests.orders.returns.desk import RESTOCK, Desk, asked
from tests.races.contestants import Contestants, Heat

EACH = 12


async def test_two_processes_take_the_last_item_back_once(database: Database, racers: Contestants) -> None:
    desk = Desk(database)
    await desk.open()
    await desk.receive({"tea": {"berlin": 2}, "cup": {"berlin": 1}})
    sold = await desk.sold([OrderLine("tea", 2, unit_price=450), OrderLine("cup", 1, unit_price=700)])
    lines = (ReturnedLine(1, line=1, disposition=RESTOCK), ReturnedLine(1, line=2, disposition=RESTOCK))
    heats = [
        Heat(
            database.url,
            tuple(asked(line, order_id=sold.order_id, node=node, received=True) for _ in range(EACH) for line in lines),
        )
        for node in ("berlin", "munich")
    ]
    results = racers.race(heats)
    assert [failure for result in results for failure in result.failures] == []
    replies = [reply for result in results for reply in result.replies]
    told = Counter(str(reply.reason) if isinstance(reply, Refused) else "taken" for reply in replies)
    assert told == {"taken": 3, str(Reason.EXCEEDS_RETURNABLE): 4 * EACH - 3}
    refunds = await desk.events(sold.order_id, "refund.due")
    assert sum(each["amount"] for each in refunds) == 1600
    rows = await desk.rows("select sum(available)::int from positions")
    assert rows == [(3,)]
    assert await desk.drift() == []
    await desk.lanes.stop()
