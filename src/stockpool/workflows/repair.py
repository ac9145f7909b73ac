"""Self-repair of orders: what is due is done, what is broken is served otherwise, what waits is served again.

Everything is found by reading and done by commands through the lanes, which decide anew under the locks: a repair that
came too late or twice changes nothing.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Protocol, TypedDict

import msgspec
import structlog
from psycopg import AsyncConnection

from stockpool.inventory import api as inventory
from stockpool.kernel.commands import Command
from stockpool.kernel.ids import NewId
from stockpool.kernel.refusals import Refused
from stockpool.network.api import Network, load_network, network_version
from stockpool.orders import api as orders
from stockpool.orders.messages import AdvanceFulfillment, ClaimSupply, FailPayment, ServeWaiting
from stockpool.runtime.database import Database
from stockpool.supply import api as supply

log = structlog.get_logger(__name__)

AT_ONCE_MAX = 500
"""Of each kind in one round: a lane's group stays short, and a backlog takes several rounds without a pause."""

TRY_AGAIN_MAX = 256
"""An order for which there was nothing is left alone for up to so many rounds."""

REMEMBERED_MAX = 100_000

ACTOR = "repairer"

CLAIM = "claim "
"""What stands before the order where what was tried in vain is a claim."""


class Submit(Protocol):
    """The lanes' way in."""

    def __call__(self, command: Command, /) -> Awaitable[msgspec.Struct]:
        """Queue a command."""
        ...


class _Signature(TypedDict):
    """What every command carries."""

    key: str
    fingerprint: str
    actor: str


class Repairer:
    """Looks orders through, one process at a time."""

    def __init__(self, database: Database, submit: Submit, new_id: NewId, shard_count: int) -> None:
        """`submit` are the lanes."""
        self._database, self._submit, self._new_id, self._shard_count = database, submit, new_id, shard_count
        self._round = 0
        self._in_vain: dict[str, tuple[int, int]] = {}
        self._network: Network | None = None

    async def repair_once(self) -> int:
        """One round; how many commands changed something. Nothing is done where another process is at it."""
        async with self._database.read() as connection:
            if not await orders.begin_repair(connection):
                return 0
            try:
                return await self._repair(connection)
            finally:
                await orders.end_repair(connection)

    async def _repair(self, connection: AsyncConnection) -> int:
        self._round += 1
        if len(self._in_vain) > REMEMBERED_MAX:
            self._in_vain.clear()
        done = await self._say([self._fail(each) for each in await orders.due_payments(connection, AT_ONCE_MAX)])
        done += await self._say([self._expire(each) for each in await orders.due_returns(connection, AT_ONCE_MAX)])
        done += await self._take(await orders.due_steps(connection, AT_ONCE_MAX))
        done += await self._take(await self._at_nodes(connection))
        for (sku, node), lacking in await inventory.short_positions(connection, AT_ONCE_MAX):
            done += await self._take(await orders.broken_promises(connection, sku, node, lacking))
        done += await self._serve_waiting(connection)
        return done + await self._promise_supply(connection)

    async def _at_nodes(self, connection: AsyncConnection) -> Sequence[orders.DueStep]:
        """What is with nodes that are closed for it, or have more than they can do."""
        if self._network is None or self._network.version != await network_version(connection):
            self._network = await load_network(connection)
        nodes = self._network.nodes.values()
        no_shipping = [node.id for node in nodes if not (node.active and node.can_ship)]
        no_pickup = [node.id for node in nodes if not (node.active and node.can_pickup)]
        limited = {node.id: node.daily_capacity for node in nodes if node.daily_capacity is not None}
        closed = await orders.left_at_closed(connection, no_shipping, no_pickup, AT_ONCE_MAX)
        beyond = await orders.over_capacity(connection, limited, self._left_alone(), AT_ONCE_MAX)
        return [*closed, *beyond]

    async def _serve_waiting(self, connection: AsyncConnection) -> int:
        """Orders that wait for what is free somewhere, in their order; one that got nothing is tried more seldom."""
        skus = await orders.skus_waited_for(connection)
        if skus:
            skus = await inventory.skus_with_free_stock(connection, skus, self._shard_count)
        if not skus:
            return 0
        waiting = await orders.orders_waiting_for(connection, skus, self._left_alone(), AT_ONCE_MAX)
        return await self._say([self._serve(order_id) for order_id in waiting])

    async def _promise_supply(self, connection: AsyncConnection) -> int:
        """What changed of supply moves the promises that lean on it, and who waits without any gets what is free.

        Those who are last in line lose first, before others claim anew.
        """
        changed = await supply.unsettled_supplies(connection, AT_ONCE_MAX)
        done = 0
        if changed:
            self._in_vain = {name: pause for name, pause in self._in_vain.items() if not name.startswith(CLAIM)}
            claimants = await orders.claimants_of(connection, [each.supply_id for each, _ in changed])
            excess = {each.supply_id: -each.free for each, _ in changed if each.free < 0}
            expected = {each.supply_id: each.expected_at for each, _ in changed if each.remaining}
            losers = orders.last_in_line(claimants, excess)
            done += await self._say([self._claim(order_id) for order_id in losers])
            others = [each for each in orders.outdated(claimants, expected) if each not in set(losers)]
            done += await self._say([self._claim(order_id) for order_id in others])
            await supply.supplies_settled(connection, [(each.supply_id, revision) for each, revision in changed])
        return done + await self._promise_waiting(connection)

    async def _promise_waiting(self, connection: AsyncConnection) -> int:
        """Orders that wait for what is to come and were promised none of it, in their order."""
        skus = await orders.skus_waited_for(connection)
        if skus:
            skus = await supply.skus_with_free_supply(connection, skus)
        if not skus:
            return 0
        left_alone = [name.removeprefix(CLAIM) for name in self._left_alone() if name.startswith(CLAIM)]
        waiting = await orders.orders_without_claim(connection, skus, left_alone, AT_ONCE_MAX)
        return await self._say([self._claim(each) for each in waiting])

    def _left_alone(self) -> list[str]:
        """What was tried in vain and is not tried in this round: those behind it in line have their turn."""
        return [name for name, (next_round, _) in self._in_vain.items() if self._round < next_round]

    async def _take(self, steps: Sequence[orders.DueStep]) -> int:
        return await self._say([self._step(each) for each in steps])

    async def _say(self, commands: Sequence[Command]) -> int:
        """Submit commands in their order; how many were granted."""
        if not commands:
            return 0
        replies = await asyncio.gather(*[self._submit(command) for command in commands])
        for command, reply in zip(commands, replies, strict=True):
            self._remember(command, reply)
        return sum(not isinstance(reply, Refused) for reply in replies)

    def _remember(self, command: Command, reply: msgspec.Struct) -> None:
        """Double the pause of what was tried in vain, up to a bound; forget what was granted."""
        name = _name(command)
        if not isinstance(reply, Refused):
            self._in_vain.pop(name, None)
            return
        _, pause = self._in_vain.get(name, (0, 1))
        pause = min(pause * 2, TRY_AGAIN_MAX)
        self._in_vain[name] = (self._round + pause, pause)

    def _signed(self) -> _Signature:
        key = self._new_id().replace("-", "")
        return {"key": key, "fingerprint": key, "actor": ACTOR}

    def _step(self, due: orders.DueStep) -> AdvanceFulfillment:
        return AdvanceFulfillment(
            **self._signed(),
            order_id=due.order_id,
            number=due.number,
            step=due.step,
            cause=due.cause,
            sku=due.sku,
            units_most=due.units_most,
        )

    def _fail(self, order_id: str) -> FailPayment:
        return FailPayment(**self._signed(), order_id=order_id, expired=True)

    def _expire(self, return_id: str) -> orders.ExpireReturn:
        return orders.ExpireReturn(**self._signed(), return_id=return_id)

    def _claim(self, order_id: str) -> ClaimSupply:
        return ClaimSupply(**self._signed(), order_id=order_id)

    def _serve(self, order_id: str) -> ServeWaiting:
        return ServeWaiting(**self._signed(), order_id=order_id)


def _name(command: Command) -> str:
    if isinstance(command, AdvanceFulfillment):
        return f"{command.order_id}-{command.number}"
    if isinstance(command, ServeWaiting):
        return command.order_id
    if isinstance(command, ClaimSupply):
        return CLAIM + command.order_id
    return command.key


async def repair_forever(
    repair: Callable[[], Awaitable[int]], interval_s: float, nudged: asyncio.Event, repaired: Callable[[int], None]
) -> None:
    """Repair until cancelled, at intervals and whenever nudged; an outage is waited out."""
    while True:
        nudged.clear()
        try:
            done = await repair()
            repaired(done)
        except Exception as trouble:  # noqa: BLE001 -- whatever it was, the next round must come
            log.warning("orders not repaired", cause=repr(trouble))
            done = 0
        if done == 0:
            try:
                await asyncio.wait_for(nudged.wait(), interval_s)
            except TimeoutError:
                continue
