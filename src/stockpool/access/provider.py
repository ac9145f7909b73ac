"""The OpenID provider: where browsers are sent, and what it says of those who come back (authorization code, PKCE).

The library for its tokens comes with `stockpool[oidc]` and is loaded with the first of them.
"""

from __future__ import annotations

import asyncio
from base64 import b64encode
from collections.abc import Callable, Mapping
from datetime import datetime
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any
from urllib.parse import quote_plus, urlencode

import msgspec

from stockpool.access.decide.provided import ClaimMap, Departure, told_user
from stockpool.access.messages import AddUser
from stockpool.kernel.refusals import Reason, Refused

if TYPE_CHECKING:
    from joserfc.jwk import KeySet

DISCOVERY = "/.well-known/openid-configuration"
KNOWN_S_MAX = 3_600.0
"""After so long the provider's addresses and keys are read again."""

KEYS_S_MIN = 10.0
"""Keys are not read more often, however many tokens come with unknown ones."""

TIMEOUT_S = 10.0
REPLY_BYTES_MAX = 1_000_000
LEEWAY_S = 60
ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA", "Ed25519"]
"""Signatures by keys of which only the provider has the secret half: never none, never by a shared secret."""


class ProviderFailed(Exception):
    """The provider cannot be reached, or answers what no provider answers."""


class ProviderSettings(msgspec.Struct, frozen=True, kw_only=True):
    """What an operator says of the provider."""

    issuer: str
    client_id: str
    client_secret: str | None
    scopes: str
    redirect_uri: str
    claims: ClaimMap


class _Known(msgspec.Struct, frozen=True):
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    issuer: str
    token_endpoint_auth_methods_supported: tuple[str, ...] = ("client_secret_basic",)


def client_is_missing() -> bool:
    """Whether the library for a provider's tokens is not installed."""
    return find_spec("joserfc") is None


class Provider:
    """One provider; nothing is asked of it before somebody wants to sign in."""

    def __init__(
        self, settings: ProviderSettings, *, now: Callable[[], datetime], monotonic: Callable[[], float]
    ) -> None:
        self._settings = settings
        self._now = now
        self._monotonic = monotonic
        self._known: tuple[_Known, float] | None = None
        self._keys: tuple[KeySet, float] | None = None

    async def address_for(self, departure: Departure) -> str:
        """Where a browser is sent."""
        known = await self._discovered()
        query = {
            "response_type": "code",
            "client_id": self._settings.client_id,
            "redirect_uri": self._settings.redirect_uri,
            "scope": self._settings.scopes,
            "state": departure.state,
            "nonce": departure.nonce,
            "code_challenge": departure.challenge,
            "code_challenge_method": "S256",
        }
        return f"{known.authorization_endpoint}{'&' if '?' in known.authorization_endpoint else '?'}{urlencode(query)}"

    async def who_came_back(self, code: str, departure: Departure) -> AddUser | Refused:
        """The person that the code stands for, with the role that the provider's claims mean here."""
        token = await self._exchange(code, departure)
        if isinstance(token, Refused):
            return token
        claims = await self._verified(token, departure.nonce)
        if isinstance(claims, Refused):
            return claims
        return told_user(self._settings.issuer, claims, self._settings.claims)

    async def _exchange(self, code: str, departure: Departure) -> str | Refused:
        known = await self._discovered()
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self._settings.redirect_uri,
            "code_verifier": departure.verifier,
        }
        headers = {"content-type": "application/x-www-form-urlencoded"}
        secret = self._settings.client_secret
        if secret is not None and "client_secret_basic" in known.token_endpoint_auth_methods_supported:
            pair = f"{quote_plus(self._settings.client_id)}:{quote_plus(secret)}"
            headers["authorization"] = f"Basic {b64encode(pair.encode()).decode()}"
        else:
            form["client_id"] = self._settings.client_id
            form |= {} if secret is None else {"client_secret": secret}
        status, body = await _ask("POST", known.token_endpoint, headers, urlencode(form).encode())
        if 400 <= status < 500:
            return _refused("the provider does not take the code")
        if status != 200:
            raise ProviderFailed(f"the token endpoint answered {status}")
        told = _json(body)
        token = told.get("id_token")
        return token if isinstance(token, str) else _refused("the provider sent no ID token")

    async def _verified(self, token: str, nonce: str) -> Mapping[str, Any] | Refused:
        """The claims of a token that this provider made for us, for this sign-in, and that still counts."""
        from joserfc import jwt
        from joserfc.errors import InvalidKeyIdError, JoseError

        asked = self._settings
        registry = jwt.JWTClaimsRegistry(
            now=lambda: int(self._now().timestamp()),
            leeway=LEEWAY_S,
            iss={"essential": True, "value": asked.issuer},
            sub={"essential": True},
            aud={"essential": True, "value": asked.client_id},
            exp={"essential": True},
            iat={"essential": True},
            nonce={"essential": True, "value": nonce},
        )
        try:
            try:
                decoded = jwt.decode(token, await self._key_set(), algorithms=ALGORITHMS)
            except InvalidKeyIdError:
                decoded = jwt.decode(token, await self._key_set(KEYS_S_MIN), algorithms=ALGORITHMS)
            registry.validate(decoded.claims)
        except (JoseError, ValueError) as error:
            return _refused(f"the ID token does not count: {error}")
        claims: Mapping[str, Any] = decoded.claims
        audience = claims["aud"] if isinstance(claims["aud"], list) else [claims["aud"]]
        if claims.get("azp", asked.client_id if len(audience) == 1 else None) != asked.client_id:
            return _refused("the ID token was made for another client")
        return claims

    async def _discovered(self) -> _Known:
        if self._known is None or self._monotonic() - self._known[1] > KNOWN_S_MAX:
            status, body = await _ask("GET", self._settings.issuer.rstrip("/") + DISCOVERY)
            if status != 200:
                raise ProviderFailed(f"the discovery document answered {status}")
            try:
                known = msgspec.convert(_json(body), _Known)
            except msgspec.ValidationError as error:
                raise ProviderFailed(f"the discovery document is none: {error}") from error
            if known.issuer != self._settings.issuer:
                raise ProviderFailed(f"the provider calls itself {known.issuer!r}, not {self._settings.issuer!r}")
            self._known = (known, self._monotonic())
        return self._known[0]

    async def _key_set(self, age_s_max: float = KNOWN_S_MAX) -> KeySet:
        from joserfc.jwk import KeySet

        if self._keys is None or self._monotonic() - self._keys[1] > age_s_max:
            status, body = await _ask("GET", (await self._discovered()).jwks_uri)
            if status != 200:
                raise ProviderFailed(f"the provider's keys answered {status}")
            self._keys = (KeySet.import_key_set(_json(body)), self._monotonic())  # type: ignore[arg-type] # as it came
        return self._keys[0]


def _refused(message: str) -> Refused:
    return Refused(Reason.WRONG_CREDENTIALS, message)


def _json(body: bytes) -> dict[str, Any]:
    try:
        return msgspec.json.decode(body, type=dict[str, Any])
    except msgspec.DecodeError as error:
        raise ProviderFailed("the provider's answer is not JSON") from error


async def _ask(
    method: str, url: str, headers: Mapping[str, str] | None = None, content: bytes | None = None
) -> tuple[int, bytes]:
    """One call, bounded in time and size, that follows no redirect."""
    import httpcore2

    given = [
        (name.encode(), value.encode()) for name, value in {"accept": "application/json", **(headers or {})}.items()
    ]
    try:
        async with (
            asyncio.timeout(TIMEOUT_S),
            httpcore2.AsyncConnectionPool() as pool,
            pool.stream(method, url, headers=given, content=content) as response,
        ):
            body = bytearray()
            async for chunk in response.aiter_stream():
                body += chunk
                if len(body) > REPLY_BYTES_MAX:
                    raise ProviderFailed("the provider's answer is too long")
            return response.status, bytes(body)
    except (
        TimeoutError,
        OSError,
        httpcore2.NetworkError,
        httpcore2.ProtocolError,
        httpcore2.TimeoutException,
    ) as error:
        raise ProviderFailed(f"the provider cannot be reached: {str(error) or type(error).__name__}") from error
