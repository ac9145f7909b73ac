"""Rate tables in their wire form: put, read, listed, and asked for the cost of one parcel."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec
from psycopg import AsyncConnection

from stockpool.feed import api as feed
from stockpool.feed.api import Telling
from stockpool.kernel.editing import Outcome
from stockpool.kernel.findings import Findings, range_problem
from stockpool.kernel.geography import great_circle_km
from stockpool.kernel.refusals import Reason, Refused
from stockpool.network import api as network
from stockpool.network.api import Destination, Quote, RatesHead, RatesInput, RatesResult, StoredRates
from stockpool.network.messages import RatesChanged, StoredNode
from stockpool.runtime.database import Database

GRAMS_MAX = 1_000_000_000
VOLUME_CC_MAX = 1_000_000_000


class Place(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where a parcel starts or goes: a node, or what is known of an address."""

    node: str | None = None
    country: str | None = None
    postal_code: str | None = None
    latitude: float | None = None
    longitude: float | None = None


class QuoteInput(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One parcel and its way."""

    origin: Place
    destination: Place
    grams: int
    volume_cc: int = 0


async def tell_of_rates(connection: AsyncConnection, result: RatesResult) -> RatesResult:
    """Tell that a table was stored or replaced."""
    if not isinstance(result, Refused) and result.outcome is not Outcome.UNCHANGED:
        changed = RatesChanged(result.value.id, result.outcome, result.revision)
        await feed.tell(connection, [Telling(changed.rates, changed)])
    return result


class RatesDesk:
    """Rate tables."""

    def __init__(self, database: Database) -> None:
        """Work on one database."""
        self._database = database

    async def put(self, row: RatesInput, if_revision: Mapping[str, int]) -> RatesResult:
        """Store or replace a whole table."""
        async with self._database.transaction() as connection:
            return await tell_of_rates(connection, await network.put_rates(connection, row, if_revision=if_revision))

    async def get(self, name: str) -> StoredRates | None:
        """One table with its revision."""
        async with self._database.read() as connection:
            return await network.get_rates(connection, name)

    async def list(self, after: str | None, limit: int) -> Sequence[RatesHead]:
        """A page in the order of names, without rows."""
        async with self._database.read() as connection:
            return await network.list_rates(connection, after, limit)

    async def quote(self, name: str, asked: QuoteInput) -> Quote | Refused | None:
        """What one parcel costs; None where there is no such table."""
        async with self._database.read() as connection:
            stored = await network.get_rates(connection, name)
            nodes = await _nodes_of(connection, asked)
        refused = _problems(asked, nodes)
        if stored is None or refused is not None:
            return refused
        origin, destination = (_known_place(place, nodes) for place in (asked.origin, asked.destination))
        return network.quote_parcel(
            network.RateTable(stored.value),
            origin,
            destination,
            _km(origin, destination),
            grams=asked.grams,
            volume_cc=asked.volume_cc,
        )


async def _nodes_of(connection: AsyncConnection, asked: QuoteInput) -> Mapping[str, StoredNode]:
    named = [place.node for place in (asked.origin, asked.destination) if place.node is not None]
    return await network.get_nodes(connection, named)


def _problems(asked: QuoteInput, nodes: Mapping[str, StoredNode]) -> Refused | None:
    findings = Findings()
    for name, place in (("origin", asked.origin), ("destination", asked.destination)):
        if place.node is not None and place.node not in nodes:
            findings.add(f"{name}.node", f"there is no node {place.node!r}", Reason.UNKNOWN_NODE)
        if (place.latitude is None) != (place.longitude is None):
            findings.add(f"{name}.latitude", "latitude and longitude are given both or not at all")
        for field, bound in (("latitude", 90), ("longitude", 180)):
            if (degrees := getattr(place, field)) is not None:
                findings.check(f"{name}.{field}", range_problem(degrees, -bound, bound))
    findings.check("grams", range_problem(asked.grams, 1, GRAMS_MAX))
    findings.check("volume_cc", range_problem(asked.volume_cc, 0, VOLUME_CC_MAX))
    return findings.refusal()


def _known_place(place: Place, nodes: Mapping[str, StoredNode]) -> Destination:
    if place.node is not None:
        return Destination.of_node(nodes[place.node].value)
    return Destination(**msgspec.structs.asdict(place))


def _km(origin: Destination, to: Destination) -> float | None:
    """Kilometers as the crow flies; None where a place is not known."""
    if origin.latitude is None or origin.longitude is None or to.latitude is None or to.longitude is None:
        return None
    return great_circle_km(origin.latitude, origin.longitude, to.latitude, to.longitude)
