"""Passwords and PINs as argon2id hashes: slow to make on purpose, so in threads, and only a few at once."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from stockpool.access.decide.attempts import too_many
from stockpool.access.decide.users import PASSWORD_LENGTH_MAX
from stockpool.kernel.refusals import Refused

if TYPE_CHECKING:
    from argon2 import PasswordHasher

T = TypeVar("T")

AT_ONCE_MAX = 2
"""Each hashing takes `password_memory_mib` and a core for a while."""

WAITING_MAX = 64
"""More do not wait for their turn: they are told to come back. A flood of sign-ins takes no more memory than this."""

ROUNDS = 3
LANES = 1


class Passwords:
    """Hashes and compares; an unknown user's password takes as long as a known one's."""

    def __init__(self, memory_mib: int) -> None:
        """Nothing is loaded before the first use."""
        self._memory_kib = memory_mib * 1024
        self._turns = asyncio.Semaphore(AT_ONCE_MAX)
        self._waiting = 0
        self._hasher: PasswordHasher | None = None
        self._nobodys: str | None = None

    async def hash(self, password: str) -> str | Refused:
        """The hash to be stored."""
        return await self._in_turn(lambda: self._ready().hash(password))

    async def fits(self, password: str, password_hash: str | None) -> bool | Refused:
        """Whether the password is the hashed one; without a hash it is not, after as long a time."""
        return await self._in_turn(lambda: self._compare(password, password_hash))

    def is_outdated(self, password_hash: str) -> bool:
        """Whether it was hashed at other costs than those of today."""
        return self._ready().check_needs_rehash(password_hash)

    async def _in_turn(self, work: Callable[[], T]) -> T | Refused:
        if self._waiting >= WAITING_MAX:
            return too_many(1)
        self._waiting += 1
        try:
            async with self._turns:
                return await asyncio.to_thread(work)
        finally:
            self._waiting -= 1

    def _compare(self, password: str, password_hash: str | None) -> bool:
        from argon2.exceptions import InvalidHashError, VerificationError

        if self._nobodys is None:
            self._nobodys = self._ready().hash("nobody's")
        short_enough = password[:PASSWORD_LENGTH_MAX]
        try:
            self._ready().verify(password_hash or self._nobodys, short_enough)
        except (VerificationError, InvalidHashError):
            return False
        return password_hash is not None and len(password) <= PASSWORD_LENGTH_MAX

    def _ready(self) -> PasswordHasher:
        if self._hasher is None:
            from argon2 import PasswordHasher

            self._hasher = PasswordHasher(time_cost=ROUNDS, memory_cost=self._memory_kib, parallelism=LANES)
        return self._hasher
