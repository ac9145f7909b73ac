"""An explanation as people and programs are told it: money as decimal text, and what other choices would have cost."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from stockpool.kernel.money import micro_amount
from stockpool.sourcing.changes import Change, changes
from stockpool.sourcing.messages import (
    Alternative,
    ChosenNode,
    Excluded,
    Explanation,
    PassedOver,
    SourcingDemand,
    Wanted,
)
from stockpool.sourcing.policy.document import Rule
from stockpool.sourcing.policy.registry import filters


class ToldNode(msgspec.Struct, frozen=True, omit_defaults=True):
    """A node of the plan, its distance, what it had `free` of each line's SKU, and under a policy what it costs."""

    node: str
    km: float | None
    free: tuple[int, ...]
    cost: str | None = None
    costs: dict[str, str] = {}


class ToldAlternative(msgspec.Struct, frozen=True, omit_defaults=True):
    """Nodes that could have served the same; under a policy how much `more` they cost, and in which parts."""

    nodes: tuple[str, ...]
    km: float | None
    cost: str | None = None
    more: str | None = None
    costs: dict[str, str] = {}
    dearer: dict[str, str] = {}


class ToldPassedOver(msgspec.Struct, frozen=True, omit_defaults=True):
    """A node that alone would have cost less, by how much, and the one thing for which it was not used.

    That is a filter, with what it found and its limit in its own measure, or what the node lacks.
    """

    node: str
    cost: str
    less: str | None = None
    filter: str | None = None
    found: float | None = None
    limit: float | None = None
    measure: str | None = None
    lacking: tuple[Wanted, ...] = ()


class ToldExplanation(msgspec.Struct, frozen=True, omit_defaults=True):
    """Why these nodes. Amounts are decimal text in the policy's currency; `costs` are the plan's by part."""

    strategy: str
    demand: SourcingDemand
    candidates: int
    chosen: tuple[ToldNode, ...] = ()
    alternatives: tuple[ToldAlternative, ...] = ()
    excluded: tuple[Excluded, ...] = ()
    short: tuple[Wanted, ...] = ()
    notes: tuple[str, ...] = ()
    policy: str | None = None
    rule: str | None = None
    currency: str | None = None
    cost: str | None = None
    costs: dict[str, str] = {}
    passed_over: tuple[ToldPassedOver, ...] = ()
    would_change: tuple[Change, ...] = ()
    gap: float | None = None


def told(explanation: Explanation, rule: Rule | None = None) -> ToldExplanation:
    """What was stored compactly, for its readers; with the rule that it was made by also what would have changed it."""
    currency = explanation.currency
    telling = _Telling(explanation, currency) if currency is not None else None
    return ToldExplanation(
        strategy=explanation.strategy,
        demand=explanation.demand,
        candidates=explanation.candidates,
        chosen=tuple([_node(each, telling) for each in explanation.chosen]),
        alternatives=tuple([_alternative(each, telling) for each in explanation.alternatives]),
        excluded=explanation.excluded,
        short=explanation.short,
        notes=explanation.notes,
        policy=explanation.policy,
        rule=explanation.rule,
        currency=currency,
        cost=telling.amount(telling.total) if telling is not None and explanation.chosen else None,
        costs=telling.amounts(telling.parts) if telling is not None and explanation.chosen else {},
        passed_over=tuple([telling.passed_over(each) for each in explanation.passed_over]) if telling else (),
        would_change=changes(explanation, rule) if rule is not None else (),
        gap=explanation.gap or None,
    )


Parts = Mapping[str, int]
"""Millionths by the name of the cost."""


class _Telling:
    """The costs of one explanation under a policy."""

    def __init__(self, explanation: Explanation, currency: str) -> None:
        self._names, self._currency = explanation.costs, currency
        self.parts = self.parts_of([each.costs for each in explanation.chosen])
        self.total = sum(self.parts.values())
        self._comparable = bool(explanation.chosen) and not explanation.short

    def parts_of(self, nodes: Iterable[Sequence[int]]) -> Parts:
        """What nodes cost together; a cost that a rule names twice is one part."""
        parts = dict.fromkeys(self._names, 0)
        for costs in nodes:
            for name, cost in zip(self._names, costs, strict=True):
                parts[name] += cost
        return parts

    def amount(self, micro: int) -> str:
        """As decimal text."""
        return micro_amount(micro, self._currency)

    def amounts(self, parts: Parts) -> dict[str, str]:
        """Parts that are anything."""
        return {name: self.amount(cost) for name, cost in parts.items() if cost}

    def passed_over(self, each: PassedOver) -> ToldPassedOver:
        """With what it would have saved, where the plan serves everything."""
        known = filters().get(each.filter) if each.filter is not None else None
        return ToldPassedOver(
            each.node,
            self.amount(each.cost),
            self.amount(self.total - each.cost) if self._comparable else None,
            each.filter,
            each.found,
            each.limit,
            known.measure or None if known is not None and each.limit is not None else None,
            tuple([Wanted(sku, units) for sku, units in each.lacking]),
        )


def _node(node: ChosenNode, telling: _Telling | None) -> ToldNode:
    if telling is None:
        return ToldNode(node.node, node.km, node.free)
    parts = telling.parts_of([node.costs])
    return ToldNode(node.node, node.km, node.free, telling.amount(sum(parts.values())), telling.amounts(parts))


def _alternative(other: Alternative, telling: _Telling | None) -> ToldAlternative:
    if telling is None:
        return ToldAlternative(other.nodes, other.km)
    parts = telling.parts_of(other.costs)
    total = sum(parts.values())
    dearer = {name: max(cost - telling.parts[name], 0) for name, cost in parts.items()}
    return ToldAlternative(
        other.nodes,
        other.km,
        telling.amount(total),
        telling.amount(total - telling.total),
        telling.amounts(parts),
        telling.amounts(dearer),
    )
