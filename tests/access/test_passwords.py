"""Hashing passwords takes bounded memory."""

from __future__ import annotations

import asyncio
import threading
import time

import argon2
import pytest

from stockpool.access.passwords import AT_ONCE_MAX, WAITING_MAX, Passwords
from stockpool.kernel.refusals import Reason, Refused


async def test_a_password_fits_its_hash_and_no_other() -> None:
    passwords = Passwords(1)
    hashed = await passwords.hash("moving-stock")
    assert isinstance(hashed, str)
    assert hashed.startswith("$argon2id$v=19$m=1024,t=3,p=1$")
    assert [await passwords.fits(each, hashed) for each in ("moving-stock", "moving-stocks", "")] == [
        True,
        False,
        False,
    ]
    assert await passwords.fits("moving-stock", None) is False
    assert await passwords.fits("nobody's", None) is False
    assert not passwords.is_outdated(hashed)
    assert Passwords(2).is_outdated(hashed)


async def test_a_flood_is_hashed_a_few_at_a_time_and_turned_away_beyond_that(monkeypatch: pytest.MonkeyPatch) -> None:
    running, most, guard = 0, 0, threading.Lock()

    def slow(_hasher: argon2.PasswordHasher, password: str) -> str:
        nonlocal running, most
        with guard:
            running += 1
            most = max(most, running)
        time.sleep(0.002)
        with guard:
            running -= 1
        return password

    monkeypatch.setattr(argon2.PasswordHasher, "hash", slow)
    passwords = Passwords(1)
    answers = await asyncio.gather(*[passwords.hash(str(number)) for number in range(WAITING_MAX + 9)])
    turned_away = [each for each in answers if isinstance(each, Refused)]
    assert [each.reason for each in turned_away] == [Reason.TOO_MANY_ATTEMPTS] * 9
    assert most == AT_ONCE_MAX
    assert await passwords.hash("later") == "later"
