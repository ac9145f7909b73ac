"""What would have changed a choice: read from an explanation, with nothing but the rule that it was made by.

Each is true as it is said: were that so, and all else the same, the nodes of the plan would be others.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import floor
from typing import Literal

import msgspec

from stockpool.kernel.tariffs import MICRO
from stockpool.sourcing.costs.congestion import Congestion
from stockpool.sourcing.costs.lateness import Lateness
from stockpool.sourcing.costs.parcel import Parcel
from stockpool.sourcing.messages import Alternative, Explanation, PassedOver
from stockpool.sourcing.policy.document import Rule
from stockpool.sourcing.strategies import Cost
from stockpool.sourcing.wording import listed

MEASURES = {
    "distance": "were within {limit:g} km",
    "backlog": "had at most {limit:g} hours of orders to do",
    "capacity_left": "had capacity left for {limit:g} more orders",
    "open": "were open",
    "nodes": "were not left out by name or kind",
}
"""What a node would have to be for a filter to let it pass."""


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
    """All that is known, the node that would be cheapest first; nothing for a plan that lacks something of its own."""
    return (*[_passed_over(each) for each in explanation.passed_over], *_by_cost(explanation, rule))


def _passed_over(passed: PassedOver) -> Change:
    if passed.filter is None:
        what = listed([f"{units} more of {sku}" for sku, units in passed.lacking], "and")
        sentence = f"{passed.node} would serve if it had {what}."
        return Change(passed.node, "stock", "stock", sentence, lacking=passed.lacking)
    measure = MEASURES.get(passed.filter, f"passed the filter {passed.filter}").format(limit=passed.limit or 0)
    found = f" (now {passed.found:.3g})" if passed.found is not None else ""
    sentence = f"{passed.node} would serve if it {measure}{found}."
    return Change(passed.node, "filter", passed.filter, sentence, passed.found, passed.limit)


def _by_cost(explanation: Explanation, rule: Rule) -> Iterator[Change]:
    if explanation.short or not explanation.chosen:
        return
    chosen = {each.node for each in explanation.chosen}
    cost = sum([sum(each.costs) for each in explanation.chosen])
    for other in explanation.alternatives:
        dearer = sum([sum(costs) for costs in other.costs]) - cost
        if dearer >= 0:
            yield from _cheaper(other, dearer, chosen, rule.costs)


def _cheaper(other: Alternative, dearer: int, chosen: set[str], costs: Sequence[Cost]) -> Iterator[Change]:
    """By which part of its costs a node of another plan could make up for the difference by itself."""
    for node, parts in zip(other.nodes, other.costs, strict=True):
        if node in chosen:
            continue
        for cost, part in zip(costs, parts, strict=True):
            if part > dearer and not isinstance(cost, Parcel):
                yield _change_of(node, cost, part, dearer)


def _change_of(node: str, cost: Cost, part: int, dearer: int) -> Change:
    if isinstance(cost, Congestion) and cost.per_hour:
        hours = cost.from_hours + (part - dearer) / MICRO / cost.per_hour
        sentence = f"{node} would be cheaper if its backlog were under {hours:.3g} hours."
        return Change(node, "cost", cost.name, sentence, needed=hours)
    if isinstance(cost, Lateness) and cost.per_day:
        days = floor(dearer / (cost.per_day * MICRO)) + 1
        sentence = f"{node} would be cheaper if it could deliver {days} day{'s' if days > 1 else ''} sooner."
        return Change(node, "cost", cost.name, sentence, needed=days)
    amount = dearer / MICRO
    sentence = f"{node} would be cheaper if its {cost.name.replace('_', ' ')} cost more than {amount:.2f} less."
    return Change(node, "cost", cost.name, sentence, needed=amount)
