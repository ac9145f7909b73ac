"""The day itself: step by step over the HTTP interface, then the comparison of the ledger with the world."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from time import perf_counter

from stockpool.access.api import CreateKey, KeyCreated, create_key
from stockpool.catalog.api import upsert_skus
from stockpool.catalog.messages import SkuInput
from stockpool.inventory.api import verify
from stockpool.network.api import upsert_channels, upsert_nodes
from stockpool.network.messages import Channel, ChannelKind, NodeInput, NodeKind
from stockpool.runtime.database import Database
from stockpool.simulation.benchmarks.scratch import scratch_database
from stockpool.simulation.benchmarks.serving import Progress, Serve
from stockpool.simulation.benchmarks.shop import place
from stockpool.simulation.offline_tills import store
from stockpool.simulation.offline_tills.plan import OfflineFigures, OfflinePlan
from stockpool.simulation.offline_tills.talk import Talk
from stockpool.simulation.offline_tills.web import WebShop
from stockpool.simulation.offline_tills.world import Sale, Till, World

DAY = timedelta(hours=9)
"""The day began so long ago: all of it lies in the past when it is told."""

REPAIR_S_MAX = 60.0


async def offline_day(server_url: str, serve: Serve, plan: OfflinePlan, progress: Progress) -> OfflineFigures:
    """Play the day on a scratch database and a server process of its own."""
    started = perf_counter()
    async with scratch_database(server_url) as url:
        database = await Database.open(url, max_size=2)
        try:
            world = World(plan)
            token = await _furnish(database, world)
            async with serve(url) as address:
                talk = Talk(address, token)
                day = _Day(world, talk, database, progress)
                await day.play()
                await day.wait_for_repair()
                talk.close()
            return await day.figures(started)
        finally:
            await database.close()


async def _furnish(database: Database, world: World) -> str:
    """Catalog, network and a key; the stock is received over HTTP like everything else."""
    nodes = [NodeInput(node, node, NodeKind.STORE, *place(at)) for at, node in enumerate(world.nodes)]
    async with database.transaction() as connection:
        await upsert_skus(connection, [SkuInput(sku, sku) for sku in world.skus])
        await upsert_nodes(connection, nodes)
        await upsert_channels(connection, [Channel("web", "Web", ChannelKind.WEB)])
        made = await create_key(connection, CreateKey("tills", ("sell", "stock", "read")), datetime.now(UTC))
    assert isinstance(made, KeyCreated)
    return made.token


class _Day:
    def __init__(self, world: World, talk: Talk, database: Database, progress: Progress) -> None:
        self._world, self._talk, self._database, self._progress = world, talk, database, progress
        self._plan = world.plan
        self._web = WebShop(world, talk)
        self._begins = datetime.now(UTC) - DAY
        self._uploads = self._lines = self._repeated = 0
        self._uploading_s = 0.0
        self._latest_steps = 0
        self._gaps = 0

    async def play(self) -> None:
        """All steps, then everything that is still untold."""
        await self._receive()
        for step in range(self._plan.steps):
            if step % 12 == 0:
                self._progress(f"hour {step * 8 / self._plan.steps:g} of 8")
            self._world.connect(step)
            if self._plan.escrow:
                await asyncio.gather(*[self._stock_up(till) for till in self._world.tills if till.online])
            for till in self._world.tills:
                self._world.sell(till, step, self._begins + self._plan.step * step)
            last = step == self._plan.steps - 1
            due = [each for each in self._world.tills if each.online and (last or self._world.draw.random() < 0.5)]
            await asyncio.gather(self._web.work(step), self._tell(due, step))
        await self._close()

    async def _receive(self) -> None:
        facts = [
            {
                "kind": "receive",
                "sku": sku,
                "node": node,
                "quantity": units,
                "source": "day",
                "source_id": f"{sku}@{node}",
            }
            | {"occurred_at": self._begins.isoformat()}
            for (sku, node), units in self._world.shelf.items()
        ]
        for at in range(0, len(facts), 2_000):
            _, told = await self._talk.post("/v1/facts", {"facts": facts[at : at + 2_000]})
            assert all(each["outcome"] == "recorded" for each in told["results"])

    async def _stock_up(self, till: Till) -> None:
        """Open the till's escrow, or top it up, with what there is."""
        lines = [{"sku": sku, "quantity": units} for sku, units in self._world.wants(till)]
        if not lines:
            return
        asked = {"lines": lines, "partial": True}
        if till.escrow is None:
            status, told = await self._talk.post("/v1/escrows", asked | {"node": till.node, "till": till.name})
        else:
            status, told = await self._talk.post(f"/v1/escrows/{till.escrow}/top-up", asked)
        if status in {200, 201}:
            till.escrow = told["escrow_id"]
            for line in told["lines"]:
                till.may_sell[line["sku"]] = till.may_sell.get(line["sku"], 0) + line["quantity"]

    async def _tell(self, tills: list[Till], step: int) -> None:
        """Uploads of some tills, those of one at the same time too."""
        began = perf_counter()
        await asyncio.gather(
            *[self._upload(till, parcel, step) for till in tills for parcel in self._world.parcels(till) if parcel]
        )
        self._uploading_s += perf_counter() - began

    async def _upload(self, till: Till, parcel: list[Sale], step: int) -> None:
        clock = (datetime.now(UTC) + till.clock_off).isoformat()
        body = {"node": till.node, "clock": clock, "entries": [till.line(sale) for sale in parcel]}
        status, told = await self._talk.post(f"/v1/tills/{till.name}/journal", body)
        assert status == 200, told
        assert told["refused"] == 0, told
        self._uploads += 1
        self._lines += len(parcel)
        self._repeated += told["repeated"]
        fresh = [sale.step for sale, each in zip(parcel, told["results"], strict=True) if each["outcome"] == "recorded"]
        self._latest_steps = max([self._latest_steps, *[step - each for each in fresh]])

    async def _close(self) -> None:
        """The evening: every till is told, and settles."""
        self._progress("closing")
        for till in self._world.tills:
            assert not till.untold, "every till is back at the end"
            if till.escrow is not None:
                status, _ = await self._talk.post(f"/v1/escrows/{till.escrow}/settle", {})
                assert status == 200
            state = await self._talk.get(f"/v1/tills/{till.name}/journal?node={till.node}")
            whole = not state["missing"] and state["recorded"] == len(till.journal)
            self._gaps += not whole

    async def wait_for_repair(self) -> None:
        """Until nothing that is committed is missing, or the repair has had its time."""
        until = perf_counter() + REPAIR_S_MAX
        while perf_counter() < until:
            async with self._database.read() as connection:
                (broken,) = await store.numbers(connection, store.STILL_BROKEN)
            if not broken:
                break
            await asyncio.sleep(0.5)
        await self._web.ship(self._plan.steps * 2)

    async def figures(self, started: float) -> OfflineFigures:
        """The comparison."""
        self._progress("comparing")
        world, web = self._world, self._web
        async with self._database.read() as connection:
            on_hand = await store.pairs(connection, store.ON_HAND)
            sold = await store.pairs(connection, store.SOLD_BY_TILLS)
            shortfalls, units_short = await store.numbers(connection, store.SHORTFALLS)
            (repaired,) = await store.numbers(connection, store.REPAIRED)
            (broken,) = await store.numbers(connection, store.STILL_BROKEN)
            clock_error = self._clock_error(await store.times_of_sales(connection))
        checking = await self._database.connect()
        async with checking:
            await checking.set_autocommit(True)
            await checking.execute(b"set statement_timeout = 0")
            drift = (await verify(checking)).drift
        true_sales = world.sold()
        return OfflineFigures(
            escrow=self._plan.escrow,
            tills=len(world.tills),
            sales=sum(len(till.journal) for till in world.tills),
            sales_offline=world.sales_offline,
            turned_away=world.turned_away,
            lines_uploaded=self._lines,
            lines_repeated=self._repeated,
            uploads=self._uploads,
            upload_lines_per_s=round(self._lines / self._uploading_s),
            web_holds=web.holds,
            web_orders=web.orders,
            web_refused=web.refused,
            web_shipped=web.shipped,
            late_sales_max_s=self._latest_steps * self._plan.step.total_seconds(),
            shortfalls=shortfalls,
            units_short=units_short,
            orders_repaired=repaired,
            promises_still_broken=broken,
            positions=len(world.shelf),
            positions_wrong=sum(on_hand.get(key, 0) != units for key, units in world.shelf.items()),
            sales_wrong=sum(sold.get(key, 0) != true_sales.get(key, 0) for key in sold.keys() | true_sales.keys()),
            tills_with_gaps=self._gaps,
            clock_error_max_s=round(clock_error, 1),
            drift=drift,
            took_s=round(perf_counter() - started, 1),
        )

    def _clock_error(self, told: dict[tuple[str, str], list[datetime]]) -> float:
        """Sales of a position in the order of time, beside those that were made there."""
        made: dict[tuple[str, str], list[datetime]] = {}
        for till in self._world.tills:
            for sale in till.journal:
                made.setdefault((sale.sku, till.node), []).append(sale.at)
        return max(
            (
                abs((ours - true).total_seconds())
                for key, moments in made.items()
                if len(told.get(key, ())) == len(moments)
                for ours, true in zip(told[key], sorted(moments), strict=True)
            ),
            default=0.0,
        )
