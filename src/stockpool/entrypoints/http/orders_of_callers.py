"""Which orders a caller limited to nodes may place, change and read, and what of them it reads."""

from __future__ import annotations

from collections.abc import Sequence

from stockpool.access.api import Caller
from stockpool.entrypoints.http.answers import Answer
from stockpool.entrypoints.http.authentication import node_problem
from stockpool.entrypoints.http.wire_orders import EditInput, OrderInput
from stockpool.orders import api as orders
from stockpool.orders.messages import COLLECTED, OrderDetails

Named = Sequence[tuple[str, str | None]]
"""Nodes that a request is about, each with its path; None where it names none."""


def nodes_named(order: OrderInput) -> Named:
    """The nodes that a new order is about: where its goods are collected, and where it is sold.

    What a store sells at its till may be sent to the customer from any node; else nothing may.
    """
    named: list[tuple[str, str | None]] = [
        (f"lines[{i}].pickup_node", line.pickup_node) for i, line in enumerate(order.lines) if line.pickup_node
    ]
    if order.sold_at is not None:
        named.append(("sold_at", order.sold_at))
        return [*named, ("pickup_node", order.pickup_node)] if order.pickup_node is not None else named
    sent = [i for i, line in enumerate(order.lines) if line.method is not None and line.method not in COLLECTED]
    return [("pickup_node", order.pickup_node), *named, *[(f"lines[{i}].method", None) for i in sent]]


def nodes_edited(edit: EditInput) -> Named:
    """The nodes that an edit is about."""
    if edit.pickup_node is not None:
        return [("pickup_node", edit.pickup_node)]
    return [] if edit.method is None or edit.method in COLLECTED else [("method", None)]


def was_sold_by(caller: Caller, order: OrderDetails) -> bool:
    """Whether a till of the caller's nodes sold the order."""
    return order.sold_at is not None and caller.may_act_on(order.sold_at)


def nodes_of(order: OrderDetails, caller: Caller) -> Named:
    """The nodes whose order it is: the one that sold it, those where it is collected, those that send it.

    An order that no node serves yet and that is not collected is the order of none.
    """
    if was_sold_by(caller, order):
        return []
    collected = {each.number for each in order.deliveries if each.pickup_node is not None}
    at_counters = [
        (f"deliveries[{i}].pickup_node", each.pickup_node)
        for i, each in enumerate(order.deliveries)
        if each.number in collected
    ]
    senders = [
        (f"fulfillment_orders[{i}].node", each.node)
        for i, each in enumerate(order.fulfillment_orders)
        if each.delivery not in collected
    ]
    return [*at_counters, *senders] or [("fulfillment_orders", None)]


def shown_to(caller: Caller, order: OrderDetails) -> OrderDetails | Answer:
    """The order as far as it is the caller's to read: all of it, or what its nodes serve where others serve it too."""
    denied = node_problem(caller, nodes_of(order, caller))
    if denied is None:
        return order
    return orders.part_of(order, caller.nodes or ()) or denied
