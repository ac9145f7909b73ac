"""Forecasts over HTTP: by day, as sums over any days of a run, and what they were worth."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from stockpool.access.api import Caller, Scope
from stockpool.entrypoints.http.answers import Answer, answer
from stockpool.entrypoints.http.cursors import decode_cursor, encode_cursor, not_a_cursor
from stockpool.entrypoints.http.endpoints import Call, Endpoint
from stockpool.entrypoints.http.insight_calls import nodes_of
from stockpool.entrypoints.http.problems import field_problem
from stockpool.entrypoints.http.wire_forecasts import (
    AccuracyPage,
    AccuracyQuery,
    ForecastPage,
    ForecastQuery,
    NowcastQuery,
    RunPage,
    RunsQuery,
    TotalPage,
    shown,
)
from stockpool.forecasting.api import SeriesForecast, SeriesTotal, StoredRun
from stockpool.forecasting.messages import QUANTILES
from stockpool.kernel.refusals import Reason, Refused
from stockpool.workflows.forecast_desk import Days, ForecastDesk, Places

PATH = "/v1/forecasts"
LAST = timedelta(weeks=13)
NEWER_THAN_ALL = 2**62
NOWCAST_NODES_MAX = 3
"""All series of these nodes are looked at for each answer."""


class Asked(NamedTuple):
    """The run that answers, and of what."""

    run: StoredRun | None
    places: Places


@dataclass(frozen=True, slots=True)
class ForecastCalls:
    """The calls about forecasts."""

    desk: ForecastDesk

    def endpoints(self) -> list[Endpoint]:
        """Their declarations."""
        read = (Scope.READ, Scope.STOCK, Scope.PLAN)
        return [
            Endpoint(
                method="GET", path=PATH, summary="What the newest forecast says of SKUs at nodes, day by day",
                scopes=read, respond=self.days, query=NowcastQuery, reply=ForecastPage,
                refusals=(Reason.CURSOR_EXPIRED,),
            ),
            Endpoint(
                method="GET", path=f"{PATH}/totals", summary="What it says of the sum of some days, as a lead time",
                scopes=read, respond=self.totals, query=ForecastQuery, reply=TotalPage,
                refusals=(Reason.CURSOR_EXPIRED,),
            ),
            Endpoint(
                method="GET", path=f"{PATH}/accuracy", summary="How right forecasts were, over time", scopes=read,
                respond=self.accuracy, query=AccuracyQuery, reply=AccuracyPage, of_no_node=True,
            ),
            Endpoint(
                method="GET", path=f"{PATH}/runs", summary="The runs of forecasts, with who forecast and why",
                scopes=read, respond=self.runs, query=RunsQuery, reply=RunPage, of_no_node=True,
            ),
        ]  # fmt: skip

    async def days(self, call: Call[None, NowcastQuery]) -> Answer | Refused:
        """A page of one run."""
        asked = await self._asked(call.caller, call.query)
        if not isinstance(asked, Asked):
            return asked
        now = datetime.now(UTC) if call.query.nowcast else None
        if now is not None and (bad := _nowcast_problem(call.query, asked.places)):
            return bad
        if asked.run is None:
            return answer(ForecastPage(None, None, (), None))
        days = Days(call.query.from_, call.query.to)
        found, is_moved = await self.desk.days(asked.run, asked.places, days, call.query.quantiles, now)
        return answer(ForecastPage(shown(asked.run), now if is_moved else None, tuple(found), _next(asked, found)))

    async def totals(self, call: Call[None, ForecastQuery]) -> Answer | Refused:
        """As above, of sums; days that the run does not tell of have none."""
        asked = await self._asked(call.caller, call.query)
        if not isinstance(asked, Asked):
            return asked
        run = asked.run
        if run is None:
            return answer(TotalPage(None, None, None, (), None))
        for name, day in (("from", call.query.from_), ("to", call.query.to)):
            if day is not None and not run.first_day <= day <= run.last_day:
                return field_problem(name, f"the newest forecast tells of {run.first_day} to {run.last_day}")
        periods = Days(call.query.from_, call.query.to).periods_of(run)
        if not periods:
            return field_problem("to", "no period of the forecast begins within these days")
        found = await self.desk.totals(run, asked.places, periods, call.query.quantiles)
        first = run.first_day + timedelta(days=run.step_days * periods.start)
        last = run.first_day + timedelta(days=run.step_days * periods.stop - 1)
        return answer(TotalPage(shown(run), first, last, tuple(found), _next(asked, found)))

    async def accuracy(self, call: Call[None, AccuracyQuery]) -> Answer:
        """Of all nodes together: it tells of methods, and not of stock."""
        until = call.query.to or datetime.now(UTC).date()
        since = call.query.from_ or max(until, date.min + LAST) - LAST
        if since > until:
            return field_problem("from", "must not lie behind to")
        return answer(AccuracyPage(tuple(await self.desk.accuracy(call.query.by, call.query.class_, since, until))))

    async def runs(self, call: Call[None, RunsQuery]) -> Answer:
        """A page, the newest first."""
        before = NEWER_THAN_ALL if call.query.cursor is None else decode_cursor(call.query.cursor, int)
        if isinstance(before, Answer):
            return before
        if not 0 <= before <= NEWER_THAN_ALL:
            return not_a_cursor()
        found = await self.desk.runs(before, call.query.limit)
        full = len(found) == call.query.limit
        return answer(RunPage(tuple(found), encode_cursor(found[-1].id) if full else None))

    async def _asked(self, caller: Caller, query: ForecastQuery) -> Asked | Answer | Refused:
        """What is asked for, as far as the caller may see it; a page that follows is of the run of the one before."""
        nodes = nodes_of(caller, query.node)
        if isinstance(nodes, Answer):
            return nodes
        # the run, SKU and node that the page before ended with
        after = (0, "", "") if query.cursor is None else decode_cursor(query.cursor, tuple[int, str, str])
        if isinstance(after, Answer):
            return after
        if not 0 <= after[0] <= NEWER_THAN_ALL:
            return not_a_cursor()
        run = await self.desk.run(None if query.cursor is None else after[0])
        if run is None and query.cursor is not None:
            return Refused(Reason.CURSOR_EXPIRED, "the forecast of this cursor is no longer kept; begin again")
        return Asked(run, Places(query.sku or None, nodes, after[1:], query.limit))


def _nowcast_problem(query: ForecastQuery, places: Places) -> Answer | None:
    """What today's sales cannot move: too much to be looked at, or quantiles that they are not reckoned for."""
    if not 0 < len(places.nodes or ()) <= NOWCAST_NODES_MAX:
        return field_problem("node", f"with nowcast name one to {NOWCAST_NODES_MAX} nodes")
    if not set(query.quantiles) <= set(QUANTILES):
        return field_problem("quantiles", f"with nowcast there are {', '.join(map(str, QUANTILES))}")
    return None


def _next(asked: Asked, found: list[SeriesForecast] | list[SeriesTotal]) -> str | None:
    if asked.run is None or len(found) < asked.places.limit:
        return None
    return encode_cursor((asked.run.id, found[-1].sku, found[-1].node))
