"""Playing a retailer's recorded orders through the real lanes, sourcing and ledger, in a database made for it."""

from stockpool.simulation.replay.figures import ReplayFigures
from stockpool.simulation.replay.run import ReplayPlan, ReplayResult, ReplayWatcher, replay
from stockpool.simulation.replay.world import WorldPlan

__all__ = ["ReplayFigures", "ReplayPlan", "ReplayResult", "ReplayWatcher", "WorldPlan", "replay"]
