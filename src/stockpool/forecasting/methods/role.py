"""What a method is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple, Protocol, runtime_checkable

from stockpool.forecasting.panel import Matrix, Panel


class Part(NamedTuple):
    """Some series and some steps of the horizon."""

    series: slice
    steps: slice


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
        """Those of its last forecast in this process by name, as their library writes them."""


@runtime_checkable
class Divided(Protocol):
    """A method that takes so long that its parts are carried out by themselves, on many machines."""

    def parts(self, panel: Panel, horizon: int) -> Sequence[Part]:
        """Parts that make up the whole."""

    def forecast_part(self, known: Panel, horizon: int, part: Part) -> Matrix:
        """A part of the forecast, of its shape."""
