"""Policies stored, let act and taken back; what they know, and who decides beside the one that acts."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from stockpool.entrypoints.cli import options
from stockpool.entrypoints.cli.policy.arguments import CasesFile, File, Named, Note

if TYPE_CHECKING:
    from stockpool.entrypoints.cli.policy.sources import Place
    from stockpool.runtime.database import Database
    from stockpool.sourcing.api import Activated, Activation, StoredPolicy


def put(
    file: File,
    *,
    cases: CasesFile = None,
    note: Note = "",
    config: options.Config = None,
    data_dir: options.DataDir = None,
    database_url: options.DatabaseUrl = None,
    as_json: options.Json = False,
) -> None:
    """Store a document as the next version of its name; it does not act yet."""
    from stockpool.entrypoints.cli import output
    from stockpool.entrypoints.cli.policy import sources

    place = sources.Place(config, data_dir, database_url, as_json)
    stored = sources.put_file(file, cases, note, place)
    if as_json:
        output.print_json({**_head(stored.policy), "new": stored.new})
    else:
        print(f"{stored.policy.name}@{stored.policy.version} is {'stored' if stored.new else 'stored already'}")


def activate(
    policy: Named,
    *,
    cases: CasesFile = None,
    note: Note = "",
    config: options.Config = None,
    data_dir: options.DataDir = None,
    database_url: options.DatabaseUrl = None,
    as_json: options.Json = False,
) -> None:
    """Let a policy act from the next order on, in every process; a file is stored first (exit code 1 if refused)."""
    from stockpool.entrypoints.cli.policy import sources
    from stockpool.kernel.refusals import Refused
    from stockpool.sourcing.api import ActivatePolicy

    place = sources.Place(config, data_dir, database_url, as_json)
    if sources.is_file(policy):
        stored = sources.put_file(policy, cases, note, place).policy
        command = ActivatePolicy(stored.name, stored.version, note)
    elif cases is not None:
        sources.wrong("--cases are stored with a file: name the policy's file too", place)
    else:
        name, version = sources.name_and_version(policy, place)
        command = ActivatePolicy(name, version, note)
    taken = sources.at_desk(place, lambda desk: desk.activate(command, datetime.now(UTC), sources.actor()))
    if isinstance(taken, Refused):
        sources.refused(taken, place)
    _print_taken(taken, place)


def history(
    *,
    limit: Annotated[int, typer.Option(min=1, max=10_000, metavar="N", help="So many steps at most.")] = 50,
    config: options.Config = None,
    data_dir: options.DataDir = None,
    database_url: options.DatabaseUrl = None,
    as_json: options.Json = False,
) -> None:
    """List which policies acted since when, the newest step first."""
    from stockpool.entrypoints.cli import output
    from stockpool.entrypoints.cli.policy import sources

    place = sources.Place(config, data_dir, database_url, as_json)
    steps, names = sources.at_database(place, lambda database: _steps_and_names(database, limit))
    if as_json:
        output.print_json({"steps": [_step(each) for each in steps], "names": names})
        return
    for each in steps:
        what = f"{_acts(each)}{f' (back to step {each.back_to})' if each.back_to else ''}"
        note = f": {each.note}" if each.note else ""
        who = names.get(each.activated_by, each.activated_by)
        print(f"{each.sequence:>4}  {each.activated_at:%Y-%m-%d %H:%M:%S%z}  {what}  {who}{note}")


async def _steps_and_names(database: Database, limit: int) -> tuple[list[Activation], dict[str, str]]:
    from stockpool.access.api import NameBook
    from stockpool.workflows.policy_desk import PolicyDesk

    steps = await PolicyDesk(database).history(None, limit)
    return steps, await NameBook(database).of([each.activated_by for each in steps])


def rollback(
    *,
    note: Note = "",
    config: options.Config = None,
    data_dir: options.DataDir = None,
    database_url: options.DatabaseUrl = None,
    as_json: options.Json = False,
) -> None:
    """Let that act again which acted before; once more goes further back, in the end to the built-in routing."""
    from stockpool.entrypoints.cli.policy import sources
    from stockpool.kernel.refusals import Refused
    from stockpool.sourcing.api import RollBack

    place = sources.Place(config, data_dir, database_url, as_json)
    taken = sources.at_desk(place, lambda desk: desk.roll_back(RollBack(note), datetime.now(UTC), sources.actor()))
    if isinstance(taken, Refused):
        sources.refused(taken, place)
    _print_taken(taken, place)


def outlook(
    *,
    days: Annotated[int, typer.Option(min=1, max=3_660, metavar="N", help="By what was sold in so many days.")] = 56,
    config: options.Config = None,
    data_dir: options.DataDir = None,
    database_url: options.DatabaseUrl = None,
    as_json: options.Json = False,
) -> None:
    """Work out what nodes sell of SKUs a day from the ledger and the history of sales; what was told stays."""
    import msgspec

    from stockpool.entrypoints.cli import output
    from stockpool.entrypoints.cli.policy import sources
    from stockpool.workflows.outlook_desk import OutlookDesk

    place = sources.Place(config, data_dir, database_url, as_json)
    said = sources.at_database(place, lambda database: OutlookDesk(database).work_out(days, datetime.now(UTC)))
    if as_json:
        output.print_json(msgspec.structs.asdict(said))
    elif said.since is None:
        print(f"nothing was sold in {days} days: no outlook is known by sales")
    else:
        print(f"{said.outlooks} outlooks by what was sold since {said.since:%Y-%m-%d}")


def shadow(
    policy: Annotated[
        str | None,
        typer.Argument(
            metavar="[POLICY]", help="NAME or NAME@VERSION of a stored one, or `report`.", show_default=False
        ),
    ] = None,
    *,
    off: Annotated[bool, typer.Option("--off", help="Let none decide beside the active one any more.")] = False,
    day: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], metavar="DAY", help="The report's day; today (UTC).")
    ] = None,
    config: options.Config = None,
    data_dir: options.DataDir = None,
    database_url: options.DatabaseUrl = None,
    as_json: options.Json = False,
) -> None:
    """Let a stored policy decide beside the active one without acting, say which one does, or report a day of it."""
    from stockpool.entrypoints.cli.policy import shadows, sources

    place = sources.Place(config, data_dir, database_url, as_json)
    if policy == shadows.REPORT:
        shadows.report((day or datetime.now(UTC)).date(), place)
    elif day is not None:
        sources.wrong("--day is the day of a `report`", place)
    elif policy is None and not off:
        shadows.tell(place)
    elif policy is not None and off:
        sources.wrong("name a policy or give --off, not both", place)
    else:
        shadows.change(policy, place)


def _print_taken(taken: Activated, place: Place) -> None:
    from stockpool.entrypoints.cli import output
    from stockpool.entrypoints.cli.policy import sources

    warnings = sources.at_desk(place, lambda desk: desk.warnings())
    if place.as_json:
        output.print_json({**_step(taken.activation), "new": taken.new, "warnings": list(warnings)})
        return
    print(f"{_acts(taken.activation)} {'acts from the next order on' if taken.new else 'acts already'}")
    for each in warnings:
        print(f"warning: {each}")


def _acts(step: Activation) -> str:
    return f"{step.policy}@{step.version}" if step.policy is not None else "the built-in routing"


def _step(step: Activation) -> dict[str, object]:
    return {field: getattr(step, field) for field in step.__struct_fields__}


def _head(stored: StoredPolicy) -> dict[str, object]:
    return {
        field: getattr(stored, field) for field in ("name", "version", "digest", "created_at", "created_by", "note")
    }
