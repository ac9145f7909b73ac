"""What a period without a row says: nothing was sold, or nobody knows.

Rows that are still to come would tell much of it: a product that is sold again was no dead one. So a panel that is cut
at an origin reads its gaps anew, from the rows that were there.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

NO_ROW, ZERO, MOVED, UNSTOCKED = range(4)
"""What a file told of a period: nothing; that nothing was sold; sales or returns; that demand could not show."""
EXPLICIT_ZEROS = 0.01
"""A file with this share of zeros writes them down: what it leaves out is not known."""
TRAILING_WEEKS = 4
"""What was left out for so long at the end is not sold any more."""
SERIES_OF_A_NODE = 5
"""A node with fewer series may well sell nothing on a day that it is open."""
FEWEST_ROWS = 3
"""A node that tells of fewer series in a period may well tell of none in another."""
AS_A_RULE, NEARLY_ALWAYS = 0.5, 0.9
"""Silence says that nobody knows only where a node tells something in such a share of its periods."""

Matrix = NDArray[np.float32]
Told = NDArray[np.int8]
"""What was told, of the shape (series, periods)."""


def zeros_are_written(told: Told) -> bool:
    """Whether the file writes zeros down."""
    return int((told == ZERO).sum()) >= EXPLICIT_ZEROS * max(int((told != NO_ROW).sum()), 1)


def gaps_of(told: Told) -> NDArray[np.bool_]:
    """The periods without a row, from the first one of a series on."""
    given = told != NO_ROW
    return np.asarray(np.logical_or.accumulate(given, axis=1) & ~given)


def read_gaps(demand: Matrix, told: Told, nodes: Sequence[str], week: int) -> Matrix:
    """Demand with its gaps read, NaN where nobody knows.

    Nothing was sold, or nobody knows: a period in which a node has no row of any SKU is not known, unless it tells
    nothing as a rule: on its weekly day of rest, or because it sells so little. Where a file writes
    zeros down, what it leaves out is not known either, but at the end of a series that is not sold any more. A node
    that sold nothing at all on a day on which it sells as a rule was closed.
    """
    given = told != NO_ROW
    found = np.where(given & (told != UNSTOCKED), np.nan_to_num(demand), np.float32(np.nan))
    _, node_of = np.unique(np.asarray(nodes), return_inverse=True)
    order = np.argsort(node_of, kind="stable")
    begins = np.flatnonzero(np.diff(node_of[order], prepend=-1))
    reported = _told_enough(np.add.reduceat(given[order], begins, axis=0, dtype=np.int64), week)
    is_zero = gaps_of(told) & reported[node_of]
    if zeros_are_written(told):
        ended = ~np.logical_or.accumulate(given[:, ::-1], axis=1)[:, ::-1]
        is_zero &= ended & ended[:, -min(TRAILING_WEEKS * week, told.shape[1]), None]
    found[is_zero] = 0
    for own in np.split(order, begins[1:]):
        if len(own) >= SERIES_OF_A_NODE:
            found[np.ix_(own, _closed(np.nansum(found[own], axis=0), week))] = np.nan
    return found


def _told_enough(rows: NDArray[np.int64], week: int) -> NDArray[np.bool_]:
    """The periods in which what a node has no row of was not sold, by how many rows each node has of each period."""
    told = rows > 0
    open_on = np.logical_or.accumulate(told, axis=1)
    since = open_on.copy()
    for day in range(week if week > 1 else 0):
        open_on[:, day::week] &= _share(told[:, day::week], since[:, day::week]) >= AS_A_RULE
    usual = np.asarray([float(np.median(own[own > 0])) if own.any() else 0.0 for own in rows])
    seldom = (usual[:, None] < FEWEST_ROWS) & (_share(told & open_on, open_on) < NEARLY_ALWAYS)
    return np.asarray(told | (since & (~open_on | seldom)))


def _share(told: NDArray[np.bool_], of: NDArray[np.bool_]) -> NDArray[np.float64]:
    """In which share of its periods each node tells something."""
    return np.asarray(told.sum(axis=1, keepdims=True) / np.maximum(of.sum(axis=1, keepdims=True), 1))


def _closed(total: NDArray[np.float32], week: int) -> NDArray[np.bool_]:
    """The periods in which a node was closed, by what it sold: they say nothing of what its customers wanted."""
    shut = np.asarray(total == 0)
    for day in range(week):
        if len(total[day::week]) and float(np.median(total[day::week])) <= 0:
            shut[day::week] = False
    return shut
