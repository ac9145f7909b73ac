"""Questions about forecasts on the wire, and their answers."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

import msgspec

from stockpool.entrypoints.http.wire_stock import Named
from stockpool.forecasting.api import AccuracyRow, SeriesForecast, SeriesTotal, StoredRun
from stockpool.forecasting.messages import QUANTILES

Level = Annotated[float, msgspec.Meta(ge=0.005, le=0.999)]
Levels = Annotated[tuple[Level, ...], msgspec.Meta(max_length=20)]
Limit = Annotated[int, msgspec.Meta(ge=1, le=200)]


class ForecastQuery(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Of which SKUs and nodes, of all where none is named; of which days of the run, and which quantiles."""

    sku: Named = ()
    node: Named = ()
    from_: date | None = msgspec.field(name="from", default=None)
    to: date | None = None
    quantiles: Levels = QUANTILES
    limit: Limit = 100
    cursor: str | None = None


class NowcastQuery(ForecastQuery, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """As above; with `nowcast` moved by what the nodes that are named have sold today so far."""

    nowcast: bool = False


class RunShown(msgspec.Struct, frozen=True):
    """Which run an answer is from: what it knew and of which days it tells; periods are days, or weeks."""

    id: int
    made_at: datetime
    known_until: date
    first_day: date
    last_day: date
    step_days: int


class ForecastPage(msgspec.Struct, frozen=True):
    """What the newest run says, in the order of SKU and node; `run` is null before the first one.

    `moved_at`: until when today's sales have moved it; null where they have not. `next` is the cursor of the following
    page, which is of the same run.
    """

    run: RunShown | None
    moved_at: datetime | None
    forecasts: tuple[SeriesForecast, ...]
    next: str | None


class TotalPage(msgspec.Struct, frozen=True):
    """What the newest run says of the sum from a day to a day; the quantile of a sum is not the sum of quantiles."""

    run: RunShown | None
    from_: date | None = msgspec.field(name="from")
    to: date | None
    totals: tuple[SeriesTotal, ...]
    next: str | None


class AccuracyQuery(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Of which class (of demand, or A, B, C), all where none is named; of which days, the last 13 weeks if none."""

    class_: Annotated[str, msgspec.Meta(max_length=20)] = msgspec.field(name="class", default="")
    from_: date | None = msgspec.field(name="from", default=None)
    to: date | None = None
    by: Literal["day", "week"] = "week"


class AccuracyPage(msgspec.Struct, frozen=True):
    """By time, and by how many days before they were made."""

    accuracy: tuple[AccuracyRow, ...]


class RunsQuery(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """How many runs, and behind which."""

    limit: Limit = 20
    cursor: str | None = None


class RunPage(msgspec.Struct, frozen=True):
    """Runs, the newest first; `next` is the cursor of the following page."""

    runs: tuple[StoredRun, ...]
    next: str | None


def shown(run: StoredRun) -> RunShown:
    """A run beside what it says."""
    return RunShown(run.id, run.made_at, run.known_until, run.first_day, run.last_day, run.step_days)
