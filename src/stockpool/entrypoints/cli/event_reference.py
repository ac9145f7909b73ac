"""The reference page of events: every type with what it tells and the fields of its data, read from the messages."""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

import msgspec

from stockpool.inventory import messages as stock
from stockpool.orders import api as returns
from stockpool.orders import messages as orders
from stockpool.reconciliation.messages import DiscrepancyFound, ReconciliationCompleted
from stockpool.supply.messages import SupplyReceived


class EventKind(msgspec.Struct, frozen=True):
    """A type of event: when it is told, and what its data is."""

    name: str
    said: str
    body: type[msgspec.Struct]


class EventFamily(msgspec.Struct, frozen=True):
    """Types that belong together, told of one kind of subject."""

    name: str
    subject: str
    kinds: Sequence[EventKind]


FACTS = {
    stock.FactKind.RECEIVE: "goods came in",
    stock.FactKind.SELL: "a till sold goods",
    stock.FactKind.SHIP: "goods left for a customer",
    stock.FactKind.RETURN: "goods came back",
    stock.FactKind.ADJUST: "the stock was corrected by a difference",
    stock.FactKind.COUNT: "the stock was counted",
    stock.FactKind.DAMAGE: "goods became unavailable",
    stock.FactKind.RESTORE: "unavailable goods became available",
    stock.FactKind.DISPOSE: "goods were disposed of",
    stock.FactKind.MOVE: "goods went to another node",
    stock.FactKind.DISPATCH: "goods left for another node",
    stock.FactKind.ARRIVE: "goods came from another node",
}
STATUSES = {
    orders.FulfillmentStatus.RELEASED: "its node was told of it",
    orders.FulfillmentStatus.ACCEPTED: "its node will do it",
    orders.FulfillmentStatus.PICKING: "somebody is picking it",
    orders.FulfillmentStatus.PICKED: "it is picked",
    orders.FulfillmentStatus.PACKED: "it is packed",
    orders.FulfillmentStatus.SHIPPED: "it has left its node",
    orders.FulfillmentStatus.READY_FOR_PICKUP: "it waits for the customer",
    orders.FulfillmentStatus.HANDED_OVER: "the customer was given it",
    orders.FulfillmentStatus.DELIVERED: "the customer got it",
    orders.FulfillmentStatus.REJECTED: "its node gave it up; `order.repaired` says what became of its units",
    orders.FulfillmentStatus.EXPIRED: "the customer did not come",
}
CROSSED = {
    stock.Threshold.LOW: "little of it is left for the channel",
    stock.Threshold.OUT: "the channel can promise none of it any more",
    stock.Threshold.BACK: "the channel can promise it again",
}
RETURNED = {
    returns.ReturnStatus.REQUESTED: "it was asked for",
    returns.ReturnStatus.RECEIVED: "goods of it came, and some wait to be inspected",
    returns.ReturnStatus.INSPECTED: "all that came is inspected, and more is expected",
    returns.ReturnStatus.CLOSED: "all of it came and is inspected",
    returns.ReturnStatus.CANCELLED: "it was called off",
    returns.ReturnStatus.EXPIRED: "nothing came in time",
}

FAMILIES = (
    EventFamily(
        "Stock",
        "the position, as `SKU@node`; `counts` of counts from files; the commitment where stock is committed",
        (
            *(EventKind(f"stock.{kind}", said, stock.FactRecorded) for kind, said in FACTS.items()),
            EventKind("stock.counts", "positions were counted by a file, many at once", stock.CountsRecorded),
            EventKind("shortfall.found", "a fact left less than was promised", stock.ShortfallFound),
            EventKind("stock.committed", "units were allocated", stock.Committed),
            EventKind("stock.uncommitted", "allocated units are available again", stock.Uncommitted),
            EventKind("stock.reallocated", "another node serves part of a commitment", stock.Reallocated),
        ),
    ),
    EventFamily(
        "Holds",
        "the hold's id",
        (
            EventKind("hold.placed", "units are held", stock.HoldPlaced),
            EventKind("hold.extended", "they are held until another moment", stock.HoldExtended),
            EventKind("hold.released", "some or all of them are available again", stock.HoldReleased),
            EventKind("hold.expired", "its time was over, and it was swept", stock.HoldExpired),
        ),
    ),
    EventFamily(
        "Orders",
        "the order's id",
        (
            EventKind("order.placed", "it stands, and its stock is committed or held", orders.OrderPlaced),
            EventKind("order.paid", "its payment came", orders.OrderChanged),
            EventKind("order.payment_failed", "it will not be paid, and has ended", orders.OrderChanged),
            EventKind("order.payment_expired", "it was not paid in time, and has ended", orders.OrderChanged),
            EventKind("order.edited", "it stands otherwise", orders.OrderChanged),
            EventKind("order.allocated", "what it waited for has come, or some of it", orders.OrderChanged),
            EventKind("order.cancelled", "nothing of it is owed any more", orders.OrderCancelled),
            EventKind("order.partly_cancelled", "some of it was cancelled", orders.OrderCancelled),
            EventKind("order.promised", "deliveries without a date have one", orders.OrderPromised),
            EventKind("order.promise_moved", "deliveries come later than was promised", orders.PromiseMoved),
            EventKind("order.repaired", "units that a node gave up are served otherwise", orders.OrderRepaired),
        ),
    ),
    EventFamily(
        "Fulfillment orders",
        "the order's id",
        tuple(
            [EventKind(f"fulfillment.{status}", said, orders.FulfillmentAdvanced) for status, said in STATUSES.items()]
        ),
    ),
    EventFamily(
        "Returns",
        "the order's id; that of the return where no order is known",
        (
            *(EventKind(f"return.{status}", said, returns.ReturnChanged) for status, said in RETURNED.items()),
            EventKind("refund.due", "the customer is to be given money", returns.RefundDue),
            EventKind("exchange.placed", "an order was placed for what comes back", returns.ExchangePlaced),
            EventKind("charge.due", "an exchange was credited for what does not come back", returns.ChargeDue),
        ),
    ),
    EventFamily(
        "Availability",
        "the SKU and the channel, as `SKU@channel`; of channels that have a `low_stock`",
        tuple(
            [
                EventKind(f"availability.{threshold}", said, stock.AvailabilityCrossed)
                for threshold, said in CROSSED.items()
            ]
        ),
    ),
    EventFamily(
        "Supply",
        "the supply's id",
        (EventKind("supply.received", "some of it has come, by a `receive` or an `arrive`", SupplyReceived),),
    ),
    EventFamily(
        "Reconciliation",
        "`sku@node` of a discrepancy; the source of a run",
        (
            EventKind("stock.discrepancy_found", "another system says something else", DiscrepancyFound),
            EventKind("reconciliation.completed", "a source was compared with the pool", ReconciliationCompleted),
        ),
    ),
)

HEAD = """# Events

Whatever moves stock or changes holds, orders and returns tells an event, in the transaction that does it: there is an
event if and only if it was done. What is only set (catalog, network, safety stock, supply to come) tells none.
[Following what happens](feed.md) says how they are read: in pages, or as a stream.

## What data looks like

Quantities are numbers in the SKU's display unit, times are RFC 3339 in UTC, amounts of money whole minor units (cents).
Data that is also the answer to a call has a field `type` that names the form of the answer; what happened is said by
the column. Fields may be added; a reader leaves alone those that it does not know.
"""


def events_page() -> str:
    """Every event, then what the fields of their data hold."""
    bodies = list(dict.fromkeys(kind.body for family in FAMILIES for kind in family.kinds))
    parts = list(dict.fromkeys(part for body in bodies for part in _structs_within(body) if part not in bodies))
    sections = [*map(_family, FAMILIES), "## Data\n", *map(_table, bodies), "## Parts of data\n", *map(_table, parts)]
    return "\n".join([HEAD, *sections]).rstrip() + "\n"


def _family(family: EventFamily) -> str:
    rows = [f"| `{kind.name}` | {kind.said} | {_link(kind.body)} |" for kind in family.kinds]
    head = [
        f"## {family.name}",
        "",
        f"Subject: {family.subject}.",
        "",
        "| type | what happened | data |",
        "|---|---|---|",
    ]
    return "\n".join([*head, *rows, ""])


def _table(body: type[msgspec.Struct]) -> str:
    hints = get_type_hints(body)
    said = " ".join((inspect.getdoc(body) or "").split())
    tag = body.__struct_config__.tag
    rows = [f"| `type` | always `{tag}` | |"] if tag is not None else []
    for field in msgspec.structs.fields(body):
        left_out = _left_out(body, field)
        null = " or `null`" if left_out is None and NoneType in _alternatives(hints[field.name]) else ""
        cells = [f"`{field.encode_name}`", f"{_words(hints[field.name])}{null}", left_out or ""]
        rows.append(f"| {' | '.join(cells)} |".replace("  |", " |"))
    head = [f"### {body.__name__}", "", said, "", "| field | what it holds | left out where it is |", "|---|---|---|"]
    return "\n".join([*head, *rows, ""])


def _left_out(body: type[msgspec.Struct], field: msgspec.structs.FieldInfo) -> str | None:
    """The value with which a field is left out, if there is one."""
    if field.required or not body.__struct_config__.omit_defaults:
        return None
    if field.default is None:
        return "not known"
    return "empty" if field.default == () else f"`{str(msgspec.to_builtins(field.default)).lower()}`"


def _words(hint: Any) -> str:  # noqa: ANN401 -- any annotation
    """A type in the words of the page."""
    choices = [each for each in _alternatives(hint) if each is not NoneType]
    if set(choices) == {int, Decimal}:
        return "quantity"
    (kind,) = choices
    if get_origin(kind) is not None:
        return f"list: {_words(get_args(kind)[0])}"
    if issubclass(kind, StrEnum):
        return " ".join(f"`{each}`" for each in kind)
    return _link(kind) if issubclass(kind, msgspec.Struct) else _PLAIN[kind]


_PLAIN = {str: "text", int: "whole number", float: "number", bool: "`true` or `false`", datetime: "time", date: "date"}


def _link(body: type[msgspec.Struct]) -> str:
    return f"[{body.__name__}](#{body.__name__.lower()})"


def _alternatives(hint: Any) -> tuple[Any, ...]:  # noqa: ANN401 -- any annotation
    return get_args(hint) if get_origin(hint) in (Union, UnionType) else (hint,)


def _structs_within(body: type[msgspec.Struct]) -> Iterator[type[msgspec.Struct]]:
    """The structs that the fields of one hold, those of theirs behind them."""
    for hint in get_type_hints(body).values():
        for each in _alternatives(hint):
            kind = get_args(each)[0] if get_origin(each) is not None else each
            if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
                yield kind
                yield from _structs_within(kind)
