"""How people are let in: by the cookie of their session, with its token where something may be changed."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import structlog

from stockpool.access.api import FORGED, LOCKED, Caller, Person, is_forged
from stockpool.access.messages import Deed
from stockpool.entrypoints.http.answers import Answer, Scope
from stockpool.entrypoints.http.authentication import CHALLENGE
from stockpool.entrypoints.http.bodies import ClientGone
from stockpool.entrypoints.http.cookies import session_token
from stockpool.entrypoints.http.endpoints import Audience, Call, Endpoint
from stockpool.entrypoints.http.faults import fault_answer
from stockpool.entrypoints.http.problems import problem, refusal
from stockpool.entrypoints.http.streams import Stream
from stockpool.kernel.refusals import Reason, Refused
from stockpool.workflows.people import People

log = structlog.get_logger(__name__)

READING = ("GET", "HEAD")
BACKGROUND = b"x-background"
EVENT_STREAM = b"text/event-stream"
"""A header of calls that an app makes by itself: they do not show that somebody is there."""

WATCH_S = 1.9
"""How often the session of a stream is looked at: rights end within two seconds for streams too."""

NOBODY = Caller("", "nobody", frozenset(), frozenset())
KEY_LENGTH_MAX = 255


class SessionGate:
    """Lets people in, and has written down what they do."""

    def __init__(self, people: People, public_url: str | None) -> None:
        """The public URL says whether browsers speak TLS, where that cannot be seen."""
        self._sessions = people.sessions
        self._audit = people.audit
        self._public_url = public_url

    async def admit(self, audience: Audience, scope: Scope, headers: dict[bytes, bytes]) -> Caller | Answer:
        """The person of the cookie, or why nobody is let in."""
        if audience is Audience.ANYBODY:
            return NOBODY
        token = session_token(scope, headers, self._public_url)
        if not token:
            return problem(Reason.UNAUTHENTICATED, "the request has no key and no session", CHALLENGE)
        person = await self._sessions.book.admit(token, counts=_shows_somebody(headers))
        if isinstance(person, Refused):
            return problem(person.reason, person.message, CHALLENGE)
        if scope["method"] not in READING and is_forged(person, headers.get(b"x-csrf-token", b"").decode("latin-1")):
            return refusal(FORGED)
        if person.locked and audience is not Audience.PEOPLE_LOCKED_OUT:
            return refusal(LOCKED)
        return person

    def watch(self, scope: Scope, headers: dict[bytes, bytes], person: Person) -> Callable[[], Awaitable[None]]:
        """What returns when the session is over or locked, or its person may do less or other things than before."""
        token = session_token(scope, headers, self._public_url)

        async def until_over() -> None:
            now: Person | Refused = person
            while isinstance(now, Person) and not now.locked and _same_rights(now, person):
                await asyncio.sleep(WATCH_S)
                try:
                    now = await self._sessions.book.admit(token, counts=False)
                except Exception as error:  # noqa: BLE001 - while the database is away nothing flows anyhow
                    log.warning("a stream's session cannot be looked at", error=repr(error))

        return until_over

    async def write_down(
        self,
        call: Call[Any, Any],
        person: Person,
        endpoint: Endpoint,
        carry_out: Callable[[], Awaitable[Answer | Stream]],
    ) -> Answer | Stream:
        """Have a call carried out that may change something, between its two lines in the audit."""
        key = call.headers.get(b"idempotency-key", b"").decode("latin-1")[:KEY_LENGTH_MAX]
        deed = Deed(
            user_id=person.id,
            session_id=person.session_id,
            device=person.device,
            address=address_of(call.scope),
            call=endpoint.operation,
            subjects=call.path,
            idempotency_key=key.replace("\0", "") or None,
        )
        number = await self._audit.begin(deed)
        try:
            answered = await carry_out()
        except ClientGone:
            raise
        except Exception as error:  # noqa: BLE001 - as at the door: the caller is told, and so is the audit
            answered = fault_answer(error, endpoint.operation)
        try:
            await self._audit.end(number, answered.status)
        except Exception as error:  # noqa: BLE001 - it is done: a missing line must not make it a failure
            log.warning("the outcome of a call is not in the audit", number=number, error=repr(error))
        return answered


def _shows_somebody(headers: dict[bytes, bytes]) -> bool:
    """Browsers open streams again by themselves, and cannot mark that."""
    return BACKGROUND not in headers and headers.get(b"accept") != EVENT_STREAM


def _same_rights(now: Person, before: Person) -> bool:
    return (now.scopes, now.nodes) == (before.scopes, before.nodes)


def address_of(scope: Scope) -> str:
    """Where a request comes from."""
    client = scope.get("client")
    return client[0] if client else ""
