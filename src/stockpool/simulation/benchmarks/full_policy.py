"""A policy that asks everything that policies can, for the benchmark of orders."""

from __future__ import annotations

from datetime import UTC, datetime

from stockpool.network.api import RateRowInput, RatesInput, ZoneRow, put_rates
from stockpool.runtime.database import Database
from stockpool.sourcing.api import Activated, ActivatePolicy, PutPolicy
from stockpool.workflows.policy_desk import PolicyDesk

BANDS = (50, 150, 300, 600, 1_000, 3_000)
WEIGHTS = (500, 1_000, 2_000, 5_000, 10_000, 20_000, 31_500)

RATES = RatesInput(
    name="parcels",
    carrier="Benchmark",
    currency="EUR",
    zones=tuple([ZoneRow(zone=f"to-{km}", km_upto=km) for km in BANDS]),
    rates=tuple(
        [
            RateRowInput(zone=f"to-{km}", weight_upto_g=grams, base=f"{3.5 + 0.6 * zone + 0.9 * band:.2f}")
            for zone, km in enumerate(BANDS)
            for band, grams in enumerate(WEIGHTS)
        ]
    ),
)

TEXT = """
policy: benchmark
currency: EUR
rules:
  - name: everything
    filters:
      - nodes: {never: [supplier]}
      - distance: {km_max: 2000}
      - capacity_left: {orders_min: 1}
      - backlog: {hours_max: 48}
      - keep_for_walk_ins: {units: 1}
    costs:
      - shipping: {rates: parcels}
      - labor: {per_order: 1.20, per_unit: 0.30}
      - parcel: {further: 3.50}
      - lateness: {per_day: 0.50, within_days: 2}
      - congestion: {per_hour: 0.40, from_hours: 4}
      - lost_margin: {}
    limits: {nodes_max: 3}
    otherwise: [split]
"""


async def let_act(database: Database) -> None:
    """Store the rates and the policy, and let it act."""
    now = datetime.now(UTC)
    async with database.transaction() as connection:
        await put_rates(connection, RATES)
    desk = PolicyDesk(database)
    await desk.put(PutPolicy(TEXT), now, "benchmark")
    done = await desk.activate(ActivatePolicy("benchmark"), now, "benchmark")
    assert isinstance(done, Activated), f"the policy of the benchmark cannot act: {done}"
