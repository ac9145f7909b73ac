"""`stockpool policy shadow`: which policy decides beside the one that acts, and what a day of that says."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

import msgspec

from stockpool.entrypoints.cli import output
from stockpool.entrypoints.cli.policy import sources
from stockpool.kernel.refusals import Refused
from stockpool.sourcing.api import Comparison, Difference, Shadow

REPORT = "report"

NODES_TOLD = 10


def change(named: str | None, place: sources.Place) -> None:
    """Let a policy decide beside the one that acts, or none."""
    name, version = sources.name_and_version(named, place) if named is not None else (None, None)
    now = datetime.now(UTC)
    result = sources.at_desk(place, lambda desk: desk.set_shadow(name, version, now, sources.actor()))
    if isinstance(result, Refused):
        sources.refused(result, place)
    _told(result, place)


def tell(place: sources.Place) -> None:
    """Say which one does."""
    _told(sources.at_desk(place, lambda desk: desk.shadow()), place)


def _told(shadow: Shadow | None, place: sources.Place) -> None:
    if place.as_json:
        output.print_json({"shadow": msgspec.to_builtins(shadow)})
    elif shadow is None or shadow.policy is None:
        print("no policy decides beside the active one")
    else:
        print(
            f"{shadow.policy}@{shadow.version} decides beside the active one since {shadow.set_at:%Y-%m-%d %H:%M:%S%z}"
        )


def report(day: date, place: sources.Place) -> None:
    """Say what a day of it says."""
    found = sources.at_desk(place, lambda desk: desk.shadow_report(day))
    if place.as_json:
        output.print_json({"day": day.isoformat(), "comparisons": msgspec.to_builtins(list(found))})
        return
    if not found:
        print(f"{day}: no policy decided beside the active one")
    for each in found:
        print("\n".join(_words(day, each)))


def _words(day: date, each: Comparison) -> Iterator[str]:
    yield f"{day}: {each.shadow} beside {each.active or 'the built-in routing'}"
    decided = each.orders - each.failed
    failed = f", failed with {each.failed:,}" if each.failed else ""
    yield f"  orders       {each.orders:,}{failed}, the same choice for {_share(each.same, decided)}"
    for difference in (each.cost, each.cost_by_active):
        if difference is not None:
            yield f"  cost         {_difference(difference)}"
    yield f"  split        {_share(each.shadow_split, decided)} instead of {_share(each.active_split, decided)}"
    if each.shadow_km is not None and each.active_km is not None:
        yield f"  distance     {each.shadow_km:,.1f} km an order instead of {each.active_km:,.1f} km"
    yield f"  short        {each.shadow_short:,} of {each.units:,} units instead of {each.active_short:,}"
    for node in each.nodes[:NODES_TOLD]:
        yield f"  orders at    {node.node}: {node.shadow:,} instead of {node.active:,}"
    for order in each.differ_most:
        nodes = f"{' + '.join(order.shadow_nodes) or 'none'} instead of {' + '.join(order.active_nodes) or 'none'}"
        yield f"  differs most {order.order_id}: {nodes}, {order.difference}"


def _difference(each: Difference) -> str:
    interval = f" (95 %: {each.low} to {each.high})" if each.low is not None else ""
    return (
        f"by {each.policy} {each.shadow} {each.currency} an order instead of {each.active}:"
        f" {each.difference}{interval}, of {each.orders:,} orders"
    )


def _share(count: int, whole: int) -> str:
    return f"{100 * count / whole:.1f} %" if whole else "none"
