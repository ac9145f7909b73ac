"""A crowd of callers who repeat a request until it is answered, and all that they were told."""

from __future__ import annotations

import asyncio
import json
import random
from collections import Counter
from collections.abc import Callable
from time import monotonic
from typing import Any
from uuid import UUID

from tests.journeys.calls import Address, Answer, Caller, Request
from tests.journeys.customer import Customer, difference
from tests.journeys.expected import Note, is_keyed
from tests.journeys.shop import NODES, PLENTY, SCARCE, fact

SCARCE_UNITS = 60
PLENTY_UNITS = 1_000_000

THINK_S = 0.03
PAUSE_S = 0.4
PATIENCE_S = 60.0
HANG_UP = 0.03


def opening() -> list[dict[str, Any]]:
    """The stock that is there when the doors open, as facts; the rest arrives during the day."""
    units = [(sku, SCARCE_UNITS) for sku in SCARCE] + [(sku, PLENTY_UNITS) for sku in PLENTY]
    places = [(sku, node, quantity) for sku, quantity in units for node in NODES]
    return [fact("receive", sku, node, quantity, f"opening-{i}") for i, (sku, node, quantity) in enumerate(places)]


class Crowd:
    """What all callers share: the notes, the counts, and when to stop."""

    def __init__(
        self, address: Callable[[], Address], token: str, seed: int, *, new_key_each_time: bool = False
    ) -> None:
        """`new_key_each_time` is the negative control: a repeated request is a new one."""
        self.notes: list[Note] = []
        self.counts: Counter[str] = Counter()
        self.faults: list[str] = []
        self.slowest_s = 0.0
        self.new_key_each_time = new_key_each_time
        self._address = address
        self._token = token
        self._seed = seed
        self._stopped = asyncio.Event()

    async def run(self, callers: int) -> None:
        """Be busy until told to stop, then finish what was begun."""
        async with asyncio.TaskGroup() as group:
            for number in range(callers):
                group.create_task(self._be_busy(number))

    def stop(self) -> None:
        """No new intents."""
        self._stopped.set()

    async def ask(self, caller: Caller, intent: str, request: Request, rng: random.Random) -> Note:
        """Send until it is answered, and note the answer."""
        note = Note(intent, request, await self.acknowledged(caller, request, rng))
        self.notes.append(note)
        self.counts[f"{intent} {note.answer.status}"] += 1
        return note

    async def look(self, caller: Caller, path: str, rng: random.Random) -> Any:  # noqa: ANN401 - any JSON
        """Read something until it is answered; readers leave no note."""
        answer = await self.acknowledged(caller, Request("GET", path), rng)
        assert answer.status == 200, answer
        return json.loads(answer.body)

    async def repeat_all(self, callers: int) -> list[str]:
        """Ask everything once more; the answers that are not those of the first time."""
        waiting = [note for note in reversed(self.notes) if is_keyed(note.request)]
        different: list[str] = []

        async def work(number: int) -> None:
            caller, rng = Caller(self._address, self._token), random.Random(number)
            while waiting:
                note = waiting.pop()
                different.extend(difference(note, await self.acknowledged(caller, note.request, rng)))
            await caller.close()

        async with asyncio.TaskGroup() as group:
            for number in range(callers):
                group.create_task(work(number))
        return different

    async def _be_busy(self, number: int) -> None:
        rng = random.Random(f"{self._seed} {number}")
        caller = Caller(self._address, self._token)
        customer = Customer(self, caller, rng, number)
        while not self._stopped.is_set():
            await customer.do_something()
            await asyncio.sleep(rng.uniform(0, THINK_S))
        await caller.close()

    async def acknowledged(self, caller: Caller, request: Request, rng: random.Random) -> Answer:
        """Send until it is answered; what has no key is not left behind on its way."""
        started_at = monotonic()
        if rng.random() < HANG_UP and is_keyed(request):
            self.counts["hung up"] += 1
            await caller.send_and_hang_up(request)
        while monotonic() - started_at < PATIENCE_S:
            if self.new_key_each_time and request.key is not None:
                request = request._replace(key=str(UUID(int=rng.getrandbits(128))))
            answer = await self._sent(caller, request)
            if answer is not None:
                self.slowest_s = max(self.slowest_s, monotonic() - started_at)
                return answer
            self.counts["sent again"] += 1
            await asyncio.sleep(rng.uniform(0.02, PAUSE_S))
        raise AssertionError(f"no answer within {PATIENCE_S:g} s: {request}")

    async def _sent(self, caller: Caller, request: Request) -> Answer | None:
        """The answer, unless the server is away or says that it is busy."""
        try:
            answer = await caller.send(request)
        except ConnectionError:
            return None
        if answer.status == 503:
            self.counts["503"] += 1
            return None
        if answer.status >= 500:
            self.faults.append(f"{request.path} was answered {answer.status}: {answer.body!r}")
            return None
        return answer
