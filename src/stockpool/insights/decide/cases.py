"""How a case is worded, and what can be done about it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from stockpool.insights.messages import Action, ExceptionKind

Facts = Mapping[str, Any]

PRIORITY_MOST = 1_000
REJECTABLE = frozenset({"released", "accepted", "picking"})
"""Statuses in which a node can give a fulfillment order back."""


def words_of(kind: str, cause: str, units: str, facts: Facts) -> str:
    """What is the case, in a sentence."""
    return _WORDS[ExceptionKind(kind)](cause, units, facts)


def _order_waits(cause: str, units: str, facts: Facts) -> str:
    more = f" of {facts['skus']} SKUs" if facts["skus"] > 1 else ""
    waiting = f"{_counted(units)}{more} {'waits' if units == '1' else 'wait'}"
    if cause == "waits_for_supply":
        return f"{waiting} for supply to come"
    return f"{waiting}, and no node has {'it' if units == '1' else 'them'}"


def _late(cause: str, _units: str, facts: Facts) -> str:
    status = str(facts["status"]).replace("_", " ")
    if cause == "past_promise":
        return f"It is {status}, and was promised until {_moment(facts['promised_until'])}"
    return (
        f"It is promised until {_moment(facts['promised_until'])}; its node does {facts['daily_capacity']} a day and"
        f" has {facts['before_it']} to do before it"
    )


def _short_position(cause: str, units: str, _facts: Facts) -> str:
    if cause == "owes":
        return f"{_counted(units)} fewer than promised there"
    return f"{_counted(units)} below zero: more left than was known to be there"


def _reconciliation(_cause: str, _units: str, facts: Facts) -> str:
    return f"{facts['source']} says {_number(facts['outside'])}, the pool had {_number(facts['pool'])}"


def _feed_late(cause: str, _units: str, facts: Facts) -> str:
    if cause == "silent":
        return f"Nothing was heard of {facts['source']} for {_span(facts['silence_s'])}, which is unusual"
    return f"{facts['source']} tells what happens {_span(facts['lag_s'])} later"


def _dead_letters(cause: str, units: str, facts: Facts) -> str:
    ended = "; it was stopped" if cause == "stopped" else ""
    return f"{_counted(units, 'event')} did not arrive at {facts['url']}{ended}: {facts['error'] or 'no answer'}"


def _supply_late(_cause: str, units: str, facts: Facts) -> str:
    orders = "1 order" if facts["orders"] == 1 else f"{facts['orders']} orders"
    return f"{_counted(units)} should have come by {_moment(facts['expected_at'])}; promised to {orders}"


def _uncollected(cause: str, _units: str, facts: Facts) -> str:
    verb = "ended" if cause == "time_over" else "ends"
    return f"Its time to be collected {verb} {_moment(facts['ready_until'])}"


def _not_accepted(_cause: str, _units: str, _facts: Facts) -> str:
    return "Its node was told of it, and has not answered in time"


_WORDS: Mapping[ExceptionKind, Callable[[str, str, Facts], str]] = {
    ExceptionKind.ORDER_WAITS: _order_waits,
    ExceptionKind.LATE: _late,
    ExceptionKind.NOT_ACCEPTED: _not_accepted,
    ExceptionKind.SHORT_POSITION: _short_position,
    ExceptionKind.UNCOLLECTED: _uncollected,
    ExceptionKind.RECONCILIATION: _reconciliation,
    ExceptionKind.FEED_LATE: _feed_late,
    ExceptionKind.DEAD_LETTERS: _dead_letters,
    ExceptionKind.SUPPLY_LATE: _supply_late,
}


def actions_for(
    kind: str, key: str, order_id: str | None, where: tuple[str | None, str | None], facts: Facts
) -> list[Action]:
    """What could be done about a case; `where` are its node and SKU. Who may do it is asked elsewhere."""
    node, sku = where
    count = _post("Ask for a count", "/v1/warehouse/counts", {"node": node, "skus": [sku], "reason": "exception"})
    elsewhere = _post("Source elsewhere", f"/v1/fulfillment-orders/{key}/reject", {"reason": "sourced elsewhere"})
    if kind == ExceptionKind.ORDER_WAITS:
        return [
            _post("Source again", f"/v1/orders/{order_id}/source-again", {}),
            _post("Cancel the order", f"/v1/orders/{order_id}/cancel", {"reason": "no stock"}),
        ]
    if kind == ExceptionKind.LATE:
        more = min(int(facts["priority"]) + 1, PRIORITY_MOST)
        first = _post("Raise its priority", f"/v1/orders/{order_id}/edit", {"priority": more})
        return [elsewhere] if facts["status"] in REJECTABLE else [first] if facts["status"] == "open" else []
    if kind == ExceptionKind.NOT_ACCEPTED:
        return [elsewhere]
    if kind == ExceptionKind.SHORT_POSITION:
        return [count]
    if kind == ExceptionKind.UNCOLLECTED:
        return [_post("Back to stock", f"/v1/fulfillment-orders/{key}/expire", {})]
    if kind == ExceptionKind.RECONCILIATION:
        one = f"/v1/reconciliation/exceptions/{key}"
        return [
            _post("Accept theirs", f"{one}/accept", {}),
            _post("Explain", f"{one}/explain", {}, needs=("note",)),
            count,
        ]
    if kind == ExceptionKind.DEAD_LETTERS:
        return [_post("Send again", f"/v1/webhooks/{key}/dead-letters/replay", {})]
    return []


def _post(label: str, path: str, body: dict[str, Any], needs: tuple[str, ...] = ()) -> Action:
    return Action(label, "POST", path, body, needs=needs)


def _counted(number: str, what: str = "unit") -> str:
    return f"{number} {what}{'' if number == '1' else 's'}"


def _moment(text: str) -> str:
    return f"{text[:10]} {text[11:16]}"


def _number(value: object) -> str:
    return f"{Decimal(str(value)).normalize():f}"


def _span(seconds: float | None) -> str:
    whole = int(seconds or 0)
    if whole < 60:
        return f"{whole} s"
    return f"{whole // 60} min" if whole < 7_200 else f"{whole // 3_600} h"
