"""Sourcing's only door."""

from __future__ import annotations

from stockpool.sourcing.fewest_nodes import plan_sourcing
from stockpool.sourcing.model import CandidatePool, Nearest
from stockpool.sourcing.nearby import plan_nearby

__all__ = ["CandidatePool", "Nearest", "plan_nearby", "plan_sourcing"]
