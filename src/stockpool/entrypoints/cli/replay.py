"""`stockpool replay`: a retailer's recorded orders through the real system, in a database made for it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from stockpool.entrypoints.cli import options


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command()(replay)


def replay(
    folder: options.Tables = None,
    files: Annotated[
        Path | None,
        typer.Argument(
            help="With --compare: the folder of the files, behind what they are: `olist`.",
            metavar="[FILES]",
            show_default=False,
        ),
    ] = None,
    *,
    mapping: options.Mapping = None,
    source: options.MappedFrom = None,
    speed: Annotated[
        str, typer.Option(help="How many times as fast as it was; `max`: without a pause.", metavar="N|max")
    ] = "max",
    limit: Annotated[int | None, typer.Option(min=1, help="Play the first so many orders.", show_default="all")] = None,
    reject_share: Annotated[
        float, typer.Option(min=0, max=1, help="Share of fulfillment orders that their nodes reject.")
    ] = 0,
    short_share: Annotated[float, typer.Option(min=0, max=1, help="Share of picks in which a unit is missing.")] = 0,
    till_share: Annotated[
        float,
        typer.Option(min=0, max=1, help="Share of the positions that orders are sent to at which a till sells too."),
    ] = 0,
    return_share: Annotated[float, typer.Option(min=0, max=1, help="Share of deliveries that come back.")] = 0,
    seed: Annotated[
        int | None, typer.Option(help="Let nodes do their work, with these draws.", show_default="1 with any share")
    ] = None,
    compare: Annotated[
        bool,
        typer.Option("--compare", help="Compare four worlds of a marketplace's files: `stockpool replay olist DIR`."),
    ] = False,
    day_costs: Annotated[
        float, typer.Option(min=0, help="With --compare: what a day of waiting costs, in the files' currency.")
    ] = 1.0,
    workers: Annotated[
        int | None, typer.Option(min=1, help="With --compare: processes.", show_default="one for each core")
    ] = None,
    out: options.Rejects = options.REJECTS,
    config: options.Config = None,
    data_dir: options.DataDir = None,
    database_url: options.DatabaseUrl = None,
    as_json: options.Json = False,
) -> None:
    """Play recorded orders in the order of their times, and say how well the stock would have served them.

    With a share or a seed nodes do their work too: they accept, reject, pick short, ship and hand over; tills sell what
    was promised, orders are repaired, and supplies come week by week.

    With --compare nothing is played through the ledger: `stockpool replay olist DIR --compare` serves the orders of
    Olist's files in four worlds (each seller for itself, one warehouse, a pool by nearest, a pool by the best policy)
    and shows them side by side. It needs no database.

    Works on a server's side, in a database of its own that is gone afterwards: nothing of yours is read or changed.
    Exit code 0: the ledger is clean at the end; 1: it is not, or rows were rejected; 2: nothing could be played.
    """
    from stockpool.entrypoints.cli import output, session
    from stockpool.entrypoints.cli.importing.sources import tables_of
    from stockpool.entrypoints.cli.replaying import run_replay, speed_of
    from stockpool.simulation.replay import ReplayPlan, WorldPlan

    if compare:
        from stockpool.entrypoints.cli.comparing import run_compare

        run_compare(
            folder, files, day_costs, seed=1 if seed is None else seed, limit=limit, workers=workers, as_json=as_json
        )
        return
    if files is not None:
        raise typer.BadParameter("is for --compare", param_hint="FILES")
    times = speed_of(speed)
    world = None
    if seed is not None or reject_share or short_share or till_share or return_share:
        if times is not None:
            raise typer.BadParameter("is `max` where nodes do their work", param_hint="--speed")
        world = WorldPlan(reject_share, short_share, till_share, return_share, 1 if seed is None else seed)
    settings = session.load(config, data_dir=data_dir, database_url=database_url).settings
    with tables_of(folder, mapping, source) as tables, session.open_server(settings) as url:
        shown = run_replay(settings, url, ReplayPlan(tables, out, times, limit, world))
    if as_json:
        output.print_json(shown.for_json())
    else:
        print(shown.in_words())
    raise typer.Exit(shown.exit_code)
