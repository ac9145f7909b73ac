"""`stockpool reconcile`: another system's stock file beside the pool."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from stockpool.entrypoints.cli import options
from stockpool.entrypoints.cli.exits import ExitCode

if TYPE_CHECKING:
    from stockpool.entrypoints.cli.session import Session
    from stockpool.kernel.refusals import Refused
    from stockpool.reconciliation.messages import StockException
    from stockpool.workflows.reconciliation_desk import FileRun

SHOWN_MAX = 20

File = Annotated[Path, typer.Argument(help="A CSV or Parquet file with its stock.", metavar="FILE", exists=True)]
AsOf = Annotated[
    datetime | None,
    typer.Option(
        help="When it was taken, in UTC; the file's time if left out.",
        formats=["%Y-%m-%dT%H:%M:%SZ", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M", "%Y-%m-%d"],
        metavar="TIME",
        show_default=False,
    ),
]


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command()(reconcile)


def reconcile(
    *,
    file: File,
    source: Annotated[str, typer.Option(help="The source that the file is of.", metavar="ID")],
    as_of: AsOf = None,
    mapping: options.Mapping = None,
    out: options.Rejects = options.REJECTS,
    config: options.Config = None,
    data_dir: options.DataDir = None,
    database_url: options.DatabaseUrl = None,
    as_json: options.Json = False,
) -> None:
    """Compare another system's stock file with the pool as of its moment, and show what differs and the likely causes.

    Nothing is posted. Exit code 0: nothing differs; 1: something does, or rows were rejected; 2: nothing was compared.
    """
    import asyncio

    import msgspec

    from stockpool.connectors.api import FileIsBroken
    from stockpool.entrypoints.cli import output, session
    from stockpool.kernel.refusals import Refused

    out.mkdir(parents=True, exist_ok=True)
    with session.open_session(config, data_dir=data_dir, database_url=database_url) as opened:
        try:
            found = asyncio.run(_compared(opened, file, source, mapping, as_of, out))
        except FileIsBroken as broken:
            output.print_error(str(broken.answer), ExitCode.USAGE, as_json=as_json)
            raise typer.Exit(ExitCode.USAGE) from broken
    if isinstance(found, Refused):
        output.print_error(found.message, ExitCode.USAGE, as_json=as_json)
        raise typer.Exit(ExitCode.USAGE)
    done, exceptions = found
    if as_json:
        output.print_json(msgspec.to_builtins(done) | {"exceptions": msgspec.to_builtins(exceptions, str_keys=True)})
    else:
        _show(done, exceptions)
    raise typer.Exit(ExitCode.PROBLEMS_FOUND if done.run.differing or done.run.rejected else ExitCode.OK)


async def _compared(
    opened: Session, file: Path, source_id: str, mapping: Path | None, as_of: datetime | None, out: Path
) -> tuple[FileRun, list[StockException]] | Refused:
    from datetime import UTC

    from stockpool.kernel.ids import new_uuid7
    from stockpool.kernel.refusals import Refused
    from stockpool.reconciliation.api import ExceptionFilter
    from stockpool.runtime.database import Database
    from stockpool.workflows.reconciliation_desk import ReconciliationDesk

    database = await Database.open(opened.url)
    try:
        desk = ReconciliationDesk(database, new_uuid7, opened.settings.reconcile_dir)
        source = await desk.source(source_id)
        if isinstance(source, Refused):
            return source
        moment = as_of.replace(tzinfo=UTC) if as_of is not None else None
        now = datetime.now(UTC)
        sql = mapping or desk.mapping_of(source)
        done = await desk.run_file(source, file, sql, moment, "stockpool reconcile", now, out=out)
        if isinstance(done, Refused):
            return done
        wanted = ExceptionFilter(sources=(source_id,), statuses=("open",))
        return done, await desk.exceptions(wanted, None, SHOWN_MAX)
    finally:
        await database.close()


def _show(done: FileRun, exceptions: list[StockException]) -> None:
    from rich.console import Console
    from rich.table import Table

    run, console = done.run, Console()
    moment = f"{run.as_of:%Y-%m-%d %H:%M:%S} UTC" if run.as_of is not None else "no moment"
    said = [
        f"{run.compared:,} positions compared as of {moment}: {run.equal:,} equal, {run.differing:,} differ",
        f"{run.opened:,} new, {run.still:,} known before, {run.closed:,} gone; {run.caught_up:,} were told late",
    ]
    console.print("\n".join(said), highlight=False)
    if run.rejected:
        console.print(f"rejected rows: {run.rejected:,}, in {done.rejects_file}", highlight=False)
    if not exceptions:
        return
    table = Table("SKU", "node", "theirs", "ours", "difference", "likely cause", "evidence", title="Open exceptions")
    for each in exceptions:
        numbers = [str(each.outside), str(each.pool), f"{each.difference:+}"]
        table.add_row(each.sku, each.node, *numbers, each.cause.value.replace("_", " "), each.evidence[0])
    console.print(table)
