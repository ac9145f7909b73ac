"""The cheapest plan under a rule: who may serve, at which cost, the search among them, and why it ended so."""

from __future__ import annotations

from collections.abc import Mapping
from operator import ge

import msgspec

from stockpool.sourcing.answering import Named, Telling
from stockpool.sourcing.asked import Asked, Shelves
from stockpool.sourcing.messages import (
    Candidate,
    Destination,
    Exclusion,
    SourcingDemand,
    SourcingPlan,
)
from stockpool.sourcing.model import CandidatePool
from stockpool.sourcing.policy.document import Policy, Rule
from stockpool.sourcing.ranking import Ranking, Rankings
from stockpool.sourcing.reckoning import Reckoner
from stockpool.sourcing.weighing import KEPT, Weighing


class CompiledSearch(msgspec.Struct, frozen=True):
    """How long it took to have the search compiled, or read from the folder where it is kept; None if there is none."""

    seconds: float
    folder: str | None


def compile_search() -> CompiledSearch:
    """Have the search among several nodes loaded and compiled, which the first demand for it would wait for."""
    from stockpool.sourcing.search.compiled import cache_folder
    from stockpool.sourcing.search.warming import warm

    return CompiledSearch(round(warm(), 1), cache_folder() or None)


class PolicyPlanner:
    """Plans demands by a policy: by the first of its rules that is for them."""

    def __init__(self, policy: Policy, version: int | None = None) -> None:
        """Make its rules ready; a document that is only tried has no version."""
        self.policy = policy
        name = policy.name if version is None else f"{policy.name}@{version}"
        self._planners = [(rule, Planner(Reckoner(rule), Named(name, policy.currency))) for rule in policy.rules]
        shipping = [planner.reckoner.shipping for _, planner in self._planners]
        self.rates = frozenset([each.rates for each in shipping if each is not None])
        """The rate tables that it names."""

    def planner(self, asked: Asked) -> Planner:
        """That of the rule for a demand."""
        for rule, planner in self._planners:
            if _is_for(rule, asked, self.policy):
                return planner
        raise AssertionError("the last rule of a policy is for everything")

    def plan(
        self,
        demand: SourcingDemand,
        asked: Asked,
        shelves: Shelves,
        pool: CandidatePool,
        barred: Mapping[Exclusion, frozenset[str]] = {},
    ) -> SourcingPlan:
        """The cheapest plan by the rule for the demand."""
        return self.planner(asked).plan(demand, asked, shelves, pool, barred)


def _is_for(rule: Rule, asked: Asked, policy: Policy) -> bool:
    when = rule.when
    return (
        (not when.channels or asked.channel in when.channels)
        and (not when.methods or asked.method in when.methods)
        and (not when.periods or any(policy.periods[name].holds(asked.on) for name in when.periods))
        and (not when.categories or all(line.category in when.categories for line in asked.lines))
    )


class Planner:
    """Plans demands by one rule of a policy."""

    def __init__(self, reckoner: Reckoner, policy: Named) -> None:
        """A rule, and the policy that it is of."""
        self.reckoner, self.policy = reckoner, policy
        self._rankings = Rankings(reckoner)

    def plan(
        self,
        demand: SourcingDemand,
        asked: Asked,
        shelves: Shelves,
        pool: CandidatePool,
        barred: Mapping[Exclusion, frozenset[str]] = {},
    ) -> SourcingPlan:
        """The cheapest plan; never more than is free, and what nobody may serve is short.

        `asked` is the demand with its lines summed by SKU; `barred` are nodes that may not serve whatever the rule is.
        """
        weighing = Weighing(self.reckoner, asked, shelves)
        for candidate in pool:
            weighing.look_at(candidate, _unable(candidate, demand, barred))
        plans, gap = weighing.plans()
        return Telling(self.policy, demand, weighing, candidates=len(pool)).answer(plans, gap)

    def around(self, asked: Asked, to: Destination, pool: CandidatePool) -> Around:
        """The nodes around a destination."""
        return Around(self, asked, pool, self._rankings.of(asked, to, self.reckoner.whole_grams(asked), pool))


class Around:
    """The nodes around a demand's destination, those first that can cost least."""

    def __init__(self, planner: Planner, asked: Asked, pool: CandidatePool, ranking: Ranking) -> None:
        self._planner, self._asked, self._pool, self._ranking = planner, asked, pool, ranking

    def nodes(self, count: int) -> list[str]:
        """The first so many: the stock of these is asked for."""
        return [candidate.node for _, candidate in self._ranking.nodes[:count]]

    def near(self, shelves: Shelves, count: int) -> Near:
        """What the first so many offer; of others no stock is known."""
        reckoner, ranking, pool = self._planner.reckoner, self._ranking, self._pool
        weighing = Weighing(reckoner, self._asked, shelves)
        for _, candidate in ranking.nodes[:count]:
            weighing.look_at(candidate, None)
        bound = ranking.least_beyond(count)
        if reckoner.rule.nodes_max != 1:
            bound = min(bound, ranking.several)
        unable = pool.sorted_cannot_ship
        if unable:
            weighing.excluded[Exclusion.CANNOT_SHIP] = list(unable)
        others = len(pool) - len(unable) - min(count, len(ranking.nodes))
        return Near(self._planner.policy, weighing, bound + reckoner.units_least(self._asked), len(pool), others)


class Near:
    """What the nodes that can cost least offer; no plan with another node, or with several, costs less than a bound."""

    def __init__(self, policy: Named, weighing: Weighing, bound: int, candidates: int, others: int) -> None:
        """Of so many candidates the `others` were not looked at."""
        self._policy, self._weighing, self._candidates, self._others = policy, weighing, candidates, others
        whole = [(cost, weighing.offers[place]) for cost, place in weighing.whole()]
        self._whole = [each for each in whole if each[0] <= bound]
        self._more = whole[len(self._whole) :]

    @property
    def is_enough(self) -> bool:
        """Whether one of these nodes serves the demand as cheaply as any plan can."""
        return bool(self._whole)

    def plan(self, demand: SourcingDemand, shelves: Shelves) -> SourcingPlan | None:
        """The cheapest plan, of what is still there; None where all must be looked at for it."""
        weighing, wanted = self._weighing, self._weighing.asked.wanted
        for place, (cost, offer) in enumerate(self._whole):
            stock = weighing.reckoner.stock(offer.node, weighing.asked, shelves)
            if all(map(ge, stock, wanted)):
                plans = [(cost, ((offer, wanted),))]
                plans += [(more, ((other, wanted),)) for more, other in [*self._whole[place + 1 :], *self._more][:KEPT]]
                telling = Telling(self._policy, demand, weighing, candidates=self._candidates, farther=self._others)
                return telling.answer(plans, 0.0)
        return None


def _unable(
    candidate: Candidate, demand: SourcingDemand, barred: Mapping[Exclusion, frozenset[str]]
) -> Exclusion | None:
    """What keeps a node from serving whatever the rule says."""
    if demand.pickup_node is None:
        if not candidate.can_ship:
            return Exclusion.CANNOT_SHIP
    elif candidate.node != demand.pickup_node:
        return Exclusion.OTHER_NODE_NAMED
    elif not candidate.can_pickup:
        return Exclusion.CANNOT_PICKUP
    return next((reason for reason, nodes in barred.items() if candidate.node in nodes), None)
