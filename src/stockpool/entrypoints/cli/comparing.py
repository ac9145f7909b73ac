"""How the command line compares worlds: what is asked, and the tables that are answered."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import typer

from stockpool.entrypoints.cli import output
from stockpool.entrypoints.cli.exits import ExitCode
from stockpool.entrypoints.cli.serving import steps_shown, worker_count
from stockpool.kernel.refusals import Refused
from stockpool.simulation.backtest.pairing import Paired
from stockpool.simulation.compare import ComparePlan, Comparison, Money, Scenario, compare, read_olist

MARKETPLACE = "olist"

LETTERS = "abcd"


def run_compare(
    name: Path | None,
    files: Path | None,
    day_costs: float,
    *,
    seed: int,
    limit: int | None,
    workers: int | None,
    as_json: bool,
) -> None:
    """Compare, and print it."""
    if name is None or str(name) != MARKETPLACE or files is None:
        raise typer.BadParameter(f"needs `stockpool replay {MARKETPLACE} DIR`", param_hint="--compare")
    record = read_olist(files, limit)
    plan = ComparePlan(money=Money(day=day_costs), seed=seed, workers=worker_count(workers))
    with steps_shown() as steps:
        found = compare(record, plan, steps)
    if isinstance(found, Refused):
        output.print_error(found.message, ExitCode.USAGE, as_json=as_json)
        raise typer.Exit(ExitCode.USAGE)
    if as_json:
        output.print_json(for_json(found))
    else:
        print(in_words(found))


def for_json(found: Comparison) -> dict[str, Any]:
    """All figures; of the model its errors, its table and its days."""
    carrier = found.carrier
    return {
        "orders": found.orders,
        "later_orders": found.later_orders,
        "before": found.plan.before.isoformat(),
        "money": msgspec.to_builtins(found.plan.money),
        "seed": found.plan.seed,
        "nodes": [{"latitude": latitude, "longitude": longitude} for latitude, longitude in found.places.places],
        "model": {
            "fitted_to": carrier.rates.fitted_to,
            "freight_error": msgspec.to_builtins(carrier.freight_error),
            "days_error": msgspec.to_builtins(carrier.days_error),
            "bands": msgspec.to_builtins(carrier.rates.bands),
            "km_upto": carrier.days.km_upto,
            "days": carrier.days.means,
        },
        "real": {"all": msgspec.to_builtins(found.real), "later": msgspec.to_builtins(found.real_later)},
        "scenarios": msgspec.to_builtins(found.scenarios),
    }


def in_words(found: Comparison) -> str:
    """The answer for a person."""
    day = found.plan.before.date()
    parts = [_model(found), _reality(found)]
    parts += [_scenario(each, place, f"{day}") for place, each in enumerate(found.scenarios, start=1)]
    return "\n\n".join([_assumption(found), *parts])


def _assumption(found: Comparison) -> str:
    money = found.plan.money
    return (
        f"{found.orders:,} orders, {found.later_orders:,} of them from {found.plan.before.date()} on. The record has no"
        " stock positions: where stock stands is assumed.\nEvery world gets the same units of each SKU at the start of"
        " each month: so many for each unit that is wanted in it.\n(a) with the seller that sold them; (b) at the best"
        f" single place; (c, d) dealt to {len(found.places.places)} nodes by the past demand around each.\n"
        f"Money: freight, {money.further_parcel:.2f} BRL for each further parcel,"
        f" {money.day:.2f} BRL for each day of a parcel."
    )


def _model(found: Comparison) -> str:
    freight, days = found.carrier.freight_error, found.carrier.days_error
    return (
        f"Model of freight and days, fitted to {found.carrier.rates.fitted_to:,} parcels"
        f" before {found.plan.before.date()}; on {freight.shipments:,} later ones\n"
        f"  freight  mean absolute error {freight.mae:.2f} BRL ({freight.mape:.0%}), bias {freight.bias:+.2f} BRL,"
        f" {freight.mean_paid:.2f} BRL was paid\n"
        f"  days     mean absolute error {days.mae:.1f}, bias {days.bias:+.1f}, {days.mean_taken:.1f} were taken;"
        f" 90th percentile {days.p90_fitted:.1f}, {days.p90_taken:.1f} was taken"
    )


def _reality(found: Comparison) -> str:
    lines = ["The world as it was, really and by the model, on the orders that arrived"]
    lines.append(f"  {'':<22} {'orders':>7} {'days':>6} {'p90':>6} {'freight':>8}")
    for period, real in (("all", found.real), ("later", found.real_later)):
        lines.append(
            f"  {f'{period}, really':<22} {real.orders:>7,} {real.days_mean:>6.1f} {real.days_p90:>6.1f}"
            f" {real.freight_mean:>8.2f}"
        )
        lines.append(
            f"  {f'{period}, model':<22} {real.orders:>7,} {real.model_days_mean:>6.1f} {real.model_days_p90:>6.1f}"
            f" {real.model_freight_mean:>8.2f}"
        )
    return "\n".join(lines)


def _scenario(each: Scenario, number: int, day: str) -> str:
    limits = "nodes are staffed for (c) and a quarter more" if each.limits else "nodes keep up with anything"
    lines = [f"{number}. {each.level:g} units come for each that is wanted; {limits}"]
    heads = f"{'days':>6} {'p90':>6} {'km':>6} {'p90':>6} {'freight':>8} {'money':>7} {'split':>6} {'short':>6}"
    for period in ("all", "later"):
        lines.append(f"  {'all orders' if period == 'all' else f'orders from {day} on':<26} {heads}")
        for letter, world in zip(LETTERS, each.worlds, strict=True):
            of = world.all if period == "all" else world.later
            money = "" if of.cost_mean is None else f"{of.cost_mean:.2f}"
            lines.append(
                f"  ({letter}) {world.world:<22} {of.days_mean:>6.1f} {of.days_p90:>6.1f} {of.km_mean:>6,.0f}"
                f" {of.km_p90:>6,.0f} {of.freight_mean:>8.2f} {money:>7} {of.split_share:>6.1%} {of.short_share:>6.1%}"
            )
    lines.append(f"  (d) less (c), orders from {day} on, by {each.gain.blocks} {each.gain.block}s:")
    lines += [f"    {line}" for line in differences(each.gain)]
    costs = [line.strip(" -") for line in each.policy.splitlines() if line.startswith("      - ")]
    lines.append(f"  (d), chosen on orders before {day}: {', '.join(costs)}")
    return "\n".join(lines)


def differences(paired: Paired) -> list[str]:
    """A line for each measure, with its interval."""
    lines = []
    for each in paired.differences:
        found = each.difference
        if found.mean is None or found.low is None or found.high is None:
            lines.append(f"{each.measure:<22} is not known")
            continue
        clear = "" if found.is_clear else "  not clear" if found.low or found.high else "  the same"
        lines.append(
            f"{each.measure:<22} {each.first:>10.4f} {each.second:>10.4f} {found.mean:>+10.4f}"
            f"  95% from {found.low:+.4f} to {found.high:+.4f}{clear}"
        )
    return lines
