"""A process that publishes until it is killed: `python -m tests.workflows.publish_process DATABASE_URL NATS_URL`."""

from __future__ import annotations

import asyncio
import sys

from stockpool.bootstrap import Application
from stockpool.runtime.settings import Settings


async def publish(database_url: str, nats_url: str) -> None:
    """Run the application as a worker does."""
    application = Application(Settings(nats_url=nats_url, pool_size=2), database_url)
    await application.start(alone=False)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(publish(*sys.argv[1:]))
