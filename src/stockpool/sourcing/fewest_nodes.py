"""The strategy `fewest_nodes_then_nearest`: as few nodes as the stock allows, and of those the nearest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from stockpool.sourcing.explain import explanation_of
from stockpool.sourcing.messages import Allocation, Candidate, Exclusion, SourcingDemand, SourcingPlan, Wanted
from stockpool.sourcing.model import CandidatePool, Chosen, Question, best_ranks, costs, km_between
from stockpool.sourcing.smallest_sets import KEPT, find_sets


def plan_sourcing(
    demand: SourcingDemand,
    stock: Mapping[str, Mapping[str, int]],
    candidates: Sequence[Candidate],
    barred: Mapping[Exclusion, frozenset[str]] = {},
) -> SourcingPlan:
    """Which of the candidates serves what; never more than is free, and what nobody has is short.

    `stock` is in smallest units after buffers; below zero counts as nothing. A caller with many demands passes the
    candidates as a `CandidatePool`. `barred` are candidates that may not serve whatever they have, by the reason.
    """
    question = _question(demand, stock, candidates, barred)
    chosen = _on_one_node(question) or _on_several(question)
    allocations = _allocate(question, chosen)
    short = tuple(
        [
            Wanted(sku, units - chosen.served.get(sku, 0))
            for sku, units in question.wanted.items()
            if units > chosen.served.get(sku, 0)
        ]
    )
    return SourcingPlan(allocations, short, explanation_of(question, chosen, short))


def _question(
    demand: SourcingDemand,
    stock: Mapping[str, Mapping[str, int]],
    candidates: Sequence[Candidate],
    barred: Mapping[Exclusion, frozenset[str]],
) -> Question:
    """The demand with its lines summed by SKU, their stock, and the nodes that can serve it at all."""
    pool = candidates if isinstance(candidates, CandidatePool) else CandidatePool(candidates)
    wanted: dict[str, int] = {}
    for line in demand.lines:
        wanted[line.sku] = wanted.get(line.sku, 0) + line.units
    able = pool.can_ship if demand.pickup_node is None else _pickup_nodes(demand, pool)
    named: dict[Exclusion, frozenset[str]] = {}
    for reason, nodes in barred.items():
        named[reason] = able & nodes
        able -= nodes
    return Question(demand, wanted, {sku: stock.get(sku, {}) for sku in wanted}, pool, able, named)


def _pickup_nodes(demand: SourcingDemand, pool: CandidatePool) -> frozenset[str]:
    candidate = pool.by_node.get(demand.pickup_node or "")
    return frozenset({candidate.node}) if candidate and candidate.can_pickup else frozenset()


def _on_one_node(question: Question) -> Chosen | None:
    """The nodes that have everything; None where there is no such node."""
    able, wanted = question.able, question.wanted
    shelves = [(question.stock[sku], units) for sku, units in wanted.items()]
    shelves.sort(key=lambda shelf: len(shelf[0]))
    first, first_units = shelves[0]
    free = [(node, there) for node, there in first.items() if there >= first_units and node in able]
    for shelf, units in shelves[1:]:
        free = [(node, sum_ + there) for node, sum_ in free if (there := shelf.get(node, 0)) >= units]
    if not free:
        return None
    best = best_ranks(question.pool, question.demand.destination, free, KEPT)
    sets = [((node, km_between(question.pool, question.demand.destination, node)),) for _, _, node in best]
    return Chosen(wanted, sets, whole=[node for node, _ in free])


def _on_several(question: Question) -> Chosen:
    """The smallest sets of nodes that have everything there is of what is wanted."""
    able = question.able
    shelves = {sku: {n: u for n, u in shelf.items() if u > 0 and n in able} for sku, shelf in question.stock.items()}
    served = {sku: min(units, sum(shelves[sku].values())) for sku, units in question.wanted.items()}
    skus = [sku for sku, units in served.items() if units]
    totals: dict[str, int] = {}
    for sku in skus:
        for node, units in shelves[sku].items():
            totals[node] = totals.get(node, 0) + units
    if not totals:
        return Chosen({}, [])
    destination = question.demand.destination
    order = sorted(costs(question.pool, destination, list(totals.items())))
    rows = [[shelf.get(node, 0) for _, node in order] for shelf in (shelves[sku] for sku in skus)]
    found = find_sets([cost for cost, _ in order], rows, [served[sku] for sku in skus])
    names = [[order[node][1] for node in nodes] for nodes in found.sets]
    sets = [tuple([(node, km_between(question.pool, destination, node)) for node in nodes]) for nodes in names]
    return Chosen(served, sets, found.proven)


def _allocate(question: Question, chosen: Chosen) -> tuple[Allocation, ...]:
    """Each line from the best node of the set that has all of it; only where none has, from several."""
    if not chosen.sets:
        return ()
    allocations: list[Allocation] = []
    for sku, units in chosen.served.items():
        shelf = question.stock[sku]
        whole = next(((node, km) for node, km in chosen.sets[0] if shelf.get(node, 0) >= units), None)
        if units and whole:
            allocations.append(Allocation(sku, whole[0], units, whole[1]))
        elif units:
            allocations += _split(sku, units, shelf, chosen.sets[0])
    return tuple(allocations)


def _split(
    sku: str, units: int, shelf: Mapping[str, int], nodes: Sequence[tuple[str, float | None]]
) -> list[Allocation]:
    parts: list[Allocation] = []
    for node, km in nodes:
        taken = min(units, max(shelf.get(node, 0), 0))
        if taken:
            parts.append(Allocation(sku, node, taken, km))
            units -= taken
    return parts
