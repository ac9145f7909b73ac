"""What a channel can promise now (ATP): each node clamped at zero, buffers untouched, kits by their components."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Iterator, Mapping, Sequence

import msgspec
from psycopg import AsyncConnection

from stockpool.catalog.messages import SkuTerms
from stockpool.inventory import api as inventory
from stockpool.inventory.api import PositionKey, Versions
from stockpool.kernel.quantities import Amount, to_amount
from stockpool.kernel.refusals import Problem, Reason, Refused
from stockpool.workflows.reference import ReferenceData
from stockpool.workflows.requests import components_of, refusal_of, unknown_channel
from stockpool.workflows.snapshot import ChannelView, StockSnapshot

SKUS_MAX = 1000
ROWS_MAX = 20_000
"""Positions read in one go: a question about many SKUs in a large network neither fills memory nor stops the others."""

ATTEMPTS_MAX = 20


class NodeAvailability(msgspec.Struct, frozen=True, gc=False, omit_defaults=True):
    """What one node can give, in the SKU's display unit.

    `confidence_buffer` is what it holds back because it may be sold or missing already.
    """

    node: str
    available: Amount
    confidence_buffer: Amount = 0


class SkuAvailability(msgspec.Struct, frozen=True, gc=False):
    """What the channel can promise of a SKU; `nodes` are those that have some, where they were asked for."""

    sku: str
    available: Amount
    active: bool = True
    nodes: tuple[NodeAvailability, ...] | msgspec.UnsetType = msgspec.UNSET


class Availability(msgspec.Struct, frozen=True):
    """The answer for one channel, each SKU once, in the order in which they were asked."""

    channel: str
    items: tuple[SkuAvailability, ...]


async def availability(
    connection: AsyncConnection,
    reference: ReferenceData,
    channel: str,
    skus: Sequence[str],
    *,
    by_node: bool,
    within: Collection[str] | None = None,
    shard_count: int = 1,
) -> Availability | Refused:
    """What a channel can promise of up to 1,000 SKUs, by the catalog and network as they are at this moment.

    An inactive SKU can be promised nowhere; an unknown one is refused with its place.
    `within` are the nodes that the reader may see; what others have does not count for it.
    """
    if not 0 < len(skus) <= SKUS_MAX:
        problem = Problem("skus", f"must name 1 to {SKUS_MAX} SKUs, names {len(skus)}")
        return Refused(Reason.INVALID_INPUT, f"{problem.path}: {problem.message}", (problem,))
    for _ in range(ATTEMPTS_MAX):
        answer = await _answer(
            connection, reference, channel, skus, by_node=by_node, within=within, shard_count=shard_count
        )
        if not isinstance(answer, Versions):
            return answer
        reference.follow(answer)
    raise RuntimeError(f"catalog or network changed {ATTEMPTS_MAX} times while availability was read")


async def _answer(
    connection: AsyncConnection,
    reference: ReferenceData,
    channel_id: str,
    skus: Sequence[str],
    *,
    by_node: bool,
    within: Collection[str] | None,
    shard_count: int,
) -> Availability | Refused | Versions:
    """The answer, or the versions that the reference data should have had."""
    terms, network, known = await reference.load(connection, skus)
    channel = network.channel(channel_id)
    nodes = [node for node in channel.buffers if within is None or node in within] if channel else []
    items: list[SkuAvailability] = []
    for portion in _portions(list(dict.fromkeys(skus)), terms, len(nodes)):
        parts = set(components_of(portion, terms))
        free, held_back, versions = await inventory.free_stock_now(connection, parts, nodes, shard_count)
        if versions != known:
            return versions
        if channel is not None:
            shelf = _Shelf(channel, StockSnapshot(free), held_back, by_node=by_node)
            items += [shelf.item(terms[sku]) for sku in portion if sku in terms]
        await asyncio.sleep(0)
    if channel is None:
        return unknown_channel(channel_id)
    return _unknown_skus(skus, terms) or Availability(channel_id, tuple(items))


def _portions(skus: Sequence[str], terms: Mapping[str, SkuTerms], nodes: int) -> Iterator[list[str]]:
    """The SKUs in portions whose positions, those of components included, are few enough to be held at once."""
    portion: list[str] = []
    rows = 0
    for sku in skus:
        needed = max(len(terms[sku].components), 1) * nodes if sku in terms else 0
        if portion and rows + needed > ROWS_MAX:
            yield portion
            portion, rows = [], 0
        portion.append(sku)
        rows += needed
    yield portion


def _unknown_skus(skus: Sequence[str], terms: Mapping[str, SkuTerms]) -> Refused | None:
    return refusal_of(
        [
            (Reason.UNKNOWN_SKU, Problem(f"skus[{place}]", f"SKU {sku!r} is not in the catalog"))
            for place, sku in enumerate(skus)
            if sku not in terms
        ]
    )


class _Shelf:
    """What one channel sees of the stock that was read."""

    def __init__(
        self, channel: ChannelView, stock: StockSnapshot, held_back: Mapping[PositionKey, int], *, by_node: bool
    ) -> None:
        self._channel, self._stock, self._held_back, self._by_node = channel, stock, held_back, by_node

    def item(self, sku: SkuTerms) -> SkuAvailability:
        """What can be promised of a SKU."""
        units = self._units(sku) if sku.active else {}
        nodes = self._nodes(sku, units) if self._by_node else ()
        total = to_amount(sum(units.values()), sku.decimals)
        return SkuAvailability(sku.id, total, sku.active, nodes if self._by_node else msgspec.UNSET)

    def _nodes(self, sku: SkuTerms, units: Mapping[str, int]) -> tuple[NodeAvailability, ...]:
        """Those that have some, and those that have none because they hold some back."""
        held = self._held_back
        named = sorted({*units, *(node for node in self._channel.buffers if sku.active and (sku.id, node) in held)})
        return tuple(
            [
                NodeAvailability(
                    node,
                    to_amount(units.get(node, 0), sku.decimals),
                    to_amount(held.get((sku.id, node), 0), sku.decimals),
                )
                for node in named
            ]
        )

    def _units(self, sku: SkuTerms) -> Mapping[str, int]:
        """What each node can give, where that is something."""
        if not sku.components:
            return {node: units for node, units in self._sellable(sku.id).items() if units > 0}
        first, *others = [(self._sellable(part), each) for part, each in sku.components]
        kits = {node: units // first[1] for node, units in first[0].items()}
        for shelf, each in others:
            kits = {node: min(many, shelf[node] // each) for node, many in kits.items() if node in shelf}
        return {node: many for node, many in kits.items() if many > 0}

    def _sellable(self, sku: str) -> Mapping[str, int]:
        return self._stock.sellable(self._channel, sku)
