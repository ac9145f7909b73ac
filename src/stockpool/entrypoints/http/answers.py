"""What goes back to a caller, and how values become JSON."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

import msgspec

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[Any], Awaitable[None]]
Header = tuple[bytes, bytes]

JSON = (b"content-type", b"application/json")

to_json = msgspec.json.Encoder(decimal_format="number").encode
"""Values as JSON; decimals as numbers, digit by digit."""


class Answer(msgspec.Struct, frozen=True):
    """A response that is ready to be sent."""

    status: int
    body: bytes
    headers: tuple[Header, ...] = (JSON,)

    async def send(self, send: Send) -> None:
        """Send it whole."""
        length = () if self.status == 304 else ((b"content-length", str(len(self.body)).encode()),)
        headers = [*length, *self.headers]
        await send({"type": "http.response.start", "status": self.status, "headers": headers})
        await send({"type": "http.response.body", "body": self.body})


def answer(value: object, status: int = 200, *headers: Header) -> Answer:
    """A value as JSON."""
    return Answer(status, to_json(value), (JSON, *headers))
