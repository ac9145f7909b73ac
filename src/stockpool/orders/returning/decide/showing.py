"""A return as callers and the payment system read it: quantities in display units."""

from __future__ import annotations

from stockpool.kernel.quantities import to_amount
from stockpool.orders.messages import OrderDetails
from stockpool.orders.returning.decide.refunding import total
from stockpool.orders.returning.messages import (
    ChargeDue,
    DisposedDetails,
    ExchangeDetails,
    ExchangePlaced,
    RefundDue,
    RefundLine,
    ReturnDetails,
    ReturnLineDetails,
    ReturnStatus,
    SoldLine,
    SoldOrder,
)
from stockpool.orders.returning.model import Disposed, Exchange, Refunded, Return, ReturnChange, ReturnLine


def shown_return(ret: Return) -> ReturnDetails:
    """The whole return."""
    return ReturnDetails(
        return_id=ret.return_id,
        status=ret.status,
        requested_at=ret.requested_at,
        lines=tuple([_line(line) for line in ret.lines]),
        order_id=ret.order_id,
        channel=ret.channel,
        receipt=ret.receipt,
        node=ret.node,
        dispositions=tuple([_disposed(each) for each in ret.dispositions]),
        refunded_amount=ret.refunded_amount,
        currency=ret.currency,
        exchange=shown_exchange(ret.exchange) if ret.exchange is not None else None,
        expires_at=ret.expires_at if ret.status is ReturnStatus.REQUESTED else None,
        closed_at=ret.closed_at,
        cancel_reason=ret.cancel_reason,
    )


def _line(line: ReturnLine) -> ReturnLineDetails:
    return ReturnLineDetails(
        line=line.number,
        sku=line.sku,
        requested=line.amount(line.requested),
        expected=line.amount(line.expected),
        received=line.amount(line.received),
        inspected=line.amount(line.inspected),
        refunded=line.amount(line.refunded),
        order_line=line.order_line,
        unit_price=line.unit_price,
        reason=line.reason,
        condition=line.condition,
        note=line.note,
    )


def _disposed(each: Disposed) -> DisposedDetails:
    return DisposedDetails(
        line=each.line,
        sku=each.sku,
        quantity=to_amount(each.units, each.decimals),
        disposition=each.disposition,
        at=each.at,
        refund=each.refund,
        to_node=each.to_node,
        transfer=each.transfer,
        condition=each.condition,
        note=each.note,
    )


def shown_exchange(exchange: Exchange) -> ExchangeDetails:
    """The order placed instead, with what the customer pays for it."""
    settled = exchange.price is not None and exchange.credit is not None
    return ExchangeDetails(
        order_id=exchange.order_id,
        price=exchange.price,
        credit=exchange.credit,
        difference=(exchange.price or 0) - (exchange.credit or 0) if settled else None,
        currency=exchange.currency,
        refused=exchange.refused,
        refused_because=exchange.refused_because,
    )


def refund_due(change: ReturnChange) -> RefundDue | None:
    """What the payment system is to pay out; None where an exchange has used it up, or nothing is refunded."""
    if not change.refunds:
        return None
    ret, whole = change.after, total(change.refunds)
    if whole is not None and change.due == 0:
        return None
    return RefundDue(
        return_id=ret.return_id,
        lines=tuple([_refund(each) for each in change.refunds]),
        amount=None if whole is None else change.due,
        currency=ret.currency if any(each.amount is not None for each in change.refunds) else None,
        credited=0 if whole is None else whole - change.due,
        order_id=ret.order_id,
        channel=ret.channel,
        receipt=ret.receipt,
    )


def _refund(each: Refunded) -> RefundLine:
    line = each.line
    return RefundLine(line.number, line.sku, line.amount(each.units), line.order_line, each.amount)


def exchange_placed(change: ReturnChange) -> ExchangePlaced | None:
    """What tells of the order that this change placed."""
    ret = change.after
    if change.before is not None or ret.exchange is None or ret.exchange.order_id is None:
        return None
    return ExchangePlaced(ret.return_id, shown_exchange(ret.exchange), ret.order_id, ret.channel)


def charge_due(change: ReturnChange) -> ChargeDue | None:
    """What the customer owes, since an exchange was credited for more than came back."""
    ret = change.after
    if not change.charge or ret.exchange is None or ret.exchange.order_id is None:
        return None
    return ChargeDue(
        return_id=ret.return_id,
        exchange_order_id=ret.exchange.order_id,
        amount=change.charge,
        currency=ret.exchange.currency,
        order_id=ret.order_id,
        channel=ret.channel,
    )


def sold_order(order: OrderDetails) -> SoldOrder:
    """What of an order can come back, for a counter that may have nothing else to do with it."""
    lines = [SoldLine(each.line, each.sku, each.fulfilled - each.returned) for each in order.lines]
    return SoldOrder(
        order_id=order.order_id,
        channel=order.channel,
        ordered_at=order.ordered_at,
        lines=tuple([line for line in lines if line.returnable > 0]),
        reference=order.reference,
    )
