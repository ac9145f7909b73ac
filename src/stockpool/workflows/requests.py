"""From what a caller writes to what the ledger decides: units, kits by their components, known nodes of the pool."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import attrgetter

import msgspec

from stockpool.catalog.messages import SkuTerms
from stockpool.inventory.api import DemandLine, PositionKey
from stockpool.inventory.messages import Line
from stockpool.kernel.quantities import QUANTITY_MAX, to_positive_units
from stockpool.kernel.refusals import Problem, Reason, Refused
from stockpool.network.api import Network
from stockpool.workflows.snapshot import ChannelView

LINES_MAX = 5_000
"""Wholesale invoices have more than a thousand lines."""

LINE_PATHS = tuple([f"lines[{index}]" for index in range(LINES_MAX)])


class SkuDemand(msgspec.Struct, frozen=True, gc=False):
    """So many smallest units of a SKU that is no kit, at a node or anywhere; `path` is the line it came from."""

    sku: str
    quantity: int
    node: str | None
    path: str


def demands_of(lines: Sequence[Line], terms: Mapping[str, SkuTerms]) -> list[SkuDemand] | Refused:
    """The lines in smallest units, kits taken apart, equal SKU and node summed; or every problem that they have."""
    if not 0 < len(lines) <= LINES_MAX:
        problem = Problem("lines", f"must have 1 to {LINES_MAX} lines, has {len(lines)}")
        return Refused(Reason.INVALID_INPUT, f"lines: {problem.message}", (problem,))
    if len(lines) == 1:
        parts = _parts(lines[0], LINE_PATHS[0], terms)
        if isinstance(parts, list) and len(parts) == 1 and parts[0].quantity <= QUANTITY_MAX:
            return parts  # most requests are of this kind, and have nothing to sum
    found: dict[tuple[str, str | None], SkuDemand] = {}
    problems: list[tuple[Reason, Problem]] = []
    for path, line in zip(LINE_PATHS, lines, strict=False):
        parts = _parts(line, path, terms)
        if not isinstance(parts, list):
            problems.append(parts)
            continue
        for part in parts:
            key = (part.sku, part.node)
            known = found.get(key)
            found[key] = part if known is None else _together(known, part)
    demands = list(found.values())
    too_much = [d for d in demands if d.quantity > QUANTITY_MAX]
    problems += [(Reason.INVALID_QUANTITY, Problem(f"{d.path}.quantity", "is too large in sum")) for d in too_much]
    return refusal_of(problems) or demands


def _together(first: SkuDemand, second: SkuDemand) -> SkuDemand:
    return SkuDemand(first.sku, first.quantity + second.quantity, first.node, first.path)


def _parts(line: Line, path: str, terms: Mapping[str, SkuTerms]) -> list[SkuDemand] | tuple[Reason, Problem]:
    known = terms.get(line.sku)
    if known is None or not known.active:
        what = "is not active" if known else "is not in the catalog"
        return Reason.UNKNOWN_SKU, Problem(f"{path}.sku", f"SKU {line.sku!r} {what}")
    units = to_positive_units(line.quantity, known.decimals)
    if isinstance(units, str):
        return Reason.INVALID_QUANTITY, Problem(f"{path}.quantity", units)
    if not known.components:
        return [SkuDemand(line.sku, units, line.node, path)]
    return [SkuDemand(sku, units * each, line.node, path) for sku, each in known.components]


def refusal_of(problems: Sequence[tuple[Reason, Problem]]) -> Refused | None:
    """One refusal for all problems, named after the first; None where there is none."""
    if not problems:
        return None
    reason, first = problems[0]
    return Refused(reason, f"{first.path}: {first.message}", tuple(problem for _, problem in problems))


def components_of(skus: Iterable[str], terms: Mapping[str, SkuTerms]) -> Iterator[str]:
    """The SKUs whose stock these draw on: themselves, or a kit's components."""
    for sku in skus:
        known = terms.get(sku)
        if known is not None:
            yield from (part for part, _ in known.components) if known.components else (sku,)


def unknown_channel(channel: str) -> Refused:
    """The refusal of a channel that does not exist."""
    problem = Problem("channel", f"there is no channel {channel!r}")
    return Refused(Reason.UNKNOWN_CHANNEL, f"channel: {problem.message}", (problem,))


def node_problems(demands: Sequence[SkuDemand], channel: ChannelView, network: Network) -> list[tuple[Reason, Problem]]:
    """Named nodes that do not exist or that the channel may not draw on."""
    problems: list[tuple[Reason, Problem]] = []
    for demand in demands:
        if demand.node is None or demand.node in channel.buffers:
            continue
        path = f"{demand.path}.node"
        if demand.node not in network.nodes:
            problems.append((Reason.UNKNOWN_NODE, Problem(path, f"there is no node {demand.node!r}")))
        else:
            said = f"node {demand.node!r} is not in the pool of channel {channel.channel!r}"
            problems.append((Reason.NODE_OUTSIDE_POOL, Problem(path, said)))
    return problems


def on_positions(
    demands: Sequence[SkuDemand], chosen: Mapping[PositionKey, int], channel: ChannelView
) -> list[DemandLine]:
    """What the ledger is asked: the demands that name a node, and those that sourcing placed, with the buffers."""
    if not chosen:
        named = [DemandLine(d.sku, d.node, d.quantity, channel.buffers[d.node], d.path) for d in demands if d.node]
        return sorted(named, key=attrgetter("key")) if len(named) > 1 else named
    paths = {demand.sku: demand.path for demand in demands}
    wanted: dict[PositionKey, int] = dict(chosen)
    for demand in demands:
        if demand.node is not None:
            key = (demand.sku, demand.node)
            wanted[key] = wanted.get(key, 0) + demand.quantity
    return [
        DemandLine(sku, node, units, channel.buffers[node], paths[sku]) for (sku, node), units in sorted(wanted.items())
    ]
