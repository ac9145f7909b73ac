"""Sourcing's only door."""

from __future__ import annotations

from stockpool.sourcing.fewest_nodes import plan_nearby, plan_sourcing
from stockpool.sourcing.model import CandidatePool

__all__ = ["CandidatePool", "plan_nearby", "plan_sourcing"]
