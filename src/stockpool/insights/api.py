"""The door of insights."""

from __future__ import annotations

from stockpool.insights.decide.cases import actions_for, words_of
from stockpool.insights.decide.counting import hour_of
from stockpool.insights.decide.figures import (
    FIGURES,
    LAG_COUNTED,
    LAG_MEASURES,
    MONEY,
    as_number,
    lag_measure,
    lag_p99_ms,
    mean,
    measures_of,
    parts_of,
    unit_of,
    value_of,
)
from stockpool.insights.decide.telling import say
from stockpool.insights.handlers import count_page
from stockpool.insights.model import EVERYWHERE, Counted
from stockpool.insights.queries.exceptions import (
    CasePlace,
    ExceptionsAsked,
    LateSource,
    StoredException,
    count_by_kind,
    count_by_node,
    find_exceptions,
    get_exception,
    list_exceptions,
    looked_s_ago,
)
from stockpool.insights.queries.figures import (
    Asked,
    Sums,
    counted_since,
    first_position,
    lag_s,
    levels,
    looked_at_since,
    open_promises,
    people,
    series,
    sums,
)
from stockpool.insights.queries.life import events_of_order
from stockpool.insights.queries.network import (
    NodeRow,
    accuracy_of,
    backlog_of,
    days_of_sku,
    list_flows,
    list_nodes,
)
from stockpool.insights.queries.searching import Typed, search_nodes, search_orders, search_skus
from stockpool.insights.store import add_counted, count_refusals, forget_counts, snooze, take_levels

__all__ = [
    "EVERYWHERE",
    "FIGURES",
    "LAG_COUNTED",
    "LAG_MEASURES",
    "MONEY",
    "Asked",
    "CasePlace",
    "Counted",
    "ExceptionsAsked",
    "LateSource",
    "NodeRow",
    "StoredException",
    "Sums",
    "Typed",
    "accuracy_of",
    "actions_for",
    "add_counted",
    "as_number",
    "backlog_of",
    "count_by_kind",
    "count_by_node",
    "count_page",
    "count_refusals",
    "counted_since",
    "days_of_sku",
    "events_of_order",
    "find_exceptions",
    "first_position",
    "forget_counts",
    "get_exception",
    "hour_of",
    "lag_measure",
    "lag_p99_ms",
    "lag_s",
    "levels",
    "list_exceptions",
    "list_flows",
    "list_nodes",
    "looked_at_since",
    "looked_s_ago",
    "mean",
    "measures_of",
    "open_promises",
    "parts_of",
    "people",
    "say",
    "search_nodes",
    "search_orders",
    "search_skus",
    "series",
    "snooze",
    "sums",
    "take_levels",
    "unit_of",
    "value_of",
    "words_of",
]
