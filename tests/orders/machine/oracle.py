"""A naive shop, written from the documents and not from the code: what each order has where, in smallest units.

It does not choose nodes. It hears which were chosen, and says whether they may be, and whether anybody was left to wait
who could have been served. Everything else it knows by itself: which steps are possible, what they move, who is next.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from stockpool.kernel.quantities import Amount
from tests.orders.charts import CARRIED_OUT, COLLECTED_HERE, SENT_HOME, SENT_TO_A_STORE, Chart

Key = tuple[str, str]
"""SKU and node."""
Move = tuple[str, str, str, str]
"""SKU, node, the account that units leave and the one they come to."""
PartKey = tuple[int, str]

KIT = {"cup": 1, "tea": 2}
POOL = {"web": ("berlin", "leipzig", "munich", "outlet"), "careful": ("berlin", "munich")}
BUFFER = {"web": 0, "careful": 2}
SHIPS = {"berlin", "leipzig", "munich"}
HANDS_OUT = {"berlin", "munich", "outlet"}
NEAR_BERLIN = {"berlin", "outlet"}
INSIDE = {"available", "held", "committed", "other"}

BEFORE_IT_LEAVES = ["open", "released", "accepted", "picking", "picked", "packed", "ready_for_pickup"]
"""In the order in which their nodes have done something, least first."""
NOTHING_DONE = {"rejected", "expired", "cancelled"}
WITH_CUSTOMER = {"handed_over", "delivered"}


def units_of(sku: str, quantity: Amount) -> int:
    """Smallest units."""
    return int(Decimal(quantity) * (100 if sku == "cloth" else 1))


def takes(sku: str) -> dict[str, int]:
    """What one unit of a line takes of each SKU that has stock."""
    return KIT if sku == "tea-time" else {sku: 1}


@dataclass
class Part:
    """What a line asks of one SKU."""

    each: int
    quantity: int
    pending: int = 0
    waiting: int = 0
    cancelled: int = 0


@dataclass
class Job:
    """A fulfillment order."""

    delivery: int
    node: str
    status: str
    pieces: dict[PartKey, int]
    gave_up: bool = False
    code: str | None = None
    over: bool = False
    """Nobody came in time."""
    short: frozenset[str] = frozenset()
    """SKUs of which its node did not find all."""

    @property
    def units(self) -> int:
        """What is left to do, or was done."""
        return sum(self.pieces.values())

    def by_sku(self) -> Counter[str]:
        """Units of each SKU."""
        found: Counter[str] = Counter()
        for (_, sku), units in self.pieces.items():
            found[sku] += units
        return +found


@dataclass
class Buy:
    """An order."""

    order_id: str
    channel: str
    priority: int
    together: bool
    payment: str
    ways: dict[int, tuple[str, str | None]]
    """Method and node of collection, by delivery."""
    lines: dict[int, tuple[str, int, int]]
    """SKU, units and delivery."""
    parts: dict[PartKey, Part]
    jobs: dict[int, Job] = field(default_factory=dict)
    hold_id: str | None = None
    withdrawn: Counter[int] = field(default_factory=Counter)
    due: bool = False
    placed_at: datetime | None = None
    blurred: bool = False
    """Which line got what of a SKU that several want was not heard."""

    @property
    def overlaps(self) -> bool:
        """Whether several lines want the same SKU."""
        skus = [sku for _, sku in self.parts]
        return len(skus) != len(set(skus))

    def delivery_of(self, key: PartKey) -> int:
        """The delivery of a part."""
        return self.lines[key[0]][2]

    def chart(self, job: Job) -> Chart:
        """The chart that a fulfillment order follows."""
        method, collected_at = self.ways[job.delivery]
        if method == "carry_out":
            return CARRIED_OUT
        if collected_at is None:
            return SENT_HOME
        return COLLECTED_HERE if collected_at == job.node else SENT_TO_A_STORE

    def shelf(self, job: Job) -> str:
        """Where the goods are."""
        if job.status == "ready_for_pickup":
            return self.ways[job.delivery][1] or job.node
        return job.node

    def open_units(self) -> Counter[PartKey]:
        """What has not left, of each part."""
        found = Counter({key: part.pending + part.waiting for key, part in self.parts.items()})
        for job in self.jobs.values():
            if job.status in BEFORE_IT_LEAVES:
                found.update(job.pieces)
        return found

    def left_units(self) -> Counter[PartKey]:
        """What the customer has, or is on its way to it."""
        found: Counter[PartKey] = Counter()
        for job in self.jobs.values():
            if job.status in WITH_CUSTOMER or (job.status == "shipped" and self.ways[job.delivery][1] is None):
                found.update(job.pieces)
        return found

    def committed(self) -> Counter[Key]:
        """What nodes have for it."""
        found: Counter[Key] = Counter()
        for job in self.jobs.values():
            if job.status in BEFORE_IT_LEAVES:
                for (_, sku), units in job.pieces.items():
                    found[sku, self.shelf(job)] += units
        return +found

    def lacks(self, delivery: int) -> bool:
        """Whether a delivery cannot leave in full."""
        return any(p.waiting or p.pending for key, p in self.parts.items() if self.delivery_of(key) == delivery)

    def status(self) -> str:
        """Where it stands."""
        owed = [key for key, part in self.parts.items() if part.quantity > part.cancelled]
        if not owed:
            return "cancelled"
        if self.payment == "pending":
            return "payment_pending"
        working = [job for job in self.jobs.values() if job.units and job.status not in NOTHING_DONE]
        left = self.left_units()
        if all(left[key] == self.parts[key].quantity - self.parts[key].cancelled for key in owed):
            return "completed" if all(job.status in WITH_CUSTOMER for job in working) else "shipped"
        if any(job.status != "open" for job in working):
            return "in_fulfillment"
        waiting = [bool(self.parts[key].waiting) for key in owed]
        allocated = any(job.units for job in working)
        if not any(waiting):
            return "allocated"
        return "partly_backordered" if allocated else "backordered"

    def conserved(self) -> bool:
        """Whether every unit that was ordered is somewhere."""
        somewhere: Counter[PartKey] = Counter()
        for job in self.jobs.values():
            if job.status not in NOTHING_DONE:
                somewhere.update(job.pieces)
            elif job.units:
                return False
        return all(p.quantity == p.pending + p.waiting + p.cancelled + somewhere[k] for k, p in self.parts.items())

    def eligible(self, delivery: int, sku: str, *, given_up: bool = False) -> set[str]:
        """The nodes that can serve a delivery; what a node gave up is also sent to where it is collected."""
        method, collected_at = self.ways[delivery]
        pool = set(POOL[self.channel])
        nodes = (pool & SHIPS) if method != "pickup" or given_up else set()
        if method == "same_day":
            nodes &= NEAR_BERLIN
        if collected_at is not None:
            nodes |= {collected_at} & HANDS_OUT
        return nodes - {job.node for job in self.jobs.values() if job.gave_up or sku in job.short}

    def reached_by(self, delivery: int, node: str) -> bool:
        """Whether goods that come to a node can go to a delivery at once."""
        method, collected_at = self.ways[delivery]
        if node not in POOL[self.channel]:
            return False
        return collected_at == node or (node in SHIPS and method in {"ship", "ship_to_store"})

    # what changes

    def take(self, asked: Counter[PartKey]) -> Counter[Move]:
        """Take units out: what is pending or waits first, then from the nodes that have done least, latest first."""
        moves: Counter[Move] = Counter()
        left = Counter(asked)
        for key, part in self.parts.items():
            for name in ("pending", "waiting"):
                units = min(getattr(part, name), left[key])
                setattr(part, name, getattr(part, name) - units)
                left[key] -= units
        jobs = [(number, job) for number, job in self.jobs.items() if job.status in BEFORE_IT_LEAVES]
        for _, job in sorted(jobs, key=lambda each: (BEFORE_IT_LEAVES.index(each[1].status), -each[0])):
            had = job.units
            for key in job.pieces:
                units = min(job.pieces[key], left[key])
                job.pieces[key] -= units
                left[key] -= units
                moves[key[1], self.shelf(job), "committed", "available"] += units
            if had and not job.units:
                job.status = "cancelled"
        assert not +left
        return +moves

    def everything(self, job: Job, source: str, target: str, *, at: str | None = None) -> Counter[Move]:
        """All that a fulfillment order has."""
        return Counter({(sku, at or self.shelf(job), source, target): n for sku, n in job.by_sku().items()})


@dataclass
class Oracle:
    """All orders, and every account of every position, by the moves that were heard."""

    buys: dict[str, Buy] = field(default_factory=dict)
    stock: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    """Units by SKU, node and account."""
    held: dict[str, Counter[Key]] = field(default_factory=dict)
    """What holds have."""
    channels: dict[str, str] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)
    """Holds that became orders."""
    over: set[str] = field(default_factory=set)
    """Holds whose time is over."""

    def free(self, key: Key, channel: str) -> int:
        """What a channel can promise."""
        if key[1] not in POOL[channel]:
            return 0
        return max(self.stock[(*key, "available")] + self._due(key) - BUFFER[channel], 0)

    def _due(self, key: Key) -> int:
        """What holds whose time is over still have: it counts as free."""
        return sum(self.held[hold_id][key] for hold_id in self.over if hold_id in self.held)

    def on_hand(self, key: Key) -> int:
        """What is there."""
        return sum(self.stock[(*key, account)] for account in INSIDE)

    def could_have(self, channel: str, sku: str, nodes: Iterable[str]) -> int:
        """What these nodes have for a channel."""
        return sum(self.free((sku, node), channel) for node in nodes)

    def move(self, moves: Counter[Move]) -> None:
        """Units change their account."""
        for (sku, node, source, target), units in moves.items():
            if source in INSIDE:
                self.stock[sku, node, source] -= units
            if target in INSIDE:
                self.stock[sku, node, target] += units

    def waiting_for(self, key: Key) -> Iterator[Buy]:
        """Who waits for what has come to a position, first in line first."""
        sku, node = key
        waiting = [
            buy
            for buy in self.buys.values()
            if buy.payment == "captured"
            and any(
                part.waiting and of == sku and buy.reached_by(buy.delivery_of((line, of)), node)
                for (line, of), part in buy.parts.items()
            )
        ]
        yield from sorted(waiting, key=lambda buy: (-buy.priority, buy.placed_at, buy.order_id))
