"""An import that is killed and begun again ends as if nothing had happened."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Mapping
from pathlib import Path

import psycopg

from tests.workflows.import_folder import GOOD, command, import_folder, rows_of, write_folder

SKUS, NODES, OPEN = 3_000, 10, 3_000
SECONDS_MAX = 60.0

LARGE: Mapping[str, str] = {
    "skus": "id,name\n" + "".join(f"S{n:05},SKU {n}\n" for n in range(SKUS)),
    "nodes": "id,name,kind\n" + "".join(f"n{n},Node {n},store\n" for n in range(NODES)),
    "channels": GOOD["channels"],
    "stock": "sku,node,quantity\n"
    + "".join(f"S{sku:05},n{node},{(sku * 7 + node) % 50}\n" for sku in range(SKUS) for node in range(NODES)),
    "sales": "source_id,sku,node,quantity,occurred_at\n"
    + "".join(f"{n},S{n % SKUS:05},n{n % NODES},1,2026-02-01T10:00:00Z\n" for n in range(150_000)),
    "orders": "order_id,line,sku,quantity,channel,ordered_at,status\n"
    + "".join(
        f"o{n},1,S{n % SKUS:05},1,web,2026-02-01T10:00:00Z,{'open' if n % 2 else 'closed'}\n" for n in range(2 * OPEN)
    ),
}

ENDS = {
    "positions": "select sku, node, available, held, committed from positions order by 1, 2",
    "past_sales": "select count(*), sum(quantity), count(distinct source_id) from past_sales",
    "past_order_lines": "select order_id, sku, quantity from past_order_lines order by 1",
    "orders": "select reference, status::text from orders order by 1",
    "commitments": "select sku, sum(quantity) from reservations where quantity > 0 group by 1 order by 1",
    "skus": "select id, name, revision from skus order by 1",
    "finished": "select count(*) from imported_files where finished_at is not null and rows_rejected = 0",
}  # fmt: skip


def test_killed_in_the_middle_of_each_large_table_and_begun_again_it_ends_right(
    database_url: str, tmp_path: Path
) -> None:
    """Each run goes on behind the last one and is killed in the next table; the fourth ends."""
    folder = write_folder(tmp_path / "in", LARGE)
    for table, total in (("positions", SKUS * NODES), ("past_sales", 150_000), ("orders", OPEN)):
        kill_in_the_middle(folder, database_url, table, total)
        assert rows_of(database_url, ENDS["finished"]) < [(len(LARGE),)]

    import_folder(folder, database_url)

    assert rows_of(database_url, ENDS["finished"]) == [(len(LARGE),)]
    assert rows_of(database_url, "select count(*) from positions") == [(SKUS * NODES,)]
    assert rows_of(database_url, ENDS["past_sales"]) == [(150_000, 150_000, 150_000)]
    assert rows_of(database_url, "select count(*), count(distinct reference) from orders") == [(OPEN, OPEN)]
    assert rows_of(database_url, "select count(*) from past_order_lines") == [(OPEN,)]
    ordered = "select sum(committed), sum(available + committed) from positions"
    assert rows_of(database_url, ordered) == [(OPEN, sum((s * 7 + n) % 50 for s in range(SKUS) for n in range(NODES)))]
    assert rows_of(database_url, "select max(revision) from skus") == [(1,)]


def kill_in_the_middle(folder: Path, url: str, table: str, total: int) -> None:
    """Start an import and end it by SIGKILL when some rows of a table are in, but not all."""
    with subprocess.Popen(
        command("import", folder, "--database-url", url), cwd=folder.parent, stderr=subprocess.DEVNULL
    ) as process:
        try:
            wait_for_rows(url, table, process)
        finally:
            process.kill()
    wait_until_alone(url)
    ((rows,),) = rows_of(url, f"select count(*) from {table}")  # noqa: S608 -- our own names
    assert 0 < rows < total, "it was not in the middle"


def wait_for_rows(url: str, table: str, process: subprocess.Popen[bytes]) -> None:
    """Return as soon as the table has rows."""
    end = time.monotonic() + SECONDS_MAX
    with psycopg.connect(url, autocommit=True) as connection:
        while connection.execute(f"select 1 from {table} limit 1".encode()).fetchone() is None:  # noqa: S608 -- our own names
            assert process.poll() is None, "the import ended by itself"
            assert time.monotonic() < end, f"nothing came into {table}"
            time.sleep(0.002)


def wait_until_alone(url: str) -> None:
    """Return when the server has noticed that its client is gone, so that nothing is written any more."""
    others = "select count(*) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()"
    end = time.monotonic() + SECONDS_MAX
    while rows_of(url, others + " and backend_type = 'client backend'") != [(0,)]:
        assert time.monotonic() < end, "a backend does not go away"
        time.sleep(0.01)
