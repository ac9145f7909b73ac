"""What a method is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol, runtime_checkable

from stockpool.forecasting.panel import Matrix, Panel


class Method(Protocol):
    """Predicts mean demand. It sees a panel up to an origin and is asked for the periods behind it."""

    @property
    def name(self) -> str:
        """What it is called in options and reports."""

    def forecast(self, known: Panel, horizon: int) -> Matrix:
        """Mean demand, of the shape (series, horizon), in display units; NaN where it cannot say."""


@runtime_checkable
class Modeled(Protocol):
    """A method that learns models which can be written down."""

    def models(self) -> Mapping[str, str]:
        """Those of its last forecast by name, as their library writes them."""
