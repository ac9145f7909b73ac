"""Sourcing's only door."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from stockpool.sourcing.asked import UNKNOWN_OUTLOOK, Asked, AskedLine, Load, Outlook, Shelves
from stockpool.sourcing.backtests.messages import BacktestFigure, BacktestKept
from stockpool.sourcing.backtests.store import insert_backtest, list_backtests
from stockpool.sourcing.fewest_nodes import plan_sourcing
from stockpool.sourcing.model import CandidatePool, Nearest
from stockpool.sourcing.nearby import plan_nearby
from stockpool.sourcing.outlooks.decide import outlooks_of_sales
from stockpool.sourcing.outlooks.handlers import upsert_outlooks
from stockpool.sourcing.outlooks.messages import (
    OutlookInput,
    OutlookResult,
    OutlookSet,
    OutlookSku,
    OutlookSource,
    OutlookState,
    StoredOutlook,
)
from stockpool.sourcing.outlooks.store import (
    ask_outlooks,
    list_outlooks,
    outlook_state,
    put_outlooks,
    replace_sales,
)
from stockpool.sourcing.planning import Around, Near, PolicyPlanner, compile_search
from stockpool.sourcing.policy.cases import ReadCases, read_cases
from stockpool.sourcing.policy.deciding import decide_case
from stockpool.sourcing.policy.document import LAST_RESORTS, Fallback, Policy, Rule
from stockpool.sourcing.policy.english import english
from stockpool.sourcing.policy.examples import Example, example, examples
from stockpool.sourcing.policy.handlers import (
    activate_policy,
    load_active,
    load_shadow,
    put_policy,
    roll_back,
    set_shadow,
)
from stockpool.sourcing.policy.messages import (
    Activated,
    ActivatePolicy,
    Activation,
    ActivePolicy,
    PolicyActivated,
    PolicyHead,
    PolicyPut,
    PolicyStored,
    PutPolicy,
    RollBack,
    Shadow,
    ShadowSet,
    StoredPolicy,
)
from stockpool.sourcing.policy.naming import NOTHING_KNOWN, Known
from stockpool.sourcing.policy.problems import DocumentProblem
from stockpool.sourcing.policy.queries import get_policy, last_activation, last_shadow, list_activations, list_policies
from stockpool.sourcing.policy.reading import ReadPolicy, read_policy
from stockpool.sourcing.policy.trying import CaseReport, Decide, Decided, report_text, try_cases
from stockpool.sourcing.policy.writing import written
from stockpool.sourcing.pricing import price_plan
from stockpool.sourcing.search.found import FoundPlan
from stockpool.sourcing.search.problem import Problem, ProblemLine, parcel_cost
from stockpool.sourcing.shadow.comparing import Compared, Question, compare, summed
from stockpool.sourcing.shadow.messages import Comparison, Difference, PlanFigures, ShadowDecision
from stockpool.sourcing.shadow.queries import shadow_report
from stockpool.sourcing.shadow.store import sweep_shadow, write_shadow
from stockpool.sourcing.told import ToldAlternative, ToldExplanation, ToldNode, ToldPassedOver, told

if TYPE_CHECKING:
    import highspy

__all__ = [
    "LAST_RESORTS",
    "NOTHING_KNOWN",
    "UNKNOWN_OUTLOOK",
    "ActivatePolicy",
    "Activated",
    "Activation",
    "ActivePolicy",
    "Around",
    "Asked",
    "AskedLine",
    "BacktestFigure",
    "BacktestKept",
    "CandidatePool",
    "CaseReport",
    "Compared",
    "Comparison",
    "Decide",
    "Decided",
    "Difference",
    "DocumentProblem",
    "Example",
    "Fallback",
    "FoundPlan",
    "Known",
    "Load",
    "Near",
    "Nearest",
    "Outlook",
    "OutlookInput",
    "OutlookResult",
    "OutlookSet",
    "OutlookSku",
    "OutlookSource",
    "OutlookState",
    "PlanFigures",
    "Policy",
    "PolicyActivated",
    "PolicyHead",
    "PolicyPlanner",
    "PolicyPut",
    "PolicyStored",
    "Problem",
    "ProblemLine",
    "PutPolicy",
    "Question",
    "ReadCases",
    "ReadPolicy",
    "RollBack",
    "Rule",
    "Shadow",
    "ShadowDecision",
    "ShadowSet",
    "Shelves",
    "StoredOutlook",
    "StoredPolicy",
    "ToldAlternative",
    "ToldExplanation",
    "ToldNode",
    "ToldPassedOver",
    "activate_policy",
    "ask_outlooks",
    "cheapest_plan",
    "compare",
    "compile_search",
    "decide_case",
    "english",
    "example",
    "examples",
    "get_policy",
    "insert_backtest",
    "last_activation",
    "last_shadow",
    "list_activations",
    "list_backtests",
    "list_outlooks",
    "list_policies",
    "load_active",
    "load_shadow",
    "most_served",
    "new_solver",
    "outlook_state",
    "outlooks_of_sales",
    "parcel_cost",
    "plan_nearby",
    "plan_sourcing",
    "price_plan",
    "put_outlooks",
    "put_policy",
    "read_cases",
    "read_policy",
    "replace_sales",
    "report_text",
    "roll_back",
    "set_shadow",
    "shadow_report",
    "summed",
    "sweep_shadow",
    "told",
    "try_cases",
    "upsert_outlooks",
    "write_shadow",
    "written",
]


def cheapest_plan(problem: Problem, served: Sequence[int]) -> FoundPlan:
    """The cheapest way to take so many units of each line."""
    from stockpool.sourcing.search.cheapest import cheapest  # compiled loops: nobody waits for them who sources nothing

    return cheapest(problem, served)


def most_served(problem: Problem) -> list[int]:
    """Units of each line that nodes can serve within the limits: as many as can be in all, the first lines first."""
    from stockpool.sourcing.search import limits

    return limits.most_served(problem)


def new_solver() -> highspy.Highs:
    """HiGHS, which says nothing by itself."""
    from stockpool.sourcing.search.solver import QuietHighs  # a large library that few commands need

    return QuietHighs()
