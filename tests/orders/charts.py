"""The state charts as the documents draw them, written down once more: where each step leads from each status."""

from __future__ import annotations

from stockpool.orders.messages import FulfillmentStatus, FulfillmentStep

Chart = dict[str, dict[str, str]]

WITH_A_NODE: Chart = {
    "open": {"release": "released", "give_up": "rejected"},
    "released": {"accept": "accepted", "reject": "rejected", "give_up": "rejected"},
    "accepted": {"start_picking": "picking", "pick": "picked", "reject": "rejected", "give_up": "rejected"},
    "picking": {"pick": "picked", "reject": "rejected", "give_up": "rejected"},
}

SENT_HOME: Chart = {
    **WITH_A_NODE,
    "picked": {"pack": "packed", "ship": "shipped", "give_up": "rejected"},
    "packed": {"ship": "shipped", "give_up": "rejected"},
    "shipped": {"deliver": "delivered"},
}

COLLECTED_HERE: Chart = {
    **WITH_A_NODE,
    "picked": {"pack": "packed", "ready": "ready_for_pickup", "give_up": "rejected"},
    "packed": {"ready": "ready_for_pickup", "give_up": "rejected"},
    "ready_for_pickup": {"hand_over": "handed_over", "expire": "expired"},
}

SENT_TO_A_STORE: Chart = {
    **WITH_A_NODE,
    "picked": {"pack": "packed", "ship": "shipped", "give_up": "rejected"},
    "packed": {"ship": "shipped", "give_up": "rejected"},
    "shipped": {"arrive": "ready_for_pickup"},
    "ready_for_pickup": {"hand_over": "handed_over", "expire": "expired"},
}

CARRIED_OUT: Chart = {}

STATUSES = [each.value for each in FulfillmentStatus]
STEPS = [each.value for each in FulfillmentStep]
