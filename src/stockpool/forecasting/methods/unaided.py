"""The boosted model without signals and events, beside the one that knows them.

A year has few weeks: a model that sees the weather and the price of fuel can learn by heart which week it was. How much
each of the two is trusted is decided at the rolling origins, as of all methods.
"""

from __future__ import annotations

from dataclasses import replace

from stockpool.forecasting.features import EVENT, SIGNAL
from stockpool.forecasting.methods.boosted import Boosted
from stockpool.forecasting.panel import Matrix, Panel

LEFT_OUT = (SIGNAL, EVENT)


class Unaided:
    """The boosted model on demand, prices and promotions alone."""

    name = "boosted_unaided"

    def __init__(self, boosted: Boosted) -> None:
        """Forecast as this one does."""
        self._boosted = boosted

    def forecast(self, known: Panel, horizon: int) -> Matrix:
        """As the role says."""
        kept = tuple([each for each in known.covariates if each.group not in LEFT_OUT])
        return self._boosted.forecast(replace(known, covariates=kept), horizon)


def has_aid(panel: Panel) -> bool:
    """Whether there is anything to leave out."""
    return any(each.group in LEFT_OUT for each in panel.covariates)
