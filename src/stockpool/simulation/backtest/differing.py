"""The orders that two ways serve most differently, each with why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from stockpool.kernel.tariffs import MICRO
from stockpool.simulation.backtest.outcomes import Outcome
from stockpool.simulation.backtest.pairing import Value
from stockpool.simulation.backtest.world import World
from stockpool.sourcing.messages import Alternative, ChosenNode, Explanation, PassedOver

_decode = msgspec.msgpack.Decoder(Explanation).decode


class Side(msgspec.Struct, frozen=True):
    """How one way served an order: what it cost by each policy, and why in a few lines."""

    costs: tuple[float | None, ...]
    short: int
    why: tuple[str, ...]


class Differing(msgspec.Struct, frozen=True):
    """An order with both sides; `difference` is the largest of its costs', the second less the first."""

    order_id: str
    at: str
    lines: tuple[tuple[str, int], ...]
    difference: float
    first: Side
    second: Side


def differing(
    world: World, pairs: Sequence[tuple[Outcome, Outcome]], costs: Sequence[Value], count: int
) -> Iterator[Differing]:
    """The orders with the largest differences of cost either way; of equals the earlier."""
    found = [(place, _difference(one, other, costs)) for place, (one, other) in enumerate(pairs)]
    ranked = sorted([each for each in found if each[1]], key=lambda each: (-abs(each[1]), each[0]))
    for place, difference in ranked[:count]:
        order, (one, other) = world.orders[place], pairs[place]
        yield Differing(
            order.order_id,
            order.at.isoformat(),
            order.lines,
            difference,
            _side(one, costs),
            _side(other, costs),
        )


def _difference(one: Outcome, other: Outcome, costs: Sequence[Value]) -> float:
    if one.short != other.short:
        return 0.0
    pairs = [(cost(one), cost(other)) for cost in costs]
    found = [second - first for first, second in pairs if first is not None and second is not None]
    return max(found, key=abs, default=0.0)


def _side(outcome: Outcome, costs: Sequence[Value]) -> Side:
    assert outcome.explanation is not None, "a backtest keeps why"
    return Side(tuple([cost(outcome) for cost in costs]), outcome.short, tuple(_why(_decode(outcome.explanation))))


def _why(why: Explanation) -> Iterator[str]:
    for node in why.chosen:
        yield _chosen(node, why)
    for other in why.alternatives[:1]:
        yield _alternative(other, why)
    for passed in why.passed_over[:2]:
        yield _passed(passed)
    if not why.chosen:
        yield "nobody serves"


def _chosen(node: ChosenNode, why: Explanation) -> str:
    return f"{node.node}{_away(node.km)}{_parts(why.costs, node.costs)}"


def _alternative(other: Alternative, why: Explanation) -> str:
    summed = tuple([sum(parts) for parts in zip(*other.costs, strict=True)]) if other.costs else ()
    return f"next best {' + '.join(other.nodes)}{_away(other.km)}{_parts(why.costs, summed)}"


def _passed(passed: PassedOver) -> str:
    if passed.filter is not None:
        return f"not {passed.node}, barred by {passed.filter}"
    return f"not {passed.node}, which lacked {', '.join([f'{units} x {sku}' for sku, units in passed.lacking])}"


def _away(km: float | None) -> str:
    return "" if km is None else f", {km:,.0f} km"


def _parts(names: Sequence[str], costs: Sequence[int]) -> str:
    parts = [f"{name} {cost / MICRO:.2f}" for name, cost in zip(names, costs, strict=False) if cost]
    return f": {', '.join(parts)}" if parts else ""
