"""What must stand in the database, added up from what callers were told."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from typing import Any, NamedTuple

from stockpool.kernel.idempotency import key_digest
from tests.journeys.calls import Answer, Request
from tests.journeys.shop import SUPPLIES

Position = tuple[str, str]


class Note(NamedTuple):
    """A command as a caller saw it: what was asked and what was answered first."""

    intent: str
    request: Request
    answer: Answer

    @property
    def granted(self) -> bool:
        """Whether something was done."""
        return self.answer.status in (200, 201)

    @property
    def reply(self) -> Any:  # noqa: ANN401 - any JSON
        """The answer's JSON."""
        return json.loads(self.answer.body)

    @property
    def asked(self) -> Any:  # noqa: ANN401 - any JSON
        """The request's JSON."""
        return json.loads(self.request.body)


def is_keyed(request: Request) -> bool:
    """Whether it may be said again at any time."""
    return request.path != SUPPLIES


class Reserved(NamedTuple):
    """Units that a hold or an order keeps at a position now."""

    reservation_id: str
    kind: str
    sku: str
    node: str
    quantity: int


class Returned(NamedTuple):
    """A return as it stands, with its units."""

    return_id: str
    order_id: str
    status: str
    received: int
    inspected: int
    refunded: int


class Refund(NamedTuple):
    """What the payment system was told to give back for a return."""

    return_id: str
    amount: int


class Supply(NamedTuple):
    """What is to come, and on which day."""

    supply_id: str
    sku: str
    node: str
    quantity: int
    received: int
    day: str
    status: str


FACTS = {"receive": "stock.receive", "sell": "stock.sell"}


def kind_of(note: Note) -> str:
    """What the journal calls a granted intent."""
    told = {"hold": "hold.placed", "release": "hold.released", "order": "order.placed", "edit": "order.edited", **FACTS}
    if note.intent in told:
        return told[note.intent]
    if note.intent in {"return", "return_step"}:
        return f"return.{note.reply['return']['status']}"
    if note.intent == "step":
        return f"fulfillment.{note.reply['fulfillment_order']['status']}"
    if note.intent == "pay":
        return "order.payment_failed" if "payment" in note.reply else "order.paid"
    return "order.cancelled" if note.reply["status"] == "cancelled" else "order.partly_cancelled"


def follows(kind: str) -> bool:
    """Whether a movement comes from others, so that nobody gave a command for it."""
    return kind in {"refused", "order.allocated", "holds.expired", "supply.claimed"}


class Wanted:
    """What must have become of an order's units of one SKU."""

    def __init__(self, quantity: int) -> None:
        """So much is ordered."""
        self.quantity = quantity
        self.cancelled = self.fulfilled = self.travelling = self.returned = 0

    @property
    def left(self) -> int:
        """What is neither cancelled nor gone."""
        return self.quantity - self.cancelled - self.fulfilled - self.travelling


class Expected:
    """What must stand in the database, added up from the replies."""

    def __init__(self, notes: Iterable[Note]) -> None:
        """Add up all notes, each order's in the order in which its one caller wrote them."""
        self.held: Counter[Reserved] = Counter()
        self.carts: dict[str, list[Reserved]] = {}
        self.orders: dict[str, dict[str, Wanted]] = {}
        self.payments: dict[str, str] = {}
        self.on_hand: Counter[Position] = Counter()
        self.received: Counter[str] = Counter()
        self.returns: dict[str, Returned] = {}
        self.refunds: Counter[Refund] = Counter()
        self.supplies: dict[str, Supply] = {}
        self._last: dict[str, Any] = {}
        self._lines: dict[str, dict[int, str]] = {}
        self._collected_at: dict[str, str | None] = {}
        for note in notes:
            if note.granted:
                getattr(self, f"_{note.intent}")(note)

    def _hold(self, note: Note) -> None:
        hold_id = note.reply["hold_id"]
        lines = [Reserved(hold_id, "hold", x["sku"], x["node"], x["quantity"]) for x in note.reply["lines"]]
        self.carts[hold_id] = lines
        self.held.update(lines)

    def _release(self, note: Note) -> None:
        self.held.subtract(self.carts[note.reply["hold_id"]])

    def _order(self, note: Note) -> None:
        order, asked = note.reply, note.asked
        if order.get("hold") == "used":
            self.held.subtract(self.carts[asked["hold_id"]])
        order_id = order["order_id"]
        self.orders[order_id] = {x["sku"]: Wanted(x["quantity"]) for x in order["lines"]}
        self._lines[order_id] = {x["line"]: x["sku"] for x in order["lines"]}
        self.payments[order_id] = asked.get("payment", "captured")
        self._collected_at[order_id] = asked.get("pickup_node")

    def _edit(self, note: Note) -> None:
        order_id = note.reply["order_id"]
        for each in note.asked["quantities"]:
            self.orders[order_id][self._lines[order_id][each["line"]]].quantity = each["quantity"]

    def _cancel(self, note: Note) -> None:
        order_id, asked = note.reply["order_id"], note.asked.get("lines")
        for each in asked or ():
            self.orders[order_id][self._lines[order_id][each["line"]]].cancelled += each["quantity"]
        if not asked:
            self._end(order_id)
        if note.reply["status"] == "cancelled" and self.payments[order_id] == "pending":
            self.payments[order_id] = "failed"

    def _pay(self, note: Note) -> None:
        order_id = note.reply["order_id"]
        self.payments[order_id] = note.reply.get("payment", "captured")
        if self.payments[order_id] == "failed":
            self._end(order_id)

    def _end(self, order_id: str) -> None:
        """Everything that has not left is cancelled."""
        for wanted in self.orders[order_id].values():
            wanted.cancelled += wanted.left

    def _step(self, note: Note) -> None:
        """Where goods leave a node, or come to one; all other steps leave them where they are."""
        job, step = note.reply["fulfillment_order"], note.request.path.rpartition("/")[2]
        order_id = note.reply["order_id"]
        collected_at = self._collected_at[order_id]
        for line in job["lines"]:
            wanted, units = self.orders[order_id][line["sku"]], line["quantity"]
            if step == "ship":
                self.on_hand[line["sku"], job["node"]] -= units
                wanted.travelling += units if collected_at else 0
                wanted.fulfilled += 0 if collected_at else units
            elif step == "arrive":
                self.on_hand[line["sku"], collected_at or ""] += units
                wanted.travelling -= units
            elif step == "hand-over":
                self.on_hand[line["sku"], collected_at or ""] -= units
                wanted.fulfilled += units

    def _return(self, note: Note) -> None:
        """What came, what of it went again, and what is paid back."""
        ret = note.reply["return"]
        before = self._last.get(ret["return_id"], {"lines": []})
        had = {line["line"]: line.get("received", 0) for line in before["lines"]}
        for line in ret["lines"]:
            came = line.get("received", 0) - had.get(line["line"], 0)
            if came:
                self.on_hand[line["sku"], ret["node"]] += came
            if came and "order_line" in line:
                self.orders[ret["order_id"]][line["sku"]].returned += came
        for each in ret.get("dispositions", [])[len(before.get("dispositions", [])) :]:
            if each["disposition"] == "destroy":
                self.on_hand[each["sku"], ret["node"]] -= each["quantity"]
        units = [sum(line.get(what, 0) for line in ret["lines"]) for what in ("received", "inspected", "refunded")]
        self.returns[ret["return_id"]] = Returned(
            ret["return_id"], ret.get("order_id", ""), ret["status"], units[0], units[1], units[2]
        )
        self._last[ret["return_id"]] = ret
        if "refund" in note.reply:
            self.refunds[Refund(ret["return_id"], note.reply["refund"].get("amount", 0))] += 1

    _return_step = _return

    def _announce(self, note: Note) -> None:
        """What was received of it stays."""
        (said,) = note.asked["supplies"]
        before = self.supplies.get(said["id"])
        self.supplies[said["id"]] = Supply(
            said["id"], said["sku"], said["node"], said["quantity"], before.received if before else 0,
            said["expected_at"][:10], said["status"],
        )  # fmt: skip

    def _fact(self, note: Note) -> None:
        (fact,) = note.asked["facts"]
        sign = {"receive": 1, "sell": -1}[fact["kind"]]
        self.on_hand[fact["sku"], fact["node"]] += sign * fact["quantity"]
        self.received[fact["sku"]] += fact["quantity"] if fact["kind"] == "receive" else 0
        supply = self.supplies.get(fact.get("reference", ""))
        if supply is not None:
            received = max(supply.received, min(supply.quantity, supply.received + fact["quantity"]))
            self.supplies[supply.supply_id] = supply._replace(received=received)

    _receive = _sell = _fact


def digest_of(note: Note, key_id: str) -> str:
    """The key under which the ledger knows a command."""
    if note.request.key is not None:
        return key_digest(key_id, note.request.key)
    (fact,) = note.asked["facts"]
    return key_digest(f"source {fact['source']}", fact["source_id"])
