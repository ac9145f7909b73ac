"""ZPL II for label printers of 203 dots per inch: a label of 4 by 6 inches, and a packing slip on the same roll.

Texts are UTF-8 (`^CI28`), and what ZPL would take for a command, and all that is not ASCII, is written in hexadecimal
(`^FH`), so that no name can say anything to the printer.
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

from stockpool.warehouse.printing.sheets import LabelSheet, Party, SlipLine, SlipSheet
from stockpool.warehouse.printing.words import Words

WIDTH_DOTS = 812
LENGTH_DOTS = 1218
MARGIN_DOTS = 30

BARCODES_FROM = 860
"""Text ends here: below are the codes."""

WIDTH_OF_LETTER = 0.56
"""Of the printer's own font, in heights: wide enough that no line of capitals runs over the edge."""

_COMMANDS = frozenset("^~_\\")


def escaped(text: str) -> str:
    """A text as field data under `^FH`."""
    return "".join(
        [
            letter if " " <= letter <= "~" and letter not in _COMMANDS else _hexadecimal(letter)
            for letter in " ".join(text.split())
        ]
    )


def _hexadecimal(letter: str) -> str:
    return "".join([f"_{byte:02X}" for byte in letter.encode("utf-8", "replace")])


def wrapped(text: str, height: int, lines_max: int, width: int = WIDTH_DOTS - 2 * MARGIN_DOTS) -> list[str]:
    """A text in lines that fit; what is too long for all of them ends with dots."""
    letters = int(width / (height * WIDTH_OF_LETTER))
    lines = textwrap.wrap(" ".join(text.split()), letters, break_long_words=True) or [""]
    if len(lines) <= lines_max:
        return lines
    return [*lines[: lines_max - 1], lines[lines_max - 1][: letters - 3].rstrip() + "..."]


class _Roll:
    """One label, written from the top down."""

    def __init__(self) -> None:
        self.y = MARGIN_DOTS
        self.parts: list[str] = []

    def write(self, text: str, height: int, lines_max: int = 1, x: int = MARGIN_DOTS) -> None:
        """A text, in as many lines as it needs and may have."""
        for line in wrapped(text, height, lines_max, WIDTH_DOTS - MARGIN_DOTS - x):
            self.parts.append(f"^FO{x},{self.y}^A0N,{height},{height}^FH^FD{escaped(line)}^FS")
            self.y += int(height * 1.2)

    def rule(self) -> None:
        """A line across."""
        self.y += 8
        self.parts.append(f"^FO{MARGIN_DOTS},{self.y}^GB{WIDTH_DOTS - 2 * MARGIN_DOTS},3,3^FS")
        self.y += 16

    def done(self) -> str:
        """The label as the printer takes it."""
        head = f"^XA^CI28^PW{WIDTH_DOTS}^LL{LENGTH_DOTS}^LH0,0"
        return "\n".join([head, *self.parts, "^XZ", ""])


def label(sheet: LabelSheet, words: Words) -> str:
    """The label of a parcel or a bag."""
    roll = _Roll()
    roll.write(f"{words['from']}: {', '.join([sheet.sender.name, *sheet.sender.lines])}", 24, 2)
    roll.rule()
    roll.write(words["to"], 26)
    roll.write(sheet.recipient.name, 50, 3)
    for line in _address(sheet.recipient):
        roll.write(line, 36)
    roll.rule()
    roll.write(words[sheet.method], 40)
    if sheet.carrier:
        roll.write(f"{words['carrier']}: {sheet.carrier}", 34)
    if sheet.reference:
        roll.write(f"{words['order']}: {sheet.reference}", 34)
    if sheet.tracking:
        roll.write(f"{words['tracking']}: {sheet.tracking}", 30, 2)
    return _with_codes(roll, sheet)


ADDRESS_LINES_MAX = 7


def _address(party: Party) -> list[str]:
    """Of an address nothing is cut off: what is long goes on on the next line."""
    return [part for line in party.lines for part in wrapped(line, 36, ADDRESS_LINES_MAX)][:ADDRESS_LINES_MAX]


def _with_codes(roll: _Roll, sheet: LabelSheet) -> str:
    """At the bottom: a QR code for phones, and digits as a Code 128 for hand scanners that read lines only."""
    assert roll.y <= BARCODES_FROM, "the text has its most lines above the codes"
    roll.parts += [
        f"^FO{MARGIN_DOTS},{BARCODES_FROM}^BQN,2,5^FDMA,{sheet.fulfillment_order}^FS",
        f"^FO{MARGIN_DOTS + 60},{BARCODES_FROM + 210}^BY2^BCN,90,N,N,N^FD>;{sheet.code}^FS",
    ]
    roll.y = BARCODES_FROM + 40
    roll.write(sheet.fulfillment_order, 26, 3, x=MARGIN_DOTS + 260)
    return roll.done()


LINES_PER_LABEL = 20
"""So many lines of a packing slip, of two lines of text each, fit behind its head."""


def packing_slip(sheet: SlipSheet, words: Words) -> str:
    """What is in a parcel, on as many labels as that needs."""
    starts = range(0, max(len(sheet.lines), 1), LINES_PER_LABEL)
    pages = [sheet.lines[at : at + LINES_PER_LABEL] for at in starts]
    return "".join([_slip(sheet, lines, f"{number}/{len(pages)}", words) for number, lines in enumerate(pages, 1)])


def _slip(sheet: SlipSheet, lines: Sequence[SlipLine], page: str, words: Words) -> str:
    roll = _Roll()
    roll.write(f"{words['packing_slip']} {page}", 40)
    roll.write(sheet.recipient.name, 28)
    roll.write(f"{words['order']}: {sheet.reference or sheet.fulfillment_order}", 24)
    roll.rule()
    for line in lines:
        roll.write(f"{words.amount(line.quantity)} x {line.name}", 24)
        roll.write(line.sku, 18, x=MARGIN_DOTS + 40)
    return roll.done()
