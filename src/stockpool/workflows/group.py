"""How a lane's group becomes one transaction: look, plan, lock and load, decide one by one, write, commit."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime

import msgspec
from psycopg import AsyncConnection

from stockpool.inventory import api as inventory
from stockpool.inventory.api import Ledger, Loaded, Movement, Needs, PositionKey
from stockpool.kernel.commands import Command
from stockpool.kernel.ids import NewId, new_uuid7
from stockpool.kernel.refusals import Reason, Refused
from stockpool.orders import api as orders
from stockpool.orders.api import Order, Return, Rules
from stockpool.runtime import telemetry
from stockpool.runtime.batch import COMMIT, Row, Statement, in_one, roll_back, run_batch
from stockpool.runtime.lane_worker import KEPT, Again, Patience, SetAside
from stockpool.runtime.tracing import Tracing
from stockpool.supply import api as supply
from stockpool.workflows.dating import PaceKeeper, Promiser
from stockpool.workflows.nearby import look_around
from stockpool.workflows.outlooks import OutlookKeeper
from stockpool.workflows.reference import ReferenceData
from stockpool.workflows.refused_demand import with_asker
from stockpool.workflows.requests import components_of
from stockpool.workflows.snapshot import StockSnapshot
from stockpool.workflows.supplies import BEGINNING, SupplyPool
from stockpool.workflows.surroundings import Picture, SharedWork
from stockpool.workflows.task import Answered, Looking, Lost, Task, View

WRITE_TOGETHER = 128
"""So many commands are decided before their rows are sent: fewer would cost more statements than they save."""

GIVE_WAY_S = 0.001
"""Locks that a commit has given back are somebody else's within this time."""

WAITING_MOST = 200
"""So many of the orders that wait for a SKU are served at once when some of it becomes free, the others soon after."""

ROUNDS_MAX = 8
"""After so many rounds a task that keeps losing its stock is told what the locked stock says."""

STANDARD_RULES = Rules()

GIVES_BACK = frozenset(
    {
        "order.cancelled",
        "order.partly_cancelled",
        "order.edited",
        "order.payment_failed",
        "order.payment_expired",
        "fulfillment.rejected",
        "fulfillment.expired",
        "hold.released",
        "escrow.settled",
    }
)
"""Movements behind which there may be stock that an order waits for."""

SHORTFALL = "shortfall.found"

Result = msgspec.Struct
"""A reply or `Refused`."""

RecordWriter = Callable[[Sequence[msgspec.Struct], datetime], Iterable[Statement]]
"""Makes the statements for the rows that tasks leave beside the ledger."""


class GroupProcessor:
    """Turns commands into tasks and carries a group of them through its transaction."""

    def __init__(
        self,
        task_for: Callable[[Command], Task],
        decode_reply: Callable[[bytes], Result],
        write_records: RecordWriter,
        *,
        shard_count: int = 1,
        new_id: NewId = new_uuid7,
        lock: str = inventory.LOCK_POSITIONS,
        supply_lock: str = supply.LOCK_SUPPLIES,
        rules: Rules = STANDARD_RULES,
        nudge: Callable[[], None] = lambda: None,
        tracing: Tracing | None = None,
    ) -> None:
        """`lock` and `supply_lock` are there for the negative controls that show what the locks are for."""
        self._task_for = task_for
        self._decode_reply = decode_reply
        self._write_records = write_records
        self._reference = ReferenceData()
        self._shard_count = shard_count
        self._new_id = new_id
        self._lock, self._supply_lock = lock, supply_lock
        self._pace = PaceKeeper()
        self._shared_work = SharedWork()
        self._outlooks = OutlookKeeper()
        self._rules = rules
        self._nudge = nudge
        self._tracing = tracing
        self._locking = _Locking()
        self._kept: set[PositionKey] = set()

    async def process(
        self, connection: AsyncConnection, commands: Sequence[Command], patience: Patience
    ) -> Sequence[Result | SetAside]:
        """One result for each command; those that lost their stock are sourced again in the next round."""
        results: dict[int, Result | SetAside] = {}
        waiting: Sequence[int] = range(len(commands))
        for round_number in range(1, ROUNDS_MAX + 1):
            tasks = {index: self._task_for(commands[index]) for index in waiting}
            results |= await self._round(connection, tasks, patience, round_number)
            waiting = [index for index in waiting if index not in results]
            if not waiting:
                break
        await self._locking.give_way()
        return [results[index] for index in range(len(commands))]

    async def _round(
        self, connection: AsyncConnection, tasks: Mapping[int, Task], patience: Patience, round_number: int
    ) -> dict[int, Result | SetAside]:
        """The results of one transaction; a task that lost its stock has none."""
        view = await self._look(connection, tasks.values(), round_number)
        planned = await self._planned(connection, tasks, view, patience)
        results: dict[int, Result | SetAside] = dict.fromkeys(tasks.keys() - planned.refusals.keys(), KEPT)
        if not planned.refusals:
            await roll_back(connection)
            return results
        tasks = {index: tasks[index] for index in planned.refusals}
        needs = planned.needs
        with self._locking:
            await self._lock_supply(connection, view)
            loaded = await self._load(connection, tasks.values(), view, needs)
        self._kept.difference_update(needs.positions)
        if loaded.versions != view.versions:
            self._reference.follow(loaded.versions)
            raise Again("catalog or network changed")
        if await inventory.create_missing(connection, needs, loaded.ledger, self._shard_count):
            raise Again("positions were made")
        self._expire(loaded.ledger)
        statements = self._decided(tasks, planned.refusals, loaded, results)
        if self._tracing is None:
            await run_batch(connection, statements)
        else:
            with self._tracing.step("decide and commit"):
                await run_batch(connection, statements)
            self._tracing.remember((booked.movement_id, booked.key) for booked in loaded.ledger.booked)
        if any(_may_need_repair(booked.movement) for booked in loaded.ledger.booked):
            telemetry.shortfalls(sum(_tells_shortfall(booked.movement) for booked in loaded.ledger.booked))
            self._nudge()
        return results

    async def _planned(
        self, connection: AsyncConnection, tasks: Mapping[int, Task], view: View, patience: Patience
    ) -> _Planned:
        """What the tasks need locked, without those that want what somebody keeps and are not to wait for it."""
        needs = Needs()
        if patience is Patience.TO_THE_END or (patience is Patience.IN_LINE and not self._kept):
            return _Planned({index: task.plan(view, needs) for index, task in tasks.items()}, needs)
        apart = {index: Needs() for index in tasks}
        refusals = {index: task.plan(view, apart[index]) for index, task in tasks.items()}
        await inventory.name_positions(connection, apart.values(), self._shard_count)
        if patience is Patience.AROUND:
            named = set().union(*[each.positions for each in apart.values()])
            self._kept |= await inventory.kept_positions(connection, named, self._shard_count)
        free = [index for index, each in apart.items() if self._kept.isdisjoint(each.positions)]
        for index in free:
            needs.add(apart[index])
        return _Planned({index: refusals[index] for index in free}, needs)

    def _decided(
        self,
        tasks: Mapping[int, Task],
        refusals: Mapping[int, Refused | None],
        loaded: Loaded,
        results: dict[int, Result | SetAside],
    ) -> Iterator[Statement]:
        """Decide, part by part: while the server writes one, the next is decided, and the locks are held for less."""
        ledger, deciding = loaded.ledger, _Deciding(loaded, self._decode_reply, self._new_id)
        left = len(tasks)
        for index, task in tasks.items():
            result = deciding.decide(task, refusals[index])
            if not isinstance(result, Lost):
                results[index] = result
            left -= 1
            if left and left % WRITE_TOGETHER == 0:
                yield from self._written(inventory.write_booked(ledger, self._shard_count))
        rest = inventory.write_rest(ledger, self._shard_count)
        yield from self._written([*inventory.write_booked(ledger, self._shard_count), *rest])
        granted = [record for task in tasks.values() for record in task.records]
        yield from self._written(self._write_records(granted, ledger.now))
        yield COMMIT

    def _written(self, statements: Iterable[Statement]) -> Iterable[Statement]:
        """In one statement, of which there are few kinds where all rows are in one shard, and too many else."""
        several = list(statements)
        return [in_one(several)] if self._shard_count == 1 and several else several

    async def _look(self, connection: AsyncConnection, tasks: Iterable[Task], round_number: int) -> View:
        """What the tasks must see before they plan, in few unlocked statements; orders are locked, before positions."""
        looking = Looking()
        for task in tasks:
            task.look(looking)
        if looking.receipts or looking.returns or looking.returned:
            await self._name_returned(connection, looking)
        locked, now = await self._lock_orders(connection, looking)
        returns = await self._lock_returns(connection, looking)
        escrows = await inventory.lock_escrows(connection, looking.escrows) if looking.escrows else {}
        with_orders = looking.moment or bool(locked)
        references = dict[orders.Reference, str]()
        asks = looking.references or returns or (looking.moment and not locked)
        asked = orders.ask_time_and_references(looking.references) if asks else ()
        named = looking.skus.union(looking.stock, *[[line.sku for line in order.lines] for order in looking.nearby])
        terms, network, versions = await self._reference.load(connection, named)
        first_look = bool(looking.nearby) and round_number == 1
        asked_beside = asked if first_look and not network.has_policies else ()
        if asked and not asked_beside:
            now, references = orders.read_time_and_references(await run_batch(connection, asked))
        pace = await self._pace.load(connection, network) if with_orders else None
        sourced = looking.stock.union(*[[line.sku for line in order.lines] for order in looking.nearby])
        ask = network.asks_outlook and bool(sourced)
        outlooks = await self._outlooks.load(connection, set(components_of(sourced, terms))) if ask else {}
        promiser = Promiser(network, pace, now, self._rules.release_after) if pace is not None else None
        picture = Picture(terms, network, now, promiser, outlooks, self._shared_work.of(network, pace, now))
        free, told = await self._free_stock(connection, looking, picture, asked_beside, everywhere=round_number > 1)
        if asked_beside:  # without a policy nobody needed the moment before
            now, references = orders.read_time_and_references(told or await run_batch(connection, asked))
            promiser = Promiser(network, pace, now, self._rules.release_after) if pace is not None else None
        holds = await inventory.open_holds(connection, looking.holds, self._shard_count) if looking.holds else {}
        return View(
            terms=terms,
            network=network,
            stock=StockSnapshot(free),
            holds=holds,
            orders=locked,
            returns=returns,
            escrows=escrows,
            references=references,
            now=now,
            rules=self._rules,
            last_round=round_number == ROUNDS_MAX,
            promiser=promiser,
            outlooks=outlooks,
            weighed=picture.weighed,
            versions=versions,
        )

    async def _name_returned(self, connection: AsyncConnection, looking: Looking) -> None:
        """The orders whose goods come back, and what of it may become free; an order and its reference never part."""
        if looking.receipts:
            looking.references |= looking.receipts
            looking.returned |= set((await orders.find_references(connection, looking.receipts)).values())
        if looking.returns:
            looking.returned |= await orders.orders_of_returns(connection, looking.returns)
        looking.orders |= looking.returned
        if looking.restocked:
            looking.waiting |= await orders.skus_that_come_back(connection, looking.returned, looking.returns)

    async def _lock_returns(self, connection: AsyncConnection, looking: Looking) -> dict[str, Return]:
        """The returns that tasks name, and all others of the locked orders that they are of."""
        if not looking.returns and not looking.returned:
            return {}
        return await orders.lock_returns(connection, looking.returns, looking.returned)

    async def _free_stock(
        self,
        connection: AsyncConnection,
        looking: Looking,
        picture: Picture,
        beside: Sequence[Statement],
        *,
        everywhere: bool,
    ) -> tuple[Mapping[str, Mapping[str, int]], list[list[Row]]]:
        """What is free where tasks look; whoever lost its stock around its destination looks everywhere."""
        near, around, told = looking.nearby, dict[str, dict[str, int]](), list[list[Row]]()
        if near and not everywhere:
            around, told = await look_around(connection, near, picture, self._shard_count, beside)
        looking.stock.update([line.sku for order in near if order.nodes is None for line in order.lines])
        parts = set(components_of(looking.stock, picture.terms))
        everything = await inventory.free_stock(connection, parts, self._shard_count) if parts else {}
        return around | everything, told

    async def _lock_supply(self, connection: AsyncConnection, view: View) -> None:
        """Behind the orders and before the positions: the supply that tasks have named."""
        if view.supply_of or view.supply_named:
            locked = await supply.lock_supplies(connection, view.supply_named, view.supply_of, self._supply_lock)
            view.supply = SupplyPool(locked, view.now)

    async def _lock_orders(self, connection: AsyncConnection, looking: Looking) -> tuple[dict[str, Order], datetime]:
        """The orders that tasks name, and those that wait for what may become free; what they need is looked for.

        With the moment behind their locks.
        """
        if looking.waiting:
            terms, _, _ = await self._reference.load(connection, looking.waiting)
            parts = set(components_of(looking.waiting, terms))
            looking.orders |= await orders.find_waiting(connection, parts, WAITING_MOST)
        if not looking.orders:
            return {}, BEGINNING
        locked, now = await orders.lock_orders(connection, looking.orders)
        for order_id in locked.keys() & looking.sourced_again:
            looking.stock.update([part.sku for part in locked[order_id].parts])
        for order_id in locked.keys() & looking.holds_of_orders:
            hold_id = locked[order_id].hold_id
            if hold_id is not None:
                looking.holds.add(hold_id)
        return locked, now

    async def _load(self, connection: AsyncConnection, tasks: Iterable[Task], view: View, needs: Needs) -> Loaded:
        """The locked part of the ledger; whatever moved since the look starts the group anew."""
        await inventory.name_positions(connection, [needs], self._shard_count)
        keys = [task.command.key for task in tasks]
        terms, unseen = view.terms, {sku for sku, _ in needs.positions} - view.terms.keys()
        if unseen:
            terms, _, _ = await self._reference.load(connection, view.terms.keys() | unseen)
        decimals = {sku: known.decimals for sku, known in terms.items() if known.decimals}
        try:
            return await inventory.load(connection, needs, keys, decimals, self._shard_count, self._lock)
        except inventory.StaleNeeds as moved:
            raise Again("a reservation moved to another position") from moved

    def _expire(self, ledger: Ledger) -> None:
        """Whatever is decided is decided after holds past their time have given back their stock."""
        expired = inventory.expire_holds(ledger)
        if expired is not None:
            key = self._new_id().replace("-", "")
            ledger.book(ledger.take_id(), key, key, "stockpool", expired)


def _may_need_repair(movement: Movement) -> bool:
    """Whether a movement broke a promise, or gave back stock that an order may wait for."""
    return bool(movement.events) or movement.kind in GIVES_BACK


def _tells_shortfall(movement: Movement) -> int:
    return sum(event.type == SHORTFALL for event in movement.events)


class _Planned(msgspec.Struct):
    """The tasks that are to be decided, with those refused at once, and what they need locked."""

    refusals: Mapping[int, Refused | None]
    needs: Needs


class _Locking:
    """The groups of this process that wait for their locks."""

    def __init__(self) -> None:
        self._groups: list[asyncio.Future[None]] = []

    def __enter__(self) -> None:
        self._groups.append(asyncio.get_running_loop().create_future())

    def __exit__(self, *_error: object) -> None:
        self._groups.pop(0).set_result(None)

    async def give_way(self) -> None:
        """Let a group that gets our locks decide before callers are answered: its server process would wait for us."""
        if self._groups:
            await asyncio.wait(self._groups, timeout=GIVE_WAY_S, return_when=asyncio.FIRST_COMPLETED)


class _Deciding:
    """Decides the tasks of a group one by one, each over what its predecessors left; repeats get the first's reply."""

    def __init__(self, loaded: Loaded, decode_reply: Callable[[bytes], Result], new_id: NewId) -> None:
        self._ledger = loaded.ledger
        self._stored = loaded.replies
        self._decode_reply = decode_reply
        self._new_id = new_id
        self._fresh: dict[str, tuple[str, Result]] = {}

    def decide(self, task: Task, refused: Refused | None) -> Result | Lost:
        """The reply to a task, which stands under its key from now on; one that lost its stock has none yet."""
        command = task.command
        stored = self._stored.get(command.key)
        if stored is not None:
            return self._decode_reply(stored.reply) if stored.fingerprint == command.fingerprint else key_reused()
        if command.key in self._fresh:
            fingerprint, reply = self._fresh[command.key]
            return reply if fingerprint == command.fingerprint else key_reused()
        result = refused or self._decide_and_book(task)
        if not isinstance(result, Lost):
            self._fresh[command.key] = (command.fingerprint, result)
        return result

    def _decide_and_book(self, task: Task) -> Result | Lost:
        movement_id = self._ledger.take_id()
        decided = task.decide(self._ledger, movement_id)
        if isinstance(decided, Lost):
            return decided
        if isinstance(decided, Answered):
            return decided.reply
        command = task.command
        if isinstance(decided, Refused):
            decided = with_asker(decided, command)
        movement = Movement("refused", decided, subject=None) if isinstance(decided, Refused) else decided
        self._ledger.book(movement_id, command.key, command.fingerprint, command.actor, movement)
        reply, booked = movement.reply, len(self._ledger.booked)
        if movement is decided:
            for following in task.follow(self._ledger):
                key = self._new_id().replace("-", "")
                self._ledger.book(self._ledger.take_id(), key, key, command.actor, following)
        if len(self._ledger.booked) > booked:
            reply = task.told_at_last(reply, self._ledger)
            self._ledger.retell(movement_id, reply)
        return reply


def key_reused() -> Refused:
    """The refusal of a key that stood for another request before."""
    said = "this idempotency key was used for another request: for another address, or with another body"
    return Refused(Reason.KEY_REUSED, said)
