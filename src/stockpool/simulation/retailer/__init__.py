"""A made-up retailer over real cities: its range, its network, its stock and two years of sales."""

from stockpool.simulation.retailer.generate import RetailerFiles, generate_retailer
from stockpool.simulation.retailer.plan import RetailerPlan

__all__ = ["RetailerFiles", "RetailerPlan", "generate_retailer"]
