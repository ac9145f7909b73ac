"""Which kind of demand a series has: by how often it sells and how much that varies, and by its share of the sales.

Syntetos, Boylan and Croston (2005), "On the categorization of demand patterns": an average inter-demand interval of
1.32 and a squared coefficient of variation of 0.49 part smooth, erratic, intermittent and lumpy demand.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from stockpool.forecasting.messages import DEAD
from stockpool.forecasting.panel import Panel

ADI_LIMIT = 1.32
CV2_LIMIT = 0.49
NEW_PERIODS = 13
"""So few known periods tell nothing about a pattern."""
DEAD_AFTER = {1: 182, 7: 26}
"""So many periods without a sale at the end, by the days of a period, and nobody wants it any more."""
A_SHARE = 0.8
B_SHARE = 0.95

SMOOTH, ERRATIC, INTERMITTENT, LUMPY, NEW = "smooth", "erratic", "intermittent", "lumpy", "new"
UNLISTED, UNSOLD = "unlisted", "unsold"
"""Never sold at the node, but at others; never sold anywhere."""


def demand_classes(panel: Panel) -> NDArray[np.str_]:
    """The class of each series."""
    demand = panel.demand
    known, sold = ~np.isnan(demand), demand > 0
    count, sales = known.sum(axis=1), sold.sum(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        interval = count / sales
        sizes = np.where(sold, demand, np.nan).astype(np.float64)
        mean = np.nansum(sizes, axis=1) / sales
        variance = np.nansum((sizes - mean[:, None]) ** 2, axis=1) / sales
        cv2 = np.nan_to_num(variance / mean**2)
    seldom = ~(interval < ADI_LIMIT)
    varied = cv2 >= CV2_LIMIT
    found = np.where(seldom, np.where(varied, LUMPY, INTERMITTENT), np.where(varied, ERRATIC, SMOOTH))
    found[count < NEW_PERIODS] = NEW
    quiet = DEAD_AFTER[panel.step_days]
    found[(sales == 0) | ((count >= quiet) & (sold[:, -quiet:].sum(axis=1) == 0))] = DEAD
    found[(count < NEW_PERIODS) & (sales > 0)] = NEW
    elsewhere = {sku for sku, units in zip(panel.skus, sales, strict=True) if units > 0}
    for row in np.flatnonzero(count == 0):  # what nobody announced may as well never be sold
        if (panel.skus[row], panel.nodes[row]) not in panel.announced:
            continue
        found[row] = UNLISTED if panel.skus[row] in elsewhere else UNSOLD
    return np.asarray(found)


def volumes(panel: Panel) -> NDArray[np.float64]:
    """What each series sold in the last 52 weeks."""
    return np.asarray(np.nansum(panel.demand[:, -panel.year :], axis=1, dtype=np.float64))


def abc_classes(panel: Panel) -> NDArray[np.str_]:
    """A: the series that make four fifths of the sales of a year; B: up to 95 %; C: the others."""
    volume = volumes(panel)
    order = np.argsort(-volume, kind="stable")
    before = np.cumsum(volume[order]) - volume[order]
    share = before / max(volume.sum(), 1e-9)
    found = np.empty(len(volume), dtype="<U1")
    found[order] = np.where(share < A_SHARE, "A", np.where(share < B_SHARE, "B", "C"))
    return found
