"""What strategies may know of a demand and of a node: nothing else decides where goods come from.

Money is in whole millionths of the policy's currency, so that sums are the same on every machine.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from datetime import date
from functools import lru_cache

import msgspec

from stockpool.kernel.tariffs import MICRO, Tariff
from stockpool.sourcing.messages import Candidate, Destination, Method


class AskedLine(msgspec.Struct, frozen=True, gc=False):
    """One SKU of a demand. Weight and volume are of one unit, None where the catalog does not know them.

    `unit` is how many of the ledger's units make one of the catalog's, of which price and cost are.
    """

    sku: str
    units: int
    grams: int | None = None
    volume_cc: int | None = None
    category: str | None = None
    price: int | None = None
    cost: int | None = None
    unit: int = 1


class Load(msgspec.Struct, frozen=True, gc=False):
    """What a node has to do: orders that are not done, what it does in a day, hours until all is done at that pace.

    A node without a capacity is taken to keep up. `open_now` by its calendar; `today` where it still takes up an
    order today.
    """

    open_orders: int = 0
    daily_capacity: int | None = None
    backlog_hours: float = 0.0
    open_now: bool = True
    today: bool = True

    @property
    def capacity_left(self) -> int | None:
        """Orders that it can still do today; None where nothing limits it."""
        return None if self.daily_capacity is None else self.daily_capacity - self.open_orders


IDLE = Load()


class Outlook(msgspec.Struct, frozen=True, gc=False):
    """What a SKU does at a node without the order: its own demand a day, in units, and days until more of it comes."""

    demand_per_day: float = 0.0
    days_to_delivery: float = 7.0


UNKNOWN_OUTLOOK = Outlook()


class Asked(msgspec.Struct, gc=False):
    """A demand with its surroundings, looked up when a strategy wants to know.

    `km` is None where a place is not known, `days` where a node can make no date; `tariff` where a carrier does not go.
    """

    channel: str
    method: Method
    lines: tuple[AskedLine, ...]
    on: date
    destination: Destination | None = None
    km: Callable[[Candidate], float | None] = lambda _: None
    load: Callable[[str], Load] = lambda _: IDLE
    days: Callable[[str], int | None] = lambda _: None
    outlook: Callable[[str, str], Outlook] = lambda _sku, _node: UNKNOWN_OUTLOOK
    tariff: Callable[[str, str], Tariff | None] = lambda _rates, _node: None
    chargeable: Callable[[str, int, int], int] = lambda _rates, grams, _volume_cc: grams
    """What a unit of so many grams and cubic centimeters counts as for a rate table."""
    tariff_from: Callable[[str, str, float | None], Tariff | None] = lambda _rates, _node, _km: None
    """A tariff that is never above that of a destination with the same `place`, so far away or farther."""
    days_from: Callable[[str, float | None], int | None] = lambda _node, _km: 0
    """Days that are never more than those from a node so far away or farther, now or later on the day."""
    place: Hashable = None
    """What of the destination the rate tables look at beside the distance."""
    shared: dict[tuple[object, ...], object] = msgspec.field(default_factory=dict)
    """What was worked out for demands with the same loads and time, and holds for all of them."""
    wanted: tuple[int, ...] = ()
    """Units of each line."""

    def __post_init__(self) -> None:
        self.wanted = tuple([line.units for line in self.lines])


@lru_cache(4096)
def micro(amount: float) -> int:
    """An amount of a policy document in millionths."""
    return round(amount * MICRO)


Shelves = Mapping[str, Mapping[str, int]]
"""Units that nodes have, by SKU and node."""
