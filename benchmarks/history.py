"""Does the cost of a hold, or of reading availability, grow with history? Measured without any, and with millions.

Two databases on one server, one with history and one without, are measured in turn, so that both see the same machine.

    python benchmarks/history.py [--entries 5000000] [--skus 100] [--nodes 64] [--data-dir FOLDER] [--verify]

History is made by SQL in the form that lanes leave behind: each unit is received, held and shipped, every entry in a
movement of its own with key and reply, two years long. Prints one JSON document; a ratio is what a thing costs with
history over what it costs without, the median over the rounds. Five million entries take about 4 GB.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import shutil
import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from statistics import median
from time import perf_counter

from psycopg import AsyncConnection

from stockpool.inventory.api import verify
from stockpool.runtime.database import Database
from stockpool.runtime.embedded import start_embedded, stop_embedded
from stockpool.runtime.settings import Settings
from stockpool.simulation.benchmarks.scratch import scratch_database
from stockpool.simulation.benchmarks.shop import CHANNEL, LedgerLanes, ShopSize, fill_shop, hold_command, open_lanes
from stockpool.workflows.availability import Availability, availability
from stockpool.workflows.reference import ReferenceData

HOLDS_A_ROUND = 8_000
HOLDS_IN_FLIGHT = 256
READS_A_ROUND = 1_000
READS_OF_MANY_A_ROUND = 40
SKUS_OF_MANY = 48
ROUNDS = 7
FILL_AT_ONCE = 600_000

HISTORY = """
with steps as (
    select i, %(base)s + i as movement_id, p.*, (i - i %% %(positions)s) / %(positions)s %% 3 as step,
           md5('hold ' || (i %% %(positions)s) || ' ' || (i / %(positions)s / 3))::uuid as hold_id,
           timestamptz '2024-01-01' + i * interval '12 seconds' as at
    from generate_series(%(first)s::bigint, %(last)s::bigint) as i
    join numbered p on p.number = i %% %(positions)s
), moved as (
    insert into movements (movement_id, key, fingerprint, kind, subject, actor, recorded_at, reply)
    select movement_id, md5('key ' || i)::uuid, md5('body ' || i)::uuid, (array['stock.receive', 'hold.placed',
           'stock.ship'])[step + 1], sku || '@' || node, 'history', at,
           json_build_object('type', 'fact.recorded', 'sku', sku, 'node', node, 'quantity', 1, 'movement', movement_id)
    from steps
), held as (
    insert into reservations (shard, reservation_id, sku, node, kind, status, quantity, placed_quantity, expires_at,
                              channel, placed_at)
    select shard, hold_id, sku, node, 'hold', 'shipped', 0, 1, at + interval '1 hour', 'web', at
    from steps where step = 1
)
insert into entries (shard, sku, node, movement_id, line, from_account, to_account, quantity, from_reference,
                     to_reference, from_after, to_after, occurred_at, recorded_at)
select shard, sku, node, movement_id, 0,
       (array['supplier', 'available', 'held'])[step + 1]::account,
       (array['available', 'held', 'customer'])[step + 1]::account, 1,
       case when step = 2 then hold_id end, case when step = 1 then hold_id end,
       case step when 1 then available when 2 then held end,
       case step when 0 then available + 1 when 1 then held + 1 end, at, at
from steps
"""
"""The entries of some steps: all positions take a step in turn, three steps leave a position as it was."""

NUMBER_POSITIONS = """
create temp table numbered as
select row_number() over (order by shard, sku, node) - 1 as number, shard, sku, node, available, held from positions
"""

NUMBERS_BEYOND = "select setval('ledger_sequence', nextval('ledger_sequence') + %s + 1048576)"


async def fill(connection: AsyncConnection, entries: int) -> int:
    """Add whole rounds of history to every position, as many as make about so many entries."""
    await connection.execute(NUMBER_POSITIONS)
    positions = await _number(connection, "select count(*) from numbered")
    total = max(round(entries / positions / 3), 1) * positions * 3
    base = await _number(connection, NUMBERS_BEYOND, total) - total - 1_048_576
    for first in range(0, total, FILL_AT_ONCE):
        last = min(first + FILL_AT_ONCE, total) - 1
        await connection.execute(HISTORY, {"base": base, "positions": positions, "first": first, "last": last})
    await connection.execute("drop table numbered")
    return total


async def _number(connection: AsyncConnection, statement: str, *params: object) -> int:
    row = await (await connection.execute(statement.encode(), params)).fetchone()
    assert row is not None
    return int(row[0])


async def holds_us(lanes: LedgerLanes, size: ShopSize, run: str) -> float:
    """Microseconds a durable hold through the lanes, several hundred in flight."""
    keys = size.keys()
    commands = [hold_command(run, i, keys[i * 7919 % len(keys)]) for i in range(HOLDS_A_ROUND)]
    waiting = iter(commands)

    async def client() -> None:
        for command in waiting:
            await lanes.submit(command)

    begun = perf_counter()
    await asyncio.gather(*[client() for _ in range(HOLDS_IN_FLIGHT)])
    return (perf_counter() - begun) / HOLDS_A_ROUND * 1e6


async def reads_us(database: Database, reference: ReferenceData, size: ShopSize, *, skus: int, reads: int) -> float:
    """Microseconds for the availability of so many SKUs at every node, one question after another."""
    async with database.read() as connection:
        begun = perf_counter()
        for i in range(reads):
            asked = [size.sku(i * skus + j) for j in range(skus)]
            answer = await availability(connection, reference, CHANNEL, asked, by_node=True)
            assert isinstance(answer, Availability)
        return (perf_counter() - begun) / reads * 1e6


class Costs:
    """What is measured, over and over, on one database."""

    def __init__(self, database: Database, lanes: LedgerLanes, size: ShopSize) -> None:
        self._database, self._lanes, self._size = database, lanes, size
        self._reference = ReferenceData()
        self._runs = 0

    async def round(self) -> dict[str, float]:
        """What each thing costs now."""
        self._runs += 1
        read = partial(reads_us, self._database, self._reference, self._size)
        return {
            "hold_us": await holds_us(self._lanes, self._size, f"run {self._runs}"),
            "availability_us": await read(skus=1, reads=READS_A_ROUND),
            "availability_of_48_us": await read(skus=SKUS_OF_MANY, reads=READS_OF_MANY_A_ROUND),
        }


@asynccontextmanager
async def shop_with(server_url: str, size: ShopSize, entries: int) -> AsyncIterator[tuple[Costs, str]]:
    """A shop with so many entries behind it, and the database it is on."""
    async with scratch_database(server_url) as url:
        database = await Database.open(url)
        lanes = await open_lanes(database, Settings())
        await fill_shop(database, lanes, size)
        worker = await database.connect()
        async with worker:
            if entries:
                await fill(worker, entries)
            await worker.execute("vacuum analyze")
        yield Costs(database, lanes, size), url
        await lanes.stop()
        await database.close()


def summed_up(rounds: Sequence[tuple[dict[str, float], dict[str, float]]]) -> dict[str, dict[str, float]]:
    """Medians of what things cost without history and with it, and of the rounds' ratios."""
    names = list(rounds[0][0])
    return {
        "without": {name: round(median(without[name] for without, _ in rounds), 1) for name in names},
        "with": {name: round(median(loaded[name] for _, loaded in rounds), 1) for name in names},
        "ratio": {name: round(median(loaded[name] / without[name] for without, loaded in rounds), 2) for name in names},
    }


async def compare(server_url: str, size: ShopSize, entries: int, *, verified: bool) -> dict[str, object]:
    """Measure both in turn, after a round that warms up; prove the one with history if that is wanted."""
    async with (
        shop_with(server_url, size, 0) as (young, _),
        shop_with(server_url, size, entries) as (old, old_url),
    ):
        rounds = [(await young.round(), await old.round()) for _ in range(ROUNDS + 1)][1:]
        found: dict[str, object] = {"entries": entries, "positions": len(size.keys()), **summed_up(rounds)}
        if verified:
            found["verify"] = await proved(old_url)
    return found


async def proved(url: str) -> dict[str, float]:
    """How long `verify` takes, and what it finds."""
    connection = await Database.prepare(url).connect()
    async with connection:
        begun = perf_counter()
        result = await verify(connection)
        return {"s": round(perf_counter() - begun, 1), "entries": result.entries, "drift": result.drift}


def main() -> None:
    """Run on a server of its own, which is removed again unless its folder was named."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--entries", type=int, default=5_000_000)
    parser.add_argument("--skus", type=int, default=100)
    parser.add_argument("--nodes", type=int, default=64)
    parser.add_argument("--data-dir", type=Path)
    parser.add_argument("--verify", action="store_true", help="prove the ledger afterwards, and say how long it took")
    chosen = parser.parse_args()
    folder = chosen.data_dir or Path(tempfile.mkdtemp(prefix="stockpool-history-", dir="/var/tmp"))
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o711)
    try:
        url = start_embedded(folder / "data")
        size = ShopSize(chosen.skus, chosen.nodes)
        print(json.dumps(asyncio.run(compare(url, size, chosen.entries, verified=chosen.verify)), indent=2))
    finally:
        stop_embedded(folder / "data")
        if chosen.data_dir is None:
            shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
