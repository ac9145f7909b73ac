"""Random orders for the search: lines of a few units or of hundreds, nodes with some of it, three kinds of rates."""

from __future__ import annotations

import random

from stockpool.kernel.tariffs import MICRO, Piece, Tariff
from stockpool.sourcing.api import Problem, ProblemLine, most_served

WEIGHTS_G = (0, 120, 300, 437, 450, 800, 1_500, 2_375, 4_000)
HEAVIEST_G = 31_500
BREAKS = ((500, 0.8), (1_000, 1.0), (2_000, 1.15), (5_000, 1.5), (10_000, 2.0), (20_000, 2.9), (HEAVIEST_G, 3.8))
"""Grams up to which a parcel costs so much of the rate for its distance."""

DENSITIES = (0.1, 0.2, 0.35, 0.5, 0.8, 0.95)
"""Shares of nodes that have something of a line."""


def random_problem(seed: int, nodes_max: int, nodes_min: int = 2) -> tuple[Problem, list[int]]:
    """A demand, and how many units of each line can be served."""
    chance = random.Random(f"sourcing {seed}")
    nodes = chance.randint(nodes_min, nodes_max)
    wanted = [(chance.randint(1, 5), chance.choice(WEIGHTS_G)) for _ in range(chance.randint(1, 10))]
    density, tariff = chance.choice(DENSITIES), chance.choice((_stepped, _by_weight, _flat))
    lose_margin = chance.random() < 0.5
    labor = [chance.choice((0, round(chance.uniform(0.2, 0.6) * MICRO))) for _ in range(nodes)]
    lines = []
    for units, grams in wanted:
        free = [min(units, chance.randint(1, 8)) if chance.random() < density else 0 for _ in range(nodes)]
        rising = [_margins(chance, labor[node], free[node]) for node in range(nodes)] if lose_margin else None
        lines.append(ProblemLine(units, tuple(free), tuple(labor), None if rising is None else tuple(rising), grams))
    fixed = tuple([round((chance.uniform(0.5, 2) + chance.choice((0, 0, 0, 2, 5))) * MICRO) for _ in range(nodes)])
    tariffs = tuple([tariff(round(chance.uniform(5, 1_200), -2) + 50) for _ in range(nodes)])
    further = round(chance.choice((0, 1.5, 3.5)) * MICRO)
    served = [min(line.units, sum(line.free)) for line in lines]
    return Problem(tuple(lines), fixed, tariffs, further), served


def large_problem(seed: int) -> tuple[Problem, list[int]]:
    """A demand of one to ten lines and hundreds of units over fifty nodes, half of which have to serve within a limit.

    With it how many units of each line can be served, which is all.
    """
    chance = random.Random(f"large {seed}")
    nodes, count, units_max = 50, chance.randint(1, 10), chance.choice((8, 15, 30))
    wanted = [max(round(units_max * chance.uniform(20, 30) / count), 1) for _ in range(count)]
    tariff, lose_margin = chance.choice((_stepped, _by_weight, _flat)), chance.random() < 0.5
    labor = [round(chance.uniform(0.2, 0.6) * MICRO) for _ in range(nodes)]
    lines = []
    for units in wanted:
        free = [chance.choice((0, units // 4, units // 2, units, units)) for _ in range(nodes)]
        rising = tuple([_margins(chance, labor[node], free[node]) for node in range(nodes)]) if lose_margin else None
        lines.append(ProblemLine(units, tuple(free), tuple(labor), rising, chance.choice(WEIGHTS_G)))
    fixed = tuple([round(chance.uniform(0.5, 3) * MICRO) for _ in range(nodes)])
    tariffs = tuple([tariff(round(chance.uniform(5, 1_200), -2) + 50) for _ in range(nodes)])
    problem = Problem(tuple(lines), fixed, tariffs, round(1.5 * MICRO), None, units_max)
    return problem, most_served(problem)


def _margins(chance: random.Random, labor: int, units: int) -> tuple[int, ...]:
    """What is lost with each further unit of a node, most often little."""
    most = chance.uniform(0, 6) * MICRO
    return tuple(sorted([labor + round(most * chance.random() ** 3) for _ in range(units)]))


def _stepped(km: float) -> Tariff:
    rate = (3.9 + km * 0.003) * MICRO
    return tuple([Piece(upto, round(rate * share)) for upto, share in BREAKS])


def _by_weight(km: float) -> Tariff:
    """A least charge, then so much a kilogram, as freight forwarders ask."""
    least, per_kg = 2 + km * 0.004, 0.4 + km * 0.001
    cut = min(max(int(least / per_kg * 1_000), 1), HEAVIEST_G - 1)
    return (Piece(cut, round(least * MICRO)), Piece(HEAVIEST_G, 0, max(round(per_kg * MICRO / 1_000), 1)))


def _flat(km: float) -> Tariff:
    return (Piece(HEAVIEST_G, round((3.5 + km * 0.004) * MICRO)),)
