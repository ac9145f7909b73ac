"""Trying a policy on cases before it acts: what each order would get, and whether the named reason is the true one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import msgspec

from stockpool.kernel.geography import great_circle_km
from stockpool.kernel.tariffs import MICRO, Piece, Tariff
from stockpool.sourcing.asked import Asked, AskedLine, Load, Outlook, Shelves, micro
from stockpool.sourcing.messages import Candidate, Destination
from stockpool.sourcing.policy.cases import Case, CaseNode, Cases, CaseSku
from stockpool.sourcing.policy.document import Policy, Rule
from stockpool.sourcing.wording import amount


class Decided(msgspec.Struct, frozen=True):
    """What a policy does with an order: units by node and SKU, what is short, by which rule, and what it costs."""

    served: Mapping[str, Mapping[str, int]]
    short: Mapping[str, int]
    rule: str
    costs: Mapping[str, int] = {}


Decide = Callable[[Policy, Asked, Shelves, Sequence[Candidate]], Decided]
"""How a demand is sourced by a policy."""


class CaseResult(msgspec.Struct, frozen=True):
    """What came of a case; it passed if nothing failed. Costs are in the policy's currency, by name."""

    case: str
    failures: tuple[str, ...]
    served: Mapping[str, Mapping[str, int]]
    short: Mapping[str, int]
    rule: str
    costs: Mapping[str, float]


class CaseReport(msgspec.Struct, frozen=True):
    """What came of all cases."""

    policy: str
    results: tuple[CaseResult, ...]

    @property
    def failed(self) -> int:
        """How many did not come out as expected."""
        return sum(bool(each.failures) for each in self.results)


def try_cases(policy: Policy, cases: Cases, decide: Decide) -> CaseReport:
    """Source the order of each case, and compare."""
    return CaseReport(policy.name, tuple([_tried(policy, cases, case, decide) for case in cases.cases]))


def report_text(report: CaseReport) -> str:
    """The report for a terminal: each case with what it got, and what was expected where that differs."""
    lines = []
    for each in report.results:
        costs = ", ".join([f"{name} {amount(cost)}" for name, cost in each.costs.items() if cost])
        lines.append(f"{'FAILED' if each.failures else 'passed'}  {each.case}")
        lines.append(
            f"        {_served(each.served, each.short)} by the rule {each.rule}{f': {costs}' if costs else ''}"
        )
        lines += [f"        {failure}" for failure in each.failures]
    passed = len(report.results) - report.failed
    return "\n".join([*lines, f"{report.policy}: {passed} of {len(report.results)} cases passed"])


def situation(cases: Cases, case: Case) -> tuple[Asked, Shelves, list[Candidate]]:
    """The demand of a case with its surroundings, what stands where, and the nodes."""
    nodes = {name: _changed(node, case, name) for name, node in cases.nodes.items()}
    candidates = [_candidate(name, node) for name, node in nodes.items()]
    stock = {name: {**cases.stock.get(name, {}), **case.stock.get(name, {})} for name in nodes}
    shelves = {sku: {name: there[sku] for name, there in stock.items() if there.get(sku)} for sku in case.lines}
    return _asked(cases, case, nodes), shelves, candidates


def _candidate(name: str, node: CaseNode) -> Candidate:
    latitude, longitude = node.at or (None, None)
    return Candidate(name, latitude, longitude, can_ship=node.can_ship, can_pickup=node.can_pickup, kind=node.kind)


def _changed(node: CaseNode, case: Case, name: str) -> CaseNode:
    change = case.nodes.get(name)
    if change is None:
        return node
    changes = {field: value for field, value in msgspec.structs.asdict(change).items() if value is not None}
    return msgspec.structs.replace(node, **changes)


def _asked(cases: Cases, case: Case, nodes: Mapping[str, CaseNode]) -> Asked:
    to = Destination(*case.to) if case.to is not None else None

    def km(node: Candidate) -> float | None:
        if to is None or node.latitude is None or node.longitude is None:
            return None
        return great_circle_km(node.latitude, node.longitude, to.latitude, to.longitude)

    def load(name: str) -> Load:
        node = nodes[name]
        return Load(
            open_orders=node.open_orders,
            daily_capacity=node.daily_capacity,
            backlog_hours=node.backlog_hours,
            open_now=node.open_now,
            today=node.today,
        )

    def tariff(rates: str, name: str) -> Tariff | None:
        given = cases.rates.get(rates)
        if given is None:
            return None
        base = given.per_parcel + given.per_km * (km(_candidate(name, nodes[name])) or 0.0)
        return (Piece(given.grams_max, micro(base), round(given.per_kg * MICRO / 1000)),)

    return Asked(
        channel=case.channel,
        method=case.method,
        lines=tuple([_line(sku, units, cases.skus.get(sku, CaseSku())) for sku, units in case.lines.items()]),
        on=case.on,
        destination=to,
        km=km,
        load=load,
        days=lambda name: nodes[name].days,
        outlook=lambda sku, name: Outlook(cases.demand.get(name, {}).get(sku, 0.0), cases.days_to_delivery),
        tariff=tariff,
    )


def _line(sku: str, units: int, known: CaseSku) -> AskedLine:
    return AskedLine(
        sku=sku,
        units=units,
        grams=known.grams,
        category=known.category,
        price=None if known.price is None else micro(known.price),
        cost=None if known.cost is None else micro(known.cost),
    )


def _tried(policy: Policy, cases: Cases, case: Case, decide: Decide) -> CaseResult:
    asked, shelves, candidates = situation(cases, case)
    decided = decide(policy, asked, shelves, candidates)
    failures = _differences(case, decided)
    if case.expect.because is not None and not failures:
        failures = _untrue(
            policy, case.expect.because, decided, lambda other: decide(other, asked, shelves, candidates)
        )
    costs = {name: cost / MICRO for name, cost in decided.costs.items()}
    return CaseResult(case.name, tuple(failures), decided.served, decided.short, decided.rule, costs)


def _differences(case: Case, decided: Decided) -> list[str]:
    expected, failures = case.expect, []
    if expected.nodes is not None and set(expected.nodes) != set(decided.served):
        failures.append(f"expected {_names(expected.nodes)}, got {_names(decided.served)}")
    for node, units in expected.units.items():
        got = dict(decided.served.get(node, {}))
        if got != units:
            failures.append(f"expected {_units(units)} from {node}, got {_units(got)}")
    short = {sku: units for sku, units in decided.short.items() if units}
    wanted = {sku: units for sku, units in (expected.short or {}).items() if units}
    if short != wanted:
        failures.append(f"expected {_units(wanted)} to be short, got {_units(short)}")
    if expected.rule is not None and expected.rule != decided.rule:
        failures.append(f"expected the rule {expected.rule}, got {decided.rule}")
    return failures


def _untrue(policy: Policy, because: str, decided: Decided, decide: Callable[[Policy], Decided]) -> list[str]:
    """A reason is true if without it other nodes would serve, or other units come from them."""
    without = _without(policy, because)
    if without == policy:
        return [f"expected it because of {because}, which is no filter and no cost of the policy"]
    other = decide(without)
    if other.served != decided.served or other.short != decided.short:
        return []
    return [f"expected it because of {because}, but without {because} it would be the same"]


def _without(policy: Policy, name: str) -> Policy:
    return msgspec.structs.replace(policy, rules=tuple([_rule_without(rule, name) for rule in policy.rules]))


def _rule_without(rule: Rule, name: str) -> Rule:
    return msgspec.structs.replace(
        rule,
        filters=tuple([each for each in rule.filters if each.name != name]),
        costs=tuple([each for each in rule.costs if each.name != name]),
    )


def _served(served: Mapping[str, Mapping[str, int]], short: Mapping[str, int]) -> str:
    parts = [f"{node} serves {_units(units)}" for node, units in sorted(served.items())]
    missing = {sku: units for sku, units in short.items() if units}
    return "; ".join([*(parts or ["nobody serves"]), *([f"short: {_units(missing)}"] if missing else [])])


def _names(nodes: Sequence[str] | Mapping[str, object]) -> str:
    return ", ".join(sorted(nodes)) or "no node"


def _units(units: Mapping[str, int]) -> str:
    return ", ".join([f"{count} {sku}" for sku, count in sorted(units.items())]) or "nothing"
