"""A crowd of callers who hold, order, pay, edit, cancel and fulfill, and repeat a request until it is answered."""

from __future__ import annotations

import asyncio
import json
import random
from collections import Counter
from collections.abc import Callable
from itertools import count
from time import monotonic
from typing import Any, TypeVar
from uuid import UUID

from tests.journeys.audit import Note
from tests.journeys.calls import Address, Answer, Caller, Request
from tests.journeys.shop import NODES, fact, post

T = TypeVar("T")

SCARCE = tuple(f"SCARCE-{i}" for i in range(4))
PLENTY = ("PLENTY-0", "PLENTY-1")
SCARCE_UNITS = 60
PLENTY_UNITS = 1_000_000
HOLD_S = 24 * 3_600

THINK_S = 0.03
PAUSE_S = 0.4
PATIENCE_S = 60.0
HANG_UP = 0.03
REPEAT = 0.1

INTENTS = {
    "hold": 30,
    "order": 22,
    "step": 45,
    "pay": 8,
    "edit": 6,
    "receive": 8,
    "sell": 7,
    "release": 8,
    "cancel": 6,
}
"""How often each is meant. A further one is a method of `Customer`, and what the auditor expects of it."""

ONWARD = {
    "open": ("release",),
    "released": ("accept", "accept", "accept", "reject"),
    "accepted": ("pick", "pick", "start-picking"),
    "picking": ("pick",),
    "packed": ("leave",),
    "picked": ("leave", "leave", "pack"),
    "ready_for_pickup": ("hand-over",),
}
"""What is done next with a fulfillment order; how it leaves depends on where the customer wants it."""


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
        note = Note(intent, request, await self._acknowledged(caller, request, rng))
        self.notes.append(note)
        self.counts[f"{intent} {note.answer.status}"] += 1
        return note

    async def look(self, caller: Caller, path: str, rng: random.Random) -> Any:  # noqa: ANN401 - any JSON
        """Read something until it is answered; readers leave no note."""
        answer = await self._acknowledged(caller, Request("GET", path), rng)
        assert answer.status == 200, answer
        return json.loads(answer.body)

    async def repeat_all(self, callers: int) -> list[str]:
        """Ask everything once more; the answers that are not those of the first time."""
        waiting = list(reversed(self.notes))
        different: list[str] = []

        async def work(number: int) -> None:
            caller, rng = Caller(self._address, self._token), random.Random(number)
            while waiting:
                note = waiting.pop()
                different.extend(_difference(note, await self._acknowledged(caller, note.request, rng)))
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

    async def _acknowledged(self, caller: Caller, request: Request, rng: random.Random) -> Answer:
        started_at = monotonic()
        if rng.random() < HANG_UP:
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


class Customer:
    """One caller with what it has in its hands."""

    def __init__(self, crowd: Crowd, caller: Caller, rng: random.Random, number: int) -> None:
        """A customer with empty hands."""
        self._crowd = crowd
        self._caller = caller
        self._rng = rng
        self._names = (f"customer-{number}-{i}" for i in count())
        self._holds: list[Any] = []
        self._orders: list[str] = []
        self._unpaid: list[str] = []
        self._codes: dict[str, str] = {}

    async def do_something(self) -> None:
        """One intent, drawn at random, and now and then the same once more."""
        (intent,) = self._rng.choices(list(INTENTS), list(INTENTS.values()))
        request = await self._step() if intent == "step" else getattr(self, f"_{intent}")()
        if request is None:
            return
        note = await self._crowd.ask(self._caller, intent, request, self._rng)
        self._take(note)
        if self._rng.random() < REPEAT and not self._crowd.new_key_each_time:
            again = await self._crowd._acknowledged(self._caller, request, self._rng)
            self._crowd.faults.extend(_difference(note, again))

    def _take(self, note: Note) -> None:
        if note.granted and note.intent == "hold":
            self._holds.append(note.reply)
        if note.granted and note.intent == "order":
            unpaid = note.reply["status"] == "payment_pending"
            (self._unpaid if unpaid else self._orders).append(note.reply["order_id"])
        if note.granted and note.intent == "pay" and note.request.path.endswith("confirm"):
            self._orders.append(note.reply["order_id"])
        if note.granted and note.intent == "step" and "pickup_code" in note.reply:
            self._codes[note.reply["fulfillment_order"]["id"]] = note.reply["pickup_code"]
        if note.granted and note.intent in ("receive", "sell") and note.reply["results"][0]["outcome"] != "recorded":
            self._crowd.faults.append(f"a fact was not recorded: {note.answer.body!r}")

    def _hold(self) -> Request:
        body = {"channel": "web", "lines": self._lines(), "ttl_seconds": HOLD_S}
        return post("/v1/holds", body, next(self._names))

    def _order(self) -> Request:
        body: dict[str, Any] = {
            "channel": "web",
            "lines": self._lines(),
            "shortage": self._rng.choice(["refuse"] * 4 + ["backorder"]),
            "payment": self._rng.choice(["captured"] * 3 + ["pending"]),
            "method": self._rng.choice(["ship"] * 3 + ["pickup", "ship_to_store"]),
        }
        if body["method"] != "ship":
            body["pickup_node"] = self._rng.choice(NODES)
        if self._holds and self._rng.random() < 0.5:
            hold = self._pop(self._holds)
            units: Counter[str] = Counter()
            for line in hold["lines"]:
                units[line["sku"]] += line["quantity"]
            lines = [{"sku": sku, "quantity": quantity} for sku, quantity in units.items()]
            body |= {"hold_id": hold["hold_id"], "lines": lines}
        return post("/v1/orders", body, next(self._names))

    def _release(self) -> Request | None:
        if not self._holds:
            return None
        return post(f"/v1/holds/{self._pop(self._holds)['hold_id']}/release", {}, next(self._names))

    def _cancel(self) -> Request | None:
        """A whole order, which is not thought of any more, or one unit of its first line."""
        orders = self._unpaid if self._unpaid and self._rng.random() < 0.2 else self._orders
        if not orders:
            return None
        if self._rng.random() < 0.5:
            return post(f"/v1/orders/{self._pop(orders)}/cancel", {}, next(self._names))
        one = {"lines": [{"line": 1, "quantity": 1}]}
        return post(f"/v1/orders/{self._rng.choice(orders)}/cancel", one, next(self._names))

    def _pay(self) -> Request | None:
        if not self._unpaid:
            return None
        outcome = self._rng.choice(["confirm", "confirm", "confirm", "fail"])
        return post(f"/v1/orders/{self._pop(self._unpaid)}/payment/{outcome}", {}, next(self._names))

    def _edit(self) -> Request | None:
        """The latest order mostly, which no node was told of yet."""
        if not self._orders:
            return None
        change = {"quantities": [{"line": 1, "quantity": self._rng.randint(1, 4)}], "priority": self._rng.randint(0, 3)}
        return post(f"/v1/orders/{self._orders[-1]}/edit", change, next(self._names))

    async def _step(self) -> Request | None:
        """What is to be done next for one of the orders, as it stands now."""
        if not self._orders:
            return None
        order = await self._crowd.look(self._caller, f"/v1/orders/{self._rng.choice(self._orders)}", self._rng)
        open_ones = [each for each in order["fulfillment_orders"] if each["status"] in (*ONWARD, "shipped")]
        if not open_ones:
            return None
        job = self._rng.choice(open_ones)
        (collected_at,) = [x.get("pickup_node") for x in order["deliveries"] if x["number"] == job.get("delivery", 1)]
        step = self._rng.choice(ONWARD.get(job["status"], ("arrive" if collected_at else "deliver",)))
        if step == "leave":
            step = "ready" if collected_at == job["node"] else "ship"
        body: dict[str, Any] = {}
        if step == "pick" and self._rng.random() < 0.2:
            body = {"picked": [{"sku": job["lines"][0]["sku"], "quantity": 1}]}
        if step == "hand-over":
            body = {"code": self._codes.get(job["id"], "unknown")}
        return post(f"/v1/fulfillment-orders/{job['id']}/{step}", body, next(self._names))

    def _receive(self) -> Request:
        return self._fact("receive", self._rng.choice(SCARCE), self._rng.randint(1, 3))

    def _sell(self) -> Request:
        return self._fact("sell", self._rng.choice(PLENTY), 1)

    def _fact(self, kind: str, sku: str, quantity: int) -> Request:
        return post("/v1/facts", {"facts": [fact(kind, sku, self._rng.choice(NODES), quantity, next(self._names))]})

    def _lines(self) -> list[dict[str, Any]]:
        skus = self._rng.sample([*SCARCE, *PLENTY], self._rng.randint(1, 3))
        return [{"sku": sku, "quantity": self._rng.randint(1, 3)} for sku in skus]

    def _pop(self, things: list[T]) -> T:
        return things.pop(self._rng.randrange(len(things)))


def _difference(note: Note, again: Answer) -> list[str]:
    """What a repeated request was answered other than at first."""
    if (again.status, again.body) == note.answer[:2]:
        return []
    return [f"{note.intent} was answered {note.answer[:2]} and then {again[:2]}"]
