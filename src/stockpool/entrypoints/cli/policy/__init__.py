"""`stockpool policy`: read, try, store and let act the rules by which demands are routed."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from stockpool.entrypoints.cli import options
from stockpool.entrypoints.cli.exits import ExitCode
from stockpool.entrypoints.cli.policy import acting
from stockpool.entrypoints.cli.policy.arguments import File, Named, Tried


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    group = typer.Typer(help="Look after sourcing policies: which nodes serve, what counts, what is tried.")
    for command in (lint, explain, acting.put, acting.activate, acting.history, show, diff, acting.rollback):
        group.command()(command)
    group.command("test")(try_policy)
    group.command()(backtest)
    group.command()(examples)
    group.command("compile")(compile_ahead)
    group.command()(acting.outlook)
    group.command()(acting.shadow)
    app.add_typer(group, name="policy")


def lint(
    file: File,
    *,
    names: Annotated[
        bool, typer.Option("--names", help="Look up rate tables, nodes, channels and categories in the database too.")
    ] = False,
    config: options.Config = None,
    data_dir: options.DataDir = None,
    database_url: options.DatabaseUrl = None,
    as_json: options.Json = False,
) -> None:
    """Say everything that is wrong with a document, by line (exit code 1 if anything is)."""
    from stockpool.entrypoints.cli.policy import sources
    from stockpool.sourcing.api import read_policy
    from stockpool.workflows.policy_desk import OFFLINE

    place = sources.Place(config, data_dir, database_url, as_json)
    source = sources.file_source(file, place)
    if names:
        read = sources.at_desk(place, lambda desk: desk.lint(source.text, source.name))
    else:
        read = read_policy(source.text, source.name, OFFLINE)
    sources.print_read(read, source.name, place)
    if read.policy is None:
        raise typer.Exit(ExitCode.PROBLEMS_FOUND)


def explain(
    policy: Named,
    *,
    config: options.Config = None,
    data_dir: options.DataDir = None,
    database_url: options.DatabaseUrl = None,
    as_json: options.Json = False,
) -> None:
    """Say a whole policy in plain English."""
    from stockpool.entrypoints.cli import output
    from stockpool.entrypoints.cli.policy import sources
    from stockpool.sourcing.api import english

    place = sources.Place(config, data_dir, database_url, as_json)
    source = sources.source_of(policy, place)
    said = english(sources.policy_of(source, place))
    if as_json:
        output.print_json({"policy": source.name, "english": said})
    else:
        print(said, end="")


def show(
    policy: Named,
    *,
    config: options.Config = None,
    data_dir: options.DataDir = None,
    database_url: options.DatabaseUrl = None,
    as_json: options.Json = False,
) -> None:
    """Print a policy's document as it was given."""
    from stockpool.entrypoints.cli import output
    from stockpool.entrypoints.cli.policy import sources

    place = sources.Place(config, data_dir, database_url, as_json)
    source = sources.source_of(policy, place)
    text = source.text.decode("utf-8", "replace")
    if as_json:
        output.print_json({"policy": source.name, "text": text})
    else:
        print(text, end="" if text.endswith("\n") else "\n")


def diff(
    old: Named,
    new: Named,
    *,
    config: options.Config = None,
    data_dir: options.DataDir = None,
    database_url: options.DatabaseUrl = None,
    as_json: options.Json = False,
) -> None:
    """Say what two policies do differently, whatever their layout (exit code 1 if anything)."""
    from difflib import unified_diff

    from stockpool.entrypoints.cli import output
    from stockpool.entrypoints.cli.policy import sources
    from stockpool.sourcing.api import written

    place = sources.Place(config, data_dir, database_url, as_json)
    before, after = [sources.source_of(each, place) for each in (old, new)]
    texts = [written(sources.policy_of(each, place)).splitlines() for each in (before, after)]
    lines = list(unified_diff(texts[0], texts[1], before.name, after.name, lineterm=""))
    if as_json:
        output.print_json({"same": not lines, "diff": lines})
    else:
        print("\n".join(lines) or "both say the same")
    if lines:
        raise typer.Exit(ExitCode.PROBLEMS_FOUND)


def try_policy(
    policy: Named,
    cases: Annotated[str, typer.Argument(metavar="CASES", help="The cases, in YAML.")],
    *,
    config: options.Config = None,
    data_dir: options.DataDir = None,
    database_url: options.DatabaseUrl = None,
    as_json: options.Json = False,
) -> None:
    """Try a policy on a planner's cases, without a database where both are files (exit code 1 if one fails)."""
    import msgspec

    from stockpool.entrypoints.cli import output
    from stockpool.entrypoints.cli.policy import sources
    from stockpool.sourcing.api import decide_case, read_cases, report_text, try_cases

    place = sources.Place(config, data_dir, database_url, as_json)
    tried = sources.policy_of(sources.source_of(policy, place), place)
    source = sources.file_source(cases, place)
    read = read_cases(source.text, source.name)
    if read.cases is None:
        sources.print_problems(read.problems, place)
        raise typer.Exit(ExitCode.PROBLEMS_FOUND)
    report = try_cases(tried, read.cases, decide_case)
    if as_json:
        output.print_json(msgspec.to_builtins(report) | {"failed": report.failed})
    else:
        print(report_text(report))
    if report.failed:
        raise typer.Exit(ExitCode.PROBLEMS_FOUND)


def backtest(
    first: Tried,
    second: Tried,
    folder: Annotated[
        Path | None,
        typer.Argument(
            help="Folder with the tables' files; left out, the database's own orders.",
            metavar="[DIR]",
            show_default=False,
        ),
    ] = None,
    *,
    mapping: options.Mapping = None,
    source: options.MappedFrom = None,
    since: Annotated[
        str | None, typer.Option(metavar="DAY", help="Orders from this day on, in UTC.", show_default="all")
    ] = None,
    until: Annotated[
        str | None, typer.Option(metavar="DAY", help="Orders before this day, in UTC.", show_default="all")
    ] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="The first so many orders.", show_default="all")] = None,
    freight: Annotated[
        str | None,
        typer.Option(
            metavar="NAME", help="The rate table that measures both.", show_default="the first that a policy names"
        ),
    ] = None,
    short_costs: Annotated[
        float | None,
        typer.Option(min=0, help="What a unit that is short costs; without it, orders that are short have no cost."),
    ] = None,
    show: Annotated[int, typer.Option(min=0, max=1000, help="So many of the orders that differ most.")] = 5,
    seed: Annotated[int, typer.Option(help="Of the draws for the intervals, and of the luck of parcels.")] = 1,
    workers: Annotated[int | None, typer.Option(min=1, help="Processes.", show_default="one for each core")] = None,
    out: options.Rejects = options.REJECTS,
    config: options.Config = None,
    data_dir: options.DataDir = None,
    database_url: options.DatabaseUrl = None,
    as_json: options.Json = False,
) -> None:
    """Replay recorded orders under two policies on the same stock path, and say how they differ and how sure that is.

    Each plan is costed by both policies. Differences are the second policy's less the first's, order by order, with
    intervals of 95%. Nothing is changed; a folder of tables is imported into a database of its own, which is dropped.
    Exit code 2: there was nothing to try.
    """
    from stockpool.entrypoints.cli.policy import backtesting, sources
    from stockpool.simulation.backtest.backtesting import BacktestPlan

    place = sources.Place(config, data_dir, database_url, as_json)
    window = backtesting.Window(
        backtesting.moment(since, "--since"), backtesting.moment(until, "--until"), limit, freight
    )
    plan = BacktestPlan(short_cost=short_costs, differing=show, seed=seed, workers=workers or 0)
    backtesting.run_backtest((first, second), backtesting.Files(folder, mapping, source, out), window, plan, place)


def examples(
    name: Annotated[str | None, typer.Argument(metavar="[NAME]", help="Print this one.", show_default=False)] = None,
    *,
    cases: Annotated[bool, typer.Option("--cases", help="Print its cases instead.")] = False,
    as_json: options.Json = False,
) -> None:
    """List the policies that come with stockpool, or print one to begin with."""
    from stockpool.entrypoints.cli import output
    from stockpool.entrypoints.cli.policy import sources
    from stockpool.sourcing.api import example, read_policy
    from stockpool.sourcing.api import examples as names_of_examples

    known = [each for each in map(example, names_of_examples()) if each is not None]
    if name is None:
        about = {each.name: read.about for each in known if (read := read_policy(each.text).policy) is not None}
        if as_json:
            output.print_json({"examples": about})
        else:
            print("\n".join([f"{each:<18} {said}" for each, said in about.items()]))
        return
    found = next((each for each in known if each.name == name), None)
    if found is None:
        place = sources.Place(None, None, None, as_json)
        sources.wrong(f"there is no example {name!r}: there are {', '.join(names_of_examples())}", place)
    if as_json:
        output.print_json({"name": found.name, "text": found.text, "cases": found.cases})
    else:
        print(found.cases if cases else found.text, end="")


def compile_ahead(*, as_json: options.Json = False) -> None:
    """Compile the search for the cheapest plan ahead, or the first order under a policy waits for it.

    Once for each installed version and user; it takes a minute or two.
    """
    import sys

    import msgspec

    from stockpool.entrypoints.cli import output
    from stockpool.sourcing.api import compile_search

    print("compiling the search for the cheapest plan, a minute or two ...", file=sys.stderr, flush=True)
    done = compile_search()
    if as_json:
        output.print_json(msgspec.to_builtins(done))
    elif done.folder is None:
        print(f"compiled in {done.seconds} s, but the user's cache folder cannot be written: nothing is kept")
    else:
        print(f"compiled in {done.seconds} s, kept in {done.folder}")
