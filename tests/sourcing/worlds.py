"""Small random worlds in which a policy decides: nodes with loads and stock, tariffs by zone, and one demand."""

from __future__ import annotations

from datetime import date
from random import Random

import msgspec

from stockpool.kernel.geography import great_circle_km
from stockpool.kernel.tariffs import Piece, Tariff
from stockpool.sourcing.asked import Asked, AskedLine, Load, Outlook
from stockpool.sourcing.messages import Candidate, Destination, Method, SourcingDemand, SourcingPlan, Wanted
from stockpool.sourcing.model import CandidatePool
from stockpool.sourcing.planning import PolicyPlanner
from stockpool.sourcing.policy.reading import read_policy

TEXT = """
policy: everything
currency: EUR
rules:
  - name: all
    filters:
      - distance: {km_max: 900}
      - capacity_left: {orders_min: 1}
      - backlog: {hours_max: 12}
      - keep_for_walk_ins: {units: 1}
      - categories: {categories: [paint], only: [distribution_center]}
    costs:
      - shipping: {rates: parcels}
      - labor: {per_order: 1, per_unit: 0.25, of: {distribution_center: {per_order: 0.5, per_unit: 0.1}}}
      - parcel: {further: 2}
      - lateness: {per_day: 0.8, within_days: 1}
      - congestion: {per_hour: 0.5, from_hours: 1}
      - lost_margin: {}
      - markdown: {share: 0.1, cover_days: 30}
    otherwise: [split]
"""

BANDS = (100, 250, 500, 900, 30_000)
WEIGHTS = (500, 2_000, 5_000, 31_500)


class World(msgspec.Struct):
    """What may be changed to see what becomes of the plan."""

    nodes: list[Candidate]
    loads: dict[str, Load]
    days: dict[str, int]
    km: dict[str, float]
    stock: dict[str, dict[str, int]]
    outlooks: dict[tuple[str, str], Outlook]
    lines: tuple[AskedLine, ...]
    to: Destination

    def asked(self) -> Asked:
        """The demand with this world around it."""
        return Asked(
            channel="web",
            method=Method.SHIP,
            lines=self.lines,
            on=date(2026, 11, 2),
            destination=self.to,
            km=lambda node: self.km[node.node],
            load=lambda node: self.loads[node],
            days=lambda node: self.days[node],
            outlook=lambda sku, node: self.outlooks[sku, node],
            tariff=lambda _, node: tariff_at(self.km[node]),
            tariff_from=lambda _, __, km: tariff_at(km or 0.0),
        )

    def demand(self) -> SourcingDemand:
        """What is wanted."""
        return SourcingDemand(tuple([Wanted(line.sku, line.units) for line in self.lines]), destination=self.to)

    def plan(self, planner: PolicyPlanner) -> SourcingPlan:
        """By all nodes."""
        return planner.plan(self.demand(), self.asked(), self.stock, CandidatePool(self.nodes))


def planner(text: str = TEXT) -> PolicyPlanner:
    """A policy ready to plan."""
    read = read_policy(text)
    assert read.policy is not None, read.problems
    return PolicyPlanner(read.policy, 1)


def tariff_at(km: float) -> Tariff:
    """Dearer with each band and each break."""
    band = next(place for place, upto in enumerate(BANDS) if km <= upto)
    return tuple(
        [
            Piece(upto, 2_900_000 + 700_000 * band + 650_000 * (band + 2) * place // 2)
            for place, upto in enumerate(WEIGHTS)
        ]
    )


def world(seed: int, *, nodes_max: int = 8, lines_max: int = 3, units_max: int = 3) -> World:
    """One of many; the same for the same seed."""
    draw = Random(seed)
    to = Destination(draw.uniform(45, 52), draw.uniform(0, 10))
    nodes = [
        Candidate(
            f"n{number:02}",
            draw.uniform(43, 54),
            draw.uniform(-3, 13),
            can_ship=draw.random() < 0.95,
            kind=draw.choice(["store", "store", "distribution_center"]),
        )
        for number in range(draw.randint(2, nodes_max))
    ]
    lines = tuple(
        [
            AskedLine(
                f"s{number}",
                draw.randint(1, units_max),
                draw.choice([None, 200, 700, 1_800]),
                category=draw.choice([None, None, "paint"]),
                price=draw.choice([None, 8_000_000, 30_000_000]),
                cost=draw.choice([None, 5_000_000]),
            )
            for number in range(draw.randint(1, lines_max))
        ]
    )
    scarcity = draw.choice([0.3, 0.6, 0.9])
    return World(
        nodes,
        {
            node.node: Load(draw.randint(0, 12), draw.choice([None, 10, 20]), draw.choice([0.0, draw.uniform(0, 16)]))
            for node in nodes
        },
        {node.node: draw.randint(1, 6) for node in nodes},
        {
            node.node: great_circle_km(node.latitude or 0, node.longitude or 0, to.latitude, to.longitude)
            for node in nodes
        },
        {line.sku: {node.node: draw.randint(-1, 6) for node in nodes if draw.random() < scarcity} for line in lines},
        {
            (line.sku, node.node): Outlook(draw.choice([0.0, draw.uniform(0, 2)]), draw.uniform(1, 14))
            for line in lines
            for node in nodes
        },
        lines,
        to,
    )
