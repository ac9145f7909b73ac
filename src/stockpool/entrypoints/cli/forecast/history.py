"""`stockpool forecast history`: demand that forecasts are made of, out of the pool or out of a file of the retailer."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from stockpool.entrypoints.cli import options
from stockpool.entrypoints.cli.exits import ExitCode

if TYPE_CHECKING:
    from stockpool.entrypoints.cli.session import Session
    from stockpool.forecasting.messages import Exported

NEEDED = ("sku", "node", "date", "quantity")

Since = Annotated[
    datetime | None,
    typer.Option(
        formats=["%Y-%m-%d"], metavar="DAY", show_default=False, help="The first day; else all that there is."
    ),
]
Until = Annotated[
    datetime | None,
    typer.Option(formats=["%Y-%m-%d"], metavar="DAY", show_default=False, help="The last day; else yesterday."),
]


def history(
    *,
    out: Annotated[Path, typer.Option(metavar="FILE", help="Where demand is written: Parquet, or CSV by its name.")],
    prices: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Where prices are written.", show_default=False)
    ] = None,
    since: Since = None,
    until: Until = None,
    from_file: Annotated[
        Path | None, typer.Option(metavar="FILE", help="A file of yours, instead of the pool.", show_default=False)
    ] = None,
    mapping: Annotated[
        Path | None,
        typer.Option("--map", metavar="FILE", help="SQL that makes demand of your file.", show_default=False),
    ] = None,
    config: options.Config = None,
    data_dir: options.DataDir = None,
    database_url: options.DatabaseUrl = None,
    as_json: options.Json = False,
) -> None:
    """Write the history of demand that the other commands read: from ledger, orders and imports, or from your own file.

    Writes sku, node, date, quantity, in_stock, category, region, returned, bulk and refused; prices as sku, node, date
    and price. `--map` is one SELECT that reads `getvariable('from')` and gives sku, node, date and quantity.
    """
    import asyncio

    import msgspec

    from stockpool.connectors.api import FileIsBroken, map_file
    from stockpool.entrypoints.cli import output, session
    from stockpool.forecasting.messages import ForecastRefused

    if (from_file is None) != (mapping is None):
        _refuse("--from-file and --map go together: the file, and the SQL that reads it", as_json=as_json)
    try:
        if from_file is not None and mapping is not None:
            if prices is not None:
                _refuse("--prices: a mapping writes one file; map prices by one of their own", as_json=as_json)
            rows = map_file(mapping, from_file, out, NEEDED)
            told, said = {"rows": rows}, f"{rows:,} rows in {out}"
        else:
            with session.open_session(config, data_dir=data_dir, database_url=database_url) as opened:
                last = until.date() if until else datetime.now(UTC).date() - timedelta(days=1)
                exported = asyncio.run(_exported(opened, out, prices, last, since.date() if since else None))
            told, said = msgspec.to_builtins(exported), _words(exported, out)
    except FileIsBroken as broken:
        _refuse(str(broken.answer), as_json=as_json)
    except ForecastRefused as refused:
        _refuse(str(refused), as_json=as_json)
    if as_json:
        output.print_json(told)
    else:
        print(said)


def _refuse(said: str, *, as_json: bool) -> NoReturn:
    from stockpool.entrypoints.cli import output

    output.print_error(said, ExitCode.USAGE, as_json=as_json)
    raise typer.Exit(ExitCode.USAGE)


async def _exported(opened: Session, out: Path, prices: Path | None, until: date, since: date | None) -> Exported:
    from stockpool.forecasting.api import export_history
    from stockpool.runtime.database import Database

    connection = await Database.prepare(opened.url).connect()
    async with connection:
        return await export_history(connection, out, prices, until, since)


def _words(exported: Exported, out: Path) -> str:
    if not exported.rows:
        return f"no demand in the pool: {out} has no rows"
    return f"{exported.rows:,} rows of {exported.series:,} series from {exported.first} to {exported.last} in {out}"
