"""What a method is."""

from __future__ import annotations

from typing import Protocol

from stockpool.forecasting.panel import Matrix, Panel


class Method(Protocol):
    """Predicts mean demand. It sees a panel up to an origin and is asked for the periods behind it."""

    @property
    def name(self) -> str:
        """What it is called in options and reports."""

    def forecast(self, known: Panel, horizon: int) -> Matrix:
        """Mean demand, of the shape (series, horizon), in display units; NaN where it cannot say."""
