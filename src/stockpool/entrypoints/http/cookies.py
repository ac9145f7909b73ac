"""The cookie of a session: its name and attributes by whether the server is reached by TLS."""

from __future__ import annotations

from stockpool.entrypoints.http.answers import Header, Scope

PLAIN, FOR_TLS = "stockpool", "__Host-stockpool"


def is_by_tls(scope: Scope, public_url: str | None) -> bool:
    """Whether the browser speaks TLS, to the server or to the proxy in front of it."""
    return scope["scheme"] == "https" or (public_url is not None and public_url.startswith("https://"))


def read_cookie(headers: dict[bytes, bytes], name: str) -> str:
    """The value of a cookie, or nothing."""
    for pair in headers.get(b"cookie", b"").decode("latin-1").split(";"):
        found, _, value = pair.strip().partition("=")
        if found == name:
            return value
    return ""


def session_token(scope: Scope, headers: dict[bytes, bytes], public_url: str | None) -> str:
    """What a session's cookie holds; by TLS only a cookie counts that no other host could have set."""
    return read_cookie(headers, name_of(by_tls=is_by_tls(scope, public_url)))


def name_of(*, by_tls: bool) -> str:
    """The cookie's name; browsers let only this host set one with such a prefix, and only by TLS."""
    return FOR_TLS if by_tls else PLAIN


def set_cookie(value: str, lifetime_s: int, *, by_tls: bool) -> Header:
    """The header that sets the session's cookie, or takes it away when its lifetime is nothing."""
    attributes = f"Path=/; Max-Age={lifetime_s}; HttpOnly; SameSite=Lax{'; Secure' if by_tls else ''}"
    return (b"set-cookie", f"{name_of(by_tls=by_tls)}={value}; {attributes}".encode())
