"""`stockpool insights`: count the figures anew."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from stockpool.entrypoints.cli import options

if TYPE_CHECKING:
    from stockpool.workflows.follow_insights import Rebuilt

Anyway = Annotated[bool, typer.Option("--anyway", help="Also where events are missing: what they counted is lost.")]


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    group = typer.Typer(help="Look after the figures that people see.", no_args_is_help=True)
    group.command()(rebuild)
    app.add_typer(group, name="insights")


def rebuild(
    *,
    anyway: Anyway = False,
    config: options.Config = None,
    data_dir: options.DataDir = None,
    database_url: options.DatabaseUrl = None,
    as_json: options.Json = False,
) -> None:
    """Count all figures anew from the events that are kept; a server or worker that counts goes on with it.

    What is only looked at from time to time, such as open promises and stock on hand, stays as it was seen.
    """
    import asyncio

    import msgspec

    from stockpool.entrypoints.cli import output
    from stockpool.entrypoints.cli.session import open_session

    with open_session(config, data_dir=data_dir, database_url=database_url) as session:
        done, found = asyncio.run(_rebuild(session.url, anyway=anyway))
    if as_json:
        output.print_json(msgspec.to_builtins(found) | {"rebuilt": done})
    elif done:
        print(f"the events from {found.oldest:,} to {found.latest:,} are counted")
    else:
        missing = f"events before {found.oldest:,} have left the feed" if found.oldest > 1 else ""
        holes = f"events up to {found.compacted:,} were compacted" if found.compacted else ""
        said = " and ".join([each for each in (missing, holes) if each])
        print(f"nothing was changed: {said}, and what they counted would be lost; --anyway does it nevertheless")
    raise typer.Exit(0 if done else 1)


async def _rebuild(url: str, *, anyway: bool) -> tuple[bool, Rebuilt]:
    from stockpool.feed.api import sequence
    from stockpool.runtime.database import Database
    from stockpool.workflows.follow_insights import count_all, missing_from, rebuild

    connection = await Database.prepare(url).connect(statement_timeout="0")
    async with connection:
        await sequence(connection)
        found = await missing_from(connection)
        if (found.oldest > 1 or found.compacted) and not anyway:
            return False, found
        found = await rebuild(connection)
        await count_all(connection)
        return True, found
