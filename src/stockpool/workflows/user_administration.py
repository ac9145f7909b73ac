"""Users, made and changed: their nodes must be there, or a misspelled one would make a user who can do nothing."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from stockpool.access.api import User, UserDesk, new_password
from stockpool.access.messages import AddUser, SetDuties, UserState
from stockpool.kernel.refusals import Refused
from stockpool.runtime.database import Database
from stockpool.workflows.make_key import unknown_nodes


class UserAdded(msgspec.Struct, frozen=True, omit_defaults=True):
    """A user; with the password where one was made here, which is told this once."""

    user: UserState
    password: str | None = None


class UserAdministration:
    """What administrators do with users; every change is one transaction."""

    def __init__(self, database: Database, desk: UserDesk) -> None:
        self._database = database
        self._desk = desk

    async def add(self, command: AddUser, password: str | None) -> UserAdded | Refused:
        """Make a user; without a password one is made too."""
        made = None if password is not None else new_password()
        password_hash = await self._desk.hashed(password or made or "", command.name)
        if isinstance(password_hash, Refused):
            return password_hash
        async with self._database.transaction() as conn:
            if refused := await unknown_nodes(conn, command.nodes, "the user"):
                return refused
            added = await self._desk.add(conn, command, password_hash)
        return added if isinstance(added, Refused) else UserAdded(added, made)

    async def set_duties(self, name: str, command: SetDuties, if_revision: int | None = None) -> UserState | Refused:
        """Change what a user may do."""
        async with self._database.transaction() as conn:
            if refused := await unknown_nodes(conn, command.nodes, "the user"):
                return refused
            return await self._desk.set_duties(conn, name, command, if_revision)

    async def change_role(self, name: str, role: str, nodes: Sequence[str]) -> UserState | Refused:
        """Give a user another role and its nodes; the rest stays."""
        found = await self.get(name)
        if isinstance(found, Refused):
            return found
        disabled = found.disabled_at is not None
        duties = SetDuties(role=role, nodes=tuple(nodes), language=found.language, disabled=disabled)
        return await self.set_duties(name, duties, found.revision)

    async def disable(self, name: str, *, disabled: bool = True) -> UserState | Refused:
        """Let a user in no more, or again."""
        found = await self.get(name)
        if isinstance(found, Refused):
            return found
        duties = SetDuties(role=found.role, nodes=found.nodes or (), language=found.language, disabled=disabled)
        return await self.set_duties(name, duties, found.revision)

    async def set_password(self, name: str, password: str | None) -> UserAdded | Refused:
        """Give a user another password; without one it is made."""
        made = None if password is not None else new_password()
        password_hash = await self._desk.hashed(password or made or "", name)
        if isinstance(password_hash, Refused):
            return password_hash
        async with self._database.transaction() as conn:
            state = await self._desk.set_password(conn, name, password_hash)
        return state if isinstance(state, Refused) else UserAdded(state, made)

    async def of_provider(self, told: AddUser) -> User | Refused:
        """The user whom the OpenID provider tells of: made on the first sign-in, and kept as it tells."""
        async with self._database.transaction() as conn:
            if refused := await unknown_nodes(conn, told.nodes, "the provider"):
                return refused
            return await self._desk.of_provider(conn, told)

    async def get(self, name: str) -> UserState | Refused:
        """One user."""
        async with self._database.read() as conn:
            return await self._desk.get(conn, name)

    async def list(self, after: str, limit: int) -> list[UserState]:
        """Users in the order of their names."""
        async with self._database.read() as conn:
            return await self._desk.list(conn, after, limit)
