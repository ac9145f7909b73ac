"""Rate tables as the search asks them: zones, tariffs and days, looked up quickly."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from functools import reduce
from itertools import count
from types import MappingProxyType
from typing import Protocol

from stockpool.kernel.tariffs import Tariff, tariff_cost
from stockpool.network.rates.curves import Line, cheapest_declared, lower, upper, whole
from stockpool.network.rates.messages import RateRow, Rates
from stockpool.network.rates.reckoning import freight_curve, with_surcharges
from stockpool.network.rates.zones import CACHED_MAX, ZonesByDistance, ZonesByPlace
from stockpool.network.transit import Destination

Days = tuple[int, int]


class Tariffs(Protocol):
    """What the search asks: one rate table, or the cheapest of several."""

    @property
    def currency(self) -> str:
        """Of all costs."""
        ...

    @property
    def by_distance(self) -> bool:
        """Whether the kilometers decide, so that `tariff_at` answers."""
        ...

    def place_key(self, destination: Destination) -> Hashable:
        """Destinations with the same key lie in the same zone, from every origin and at the same distance."""
        ...

    def zone(self, origin: Destination, destination: Destination, km: float | None) -> str | None:
        """The zone of a way; None where the carrier does not go."""
        ...

    def tariff(self, zone: str) -> Tariff:
        """What parcels of a zone cost by their chargeable grams, surcharges included."""
        ...

    def tariff_at(self, km: float | None) -> Tariff | None:
        """What parcels cost at a distance, by distance only: nearer never costs more. None where it is too far."""
        ...

    def days(self, zone: str) -> Days | None:
        """Shortest and longest time on the way; None where the table does not say."""
        ...

    def chargeable_g(self, grams: int, volume_cc: int) -> int:
        """The weight that counts."""
        ...


class RateTable:
    """One rate table."""

    def __init__(self, rates: Rates) -> None:
        self.rates = rates
        self.name, self.carrier, self.service = rates.name, rates.carrier, rates.service
        self.currency = rates.currency
        by_km = [row for row in rates.zones if row.km_upto is not None]
        self._zones: ZonesByDistance | ZonesByPlace = ZonesByDistance(by_km) if by_km else ZonesByPlace(rates.zones)
        self.by_distance = bool(by_km)
        self.place_key, self.zone = self._zones.place_key, self._zones.zone
        self._rows: dict[str, list[RateRow]] = {}
        for row in rates.rates:
            self._rows.setdefault(row.zone, []).append(row)
        self._tariffs: dict[str, Tariff] = {}

    def curve(self, zone: str) -> list[Line]:
        """What the rows of a zone say with all surcharges, exactly; it may fall where a heavier row is cheaper."""
        return with_surcharges(freight_curve(self._rows[zone]), self.rates.surcharges, zone)

    def rows(self, zone: str) -> Sequence[RateRow]:
        """The rates of a zone, by weight."""
        return self._rows[zone]

    def tariff(self, zone: str) -> Tariff:
        """What parcels cost by their chargeable grams: never falling, and by distance never below a nearer zone."""
        try:
            return self._tariffs[zone]
        except KeyError:
            self._tariffs[zone] = tariff = self._reckoned(zone)
            return tariff

    def _reckoned(self, zone: str) -> Tariff:
        """Exact curves keep the order of their bands; what is dropped for whole numbers is not to turn it."""
        tariff = whole(cheapest_declared(self.curve(zone)))
        bands = list(dict.fromkeys(self._zones.zones)) if isinstance(self._zones, ZonesByDistance) else [zone]
        place = bands.index(zone)
        return upper(self.tariff(bands[place - 1]), tariff) if place else tariff

    def tariff_at(self, km: float | None) -> Tariff | None:
        """What parcels cost at a distance, by distance only: nearer never costs more. None where it is too far."""
        if not isinstance(self._zones, ZonesByDistance):
            return None
        zone = self._zones.zone(None, None, km)
        return None if zone is None else self.tariff(zone)

    def days(self, zone: str) -> Days | None:
        """Shortest and longest time on the way; None where the table does not say."""
        row = self._rows[zone][0]
        return None if row.days_min is None or row.days_max is None else (row.days_min, row.days_max)

    def chargeable_g(self, grams: int, volume_cc: int) -> int:
        """The larger of the weight and what the volume counts as, rounded up."""
        divisor = self.rates.volume_cc_per_kg
        return grams if divisor is None else max(grams, -(-volume_cc * 1_000 // divisor))


class CheapestTariffs:
    """Several tables as one: at each weight the cheapest of those that go there.

    They have one currency and one divisor, so that a weight means the same to all.
    """

    def __init__(self, tables: Sequence[RateTable]) -> None:
        if len({(each.currency, each.rates.volume_cc_per_kg) for each in tables}) != 1:
            raise ValueError("the cheapest of rate tables needs some of one currency and one divisor")
        self.tables = tuple(tables)
        self.currency = tables[0].currency
        self.by_distance = all(each.by_distance for each in tables)
        self.chargeable_g = tables[0].chargeable_g
        self._places = {each.name: place for place, each in enumerate(tables)}
        self._by_place = not any(each.by_distance for each in tables)
        self._parts: dict[str, tuple[tuple[RateTable, str], ...]] = {}
        self._names: dict[tuple[str | None, ...], str | None] = {}
        self._tariffs: dict[str, Tariff] = {}
        self._numbers = count()
        self._numbered: dict[Hashable, int] = {}
        self._keys: dict[Destination, int] = {}
        self._ways: dict[tuple[Destination, int], str | None] = {}

    def place_key(self, destination: Destination) -> int:
        """The keys of all as one number, which is quick to look up; no number is ever given to two keys."""
        key = self._keys.get(destination)
        if key is None:
            if len(self._keys) >= CACHED_MAX:
                self._keys.clear()
            together = tuple([each.place_key(destination) for each in self.tables])
            key = self._keys[destination] = self._numbered.setdefault(together, next(self._numbers))
        return key

    def zone(self, origin: Destination, destination: Destination, km: float | None) -> str | None:
        """The zones of all as one text; None where none goes."""
        if not self._by_place:
            return self._zone(origin, destination, km)
        way = (origin, self.place_key(destination))
        if way not in self._ways:
            if len(self._ways) >= CACHED_MAX:
                self._ways.clear()
            self._ways[way] = self._zone(origin, destination, km)
        return self._ways[way]

    def _zone(self, origin: Destination, destination: Destination, km: float | None) -> str | None:
        return self._named(tuple([each.zone(origin, destination, km) for each in self.tables]))

    def _named(self, zones: tuple[str | None, ...]) -> str | None:
        if zones in self._names:
            return self._names[zones]
        parts = tuple([(table, zone) for table, zone in zip(self.tables, zones, strict=True) if zone is not None])
        name = " | ".join(f"{table.name}: {zone}" for table, zone in parts) or None
        self._names[zones] = name
        if name is not None:
            self._parts[name] = parts
        return name

    def tariff(self, zone: str) -> Tariff:
        """At each weight the cheapest."""
        if zone not in self._tariffs:
            self._tariffs[zone] = reduce(lower, [table.tariff(own) for table, own in self._parts[zone]])
        return self._tariffs[zone]

    def tariff_at(self, km: float | None) -> Tariff | None:
        """At each weight the cheapest at a distance; nearer never costs more."""
        if not self.by_distance:
            return None
        nowhere = Destination()
        zone = self.zone(nowhere, nowhere, km)
        return None if zone is None else self.tariff(zone)

    def days(self, zone: str) -> Days | None:
        """From the quickest to the slowest of those that go there; None where one does not say."""
        days = [table.days(own) for table, own in self._parts[zone]]
        known = [each for each in days if each is not None]
        return (min(low for low, _ in known), max(high for _, high in known)) if len(known) == len(days) else None

    def chosen(self, zone: str, grams: int) -> tuple[RateTable, str] | None:
        """The cheapest table for a weight, the first of equals, with its own zone; None where none takes it."""
        costs = [(tariff_cost(table.tariff(own), grams), table, own) for table, own in self._parts[zone]]
        taken = [(cost, self._places[table.name], table, own) for cost, table, own in costs if cost is not None]
        return min(taken)[2:] if taken else None


class RateBook:
    """All rate tables at one version."""

    def __init__(self, tables: Iterable[Rates], version: int = 0) -> None:
        self.tables: Mapping[str, RateTable] = MappingProxyType({each.name: RateTable(each) for each in tables})
        self.version = version
        self._cheapest: dict[tuple[str, ...], CheapestTariffs] = {}

    def rates(self, name: str) -> RateTable | None:
        """The table of that name."""
        return self.tables.get(name)

    def cheapest(self, names: Sequence[str]) -> CheapestTariffs:
        """The cheapest of several known tables of one currency and divisor; the same object for the same names."""
        key = tuple(names)
        if key not in self._cheapest:
            self._cheapest[key] = CheapestTariffs([self.tables[name] for name in key])
        return self._cheapest[key]
