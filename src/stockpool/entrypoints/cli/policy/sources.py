"""Where a command's policy comes from: a file, a stored version, or the one that acts."""

from __future__ import annotations

import asyncio
import getpass
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple, NoReturn, TypeVar

import typer

from stockpool.entrypoints.cli import options, output, session
from stockpool.entrypoints.cli.exits import ExitCode
from stockpool.kernel.refusals import Refused
from stockpool.runtime.database import Database
from stockpool.sourcing.api import DocumentProblem, Policy, PolicyPut, PutPolicy, ReadPolicy, read_policy
from stockpool.workflows.policy_desk import OFFLINE, PolicyDesk

T = TypeVar("T")

ACTIVE = "active"

READ_MAX = 8 * 1024 * 1024
"""Of a file so many bytes are read: far more than a document may have, so that most are told how long they are."""


class Place(NamedTuple):
    """Which database, as the command's options name it, and how to answer."""

    config: options.Config
    data_dir: options.DataDir
    database_url: options.DatabaseUrl
    as_json: bool


class Source(NamedTuple):
    """A document and what it is called in problems."""

    name: str
    text: bytes


def at_desk(place: Place, work: Callable[[PolicyDesk], Awaitable[T]]) -> T:
    """Do something where policies are kept."""
    return at_database(place, lambda database: work(PolicyDesk(database)))


def at_database(place: Place, work: Callable[[Database], Awaitable[T]]) -> T:
    """Do something with the database."""

    async def run(url: str) -> T:
        database = await Database.open(url, max_size=1)
        try:
            return await work(database)
        finally:
            await database.close()

    with session.open_session(place.config, data_dir=place.data_dir, database_url=place.database_url) as opened:
        return asyncio.run(run(opened.url))


def is_file(named: str) -> bool:
    """Whether an argument is a file, or looks like one that is not there."""
    return named.endswith((".yaml", ".yml")) or "/" in named or Path(named).is_file()


def name_and_version(named: str, place: Place) -> tuple[str, int | None]:
    """The parts of `NAME[@VERSION]`."""
    name, _, version = named.partition("@")
    if version and not (version.isascii() and version.isdigit()):
        wrong(f"{named!r}: the version behind @ must be a number", place)
    return name, int(version) if version else None


def source_of(named: str, place: Place) -> Source:
    """The document that an argument names."""
    if is_file(named):
        return file_source(named, place)
    if named == ACTIVE:
        last = at_desk(place, lambda desk: desk.last())
        if last is None or last.policy is None:
            wrong("no policy acts: the built-in routing serves from the fewest and nearest nodes", place)
        named = f"{last.policy}@{last.version}"
    name, version = name_and_version(named, place)
    stored = at_desk(place, lambda desk: desk.get(name, version))
    if stored is None:
        wrong(f"there is no file and no stored policy {named!r}", place)
    return Source(f"{stored.name}@{stored.version}", stored.text.encode())


def file_source(named: str, place: Place) -> Source:
    """A file's text; a file that does not end is not read to its end."""
    try:
        with Path(named).open("rb") as file:
            text = file.read(READ_MAX + 1)
    except OSError as error:
        wrong(f"{named}: {error.strerror or error}", place)
    if len(text) > READ_MAX:
        wrong(f"{named}: is longer than {READ_MAX:,} bytes; name the policy's file", place)
    return Source(named, text)


def policy_of(source: Source, place: Place) -> Policy:
    """The policy of a document; what is wrong with it ends the command."""
    read = read_policy(source.text, source.name, OFFLINE)
    if read.policy is None:
        print_problems(read.problems, place)
        raise typer.Exit(ExitCode.PROBLEMS_FOUND)
    return read.policy


def print_problems(problems: tuple[DocumentProblem, ...], place: Place) -> None:
    """What is wrong, each in a line."""
    if place.as_json:
        output.print_json({"valid": False, "problems": [_shown(each) for each in problems]})
    else:
        print("\n".join([each.text for each in problems]))


def print_read(read: ReadPolicy, name: str, place: Place) -> None:
    """What is wrong or strange, or that nothing is."""
    if place.as_json:
        problems = [_shown(each) for each in read.problems]
        output.print_json({"valid": read.policy is not None, "problems": problems})
        return
    for each in read.problems:
        print(each.text)
    if read.policy is not None:
        print(f"{name}: the policy {read.policy.name} can be obeyed")


def _shown(problem: DocumentProblem) -> dict[str, object]:
    return {field: getattr(problem, field) for field in problem.__struct_fields__}


def wrong(message: str, place: Place) -> NoReturn:
    """Nothing can be done."""
    output.print_error(message, ExitCode.USAGE, as_json=place.as_json)
    raise typer.Exit(ExitCode.USAGE)


def refused(result: Refused, place: Place) -> NoReturn:
    """It is not done, and why."""
    lines = [result.message, *[f"{each.path}: {each.message}" for each in result.problems]]
    output.print_error("\n".join(lines), ExitCode.PROBLEMS_FOUND, as_json=place.as_json)
    raise typer.Exit(ExitCode.PROBLEMS_FOUND)


def actor() -> str:
    """Who works at this terminal."""
    try:
        return f"cli:{getpass.getuser()}"
    except (KeyError, OSError):
        return "cli"


def put_file(file: str, cases: str | None, note: str, place: Place) -> PolicyPut:
    """Store a file as the next version of its policy; the command ends where that is refused."""
    texts = [file_source(each, place) if each is not None else None for each in (file, cases)]
    decoded = []
    for each in texts:
        try:
            decoded.append(each.text.decode("utf-8-sig") if each is not None else None)
        except UnicodeDecodeError:
            wrong(f"{each.name if each else file}: is not UTF-8; save it as UTF-8", place)
    command = PutPolicy(decoded[0] or "", decoded[1], note, file)
    stored = at_desk(place, lambda desk: desk.put(command, datetime.now(UTC), actor()))
    if isinstance(stored, Refused):
        refused(stored, place)
    return stored
