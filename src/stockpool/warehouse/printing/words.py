"""The words on printed sheets, and how dates and quantities are written, by language."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum

from stockpool.kernel.quantities import Amount


class Language(StrEnum):
    """Languages that sheets are printed in."""

    ENGLISH = "en"
    GERMAN = "de"
    SPANISH = "es"


WORDS: Mapping[str, tuple[str, str, str]] = {
    "from": ("From", "Von", "De"),
    "to": ("To", "An", "Para"),
    "carrier": ("Carrier", "Versand mit", "Transportista"),
    "tracking": ("Tracking number", "Sendungsnummer", "Número de seguimiento"),
    "order": ("Order", "Bestellung", "Pedido"),
    "ordered_at": ("Ordered", "Bestellt", "Pedido el"),
    "fulfillment_order": ("Fulfillment order", "Auftrag", "Orden de preparación"),
    "packing_slip": ("Packing slip", "Lieferschein", "Albarán"),
    "pick_list": ("Pick list", "Pickliste", "Lista de recogida"),
    "daily_report": ("Daily report", "Tagesbericht", "Informe diario"),
    "quantity": ("Quantity", "Menge", "Cantidad"),
    "article": ("Article", "Artikel", "Artículo"),
    "sku": ("SKU", "Artikelnr.", "SKU"),
    "shelf": ("Shelf", "Platz", "Estante"),
    "no_shelf": ("no shelf", "ohne Platz", "sin estante"),
    "for": ("For", "Für", "Para"),
    "page": ("Page", "Seite", "Página"),
    "printed": ("Printed", "Gedruckt", "Impreso"),
    "nothing": ("Nothing", "Nichts", "Nada"),
    "expected": ("Expected", "Erwartet", "Esperado"),
    "counted": ("Counted", "Gezählt", "Contado"),
    "difference": ("Difference", "Abweichung", "Diferencia"),
    "reason": ("Reason", "Grund", "Motivo"),
    "shorts": ("Short picks", "Fehlmengen", "Faltantes"),
    "rejects": ("Rejected", "Abgelehnt", "Rechazados"),
    "counts": ("Counts", "Zählungen", "Recuentos"),
    "received": ("Orders received", "Aufträge eingegangen", "Órdenes recibidas"),
    "ready": ("Ready for pickup", "Abholbereit", "Listas para recoger"),
    "handed_over": ("Handed over", "Abgeholt", "Entregadas"),
    "shipped": ("Shipped", "Versandt", "Enviadas"),
    "short_units": ("Orders picked short", "Aufträge mit Fehlmengen", "Órdenes con faltantes"),
    "rejected": ("Orders rejected", "Aufträge abgelehnt", "Órdenes rechazadas"),
    "counted_lines": ("Articles counted", "Artikel gezählt", "Artículos contados"),
    "returned": ("Returns received", "Retouren eingegangen", "Devoluciones recibidas"),
    "ship": ("Shipping", "Versand", "Envío"),
    "same_day": ("Same day", "Am selben Tag", "Mismo día"),
    "pickup": ("Pickup", "Abholung", "Recogida"),
    "ship_to_store": ("Pickup, sent to the store", "Abholung, an die Filiale gesandt", "Recogida, enviado a tienda"),
    "carry_out": ("Carried out", "Mitgenommen", "Llevado"),
    "disputed": ("disputed", "strittig", "en disputa"),
}
"""In the order of the languages."""

DATES = {Language.ENGLISH: "%Y-%m-%d", Language.GERMAN: "%d.%m.%Y", Language.SPANISH: "%d/%m/%Y"}


class Words:
    """The words of one language."""

    def __init__(self, language: Language) -> None:
        """Choose a language."""
        self.language = language
        self._place = list(Language).index(language)

    def __getitem__(self, name: str) -> str:
        """A word by its name."""
        return WORDS[name][self._place]

    def day(self, day: date) -> str:
        """A day as it is written."""
        return day.strftime(DATES[self.language])

    def moment(self, moment: datetime) -> str:
        """A moment, by the clock of the place that the sheet is printed for."""
        return f"{self.day(moment)} {moment:%H:%M}"

    def amount(self, amount: Amount) -> str:
        """A quantity in its display unit."""
        text = f"{amount:f}" if not isinstance(amount, int) else str(amount)
        return text if self.language is Language.ENGLISH else text.replace(".", ",")
