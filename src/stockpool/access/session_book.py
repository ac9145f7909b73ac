"""The sessions as one process knows them: never older than two seconds, and read together with others.

Cookies that nobody was given cost the database no more than one reading at a time, however many there are. Whoever is
refused is refused by a reading that began after the call came: a session that was unlocked or begun in another
process is let in here at once, one that was ended or locked elsewhere is let in no longer than two seconds.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime, timedelta

import msgspec

from stockpool.access.decide.sessions import NO_SESSION, SESSION_PREFIX, admit_session
from stockpool.access.people import Person, Session, SessionTerms
from stockpool.access.tokens import split_token
from stockpool.kernel.refusals import Refused

AGE_S_MAX = 1.75
"""From this age on what is known answers nobody; less than two seconds, so that its own reading has time too."""

TOUCH_S_MAX = 15.0
TOUCHES_PER_LOCK = 10
"""When a session was used is written down no more often than this; sooner where it locks soon."""

KNOWN_MAX = 20_000

LoadSessions = Callable[[Sequence[str], Mapping[str, datetime]], Awaitable[Sequence[Session]]]
"""Reads sessions by their ids, after it has noted when some were used."""


class _Known(msgspec.Struct, frozen=True, gc=False):
    session: Session
    read_at: float


class SessionBook:
    """Admits the tokens of cookies."""

    def __init__(
        self,
        load: LoadSessions,
        terms: SessionTerms,
        *,
        now: Callable[[], datetime],
        monotonic: Callable[[], float],
    ) -> None:
        self._load = load
        self.terms = terms
        self._now = now
        self._monotonic = monotonic
        self._known: dict[str, _Known] = {}
        self._wanted: dict[str, asyncio.Future[Session | None]] = {}
        self._seen: dict[str, datetime] = {}
        self._reading: asyncio.Task[None] | None = None
        self._changed_at = float("-inf")
        self._touch_after = timedelta(seconds=min(TOUCH_S_MAX, terms.idle_lock.total_seconds() / TOUCHES_PER_LOCK))

    async def admit(self, token: str, *, counts: bool = True) -> Person | Refused:
        """The person of a token; `counts` says whether the call shows that somebody is there."""
        parts = split_token(token, SESSION_PREFIX)
        if parts is None:
            return NO_SESSION
        session_id, secret = parts
        known = self._known.get(session_id)
        fresh = known is None or self._monotonic() - known.read_at > AGE_S_MAX
        session = await self._read_anew(session_id) if fresh or known is None else known.session
        found = admit_session(session, secret, self._now(), self.terms)
        if not fresh and (isinstance(found, Refused) or found.locked):
            session = await self._read_anew(session_id)
            found = admit_session(session, secret, self._now(), self.terms)
        if counts and session is not None and isinstance(found, Person) and not found.locked:
            self._touch(session)
        return found

    def forget(self, session_id: str) -> None:
        """The session was changed: what is known of it, or being read now, answers nobody who comes later."""
        self._known.pop(session_id, None)
        self._changed_at = self._monotonic()

    async def close(self) -> None:
        """Finish what is being read."""
        if self._reading is not None:
            await asyncio.wait({self._reading})

    def _touch(self, session: Session) -> None:
        """Note that it is in use, with the next reading, which is due now."""
        now = self._now()
        if now - max(session.seen_at, self._seen.get(session.id, session.seen_at)) >= self._touch_after:
            self._seen[session.id] = now
            self._want(session.id)

    async def _read_anew(self, session_id: str) -> Session | None:
        """The session by a reading that begins after now; a caller who leaves takes nobody's answer away."""
        return await asyncio.shield(self._want(session_id))

    def _want(self, session_id: str) -> asyncio.Future[Session | None]:
        if (wanted := self._wanted.get(session_id)) is None:
            wanted = self._wanted[session_id] = asyncio.get_running_loop().create_future()
            wanted.add_done_callback(_forget_failure)
        if self._reading is None or self._reading.done():
            self._reading = asyncio.get_running_loop().create_task(self._read())
        return wanted

    async def _read(self) -> None:
        while self._wanted:
            wanted, self._wanted = self._wanted, {}
            seen, self._seen = self._seen, {}
            started_at = self._monotonic()
            try:
                found = {session.id: session for session in await self._load(list(wanted), seen)}
            except Exception as error:  # noqa: BLE001 -- whoever waits is told, the next call reads again
                for each in wanted.values():
                    each.set_exception(error)
                continue
            for session_id, waiting in wanted.items():
                self._learn(session_id, found.get(session_id), started_at)
                waiting.set_result(found.get(session_id))

    def _learn(self, session_id: str, session: Session | None, read_at: float) -> None:
        self._known.pop(session_id, None)
        if session is None or read_at <= self._changed_at:
            return
        self._known[session_id] = _Known(session, read_at)
        while len(self._known) > KNOWN_MAX:
            self._known.pop(next(iter(self._known)))


def _forget_failure(reading: asyncio.Future[Session | None]) -> None:
    """A reading that failed is reported by whoever waits for it; nobody may."""
    if not reading.cancelled():
        reading.exception()
