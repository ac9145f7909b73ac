"""SQL of the users."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from psycopg import AsyncConnection

from stockpool.access.people import User
from stockpool.access.roles import Role

COLUMNS = (
    "u.id, u.name, u.role, u.nodes, u.created_at, u.language, u.password_hash, u.subject, u.disabled_at, u.revision"
)

# A name that is taken is no error: nothing is inserted, and the caller is told.
INSERT_USER = """
insert into users (id, name, role, nodes, created_at, language, password_hash, subject)
values (%s, %s, %s, %s, %s, %s, %s, %s)
on conflict (name) do nothing
"""

SELECT_BY_NAME = f"select {COLUMNS} from users u where u.name = %s"  # noqa: S608 -- constant parts

# Whoever edits a user looks at it and writes it without anybody between.
LOCK_BY_NAME = f"{SELECT_BY_NAME} for update"

# In one order and before any single user, so that two who take each other's duties wait, and the second one sees it.
LOCK_ADMINS = "select id from users where role = 'admin' and disabled_at is null order by id for update"

SELECT_BY_SUBJECT = f"select {COLUMNS} from users u where u.subject = %s for update"  # noqa: S608 -- constant parts

SELECT_PAGE = f"select {COLUMNS} from users u where u.name > %s order by u.name limit %s"  # noqa: S608 -- constant parts

# Nobody changes the user until the transaction ends; a password that was proved may have been replaced meanwhile.
LOCK_AS_READ = "select 1 from users where id = %s and revision = %s for share"

UPDATE_USER = """
update users set role = %s, nodes = %s, language = %s, disabled_at = %s, revision = revision + 1 where id = %s
"""

STORE_HASH = "update users set password_hash = %s, revision = revision + 1 where id = %s"

# Hashed anew with present costs, unless the password was changed meanwhile.
REHASH = "update users set password_hash = %s where id = %s and password_hash = %s"


async def insert(conn: AsyncConnection, user: User) -> bool:
    """Store a new user; False when the name is taken."""
    nodes = sorted(user.nodes) if user.nodes is not None else None
    values = (user.id, user.name, user.role, nodes, user.created_at, user.language, user.password_hash, user.subject)
    return (await conn.execute(INSERT_USER, values)).rowcount == 1


async def by_name(conn: AsyncConnection, name: str, *, lock: bool = False) -> User | None:
    """The user of a folded name."""
    row = await (await conn.execute(LOCK_BY_NAME if lock else SELECT_BY_NAME, (name,))).fetchone()
    return None if row is None else user_of(row)


async def lock_admins(conn: AsyncConnection) -> list[str]:
    """The ids of all who administer, who stay so until the transaction ends."""
    return [row[0] for row in await (await conn.execute(LOCK_ADMINS)).fetchall()]


async def is_still(conn: AsyncConnection, user: User) -> bool:
    """Whether the user is as it was read, and stays so until the transaction ends."""
    return (await conn.execute(LOCK_AS_READ, (user.id, user.revision))).rowcount == 1


async def by_subject(conn: AsyncConnection, subject: str) -> User | None:
    """The user whom the OIDC provider knows by this, locked."""
    row = await (await conn.execute(SELECT_BY_SUBJECT, (subject,))).fetchone()
    return None if row is None else user_of(row)


async def page(conn: AsyncConnection, after: str, limit: int) -> list[User]:
    """Users behind a name, in the order of names."""
    cursor = await conn.execute(SELECT_PAGE, (after, limit))
    return [user_of(row) for row in await cursor.fetchall()]


async def update(conn: AsyncConnection, user: User) -> None:
    """Store what may change of a user."""
    nodes = sorted(user.nodes) if user.nodes is not None else None
    await conn.execute(UPDATE_USER, (user.role, nodes, user.language, user.disabled_at, user.id))


async def set_password(conn: AsyncConnection, user_id: str, password_hash: str) -> None:
    """Give a user another password."""
    await conn.execute(STORE_HASH, (password_hash, user_id))


async def rehash(conn: AsyncConnection, user: User, password_hash: str) -> None:
    """Keep the same password at another cost."""
    await conn.execute(REHASH, (password_hash, user.id, user.password_hash))


def user_of(row: Sequence[Any]) -> User:
    """A user from `COLUMNS`."""
    user_id, name, role, nodes, created_at, language, password_hash, subject, disabled_at, revision = row
    return User(
        id=user_id,
        name=name,
        role=Role(role),
        nodes=frozenset(nodes) if nodes else None,
        created_at=created_at,
        language=language,
        password_hash=password_hash,
        subject=subject,
        disabled_at=disabled_at,
        revision=revision,
    )
