"""The rules of orders: pure functions from values to a granted command or a refusal."""

from stockpool.orders.decide.cancelling import decide_cancel
from stockpool.orders.decide.placing import check_reference, decide_place
from stockpool.orders.decide.wording import check_cancel, check_place

__all__ = ["check_cancel", "check_place", "check_reference", "decide_cancel", "decide_place"]
