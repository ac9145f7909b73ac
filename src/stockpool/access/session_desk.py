"""Signing in and out, PINs and passwords: what a person does with sessions, each step with its own transaction."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

import msgspec
import structlog

from stockpool.access.decide.attempts import Free, decide_attempt, decide_failure, place_of, subject_of
from stockpool.access.decide.sessions import (
    DEVICE_LENGTH_MAX,
    LOCKED,
    NO_SESSION,
    SESSION_PREFIX,
    WRONG,
    admit_session,
    begin_session,
    pin_problem,
    wrong_pin,
)
from stockpool.access.decide.users import fold_name, password_problem
from stockpool.access.messages import SignIn
from stockpool.access.passwords import Passwords
from stockpool.access.people import Person, Session, SessionTerms, User
from stockpool.access.session_book import SessionBook
from stockpool.access.store import attempts, sessions, users
from stockpool.access.tokens import ENTROPY_BYTES, split_token
from stockpool.kernel.refusals import Reason, Refused, refused_field
from stockpool.runtime.database import Database

log = structlog.get_logger(__name__)

NO_PIN = refused_field(Reason.INVALID_INPUT, "pin", "is not set: the session has nothing to be unlocked with")


class SignedIn(msgspec.Struct, frozen=True):
    """A person, and the token of the session's cookie."""

    person: Person
    token: str


class SessionDesk:
    """Sessions of one database."""

    def __init__(
        self,
        database: Database,
        passwords: Passwords,
        terms: SessionTerms,
        *,
        now: Callable[[], datetime],
        monotonic: Callable[[], float],
    ) -> None:
        """Nothing is read before the first call."""
        self._database = database
        self._passwords = passwords
        self.terms = terms
        self._now = now
        self.book = SessionBook(self._load, terms, now=now, monotonic=monotonic)

    async def sign_in(self, asked: SignIn, *, previous: str = "") -> SignedIn | Refused:
        """Begin a session, if the password is the user's; the `previous` one of this browser ends."""
        name = fold_name(asked.name)
        if refused := await self._begin_attempt(name, asked.address):
            return refused
        async with self._database.read() as conn:
            user = await users.by_name(conn, name)
        able = user is not None and user.disabled_at is None
        fits = await self._passwords.fits(asked.password, user.password_hash if user and able else None)
        if isinstance(fits, Refused):
            return fits
        if refused := await self._end_attempt(asked.address, fits=fits):
            log.warning("somebody failed to sign in", address=asked.address, user=user and user.id, why=refused.reason)
            return refused
        assert user is not None
        begun = await self.begin(user, asked.device, asked.address, previous=previous)
        if isinstance(begun, SignedIn):
            await self._succeeded(user, asked.password)
        return begun

    async def begin(self, user: User, device: str, address: str, *, previous: str = "") -> SignedIn | Refused:
        """A session of somebody who has proved to be this user."""
        if user.disabled_at is not None:
            return WRONG
        now = self._now()
        device = "".join(each for each in device if each.isprintable())[:DEVICE_LENGTH_MAX]
        entropy = os.urandom(ENTROPY_BYTES)
        session, token = begin_session(user, device, address, entropy=entropy, now=now, terms=self.terms)
        async with self._database.transaction() as conn:
            if not await users.is_still(conn, user):
                return WRONG
            await sessions.insert(conn, session)
        await self._end_previous(previous)
        person = admit_session(session, _secret_of(token), now, self.terms)
        return person if isinstance(person, Refused) else SignedIn(person, token)

    async def sign_out(self, person: Person) -> None:
        """End the session."""
        async with self._database.transaction() as conn:
            await sessions.delete(conn, person.session_id)
        self.book.forget(person.session_id)

    async def set_pin(self, person: Person, pin: str) -> Refused | None:
        """Give the session a PIN."""
        if trouble := pin_problem(pin):
            return trouble
        pin_hash = await self._passwords.hash(pin)
        if isinstance(pin_hash, Refused):
            return pin_hash
        async with self._database.transaction() as conn:
            is_set = await sessions.set_pin(conn, person.session_id, pin_hash)
        self.book.forget(person.session_id)
        return None if is_set else LOCKED

    async def lock(self, person: Person) -> Refused | None:
        """Lock the session now."""
        async with self._database.transaction() as conn:
            locked = await sessions.lock(conn, person.session_id, self._now())
        self.book.forget(person.session_id)
        return None if locked else NO_PIN

    async def unlock(self, person: Person, pin: str) -> Refused | None:
        """Unlock it by its PIN; after too many wrong ones it has ended."""
        async with self._database.transaction() as conn:
            counted = await sessions.count_pin(conn, person.session_id)
        self.book.forget(person.session_id)
        if counted is None:
            return NO_SESSION
        pin_hash, failures = counted
        if pin_hash is None:
            async with self._database.transaction() as conn:
                await sessions.unlock(conn, person.session_id, self._now())
            return NO_PIN
        fits = await self._passwords.fits(pin, pin_hash)
        if isinstance(fits, Refused):
            return fits
        if not fits:
            return wrong_pin(failures)
        async with self._database.transaction() as conn:
            await sessions.unlock(conn, person.session_id, self._now())
        self.book.forget(person.session_id)
        return None

    async def change_password(self, person: Person, old: str, new: str) -> Refused | None:
        """Change the person's password, whose other sessions end."""
        if trouble := password_problem(new, person.name):
            return refused_field(Reason.INVALID_INPUT, "new", trouble)
        if refused := await self._begin_attempt(person.name, person.address):
            return refused
        async with self._database.read() as conn:
            user = await users.by_name(conn, person.name)
        fits = await self._passwords.fits(old, user.password_hash if user else None)
        if isinstance(fits, Refused):
            return fits
        if refused := await self._end_attempt(person.address, fits=fits):
            return refused
        assert user is not None
        password_hash = await self._passwords.hash(new)
        if isinstance(password_hash, Refused):
            return password_hash
        async with self._database.transaction() as conn:
            if not await users.is_still(conn, user):
                return WRONG
            await users.set_password(conn, user.id, password_hash)
            await sessions.delete_of_user(conn, user.id, but=person.session_id)
            await attempts.forget(conn, subject_of(Free.NAME, user.name))
        return None

    async def prune(self) -> None:
        """Forget sessions that have ended and attempts that count no more."""
        async with self._database.transaction() as conn:
            await sessions.delete_ended(conn, self._now(), self.terms)
            await attempts.delete_old(conn, self._now())

    async def _begin_attempt(self, name: str, address: str) -> Refused | None:
        """Count an attempt at a name before it is made, unless it comes too early."""
        named, placed = subject_of(Free.NAME, name), subject_of(Free.ADDRESS, place_of(address))
        async with self._database.transaction() as conn:
            await attempts.lock(conn, named)
            of_name, of_address = await attempts.failures(conn, named), await attempts.failures(conn, placed)
            counted = decide_attempt(of_name, of_address, self._now())
            if isinstance(counted, Refused):
                return counted
            await attempts.save(conn, named, counted)
        return None

    async def _end_attempt(self, address: str, *, fits: bool) -> Refused | None:
        """Count an attempt that has failed at its address; many people may be behind one, so success never counts.

        Many attempts may have begun at once: those that end when the address has to wait are not told how they ended.
        """
        placed = subject_of(Free.ADDRESS, place_of(address))
        async with self._database.transaction() as conn:
            await attempts.lock(conn, placed)
            counted = decide_failure(await attempts.failures(conn, placed), self._now())
            if isinstance(counted, Refused):
                return counted
            if fits:
                return None
            await attempts.save(conn, placed, counted)
        return WRONG

    async def _succeeded(self, user: User, password: str) -> None:
        """Take the attempt back, and bring the stored hash up to date."""
        stored = user.password_hash
        fresh = await self._passwords.hash(password) if stored and self._passwords.is_outdated(stored) else None
        async with self._database.transaction() as conn:
            await attempts.forget(conn, subject_of(Free.NAME, user.name))
            if isinstance(fresh, str):
                await users.rehash(conn, user, fresh)

    async def _end_previous(self, token: str) -> None:
        """A browser has one session; the one it had is over, if the token is really its."""
        if not token or isinstance(before := await self.book.admit(token, counts=False), Refused):
            return
        await self.sign_out(before)

    async def _load(self, ids: Sequence[str], seen: Mapping[str, datetime]) -> list[Session]:
        async with self._database.read() as conn:
            if seen:
                await sessions.touch(conn, seen)
            return await sessions.select(conn, ids)


def _secret_of(token: str) -> str:
    parts = split_token(token, SESSION_PREFIX)
    assert parts is not None
    return parts[1]
