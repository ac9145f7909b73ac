"""`stockpool db`: upgrade the schema, say how the database is, stop the embedded server."""

from __future__ import annotations

import typer

from stockpool.entrypoints.cli import options
from stockpool.entrypoints.cli.exits import ExitCode


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    group = typer.Typer(help="Look after the database.")
    for command in (upgrade, status, stop):
        group.command()(command)
    app.add_typer(group, name="db")


def upgrade(
    config: options.Config = None,
    data_dir: options.DataDir = None,
    database_url: options.DatabaseUrl = None,
    as_json: options.Json = False,
) -> None:
    """Bring the database's schema to this version's."""
    import asyncio

    from stockpool.entrypoints.cli import output, session
    from stockpool.runtime import migrating
    from stockpool.runtime.database import describe

    settings = session.load(config, data_dir=data_dir, database_url=database_url).settings
    with session.open_server(settings) as url:
        applied = asyncio.run(migrating.upgrade(url))
        if as_json:
            output.print_json({"database": describe(url), "applied": applied})
        else:
            print("\n".join([f"applied {step}" for step in applied] or ["nothing to do: the schema is current"]))


def status(
    config: options.Config = None,
    data_dir: options.DataDir = None,
    database_url: options.DatabaseUrl = None,
    as_json: options.Json = False,
) -> None:
    """Say which database is used and whether its schema is current (exit code 1 if not)."""
    import asyncio

    from stockpool.entrypoints.cli import output, session
    from stockpool.runtime import migrating
    from stockpool.runtime.database import describe
    from stockpool.runtime.embedded import exists

    settings = session.load(config, data_dir=data_dir, database_url=database_url).settings
    if settings.database_url is None and not exists(settings.data_dir):
        found = {"database": f"embedded, not created yet in {settings.data_dir}", "pending": ["everything"]}
    else:
        with session.open_server(settings) as url:
            found = {"database": describe(url), "pending": asyncio.run(migrating.pending(url))}
    if as_json:
        output.print_json(found)
    else:
        print(f"{found['database']}\npending: {', '.join(found['pending']) or 'nothing, the schema is current'}")
    raise typer.Exit(ExitCode.PROBLEMS_FOUND if found["pending"] else ExitCode.OK)


def stop(
    config: options.Config = None,
    data_dir: options.DataDir = None,
    as_json: options.Json = False,
) -> None:
    """Stop the embedded server, also one that a killed process left running."""
    from stockpool.entrypoints.cli import output, session
    from stockpool.runtime.embedded import is_running, stop_embedded

    settings = session.load(config, data_dir=data_dir).settings
    if settings.database_url is not None:
        raise typer.BadParameter("the settings name a database by URL; only an embedded one can be stopped from here")
    was_running = is_running(settings.data_dir)
    stop_embedded(settings.data_dir)
    if as_json:
        output.print_json({"data_dir": settings.data_dir, "was_running": was_running})
    else:
        print(f"the server of {settings.data_dir} {'is stopped' if was_running else 'was not running'}")
