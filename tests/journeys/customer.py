"""What one of the crowd does: hold, order, pay, edit, cancel, fulfill, return, supply and sell, in any order."""

from __future__ import annotations

import random
from collections import Counter
from itertools import count
from typing import TYPE_CHECKING, Any, TypeVar

from tests.journeys import returning, supplying
from tests.journeys.calls import Answer, Caller, Request
from tests.journeys.expected import Note, is_keyed
from tests.journeys.shop import COMING, NODES, PLENTY, PRICE, SCARCE, fact, post

if TYPE_CHECKING:
    from tests.journeys.crowd import Crowd

T = TypeVar("T")

HOLD_S = 24 * 3_600
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
    "return": 12,
    "return_step": 12,
    "announce": 5,
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
        self._left: list[str] = []
        self._returns: dict[str, Any] = {}
        self._supplies: dict[str, Any] = {}

    async def do_something(self) -> None:
        """One intent, drawn at random, and now and then the same once more."""
        (intent,) = self._rng.choices(list(INTENTS), list(INTENTS.values()))
        looking = {"step": self._step, "return": self._return}
        request = await looking[intent]() if intent in looking else getattr(self, f"_{intent}")()
        if request is None:
            return
        note = await self._crowd.ask(self._caller, intent, request, self._rng)
        self._take(note)
        if self._rng.random() < REPEAT and is_keyed(request) and not self._crowd.new_key_each_time:
            again = await self._crowd.acknowledged(self._caller, request, self._rng)
            self._crowd.faults.extend(difference(note, again))

    def _take(self, note: Note) -> None:
        """Have in one's hands what was granted."""
        took = getattr(self, f"_took_{note.intent}", None)
        if note.granted and took is not None:
            took(note.reply, note)

    def _took_hold(self, hold: Any, _note: Note) -> None:  # noqa: ANN401 - any JSON, as below
        self._holds.append(hold)

    def _took_order(self, order: Any, _note: Note) -> None:  # noqa: ANN401
        (self._unpaid if order["status"] == "payment_pending" else self._orders).append(order["order_id"])

    def _took_pay(self, order: Any, note: Note) -> None:  # noqa: ANN401
        if note.request.path.endswith("confirm"):
            self._orders.append(order["order_id"])

    def _took_step(self, reply: Any, note: Note) -> None:  # noqa: ANN401
        if "pickup_code" in reply:
            self._codes[reply["fulfillment_order"]["id"]] = reply["pickup_code"]
        if note.request.path.endswith(("/ship", "/hand-over")):
            self._left.append(reply["order_id"])

    def _took_return(self, reply: Any, _note: Note) -> None:  # noqa: ANN401
        ret = reply["return"]
        self._returns[ret["return_id"]] = ret
        if ret["status"] in ("closed", "cancelled"):
            del self._returns[ret["return_id"]]

    _took_return_step = _took_return

    def _took_announce(self, reply: Any, note: Note) -> None:  # noqa: ANN401
        (supply,) = note.asked["supplies"]
        self._supplies[supply["id"]] = supply
        if reply["results"][0]["outcome"] == "refused":
            self._crowd.faults.append(f"a supply was refused: {note.answer.body!r}")

    def _took_fact(self, reply: Any, note: Note) -> None:  # noqa: ANN401
        if reply["results"][0]["outcome"] != "recorded":
            self._crowd.faults.append(f"a fact was not recorded: {note.answer.body!r}")

    _took_receive = _took_sell = _took_fact

    def _hold(self) -> Request:
        body = {"channel": "web", "lines": self._lines(), "ttl_seconds": HOLD_S}
        return post("/v1/holds", body, next(self._names))

    def _order(self) -> Request:
        body: dict[str, Any] = {
            "channel": "web",
            "lines": self._lines(),
            "currency": "EUR",
            "shortage": self._rng.choice(["refuse"] * 4 + ["backorder"]),
            "payment": self._rng.choice(["captured"] * 3 + ["pending"]),
            "method": self._rng.choice(["ship"] * 3 + ["pickup", "ship_to_store"]),
        }
        if body["method"] != "ship":
            body["pickup_node"] = self._rng.choice(NODES)
        if body["shortage"] == "backorder":
            body["lines"].append({"sku": COMING, "quantity": self._rng.randint(2, 5)})
        if self._holds and self._rng.random() < 0.5:
            hold = self._pop(self._holds)
            units: Counter[str] = Counter()
            for line in hold["lines"]:
                units[line["sku"]] += line["quantity"]
            lines = [{"sku": sku, "quantity": quantity} for sku, quantity in units.items()]
            body |= {"hold_id": hold["hold_id"], "lines": lines}
        body["lines"] = [line | {"unit_price": PRICE} for line in body["lines"]]
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

    async def _return(self) -> Request | None:
        """Something that has left, or now and then something that nobody knows to have been sold."""
        if not self._left or self._rng.random() < 0.1:
            return returning.ask_blind(PLENTY, self._rng, next(self._names))
        order = await self._crowd.look(self._caller, f"/v1/orders/{self._rng.choice(self._left)}", self._rng)
        return returning.ask_for(order, self._rng, next(self._names))

    def _return_step(self) -> Request | None:
        if not self._returns:
            return None
        return returning.go_on(self._rng.choice(list(self._returns.values())), self._rng, next(self._names))

    def _announce(self) -> Request:
        if self._supplies and self._rng.random() < 0.5:
            return supplying.change(self._rng.choice(list(self._supplies.values())), self._rng)
        return supplying.announce(COMING, next(self._names), self._rng)

    def _receive(self) -> Request:
        """Some of a supply, also of one that was withdrawn, or of what nobody had announced."""
        quantity, name = self._rng.randint(1, 3), next(self._names)
        if self._supplies and self._rng.random() < 0.3:
            supply = self._rng.choice(list(self._supplies.values()))
            came = fact("receive", supply["sku"], supply["node"], quantity, name) | {"reference": supply["id"]}
            return post("/v1/facts", {"facts": [came]})
        return self._fact("receive", self._rng.choice(SCARCE), quantity)

    def _sell(self) -> Request:
        return self._fact("sell", self._rng.choice(PLENTY), 1)

    def _fact(self, kind: str, sku: str, quantity: int) -> Request:
        return post("/v1/facts", {"facts": [fact(kind, sku, self._rng.choice(NODES), quantity, next(self._names))]})

    def _lines(self) -> list[dict[str, Any]]:
        skus = self._rng.sample([*SCARCE, *PLENTY], self._rng.randint(1, 3))
        return [{"sku": sku, "quantity": self._rng.randint(1, 3)} for sku in skus]

    def _pop(self, things: list[T]) -> T:
        return things.pop(self._rng.randrange(len(things)))


def difference(note: Note, again: Answer) -> list[str]:
    """What a repeated request was answered other than at first."""
    if (again.status, again.body) == note.answer[:2]:
        return []
    return [f"{note.intent} was answered {note.answer[:2]} and then {again[:2]}"]
