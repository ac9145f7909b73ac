"""A task is one command on its way through a group: what it must look at, what it plans, what it decides."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import ClassVar, Protocol

import msgspec

from stockpool.catalog.messages import SkuTerms
from stockpool.inventory.api import Escrow, Ledger, Movement, Needs, Reservation, Versions
from stockpool.kernel.commands import Command
from stockpool.kernel.refusals import Refused
from stockpool.orders.api import Order, Return, Rules
from stockpool.workflows.dating import Promiser
from stockpool.workflows.nearby import Nearby
from stockpool.workflows.outlooks import Outlooks
from stockpool.workflows.snapshot import NetworkView, StockSnapshot
from stockpool.workflows.supplies import BEGINNING, SupplyPool


class Lost(msgspec.Struct, frozen=True):
    """Under the locks there was less than the snapshot promised: source again in the next round."""


class Answered(msgspec.Struct, frozen=True):
    """A reply that leaves nothing in the ledger."""

    reply: msgspec.Struct


class Looking(msgspec.Struct):
    """What the tasks of a group must see, unlocked, before they can plan."""

    skus: set[str] = msgspec.field(default_factory=set)
    """SKUs whose terms are needed: what the caller named, kits included."""
    stock: set[str] = msgspec.field(default_factory=set)
    """SKUs, kits included, whose free stock at every node sourcing must see."""
    nearby: list[Nearby] = msgspec.field(default_factory=list)
    """Orders that may be served from around their destination."""
    holds: set[str] = msgspec.field(default_factory=set)
    """Holds whose open lines must be seen."""
    orders: set[str] = msgspec.field(default_factory=set)
    """Orders that must be locked before any position is."""
    sourced_again: set[str] = msgspec.field(default_factory=set)
    """Of these orders, those for whose SKUs nodes may be sought: their free stock must be seen."""
    waiting: set[str] = msgspec.field(default_factory=set)
    """SKUs that may become free, so that the orders which wait for them must be locked."""
    holds_of_orders: set[str] = msgspec.field(default_factory=set)
    """Of these orders, those whose hold's open lines must be seen."""
    moment: bool = False
    """Whether a task must know the time before it plans."""
    references: set[tuple[str, str]] = msgspec.field(default_factory=set)
    """Channels and references whose orders must be known."""
    receipts: set[tuple[str, str]] = msgspec.field(default_factory=set)
    """Channels and what customers show: where that is an order's reference, goods of that order come back."""
    returns: set[str] = msgspec.field(default_factory=set)
    """Returns that must be locked, each with its order, behind orders and before any position is."""
    returned: set[str] = msgspec.field(default_factory=set)
    """Orders that must be locked and whose returns must be known."""
    escrows: set[str] = msgspec.field(default_factory=set)
    """Escrows that must be locked, behind orders and returns and before any position is."""
    restocked: bool = False
    """Whether goods of these returns and orders may become available, for which orders may wait."""


class View(msgspec.Struct):
    """What the tasks of a group plan by."""

    terms: Mapping[str, SkuTerms]
    network: NetworkView
    stock: StockSnapshot
    holds: Mapping[str, tuple[Reservation, ...]]
    orders: dict[str, Order] = msgspec.field(default_factory=dict)
    """The locked orders, as the tasks of the group leave them."""
    returns: dict[str, Return] = msgspec.field(default_factory=dict)
    """The named returns and all others of their orders, as the tasks of the group leave them."""
    escrows: dict[str, Escrow] = msgspec.field(default_factory=dict)
    """The locked escrows, as the tasks of the group leave them."""
    references: dict[tuple[str, str], str] = msgspec.field(default_factory=dict)
    """Which order has a channel's reference, those that the group places included."""
    now: datetime = BEGINNING
    """The moment behind the locks of the orders, by the database's clock."""
    rules: Rules = Rules()
    last_round: bool = False
    """Whether there is no further round in which a task that loses its stock could source again."""
    promiser: Promiser | None = None
    """Says which dates can be promised; there where a task has an order."""
    supply: SupplyPool = msgspec.field(default_factory=SupplyPool)
    """Supply to come, once it is locked."""
    supply_of: set[str] = msgspec.field(default_factory=set)
    """SKUs that an order waits for after what tasks have planned: the supply of them must be locked."""
    supply_named: set[str] = msgspec.field(default_factory=set)
    """Supplies that may be received: as above."""
    outlooks: Outlooks = msgspec.field(default_factory=dict)
    """What the SKUs that may be sourced do at nodes without that; empty where no sourcing policy asks."""
    weighed: dict[tuple[object, ...], object] = msgspec.field(default_factory=dict)
    """What a sourcing policy has worked out that holds for every order that sees the same."""
    versions: Versions = Versions(0, 0)
    """Of the catalog and network planned by; where the database has others under the locks, the group looks anew."""


class Plain:
    """What most tasks leave out: anything that follows at once from what they did."""

    __slots__ = ()

    def follow(self, ledger: Ledger) -> Iterable[Movement]:  # noqa: ARG002 -- of the role
        """Nothing follows."""
        return ()

    def told_at_last(self, reply: msgspec.Struct, ledger: Ledger) -> msgspec.Struct:  # noqa: ARG002 -- of the role
        """What followed changes nothing that is told."""
        return reply


class LedgerOnly(Plain):
    """A task that leaves no rows beside the ledger."""

    __slots__ = ()

    records: ClassVar[Sequence[msgspec.Struct]] = ()


class Task(Protocol):
    """One command of a group."""

    @property
    def command(self) -> Command:
        """The command it carries out."""
        ...

    @property
    def records(self) -> Sequence[msgspec.Struct]:
        """Rows beside the ledger to write in the same transaction; empty unless the task was granted."""
        ...

    def look(self, looking: Looking) -> None:
        """Add what must be seen before planning."""
        ...

    def plan(self, view: View, needs: Needs) -> Refused | None:
        """Resolve the request and add what must be locked; refuse what makes no sense whatever the stock is."""
        ...

    def decide(self, ledger: Ledger, movement_id: int) -> Movement | Refused | Lost | Answered:
        """Decide over the locked ledger."""
        ...

    def follow(self, ledger: Ledger) -> Iterable[Movement]:
        """What follows at once, decided over the ledger with the task's own movement in it; each is one of its own.

        Where there are several, each is made when the one before is booked: it must see what that one took.
        """
        ...

    def told_at_last(self, reply: msgspec.Struct, ledger: Ledger) -> msgspec.Struct:
        """The reply, once what followed is booked too."""
        ...
