"""What forecasting is asked for and what it answers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import msgspec

QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99)
"""The quantiles that files and answers have."""
TOTALS = (0.5, 0.9, 0.95, 0.99)
"""Those of sums."""


def quantile_name(level: float) -> str:
    """How a quantile's column is called."""
    return f"q{round(level * 100):02d}"


class Where(msgspec.Struct, frozen=True, kw_only=True):
    """On which machines it is computed; numbers do not depend on it."""

    engine: str = "local"
    scheduler: str | None = None
    """The address of a cluster; without one the engine starts processes of its own."""
    workers: int | None = None
    """How many of those; one for each core where nothing is said."""


STARTING = ("new", "unlisted", "unsold")
"""Classes of series that are forecast by likeness."""
DEAD = "dead"
"""The class of series that sell no more."""
PROMOTED = "+"
"""Behind a class where there is a promotion: errors are others then."""
EVERYTHING = ""
"""All classes together."""
FEWEST_SERIES = 30
"""A class with fewer has no champion of its own and is forecast as all others together."""
CHAMPION, LIKENESS, NOTHING = "champion", "likeness", "nothing"
"""What stands beside methods among the errors of a class."""
NAIVE = "naive"
"""The seasonal naive beside the champion, in what is stored."""


HORIZON_MAX = 731
"""Two years of days: of what lies farther ahead history says nothing, and saying so takes many minutes."""


class ForecastPlan(msgspec.Struct, frozen=True, kw_only=True):
    """How it is forecast."""

    horizon: int
    """Periods of the file's own rhythm: days of a daily file, weeks of a weekly one."""
    methods: tuple[str, ...] = ()
    """Only these; all that there are where none is named."""
    seed: int = 1
    rounds: int = 220
    """Trees of each boosted model; fewer learn less."""
    trusted: frozenset[str] = frozenset()
    """Signals that look as if they knew the future and are to be used all the same."""
    where: Where = Where()


class Scores(msgspec.Struct, frozen=True):
    """How well some forecasts did on what was held out; `_naive` is the seasonal naive's on the same rows.

    `wape`: absolute errors over demand. `bias`: what was forecast too much, over demand. `rmsse`: root mean squared
    error over that of naming the value before in the history, weighted by what series sold in the year before.
    `pinball`: mean quantile loss over mean demand. `coverage_90`: share of rows not above the 0.9 quantile. None where
    there is nothing to divide by.
    """

    rows: int
    series: int
    wape: float | None
    wape_naive: float | None
    bias: float | None
    bias_naive: float | None
    rmsse: float | None
    rmsse_naive: float | None
    pinball: float | None
    pinball_naive: float | None
    coverage_90: float | None
    coverage_90_naive: float | None
    coverage_95: float | None
    coverage_95_naive: float | None


class SumScores(msgspec.Struct, frozen=True):
    """How often sums over so many periods were not above their quantiles."""

    periods: int
    windows: int
    coverage_90: float | None
    coverage_95: float | None


class LevelScores(msgspec.Struct, frozen=True):
    """How well sums of a level were forecast; `weeks_95` is the share of weeks not above their 0.95 quantile."""

    keys: int
    rows: int
    wape: float | None
    coverage_90: float | None
    coverage_95: float | None
    weeks_95: float | None


class ReadReport(msgspec.Struct, frozen=True):
    """What was read of the files and what of it was mended."""

    rows: int
    series: int
    new: int
    """How many of them were never sold."""
    periods: int
    step_days: int
    first: str
    last: str
    duplicates: int
    negatives: int
    gaps: int
    gaps_read_as: str
    out_of_stock: int
    zero_share: float
    signals: Mapping[str, str]
    """Each signal: known `ahead`, known `after`, or why it is not used; so for columns that are no numbers."""


class ChampionOf(msgspec.Struct, frozen=True):
    """What forecasts a class, and by which evidence."""

    demand_class: str
    series: int
    weights: Mapping[str, float]
    """The share of each method in the forecast; the others have none."""
    errors: Mapping[str, float]
    """The volume-weighted RMSSE of each method on the rolling origins, and of `champion`."""
    origins: tuple[str, ...]
    """The last known days of these origins."""


class BacktestReport(msgspec.Struct, frozen=True):
    """A backtest: what was read, who forecast, and the scores overall and by class."""

    read: ReadReport
    series: int
    horizon: int
    wall_s: float
    peak_mb: float
    overall: Scores
    classes: Mapping[str, Scores]
    sums: tuple[SumScores, ...]
    levels: Mapping[str, LevelScores]
    shown: tuple[ShownSeries, ...]
    champions: tuple[ChampionOf, ...]


class RunReport(msgspec.Struct, frozen=True):
    """A forecast that was written."""

    read: ReadReport
    series: int
    horizon: int
    wall_s: float
    peak_mb: float
    rows: int
    champions: tuple[ChampionOf, ...]


class Compared(msgspec.Struct, frozen=True):
    """The volume-weighted RMSSE of the same backtest with and without something; below zero it helps.

    `difference_low` and `difference_high` are the 95 % interval of the difference.
    """

    without: tuple[str, ...]
    windows: int
    series: int
    rmsse_with: float
    rmsse_without: float
    difference: float
    difference_low: float
    difference_high: float


class KnownPeriod(msgspec.Struct, frozen=True):
    """What a series sold; None where nobody knows."""

    date: str
    quantity: float | None


class ExplainedPeriod(msgspec.Struct, frozen=True):
    """A period's forecast and its parts in units, which sum to the mean."""

    date: str
    mean: float
    q05: float
    q95: float
    parts: Mapping[str, float]


class Explained(msgspec.Struct, frozen=True):
    """Why the forecast of a series says what it says.

    `effects`: units of the whole horizon that a change of price or promotion makes. `alike`: of a series that starts,
    the SKUs from which it takes its forecast, with their weights.
    """

    sku: str
    node: str
    demand_class: str
    champion: ChampionOf
    periods: tuple[ExplainedPeriod, ...]
    effects: Mapping[str, float]
    alike: Mapping[str, float] = {}
    history: tuple[KnownPeriod, ...] = ()
    step_days: int = 1


class ShownSeries(msgspec.Struct, frozen=True):
    """A series of a backtest beside what came, and why it is shown."""

    sku: str
    node: str
    demand_class: str
    why: str
    history: tuple[KnownPeriod, ...]
    periods: tuple[ExplainedPeriod, ...]
    came: tuple[KnownPeriod, ...]
    step_days: int


class Exported(msgspec.Struct, frozen=True):
    """A history of demand that was written.

    `first` and `last` are its first and last day, None where it has no rows. The same history has the same fingerprint,
    and another one has another: 64 hex digits.
    """

    rows: int
    series: int
    first: date | None
    last: date | None
    fingerprint: str


class DayForecast(msgspec.Struct, frozen=True):
    """The forecast of a series for a day: its mean, and the quantiles at `QUANTILES`, in display units."""

    sku: str
    node: str
    day: date
    mean: float
    quantiles: tuple[float, ...]


class SoldSoFar(msgspec.Struct, frozen=True):
    """What a series sold since the day began, and whether there is more of it."""

    sku: str
    node: str
    quantity: float
    in_stock: bool = True


class TodaySoFar(msgspec.Struct, frozen=True, kw_only=True):
    """A day that is not over; a series that is not named sold nothing and is in stock."""

    day: date
    share: float = 1.0
    """Of a day's sales, how much is usually made by now; all of it where nothing is said."""
    sold: tuple[SoldSoFar, ...]
    shares: Mapping[str, float] = {}
    """The share at nodes where it is another one."""
    lasts: float = 0.5
    """How much of a deviation is left a day later."""


class NowcastReport(msgspec.Struct, frozen=True):
    """A forecast that was moved by today's sales: `expected` by now and `sold`, both in units of all series.

    `silent`: nodes of which nothing is heard. `unknown`: series that sold and were not forecast for today.
    """

    rows: int
    series: int
    share: float
    expected: float
    sold: float
    silent: tuple[str, ...]
    unknown: int


class ForecastRefused(Exception):
    """A file or an option that cannot be used; the message says what, where and how to mend it."""
