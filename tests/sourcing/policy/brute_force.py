"""The plainest way to obey a policy: try every way to serve an order, for cases with few nodes and units."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product

from stockpool.kernel.tariffs import tariff_cost
from stockpool.sourcing.asked import Asked, AskedLine, Shelves, micro
from stockpool.sourcing.costs.parcel import Parcel
from stockpool.sourcing.costs.shipping import Shipping
from stockpool.sourcing.messages import Candidate
from stockpool.sourcing.policy.document import Policy, Rule
from stockpool.sourcing.policy.trying import Decided

Plan = tuple[tuple[int, ...], ...]
"""Units by node and line."""


def decide(policy: Policy, asked: Asked, shelves: Shelves, candidates: Sequence[Candidate]) -> Decided:
    """As much as possible, then as cheap as possible, then from few nodes, then by their names."""
    rule = rule_for(policy, asked)
    nodes = [node for node in candidates if not any(each.bars(node, asked) for each in rule.filters)]
    ranked = []
    for plan in _plans(rule, asked, shelves, nodes):
        costs = _costs(rule, asked, shelves, nodes, plan)
        used = tuple([node.node for node, units in zip(nodes, plan, strict=True) if any(units)])
        if costs is not None and _is_allowed(rule, plan, asked, len(used)):
            ranked.append((-sum(map(sum, plan)), sum(costs.values()), len(used), used, plan, costs))
    *_, plan, costs = min(ranked, key=lambda each: each[:5])
    served = {node.node: _named(asked, units) for node, units in zip(nodes, plan, strict=True) if any(units)}
    short = {line.sku: line.units - sum(units[place] for units in plan) for place, line in enumerate(asked.lines)}
    return Decided(served, {sku: units for sku, units in short.items() if units}, rule.name, costs)


def rule_for(policy: Policy, asked: Asked) -> Rule:
    """The first rule that is for a demand."""

    def is_for(rule: Rule) -> bool:
        when = rule.when
        return (
            (not when.channels or asked.channel in when.channels)
            and (not when.methods or asked.method in when.methods)
            and (not when.categories or all(line.category in when.categories for line in asked.lines))
            and (not when.periods or any(policy.periods[name].holds(asked.on) for name in when.periods))
        )

    return next(rule for rule in policy.rules if is_for(rule))


def _plans(rule: Rule, asked: Asked, shelves: Shelves, nodes: Sequence[Candidate]) -> Iterator[Plan]:
    choices = []
    for line in asked.lines:
        most = [min(_free(rule, node, line, asked, shelves), line.units) for node in nodes]
        shares = product(*[range(each + 1) for each in most])
        choices.append([each for each in shares if sum(each) == min(line.units, sum(most)) or not any(each)])
    for chosen in product(*choices):
        yield tuple(zip(*chosen, strict=True)) if nodes else ()


def _free(rule: Rule, node: Candidate, line: AskedLine, asked: Asked, shelves: Shelves) -> int:
    if not node.can_ship or any(each.bars_line(node, line) for each in rule.filters):
        return 0
    kept = max([each.keeps(node, line, asked) for each in rule.filters], default=0)
    return max(shelves.get(line.sku, {}).get(node.node, 0) - kept, 0)


def _is_allowed(rule: Rule, plan: Plan, asked: Asked, used: int) -> bool:
    if rule.nodes_max is not None and used > rule.nodes_max:
        return False
    most = rule.limits.units_per_node_max
    if most is not None and any(sum(units) > most for units in plan):
        return False
    return used != 1 or rule.nodes_max != 1 or sum(map(sum, plan)) == sum(line.units for line in asked.lines)


def _costs(rule: Rule, asked: Asked, shelves: Shelves, nodes: Sequence[Candidate], plan: Plan) -> dict[str, int] | None:
    total = {each.name: 0 for each in rule.costs}
    parcels = 0
    for node, units in zip(nodes, plan, strict=True):
        if not any(units):
            continue
        parcels += 1
        for cost in rule.costs:
            fixed = cost.node_cost(node, asked)
            if fixed is None:
                return None
            total[cost.name] += fixed
            if isinstance(cost, Shipping):
                weights = zip(asked.lines, units, strict=True)
                grams = sum(_grams(line, count, cost.grams_unknown) for line, count in weights)
                tariff = asked.tariff(cost.rates, node.node)
                freight = None if tariff is None else tariff_cost(tariff, grams)
                if freight is None:
                    return None
                total[cost.name] += freight
            for line, count in zip(asked.lines, units, strict=True):
                free = _free(rule, node, line, asked, shelves)
                total[cost.name] += sum(cost.unit_costs(node, line, free, asked)[:count])
    for cost in rule.costs:
        if isinstance(cost, Parcel):
            total[cost.name] += micro(cost.further) * max(parcels - 1, 0)
    return total


def _grams(line: AskedLine, units: int, unknown: int) -> int:
    return -(-units * (unknown if line.grams is None else line.grams) // line.unit)


def _named(asked: Asked, units: Sequence[int]) -> Mapping[str, int]:
    return {line.sku: count for line, count in zip(asked.lines, units, strict=True) if count}
