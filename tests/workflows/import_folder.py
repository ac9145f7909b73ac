"""A small retailer's files, imported by the real command, and everything the database holds afterwards."""

from __future__ import annotations

import json
import logging
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import chdir, contextmanager, redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any

import psycopg
import pytest
import structlog

from stockpool.entrypoints.cli import running

MAIN = "from stockpool.entrypoints.cli import main; main()"

GOOD: Mapping[str, str] = {
    "skus": (
        "id,name,decimals,components,price,currency\n"
        "TEA,Tea,,,4.90,EUR\nCUP,Cup,,,,\nCLOTH,Cloth by the meter,2,,,\nSET,Tea set,,TEA:2; CUP:1,,\n"
    ),
    "nodes": "id,name,kind,latitude,longitude\ndc,Warehouse,distribution_center,51.3,12.4\nshop,Shop,store,52.5,13.4\n",
    "channels": "id,name,kind\nweb,Web shop,web\n",
    "stock": (
        "sku,node,quantity,as_of\nTEA,dc,100,2026-03-01T07:00:00Z\nTEA,shop,5,\nCUP,dc,20,\nCLOTH,shop,2.5,\nCUP,shop,0,\n"
    ),
    "sales": (
        "source_id,sku,node,quantity,occurred_at,unit_price,currency,kind\n"
        "1,TEA,shop,2,2026-02-01T10:00:00Z,4.90,EUR,sale\n2,SET,shop,1,2026-02-01T11:00:00Z,,,return\n"
    ),
    "orders": (
        "order_id,line,sku,quantity,channel,ordered_at,status,ship_latitude,ship_longitude,ship_country\n"
        "o1,1,TEA,3,web,2026-02-02T10:00:00Z,closed,48.1,11.6,DE\n"
        "o1,2,CLOTH,1.25,web,2026-02-02T10:00:00Z,closed,48.1,11.6,DE\n"
        "o2,1,TEA,4,web,2026-02-03T10:00:00Z,open,52.5,13.4,DE\n"
        "o3,1,SET,1,web,2026-02-03T11:00:00Z,open,52.5,13.4,DE\n"
        "o4,1,CUP,50,web,2026-02-03T12:00:00Z,open,52.5,13.4,DE\n"
    ),
    "shipping_lanes": (
        "from_node,to_node,to_country,carrier,transit_days_min,transit_days_max,cost,currency\n"
        "dc,shop,,Blue Vans,1,1,3.50,EUR\ndc,,DE,Blue Vans,1,3,4.90,EUR\n"
    ),
    "rates": (
        "rate_table,carrier,currency,zone,weight_upto_g,base,per_kg\n"
        "vans,Vans,EUR,near,30000,3.10,0.4\nvans,Vans,EUR,far,30000,4.10,0.5\n"
    ),
    "rate_zones": "rate_table,zone,km_upto\nvans,near,100\nvans,far,2000\n",
    "rate_surcharges": "rate_table,step,name,kind,amount\nvans,1,diesel,percent,12.5\n",
    "suppliers": "id,name,lead_time_days\nleaf,Leaf & Co.,14\n",
    "outlooks": (
        "sku,node,demand_per_day,days_to_delivery,as_of\nTEA,shop,0.35,,2026-03-01T07:00:00Z\nCLOTH,shop,1.5,2.5,\n"
    ),
    "shelves": "node,sku,shelves\nshop,TEA,A-2; STOCK-1\nshop,CUP,A-10\n",
}
"""A folder in which every row is good."""

MASTER_DATA = ("skus", "nodes", "channels")

WHAT_IS_STORED = (
    "versions", "skus", "gtins", "sku_components", "nodes", "channels", "positions", "earlier_counts", "movements",
    "entries", "reservations", "further_events", "orders", "order_parts", "fulfillment_orders",
    "fulfillment_order_lines", "past_sales", "past_order_lines", "shipping_lanes", "rate_tables", "suppliers",
    "sku_outlooks", "shelves",
    "imported_files",
)  # fmt: skip

STOCK = "select sku, node, available, held, committed, counted_at is not null from positions order by 1, 2"


def write_folder(folder: Path, tables: Mapping[str, str]) -> Path:
    """Put tables into a new folder as CSV."""
    folder.mkdir(exist_ok=True)
    for name, text in tables.items():
        (folder / f"{name}.csv").write_text(text)
    return folder


def only(*names: str) -> dict[str, str]:
    """Some of the good tables, with what they refer to."""
    return {name: GOOD[name] for name in (*MASTER_DATA, *names)}


def command(*arguments: str | Path) -> list[str]:
    """The command line of this installation."""
    return [sys.executable, "-c", MAIN, *map(str, arguments)]


def run_cli(*arguments: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run a command inside this process, in a folder of its own and without settings from outside: starting Python
    and loading the libraries takes longer than most commands."""
    root, on_term = logging.getLogger(), signal.getsignal(signal.SIGTERM)
    handlers, level = root.handlers[:], root.level
    out, err = StringIO(), StringIO()
    try:
        with chdir(cwd), _without_settings(), redirect_stdout(out), redirect_stderr(err):
            code = running.run([*map(str, arguments)])
    finally:
        root.handlers[:] = handlers
        root.setLevel(level)
        signal.signal(signal.SIGTERM, on_term)
        structlog.reset_defaults()
    return subprocess.CompletedProcess(arguments, code, out.getvalue(), err.getvalue())


@contextmanager
def _without_settings() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith("STOCKPOOL_")]:
            patch.delenv(name)
        patch.setattr(os, "nice", lambda _: 0)  # it cannot be taken back, and this process has other work
        yield


def run_process(*arguments: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run a command as a user does."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("STOCKPOOL_")}
    return subprocess.run(
        command(*arguments), cwd=cwd, env=environment, capture_output=True, text=True, check=False, timeout=100
    )


def import_folder(
    folder: Path, url: str, *, expect: int = 0, run: Callable[..., subprocess.CompletedProcess[str]] = run_cli
) -> dict[str, Any]:
    """Import a folder and answer what `--json` says."""
    ended = run("import", folder, "--database-url", url, "--json", cwd=folder.parent)
    assert ended.returncode == expect, ended.stderr
    return dict(json.loads(ended.stdout))


def rows_of(url: str, statement: str) -> list[tuple[Any, ...]]:
    """What a query answers."""
    with psycopg.connect(url) as connection:
        return connection.execute(statement.encode()).fetchall()


def everything(url: str, tables: Iterable[str] = WHAT_IS_STORED) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of the tables, with the transaction that wrote it: a row written anew with equal values shows too."""
    return {table: rows_of(url, f"select xmin::text, t::text from {table} t order by 2") for table in tables}  # noqa: S608 -- our own names
