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
    """Work off queued and scheduled jobs until stopped; as many workers as you like.

    `stockpool serve` sweeps holds, repairs orders and delivers webhooks itself: a worker is
    needed only where no server runs all the time.
    """
    import asyncio

    from stockpool.bootstrap import Application, jobs_of, revive_of
    from stockpool.entrypoints.cli.session import open_session
    from stockpool.entrypoints.worker import run_until_stopped

    async def work(application: Application) -> None:
        await application.start()
        try:
            await run_until_stopped(jobs_of(application))
        finally:
            await application.close()

    with open_session(config, data_dir=data_dir, database_url=database_url) as session:
        asyncio.run(work(Application(session.settings, session.url, revive_of(session.settings))))
