"""Sourcing's only door."""

from __future__ import annotations

from stockpool.sourcing.asked import Asked, AskedLine, Load, Outlook
from stockpool.sourcing.fewest_nodes import plan_sourcing
from stockpool.sourcing.model import CandidatePool, Nearest
from stockpool.sourcing.nearby import plan_nearby
from stockpool.sourcing.planning import Near, PolicyPlanner
from stockpool.sourcing.policy.cases import ReadCases, read_cases
from stockpool.sourcing.policy.deciding import decide_case
from stockpool.sourcing.policy.document import Policy
from stockpool.sourcing.policy.english import english
from stockpool.sourcing.policy.examples import Example, example, examples
from stockpool.sourcing.policy.handlers import activate_policy, load_active, put_policy, roll_back
from stockpool.sourcing.policy.messages import (
    Activated,
    ActivatePolicy,
    Activation,
    ActivePolicy,
    PolicyHead,
    PolicyPut,
    PutPolicy,
    RollBack,
    StoredPolicy,
)
from stockpool.sourcing.policy.naming import NOTHING_KNOWN, Known
from stockpool.sourcing.policy.problems import DocumentProblem
from stockpool.sourcing.policy.queries import get_policy, last_activation, list_activations, list_policies
from stockpool.sourcing.policy.reading import ReadPolicy, read_policy
from stockpool.sourcing.policy.trying import CaseReport, Decide, Decided, report_text, try_cases
from stockpool.sourcing.policy.writing import written
from stockpool.sourcing.pricing import price_plan
from stockpool.sourcing.search.problem import parcel_cost

__all__ = [
    "NOTHING_KNOWN",
    "ActivatePolicy",
    "Activated",
    "Activation",
    "ActivePolicy",
    "Asked",
    "AskedLine",
    "CandidatePool",
    "CaseReport",
    "Decide",
    "Decided",
    "DocumentProblem",
    "Example",
    "Known",
    "Load",
    "Near",
    "Nearest",
    "Outlook",
    "Policy",
    "PolicyHead",
    "PolicyPlanner",
    "PolicyPut",
    "PutPolicy",
    "ReadCases",
    "ReadPolicy",
    "RollBack",
    "StoredPolicy",
    "activate_policy",
    "decide_case",
    "english",
    "example",
    "examples",
    "get_policy",
    "last_activation",
    "list_activations",
    "list_policies",
    "load_active",
    "parcel_cost",
    "plan_nearby",
    "plan_sourcing",
    "price_plan",
    "put_policy",
    "read_cases",
    "read_policy",
    "report_text",
    "roll_back",
    "try_cases",
    "written",
]
