"""A planner's cases: nodes with their stock and work, orders, and which nodes are to serve them and why."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated

import msgspec

from stockpool.sourcing.messages import Method
from stockpool.sourcing.policy.converting import Missing, struct_of
from stockpool.sourcing.policy.problems import DocumentProblem, Problems, is_broken, one_of, shown
from stockpool.sourcing.policy.yaml_tree import joined, parse_tree

ANY_DAY = date(2026, 6, 15)
"""When an order is placed whose day does not matter."""

Amount = Annotated[float, msgspec.Meta(ge=0)]
Units = Annotated[int, msgspec.Meta(ge=0)]
Place = Annotated[tuple[float, ...], msgspec.Meta(min_length=2, max_length=2)]
"""Latitude and longitude, in degrees."""


class CaseNode(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A node, and what it has to do. `days` are those until a parcel of it is with the customer."""

    kind: str = "store"
    at: Place | None = None
    can_ship: bool = True
    can_pickup: bool = True
    daily_capacity: Units | None = None
    open_orders: Units = 0
    backlog_hours: Amount = 0.0
    open_now: bool = True
    today: bool = True
    days: Units | None = None


class NodeChange(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is different at a node in one case."""

    daily_capacity: Units | None = None
    open_orders: Units | None = None
    backlog_hours: Amount | None = None
    open_now: bool | None = None
    today: bool | None = None
    days: Units | None = None


class CaseSku(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is known of a SKU; price and cost in the policy's currency."""

    grams: Units | None = None
    category: str | None = None
    price: Amount | None = None
    cost: Amount | None = None


class CaseRates(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A rate table in short: what a parcel costs, and more for each kilogram and each kilometer."""

    per_parcel: Amount = 0.0
    per_kg: Amount = 0.0
    per_km: Amount = 0.0
    grams_max: Annotated[int, msgspec.Meta(ge=1)] = 30_000


class Expected(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is to come of a case. `because` is the filter or the cost without which other nodes would serve."""

    nodes: tuple[str, ...] | None = None
    units: dict[str, dict[str, Units]] = {}
    short: dict[str, Units] | None = None
    rule: str | None = None
    because: str | None = None


class Case(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One order in one situation; `nodes` and `stock` say what differs from that of the other cases."""

    name: str
    lines: Annotated[dict[str, Annotated[int, msgspec.Meta(ge=1)]], msgspec.Meta(min_length=1)]
    expect: Expected
    to: Place | None = None
    channel: str = "web"
    method: Method = Method.SHIP
    on: date = ANY_DAY
    nodes: dict[str, NodeChange] = {}
    stock: dict[str, dict[str, Units]] = {}


class Cases(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The document. Stock and own demand (units a day) are by node and SKU."""

    nodes: dict[str, CaseNode]
    stock: dict[str, dict[str, Units]]
    cases: Annotated[tuple[Case, ...], msgspec.Meta(min_length=1)]
    about: str = ""
    skus: dict[str, CaseSku] = {}
    demand: dict[str, dict[str, Amount]] = {}
    days_to_delivery: Amount = 7.0
    rates: dict[str, CaseRates] = {}


class ReadCases(msgspec.Struct, frozen=True):
    """What was read: the cases, unless something is wrong."""

    cases: Cases | None
    problems: tuple[DocumentProblem, ...]


def read_cases(text: str | bytes, file: str = "cases") -> ReadCases:
    """Read a document of cases, or say everything that is wrong with it."""
    problems = Problems(file)
    tree = parse_tree(text, problems)
    cases = struct_of(tree, Cases, "", problems) if tree is not None else None
    if isinstance(cases, Missing):
        cases = None
    if cases is not None:
        _check(cases, problems)
    found = problems.sorted()
    return ReadCases(None if is_broken(found) else cases, found)


def _check(cases: Cases, problems: Problems) -> None:
    _check_nodes(cases.stock, "stock", cases, problems)
    _check_nodes(cases.demand, "demand", cases, problems)
    names: set[str] = set()
    for place, case in enumerate(cases.cases):
        path = f"cases[{place}]"
        if case.name in names:
            problems.add(f"{path}.name", f"{shown(case.name)} is the name of another case", "give each its own name")
        names.add(case.name)
        _check_nodes(case.nodes, f"{path}.nodes", cases, problems)
        _check_nodes(case.stock, f"{path}.stock", cases, problems)
        _check_expected(case, f"{path}.expect", cases, problems)


def _check_nodes(by_node: Mapping[str, object], path: str, cases: Cases, problems: Problems) -> None:
    for node in by_node:
        _check_node(node, joined(path, node), cases, problems)


def _check_expected(case: Case, path: str, cases: Cases, problems: Problems) -> None:
    expected = case.expect
    if expected == Expected():
        problems.add(path, "nothing is expected", "write `nodes: […]`, `units: {…}` or `short: {…}`")
    for place, node in enumerate(expected.nodes or ()):
        _check_node(node, f"{path}.nodes[{place}]", cases, problems)
    for node, units in expected.units.items():
        _check_node(node, joined(f"{path}.units", node), cases, problems)
        _check_skus(units, joined(f"{path}.units", node), case, problems)
    _check_skus(expected.short or {}, f"{path}.short", case, problems)


def _check_node(node: str, path: str, cases: Cases, problems: Problems) -> None:
    if node not in cases.nodes:
        problems.add(path, f"there is no node {shown(node)}", one_of(node, list(cases.nodes)))


def _check_skus(units: Mapping[str, int], path: str, case: Case, problems: Problems) -> None:
    for sku in units:
        if sku not in case.lines:
            problems.add(joined(path, sku), f"{shown(sku)} is not ordered", one_of(sku, list(case.lines)))
