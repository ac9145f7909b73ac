"""The keys as a server process knows them: fresh within two seconds, without a database read a request."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import pytest

from stockpool.access.decide.keys import decide_key
from stockpool.access.keyring import AGE_S_MAX, KeyRing
from stockpool.access.messages import ApiKey, CreateKey, KeyCreated
from stockpool.access.tokens import ENTROPY_BYTES
from stockpool.kernel.refusals import Refused

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)


def new_key(seed: int) -> KeyCreated:
    created = decide_key(CreateKey("a", ("read",)), entropy=bytes([seed]) * ENTROPY_BYTES, now=NOW)
    assert isinstance(created, KeyCreated)
    return created


class Table:
    """A table of keys that counts how often it is read, and a clock."""

    def __init__(self, *keys: ApiKey) -> None:
        self.keys = list(keys)
        self.reads = 0
        self.time_s = 100.0
        self.broken = False
        self.ring = KeyRing(self.load, now=lambda: NOW, monotonic=lambda: self.time_s)

    async def load(self) -> list[ApiKey]:
        self.reads += 1
        if self.broken:
            raise ConnectionError("no database")
        return list(self.keys)


async def test_a_known_key_costs_one_read_for_many_requests() -> None:
    created = new_key(1)
    table = Table(created.key)
    for _ in range(1000):
        assert await table.ring.admit(created.token) == created.key
    assert table.reads == 1


async def test_a_revoked_key_stops_within_two_seconds() -> None:
    created = new_key(1)
    table = Table(created.key)
    await table.ring.admit(created.token)
    table.keys.clear()
    table.time_s += 2.0
    assert isinstance(await table.ring.admit(created.token), Refused)


async def test_a_snapshot_that_ages_is_replaced_while_it_still_answers() -> None:
    created = new_key(1)
    table = Table(created.key)
    await table.ring.admit(created.token)
    table.time_s += 1.0
    assert table.ring.admit_known(created.token) == created.key
    await asyncio.sleep(0)
    assert table.reads == 2


async def test_a_new_key_works_at_once() -> None:
    table = Table()
    assert isinstance(await table.ring.admit(new_key(2).token), Refused)
    created = new_key(1)
    table.keys.append(created.key)
    table.time_s += 0.2
    assert await table.ring.admit(created.token) == created.key


async def test_a_flood_of_invented_keys_shares_few_reads() -> None:
    table = Table()
    table.time_s += 0.2
    flood = [table.ring.admit(new_key(seed).token) for seed in range(200)]
    assert all(isinstance(found, Refused) for found in await asyncio.gather(*flood))
    assert table.reads <= 2


async def test_text_that_is_no_token_is_refused_without_a_read() -> None:
    table = Table()
    assert isinstance(await table.ring.admit("nonsense"), Refused)
    assert table.reads == 0


async def test_a_wrong_secret_for_a_known_key_is_refused_without_a_further_read() -> None:
    created = new_key(1)
    table = Table(created.key)
    await table.ring.admit(created.token)
    table.time_s += 0.2
    assert isinstance(await table.ring.admit(created.token[:-1] + "_"), Refused)
    assert table.reads == 1


async def test_without_database_a_snapshot_answers_only_while_it_is_fresh() -> None:
    created = new_key(1)
    table = Table(created.key)
    await table.ring.admit(created.token)
    table.broken = True
    table.time_s += AGE_S_MAX - 0.1
    assert await table.ring.admit(created.token) == created.key
    table.time_s += 0.2
    with pytest.raises(ConnectionError):
        await table.ring.admit(created.token)
