"""Live traffic over HTTP: tills, web shoppers, pickups and trucks, at a gentle rate and counted."""

from stockpool.simulation.traffic.client import Answer, GaveUp, Request, RetryingClient, Send
from stockpool.simulation.traffic.connections import Connections
from stockpool.simulation.traffic.driver import drive
from stockpool.simulation.traffic.scene import Scene, new_scene
from stockpool.simulation.traffic.tally import Latency, Tally, TrafficReport

__all__ = [
    "Answer",
    "Connections",
    "GaveUp",
    "Latency",
    "Request",
    "RetryingClient",
    "Scene",
    "Send",
    "Tally",
    "TrafficReport",
    "drive",
    "new_scene",
]
