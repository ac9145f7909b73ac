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

NO_STORE: Header = (b"cache-control", b"no-store")
FOR_A_PERSON = (NO_STORE, (b"x-content-type-options", b"nosniff"))
"""What is told to a browser: addresses of customers are not to lie on a device that goes from hand to hand."""

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


def for_a_person(answered: Answer) -> Answer:
    """An answer that a browser neither keeps nor takes for something else than it says."""
    said = [each for each in answered.headers if each[0] != b"cache-control"]
    return Answer(answered.status, answered.body, (*said, *FOR_A_PERSON))


def answer(value: object, status: int = 200, *headers: Header) -> Answer:
    """A value as JSON."""
    return Answer(status, to_json(value), (JSON, *headers))
