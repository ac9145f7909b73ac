"""Signing in at an OpenID provider: the browser is sent there, and comes back with a code."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from secrets import compare_digest, token_urlsafe
from typing import Any

import msgspec
import structlog

from stockpool.access.api import Provider, ProviderFailed, departure_of, local_path
from stockpool.entrypoints.http.answers import NO_STORE, Answer, Header, answer
from stockpool.entrypoints.http.cookies import is_by_tls, read_cookie
from stockpool.entrypoints.http.endpoints import Audience, Call, Endpoint
from stockpool.entrypoints.http.problems import Fault, problem
from stockpool.entrypoints.http.session_calls import SessionCalls
from stockpool.entrypoints.http.session_gate import address_of
from stockpool.kernel.refusals import Reason, Refused
from stockpool.workflows.people import CALLBACK
from stockpool.workflows.user_administration import UserAdministration

log = structlog.get_logger(__name__)

PATH = "/v1/session/oidc"
AWAY_S_MAX = 900
"""How long somebody may take at the provider."""

RETRY_AFTER = (b"retry-after", b"5")


class WaysReply(msgspec.Struct, frozen=True):
    """How people can sign in here."""

    password: bool
    oidc: bool


class DepartureQuery(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The page of this server to which the browser goes when it is back."""

    return_to: str = "/"


class CallbackQuery(msgspec.Struct, frozen=True):
    """What the provider sends along; it may send more, which is left aside."""

    state: str = ""
    code: str = ""
    error: str = ""
    iss: str = ""


class Redirected(msgspec.Struct, frozen=True):
    """Nothing: the answer is a redirect."""


@dataclass(frozen=True, slots=True)
class OidcCalls:
    """The calls of browsers on their way to the provider and back."""

    provider: Provider | None
    users: UserAdministration
    own: SessionCalls

    def endpoints(self) -> list[Endpoint]:
        """Their declarations; anybody may sign in."""
        anybody = Audience.ANYBODY
        return [
            Endpoint(
                method="GET", path="/v1/session/ways", summary="How people can sign in here", scopes=(),
                audience=anybody, respond=self.ways, reply=WaysReply,
            ),
            Endpoint(
                method="GET", path=PATH, summary="Send the browser to the OpenID provider, where one is set", scopes=(),
                audience=anybody, respond=self.leave, query=DepartureQuery, reply=Redirected, status=303,
                refusals=(Fault.NOT_FOUND,),
            ),
            Endpoint(
                method="GET", path=CALLBACK, summary="Where the provider sends the browser back to", scopes=(),
                audience=anybody, respond=self.come_back, query=CallbackQuery, reply=Redirected, status=303,
                refusals=(Fault.NOT_FOUND, Reason.WRONG_CREDENTIALS),
            ),
        ]  # fmt: skip

    async def ways(self, call: Call[None, None]) -> Answer:
        """Passwords always, a provider where it is set."""
        del call
        return answer(WaysReply(password=True, oidc=self.provider is not None))

    async def leave(self, call: Call[None, DepartureQuery]) -> Answer:
        """Send the browser away, with a cookie by which it is known when it is back."""
        if self.provider is None:
            return no_provider()
        secret = token_urlsafe(32)
        try:
            address = await self.provider.address_for(departure_of(secret))
        except ProviderFailed as error:
            return unreachable(error)
        kept = f"{secret}.{urlsafe_b64encode(local_path(call.query.return_to).encode()).decode()}"
        return redirect(address, self._cookie(call, kept, AWAY_S_MAX))

    async def come_back(self, call: Call[None, CallbackQuery]) -> Answer | Refused:
        """Begin a session of whom the provider tells, if the browser is the one that was sent."""
        if self.provider is None:
            return no_provider()
        secret, _, place = read_cookie(call.headers, self._cookie_name(call)).partition(".")
        departure = departure_of(secret)
        if not secret or not compare_digest(call.query.state.encode(), departure.state.encode()):
            return problem(Reason.WRONG_CREDENTIALS, "this browser was not sent to the provider, or too long ago")
        return_to, gone = _place(place), self._cookie(call, "", 0)
        if call.query.error or not call.query.code:
            return redirect(f"{return_to}#sign-in={Reason.WRONG_CREDENTIALS}", gone)
        try:
            told = await self.provider.who_came_back(call.query.code, departure)
        except ProviderFailed as error:
            return unreachable(error)
        user = told if isinstance(told, Refused) else await self.users.of_provider(told)
        begun = user if isinstance(user, Refused) else await self.own.sessions.begin(user, "", address_of(call.scope))
        if isinstance(begun, Refused):
            log.warning("somebody came back from the OpenID provider and is not let in", why=begun.message)
            return redirect(f"{return_to}#sign-in={begun.reason}", gone)
        await self.own.written_down(call, begun.person, f"GET {CALLBACK}")
        return redirect(return_to, gone, *self.own.cookie_of(call, begun))

    def _cookie(self, call: Call[Any, Any], value: str, lifetime_s: int) -> Header:
        by_tls = is_by_tls(call.scope, self.own.public_url)
        attributes = f"Path=/; Max-Age={lifetime_s}; HttpOnly; SameSite=Lax{'; Secure' if by_tls else ''}"
        return (b"set-cookie", f"{self._cookie_name(call)}={value}; {attributes}".encode())

    def _cookie_name(self, call: Call[Any, Any]) -> str:
        return f"{'__Host-' if is_by_tls(call.scope, self.own.public_url) else ''}stockpool-oidc"


def redirect(address: str, *headers: Header) -> Answer:
    """An answer that sends the browser elsewhere."""
    return Answer(303, b"", ((b"location", address.encode()), NO_STORE, *headers))


def no_provider() -> Answer:
    """The answer where people sign in with passwords only."""
    return problem(Fault.NOT_FOUND, "no OpenID provider is set here: people sign in with `POST /v1/session`")


def unreachable(error: ProviderFailed) -> Answer:
    """The answer while the provider does not work."""
    log.warning("the OpenID provider does not work", error=str(error))
    return problem(Fault.BUSY, "the OpenID provider does not work at the moment", RETRY_AFTER)


def _place(text: str) -> str:
    """Where the browser wanted to go; a cookie is not believed either."""
    try:
        return local_path(urlsafe_b64decode(text.encode()).decode())
    except ValueError:
        return "/"
