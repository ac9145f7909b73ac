"""What the routes need of the application; the bootstrap builds it, tests may build less."""

from __future__ import annotations

from collections.abc import Awaitable, Mapping, Sequence
from typing import Any, Protocol, TypeVar

import msgspec

from stockpool.access.api import ApiKey
from stockpool.catalog.messages import SkuInput
from stockpool.kernel.commands import Command
from stockpool.kernel.editing import Identified, Stored, Upserted
from stockpool.kernel.refusals import Refused
from stockpool.kernel.shedding import Urgency
from stockpool.network.messages import Channel, NodeInput
from stockpool.runtime.database import Database
from stockpool.runtime.readiness import Readiness
from stockpool.runtime.settings import Settings
from stockpool.runtime.tracing import Tracing
from stockpool.workflows.arrival_desk import ArrivalDesk
from stockpool.workflows.confidence_desk import ConfidenceDesk
from stockpool.workflows.count_desk import CountDesk
from stockpool.workflows.exceptions_desk import ExceptionsDesk
from stockpool.workflows.feed_lags import FeedMeter
from stockpool.workflows.follow_feed import Feed
from stockpool.workflows.forecast_desk import ForecastDesk
from stockpool.workflows.insights_desk import InsightsDesk
from stockpool.workflows.network_desk import NetworkDesk
from stockpool.workflows.outlook_desk import OutlookDesk
from stockpool.workflows.people import People
from stockpool.workflows.picking_desk import PickingDesk
from stockpool.workflows.policy_desk import PolicyDesk
from stockpool.workflows.print_desk import PrintDesk
from stockpool.workflows.promise import PromiseDesk
from stockpool.workflows.reconciliation_desk import ReconciliationDesk
from stockpool.workflows.safety_stock_desk import SafetyStockDesk
from stockpool.workflows.shelf_desk import ShelfDesk
from stockpool.workflows.stock_desk import StockDesk
from stockpool.workflows.supply_desk import SupplyDesk
from stockpool.workflows.till_desk import TillDesk
from stockpool.workflows.watch_availability import Watches
from stockpool.workflows.webhook_desk import WebhookDesk

T = TypeVar("T", bound=Identified)


class HttpSettings(msgspec.Struct, frozen=True, kw_only=True):
    """What an operator may choose about the interface."""

    body_max_bytes: int = 8_000_000
    metrics_public: bool = False
    noop_route: bool = False


class MasterData(Protocol[T]):
    """Rows that are edited by upsert, in their wire form."""

    async def upsert(self, rows: Sequence[T], if_revision: Mapping[str, int]) -> Sequence[Upserted[Any] | Refused]:
        """Store each good row; one result a row."""
        ...

    async def get(self, row_id: str) -> Stored[T] | None:
        """One row with its revision."""
        ...

    async def list(self, after: str | None, limit: int) -> Sequence[Stored[T]]:
        """A page in the order of ids."""
        ...


class Ledger(Protocol):
    """The lanes: commands in, replies out."""

    @property
    def hold_ttl_default_s(self) -> int:
        """How long a hold lasts when its caller does not say."""
        ...

    @property
    def hold_ttl_max_s(self) -> int:
        """How long a hold may last."""
        ...

    @property
    def escrow_ttl_default_s(self) -> int:
        """How long a till may sell from an escrow when it does not say."""
        ...

    @property
    def escrow_grace_s(self) -> int:
        """How much longer late sales find an escrow's units when its till does not say."""
        ...

    def new_id(self) -> str:
        """An identifier for something new."""
        ...

    def submit(self, command: Command, /) -> Awaitable[msgspec.Struct]:
        """Its reply or `Refused`, once that is committed; raises `LaneBusy` when it cannot be taken."""
        ...

    def admit(self, urgency: Urgency, /) -> None:
        """Raise `LaneBusy` where other work of this urgency is shed now."""
        ...

    def give_way(self) -> Awaitable[None]:
        """Let others go first for a while, if there is much to do."""
        ...


class Application(Protocol):
    """Everything behind the interface."""

    @property
    def database(self) -> Database:
        """What reads are made on."""
        ...

    @property
    def skus(self) -> MasterData[SkuInput]:
        """The catalog."""
        ...

    @property
    def nodes(self) -> MasterData[NodeInput]:
        """The nodes of the network."""
        ...

    @property
    def channels(self) -> MasterData[Channel]:
        """The channels of the network."""
        ...

    @property
    def stock(self) -> StockDesk:
        """What is read of the stock."""
        ...

    @property
    def promises(self) -> PromiseDesk:
        """What can be promised."""
        ...

    @property
    def supplies(self) -> SupplyDesk:
        """What is to come."""
        ...

    @property
    def shelves(self) -> ShelfDesk:
        """Where things lie."""
        ...

    @property
    def counts(self) -> CountDesk:
        """What is to be counted."""
        ...

    @property
    def picking(self) -> PickingDesk:
        """What is picked and scanned."""
        ...

    @property
    def printing(self) -> PrintDesk:
        """What is printed."""
        ...

    @property
    def arrivals(self) -> ArrivalDesk:
        """What is to come to nodes, and what came."""
        ...

    @property
    def tills(self) -> TillDesk:
        """What tills ask and tell."""
        ...

    @property
    def webhooks(self) -> WebhookDesk:
        """Where events are brought."""
        ...

    @property
    def safety_stock(self) -> SafetyStockDesk:
        """What positions keep back."""
        ...

    @property
    def policies(self) -> PolicyDesk:
        """By which rules demands are routed."""
        ...

    @property
    def outlooks(self) -> OutlookDesk:
        """What SKUs do at nodes without orders from elsewhere."""
        ...

    @property
    def forecasts(self) -> ForecastDesk:
        """What is expected to sell."""
        ...

    @property
    def reconciliation(self) -> ReconciliationDesk:
        """What other systems say is in stock."""
        ...

    @property
    def confidence(self) -> ConfidenceDesk:
        """How far what is known can be trusted."""
        ...

    @property
    def meter(self) -> FeedMeter:
        """Where the lags of facts are counted."""
        ...

    @property
    def people(self) -> People:
        """Who signs in, and what they did."""
        ...

    @property
    def insights(self) -> InsightsDesk:
        """Figures for people."""
        ...

    @property
    def seen(self) -> NetworkDesk:
        """What people look at beside the figures."""
        ...

    @property
    def exceptions(self) -> ExceptionsDesk:
        """What needs a person."""
        ...

    @property
    def feed(self) -> Feed:
        """What happened, in order."""
        ...

    @property
    def watches(self) -> Watches:
        """What channels can promise, followed."""
        ...

    @property
    def settings(self) -> Settings:
        """What the operator chose."""
        ...

    @property
    def tracing(self) -> Tracing | None:
        """What traces requests, if anybody does."""
        ...

    @property
    def ledger(self) -> Ledger:
        """Where commands are carried out."""
        ...

    async def active_keys(self) -> Sequence[ApiKey]:
        """The keys that open the door now."""
        ...

    async def readiness(self) -> Readiness:
        """Whether it can take work."""
        ...
