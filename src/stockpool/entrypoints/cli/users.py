"""`stockpool users`: make and look after the people who sign in."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from stockpool.entrypoints.cli import options
from stockpool.entrypoints.cli.exits import ExitCode

if TYPE_CHECKING:
    from stockpool.access.messages import UserState
    from stockpool.kernel.refusals import Refused
    from stockpool.workflows.user_administration import UserAdded, UserAdministration

T = TypeVar("T")

PAGE = 1_000
ROLES = "associate, store_manager, planner, operator or admin"

UserName = Annotated[str, typer.Argument(metavar="NAME", help="As the person signs in; capitals do not matter.")]
Nodes = Annotated[str, typer.Option(help="Nodes of an associate or store manager; several with commas.")]
FromInput = Annotated[bool, typer.Option("--password-stdin", help="Read the password from standard input.")]
Generate = Annotated[bool, typer.Option("--generate", help="Make a password and print it, without asking.")]


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    group = typer.Typer(help="Look after the people who sign in.")
    group.command()(add)
    group.command("list")(list_all)
    group.command()(enable)
    group.command()(disable)
    group.command()(password)
    group.command()(role)
    app.add_typer(group, name="users")


def add(
    *,
    name: UserName,
    role: Annotated[str, typer.Option(help=f"What the person is here for: {ROLES}.")],
    nodes: Nodes = "",
    language: Annotated[str | None, typer.Option(help="en, de or es.", show_default="the device's")] = None,
    password_stdin: FromInput = False,
    generate: Generate = False,
    config: options.Config = None,
    data_dir: options.DataDir = None,
    database_url: options.DatabaseUrl = None,
    as_json: options.Json = False,
) -> None:
    """Make a user. The password is asked for; an empty one, or no terminal to ask at, has one made and printed once."""
    from stockpool.access.messages import AddUser

    command = AddUser(name=name, role=role, nodes=_words(nodes), language=language)
    given = _password(from_input=password_stdin, generate=generate)
    added = _granted(
        _at_desk(lambda desk: desk.add(command, given), config, data_dir=data_dir, database_url=database_url), as_json
    )
    _print_added(added, as_json)


def list_all(
    config: options.Config = None,
    data_dir: options.DataDir = None,
    database_url: options.DatabaseUrl = None,
    as_json: options.Json = False,
) -> None:
    """List all users by name."""
    from msgspec import to_builtins

    from stockpool.entrypoints.cli import output

    async def read(desk: UserAdministration) -> list[UserState]:
        found = page = await desk.list("", PAGE)
        while len(page) == PAGE:
            page = await desk.list(page[-1].name, PAGE)
            found = [*found, *page]
        return found

    found = _at_desk(read, config, data_dir=data_dir, database_url=database_url)
    if as_json:
        output.print_json({"users": to_builtins(found)})
        return
    for user in found:
        limits = f" at {','.join(user.nodes)}" if user.nodes else ""
        print(f"{user.name:<16} {'disabled' if user.disabled_at else 'enabled':<8} {user.role}{limits}")


def disable(
    name: UserName,
    config: options.Config = None,
    data_dir: options.DataDir = None,
    database_url: options.DatabaseUrl = None,
    as_json: options.Json = False,
) -> None:
    """Let a user in no more; servers know within two seconds."""
    changed = _at_desk(lambda desk: desk.disable(name), config, data_dir=data_dir, database_url=database_url)
    _print_state(_granted(changed, as_json), "is disabled", as_json)


def enable(
    name: UserName,
    config: options.Config = None,
    data_dir: options.DataDir = None,
    database_url: options.DatabaseUrl = None,
    as_json: options.Json = False,
) -> None:
    """Let a user in again."""
    changed = _at_desk(
        lambda desk: desk.disable(name, disabled=False), config, data_dir=data_dir, database_url=database_url
    )
    _print_state(_granted(changed, as_json), "is enabled", as_json)


def password(
    *,
    name: UserName,
    password_stdin: FromInput = False,
    generate: Generate = False,
    config: options.Config = None,
    data_dir: options.DataDir = None,
    database_url: options.DatabaseUrl = None,
    as_json: options.Json = False,
) -> None:
    """Give a user another password, asked for as by `add`; all sessions of the user end."""
    given = _password(from_input=password_stdin, generate=generate)
    changed = _at_desk(
        lambda desk: desk.set_password(name, given), config, data_dir=data_dir, database_url=database_url
    )
    _print_added(_granted(changed, as_json), as_json)


def role(
    *,
    name: UserName,
    role: Annotated[str, typer.Argument(help=ROLES)],
    nodes: Nodes = "",
    config: options.Config = None,
    data_dir: options.DataDir = None,
    database_url: options.DatabaseUrl = None,
    as_json: options.Json = False,
) -> None:
    """Give a user another role, and the nodes that it takes; servers know within two seconds."""
    changed = _at_desk(
        lambda desk: desk.change_role(name, role, _words(nodes)), config, data_dir=data_dir, database_url=database_url
    )
    _print_state(_granted(changed, as_json), f"has the role {role}", as_json)


def _password(*, from_input: bool, generate: bool) -> str | None:
    """The password given, or None where one is to be made."""
    import sys

    if from_input:
        return sys.stdin.readline().rstrip("\r\n")
    if generate or not sys.stdin.isatty():
        return None
    from getpass import getpass

    while given := getpass("Password (empty: one is made): "):
        if getpass("Again: ") == given:
            return given
        print("these are two different passwords", file=sys.stderr)
    return None


def _at_desk(work: Callable[[UserAdministration], Awaitable[T]], config: options.Config, **named: object) -> T:
    """Do the work where users are administered."""
    import asyncio
    import time
    from datetime import UTC, datetime

    from stockpool.entrypoints.cli import session
    from stockpool.runtime.database import Database
    from stockpool.workflows.people import People

    async def run(opened: session.Session) -> T:
        database = await Database.open(opened.url, max_size=1)
        try:
            people = People(database, opened.settings, now=lambda: datetime.now(UTC), monotonic=time.monotonic)
            return await work(people.users)
        finally:
            await database.close()

    with session.open_session(config, **named) as opened:
        return asyncio.run(run(opened))


def _granted(result: T | Refused, as_json: bool) -> T:
    """The result, unless it was refused: then the command ends with why."""
    from stockpool.entrypoints.cli import output
    from stockpool.kernel.refusals import Refused

    if not isinstance(result, Refused):
        return result
    said = "\n".join(f"{problem.path} {problem.message}" for problem in result.problems) or result.message
    output.print_error(said, ExitCode.USAGE, as_json=as_json)
    raise typer.Exit(ExitCode.USAGE)


def _print_added(added: UserAdded, as_json: bool) -> None:
    """The user; with the password where it was made here."""
    from msgspec import to_builtins

    from stockpool.entrypoints.cli import output

    if as_json:
        output.print_json(to_builtins(added))
    else:
        print(added.password or f"{added.user.name} signs in with the given password")


def _print_state(user: UserState, said: str, as_json: bool) -> None:
    from msgspec import to_builtins

    from stockpool.entrypoints.cli import output

    if as_json:
        output.print_json(to_builtins(user))
    else:
        print(f"{user.name} {said}")


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in text.split(",") if word.strip())
