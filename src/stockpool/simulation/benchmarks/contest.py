"""Lanes and pgbench in turn on the same positions, round after round."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Sequence
from statistics import median
from time import perf_counter

from stockpool.inventory.api import PositionKey
from stockpool.inventory.messages import PlaceHold
from stockpool.simulation.benchmarks import store
from stockpool.simulation.benchmarks.ledger_plan import LedgerFigures, LedgerPlan, Progress
from stockpool.simulation.benchmarks.pgbench import run_pgbench
from stockpool.simulation.benchmarks.shop import (
    FIRST_NODE,
    FIRST_SKU,
    LedgerLanes,
    ShopSize,
    hold_command,
    is_granted,
)
from stockpool.simulation.latencies import Latencies

UNIFORM, HOT = "uniform", "hot"


class Contest:
    """Both sides in turn, round after round."""

    def __init__(self, lanes: LedgerLanes, reference_url: str, plan: LedgerPlan, progress: Progress) -> None:
        self._lanes = lanes
        self._reference_url = reference_url
        self._plan = plan
        self._progress = progress
        self._random = random.Random(1)
        self._keys = plan.size.keys()
        self._scripts = {
            UNIFORM: _script(store.CHOSEN_EVENLY, plan.size),
            HOT: _script(store.ALWAYS_THE_SAME, plan.size),
        }
        self._ours: dict[str, list[float]] = {UNIFORM: [], HOT: []}
        self._theirs: dict[str, list[float]] = {UNIFORM: [], HOT: []}
        self._placed = 0

    async def figures(self) -> LedgerFigures:
        """All rounds, then the latency of few callers."""
        began_at = perf_counter()
        for number in range(self._plan.rounds):
            if (perf_counter() - began_at) * (number + 1) > self._plan.seconds_max * max(number, 1):
                break
            for spread in (UNIFORM, HOT):
                await self._round(number, spread)
        p99_ms = {spread: await self._p99_ms(spread) for spread in (UNIFORM, HOT)}
        return LedgerFigures(
            lane_uniform_per_s=round(median(self._ours[UNIFORM])),
            lane_hot_per_s=round(median(self._ours[HOT])),
            pgbench_uniform_per_s=round(median(self._theirs[UNIFORM])),
            pgbench_hot_per_s=round(median(self._theirs[HOT])),
            ratio_uniform=self._ratio(UNIFORM),
            ratio_hot=self._ratio(HOT),
            p99_ms=round(p99_ms[UNIFORM], 2),
            p99_hot_ms=round(p99_ms[HOT], 2),
            p99_in_flight=self._plan.clients,
            in_flight=self._plan.in_flight,
            positions=len(self._keys),
            holds=self._placed,
            rounds=len(self._ours[HOT]),
            drift=0,
        )

    async def _round(self, number: int, spread: str) -> None:
        """First theirs, in the next round first ours: whoever comes second is not always the same."""
        turns = [self._reference, self._holds]
        for turn in turns if number % 2 == 0 else reversed(turns):
            await turn(spread, f"round {number + 1} of {self._plan.rounds}, {spread}")

    async def _reference(self, spread: str, where: str) -> None:
        self._progress(f"{where}: pgbench")
        per_s = await run_pgbench(
            self._reference_url, self._scripts[spread], clients=self._plan.clients, seconds=self._plan.slice_s
        )
        self._theirs[spread].append(per_s)

    async def _holds(self, spread: str, where: str) -> None:
        self._progress(f"{where}: lanes")
        commands = self._commands(spread, self._plan.holds_max)
        taken_s, placed, _ = await place_holds(self._lanes, commands, self._plan.in_flight, self._plan.slice_s)
        self._placed += placed
        self._ours[spread].append(placed / taken_s)

    async def _p99_ms(self, spread: str) -> float:
        self._progress(f"latency, {spread}")
        commands = self._commands(spread, self._plan.holds_max // 2)
        _, placed, latencies = await place_holds(self._lanes, commands, self._plan.clients, self._plan.slice_s)
        self._placed += placed
        return latencies.quantile_s(0.99) * 1_000

    def _commands(self, spread: str, count: int) -> list[PlaceHold]:
        run = f"{spread}-{self._random.random()}"
        return [hold_command(run, number, key) for number, key in enumerate(self._chosen(spread, count))]

    def _chosen(self, spread: str, count: int) -> Sequence[PositionKey]:
        return self._random.choices(self._keys if spread == UNIFORM else self._keys[:1], k=count)

    def _ratio(self, spread: str) -> float:
        pairs = zip(self._ours[spread], self._theirs[spread], strict=True)
        return round(median(ours / theirs for ours, theirs in pairs), 2)


async def place_holds(
    lanes: LedgerLanes, commands: Sequence[PlaceHold], in_flight: int, seconds_max: float
) -> tuple[float, int, Latencies]:
    """Seconds, holds placed, latencies: so many callers, each with its next hold when the last one is answered."""
    latencies = Latencies()
    waiting = iter(commands)
    began_at = perf_counter()
    ends_at = began_at + seconds_max

    async def call() -> None:
        for command in waiting:
            sent_at = perf_counter()
            reply = await lanes.submit(command)
            answered_at = perf_counter()
            assert is_granted(reply), f"a hold was refused though there is stock: {reply}"
            latencies.record(answered_at - sent_at)
            if answered_at > ends_at:
                return

    await asyncio.gather(*[call() for _ in range(in_flight)])
    return perf_counter() - began_at, latencies.count, latencies


def _script(template: str, size: ShopSize) -> str:
    return template.format(
        first_sku=FIRST_SKU,
        last_sku=FIRST_SKU + size.skus - 1,
        first_node=FIRST_NODE,
        last_node=FIRST_NODE + size.nodes - 1,
    )
