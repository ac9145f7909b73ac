"""`stockpool worker`: a process that works off jobs."""

from __future__ import annotations

import typer

from stockpool.entrypoints.cli import options


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command()(worker)


def worker(
    config: options.Config = None,
    data_dir: options.DataDir = None,
    database_url: options.DatabaseUrl = None,
) -> None:
    """Work off queued and scheduled jobs until stopped; as many workers as you like."""
    import asyncio

    from stockpool.entrypoints.cli.session import open_session
    from stockpool.entrypoints.worker import run_until_stopped
    from stockpool.runtime.jobs import Jobs

    async def work(url: str) -> None:
        await run_until_stopped(Jobs(url))

    with open_session(config, data_dir=data_dir, database_url=database_url) as session:
        asyncio.run(work(session.url))
