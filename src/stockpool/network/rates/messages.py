"""Rate tables as they are given, stored and answered; `docs/reference/shipping-rates.md` describes the fields."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from stockpool.kernel.editing import Stored, Upserted
from stockpool.kernel.refusals import Refused
from stockpool.network.messages import STANDARD_SERVICE


class SurchargeKind(StrEnum):
    """How a surcharge is reckoned."""

    PERCENT = "percent"
    FIXED = "fixed"
    PER_KG = "per_kg"


class RateSource(StrEnum):
    """Where a rate table comes from."""

    GIVEN = "given"
    FITTED = "fitted"


class ZoneRow(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, kw_only=True):
    """Ways between places, or of a distance, that lie in one zone."""

    zone: str
    from_node: str | None = None
    from_country: str | None = None
    from_postal_prefix: str | None = None
    to_node: str | None = None
    to_country: str | None = None
    to_postal_prefix: str | None = None
    km_upto: int | None = None


class RateRowInput(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, kw_only=True):
    """What parcels of a zone up to a weight cost: the base and so much a kilogram, but not less than the minimum."""

    zone: str
    weight_over_g: int | None = None
    weight_upto_g: int
    base: str = "0"
    per_kg: str = "0"
    minimum: str = "0"
    days_min: int | None = None
    days_max: int | None = None


class SurchargeRowInput(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, kw_only=True):
    """What is added for a reason."""

    name: str
    kind: SurchargeKind
    amount: str
    zone: str | None = None
    above_g: int | None = None


class RatesInput(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A rate table on the wire. It replaces what is stored under its name as a whole."""

    name: str
    carrier: str
    service: str = STANDARD_SERVICE
    currency: str
    volume_cc_per_kg: int | None = None
    note: str | None = None
    zones: tuple[ZoneRow, ...]
    rates: tuple[RateRowInput, ...]
    surcharges: tuple[SurchargeRowInput, ...] = ()


class RateRow(msgspec.Struct, frozen=True, kw_only=True):
    """A row of rates, its amounts in millionths of the currency."""

    zone: str
    weight_upto_g: int
    base: int = 0
    per_kg: int = 0
    minimum: int = 0
    days_min: int | None = None
    days_max: int | None = None


class SurchargeRow(msgspec.Struct, frozen=True, kw_only=True):
    """A surcharge, its amount in millionths of the currency or of a percent."""

    name: str
    kind: SurchargeKind
    amount: int
    zone: str | None = None
    above_g: int = 0


class Rates(msgspec.Struct, frozen=True, kw_only=True):
    """A rate table as it is stored; a zone's rows by weight."""

    name: str
    carrier: str
    service: str
    currency: str
    volume_cc_per_kg: int | None = None
    note: str | None = None
    source: RateSource = RateSource.GIVEN
    zones: tuple[ZoneRow, ...]
    rates: tuple[RateRow, ...]
    surcharges: tuple[SurchargeRow, ...] = ()

    @property
    def id(self) -> str:
        """The name, by which it is stored."""
        return self.name


class RatesAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """A rate table as it is answered: its wire form with where it comes from."""

    name: str
    carrier: str
    service: str
    currency: str
    volume_cc_per_kg: int | None
    note: str | None
    source: RateSource
    zones: tuple[ZoneRow, ...]
    rates: tuple[RateRowInput, ...]
    surcharges: tuple[SurchargeRowInput, ...]


class RatesHead(msgspec.Struct, frozen=True):
    """A rate table without its rows, and how many of them there are."""

    name: str
    carrier: str
    service: str
    currency: str
    volume_cc_per_kg: int | None
    note: str | None
    source: str
    zones: int
    rates: int
    surcharges: int


class Reckoned(msgspec.Struct, frozen=True):
    """One surcharge of a quote, in the table's currency."""

    name: str
    amount: str


class Quote(msgspec.Struct, frozen=True, kw_only=True):
    """What one parcel costs and how that was reckoned; `cost` is None where it is not taken, and `why_not` says why."""

    rates: str
    currency: str
    km: float | None
    chargeable_g: int
    zone: str | None = None
    cost: str | None = None
    why_not: str | None = None
    days_min: int | None = None
    days_max: int | None = None
    charged_g: int | None = None
    rate: RateRowInput | None = None
    freight: str | None = None
    surcharges: tuple[Reckoned, ...] = ()


StoredRates = Stored[Rates]
RatesUpserted = Upserted[Rates]
RatesResult = RatesUpserted | Refused
