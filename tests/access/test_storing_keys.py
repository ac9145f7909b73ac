"""Keys in the database."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import psycopg
import pytest

from stockpool.access.api import CreateKey, KeyCreated, active_keys, create_key, list_keys, revoke_key
from stockpool.kernel.refusals import Refused
from stockpool.runtime.database import Database

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)


async def create(database: Database, command: CreateKey) -> KeyCreated:
    async with database.transaction() as conn:
        created = await create_key(conn, command, NOW)
    assert isinstance(created, KeyCreated)
    return created


async def test_a_stored_key_is_read_back_as_it_was_made(database: Database) -> None:
    command = CreateKey("till", ("sell", "read"), ("N1", "N2"), NOW + timedelta(days=1))
    created = await create(database, command)
    async with database.read() as conn:
        assert await active_keys(conn, NOW) == [created.key]


async def test_the_database_holds_neither_token_nor_secret(database: Database) -> None:
    created = await create(database, CreateKey("till", ("sell",)))
    async with database.read() as conn:
        rows = await (await conn.execute("select k::text from api_keys k")).fetchall()
    secret = created.token.split("_", 2)[2]
    assert len(rows) == 1
    assert secret not in rows[0][0]
    assert secret.encode().hex() not in rows[0][0]


async def test_revoked_and_expired_keys_are_not_active_but_stay_listed(database: Database) -> None:
    kept = await create(database, CreateKey("kept", ("read",)))
    revoked = await create(database, CreateKey("revoked", ("read",)))
    await create(database, CreateKey("expired", ("read",), expires_at=NOW + timedelta(minutes=1)))
    later = NOW + timedelta(hours=1)
    async with database.transaction() as conn:
        assert await revoke_key(conn, revoked.key.id, later)
        assert not await revoke_key(conn, "0" * 12, later)
    async with database.read() as conn:
        assert await active_keys(conn, later) == [kept.key]
        assert {key.name for key in await list_keys(conn)} == {"kept", "revoked", "expired"}


async def test_a_second_revocation_keeps_the_first_time(database: Database) -> None:
    created = await create(database, CreateKey("a", ("read",)))
    async with database.transaction() as conn:
        await revoke_key(conn, created.key.id, NOW)
        await revoke_key(conn, created.key.id, NOW + timedelta(days=1))
        assert [key.revoked_at for key in await list_keys(conn)] == [NOW]


async def test_a_refused_key_leaves_no_row(database: Database) -> None:
    async with database.transaction() as conn:
        assert isinstance(await create_key(conn, CreateKey("a", ("all",)), NOW), Refused)
        assert await list_keys(conn) == []


@pytest.mark.parametrize("scopes", ["{}", "{read,root}"])
async def test_the_schema_itself_refuses_unknown_scopes(database: Database, scopes: str) -> None:
    values = ("0" * 12, "a", b"x" * 32, scopes, NOW)
    with pytest.raises(psycopg.errors.CheckViolation):
        async with database.transaction() as conn:
            await conn.execute(
                "insert into api_keys (id, name, secret_sha256, scopes, created_at) values (%s, %s, %s, %s, %s)", values
            )
