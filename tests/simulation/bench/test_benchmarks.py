"""The benchmarks at a size that takes seconds: every figure is there and counts something; nothing is left behind."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import Any

import msgspec
import psycopg
import pytest

from stockpool.entrypoints.cli.bench.served import ServerFailed, served
from stockpool.inventory.messages import HoldPlaced, PlaceHold
from stockpool.kernel.commands import Command
from stockpool.runtime.lane import Lanes
from stockpool.runtime.settings import Settings
from stockpool.simulation.benchmarks import http
from stockpool.simulation.benchmarks.contest import place_holds
from stockpool.simulation.benchmarks.http import HttpPlan, bench_http
from stockpool.simulation.benchmarks.imports import ImportPlan, bench_import
from stockpool.simulation.benchmarks.ledger import LedgerPlan, bench_ledger
from stockpool.simulation.benchmarks.orders import OrdersPlan, bench_orders
from stockpool.simulation.benchmarks.pgbench import PgbenchFailed, run_pgbench
from stockpool.simulation.benchmarks.serving import UnexpectedAnswers
from stockpool.simulation.benchmarks.shop import ShopSize, hold_command

SETTINGS = Settings()
SMALL = ShopSize(skus=4, nodes=2)


def silent(_step: str) -> None:
    """Progress that nobody reads."""


def figures_of(result: msgspec.Struct) -> dict[str, Any]:
    return msgspec.structs.asdict(result)


def databases(server_url: str) -> set[str]:
    with psycopg.connect(server_url, autocommit=True) as connection:
        return {name for (name,) in connection.execute("select datname from pg_database").fetchall()}


async def test_lanes_beside_pgbench(server_url: str) -> None:
    before = databases(server_url)
    plan = LedgerPlan(size=SMALL, rounds=1, slice_s=1, holds_max=200, clients=2, in_flight=20)
    figures = figures_of(await bench_ledger(server_url, SETTINGS, plan, silent))
    wanted = "lane_uniform_per_s lane_hot_per_s pgbench_uniform_per_s pgbench_hot_per_s ratio_uniform ratio_hot p99_ms"
    assert all(figures[key] > 0 for key in wanted.split())
    assert (figures["positions"], figures["drift"]) == (8, 0)
    # Each caller places one hold at least; a busy machine is through with a slice's time before it is with its holds.
    assert 2 * plan.in_flight + 2 * plan.clients <= figures["holds"] <= 2 * 200 + 2 * 100
    assert databases(server_url) == before


class AtOnce(Lanes[Command, msgspec.Struct]):
    """Lanes that grant every hold before they have it; `taken` counts."""

    def __init__(self) -> None:
        """Lanes without a database."""
        self.taken = 0

    def submit(self, command: Command) -> asyncio.Future[msgspec.Struct]:
        self.taken += 1
        answer: asyncio.Future[msgspec.Struct] = asyncio.get_running_loop().create_future()
        assert isinstance(command, PlaceHold)
        answer.set_result(HoldPlaced(hold_id=command.hold_id, channel="web", expires_at=datetime.now(UTC), lines=()))
        return answer


@pytest.mark.parametrize(("seconds", "expected"), [(60, 50), (-1, 4)])
async def test_a_slice_ends_with_its_holds_or_when_its_time_is_over(seconds: float, expected: int) -> None:
    """Every hold is counted, and no caller leaves before its first one is answered."""
    lanes = AtOnce()
    commands = [hold_command("run", number, SMALL.keys()[0]) for number in range(50)]
    _, placed, latencies = await place_holds(lanes, commands, 4, seconds)
    assert placed == lanes.taken == latencies.count == expected


async def test_holds_over_http_beside_a_call_that_does_nothing(server_url: str) -> None:
    before = databases(server_url)
    plan = HttpPlan(size=SMALL, rounds=1, slice_s=0.3, connections=2)
    figures = figures_of(await bench_http(server_url, SETTINGS, served, plan, silent))
    assert all(figures[key] > 0 for key in ("hold_per_s", "noop_per_s", "ratio", "p99_ms"))
    assert databases(server_url) == before


async def test_orders_over_http_beside_a_call_that_does_nothing_and_with_stores_at_work(server_url: str) -> None:
    before = databases(server_url)
    plan = OrdersPlan(size=SMALL, rounds=1, slice_s=0.3, connections=2, stores=2)
    figures = figures_of(await bench_orders(server_url, SETTINGS, served, plan, silent))
    wanted = "orders_per_s noop_per_s ratio p99_ms orders_with_stores_per_s ratio_with_stores store_steps_per_s orders"
    assert all(figures[key] > 0 for key in wanted.split())
    assert figures["step_seconds"] == plan.step_s
    assert databases(server_url) == before


async def test_without_stores_nothing_is_said_of_them(server_url: str) -> None:
    plan = OrdersPlan(size=SMALL, rounds=1, slice_s=0.1, connections=2)
    figures = figures_of(await bench_orders(server_url, SETTINGS, served, plan, silent))
    assert figures["ratio"] > 0
    assert figures["ratio_with_stores"] is None


async def test_an_import_beside_a_bare_copy(server_url: str) -> None:
    before = databases(server_url)
    figures = figures_of(await bench_import(server_url, SETTINGS, ImportPlan(size=SMALL, copies=1), silent))
    assert figures["rows"] == 8
    assert all(figures[key] > 0 for key in ("import_s", "ratio"))
    assert databases(server_url) == before


async def test_answers_that_are_no_holds_are_not_counted_as_such(
    server_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(http, "HOLDS", "/v1/nothing")
    before = databases(server_url)
    with pytest.raises(UnexpectedAnswers, match="404"):
        await bench_http(server_url, SETTINGS, served, HttpPlan(size=SMALL, slice_s=0.1, connections=1), silent)
    assert databases(server_url) == before


async def test_a_reference_that_does_not_run_is_an_error(server_url: str) -> None:
    with pytest.raises(PgbenchFailed, match="no_such_table"):
        await run_pgbench(server_url, "select * from no_such_table;", clients=1, seconds=1)


async def test_a_server_that_does_not_start_is_an_error() -> None:
    with pytest.raises(ServerFailed):
        async with served("postgresql://nobody@localhost:1/nothing?connect_timeout=1"):
            pytest.fail("there is no such database")
