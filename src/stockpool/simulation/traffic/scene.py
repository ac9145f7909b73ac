"""What everybody in the traffic shares: the way to the server, the goods, the dice and the books."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count

from stockpool.simulation.retailer.baskets import Baskets
from stockpool.simulation.traffic.client import PATIENCE_SECONDS, Answer, GaveUp, Request, RetryingClient, Send
from stockpool.simulation.traffic.paces import Rota
from stockpool.simulation.traffic.tally import Tally

LOW_SHELVES_MAX = 5_000


@dataclass(kw_only=True)
class Scene:
    """One run of the traffic. `run` makes its keys and references different from those of any other run."""

    client: RetryingClient
    baskets: Baskets
    rota: Rota
    dice: random.Random
    stopped: asyncio.Event
    now: Callable[[], datetime]
    run: str
    tally: Tally = field(default_factory=Tally)
    low_shelves: dict[tuple[str, str], None] = field(default_factory=dict)
    nodes: tuple[str, ...] = ()
    """Those that sell, and so have something to do."""
    stores: frozenset[str] = frozenset()
    centers: dict[str, str] = field(default_factory=dict)
    """The center that sends a SKU."""
    crowded: set[str] = field(default_factory=set)
    """Stores with so much to do that nobody is offered to collect anything there."""
    owed: set[str] = field(default_factory=set)
    """SKUs that their maker is to bring and does not: no truck has them."""
    codes: dict[str, str] = field(default_factory=dict)
    """The pickup codes that customers were sent, by fulfillment order."""
    forgotten: dict[str, str] = field(default_factory=dict)
    """Those of customers who do not come."""
    told_codes: dict[str, dict[str, str]] = field(default_factory=dict)
    """Codes and order numbers of what lies ready at the store that is left to people, by fulfillment order."""
    _numbers: count[int] = field(default_factory=lambda: count(1))
    _orders: count[int] = field(default_factory=lambda: count(101))

    def name(self, of: str) -> str:
        """A name that nothing else has: for keys, receipts and references."""
        return f"{self.run}-{of}-{next(self._numbers)}"

    async def ask(self, kind: str, request: Request) -> Answer:
        """Ask the server, note how long it took, and count what it refused."""
        clock = asyncio.get_running_loop().time
        began = clock()
        try:
            answer = await self.client.ask(request)
        except GaveUp:
            self.tally.errors["gave up"] += 1
            raise
        self.tally.took(kind, clock() - began)
        if answer.status >= 500:
            self.tally.errors[f"status {answer.status}"] += 1
        elif answer.status >= 400:
            self.refused(answer.read())
        return answer

    def reference(self) -> str:
        """The number of a new order, as its customer reads it."""
        return f"WEB-{self.run}-{next(self._orders)}"

    def refused(self, problem: dict[str, object]) -> None:
        """Count a refusal by its reason, which is the end of the problem's type."""
        self.tally.refusals[str(problem.get("type", "unnamed")).rsplit("/", 1)[-1]] += 1

    async def pause(self, seconds_min: float, seconds_max: float) -> None:
        """Think, walk or wait; over at once when the traffic stops."""
        try:
            async with asyncio.timeout(self.dice.uniform(seconds_min, seconds_max)):
                await self.stopped.wait()
        except TimeoutError:
            return

    def now_has(self, node: str, *, crowded: bool) -> None:
        """Remember whether a node has too much to do."""
        (self.crowded.add if crowded else self.crowded.discard)(node)

    def ran_low(self, sku: str, node: str) -> None:
        """Remember a shelf for the next delivery."""
        if len(self.low_shelves) < LOW_SHELVES_MAX and sku not in self.owed:
            self.low_shelves[sku, node] = None


def new_scene(
    send: Send,
    baskets: Baskets,
    *,
    seed: int,
    run: str,
    now: Callable[[], datetime],
    patience_seconds: float = PATIENCE_SECONDS,
    left_to_people: str | None = None,
) -> Scene:
    """A scene in which nobody is yet; nobody simulated works at the store that is left to people."""
    stopped = asyncio.Event()
    centers = {line.sku: line.node for line in baskets.web}
    sold = Counter(line.node for line in baskets.store)
    stores = sorted(sold, key=lambda node: (-sold[node], node))
    return Scene(
        client=RetryingClient(send, stopped, patience_seconds),
        baskets=baskets,
        rota=Rota(sorted(set(centers.values())), stores, left_to_people),
        dice=random.Random(seed),
        stopped=stopped,
        now=now,
        run=run,
        nodes=tuple(sorted({*stores, *centers.values()})),
        stores=frozenset(stores),
        centers=centers,
    )
