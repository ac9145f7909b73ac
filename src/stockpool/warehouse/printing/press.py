"""Sheets as bytes, in the format and language that somebody asks for."""

from __future__ import annotations

from enum import StrEnum

from stockpool.warehouse.printing import pages, zpl
from stockpool.warehouse.printing.sheets import LabelSheet, PickSheet, ReportSheet, SlipSheet
from stockpool.warehouse.printing.words import Language, Words


class Format(StrEnum):
    """What a printer takes."""

    PDF = "pdf"
    ZPL = "zpl"


def print_label(sheet: LabelSheet, form: Format, language: Language) -> bytes:
    """The label of a parcel or a bag."""
    words = Words(language)
    return pages.label(sheet, words) if form is Format.PDF else zpl.label(sheet, words).encode()


def print_slip(sheet: SlipSheet, form: Format, language: Language) -> bytes:
    """What goes with the goods."""
    words = Words(language)
    return pages.packing_slip(sheet, words) if form is Format.PDF else zpl.packing_slip(sheet, words).encode()


def print_pick_list(sheet: PickSheet, language: Language) -> bytes:
    """One walk past the shelves."""
    return pages.pick_list(sheet, Words(language))


def print_report(sheet: ReportSheet, language: Language) -> bytes:
    """What a node did on a day."""
    return pages.daily_report(sheet, Words(language))
