"""What a scanned code can be: a barcode number, a GS1 string, or a name of our own."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

import msgspec

from stockpool.kernel.ids import is_uuid

UUID_DIGITS = 39
"""So many decimal digits hold 128 bits."""

NUMBER_DIGITS = 5
"""Of the number behind it; together an even count, of which Code 128 packs two digits into a symbol."""

MASK = 2**128


class CodeRead(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a code can be read as: at most one of the names, and the barcode number with what GS1 packs beside it."""

    gtin: str | None = None
    gs1: Mapping[str, str] = {}
    fulfillment_order: str | None = None
    return_id: str | None = None


def label_code(fulfillment_order_id: str) -> str:
    """A fulfillment order's id in digits only: as a Code 128 it is half as wide as with letters."""
    order_id, _, number = fulfillment_order_id.rpartition("-")
    return f"{UUID(order_id).int:0{UUID_DIGITS}}{int(number):0{NUMBER_DIGITS}}"


def read_code(code: str) -> CodeRead:
    """Take a code apart; nothing is known of what cannot be read."""
    text = code.strip()
    named = _fulfillment_order(text)
    if named is not None:
        return CodeRead(fulfillment_order=named)
    if is_uuid(text.lower()):
        return CodeRead(return_id=text.lower())
    return _barcode(text)


def _fulfillment_order(text: str) -> str | None:
    order_id, _, number = text.lower().rpartition("-")
    if is_uuid(order_id) and number.isascii() and number.isdigit() and number[0] != "0":
        return f"{order_id}-{number}"
    is_label = text.isascii() and text.isdigit() and UUID_DIGITS + NUMBER_DIGITS <= len(text) <= UUID_DIGITS + 7
    if not is_label or int(text[:UUID_DIGITS]) >= MASK or not int(text[UUID_DIGITS:]):
        return None
    return f"{UUID(int=int(text[:UUID_DIGITS]))}-{int(text[UUID_DIGITS:])}"


def _barcode(text: str) -> CodeRead:
    """A GTIN in any length, an UPC-E, or a GS1 string, as a scanner sends it or as people read it."""
    import biip  # a tenth of a second to import
    from biip.gs1_messages import GS1Message

    try:
        if text.startswith("("):
            message = GS1Message.parse_hri(text)
            elements = {each.ai.ai: each.value for each in message.element_strings}
            return CodeRead(gtin=elements.get("01") or elements.get("02"), gs1=elements)
        read = biip.parse(text)
    except biip.ParseError:
        return CodeRead()
    if read.gtin is not None and read.gtin.value == text:
        return CodeRead(gtin=text)
    if read.gtin is None and read.upc is not None:
        return CodeRead(gtin=read.upc.as_upc_a())
    found = read.gs1_message or read.gs1_digital_link_uri
    elements = {each.ai.ai: each.value for each in found.element_strings} if found is not None else {}
    gtin = elements.get("01") or elements.get("02") or (read.gtin.value if read.gtin is not None else None)
    return CodeRead(gtin=gtin, gs1=elements)
