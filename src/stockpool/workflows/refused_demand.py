"""Who asked for what was not there: kept with the refusal, since it was wanted all the same."""

from __future__ import annotations

import msgspec

from stockpool.inventory.messages import Commit, PlaceHold
from stockpool.kernel.commands import Command
from stockpool.kernel.refusals import Refused
from stockpool.orders.messages import PlaceOrder

OF_CUSTOMERS = (PlaceHold, Commit, PlaceOrder)


def with_asker(refused: Refused, command: Command) -> Refused:
    """A refusal for lack of stock with channel, reference and node of who asked, as far as they were told."""
    if "available" not in refused.details or not isinstance(command, OF_CUSTOMERS):
        return refused
    way = getattr(command, "held_for", None) or command
    told = {
        "channel": command.channel,
        "reference": command.reference,
        "pickup_node": getattr(way, "pickup_node", None),
    }
    asked = {name: value for name, value in told.items() if value is not None}
    return msgspec.structs.replace(refused, details={**refused.details, "asked": asked})
