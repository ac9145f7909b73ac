"""What would have changed a choice: read from an explanation, with nothing but the rule that it was made by.

Each is true as it is said: were that so, and all else the same, the nodes of the plan would be others.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import inf
from typing import Literal

import msgspec

from stockpool.sourcing.messages import Alternative, Explanation, PassedOver
from stockpool.sourcing.policy.document import Rule
from stockpool.sourcing.strategies import Barred, Cost
from stockpool.sourcing.wording import listed


class Change(msgspec.Struct, frozen=True):
    """What would have to be otherwise for a node to serve: a filter's measure, its stock, or a part of its costs.

    `needed` is in the measure of `name`: what the filter asks, the hours of backlog that it must be below, the days by
    which it must be sooner, or the amount by which it must be cheaper. `lacking` is what it would have to have more.
    """

    node: str
    kind: Literal["filter", "stock", "cost"]
    name: str
    sentence: str
    found: float | None = None
    needed: float | None = None
    lacking: tuple[tuple[str, int], ...] = ()


def changes(explanation: Explanation, rule: Rule) -> tuple[Change, ...]:
    """All that is surely true, the node that would be cheapest first.

    Of a plan that was not proven to be the cheapest only what is cheaper than any plan can be.
    """
    cost = sum([sum(each.costs) for each in explanation.chosen])
    least = cost - abs(cost) * explanation.gap if cost else -inf
    whole = not explanation.short
    surely = [each for each in explanation.passed_over if not (whole and explanation.gap) or each.cost < least]
    by_cost = _by_cost(explanation, cost, rule.costs) if whole and not explanation.gap else ()
    return (*[_passed_over(each, rule) for each in surely], *by_cost)


def _passed_over(passed: PassedOver, rule: Rule) -> Change:
    if passed.filter is None:
        what = listed([f"{units} more of {sku}" for sku, units in passed.lacking], "and")
        sentence = f"{passed.node} would serve if it had {what}."
        return Change(passed.node, "stock", "stock", sentence, lacking=passed.lacking)
    bar = next(each for each in rule.filters if each.name == passed.filter)
    passing = bar.passing(Barred(passed.filter, passed.found, passed.limit))
    found = f" (now {passed.found:.3g})" if passed.found is not None else ""
    sentence = f"{passed.node} would serve if it {passing}{found}."
    return Change(passed.node, "filter", passed.filter, sentence, passed.found, passed.limit)


def _by_cost(explanation: Explanation, cost: int, costs: Sequence[Cost]) -> Iterator[Change]:
    chosen = {each.node for each in explanation.chosen}
    for other in explanation.alternatives:
        dearer = sum([sum(parts) for parts in other.costs]) - cost
        if chosen and dearer >= 0:
            yield from _cheaper(other, dearer, chosen, costs)


def _cheaper(other: Alternative, dearer: int, chosen: set[str], costs: Sequence[Cost]) -> Iterator[Change]:
    """By which part of its costs a node of another plan could make up for the difference by itself."""
    for node, parts in zip(other.nodes, other.costs, strict=True):
        for cost, part in zip(costs, parts, strict=True):
            needed = cost.to_fall(part, dearer) if node not in chosen and part > dearer else None
            if needed is not None:
                sentence = f"{node} would be cheaper if {needed.words}."
                yield Change(node, "cost", cost.name, sentence, needed=needed.amount)
