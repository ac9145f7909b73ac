"""A return asked for, received and inspected in one, as at a till; its exchange; and its end before it began."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from fractions import Fraction

import msgspec

from stockpool.kernel.refusals import Refused
from stockpool.orders.model import Order, Rules
from stockpool.orders.returning.decide.inspecting import decide_inspect
from stockpool.orders.returning.decide.receiving import decide_receive
from stockpool.orders.returning.decide.refunding import HALF, worth_of
from stockpool.orders.returning.decide.requesting import Asked, decide_request
from stockpool.orders.returning.decide.transitions import ReturnStep, check_step
from stockpool.orders.returning.messages import (
    CancelReturn,
    InspectedLine,
    ReceiveReturn,
    RequestReturn,
    ReturnStatus,
    WantedInstead,
)
from stockpool.orders.returning.model import Exchange, Known, Return, ReturnChange

replace = msgspec.structs.replace


def decide_return(
    command: RequestReturn,
    order: Order | None,
    returns: Sequence[Return],
    known: Mapping[str, Known],
    now: datetime,
    rules: Rules,
) -> ReturnChange | Refused:
    """What is asked for is expected; what is here is received, and what was looked at has its end."""
    asked = decide_request(command, order, returns, known, now, rules)
    if isinstance(asked, Refused):
        return asked
    if not command.received:
        return ReturnChange(asked.ret, order=order)
    received = decide_receive(asked.ret, _all_of(command), order, [*returns, asked.ret], known, now)
    if isinstance(received, Refused):
        return received
    verdicts = _verdicts(command, asked)
    if not verdicts:
        return replace(received, before=None)
    inspected = decide_inspect(received.after, verdicts, received.order, [*returns, received.after], now)
    if isinstance(inspected, Refused):
        return inspected
    return replace(inspected, before=None, moves=(*received.moves, *inspected.moves))


def _all_of(command: RequestReturn) -> ReceiveReturn:
    """The receipt of all that was asked for."""
    return ReceiveReturn(
        key=command.key, fingerprint=command.fingerprint, actor=command.actor, return_id=command.return_id
    )


def _verdicts(command: RequestReturn, asked: Asked) -> list[InspectedLine]:
    """What the request says of lines that were looked at, for each line of the return."""
    verdicts: list[InspectedLine] = []
    for line in asked.ret.lines:
        given = command.lines[asked.origin[line.number]]
        if given.disposition is not None:
            verdicts.append(
                InspectedLine(
                    line=line.number,
                    quantity=line.amount(line.requested),
                    disposition=given.disposition,
                    sku=line.sku,
                    to_node=given.to_node,
                    condition=given.condition,
                    note=given.note,
                    refund=given.refund,
                )
            )
    return verdicts


def with_exchange(
    change: ReturnChange, wanted: WantedInstead, returns: Sequence[Return], placed: str | Refused
) -> ReturnChange:
    """The return with the order that was placed instead, or with why it was not; it stands in both cases.

    What the goods are worth pays for it as far as it reaches, and is not refunded then.
    """
    if isinstance(placed, Refused):
        failed = Exchange(refused=str(placed.reason), refused_because=placed.message)
        return replace(change, after=replace(change.after, exchange=failed))
    price = _price(wanted)
    currency = currency_of(change.after, wanted)
    value = worth_of(change.order, returns, change.after) if currency == change.after.currency else None
    credit = None if price is None or value is None else min(price, value)
    return replace(change, after=replace(change.after, exchange=Exchange(placed, price, credit, currency)))


def currency_of(ret: Return, wanted: WantedInstead) -> str | None:
    """The currency of an exchange: its own, or that of the order."""
    return wanted.currency or ret.currency


def _price(wanted: WantedInstead) -> int | None:
    """What the wanted lines cost, each rounded as its refund would be; None where a price is missing."""
    prices = [None if line.unit_price is None else Fraction(line.quantity) * line.unit_price for line in wanted.lines]
    known = [int(price + HALF) for price in prices if price is not None]
    return sum(known) if len(known) == len(prices) else None


def decide_cancel_return(
    ret: Return, command: CancelReturn, order: Order | None, now: datetime
) -> ReturnChange | Refused:
    """Nothing is expected any more; only while nothing has come."""
    refused = check_step(ret, ReturnStep.CANCEL)
    if refused is not None:
        return refused
    lines = tuple([replace(line, expected=0) for line in ret.lines])
    after = replace(ret, status=ReturnStatus.CANCELLED, lines=lines, closed_at=now, cancel_reason=command.reason)
    return ReturnChange(after, ret, order)
