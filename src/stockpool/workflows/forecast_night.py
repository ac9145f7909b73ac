"""The night's forecast: demand is read, what was said is compared with what came, and what comes next is stored.

All of it is done on one connection, which has the turn: whoever loses it writes nothing any more, and what was read
before stays. Comparisons are written before the forecast is made, since they hold whatever becomes of it.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Sequence
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NamedTuple

from psycopg import AsyncConnection

from stockpool.feed.api import Telling, tell
from stockpool.forecasting import api as forecasting
from stockpool.forecasting.api import AccuracySums, ForecastFiles, NightAsked, NightDone, RunFacts, RunMade
from stockpool.kernel.refusals import Reason, Refused

if TYPE_CHECKING:
    from stockpool.forecasting.api import Night, NightSource, Tell

READ_AT_ONCE = 1 << 20
LIBRARIES = ("stockpool", "numpy", "lightgbm")


class Read(NamedTuple):
    """What a night has read, how it can be told from another, and when it began, by the process's clock."""

    night: Night
    fingerprint: str
    began: float


async def make_night(connection: AsyncConnection, asked: NightAsked, now: datetime, told: Tell) -> NightDone | Refused:
    """Make and store tonight's forecast; refused while another night is under way. Raises `ForecastRefused`.

    The connection is idle, in autocommit mode and without a statement time-out.
    """
    if not await forecasting.begin_night(connection):
        return Refused(Reason.IN_USE, "another night is under way; it ends by itself")
    try:
        return await _make(connection, await _read(connection, asked, now), asked, now, told)
    finally:
        if not connection.closed:
            await forecasting.end_night(connection)


async def _read(connection: AsyncConnection, asked: NightAsked, now: datetime) -> Read:
    """The demand of a night; a day that is not over anywhere is no demand yet."""
    began, source = time.monotonic(), asked.source
    if source.demand is not None:
        files = ForecastFiles(
            demand=source.demand, prices=source.prices, signals=source.signals, country=source.country
        )
        return Read(forecasting.read_night(files, asked.plan), fingerprint_of(source), began)
    with TemporaryDirectory(prefix="stockpool-night-") as folder:
        demand, prices = Path(folder) / "demand.parquet", Path(folder) / "prices.parquet"
        exported = await forecasting.export_history(
            connection, demand, prices, await forecasting.last_day_over(connection, now)
        )
        if exported.last is None:
            raise forecasting.ForecastRefused("nothing was sold yet: import the history of sales, or name a file of it")
        files = ForecastFiles(
            demand=demand, prices=source.prices or prices, signals=source.signals, country=source.country
        )
        night = forecasting.read_night(files, asked.plan)
    return Read(night, fingerprint_of(source, exported.fingerprint), began)


async def _make(connection: AsyncConnection, read: Read, asked: NightAsked, now: datetime, told: Tell) -> NightDone:
    night = read.night
    scored = await _score(connection, night)
    champions = await forecasting.champions_now(connection)
    seen = (
        [] if champions is None else await forecasting.weeks_seen(connection, champions.known_until, night.known_until)
    )
    choice = forecasting.decide_choice(champions, night.situation(), seen)
    spreads = (
        {} if champions is None else await forecasting.spreads_of(connection, champions.chosen_by, asked.plan.horizon)
    )
    made = night.forecast(champions, spreads, choice, told)
    facts = RunFacts(
        fingerprint=read.fingerprint,
        versions=versions_now(),
        demand_read=night.demand_read,
        hours=await forecasting.hours_until(connection, now),
        asked_by=asked.asked_by,
        seconds=round(time.monotonic() - read.began, 1),
    )
    kept_by = champions.chosen_by if champions is not None and choice is None else None
    run, changed, said = await _store(connection, made, facts, kept_by, asked, now)
    return NightDone(
        run=run,
        known_until=made.known_until,
        first_day=made.first_day,
        last_day=made.last_day,
        series=len(made.series),
        days_scored=scored,
        changed=changed,
        told=said,
        chosen_because=choice,
        champions=made.champions,
        seconds=facts.seconds,
    )


async def _score(connection: AsyncConnection, night: Night) -> int:
    """Compare what earlier runs said of the days that have come since the newest of them; how many days."""
    newest = await forecasting.newest_run(connection)
    if newest is None or night.known_until <= newest.known_until:
        return 0
    found: dict[tuple[object, ...], AccuracySums] = {}
    for run in await forecasting.kept_runs(connection):
        periods = run.periods_between(newest.known_until, night.known_until)
        if periods:
            series = await forecasting.series_of_run(connection, run.id, periods.start, periods.stop)
            spreads = await forecasting.spreads_of(connection, run.chosen_by, 1)
            _add(found, night.score(run, periods.start, series, spreads))
    await forecasting.replace_accuracy(connection, newest.known_until, found.values())
    return len({each.day for each in found.values()})


def _add(found: dict[tuple[object, ...], AccuracySums], sums: Sequence[AccuracySums]) -> None:
    for each in sums:
        key = (each.day, each.demand_class, each.abc_class, each.ahead, each.method)
        before = found.get(key)
        found[key] = each if before is None else forecasting.together(before, each)


async def _store(
    connection: AsyncConnection,
    made: RunMade,
    facts: RunFacts,
    kept_by: int | None,
    asked: NightAsked,
    now: datetime,
) -> tuple[int, int, int]:
    """Write the run, what is told of it, and forget what is not needed any more, at once."""
    before = await _before(connection)
    async with connection.transaction():
        run = await forecasting.add_run(connection, made, facts, kept_by, now)
        means = [((each.sku, each.node), each.mean) for each in made.series]
        of_now = forecasting.RunNow(run, made.first_day, made.step_days, means)
        changed = [] if before is None else forecasting.decide_changes(before, of_now, asked.limits)
        said = changed[: asked.limits.events_max]
        summary = forecasting.ForecastMade(
            run=run,
            known_until=made.known_until,
            first_day=made.first_day,
            last_day=made.last_day,
            series=len(made.series),
            changed=len(changed),
            told=len(said),
            chosen_because=None if made.choice is None else made.choice.said,
        )
        await forecasting.prune(connection, now)
        events = [Telling(f"{each.sku}@{each.node}", each) for each in said]
        await tell(connection, [*events, Telling("forecasts", summary)])
    return run, len(changed), len(said)


async def _before(connection: AsyncConnection) -> forecasting.RunBefore | None:
    newest = await forecasting.newest_run(connection)
    kept = [] if newest is None else [each for each in await forecasting.kept_runs(connection) if each.id == newest.id]
    if not kept:
        return None
    return forecasting.RunBefore(kept[0], await forecasting.means_of_run(connection, kept[0].id))


def versions_now() -> dict[str, str]:
    """The versions of what computes."""
    found = {}
    for each in LIBRARIES:
        try:
            found[each] = version(each)
        except PackageNotFoundError:
            continue
    return found


def fingerprint_of(source: NightSource, told: str = "") -> str:
    """What tells whether two nights read the same: a digest of the files and of what is told of the pool's history."""
    digest = hashlib.sha256(f"{told} {source.country}".encode())
    for path in (source.demand, source.prices, source.signals):
        if path is not None:
            _digest(digest, path)
    return digest.hexdigest()


def _digest(digest: hashlib._Hash, path: Path) -> None:
    with path.open("rb") as file:
        while part := file.read(READ_AT_ONCE):
            digest.update(part)
