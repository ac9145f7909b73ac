"""A marketplace's recorded orders in four worlds: each seller for itself, one warehouse, a pool routed in two ways."""

from stockpool.simulation.compare.choosing import Money
from stockpool.simulation.compare.comparing import ComparePlan, Comparison, Scenario, Watcher, compare
from stockpool.simulation.compare.olist import read_olist

__all__ = ["ComparePlan", "Comparison", "Money", "Scenario", "Watcher", "compare", "read_olist"]
