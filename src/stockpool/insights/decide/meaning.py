"""What somebody may have meant by what was typed."""

from __future__ import annotations

import re

from stockpool.insights.model import Meant

HEX = re.compile(r"[0-9a-f]{6,32}")
DIGITS = re.compile(r"[0-9]{4,14}")
WORD = re.compile(r"\w+")
GTIN_DIGITS = 14
MOMENT_DIGITS = 12
"""So many digits of an id (RFC 9562, version 7) are the millisecond of which it is."""


def meant_by(text: str) -> Meant:
    """A text as words of a name, a barcode, or the beginning of an id; None where it can be none of these."""
    words = WORD.findall(text.lower())
    bare = text.lower().replace("-", "")
    order_id = bare if HEX.fullmatch(bare) else None
    return Meant(
        words=" & ".join([f"'{word}':*" for word in words]) or None,
        gtins=_gtins(text) if DIGITS.fullmatch(text) else (),
        first_id=order_id and order_id.ljust(32, "0"),
        last_id=order_id and order_id.ljust(32, "f"),
        tells_moment=order_id is not None and len(order_id) >= MOMENT_DIGITS,
    )


def _gtins(digits: str) -> tuple[str, ...]:
    """A barcode is kept with 14 digits: what was typed is all of it, or its beginning in one of the usual lengths."""
    return tuple(dict.fromkeys([digits.zfill(GTIN_DIGITS), *[("0" * zeros + digits) for zeros in (0, 1, 2, 6)]]))
