"""`stockpool rates`: rate tables fitted to past shipments."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from stockpool.entrypoints.cli import options
from stockpool.entrypoints.cli.exits import ExitCode

if TYPE_CHECKING:
    from stockpool.connectors.api import ShipmentRow
    from stockpool.kernel.refusals import Refused
    from stockpool.network.api import FittedRates

BEFORE = (
    "Fit to shipments before this day, in UTC, and tell the error on the others; the first four fifths if left out."
)


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    group = typer.Typer(help="Look after rate tables.", no_args_is_help=True)
    group.callback()(_group)
    group.command()(fit)
    app.add_typer(group, name="rates")


def _group() -> None:
    """With a callback a group of one command stays a group."""


def fit(
    *,
    shipments: Annotated[Path, typer.Argument(help="A CSV or Parquet file of past shipments.", metavar="SHIPMENTS")],
    name: Annotated[str, typer.Option(help="What the rate table is called.")],
    currency: Annotated[str, typer.Option(help="The currency that was paid.")] = "EUR",
    carrier: Annotated[str, typer.Option(help="Who carried.")] = "past shipments",
    before: Annotated[datetime | None, typer.Option(help=BEFORE, metavar="DATE", formats=["%Y-%m-%d"])] = None,
    out: options.Rejects = options.REJECTS,
    config: options.Config = None,
    data_dir: options.DataDir = None,
    database_url: options.DatabaseUrl = None,
    as_json: options.Json = False,
) -> None:
    """Fit a rate table to past shipments, store it, and show its error on later ones.

    Bad rows are written to shipments.rejects.csv with the reason. Exit code 0: every row counted; 1: some were
    rejected; 2: nothing was stored.
    """
    from datetime import UTC

    import msgspec

    from stockpool.connectors.api import FileIsBroken, read_shipments
    from stockpool.entrypoints.cli import output
    from stockpool.kernel.refusals import Refused

    try:
        read = read_shipments(shipments, out, datetime.now(UTC))
    except FileIsBroken as broken:
        output.print_error(str(broken.answer), ExitCode.USAGE, as_json=as_json)
        raise typer.Exit(ExitCode.USAGE) from broken
    day = before.replace(tzinfo=UTC) if before else None
    given = {"name": name, "currency": currency, "carrier": carrier, "before": day}
    fitted = _stored(read.rows, given, config, data_dir=data_dir, database_url=database_url)
    if isinstance(fitted, Refused):
        output.print_error(fitted.message, ExitCode.USAGE, as_json=as_json)
        raise typer.Exit(ExitCode.USAGE)
    if as_json:
        output.print_json(msgspec.to_builtins(fitted) | {"rejected": read.rejected})
    else:
        print("\n".join(_lines(fitted, read.rejected, read.rejects_file)))
    raise typer.Exit(ExitCode.PROBLEMS_FOUND if read.rejected else ExitCode.OK)


def _stored(
    rows: list[ShipmentRow], given: dict[str, Any], config: Path | None, **where: object
) -> FittedRates | Refused:
    import asyncio

    from stockpool.entrypoints.cli import session
    from stockpool.runtime.database import Database
    from stockpool.workflows.fit_rates import fit_and_store

    async def work(url: str) -> FittedRates | Refused:
        database = await Database.open(url)
        try:
            return await fit_and_store(database, rows, **given)
        finally:
            await database.close()

    with session.open_session(config, **where) as opened:
        return asyncio.run(work(opened.url))


def _lines(fitted: FittedRates, rejected: int, rejects_file: Path) -> list[str]:
    lines = [f"{fitted.rates.name}: {fitted.rates.note}"]
    for band in fitted.bands:
        error = band.error
        days = "" if error.days_within is None else f", days within {error.days_within:.0%}"
        lines.append(
            f"  {band.km_over:>6,} to {band.km_upto:>6,} km: {error.shipments:>6,} shipments,"
            f" paid {error.mean_paid:.2f}, off by {error.mae:.2f} ({error.mape:.0%}), bias {error.bias:+.2f}{days}"
        )
    if rejected:
        lines.append(f"rejected rows: {rejected}, in {rejects_file}")
    return lines
