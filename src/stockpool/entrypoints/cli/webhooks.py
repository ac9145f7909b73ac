"""`stockpool webhooks`: look after the endpoints to which events are brought."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple, TypeVar

import typer

from stockpool.entrypoints.cli import options
from stockpool.entrypoints.cli.exits import ExitCode

if TYPE_CHECKING:
    from stockpool.kernel.refusals import Refused
    from stockpool.webhooks.messages import EndpointState
    from stockpool.workflows.webhook_desk import WebhookDesk

T = TypeVar("T")

Id = Annotated[str, typer.Argument(metavar="ID", help="As `webhooks list` shows it.")]
Limit = Annotated[int, typer.Option(min=1, max=1_000, help="So many at most.")]
Url = Annotated[str, typer.Option(help="Where events go: https.")]
Named = Annotated[str, typer.Option(help="Only these; several with commas.", show_default="all")]
BatchMax = Annotated[int, typer.Option(min=1, max=1_000, help="Events in a request; above 1 they come as lists.")]
Description = Annotated[str, typer.Option(help="For people.")]


class Place(NamedTuple):
    """Which database, as the command's options name it, and how to answer."""

    config: options.Config
    data_dir: options.DataDir
    database_url: options.DatabaseUrl
    as_json: bool


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    group = typer.Typer(help="Look after webhooks: where events are brought, and what did not arrive.")
    group.command()(create)
    group.command("list")(list_all)
    for command in (show, edit, delete, rotate, pause, resume, replay, attempts):
        group.command()(command)
    group.command("test")(ping)
    group.command()(dead_letters)
    group.command()(replay_dead_letters)
    app.add_typer(group, name="webhooks")


def create(
    *,
    url: Url,
    description: Description = "",
    types: Named = "",
    skus: Named = "",
    nodes: Named = "",
    channels: Named = "",
    batch_max: BatchMax = 1,
    after: Annotated[int | None, typer.Option(min=0, help="Begin behind this position.", show_default="now")] = None,
    config: options.Config = None,
    data_dir: options.DataDir = None,
    database_url: options.DatabaseUrl = None,
    as_json: options.Json = False,
) -> None:
    """Make an endpoint and print its secret; nobody can read it again."""
    place = Place(config, data_dir, database_url, as_json)
    given = {"types": types, "skus": skus, "nodes": nodes, "channels": channels}
    wanted = {"url": url, "description": description, "batch_max": batch_max, **_words(given)}
    made = _at_desk(place, lambda desk: desk.create(_definition(wanted), after))
    _print(made, place, lambda: f"{made.endpoint.id}\n{made.secret}")


def list_all(
    *,
    limit: Limit = 100,
    config: options.Config = None,
    data_dir: options.DataDir = None,
    database_url: options.DatabaseUrl = None,
    as_json: options.Json = False,
) -> None:
    """List endpoints: how they stand, how many events they are behind, and how many are dead letters."""
    place = Place(config, data_dir, database_url, as_json)

    async def found(desk: WebhookDesk) -> list[EndpointState]:
        return list(await desk.list("", limit))

    rows = _at_desk(place, found)
    _print({"webhooks": rows}, place, lambda: "\n".join([_line(each) for each in rows]) or "no endpoints")


def show(
    webhook: Id,
    *,
    config: options.Config = None,
    data_dir: options.DataDir = None,
    database_url: options.DatabaseUrl = None,
    as_json: options.Json = False,
) -> None:
    """Show one endpoint."""
    place = Place(config, data_dir, database_url, as_json)
    state = _at_desk(place, lambda desk: desk.get(webhook))
    _print(state, place, lambda: _line(state))


def edit(
    webhook: Id,
    *,
    url: Annotated[str | None, typer.Option(help="Where events go.", show_default="as it is")] = None,
    description: Annotated[str | None, typer.Option(help="For people.", show_default="as it is")] = None,
    types: Annotated[str | None, typer.Option(help="With commas; '' is all.", show_default="as it is")] = None,
    skus: Annotated[str | None, typer.Option(help="With commas; '' is all.", show_default="as it is")] = None,
    nodes: Annotated[str | None, typer.Option(help="With commas; '' is all.", show_default="as it is")] = None,
    channels: Annotated[str | None, typer.Option(help="With commas; '' is all.", show_default="as it is")] = None,
    batch_max: Annotated[int | None, typer.Option(min=1, max=1_000, show_default="as it is")] = None,
    config: options.Config = None,
    data_dir: options.DataDir = None,
    database_url: options.DatabaseUrl = None,
    as_json: options.Json = False,
) -> None:
    """Change what is named of an endpoint; its cursor stays."""
    place = Place(config, data_dir, database_url, as_json)
    lists = {"types": types, "skus": skus, "nodes": nodes, "channels": channels}
    plain = {"url": url, "description": description, "batch_max": batch_max}
    changes = {name: value for name, value in plain.items() if value is not None} | _words(
        {name: value for name, value in lists.items() if value is not None}
    )

    async def edited(desk: WebhookDesk) -> EndpointState | Refused:
        import msgspec

        from stockpool.webhooks.messages import EndpointInput, EndpointState

        state = await desk.get(webhook)
        if not isinstance(state, EndpointState):
            return state
        before = {name: getattr(state, name) for name in EndpointInput.__struct_fields__}
        return await desk.replace(webhook, msgspec.convert(before | changes, EndpointInput), state.revision)

    state = _at_desk(place, edited)
    _print(state, place, lambda: _line(state))


def delete(
    webhook: Id,
    *,
    config: options.Config = None,
    data_dir: options.DataDir = None,
    database_url: options.DatabaseUrl = None,
    as_json: options.Json = False,
) -> None:
    """Forget an endpoint, its secrets and its dead letters."""
    place = Place(config, data_dir, database_url, as_json)
    _at_desk(place, lambda desk: desk.delete(webhook))
    _print({"deleted": webhook}, place, lambda: f"{webhook} is deleted")


def rotate(
    webhook: Id,
    *,
    overlap_hours: Annotated[
        float, typer.Option(min=0, max=720, help="So long the present secret signs beside the new one.")
    ] = 24,
    config: options.Config = None,
    data_dir: options.DataDir = None,
    database_url: options.DatabaseUrl = None,
    as_json: options.Json = False,
) -> None:
    """Make a new secret and print it; nobody can read it again."""
    place = Place(config, data_dir, database_url, as_json)
    made = _at_desk(place, lambda desk: desk.rotate(webhook, overlap_hours * 3_600))
    _print(made, place, lambda: made.secret)


def pause(
    webhook: Id,
    *,
    config: options.Config = None,
    data_dir: options.DataDir = None,
    database_url: options.DatabaseUrl = None,
    as_json: options.Json = False,
) -> None:
    """Leave an endpoint alone; what comes meanwhile waits."""
    place = Place(config, data_dir, database_url, as_json)
    state = _at_desk(place, lambda desk: desk.pause(webhook))
    _print(state, place, lambda: _line(state))


def resume(
    webhook: Id,
    *,
    config: options.Config = None,
    data_dir: options.DataDir = None,
    database_url: options.DatabaseUrl = None,
    as_json: options.Json = False,
) -> None:
    """Deliver again, at once."""
    place = Place(config, data_dir, database_url, as_json)
    state = _at_desk(place, lambda desk: desk.resume(webhook))
    _print(state, place, lambda: _line(state))


def replay(
    webhook: Id,
    *,
    after: Annotated[int, typer.Option(min=0, help="The position behind which everything is sent.")],
    config: options.Config = None,
    data_dir: options.DataDir = None,
    database_url: options.DatabaseUrl = None,
    as_json: options.Json = False,
) -> None:
    """Deliver everything behind a position, whatever has arrived."""
    place = Place(config, data_dir, database_url, as_json)
    state = _at_desk(place, lambda desk: desk.replay(webhook, after))
    _print(state, place, lambda: _line(state))


def ping(
    webhook: Id,
    *,
    config: options.Config = None,
    data_dir: options.DataDir = None,
    database_url: options.DatabaseUrl = None,
    as_json: options.Json = False,
) -> None:
    """Send a ping at once, and say what came back (exit code 1 if it did not arrive)."""
    place = Place(config, data_dir, database_url, as_json)
    reply = _at_desk(place, lambda desk: desk.test(webhook))
    arrived = not reply.error
    said = {"delivered": arrived, "status": reply.status, "milliseconds": reply.milliseconds, "error": reply.error}
    _print(said, place, lambda: f"{reply.error or f'answered {reply.status}'} in {reply.milliseconds} ms")
    if not arrived:
        raise typer.Exit(ExitCode.PROBLEMS_FOUND)


def attempts(
    webhook: Id,
    *,
    limit: Limit = 20,
    config: options.Config = None,
    data_dir: options.DataDir = None,
    database_url: options.DatabaseUrl = None,
    as_json: options.Json = False,
) -> None:
    """List the latest calls of a receiver, the newest first."""
    place = Place(config, data_dir, database_url, as_json)
    rows = _at_desk(place, lambda desk: desk.attempts(webhook, limit))
    lines = [
        f"{each.at:%Y-%m-%d %H:%M:%S}  {each.outcome:<9} {each.status or '-':>3} {each.milliseconds:>6} ms"
        f"  {each.events} from {each.first_position}  {each.error}".rstrip()
        for each in rows
    ]
    _print({"attempts": rows}, place, lambda: "\n".join(lines) or "no calls yet")


def dead_letters(
    webhook: Id,
    *,
    after: Annotated[int, typer.Option(min=0, help="Only those behind this position.")] = 0,
    limit: Limit = 100,
    config: options.Config = None,
    data_dir: options.DataDir = None,
    database_url: options.DatabaseUrl = None,
    as_json: options.Json = False,
) -> None:
    """List the events that did not arrive (exit code 1 if there are any)."""
    place = Place(config, data_dir, database_url, as_json)
    rows = _at_desk(place, lambda desk: desk.letters(webhook, after, limit))
    lines = [
        f"{each.position:>10}  {each.event_id}  {each.type}  attempts: {each.attempts}, until"
        f" {each.died_at:%Y-%m-%d %H:%M:%S}: {each.error}"
        for each in rows
    ]
    _print({"dead_letters": rows}, place, lambda: "\n".join(lines) or "no dead letters")
    if rows:
        raise typer.Exit(ExitCode.PROBLEMS_FOUND)


def replay_dead_letters(
    webhook: Id,
    event_ids: Annotated[list[int] | None, typer.Argument(metavar="[EVENT]...", help="Ids; all if left out.")] = None,
    *,
    config: options.Config = None,
    data_dir: options.DataDir = None,
    database_url: options.DatabaseUrl = None,
    as_json: options.Json = False,
) -> None:
    """Let a server or worker send events that did not arrive once more."""
    place = Place(config, data_dir, database_url, as_json)
    asked = _at_desk(place, lambda desk: desk.ask(webhook, event_ids or None))
    _print({"asked": asked}, place, lambda: f"{asked} dead letters are sent once more")


def _at_desk(place: Place, work: Callable[[WebhookDesk], Awaitable[T]]) -> Any:  # noqa: ANN401 -- T without Refused
    """Do something with endpoints; a refusal ends the command."""
    import asyncio

    from stockpool.bootstrap import courier_of, webhook_desk_on
    from stockpool.entrypoints.cli import output, session
    from stockpool.kernel.refusals import Refused
    from stockpool.runtime.database import Database

    async def run(opened: session.Session) -> T:
        database = await Database.open(opened.url, max_size=2)
        courier = courier_of(opened.settings)
        try:
            return await work(webhook_desk_on(database, courier, opened.settings))
        finally:
            await courier.outgoing.close()
            await database.close()

    with session.open_session(place.config, data_dir=place.data_dir, database_url=place.database_url) as opened:
        result = asyncio.run(run(opened))
    if isinstance(result, Refused):
        output.print_error(result.message, ExitCode.USAGE, as_json=place.as_json)
        raise typer.Exit(ExitCode.USAGE)
    return result


def _definition(given: dict[str, Any]) -> Any:  # noqa: ANN401 -- loaded late
    import msgspec

    from stockpool.webhooks.messages import EndpointInput

    return msgspec.convert(given, EndpointInput)


def _words(given: dict[str, str]) -> dict[str, tuple[str, ...]]:
    return {name: tuple(filter(None, map(str.strip, text.split(",")))) for name, text in given.items()}


def _print(value: object, place: Place, words: Callable[[], str]) -> None:
    import msgspec

    from stockpool.entrypoints.cli import output

    if place.as_json:
        output.print_json(msgspec.to_builtins(value))
    else:
        print(words())


def _line(state: EndpointState) -> str:
    said = f": {state.reason or state.last_error}" if state.reason or state.last_error else ""
    return (
        f"{state.id}  {state.status:<8} at {state.position}, {state.lag_events} behind,"
        f" {state.dead_letters} dead letters  {state.url}{said}"
    )
