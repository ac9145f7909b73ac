"""What strategies are asked in their tests."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from hypothesis import Phase, given, settings
from hypothesis.strategies import SearchStrategy

from stockpool.kernel.tariffs import MICRO
from stockpool.sourcing.asked import Asked, AskedLine, Load, Outlook
from stockpool.sourcing.messages import Candidate, Method

STORE = Candidate("leeds", 53.8, -1.5)
WAREHOUSE = Candidate("hub", 52.2, -1.2, kind="distribution_center")

EUR = MICRO
"""A currency's unit in millionths."""


FAST = settings(
    max_examples=80, database=None, deadline=None, derandomize=True, report_multiple_bugs=False, phases=[Phase.generate]
)
"""Controls fail on purpose: nobody needs their smallest example."""


def line(units: int = 1, **more: Any) -> AskedLine:  # noqa: ANN401 -- its fields
    """So many teas."""
    return AskedLine("tea", units, **more)


def asked(
    *lines: AskedLine,
    km: float | None = None,
    days: int | None = None,
    load: Load | None = None,
    outlook: Outlook | None = None,
) -> Asked:
    """A demand; what is not given is not known."""
    return Asked(
        channel="web",
        method=Method.SHIP,
        lines=lines or (line(),),
        on=date(2026, 5, 1),
        km=lambda _: km,
        days=lambda _: days,
        load=lambda _: load or Load(),
        outlook=lambda _sku, _node: outlook or Outlook(),
    )


def for_all(check: Callable[..., None], *drawn: SearchStrategy[Any]) -> None:
    """A property holds for everything that may be drawn; an AssertionError says for what it does not."""
    FAST(given(*drawn)(check))()
