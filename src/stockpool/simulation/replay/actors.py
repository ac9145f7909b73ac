"""Who acts in a world: nodes do their work, tills sell, suppliers send what waits, customers bring goods back."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence
from datetime import datetime

import msgspec

from stockpool.inventory.messages import FactKind, FactRecorded, RecordFact
from stockpool.kernel.commands import Command
from stockpool.kernel.idempotency import fingerprint, key_digest
from stockpool.kernel.quantities import to_amount
from stockpool.kernel.refusals import Refused
from stockpool.orders.api import Disposition, RequestReturn, ReturnedLine
from stockpool.orders.messages import (
    AdvanceFulfillment,
    FulfillmentAdvanced,
    FulfillmentOrder,
    FulfillmentStatus,
    FulfillmentStep,
    FulfillmentTask,
    PickedQuantity,
)
from stockpool.simulation.replay.playing import GROUP_ORDERS
from stockpool.simulation.replay.store import Shelf, Waiting
from stockpool.simulation.replay.world import WEEK, Chance, WorldPlan
from stockpool.supply.messages import SupplyInput

ACTOR = "replay"
CODE = "000000"
RESTOCK = Disposition.RESTOCK

Submit = Callable[[Command], Awaitable[msgspec.Struct]]
"""Queues a command at once; its answer comes later."""

Announce = Callable[[Sequence[SupplyInput]], Awaitable[None]]
"""Says what is to come."""


async def in_groups(submit: Submit, commands: Sequence[Command]) -> list[msgspec.Struct]:
    """Answers in the order of the commands; only so many are under way, and they make the same groups in every run."""
    replies: list[msgspec.Struct] = []
    for at in range(0, len(commands), GROUP_ORDERS):
        replies += await asyncio.gather(*[submit(command) for command in commands[at : at + GROUP_ORDERS]])
    return replies


class Nodes:
    """Does what fulfillment orders ask for, step by step, until the customer has the goods or a node gives them up."""

    def __init__(self, submit: Submit, world: WorldPlan, chance: Chance, references: dict[str, str]) -> None:
        """`references` has the recorded number of each order: what is drawn depends on nothing else."""
        self._submit, self._world, self._chance, self._references = submit, world, chance, references
        self.arrived: list[FulfillmentOrder] = []

    async def work(self, tasks: Sequence[FulfillmentTask]) -> int:
        """Take all of these as far as they go; how many steps were granted."""
        granted, ways = 0, [_Way(task) for task in tasks]
        while ways:
            replies = await in_groups(self._submit, [self._command(way) for way in ways])
            going: list[_Way] = []
            for way, reply in zip(ways, replies, strict=True):
                if isinstance(reply, Refused):
                    continue  # it waits for the rest of its order, or somebody else took a step: the queue will say
                assert isinstance(reply, FulfillmentAdvanced)
                granted += 1
                way.status = reply.fulfillment_order.status
                if way.status in ARRIVED:
                    self.arrived.append(reply.fulfillment_order)
                elif way.status in NEXT:
                    going.append(way)
            ways = going
        return granted

    def _command(self, way: _Way) -> AdvanceFulfillment:
        task, step = way.task, way.next_step()
        name = (self._references[task.order_id], task.number)
        if step is FulfillmentStep.ACCEPT and self._chance.happens(self._world.reject_share, "reject", name):
            step = FulfillmentStep.REJECT
        picked = None
        if step is FulfillmentStep.PICK and self._chance.happens(self._world.short_share, "short", name):
            picked = _all_but_one(task)
        return AdvanceFulfillment(
            key=key_digest(ACTOR, f"{task.id} {step}"),
            fingerprint=fingerprint((task.id, step)),
            actor=ACTOR,
            order_id=task.order_id,
            number=task.number,
            step=step,
            picked=picked,
            reason="replayed" if step is FulfillmentStep.REJECT else None,
            code=CODE if step is FulfillmentStep.HAND_OVER else None,
            new_code=CODE if step in {FulfillmentStep.READY, FulfillmentStep.ARRIVE} else None,
        )


_S, _T = FulfillmentStatus, FulfillmentStep

NEXT = {
    _S.OPEN: _T.RELEASE,
    _S.RELEASED: _T.ACCEPT,
    _S.ACCEPTED: _T.PICK,
    _S.PICKED: _T.PACK,
    _S.PACKED: _T.SHIP,
    _S.SHIPPED: _T.DELIVER,
    _S.READY_FOR_PICKUP: _T.HAND_OVER,
}
"""What is done next with goods that are sent to the customer."""

ARRIVED = (_S.DELIVERED, _S.HANDED_OVER)


class _Way(msgspec.Struct):
    """A fulfillment order on its way."""

    task: FulfillmentTask
    status: FulfillmentStatus = FulfillmentStatus.OPEN

    def __post_init__(self) -> None:
        self.status = self.task.status

    def next_step(self) -> FulfillmentStep:
        """What comes next; collected goods are made ready at the store where they are, or arrive there."""
        collected_at = self.task.pickup_node
        if collected_at is not None and self.status is _S.PACKED and self.task.node == collected_at:
            return _T.READY
        if collected_at is not None and self.status is _S.SHIPPED:
            return _T.ARRIVE
        return NEXT[self.status]


def _all_but_one(task: FulfillmentTask) -> tuple[PickedQuantity, ...]:
    """One unit of the first SKU is not found; of less than one, none is."""
    first, *others = task.lines
    found = first.quantity - 1 if first.quantity > 1 else 0
    return (PickedQuantity(first.sku, found), *[PickedQuantity(each.sku, each.quantity) for each in others])


class Tills:
    """Sell over the counter what the web has promised at the same time."""

    def __init__(self, submit: Submit, world: WorldPlan, chance: Chance) -> None:
        """Nothing is sold yet."""
        self._submit, self._share, self._chance = submit, world.till_share, chance
        self._times = 0

    def choose(self, positions: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
        """At which of the positions that orders were just sent to a till sells now; drawn anew each time."""
        self._times += 1
        return [each for each in sorted(set(positions)) if self._chance.happens(self._share, "till", self._times, each)]

    async def sell(self, shelves: Sequence[Shelf]) -> None:
        """A unit at each, as far as the shelf goes: a till cannot sell what is not there."""
        when = f"time {self._times}"
        facts = [
            _fact(FactKind.SELL, each.sku, each.node, min(each.units, 10**each.decimals), each.decimals, when)
            for each in shelves
            if each.units > 0
        ]
        await _record(self._submit, facts)


class Suppliers:
    """Send what waits: what does at the end of a week is announced, and comes at the end of the next."""

    def __init__(self, submit: Submit, announce: Announce, hub: str, first_arrival: datetime) -> None:
        """`hub` is where goods arrive that no certain store must have."""
        self._submit, self._announce, self._hub = submit, announce, hub
        self._arrival = first_arrival
        self._on_the_way: list[tuple[Waiting, SupplyInput]] = []
        self._weeks = 0

    async def arrive(self) -> None:
        """What was announced is there."""
        arriving, self._on_the_way = self._on_the_way, []
        facts = [
            _fact(FactKind.RECEIVE, row.sku, row.node, each.units, each.decimals, row.id, row.id)
            for each, row in arriving
        ]
        await _record(self._submit, facts)

    async def send(self, waiting: Sequence[Waiting]) -> None:
        """Of what waits and is not on the way, so much is announced for the end of the next week."""
        self._weeks, self._arrival = self._weeks + 1, self._arrival + WEEK
        coming: dict[tuple[str, str | None], int] = {}
        for each, _ in self._on_the_way:
            coming[each.sku, each.pickup_node] = coming.get((each.sku, each.pickup_node), 0) + each.units
        lacking = [
            msgspec.structs.replace(each, units=each.units - coming.get((each.sku, each.pickup_node), 0))
            for each in waiting
        ]
        sent = [(each, self._supply(each)) for each in lacking if each.units > 0]
        if sent:
            await self._announce([row for _, row in sent])
        self._on_the_way += sent

    def _supply(self, waiting: Waiting) -> SupplyInput:
        node = waiting.pickup_node or self._hub
        digest = fingerprint((self._weeks, waiting.sku, waiting.pickup_node))
        return SupplyInput(
            id=f"replay-{digest}",
            sku=waiting.sku,
            node=node,
            quantity=to_amount(waiting.units, waiting.decimals),
            expected_at=self._arrival,
        )


class Customers:
    """Bring goods back, as they were, to the node that had sent them or handed them over."""

    def __init__(self, submit: Submit, world: WorldPlan, chance: Chance, references: dict[str, str]) -> None:
        """Nothing has come back yet."""
        self._submit, self._share, self._chance, self._references = submit, world.return_share, chance, references

    async def bring_back(self, delivered: Sequence[FulfillmentOrder]) -> None:
        """Some of what was delivered."""
        back = [self._return(each) for each in delivered if self._comes_back(each)]
        await in_groups(self._submit, back)  # a node that takes nothing back refuses: then the customer keeps it

    def _comes_back(self, fulfillment: FulfillmentOrder) -> bool:
        order_id, _, number = fulfillment.id.rpartition("-")
        return self._chance.happens(self._share, "return", self._references[order_id], number)

    def _return(self, fulfillment: FulfillmentOrder) -> RequestReturn:
        name = f"return {fulfillment.id}"
        digest = fingerprint(name)
        lines = [ReturnedLine(line.quantity, sku=line.sku, disposition=RESTOCK) for line in fulfillment.lines]
        return RequestReturn(
            key=key_digest(ACTOR, name),
            fingerprint=digest,
            actor=ACTOR,
            return_id=f"{digest[:8]}-{digest[8:12]}-7{digest[13:16]}-8{digest[17:20]}-{digest[20:]}",
            lines=tuple([line for line in lines if line.quantity]),
            order_id=fulfillment.id.rpartition("-")[0],
            node=fulfillment.node,
            received=True,
        )


def _fact(  # noqa: PLR0917 -- the words of a fact
    kind: FactKind, sku: str, node: str, units: int, decimals: int, when: str, supply_id: str | None = None
) -> RecordFact:
    name = f"{kind} {sku} {node} {when}"
    return RecordFact(
        key=key_digest(ACTOR, name),
        fingerprint=fingerprint(name),
        actor=ACTOR,
        kind=kind,
        sku=sku,
        node=node,
        quantity=to_amount(units, decimals),
        reference=supply_id,
    )


async def _record(submit: Submit, facts: Sequence[RecordFact]) -> None:
    for reply in await in_groups(submit, facts):
        assert isinstance(reply, FactRecorded), f"a fact was refused: {reply}"
