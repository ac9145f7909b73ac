"""Why these nodes: what was left out and for which reason, what was chosen, what came next."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from stockpool.sourcing.messages import (
    Alternative,
    ChosenNode,
    Excluded,
    Exclusion,
    Explanation,
    Wanted,
)
from stockpool.sourcing.model import Chosen, Question, Served

STRATEGY = "fewest_nodes_then_nearest/1"

NOT_PROVEN = "there were too many combinations to try them all: fewer or nearer nodes may exist"

Groups = Mapping[Exclusion, Collection[str]]


def explanation_of(question: Question, chosen: Chosen, short: tuple[Wanted, ...]) -> Explanation:
    """The explanation of a plan: the first of the sets was chosen, the others are the next best."""
    nodes = chosen.sets[0] if chosen.sets else ()
    shelves = question.stock.values()
    return Explanation(
        STRATEGY,
        question.demand,
        len(question.pool),
        tuple([ChosenNode(node, km, tuple([shelf.get(node, 0) for shelf in shelves])) for node, km in nodes]),
        tuple([_alternative(others) for others in chosen.sets[1:]]),
        _named(_excluded(question, chosen, {node for node, _ in nodes})),
        short,
        () if chosen.proven else (NOT_PROVEN,),
    )


def _alternative(nodes: Served) -> Alternative:
    known = [km for _, km in nodes if km is not None]
    km = round(sum(known), 3) if len(known) == len(nodes) else None
    return Alternative(tuple([node for node, _ in nodes]), km)


def _excluded(question: Question, chosen: Chosen, nodes: set[str]) -> Groups:
    """Every candidate that was not chosen, once, by what kept it out first."""
    whole = set(chosen.whole)
    stocked = _stocked(question, whole)
    groups: dict[Exclusion, Collection[str]] = {
        Exclusion.RANKED_LOWER: whole - nodes,
        Exclusion.PART_OF_THE_STOCK: stocked - whole - nodes,
        Exclusion.NO_STOCK: question.able - stocked if len(stocked) < len(question.able) else (),
        **question.barred,
    }
    if question.demand.pickup_node is None:
        groups[Exclusion.CANNOT_SHIP] = question.pool.cannot_ship
    else:
        groups.update(_not_for_pickup(question))
    return groups


def _stocked(question: Question, whole: set[str]) -> set[str]:
    """The able nodes that have any of it; those that have everything are known already."""
    if len(whole) == len(question.able):
        return whole
    stocked = set(whole)
    for sku, shelf in question.stock.items():
        if len(question.wanted) > 1 or question.wanted[sku] > 1:
            stocked.update([node for node, there in shelf.items() if there > 0])
    return stocked & question.able


def _not_for_pickup(question: Question) -> Groups:
    named = {question.demand.pickup_node or ""} & question.pool.by_node.keys()
    return {
        Exclusion.OTHER_NODE_NAMED: question.pool.by_node.keys() - named,
        Exclusion.CANNOT_PICKUP: named.difference(question.able, *question.barred.values()),
    }


def _named(groups: Groups) -> tuple[Excluded, ...]:
    """The groups with their nodes, except for the largest: its nodes are all that stand nowhere else."""
    largest = max(groups, key=lambda reason: len(groups[reason]))
    return tuple(
        [
            Excluded(reason, len(nodes), () if reason is largest and len(nodes) > 1 else tuple(sorted(nodes)))
            for reason, nodes in groups.items()
            if nodes
        ]
    )
