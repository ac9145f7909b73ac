"""`stockpool events`: follow what happens, see how far its readers are, and let old events go."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from stockpool.entrypoints.cli import options

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stockpool.feed.api import EventFilter, FeedEnds, FeedEvent, Pruned
    from stockpool.runtime.settings import Settings

Types = Annotated[list[str] | None, typer.Option("--type", help="Only events of this type, such as `order.*`.")]
Skus = Annotated[list[str] | None, typer.Option("--sku", help="Only events about this SKU.")]
Nodes = Annotated[list[str] | None, typer.Option("--node", help="Only events about this node.")]
Channels = Annotated[list[str] | None, typer.Option("--channel", help="Only events about this channel.")]
After = Annotated[
    int | None, typer.Option(min=0, help="Begin behind this position, not with what happens from now on.")
]
Until = Annotated[bool, typer.Option("--no-follow", help="End where the feed ends now.")]

READ_EVENTS = 500
WAIT_S = 3600.0


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    group = typer.Typer(help="Follow what happens, and look after the feed.", no_args_is_help=True)
    for command in (tail, status, prune):
        group.command()(command)
    app.add_typer(group, name="events")


def tail(
    *,
    kinds: Types = None,
    sku: Skus = None,
    node: Nodes = None,
    channel: Channels = None,
    after: After = None,
    no_follow: Until = False,
    config: options.Config = None,
    data_dir: options.DataDir = None,
    database_url: options.DatabaseUrl = None,
    as_json: options.Json = False,
) -> None:
    """Print what happens as it happens, a line an event; with --json each is a CloudEvent."""
    import asyncio

    from stockpool.entrypoints.cli.session import open_session
    from stockpool.feed.api import EventFilter
    from stockpool.workflows.event_kinds import types_problem

    if trouble := types_problem(kinds or ()):
        raise typer.BadParameter(trouble, param_hint="--type")
    reader = EventFilter(tuple(kinds or ()), frozenset(sku or ()), frozenset(node or ()), frozenset(channel or ()))
    with open_session(config, data_dir=data_dir, database_url=database_url) as session:
        source = session.settings.event_source if as_json else None
        asyncio.run(_tail(session.url, reader, after, source, follow=not no_follow))


async def _tail(url: str, reader: EventFilter, after: int | None, source: str | None, *, follow: bool) -> None:
    from stockpool.feed.api import sequence, wants
    from stockpool.runtime.database import Database
    from stockpool.workflows.follow_feed import Feed

    database = await Database.open(url, max_size=1)
    async with database.read() as connection:
        await sequence(connection)
    feed = Feed(database)
    await feed.start()
    try:
        ends = await feed.ends()
        place = ends.latest if after is None else _begin(after, ends)
        with feed.follow():
            while True:
                events = await feed.read(place, READ_EVENTS)
                _print([event for event in events if wants(reader, event)], source)
                if events:
                    place = events[-1].position
                elif not follow:
                    return
                else:
                    await feed.wait_beyond(place, WAIT_S)
    finally:
        await feed.close()
        await database.close()


def _begin(after: int, ends: FeedEnds) -> int:
    """Where to begin; who asks for what is gone is told so, and begins with what is left."""
    if after > ends.latest:
        raise typer.BadParameter(f"is beyond the end of the feed, which is {ends.latest}", param_hint="--after")
    if after < ends.oldest - 1:
        print(f"events up to {ends.oldest - 1:,} are no longer kept", file=sys.stderr)
    return max(after, ends.oldest - 1)


def _print(events: Sequence[FeedEvent], source: str | None) -> None:
    from stockpool.feed.api import cloud_event

    for event in events:
        if source is not None:
            print(cloud_event(event, source).decode(), flush=True)
        else:
            when = f"{event.recorded_at:%Y-%m-%d %H:%M:%S}"
            print(f"{event.position:>10}  {when}  {event.type:<28} {event.subject}", flush=True)


def status(
    config: options.Config = None,
    data_dir: options.DataDir = None,
    database_url: options.DatabaseUrl = None,
    as_json: options.Json = False,
) -> None:
    """Show where the feed begins and ends, and how far those readers are that keep their place here."""
    import asyncio

    from stockpool.entrypoints.cli import output
    from stockpool.entrypoints.cli.session import open_session

    with open_session(config, data_dir=data_dir, database_url=database_url) as session:
        oldest, latest, cursors, endpoints = asyncio.run(_status(session.url))
    cursors = [*cursors, *endpoints]
    readers = [{"reader": name, "position": place, "lag": max(0, latest - place)} for name, place in cursors]
    if as_json:
        output.print_json({"oldest": oldest, "latest": latest, "readers": readers})
        return
    print(f"the feed has positions {oldest:,} to {latest:,}" if latest else "the feed is empty")
    for each in readers:
        print(f"{each['reader']}: at {each['position']:,}, {each['lag']:,} behind")


async def _status(url: str) -> tuple[int, int, Sequence[tuple[str, int]], Sequence[tuple[str, int]]]:
    from stockpool.feed import api as feed
    from stockpool.runtime.database import Database
    from stockpool.webhooks import api as webhooks

    connection = await Database.prepare(url).connect()
    async with connection:
        await feed.sequence(connection)
        ends = await feed.ends_of_feed(connection)
        endpoints = [(f"webhook:{name}", place) for name, place in await webhooks.places(connection)]
        return ends.oldest, ends.latest, await feed.all_cursors(connection), endpoints


def prune(
    config: options.Config = None,
    data_dir: options.DataDir = None,
    database_url: options.DatabaseUrl = None,
    as_json: options.Json = False,
) -> None:
    """Take out of the feed what the settings event_… no longer keep, as a worker does every night."""
    import asyncio

    import msgspec

    from stockpool.entrypoints.cli import output
    from stockpool.entrypoints.cli.session import open_session

    with open_session(config, data_dir=data_dir, database_url=database_url) as session:
        pruned = asyncio.run(_prune(session.url, session.settings))
    if as_json:
        output.print_json(msgspec.to_builtins(pruned))
    else:
        print(f"{pruned.retired:,} events left by their age, {pruned.compacted:,} that later ones have superseded")
        if not (session.settings.event_retention_days or session.settings.event_compact_after_days):
            print("event_retention_days and event_compact_after_days are 0: everything is kept")


async def _prune(url: str, settings: Settings) -> Pruned:
    from datetime import UTC, datetime

    from stockpool.bootstrap import terms_of
    from stockpool.runtime.database import Database
    from stockpool.workflows.prune_feed import prune_feed

    database = await Database.open(url, max_size=1)
    try:
        return await prune_feed(database, datetime.now(UTC), terms_of(settings))
    finally:
        await database.close()
