"""What is wrong with the words of a command about a return, whatever the order and the stock are."""

from __future__ import annotations

from stockpool.kernel.findings import Findings, text_problem
from stockpool.kernel.ids import id_problem, is_uuid
from stockpool.kernel.refusals import Reason, Refused
from stockpool.orders.decide.wording import PRICE_MAX, TEXT_LENGTH_MAX, is_code
from stockpool.orders.returning.messages import (
    CancelReturn,
    Disposition,
    InspectedLine,
    InspectReturn,
    ReceiveReturn,
    RequestReturn,
    ReturnCommand,
    ReturnedLine,
)

LINES_MAX = 5_000


def check_words(command: ReturnCommand) -> Refused | None:
    """All that is wrong with a command by itself, or None."""
    findings = Findings()
    if isinstance(command, RequestReturn):
        _check_request(command, findings)
        return findings.refusal()
    if not is_uuid(command.return_id):
        findings.add("return_id", f"there is no return {command.return_id!r}", Reason.UNKNOWN_RETURN)
    if isinstance(command, CancelReturn):
        findings.check("reason", text_problem(command.reason, TEXT_LENGTH_MAX))
    elif isinstance(command, InspectReturn):
        _check_count(len(command.lines), findings)
        for place, line in enumerate(command.lines):
            if (line.line is None) == (line.order_line is None):
                findings.add(f"lines[{place}].line", "name a line of the return, or one of its order as order_line")
            _check_verdict(f"lines[{place}]", line.disposition, line, findings)
    elif isinstance(command, ReceiveReturn):
        _check_receipt_of_goods(command, findings)
    return findings.refusal()


def _check_request(command: RequestReturn, findings: Findings) -> None:
    if command.order_id is not None:
        if not is_uuid(command.order_id):
            findings.add("order_id", f"there is no order {command.order_id!r}", Reason.UNKNOWN_ORDER)
        for name in ("channel", "receipt"):
            if getattr(command, name) is not None:
                findings.add(name, "must be left out where order_id is named")
    elif command.channel is None and command.node is None:
        findings.add("node", "is missing: name the order, or the channel, or the node of a return without an order")
    if command.receipt is not None:
        findings.check("receipt", id_problem(command.receipt))
    if command.received and command.node is None:
        findings.add("node", "is missing: goods that were received are at a node")
    _check_prices(command, findings)
    _check_count(len(command.lines), findings)
    for place, line in enumerate(command.lines):
        _check_line(f"lines[{place}]", line, command, findings)
    _check_exchange(command, findings)


def _check_prices(command: RequestReturn, findings: Findings) -> None:
    if command.currency is not None and not is_code(command.currency, 3):
        findings.add("currency", f"must be a three letter ISO 4217 code, is {command.currency!r}")
    priced = [(place, line.unit_price) for place, line in enumerate(command.lines) if line.unit_price is not None]
    if priced and command.currency is None and command.order_id is None:
        findings.add("currency", "is missing: lines have prices")
    for place, price in priced:
        if not 0 <= price <= PRICE_MAX:
            findings.add(f"lines[{place}].unit_price", f"must be from 0 to {PRICE_MAX} minor units")


def _check_line(path: str, line: ReturnedLine, command: RequestReturn, findings: Findings) -> None:
    if line.line is None and line.sku is None:
        findings.add(f"{path}.sku", "is missing: name a line of the order, or a SKU")
    if line.line is not None and command.order_id is None and command.receipt is None:
        findings.add(f"{path}.line", "names a line of an order: name the order too")
    if line.disposition is not None and not command.received:
        findings.add(f"{path}.disposition", "needs the goods: let received be true")
    if line.disposition is None and not line.refund:
        findings.add(f"{path}.refund", "is decided with the disposition")
    _check_verdict(path, line.disposition, line, findings)


def _check_verdict(
    path: str, disposition: Disposition | None, line: ReturnedLine | InspectedLine, findings: Findings
) -> None:
    _check_note(path, line.note, findings)
    if disposition is Disposition.SEND and line.to_node is None:
        findings.add(f"{path}.to_node", "is missing: goods are sent to another node")
    if disposition is not Disposition.SEND and line.to_node is not None:
        findings.add(f"{path}.to_node", f"is only for disposition {Disposition.SEND}")


def _check_note(path: str, note: str | None, findings: Findings) -> None:
    if note is not None:
        findings.check(f"{path}.note", text_problem(note, TEXT_LENGTH_MAX))


def _check_exchange(command: RequestReturn, findings: Findings) -> None:
    if command.exchange is None:
        return
    if not command.exchange.lines:
        findings.add("exchange.lines", "must not be empty")
    if command.order_id is None and command.channel is None:
        findings.add("channel", "is missing: the exchange is an order of a channel")


def _check_receipt_of_goods(command: ReceiveReturn, findings: Findings) -> None:
    if command.lines is None:
        if command.more_expected:
            findings.add("more_expected", "needs lines: without them everything that was expected has come")
        return
    if command.lines:
        _check_count(len(command.lines), findings)
    elif command.more_expected:
        findings.add("lines", "must say what came, unless nothing more is expected")
    for place, line in enumerate(command.lines):
        if [line.line, line.order_line, line.sku].count(None) != 2:
            findings.add(f"lines[{place}].sku", "name a line of the return, one of its order as order_line, or a SKU")
        _check_note(f"lines[{place}]", line.note, findings)


def _check_count(lines: int, findings: Findings) -> None:
    if not 0 < lines <= LINES_MAX:
        findings.add("lines", f"must have 1 to {LINES_MAX} lines, has {lines}")
