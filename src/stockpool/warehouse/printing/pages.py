"""Sheets as PDF; the library is loaded when something is printed. The fonts have Latin, Greek and Cyrillic letters."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from stockpool.warehouse.printing.sheets import LabelSheet, Party, PickSheet, ReportSheet, ShortRow, SlipSheet
from stockpool.warehouse.printing.words import Words

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

FONTS = Path(__file__).parent / "fonts"
PLAIN, BOLD = "DejaVuSans", "DejaVuSans-Bold"

INCH = 72.0
LABEL_SIZE = (4 * INCH, 6 * INCH)
MARGIN = 40.0

Row = Sequence[str]


@cache
def load_fonts() -> None:
    """Once in a process."""
    from reportlab.pdfbase.pdfmetrics import registerFont
    from reportlab.pdfbase.ttfonts import TTFont

    for name in (PLAIN, BOLD):
        registerFont(TTFont(name, FONTS / f"{name}.ttf"))


def label(sheet: LabelSheet, words: Words) -> bytes:
    """The label of a parcel or a bag, 4 by 6 inches."""
    from reportlab.graphics.barcode.code128 import Code128
    from reportlab.pdfgen.canvas import Canvas

    load_fonts()
    out = BytesIO()
    canvas = Canvas(out, pagesize=LABEL_SIZE)
    canvas.setTitle(sheet.fulfillment_order)
    y = _text(canvas, LABEL_SIZE[1] - 16, [f"{words['from']}: {sheet.sender.name}", *sheet.sender.lines], 7, 4)
    y = _text(canvas, y - 4, [words["to"]], 8, 1)
    y = _text(canvas, y, [sheet.recipient.name], 15, 3, BOLD)
    y = _text(canvas, y, sheet.recipient.lines, 11, 7)
    y = _text(canvas, y - 6, [words[sheet.method]], 11, 1, BOLD)
    more = [("carrier", sheet.carrier), ("order", sheet.reference), ("tracking", sheet.tracking)]
    _text(canvas, y, [f"{words[name]}: {text}" for name, text in more if text], 9, 4)
    _qr(canvas, sheet.fulfillment_order, 12, 66, 76)
    _text(canvas, 120, [sheet.fulfillment_order], 8, 2, x=96)
    Code128(sheet.code, barHeight=40, barWidth=0.72, quiet=True).drawOn(canvas, 12, 14)
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def _text(
    canvas: Canvas, y: float, texts: Sequence[str], size: float, lines_max: int, font: str = PLAIN, *, x: float = 14
) -> float:
    """Texts below each other, wrapped and cut to so many lines; where the next may begin."""
    from reportlab.lib.utils import simpleSplit

    width = LABEL_SIZE[0] - x - 14
    lines = [line for text in texts for line in simpleSplit(text, font, size, width)]
    for line in lines[:lines_max]:
        y -= size * 1.25
        canvas.setFont(font, size)
        canvas.drawString(x, y, _fitted(line, font, size, width))
    return y


def _fitted(line: str, font: str, size: float, width: float) -> str:
    """A line without a blank that is too long ends with dots."""
    from reportlab.pdfbase.pdfmetrics import stringWidth

    if stringWidth(line, font, size) <= width:
        return line
    while line and stringWidth(line + "…", font, size) > width:
        line = line[:-1]
    return line + "…"


def _qr(canvas: Canvas, text: str, x: float, y: float, side: float) -> None:
    """A QR code, for the cameras of phones."""
    from reportlab.graphics import renderPDF
    from reportlab.graphics.barcode.qr import QrCodeWidget
    from reportlab.graphics.shapes import Drawing

    drawing = Drawing(side, side)
    drawing.add(QrCodeWidget(text, barWidth=side, barHeight=side, barLevel="M"))
    renderPDF.draw(drawing, canvas, x, y)


def packing_slip(sheet: SlipSheet, words: Words) -> bytes:
    """What goes with the goods."""
    rows = [(words.amount(line.quantity), line.name, line.sku) for line in sheet.lines]
    head = [
        f"{words['from']}: {_in_one(sheet.sender)}",
        f"{words['to']}: {_in_one(sheet.recipient)}",
        f"{words['order']}: {sheet.reference or sheet.fulfillment_order}",
        f"{words['ordered_at']}: {words.moment(sheet.ordered_at)}",
    ]
    table = _Table([words["quantity"], words["article"], words["sku"]], rows, (60, 330, 125))
    return _pages(words["packing_slip"], head, [table], words, sheet.fulfillment_order, sheet.code)


def pick_list(sheet: PickSheet, words: Words) -> bytes:
    """One walk past the shelves; for each stop a place in the cart for every order."""
    numbers = {name: str(place) for place, name in enumerate(sheet.fulfillment_orders, 1)}
    rows = [
        (
            "☐",
            line.shelf or words["no_shelf"],
            words.amount(line.quantity),
            line.name,
            line.sku,
            ", ".join([f"{numbers[each.fulfillment_order]}: {words.amount(each.quantity)}" for each in line.orders]),
        )
        for line in sheet.lines
    ]
    head = [f"{sheet.node} · {words['printed']} {words.moment(sheet.printed_at)}"]
    head += [f"{number}: {name}" for name, number in numbers.items()]
    titles = ["", words["shelf"], words["quantity"], words["article"], words["sku"], words["for"]]
    return _pages(words["pick_list"], head, [_Table(titles, rows, (20, 80, 55, 190, 90, 80))], words, sheet.node)


def daily_report(sheet: ReportSheet, words: Words) -> bytes:
    """What a node did on a day."""
    head = [f"{sheet.node} · {words.day(sheet.day)}", f"{words['printed']} {words.moment(sheet.printed_at)}"]
    figures = _Table(["", ""], [(words[name], str(count)) for name, count in sheet.figures], (300, 80))
    counted = [
        (
            row.name,
            row.sku,
            words.amount(row.expected),
            words.amount(row.quantity),
            words.amount(row.quantity - row.expected) + (f" ({words['disputed']})" if row.disputed else ""),
        )
        for row in sheet.counts
    ]
    tables = [
        figures,
        _Table(
            [words["fulfillment_order"], words["sku"], words["quantity"]],
            [(row.fulfillment_order, row.sku, words.amount(row.quantity)) for row in sheet.shorts],
            (280, 140, 95),
            words["shorts"],
        ),
        _Table([words["fulfillment_order"], words["reason"]], _rejects(sheet.rejects), (280, 235), words["rejects"]),
        _Table(
            [words["article"], words["sku"], words["expected"], words["counted"], words["difference"]],
            counted,
            (190, 110, 65, 65, 85),
            words["counts"],
        ),
    ]
    return _pages(words["daily_report"], head, tables, words, sheet.node)


def _rejects(rows: Sequence[ShortRow]) -> list[Row]:
    return [(row.fulfillment_order, row.reason) for row in rows]


def _in_one(party: Party) -> str:
    return ", ".join([party.name, *party.lines])


class _Table:
    """Rows under their titles, with widths in points."""

    def __init__(self, titles: Row, rows: Sequence[Row], widths: Sequence[float], heading: str = "") -> None:
        self.titles, self.rows, self.widths, self.heading = titles, rows, widths, heading


def _pages(
    title: str, head: Sequence[str], tables: Sequence[_Table], words: Words, foot: str, code: str | None = None
) -> bytes:
    """A document on A4: long texts wrap, titles are repeated, each page says which it is."""
    from reportlab.graphics.barcode.code128 import Code128
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer

    load_fonts()
    large = ParagraphStyle("large", fontName=BOLD, fontSize=18, leading=24)
    plain = ParagraphStyle("plain", fontName=PLAIN, fontSize=9, leading=12)
    story: list[Any] = [Paragraph(escape(title), large), *[Paragraph(escape(line), plain) for line in head]]
    if code is not None:
        story += [Spacer(1, 8), Code128(code, barHeight=28, barWidth=0.8)]
    for table in tables:
        story += [Spacer(1, 14), *_flowing(table, words)]
    out = BytesIO()
    document = SimpleDocTemplate(
        out, pagesize=A4, title=title, leftMargin=MARGIN, rightMargin=MARGIN, topMargin=MARGIN, bottomMargin=MARGIN + 10
    )
    foot_of = _foot(words, foot)
    document.build(story, onFirstPage=foot_of, onLaterPages=foot_of)
    return out.getvalue()


def _foot(words: Words, foot: str) -> Callable[[Canvas, Any], None]:
    def draw(canvas: Canvas, document: Any) -> None:  # noqa: ANN401 -- the library's document has no type of its own here
        canvas.setFont(PLAIN, 7)
        canvas.drawString(MARGIN, 24, foot)
        canvas.drawRightString(document.pagesize[0] - MARGIN, 24, f"{words['page']} {document.page}")

    return draw


def _flowing(table: _Table, words: Words) -> list[Any]:
    """A table that goes on on the next page."""
    from reportlab.lib.colors import HexColor
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.platypus import LongTable, Paragraph, TableStyle

    bold = ParagraphStyle("bold", fontName=BOLD, fontSize=8.5, leading=11, splitLongWords=True)
    plain = ParagraphStyle("cell", fontName=PLAIN, fontSize=8.5, leading=11, splitLongWords=True)
    heading = ParagraphStyle("heading", fontName=BOLD, fontSize=11, leading=16)
    story: list[Any] = [Paragraph(escape(table.heading), heading)] if table.heading else []
    if not table.rows:
        return [*story, Paragraph(words["nothing"], plain)]
    titles = [[Paragraph(escape(title), bold) for title in table.titles]] if any(table.titles) else []
    cells = titles + [[Paragraph(escape(text), plain) for text in row] for row in table.rows]
    style = TableStyle(
        [
            ("LINEBELOW", (0, 0), (-1, -1), 0.4, HexColor("#999999")),
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LEFTPADDING", (0, 0), (-1, -1), 2),
            ("RIGHTPADDING", (0, 0), (-1, -1), 4),
        ]
    )
    return [*story, LongTable(cells, colWidths=list(table.widths), repeatRows=len(titles), style=style, hAlign="LEFT")]
