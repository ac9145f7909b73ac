"""Labels as a printer takes them."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as some

from stockpool.warehouse.decide.codes import label_code
from stockpool.warehouse.printing import zpl
from stockpool.warehouse.printing.sheets import LabelSheet, Party, SlipLine, SlipSheet
from stockpool.warehouse.printing.words import WORDS, Language, Words

NAME = "0192f5e4-7a1b-7c3d-9e2f-0123456789ab-1"
COMMAND = re.compile(r"[\^~]([A-Z0-9]{2})")
OURS = {"XA", "CI", "PW", "LL", "LH", "FO", "A0", "FH", "FD", "FS", "GB", "BQ", "BY", "BC", "XZ"}


def label_of(text: str) -> str:
    sheet = LabelSheet(
        fulfillment_order=NAME, code=label_code(NAME), method="ship", sender=Party(text, (text, text)),
        recipient=Party(text, (text, text, text)), carrier=text, tracking=text, reference=text,
    )  # fmt: skip
    return zpl.label(sheet, Words(Language.GERMAN))


@given(some.text(max_size=300))
def test_no_name_says_anything_to_the_printer_and_none_runs_into_the_codes(text: str) -> None:
    made = label_of(text)
    assert made.isascii()
    assert set(COMMAND.findall(made)) <= OURS
    assert (made.count("^XA"), made.count("^XZ")) == (1, 1)


def test_a_field_that_is_not_escaped_would() -> None:
    assert set(COMMAND.findall(f"^FD{'^JUF'}^FS")) - OURS == {"JU"}


def test_letters_are_written_as_utf8_and_long_words_go_on_on_the_next_line() -> None:
    assert zpl.escaped("Süß_~^\\") == "S_C3_BC_C3_9F_5F_7E_5E_5C"
    assert zpl.wrapped("Donaudampfschifffahrt", 50, 2, 300) == ["Donaudampf", "schifff..."]


def test_many_lines_go_on_on_the_next_label_and_none_is_lost() -> None:
    lines = tuple([SlipLine(f"SKU-{number}", "Übergröße " * 20, number) for number in range(45)])
    sheet = SlipSheet(
        fulfillment_order=NAME, code=label_code(NAME), sender=Party("N1"), recipient=Party("Zoë"),
        ordered_at=datetime(2026, 1, 1, tzinfo=UTC), lines=lines,
    )  # fmt: skip
    made = zpl.packing_slip(sheet, Words(Language.SPANISH))
    assert (made.count("^XA"), len(re.findall(r"FDSKU-\d+\^", made))) == (3, 45)
    assert max(int(y) for y in re.findall(r"\^FO\d+,(\d+)", made)) < zpl.LENGTH_DOTS - 30


def test_every_word_is_there_in_every_language() -> None:
    assert [name for name, words in WORDS.items() if len(words) != len(Language) or not all(words)] == []
