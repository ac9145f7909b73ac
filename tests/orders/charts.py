"""The state charts as the documents draw them, written down once more: where each step leads from each status."""

from __future__ import annotations

from stockpool.orders.messages import FulfillmentStatus, FulfillmentStep

Chart = dict[str, dict[str, str]]

WITH_A_NODE: Chart = {
    "open": {"release": "released", "give-up": "rejected"},
    "released": {"accept": "accepted", "reject": "rejected", "give-up": "rejected"},
    "accepted": {"start-picking": "picking", "pick": "picked", "reject": "rejected", "give-up": "rejected"},
    "picking": {"pick": "picked", "reject": "rejected", "give-up": "rejected"},
}

SENT_HOME: Chart = {
    **WITH_A_NODE,
    "picked": {"pack": "packed", "ship": "shipped", "give-up": "rejected"},
    "packed": {"ship": "shipped", "give-up": "rejected"},
    "shipped": {"deliver": "delivered"},
}

COLLECTED_HERE: Chart = {
    **WITH_A_NODE,
    "picked": {"pack": "packed", "ready": "ready_for_pickup", "give-up": "rejected"},
    "packed": {"ready": "ready_for_pickup", "give-up": "rejected"},
    "ready_for_pickup": {"reject": "rejected", "hand-over": "handed_over", "expire": "expired"},
}

SENT_TO_A_STORE: Chart = {
    **WITH_A_NODE,
    "picked": {"pack": "packed", "ship": "shipped", "give-up": "rejected"},
    "packed": {"ship": "shipped", "give-up": "rejected"},
    "shipped": {"arrive": "ready_for_pickup"},
    "ready_for_pickup": {"hand-over": "handed_over", "expire": "expired"},
}

CARRIED_OUT: Chart = {}

STATUSES = [each.value for each in FulfillmentStatus]
STEPS = [each.value for each in FulfillmentStep]
