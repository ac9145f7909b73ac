"""`stockpool policy backtest`: two policies tried on a folder of tables, and on the orders of a database."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest

from stockpool.runtime.database import Database
from stockpool.sourcing.api import BacktestKept
from stockpool.workflows.policy_desk import PolicyDesk
from tests.simulation.replay.recorded import TABLES, write_record
from tests.workflows.import_folder import everything, import_folder, run_cli

NEAREST = "policy: nearest\ncurrency: EUR\nrules:\n  - name: all\n    costs:\n      - distance: {per_km: 0.01}\n"
EAST = NEAREST.replace("nearest", "east").replace(
    "    costs:\n", "    costs:\n      - labor: {of: {west: {per_order: 20}}}\n"
)
RATES = {
    "rate_zones": "rate_table,zone,km_upto\nvans,near,100\nvans,far,40000\n",
    "rates": (
        "rate_table,zone,carrier,currency,weight_upto_g,base,days_min,days_max\n"
        "vans,near,Vans,EUR,30000,3,1,1\nvans,far,Vans,EUR,30000,5,2,2\n"
    ),
}
SALES = {
    "sales": (
        "source,source_id,kind,sku,node,quantity,occurred_at\n"
        "till,1,sale,TEA,west,1,2026-01-02T00:30:00Z\ntill,2,sale,TEA,east,2,2026-01-02T05:30:00Z\n"
    )
}


def policies(folder: Path) -> tuple[Path, Path]:
    """Both documents."""
    files = folder / "nearest.yaml", folder / "east.yaml"
    for file, text in zip(files, (NEAREST, EAST), strict=True):
        file.write_text(text)
    return files


def tried(folder: Path, *options: str | Path, expect: int = 0) -> dict[str, Any]:
    """What `--json` says."""
    ended = run_cli("policy", "backtest", *options, "--json", "--workers", "1", cwd=folder)
    assert ended.returncode == expect, ended.stderr
    return dict(json.loads(ended.stdout)) if expect == 0 else {"error": ended.stderr}


def measured(answer: dict[str, Any]) -> dict[str, tuple[float, float]]:
    """The means of both by measure."""
    return {each["measure"]: (each["first"], each["second"]) for each in answer["paired"]["differences"]}


def test_a_folder_of_tables_is_tried_and_the_database_of_the_settings_is_left_alone(
    database_url: str, tmp_path: Path
) -> None:
    files = policies(tmp_path)
    before = everything(database_url)
    record = write_record(tmp_path / "in", {**TABLES, **RATES, **SALES})
    answer = tried(tmp_path, *files, record, "--database-url", database_url, "--freight", "vans")

    # The till sells one of three teas in the west at first. By nearest o1 takes one there, o2, to nowhere known, one of
    # the two in the east, since there are more, and o4 both that are left: the till in the east finds none at the end.
    # Short are 3 teas of o4, 150 hundredths of cloth of o3, the tea of o5's kit, and a cup of o6.
    assert (answer["orders"], answer["own_sales_lost"]) == (6, [2, 2])
    assert measured(answer)["short units"] == pytest.approx((155 / 6, 155 / 6))
    assert [each["node"] for each in answer["loads"]] == ["east", "mid", "west"]
    assert answer["freight_by"] == "vans"
    first = answer["differing"][0]
    assert first["lines"] == [["TEA", 1]]
    assert first["first"]["why"][0].startswith("west, 0 km")
    assert first["second"]["why"][0].startswith("east, 334 km: distance 3.34")
    assert everything(database_url) == before


def test_the_orders_of_a_database_are_tried_from_the_stock_of_a_day_on(database_url: str, tmp_path: Path) -> None:
    files = policies(tmp_path)
    import_folder(write_record(tmp_path / "in"), database_url)
    answer = tried(tmp_path, *files, "--database-url", database_url)
    same = tried(tmp_path, files[0], files[0], "--database-url", database_url)
    later = tried(tmp_path, *files, "--database-url", database_url, "--since", "2026-01-02", "--limit", "1")

    assert (answer["orders"], same["same"]) == (6, 6)
    assert all(first == second for first, second in measured(same).values())
    assert (later["orders"], later["same"]) == (1, 0)
    costs = measured(later)
    assert costs["cost by nearest"] == pytest.approx((0.0, 3.336), abs=0.001)
    assert costs["cost by east"] == pytest.approx((20.0, 3.336), abs=0.001)


def test_what_came_of_a_stored_policy_is_kept_for_those_who_decide_on_it(database_url: str, tmp_path: Path) -> None:
    nearest, east = policies(tmp_path)
    import_folder(write_record(tmp_path / "in"), database_url)
    at = ("--database-url", database_url)
    assert run_cli("policy", "put", str(east), *at, cwd=tmp_path).returncode == 0
    answer = tried(tmp_path, nearest, "east", *at)
    tried(tmp_path, nearest, "built-in", *at)

    async def kept() -> list[BacktestKept]:
        database = await Database.open(database_url, max_size=1)
        try:
            return [*await PolicyDesk(database).backtests("east", 9)]
        finally:
            await database.close()

    (found,) = asyncio.run(kept())
    assert (found.first, found.second, found.orders, found.same) == ("nearest", "east@1", 6, answer["same"])
    assert {each.measure: (each.first, each.second) for each in found.figures} == measured(answer)


def test_orders_that_stockpool_routed_itself_count_as_those_of_history_do(database_url: str, tmp_path: Path) -> None:
    """What was committed to them must not be missing from the stock that they are tried on."""
    files = policies(tmp_path)
    head, *rows = TABLES["orders"].splitlines()
    opened = "\n".join([f"{head},status", *[f"{row},open" for row in rows]]) + "\n"
    record = write_record(tmp_path / "in", {**TABLES, "orders": opened})
    import_folder(record, database_url)
    placed = tried(tmp_path, *files, "--database-url", database_url)
    history = tried(tmp_path, *files, write_record(tmp_path / "past"), "--database-url", database_url)

    assert placed["orders"] == history["orders"] == 6
    assert measured(placed) == measured(history)
    assert [(each["node"], each["units"]) for each in placed["loads"]] == [
        (each["node"], each["units"]) for each in history["loads"]
    ]


def test_what_cannot_be_tried_is_told(database_url: str, tmp_path: Path) -> None:
    files = policies(tmp_path)
    at = ("--database-url", database_url)
    assert "the ledger has no entries" in tried(tmp_path, *files, *at, expect=2)["error"]
    import_folder(write_record(tmp_path / "in"), database_url)
    said = tried(tmp_path, *files, *at, "--since", "2027-01-01", expect=2)["error"]
    assert "there are no orders since 2027-01-01" in said
    assert "no rate table 'trucks'" in tried(tmp_path, *files, *at, "--freight", "trucks", expect=2)["error"]
    assert "is a day like" in tried(tmp_path, *files, *at, "--since", "monday", expect=2)["error"]
    shipping = tmp_path / "shipping.yaml"
    shipping.write_text(NEAREST.replace("distance: {per_km: 0.01}", "shipping: {rates: trucks}"))
    ended = run_cli("policy", "backtest", files[0], shipping, *at, cwd=tmp_path)
    assert (ended.returncode, "trucks" in ended.stdout) == (1, True)


def test_the_answer_for_a_person_says_what_was_tried(database_url: str, tmp_path: Path) -> None:
    import_folder(write_record(tmp_path / "in"), database_url)
    files = policies(tmp_path)
    ended = run_cli(
        "policy", "backtest", "built-in", files[1], "--database-url", database_url, "--workers", "1", cwd=tmp_path
    )
    assert ended.returncode == 0, ended.stderr
    assert "6 orders from 2026-01-02 to 2026-01-02: built-in (first) and east (second)" in ended.stdout
    assert "cost by east" in ended.stdout
