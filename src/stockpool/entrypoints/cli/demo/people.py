"""The people of the demo: one a role, with a password that the demo's folder keeps so that every start can print it."""

from __future__ import annotations

import os
import time
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from stockpool.access.api import Role, new_password
from stockpool.access.messages import AddUser
from stockpool.kernel.refusals import Reason, Refused
from stockpool.network.api import list_nodes
from stockpool.runtime.database import Database
from stockpool.runtime.settings import Settings
from stockpool.workflows.people import People

NODES_MAX = 1_000

CAST = (
    ("anna", Role.ASSOCIATE),
    ("max", Role.STORE_MANAGER),
    ("pia", Role.PLANNER),
    ("otto", Role.OPERATOR),
    ("ada", Role.ADMIN),
)
AT_A_STORE = (Role.ASSOCIATE, Role.STORE_MANAGER)


class DemoPeople(msgspec.Struct, frozen=True):
    """Who can sign in to the demo; all with the same password, for nobody outside this machine can try it."""

    password: str
    store: str
    names: dict[str, Role]

    def lines(self) -> list[str]:
        """How to sign in, for people."""
        said = [
            f"{name} ({role}{f' at {self.store}' if role in AT_A_STORE else ''})" for name, role in self.names.items()
        ]
        return [f"sign in as {', '.join(said)}", f"password of all of them: {self.password}"]


async def ensure_people(database: Database, folder: Path) -> DemoPeople:
    """The demo's people, made on the first start."""
    note = folder / "people.json"
    try:
        return msgspec.json.decode(note.read_bytes(), type=DemoPeople)
    except FileNotFoundError:
        made = await _make(database)
    with os.fdopen(os.open(note, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as stream:
        stream.write(msgspec.json.encode(made))
    return made


async def _make(database: Database) -> DemoPeople:
    """Make them, or give those of a start that was cut off the new password."""
    people = People(database, Settings(), now=lambda: datetime.now(UTC), monotonic=time.monotonic)
    store, password = await _first_store(database), new_password()
    for name, role in CAST:
        nodes = (store,) if role in AT_A_STORE else ()
        made = await people.users.add(AddUser(name=name, role=role, nodes=nodes), password)
        if isinstance(made, Refused) and made.reason is Reason.USER_EXISTS:
            made = await people.users.set_password(name, password)
        assert not isinstance(made, Refused), made
    return DemoPeople(password, store, dict(CAST))


async def _first_store(database: Database) -> str:
    async with database.read() as connection:
        nodes = await list_nodes(connection, None, NODES_MAX)
    return next(node.value.id for node in nodes if node.value.kind == "store")
