"""`stockpool verify`: prove that every number is the sum of its entries, and that orders and supply agree with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from stockpool.entrypoints.cli import options
from stockpool.entrypoints.cli.exits import ExitCode

if TYPE_CHECKING:
    from stockpool.kernel.drift import Drift
    from stockpool.workflows.verify import Verification

Limit = Annotated[
    int, typer.Option(min=0, metavar="N", help="How many places that differ are listed; all are counted.")
]


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command()(verify)


def verify(
    limit: Limit = 100,
    config: options.Config = None,
    data_dir: options.DataDir = None,
    database_url: options.DatabaseUrl = None,
    as_json: options.Json = False,
) -> None:
    """Prove ledger, orders and supply, also while others work on them (exit code 1 where the books disagree)."""
    import asyncio

    import msgspec

    from stockpool.entrypoints.cli import output
    from stockpool.entrypoints.cli.session import database_words, open_session

    with open_session(config, data_dir=data_dir, database_url=database_url) as session:
        found = asyncio.run(_verified(session.url, limit, quiet=as_json))
    if as_json:
        output.print_json(msgspec.to_builtins(found))
    else:
        print(f"database: {database_words(session.settings)}")
        _print(found)
    raise typer.Exit(ExitCode.PROBLEMS_FOUND if found.drift else ExitCode.OK)


async def _verified(url: str, limit: int, *, quiet: bool) -> Verification:
    """Verify on a connection of its own, with a bar on a terminal."""
    from rich.console import Console
    from rich.progress import Progress

    from stockpool.runtime.database import Database
    from stockpool.workflows.verify import verify as prove

    connection = await Database.prepare(url).connect()
    async with connection:
        with Progress(console=Console(stderr=True), disable=quiet, transient=True) as bars:
            bar = bars.add_task("verifying", total=None)

            def show(what: str, done: int, total: int) -> None:
                bars.update(bar, description=f"verifying {what}", completed=done, total=total)

            return await prove(connection, listed=limit, progress=show)


def _print(found: Verification) -> None:
    print(
        f"{found.positions:,} positions, {found.entries:,} entries in {found.movements:,} movements,"
        f" {found.holds:,} holds and {found.commitments:,} commitments;"
        f" {found.orders:,} orders with {found.fulfillment_orders:,} fulfillment orders"
        f" and {found.claims:,} claims on supply to come"
    )
    for drift in found.drifts:
        print(f"{_place(drift)}: {drift.words}")
    if found.drift > len(found.drifts):
        print(f"and {found.drift - len(found.drifts):,} more")
    print(_verdict(found))


def _verdict(found: Verification) -> str:
    """The last line; books in which nothing stands prove nothing, and may be those of another database."""
    if found.drift:
        return f"{found.drift:,} places differ"
    if not (found.positions or found.movements or found.orders):
        return "nothing to verify: this database is empty"
    return "clean: every number is the sum of its entries"


def _place(drift: Drift) -> str:
    if drift.sku is None:
        return drift.kind
    return f"{drift.kind} {drift.sku}" if drift.node is None else f"{drift.kind} {drift.sku} at {drift.node}"
