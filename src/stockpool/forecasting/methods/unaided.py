"""The boosted model without signals and events, beside the one that knows them.

A year has few weeks: a model that sees the weather and the price of fuel can learn by heart which week it was. How much
each of the two is trusted is decided at the rolling origins, as of all methods.
"""

from __future__ import annotations

from dataclasses import replace

from stockpool.forecasting.features import EVENT, SIGNAL
from stockpool.forecasting.methods.boosted import Boosted
from stockpool.forecasting.methods.role import Part
from stockpool.forecasting.panel import Matrix, Panel

AID = (SIGNAL, EVENT)


class Unaided(Boosted):
    """The boosted model on demand, prices and promotions alone."""

    name = "boosted_unaided"

    def forecast(self, known: Panel, horizon: int) -> Matrix:
        """As the role says."""
        return super().forecast(_without_aid(known), horizon)

    def forecast_part(self, known: Panel, horizon: int, part: Part) -> Matrix:
        """As the role says."""
        return super().forecast_part(_without_aid(known), horizon, part)


def has_aid(panel: Panel) -> bool:
    """Whether there is anything to leave out."""
    return any(each.group in AID for each in panel.covariates)


def _without_aid(panel: Panel) -> Panel:
    return replace(panel, covariates=tuple([each for each in panel.covariates if each.group not in AID]))
