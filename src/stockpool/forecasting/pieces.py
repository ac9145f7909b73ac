"""A forecast in pieces that know nothing of each other: a method at an origin, or a part of it.

A piece is a pure function of the panel, with its own seed: wherever it is carried out, it says the same.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from stockpool.forecasting.methods.role import Divided, Method, Part
from stockpool.forecasting.panel import Matrix, Panel

Work = Callable[[Panel], Matrix]
WHOLE = Part(slice(None), slice(None))


@dataclass(frozen=True)
class Piece:
    """What a method says of some series and steps when so many periods are known."""

    method: str
    at: int
    part: Part
    work: Work
    what: str

    def of(self, panel: Panel) -> Matrix:
        """Carry it out, on the panel of which it knows the first periods."""
        return self.work(panel.until(self.at))


def pieces_of(panel: Panel, origins: Sequence[int], methods: Sequence[Method], horizon: int) -> list[Piece]:
    """The pieces of what methods say at some origins."""
    return [
        Piece(method.name, at, part, work, f"{method.name} from {panel.day(at).isoformat()}")
        for at in origins
        for method in methods
        for part, work in _parts(method, panel, horizon)
    ]


def _parts(method: Method, panel: Panel, horizon: int) -> list[tuple[Part, Work]]:
    if isinstance(method, Divided):
        return [
            (part, partial(method.forecast_part, horizon=horizon, part=part)) for part in method.parts(panel, horizon)
        ]
    return [(WHOLE, partial(method.forecast, horizon=horizon))]
