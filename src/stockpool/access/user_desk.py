"""Users as administrators make and change them, and as the OIDC provider tells of them."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import datetime

import msgspec
from psycopg import AsyncConnection

from stockpool.access.decide.attempts import Free, subject_of
from stockpool.access.decide.users import (
    GENERATED_BYTES,
    ID_BYTES,
    decide_user,
    duties_problems,
    fold_name,
    generated_password,
    leaves_no_admin,
    password_problem,
)
from stockpool.access.messages import AddUser, SetDuties, UserState
from stockpool.access.passwords import Passwords
from stockpool.access.people import User
from stockpool.access.roles import Role
from stockpool.access.store import attempts, sessions, users
from stockpool.kernel.editing import Stored, refused_if_stale
from stockpool.kernel.refusals import Reason, Refused, refused_field


class UserDesk:
    """Users of one database; whoever calls brings the connection and its transaction."""

    def __init__(self, passwords: Passwords, *, now: Callable[[], datetime]) -> None:
        """`passwords` hash them."""
        self._passwords = passwords
        self._now = now

    async def hashed(self, password: str, name: str) -> str | Refused:
        """A new password's hash, if it is a good one; made before any transaction, for it takes a while."""
        if trouble := password_problem(password, name):
            return refused_field(Reason.INVALID_INPUT, "password", trouble)
        return await self._passwords.hash(password)

    async def add(self, conn: AsyncConnection, command: AddUser, password_hash: str | None) -> UserState | Refused:
        """Make and store a user."""
        user = decide_user(command, entropy=os.urandom(ID_BYTES), now=self._now())
        if isinstance(user, Refused):
            return user
        user = msgspec.structs.replace(user, password_hash=password_hash)
        if not await users.insert(conn, user):
            return refused_field(Reason.USER_EXISTS, "name", f"there is a user {user.name!r}")
        return state_of(user)

    async def get(self, conn: AsyncConnection, name: str) -> UserState | Refused:
        """A user by name."""
        user = await users.by_name(conn, fold_name(name))
        return _unknown(name) if user is None else state_of(user)

    async def list(self, conn: AsyncConnection, after: str, limit: int) -> list[UserState]:
        """Users in the order of their names."""
        return [state_of(user) for user in await users.page(conn, after, limit)]

    async def set_duties(
        self, conn: AsyncConnection, name: str, command: SetDuties, if_revision: int | None
    ) -> UserState | Refused:
        """Change what a user may do; one who is disabled is out of every session."""
        admins = await users.lock_admins(conn)
        before = await users.by_name(conn, fold_name(name), lock=True)
        if before is None:
            return _unknown(name)
        expected = {} if if_revision is None else {before.name: if_revision}
        if stale := refused_if_stale(before.name, Stored(before, before.revision), expected):
            return stale
        if problems := duties_problems(command.role, command.nodes, command.language):
            return Refused(Reason.INVALID_INPUT, "the user cannot be changed", tuple(problems))
        if leaves_no_admin(before, role=command.role, disabled=command.disabled, admins=admins):
            return Refused(Reason.LAST_ADMIN, f"{before.name!r} is the last administrator")
        after = _with_duties(before, command, self._now())
        await users.update(conn, after)
        if command.disabled:
            await sessions.delete_of_user(conn, before.id)
        return state_of(after)

    async def set_password(self, conn: AsyncConnection, name: str, password_hash: str) -> UserState | Refused:
        """Give a user another password, who has to sign in anew everywhere."""
        user = await users.by_name(conn, fold_name(name), lock=True)
        if user is None:
            return _unknown(name)
        await users.set_password(conn, user.id, password_hash)
        await sessions.delete_of_user(conn, user.id)
        await attempts.forget(conn, subject_of(Free.NAME, user.name))
        return state_of(msgspec.structs.replace(user, password_hash=password_hash, revision=user.revision + 1))

    async def of_provider(self, conn: AsyncConnection, told: AddUser) -> User | Refused:
        """The user whom the OIDC provider tells of: made when new, with the role and nodes that it says now."""
        assert told.subject is not None
        user = await users.by_subject(conn, told.subject)
        if user is None:
            added = await self.add(conn, told, None)
            if isinstance(added, Refused):
                return added
            user = await users.by_subject(conn, told.subject)
            assert user is not None
            return user
        duties = SetDuties(role=told.role, nodes=told.nodes, language=user.language)
        if problems := duties_problems(duties.role, duties.nodes, duties.language):
            return Refused(Reason.INVALID_INPUT, "the user cannot be changed", tuple(problems))
        after = msgspec.structs.replace(_with_duties(user, duties, self._now()), disabled_at=user.disabled_at)
        if (after.role, after.nodes) == (user.role, user.nodes):
            return user
        await users.update(conn, after)
        return after


def new_password() -> str:
    """A password that nobody else knows."""
    return generated_password(os.urandom(GENERATED_BYTES))


def state_of(user: User) -> UserState:
    """What administrators see of a user; never how the password is hashed."""
    ways = (("password", user.password_hash), ("oidc", user.subject))
    return UserState(
        id=user.id,
        name=user.name,
        role=user.role,
        created_at=user.created_at,
        nodes=tuple(sorted(user.nodes)) if user.nodes is not None else None,
        language=user.language,
        signs_in_with=tuple([way for way, known in ways if known is not None]),
        disabled_at=user.disabled_at,
        revision=user.revision,
    )


def _with_duties(user: User, command: SetDuties, now: datetime) -> User:
    return msgspec.structs.replace(
        user,
        role=Role(command.role),
        nodes=frozenset(command.nodes) or None,
        language=command.language,
        disabled_at=(user.disabled_at or now) if command.disabled else None,
        revision=user.revision + 1,
    )


def _unknown(name: str) -> Refused:
    return Refused(Reason.UNKNOWN_USER, f"there is no user {name!r}")
