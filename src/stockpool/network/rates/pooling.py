"""Numbers made to grow with weight and distance: the nearest ones by weighted least squares that do."""

from __future__ import annotations

from collections.abc import Sequence

ROUNDS_MAX = 1_000
CLOSE_ENOUGH = 1e-7

Grid = list[list[float]]
"""Rows by distance, columns by weight."""


def pooled(values: Sequence[float], weights: Sequence[float]) -> list[float]:
    """The nearest nondecreasing values, by pooling adjacent violators.

    Barlow, Bartholomew, Bremner and Brunk, Statistical Inference under Order Restrictions (1972), section 1.2.
    """
    blocks: list[tuple[float, float, int]] = []
    for value, weight in zip(values, weights, strict=True):
        block = (value, weight, 1)
        while blocks and blocks[-1][0] > block[0]:
            mean, mass, length = blocks.pop()
            total = mass + block[1]
            block = ((mean * mass + block[0] * block[1]) / total, total, length + block[2])
        blocks.append(block)
    return [mean for mean, _, length in blocks for _ in range(length)]


def pooled_grid(values: Grid, weights: Grid) -> Grid:
    """The nearest values that grow along rows and columns, by Dykstra's alternating projections.

    Robertson, Wright and Dykstra, Order Restricted Statistical Inference (1988), section 1.5.
    """
    found, by_row, by_column = values, _zeros(values), _zeros(values)
    for _ in range(ROUNDS_MAX):
        start = _minus(found, by_row)
        rows = [pooled(row, mass) for row, mass in zip(start, weights, strict=True)]
        by_row = _minus(rows, start)
        begin = _minus(rows, by_column)
        columns = _turned([pooled(column, mass) for column, mass in zip(_turned(begin), _turned(weights), strict=True)])
        by_column = _minus(columns, begin)
        moved = max(abs(a - b) for one, two in zip(columns, found, strict=True) for a, b in zip(one, two, strict=True))
        found = columns
        if moved < CLOSE_ENOUGH:
            break
    return _raised(found)


def _raised(grid: Grid) -> Grid:
    """What is left of violations, far below a cent, lifted away."""
    raised: Grid = []
    for row in grid:
        higher: list[float] = []
        for place, value in enumerate(row):
            beside = [higher[-1]] if higher else []
            above = [raised[-1][place]] if raised else []
            higher.append(max([value, *beside, *above]))
        raised.append(higher)
    return raised


def _zeros(grid: Grid) -> Grid:
    return [[0.0] * len(row) for row in grid]


def _minus(one: Grid, two: Grid) -> Grid:
    return [[a - b for a, b in zip(row, other, strict=True)] for row, other in zip(one, two, strict=True)]


def _turned(grid: Grid) -> Grid:
    return [list(column) for column in zip(*grid, strict=True)]
