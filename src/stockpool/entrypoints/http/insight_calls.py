"""Figures for people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from stockpool.access.api import Caller, Scope
from stockpool.entrypoints.http.answers import Answer, answer
from stockpool.entrypoints.http.authentication import node_problem
from stockpool.entrypoints.http.endpoints import Call, Endpoint
from stockpool.entrypoints.http.problems import field_problem
from stockpool.entrypoints.http.wire_insights import (
    NodesQuery,
    PlacesQuery,
    SearchQuery,
    SeriesQuery,
    SpanQuery,
    TimesQuery,
)
from stockpool.entrypoints.http.wire_types import moment_problem
from stockpool.insights.messages import Found, NetworkSeen, NodePage, People, Series, SkuHistory, Tiles
from stockpool.kernel.refusals import Reason, Refused
from stockpool.workflows.insights_desk import InsightsDesk
from stockpool.workflows.network_desk import NetworkDesk

PATH = "/v1/insights"
SPAN = timedelta(hours=24)
SPAN_MOST = timedelta(days=93)


class Span(NamedTuple):
    """From when until when, and of which nodes; None where it is of everything."""

    since: datetime
    until: datetime
    nodes: tuple[str, ...] | None


def nodes_of(caller: Caller, named: tuple[str, ...]) -> tuple[str, ...] | Answer | None:
    """The nodes that are asked for: those named, or those that the caller is limited to."""
    if denied := node_problem(caller, [("node", node) for node in named]):
        return denied
    return named or (None if caller.nodes is None else tuple(sorted(caller.nodes)))


def span_of(caller: Caller, asked: TimesQuery, now: datetime, usual: timedelta = SPAN) -> Span | Answer:
    """The span that a query asks for, or what is wrong with it."""
    until = asked.until or now
    since = asked.from_ or until - usual
    for name, moment in (("from", since), ("until", until)):
        if bad := moment_problem(name, moment):
            return bad
    if not timedelta(0) < until - since <= SPAN_MOST:
        return field_problem("from", f"must lie before until, by {SPAN_MOST.days} days at most")
    nodes = nodes_of(caller, asked.node if isinstance(asked, PlacesQuery) else ())
    return nodes if isinstance(nodes, Answer) else Span(since, until, nodes)


@dataclass(frozen=True, slots=True)
class InsightCalls:
    """The calls about figures."""

    desk: InsightsDesk
    network_desk: NetworkDesk

    def endpoints(self) -> list[Endpoint]:
        """Their declarations."""
        read = (Scope.READ,)
        return [
            Endpoint(
                method="GET", path=f"{PATH}/tiles", summary="The figures that people steer by, with those before",
                scopes=read, respond=self.tiles, query=SpanQuery, reply=Tiles,
            ),
            Endpoint(
                method="GET", path=f"{PATH}/series", summary="One figure over time", scopes=read, respond=self.series,
                query=SeriesQuery, reply=Series,
            ),
            Endpoint(
                method="GET", path=f"{PATH}/network", summary="Nodes with their work, and what goes between them",
                scopes=read, respond=self.network, query=NodesQuery, reply=NetworkSeen,
            ),
            Endpoint(
                method="GET", path=f"{PATH}/nodes/{{node}}", summary="What a node has to do, and how it does",
                scopes=read, respond=self.node, query=TimesQuery, reply=NodePage, refusals=(Reason.UNKNOWN_NODE,),
            ),
            Endpoint(
                method="GET", path=f"{PATH}/people", summary="How people work", scopes=(Scope.READ, Scope.WORK),
                respond=self.people, query=PlacesQuery, reply=People,
            ),
            Endpoint(
                method="GET", path=f"{PATH}/skus/{{sku}}/history", summary="A SKU day by day", scopes=read,
                respond=self.sku_history, query=PlacesQuery, reply=SkuHistory, refusals=(Reason.UNKNOWN_SKU,),
            ),
            Endpoint(
                method="GET", path="/v1/search", summary="Find orders, SKUs, nodes, returns and holds", scopes=read,
                respond=self.search, query=SearchQuery, reply=Found,
            ),
        ]  # fmt: skip

    async def tiles(self, call: Call[None, SpanQuery]) -> Answer:
        """All figures of a span."""
        span = _span(call)
        if isinstance(span, Answer):
            return span
        return answer(await self.desk.tiles(*span, call.query.channel))

    async def series(self, call: Call[None, SeriesQuery]) -> Answer:
        """One of them, hour by hour or day by day."""
        span = _span(call)
        if isinstance(span, Answer):
            return span
        return answer(await self.desk.series(call.query.measure, call.query.by, *span, call.query.channel))

    async def network(self, call: Call[None, NodesQuery]) -> Answer:
        """All nodes."""
        nodes = nodes_of(call.caller, call.query.node)
        return nodes if isinstance(nodes, Answer) else answer(await self.network_desk.network(nodes))

    async def node(self, call: Call[None, TimesQuery]) -> Answer | Refused:
        """One of them."""
        if denied := node_problem(call.caller, [("node", call.path[0])]):
            return denied
        span = _span(call)
        if isinstance(span, Answer):
            return span
        found = await self.network_desk.node(call.path[0], span.since, span.until)
        return found if isinstance(found, Refused) else answer(found)

    async def people(self, call: Call[None, PlacesQuery]) -> Answer:
        """How people work; who may not read sees only how they do themselves."""
        span = _span(call)
        if isinstance(span, Answer):
            return span
        person = None if call.caller.allows(Scope.READ) else call.caller.id
        return answer(await self.network_desk.people(*span, person))

    async def sku_history(self, call: Call[None, PlacesQuery]) -> Answer | Refused:
        """The last four weeks where nothing else is said."""
        span = span_of(call.caller, call.query, datetime.now(UTC), timedelta(days=28))
        if isinstance(span, Answer):
            return span
        found = await self.network_desk.sku_history(call.path[0], *span)
        return found if isinstance(found, Refused) else answer(found)

    async def search(self, call: Call[None, SearchQuery]) -> Answer:
        """What somebody typed; orders and nodes as far as the caller may see them."""
        text = call.query.q.strip()
        if not text:
            return field_problem("q", "must not be blank")
        nodes = nodes_of(call.caller, ())
        return nodes if isinstance(nodes, Answer) else answer(await self.network_desk.search(text, nodes))


def _span(call: Call[None, Any]) -> Span | Answer:
    return span_of(call.caller, call.query, datetime.now(UTC))
