"""What the events of an order tell, in words for people."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import msgspec

Data = Mapping[str, Any]

CAUSES = {
    "rejected": "it said no",
    "short_pick": "it did not find them",
    "not_accepted_in_time": "it did not answer in time",
    "node_closed": "it is closed",
    "over_capacity": "it has too much to do",
    "shortfall": "its stock was not there",
}

STEPS = {
    "released": "{node} was told of it",
    "accepted": "{node} accepted it",
    "picking": "{node} began to pick it",
    "picked": "{node} picked {units}",
    "packed": "{node} packed it",
    "shipped": "It left {node}",
    "ready_for_pickup": "It waits for the customer",
    "handed_over": "The customer was given it",
    "delivered": "The customer got it",
    "rejected": "{node} gave it up",
    "expired": "The customer did not come, and it went back to stock at {node}",
}

PLAIN = {
    "order.paid": "It was paid for",
    "order.payment_failed": "It will not be paid for",
    "order.payment_expired": "It was not paid for in time",
    "order.edited": "It was changed",
    "order.promised": "It has a date now",
    "order.promise_moved": "It comes later than was promised",
    "return.requested": "A return was asked for",
    "return.received": "Goods came back",
    "return.inspected": "What came back was inspected",
    "return.closed": "The return is closed",
    "return.cancelled": "The return was called off",
    "return.expired": "Nothing came back in time",
    "refund.due": "The customer is to be given money",
    "exchange.placed": "An order was placed in exchange",
    "charge.due": "An exchange is to be paid for",
}

_read = msgspec.json.decode


def say(name: str, data: bytes, names: Mapping[str, str]) -> str:
    """An event in a sentence; its name where there are no words for it. `names` are those of people by their ids."""
    if name in PLAIN:
        return PLAIN[name]
    told: Data = _read(data)
    if name.startswith("fulfillment."):
        return _step(name.partition(".")[2], told, names)
    teller = _TELLERS.get(name)
    return teller(told) if teller is not None else name


def _step(status: str, told: Data, names: Mapping[str, str]) -> str:
    work = told["fulfillment_order"]
    text = STEPS.get(status, status).format(node=work["node"], units=_units(work["lines"]))
    if by := told.get("by"):
        text += f", by {names.get(by, by)}"
    if work.get("reason"):
        return f"{text}: {work['reason']}"
    cause = CAUSES.get(work.get("cause") or "")
    return f"{text}: {cause}" if status == "rejected" and cause else text


def _placed(told: Data) -> str:
    nodes = list(dict.fromkeys(each["node"] for each in told.get("fulfillment_orders", ())))
    short = sum(line.get("short", 0) for line in told["lines"])
    said = f"It was placed in {told['channel']}: {_units(told['lines'])}"
    if told["status"] == "payment_pending":
        return f"{said}, held until it is paid for"
    served = f", served by {' and '.join(nodes)}" if nodes else ""
    return f"{said}{served}{f', {short:g} wait' if short else ''}"


def _cancelled(told: Data) -> str:
    return f"It was cancelled: {told['reason']}"


def _partly_cancelled(told: Data) -> str:
    return f"Some of it was cancelled: {told['reason']}"


def _allocated(told: Data) -> str:
    short = sum(line.get("short", 0) for line in told["lines"])
    return f"Some of what it waited for was found, {short:g} wait still" if short else "All it waited for was found"


def _repaired(told: Data) -> str:
    return "; ".join([_repair(each) for each in told["repairs"]])


def _repair(repair: Data) -> str:
    what = f"{repair['quantity']} of {repair['sku']} that {repair['from_node']} gave up"
    outcome, to_node = repair["outcome"], repair.get("to_node")
    if outcome in {"moved", "transferred"}:
        return f"{what} come from {to_node}"
    return f"{what} {'wait' if outcome == 'backordered' else 'are cancelled'}"


_TELLERS: Mapping[str, Callable[[Data], str]] = {
    "order.placed": _placed,
    "order.cancelled": _cancelled,
    "order.partly_cancelled": _partly_cancelled,
    "order.allocated": _allocated,
    "order.repaired": _repaired,
}


def _units(lines: Any) -> str:  # noqa: ANN401 -- as it was told
    return ", ".join([f"{line['quantity']} of {line['sku']}" for line in lines])
