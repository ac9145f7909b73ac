"""All calls of the interface, in the order of the document."""

from __future__ import annotations

from stockpool.access.api import Scope
from stockpool.catalog.messages import SkuInput
from stockpool.entrypoints.http.application import Application
from stockpool.entrypoints.http.arrival_calls import ArrivalCalls
from stockpool.entrypoints.http.audit_calls import AuditCalls
from stockpool.entrypoints.http.availability_stream import AvailabilityStream
from stockpool.entrypoints.http.count_calls import CountCalls
from stockpool.entrypoints.http.editable import EditableRoutes
from stockpool.entrypoints.http.endpoints import Endpoint
from stockpool.entrypoints.http.escrow_calls import EscrowCalls
from stockpool.entrypoints.http.event_calls import EventCalls
from stockpool.entrypoints.http.exception_calls import ExceptionCalls
from stockpool.entrypoints.http.fact_calls import FactCalls
from stockpool.entrypoints.http.forecast_calls import ForecastCalls
from stockpool.entrypoints.http.fulfillment_calls import FulfillmentCalls
from stockpool.entrypoints.http.hold_calls import HoldCalls
from stockpool.entrypoints.http.insight_calls import InsightCalls
from stockpool.entrypoints.http.noop_call import noop_endpoints
from stockpool.entrypoints.http.oidc_calls import OidcCalls
from stockpool.entrypoints.http.order_calls import OrderCalls
from stockpool.entrypoints.http.outlook_calls import OutlookCalls
from stockpool.entrypoints.http.picking_calls import PickingCalls
from stockpool.entrypoints.http.policy_calls import PolicyCalls
from stockpool.entrypoints.http.print_calls import PrintCalls
from stockpool.entrypoints.http.promise_calls import PromiseCalls
from stockpool.entrypoints.http.rates_calls import RatesCalls
from stockpool.entrypoints.http.reconciliation_calls import ReconciliationCalls
from stockpool.entrypoints.http.return_calls import ReturnCalls
from stockpool.entrypoints.http.safety_stock_calls import SafetyStockCalls
from stockpool.entrypoints.http.session_calls import SessionCalls
from stockpool.entrypoints.http.shelf_calls import ShelfCalls
from stockpool.entrypoints.http.shipping_lane_calls import ShippingLaneCalls
from stockpool.entrypoints.http.stock_calls import StockCalls
from stockpool.entrypoints.http.supply_calls import SupplyCalls
from stockpool.entrypoints.http.till_calls import TillCalls
from stockpool.entrypoints.http.user_calls import UserCalls
from stockpool.entrypoints.http.webhook_calls import WebhookCalls
from stockpool.entrypoints.http.wire_master_data import (
    ChannelBatch,
    ChannelPage,
    NodeBatch,
    NodePage,
    SkuBatch,
    SkuPage,
)
from stockpool.network.messages import Channel, NodeInput


def all_endpoints(application: Application, *, noop_route: bool = False) -> list[Endpoint]:
    """Every call that this application answers."""
    settings = application.settings
    endpoints: list[Endpoint] = []
    endpoints += [
        *master_data_endpoints(application),
        *ShippingLaneCalls(application.database).endpoints(),
        *RatesCalls(application.database).endpoints(),
        *FactCalls(application.ledger, application.meter).endpoints(),
        *StockCalls(application.stock, application.people.names).endpoints(),
        *EventCalls(application.feed, settings.event_source, settings.stream_patience_s).endpoints(),
        *AvailabilityStream(application.watches, settings.stream_patience_s).endpoints(),
        *SafetyStockCalls(application.safety_stock).endpoints(),
        *HoldCalls(application.ledger, application.database).endpoints(),
        *EscrowCalls(application.ledger, application.tills).endpoints(),
        *TillCalls(application.ledger, application.tills).endpoints(),
        *OrderCalls(application.ledger, application.database, application.seen).endpoints(),
        *FulfillmentCalls(application.ledger, application.database).endpoints(),
        *ReturnCalls(application.ledger, application.database).endpoints(),
        *PolicyCalls(application.policies, application.people.names).endpoints(),
        *OutlookCalls(application.outlooks).endpoints(),
        *ForecastCalls(application.forecasts).endpoints(),
        *PromiseCalls(application.promises).endpoints(),
        *SupplyCalls(application.supplies).endpoints(),
        *ShelfCalls(application.shelves).endpoints(),
        *PickingCalls(application.picking).endpoints(),
        *PrintCalls(application.printing, application.picking).endpoints(),
        *CountCalls(application.counts, application.people.names).endpoints(),
        *ArrivalCalls(application.arrivals, application.people.names).endpoints(),
        *ReconciliationCalls(application.reconciliation, application.confidence).endpoints(),
        *InsightCalls(application.insights, application.seen).endpoints(),
        *ExceptionCalls(application.exceptions, lambda: endpoints).endpoints(),
        *WebhookCalls(application.webhooks).endpoints(),
        *session_endpoints(application),
        *UserCalls(application.people.users).endpoints(),
        *AuditCalls(application.people.audit).endpoints(),
        *(noop_endpoints() if noop_route else []),
    ]
    return endpoints


def session_endpoints(application: Application) -> list[Endpoint]:
    """Signing in and out, with a password or at an OpenID provider."""
    people = application.people
    own = SessionCalls(people.sessions, people.audit, application.settings.public_url)
    return [*own.endpoints(), *OidcCalls(people.provider, people.users, own).endpoints()]


def master_data_endpoints(application: Application) -> list[Endpoint]:
    """The catalog and the network; the stock room may edit SKUs, the network belongs to administrators."""
    skus = EditableRoutes[SkuInput](
        "/v1/catalog/skus", "skus", SkuInput, SkuBatch, SkuPage, application.skus, (Scope.STOCK,)
    )
    nodes = EditableRoutes[NodeInput]("/v1/network/nodes", "nodes", NodeInput, NodeBatch, NodePage, application.nodes)
    channels = EditableRoutes[Channel](
        "/v1/network/channels", "channels", Channel, ChannelBatch, ChannelPage, application.channels
    )
    return [*skus.endpoints(), *nodes.endpoints(), *channels.endpoints()]
