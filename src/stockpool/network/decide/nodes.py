"""Rules of nodes."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from stockpool.kernel.editing import decide_rows, refused_if_stale, upserted
from stockpool.kernel.findings import Findings, range_problem, text_problem
from stockpool.kernel.ids import id_problem
from stockpool.kernel.quantities import QUANTITY_MAX
from stockpool.kernel.refusals import Reason
from stockpool.network.decide.addresses import TEXT_LENGTH_MAX, check_address
from stockpool.network.decide.hours import check_days, check_open_hours, clock_time_problem, time_zone_problem
from stockpool.network.messages import Node, NodeInput, NodeKind, NodeResult, StoredNode
from stockpool.network.public_holidays import holiday_calendar_problem

CAPACITY_MAX = 10**9
"""Largest number of orders that a node takes a day."""

PROCESSING_MINUTES_MAX = 30 * 24 * 60
"""Longest time in which a node picks and packs an order: a month of open hours without a night."""

SHIPPING_KINDS = {NodeKind.DISTRIBUTION_CENTER, NodeKind.STORE, NodeKind.MICRO_HUB, NodeKind.THIRD_PARTY}
PICKUP_KINDS = {NodeKind.STORE, NodeKind.MICRO_HUB}
RETURN_KINDS = SHIPPING_KINDS
"""What a node may do unless its row says otherwise."""


def decide_nodes(
    rows: Sequence[NodeInput],
    stored: Mapping[str, StoredNode],
    with_promises: Collection[str] = (),
    if_revision: Mapping[str, int] | None = None,
) -> list[NodeResult]:
    """Decide a batch; bad rows do not stop good ones."""
    return decide_rows(rows, lambda row: decide_node(row, stored.get(row.id), with_promises, if_revision))


def decide_node(
    row: NodeInput,
    stored: StoredNode | None,
    with_promises: Collection[str] = (),
    if_revision: Mapping[str, int] | None = None,
) -> NodeResult:
    """Store the node or refuse it with every problem of every field."""
    if stale := refused_if_stale(row.id, stored, if_revision or {}):
        return stale
    existing = stored.value if stored else None
    node = _node_of(row, existing)
    findings = Findings()
    findings.check("id", id_problem(row.id))
    findings.check("name", text_problem(row.name, TEXT_LENGTH_MAX))
    _check_position(row, findings)
    check_address(row.address, findings)
    findings.check("time_zone", time_zone_problem(row.time_zone))
    check_open_hours(row.open_hours, findings)
    for method, cutoff in row.cutoffs.items():
        findings.check(f"cutoffs.{method}", clock_time_problem(cutoff))
    if row.holiday_calendar is not None:
        findings.check("holiday_calendar", holiday_calendar_problem(row.holiday_calendar))
    check_days(row, findings)
    _check_numbers(row, findings)
    if existing and existing.active and not node.active and row.id in with_promises:
        findings.add("active", "stock at this node is held or committed", Reason.IN_USE)
    return findings.refusal() or upserted(node, stored)


def _node_of(row: NodeInput, existing: Node | None) -> Node:
    """The node that the row describes."""
    return Node(
        id=row.id,
        name=row.name,
        kind=row.kind,
        latitude=row.latitude,
        longitude=row.longitude,
        address=row.address,
        time_zone=row.time_zone,
        daily_capacity=row.daily_capacity,
        open_hours=row.open_hours,
        cutoffs=row.cutoffs,
        processing_minutes=row.processing_minutes,
        holiday_calendar=row.holiday_calendar,
        closed_dates=tuple(sorted(set(row.closed_dates))),
        open_dates=tuple(sorted(set(row.open_dates))),
        can_ship=row.kind in SHIPPING_KINDS if row.can_ship is None else row.can_ship,
        can_pickup=row.kind in PICKUP_KINDS if row.can_pickup is None else row.can_pickup,
        can_return=row.kind in RETURN_KINDS if row.can_return is None else row.can_return,
        active=row.active if row.active is not None else existing is None or existing.active,
        buffer=row.buffer,
    )


def _check_position(row: NodeInput, findings: Findings) -> None:
    if row.latitude is not None:
        findings.check("latitude", range_problem(row.latitude, -90, 90))
    if row.longitude is not None:
        findings.check("longitude", range_problem(row.longitude, -180, 180))
    if row.latitude is None and row.longitude is not None:
        findings.add("latitude", "is missing beside the longitude")
    if row.longitude is None and row.latitude is not None:
        findings.add("longitude", "is missing beside the latitude")


def _check_numbers(row: NodeInput, findings: Findings) -> None:
    if row.daily_capacity is not None:
        findings.check("daily_capacity", range_problem(row.daily_capacity, 0, CAPACITY_MAX))
    findings.check("processing_minutes", range_problem(row.processing_minutes, 0, PROCESSING_MINUTES_MAX))
    findings.check("buffer", range_problem(row.buffer, 0, QUANTITY_MAX))
