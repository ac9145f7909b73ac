"""`stockpool keys`: make, list and revoke the keys that callers of the HTTP interface send."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

from stockpool.entrypoints.cli import options
from stockpool.entrypoints.cli.exits import ExitCode

if TYPE_CHECKING:
    from psycopg import AsyncConnection

    from stockpool.access.api import ApiKey
    from stockpool.kernel.refusals import Refused

T = TypeVar("T")

EXPIRY = "When it ends, in UTC: 2030-12-31 or 2030-12-31T18:00:00."
EXPIRY_FORMATS = ["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S"]


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    group = typer.Typer(help="Look after API keys.")
    group.command()(create)
    group.command("list")(list_all)
    group.command()(revoke)
    app.add_typer(group, name="keys")


def create(
    *,
    name: Annotated[str, typer.Option(help="Who it is for.")],
    scopes: Annotated[
        str, typer.Option(help="What it may do: read, sell, stock, work, plan, admin; several with commas.")
    ],
    nodes: Annotated[str, typer.Option(help="Nodes it is limited to, which must be there; several with commas.")] = "",
    expires: Annotated[datetime | None, typer.Option(help=EXPIRY, metavar="TIME", formats=EXPIRY_FORMATS)] = None,
    config: options.Config = None,
    data_dir: options.DataDir = None,
    database_url: options.DatabaseUrl = None,
    as_json: options.Json = False,
) -> None:
    """Make a key and print it; nobody can read it again."""
    from datetime import UTC

    from stockpool.access.api import CreateKey, KeyCreated
    from stockpool.entrypoints.cli import output
    from stockpool.workflows.make_key import make_key

    expires_at = expires.replace(tzinfo=UTC) if expires else None
    command = CreateKey(name, _words(scopes), _words(nodes), expires_at)
    made = _in_database(
        lambda conn: make_key(conn, command, datetime.now(UTC)),
        config,
        data_dir=data_dir,
        database_url=database_url,
    )
    if not isinstance(made, KeyCreated):
        output.print_error(_refusal_text(made), ExitCode.USAGE, as_json=as_json)
        raise typer.Exit(ExitCode.USAGE)
    if as_json:
        output.print_json({"key": made.token, **_shown(made.key)})
    else:
        print(made.token)


def list_all(
    config: options.Config = None,
    data_dir: options.DataDir = None,
    database_url: options.DatabaseUrl = None,
    as_json: options.Json = False,
) -> None:
    """List all keys, the newest first; never their secrets."""
    from stockpool.access.api import list_keys
    from stockpool.entrypoints.cli import output

    rows = [_shown(key) for key in _in_database(list_keys, config, data_dir=data_dir, database_url=database_url)]
    if as_json:
        output.print_json({"keys": rows})
        return
    for row in rows:
        limits = f" nodes {','.join(row['nodes'])}" if row["nodes"] else ""
        print(f"{row['id']}  {row['state']:<8} {row['name']}: {','.join(row['scopes'])}{limits}")


def revoke(
    key_id: Annotated[str, typer.Argument(metavar="ID", help="As `keys list` shows it.")],
    config: options.Config = None,
    data_dir: options.DataDir = None,
    database_url: options.DatabaseUrl = None,
    as_json: options.Json = False,
) -> None:
    """Close a key for good; servers refuse it within two seconds."""
    from datetime import UTC

    from stockpool.access.api import revoke_key
    from stockpool.entrypoints.cli import output

    found = _in_database(
        lambda conn: revoke_key(conn, key_id, datetime.now(UTC)), config, data_dir=data_dir, database_url=database_url
    )
    if not found:
        output.print_error(f"there is no key {key_id!r}", ExitCode.USAGE, as_json=as_json)
        raise typer.Exit(ExitCode.USAGE)
    if as_json:
        output.print_json({"revoked": key_id})
    else:
        print(f"{key_id} is revoked")


def _in_database(work: Callable[[AsyncConnection], Awaitable[T]], config: options.Config, **named: object) -> T:
    """Do the work in one transaction."""
    import asyncio

    from stockpool.entrypoints.cli import session
    from stockpool.runtime.database import Database

    async def run(url: str) -> T:
        database = await Database.open(url, max_size=1)
        try:
            async with database.transaction() as conn:
                return await work(conn)
        finally:
            await database.close()

    with session.open_session(config, **named) as opened:
        return asyncio.run(run(opened.url))


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in text.split(",") if word.strip())


def _shown(key: ApiKey) -> dict[str, Any]:
    """What may be seen of a key."""
    from datetime import UTC

    active = key.is_active(datetime.now(UTC))
    return {
        "id": key.id,
        "name": key.name,
        "state": "active" if active else "revoked" if key.revoked_at else "expired",
        "scopes": sorted(key.scopes),
        "nodes": sorted(key.nodes) if key.nodes else None,
        "created_at": key.created_at.isoformat(),
        "expires_at": key.expires_at.isoformat() if key.expires_at else None,
        "revoked_at": key.revoked_at.isoformat() if key.revoked_at else None,
    }


def _refusal_text(refused: Refused) -> str:
    return "\n".join(f"{problem.path} {problem.message}" for problem in refused.problems) or refused.message
