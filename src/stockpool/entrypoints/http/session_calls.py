"""Sessions over HTTP: signing in and out, and what a person does with a session."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import msgspec

from stockpool.access.api import AuditBook, Person, SessionDesk, SignedIn
from stockpool.access.messages import Deed, SignIn
from stockpool.entrypoints.http.answers import NO_STORE, Answer, Header, answer
from stockpool.entrypoints.http.cookies import is_by_tls, session_token, set_cookie
from stockpool.entrypoints.http.endpoints import Audience, Call, Endpoint
from stockpool.entrypoints.http.problems import problem
from stockpool.entrypoints.http.session_gate import address_of
from stockpool.entrypoints.http.wire_people import (
    PasswordInput,
    PinInput,
    SessionReply,
    SignedOut,
    SignInInput,
    session_reply,
)
from stockpool.kernel.refusals import Reason, Refused

PATH = "/v1/session"


@dataclass(frozen=True, slots=True)
class SessionCalls:
    """The calls about the caller's own session."""

    sessions: SessionDesk
    audit: AuditBook
    public_url: str | None

    def endpoints(self) -> list[Endpoint]:
        """Their declarations."""
        tries = (Reason.WRONG_CREDENTIALS, Reason.TOO_MANY_ATTEMPTS)
        locked_too = Audience.PEOPLE_LOCKED_OUT
        return [
            Endpoint(
                method="POST", path=PATH, summary="Sign in; the cookie of the session is in the answer",
                scopes=(), audience=Audience.ANYBODY, respond=self.sign_in, body=SignInInput, reply=SessionReply,
                status=201, refusals=tries,
            ),
            Endpoint(
                method="GET", path=PATH, summary="Who this is, and the token that calls which change something need",
                scopes=(), audience=locked_too, respond=self.get, reply=SessionReply,
            ),
            Endpoint(
                method="DELETE", path=PATH, summary="Sign out", scopes=(), audience=locked_too,
                respond=self.sign_out, reply=SignedOut, refusals=(Reason.CSRF,),
            ),
            Endpoint(
                method="PUT", path=f"{PATH}/pin", summary="Set a PIN for this session on this device", scopes=(),
                audience=Audience.PEOPLE, respond=self.set_pin, body=PinInput, reply=SessionReply,
                refusals=(Reason.CSRF, Reason.TOO_MANY_ATTEMPTS),
            ),
            Endpoint(
                method="POST", path=f"{PATH}/lock", summary="Lock the session until its PIN is given", scopes=(),
                audience=locked_too, respond=self.lock, reply=SessionReply, refusals=(Reason.CSRF,),
            ),
            Endpoint(
                method="POST", path=f"{PATH}/unlock", summary="Unlock the session; five wrong PINs end it", scopes=(),
                audience=locked_too, respond=self.unlock, body=PinInput, reply=SessionReply,
                refusals=(Reason.CSRF, *tries),
            ),
            Endpoint(
                method="PUT", path=f"{PATH}/password", summary="Change one's password; other sessions end", scopes=(),
                audience=Audience.PEOPLE, respond=self.change_password, body=PasswordInput, reply=SessionReply,
                refusals=(Reason.CSRF, *tries),
            ),
        ]  # fmt: skip

    async def sign_in(self, call: Call[SignInInput, None]) -> Answer | Refused:
        """Begin a session."""
        body = call.body
        asked = SignIn(name=body.name, password=body.password, device=body.device, address=address_of(call.scope))
        previous = session_token(call.scope, call.headers, self.public_url)
        signed_in = await self.sessions.sign_in(asked, previous=previous)
        if isinstance(signed_in, Refused):
            return signed_in
        await self.written_down(call, signed_in.person, f"POST {PATH}")
        return answer(session_reply(signed_in.person), 201, *self.cookie_of(call, signed_in), NO_STORE)

    async def written_down(self, call: Call[Any, Any], person: Person, operation: str) -> None:
        """Have it in the audit that somebody has signed in."""
        deed = Deed(
            user_id=person.id,
            session_id=person.session_id,
            device=person.device,
            address=address_of(call.scope),
            call=operation,
        )
        await self.audit.end(await self.audit.begin(deed), 201)

    def cookie_of(self, call: Call[Any, Any], signed_in: SignedIn) -> tuple[Header, ...]:
        """The header that gives a browser the cookie of its session."""
        lifetime_s = round(self.sessions.terms.longest.total_seconds())
        return (set_cookie(signed_in.token, lifetime_s, by_tls=is_by_tls(call.scope, self.public_url)),)

    async def get(self, call: Call[None, None]) -> Answer | Refused:
        """Who this is."""
        person = _person(call)
        return person if isinstance(person, Answer) else answer(session_reply(person), 200, NO_STORE)

    async def sign_out(self, call: Call[None, None]) -> Answer | Refused:
        """End the session."""
        if isinstance(person := _person(call), Answer):
            return person
        await self.sessions.sign_out(person)
        return answer(SignedOut(), 200, set_cookie("", 0, by_tls=is_by_tls(call.scope, self.public_url)))

    async def set_pin(self, call: Call[PinInput, None]) -> Answer | Refused:
        """Give it a PIN."""
        if isinstance(person := _person(call), Answer):
            return person
        return await self.sessions.set_pin(person, call.body.pin) or _told(person, has_pin=True)

    async def lock(self, call: Call[None, None]) -> Answer | Refused:
        """Lock it."""
        if isinstance(person := _person(call), Answer):
            return person
        return await self.sessions.lock(person) or _told(person, locked=True)

    async def unlock(self, call: Call[PinInput, None]) -> Answer | Refused:
        """Unlock it."""
        if isinstance(person := _person(call), Answer):
            return person
        return await self.sessions.unlock(person, call.body.pin) or _told(person, locked=False)

    async def change_password(self, call: Call[PasswordInput, None]) -> Answer | Refused:
        """Change the password."""
        if isinstance(person := _person(call), Answer):
            return person
        return await self.sessions.change_password(person, call.body.old, call.body.new) or _told(person)


def _told(person: Person, **changed: bool) -> Answer:
    return answer(session_reply(msgspec.structs.replace(person, **changed)), 200, NO_STORE)


def _person(call: Call[Any, Any]) -> Person | Answer:
    """Who has signed in; a key has no session."""
    if isinstance(call.caller, Person):
        return call.caller
    return problem(Reason.FORBIDDEN, "a key has no session: people sign in with a cookie")
