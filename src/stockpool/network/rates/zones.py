"""Which zone a way lies in: by the most closely named places, or by the distance."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Hashable, Iterable, Iterator

from stockpool.network.rates.messages import ZoneRow
from stockpool.network.transit import Destination

CACHED_MAX = 200_000
"""Ways that are remembered before all are forgotten: a thousand nodes and two hundred areas."""

Area = tuple[str, str] | str | None
"""A country with a postal prefix, which may be empty; a node; or anywhere."""

PlaceKey = tuple[str | None, str | None, str]
"""What of a destination the rows can tell apart: its node, its country, and its longest prefix that is used."""


def postal(code: str | None) -> str:
    """Without blanks and in capitals: people write `sw1a 1aa` as they like."""
    return (code or "").replace(" ", "").upper()


def area_from(row: ZoneRow) -> Area:
    """Where the ways of a row start."""
    return _area(row.from_node, row.from_country, row.from_postal_prefix)


def area_to(row: ZoneRow) -> Area:
    """Where they go."""
    return _area(row.to_node, row.to_country, row.to_postal_prefix)


def _area(node: str | None, country: str | None, prefix: str | None) -> Area:
    if node is not None:
        return node
    return None if country is None else (country, postal(prefix))


class ZonesByPlace:
    """The zone of a way between places."""

    def __init__(self, rows: Iterable[ZoneRow]) -> None:
        self._zones = {(area_to(row), area_from(row)): row.zone for row in rows}
        self._to = frozenset(to for to, _ in self._zones)
        self._from = frozenset(start for _, start in self._zones)
        self._countries = {area[0] for area in self._to if isinstance(area, tuple)}
        self._found: dict[Hashable, str | None] = {}
        self._keys: dict[Destination, PlaceKey] = {}

    def place_key(self, destination: Destination) -> PlaceKey:
        """Destinations with the same key have the same zone from every origin."""
        key = self._keys.get(destination)
        if key is None:
            if len(self._keys) >= CACHED_MAX:
                self._keys.clear()
            key = self._keys[destination] = self._key(destination)
        return key

    def zone(self, origin: Destination, destination: Destination, _km: float | None) -> str | None:
        """The zone, None where no row fits."""
        key = self.place_key(destination)
        way = (origin, key)
        try:
            return self._found[way]
        except KeyError:
            if len(self._found) >= CACHED_MAX:
                self._found.clear()
            zone = self._found[way] = self._zone(origin, key)
            return zone

    def _key(self, destination: Destination) -> PlaceKey:
        node = destination.node if destination.node in self._to else None
        country = destination.country if destination.country in self._countries else None
        if country is None:
            return node, None, ""
        code = postal(destination.postal_code)
        lengths = range(len(code), 0, -1)
        return node, country, next((code[:length] for length in lengths if (country, code[:length]) in self._to), "")

    def _zone(self, origin: Destination, key: PlaceKey) -> str | None:
        starts = [
            area for area in _areas(origin.node, origin.country, postal(origin.postal_code)) if area in self._from
        ]
        ways = ((to, start) for to in _areas(*key) for start in starts)
        return next((self._zones[way] for way in ways if way in self._zones), None)


def _areas(node: str | None, country: str | None, code: str) -> Iterator[Area]:
    """All areas that a place lies in, the closest first."""
    if node is not None:
        yield node
    if country is not None:
        for length in range(len(code), -1, -1):
            yield country, code[:length]
    yield None


class ZonesByDistance:
    """The zone of a way by its kilometers."""

    def __init__(self, rows: Iterable[ZoneRow]) -> None:
        bands = sorted((row.km_upto or 0, row.zone) for row in rows)
        self._ends = [end for end, _ in bands]
        self.zones = tuple([zone for _, zone in bands])

    def place_key(self, _destination: Destination) -> None:
        """The kilometers decide, whatever the place."""

    def zone(self, _origin: Destination | None, _destination: Destination | None, km: float | None) -> str | None:
        """The band; the farthest where the distance is not known, None where it is farther than all."""
        place = len(self.zones) - 1 if km is None else bisect_left(self._ends, km)
        return self.zones[place] if place < len(self.zones) else None
