"""Every type of event: when it is told, of which subject, and what its data is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import get_close_matches

import msgspec

from stockpool.catalog.messages import SkuChanged, SkusChanged
from stockpool.forecasting.api import ForecastChanged, ForecastMade
from stockpool.inventory import api as escrows
from stockpool.inventory import messages as stock
from stockpool.network import messages as network
from stockpool.orders import api as returns
from stockpool.orders import messages as orders
from stockpool.reconciliation.messages import DiscrepancyFound, ReconciliationCompleted
from stockpool.sourcing import api as sourcing
from stockpool.supply.messages import SupplyChanged, SupplyReceived
from stockpool.warehouse.messages import CountCancelled, CountRecorded, CountRequested, ReceiptRecorded


class EventKind(msgspec.Struct, frozen=True):
    """A type of event: when it is told, and what its data is."""

    name: str
    said: str
    body: type[msgspec.Struct]


class EventFamily(msgspec.Struct, frozen=True):
    """Types that belong together, told of one kind of subject."""

    name: str
    subject: str
    kinds: Sequence[EventKind]


FACTS = {
    stock.FactKind.RECEIVE: "goods came in",
    stock.FactKind.SELL: "a till sold goods",
    stock.FactKind.SHIP: "goods left for a customer",
    stock.FactKind.RETURN: "goods came back",
    stock.FactKind.ADJUST: "the stock was corrected by a difference",
    stock.FactKind.COUNT: "the stock was counted",
    stock.FactKind.DAMAGE: "goods became unavailable",
    stock.FactKind.RESTORE: "unavailable goods became available",
    stock.FactKind.DISPOSE: "goods were disposed of",
    stock.FactKind.MOVE: "goods went to another node",
    stock.FactKind.DISPATCH: "goods left for another node",
    stock.FactKind.ARRIVE: "goods came from another node",
}
STATUSES = {
    orders.FulfillmentStatus.RELEASED: "its node was told of it",
    orders.FulfillmentStatus.ACCEPTED: "its node will do it",
    orders.FulfillmentStatus.PICKING: "somebody is picking it",
    orders.FulfillmentStatus.PICKED: "it is picked",
    orders.FulfillmentStatus.PACKED: "it is packed",
    orders.FulfillmentStatus.SHIPPED: "it has left its node",
    orders.FulfillmentStatus.READY_FOR_PICKUP: "it waits for the customer",
    orders.FulfillmentStatus.HANDED_OVER: "the customer was given it",
    orders.FulfillmentStatus.DELIVERED: "the customer got it",
    orders.FulfillmentStatus.REJECTED: "its node gave it up; `order.repaired` says what became of its units",
    orders.FulfillmentStatus.EXPIRED: "the customer did not come",
}
CROSSED = {
    stock.Threshold.LOW: "little of it is left for the channel",
    stock.Threshold.OUT: "the channel can promise none of it any more",
    stock.Threshold.BACK: "the channel can promise it again",
}
RETURNED = {
    returns.ReturnStatus.REQUESTED: "it was asked for",
    returns.ReturnStatus.RECEIVED: "goods of it came, and some wait to be inspected",
    returns.ReturnStatus.INSPECTED: "all that came is inspected, and more is expected",
    returns.ReturnStatus.CLOSED: "all of it came and is inspected",
    returns.ReturnStatus.CANCELLED: "it was called off",
    returns.ReturnStatus.EXPIRED: "nothing came in time",
}

FAMILIES = (
    EventFamily(
        "Stock",
        "the position, as `SKU@node`; `counts` of counts from files and `safety_stock` of many at once;"
        " `confidence_buffers`; the commitment where stock is committed",
        (
            *(EventKind(f"stock.{kind}", said, stock.FactRecorded) for kind, said in FACTS.items()),
            EventKind("stock.counts", "positions were counted by a file, many at once", stock.CountsRecorded),
            EventKind("shortfall.found", "a fact left less than was promised", stock.ShortfallFound),
            EventKind("stock.committed", "units were allocated", stock.Committed),
            EventKind("stock.uncommitted", "allocated units are available again", stock.Uncommitted),
            EventKind("stock.reallocated", "another node serves part of a commitment", stock.Reallocated),
            EventKind("stock.safety_stock_set", "a position keeps back another quantity", stock.SafetyStockChanged),
            EventKind("stock.safety_stocks_set", "as above, of many positions at once", stock.SafetyStocksChanged),
            EventKind(
                "stock.confidence_buffers_set",
                "positions hold back otherwise what may be gone already",
                stock.ConfidenceBuffersChanged,
            ),
        ),
    ),
    EventFamily(
        "Holds",
        "the hold's id",
        (
            EventKind("hold.placed", "units are held", stock.HoldPlaced),
            EventKind("hold.extended", "they are held until another moment", stock.HoldExtended),
            EventKind("hold.released", "some or all of them are available again", stock.HoldReleased),
            EventKind("hold.expired", "its time was over, and it was swept", stock.HoldExpired),
        ),
    ),
    EventFamily(
        "Escrows",
        "the escrow's id",
        (
            EventKind("escrow.opened", "a till may sell these units while it is cut off", escrows.EscrowOpened),
            EventKind("escrow.changed", "it has more units, or lasts until another moment", escrows.EscrowChanged),
            EventKind("escrow.settled", "its sales are told, and the rest is available again", escrows.EscrowSettled),
            EventKind("escrow.expired", "nobody settled it in time, and it was swept", escrows.EscrowExpired),
        ),
    ),
    EventFamily(
        "Orders",
        "the order's id",
        (
            EventKind("order.placed", "it stands, and its stock is committed or held", orders.OrderPlaced),
            EventKind("order.paid", "its payment came", orders.OrderChanged),
            EventKind("order.payment_failed", "it will not be paid, and has ended", orders.OrderChanged),
            EventKind("order.payment_expired", "it was not paid in time, and has ended", orders.OrderChanged),
            EventKind("order.edited", "it stands otherwise", orders.OrderChanged),
            EventKind("order.allocated", "what it waited for has come, or some of it", orders.OrderChanged),
            EventKind("order.cancelled", "nothing of it is owed any more", orders.OrderCancelled),
            EventKind("order.partly_cancelled", "some of it was cancelled", orders.OrderCancelled),
            EventKind("order.promised", "deliveries without a date have one", orders.OrderPromised),
            EventKind("order.promise_moved", "deliveries come later than was promised", orders.PromiseMoved),
            EventKind("order.repaired", "units that a node gave up are served otherwise", orders.OrderRepaired),
        ),
    ),
    EventFamily(
        "Fulfillment orders",
        "the order's id",
        tuple(
            [EventKind(f"fulfillment.{status}", said, orders.FulfillmentAdvanced) for status, said in STATUSES.items()]
        ),
    ),
    EventFamily(
        "Returns",
        "the order's id; that of the return where no order is known",
        (
            *(EventKind(f"return.{status}", said, returns.ReturnChanged) for status, said in RETURNED.items()),
            EventKind("refund.due", "the customer is to be given money", returns.RefundDue),
            EventKind("exchange.placed", "an order was placed for what comes back", returns.ExchangePlaced),
            EventKind("charge.due", "an exchange was credited for what does not come back", returns.ChargeDue),
        ),
    ),
    EventFamily(
        "Availability",
        "the SKU and the channel, as `SKU@channel`; of channels that have a `low_stock`",
        tuple(
            [
                EventKind(f"availability.{threshold}", said, stock.AvailabilityCrossed)
                for threshold, said in CROSSED.items()
            ]
        ),
    ),
    EventFamily(
        "Reconciliation",
        "`sku@node` of a discrepancy; the source of a run",
        (
            EventKind("stock.discrepancy_found", "another system says something else", DiscrepancyFound),
            EventKind("reconciliation.completed", "a source was compared with the pool", ReconciliationCompleted),
        ),
    ),
    EventFamily(
        "Supply",
        "the supply's id",
        (
            EventKind("supply.changed", "it was announced, or its date, quantity or status is another", SupplyChanged),
            EventKind("supply.received", "some of it has come, by a `receive` or an `arrive`", SupplyReceived),
        ),
    ),
    EventFamily(
        "Store work",
        "the count's id; that of the receipt",
        (
            EventKind("count.requested", "somebody is to count SKUs of a node", CountRequested),
            EventKind("count.recorded", "a line of a count is decided, and the ledger knows it", CountRecorded),
            EventKind("count.cancelled", "it is not needed any more", CountCancelled),
            EventKind("receipt.recorded", "goods came, with how they differ from what was expected", ReceiptRecorded),
        ),
    ),
    EventFamily(
        "Catalog",
        "the SKU; `skus` of many at once",
        (
            EventKind("catalog.sku_changed", "a SKU was made or edited", SkuChanged),
            EventKind("catalog.skus_changed", "many were, by one call or file", SkusChanged),
        ),
    ),
    EventFamily(
        "Network",
        "the node, channel or rate table; `shipping_lanes`",
        (
            EventKind("network.node_changed", "a node was made or edited", network.NodeChanged),
            EventKind("network.channel_changed", "a channel was made or edited", network.ChannelChanged),
            EventKind("network.shipping_lanes_changed", "lanes were stored", network.ShippingLanesChanged),
            EventKind("network.rates_changed", "a rate table was stored", network.RatesChanged),
        ),
    ),
    EventFamily(
        "Forecasts",
        "the position, as `SKU@node`; `forecasts` of a run",
        (
            EventKind("forecast.changed", "much more or less is expected of the same days", ForecastChanged),
            EventKind("forecast.made", "a night has forecast", ForecastMade),
        ),
    ),
    EventFamily(
        "Sourcing",
        "`sourcing`",
        (
            EventKind("sourcing.policy_stored", "a policy has a new version", sourcing.PolicyStored),
            EventKind("sourcing.policy_activated", "another policy acts, or none", sourcing.PolicyActivated),
            EventKind("sourcing.shadow_set", "another policy decides beside it, or none", sourcing.ShadowSet),
        ),
    ),
)

KINDS = {kind.name: kind for family in FAMILIES for kind in family.kinds}
"""By name."""


def types_problem(wanted: Iterable[str]) -> str | None:
    """What is wrong with the types of a filter: one that no event has would never match, and nobody would notice."""
    for each in wanted:
        if each == "*" or each in KINDS or (each.endswith(".*") and any(name.startswith(each[:-1]) for name in KINDS)):
            continue
        near = get_close_matches(each.removeprefix("stockpool.").removesuffix(".v1")[:64], _names(), n=1)
        return f"no event is of type {each!r}" + (f"; did you mean {near[0]!r}?" if near else "")
    return None


def _names() -> list[str]:
    return [*KINDS, *sorted({name.rpartition(".")[0] + ".*" for name in KINDS})]
