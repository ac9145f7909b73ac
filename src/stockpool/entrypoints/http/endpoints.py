"""One call of the interface: where it is, what it takes and gives, who may make it, what answers it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, Final, Generic, TypeVar

import msgspec

from stockpool.access.api import Caller, Scope
from stockpool.entrypoints.http.answers import Answer
from stockpool.entrypoints.http.answers import Scope as ServerScope
from stockpool.entrypoints.http.parameters import QueryReader
from stockpool.entrypoints.http.problems import Fault
from stockpool.entrypoints.http.streams import Stream
from stockpool.kernel.refusals import Reason, Refused

B = TypeVar("B")
Q = TypeVar("Q")


class Audience(Enum):
    """Who may make a call."""

    SCOPED = "scoped"
    """Callers who have one of its scopes."""
    PEOPLE = "people"
    """Whoever has signed in."""
    PEOPLE_LOCKED_OUT = "people, locked out too"
    """Whoever has signed in, even while the session is locked."""
    ANYBODY = "anybody"


class Call(msgspec.Struct, Generic[B, Q]):
    """A request that was read and let in; `scope` is what the server knows of its connection."""

    caller: Caller
    path: tuple[str, ...]
    headers: dict[bytes, bytes]
    scope: ServerScope
    idempotency_key: str = ""
    query: Q = None  # type: ignore[assignment] # filled by `read_call` where the endpoint has a query
    body: B = None  # type: ignore[assignment] # as the query


BULK_FROM: Final = 50
"""So many rows, lines or SKUs are no longer a customer's or a clerk's request: nobody waits for the answer."""


def bulk_rows(name: str) -> Callable[[Call[Any, Any]], bool]:
    """Requests whose body or query has many of what is called so."""
    return lambda call: len(getattr(call.body or call.query, name)) >= BULK_FROM


Respond = Callable[[Call[Any, Any]], Awaitable[Answer | Stream | Refused]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """The declaration that requests are served by and the OpenAPI document is written from."""

    method: str
    path: str
    summary: str
    scopes: tuple[Scope, ...]
    respond: Respond
    body: type | None = None
    body_optional: bool = False
    read_parts: Callable[[bytes], Any] | None = None
    """Makes of a body that is not of its type what can be made of its parts; None when that is nothing."""
    query: type[msgspec.Struct] | None = None
    reply: Any
    status: int = 200
    media_type: str = "application/json"
    more_types: tuple[str, ...] = ()
    """Media types that may be asked for instead."""
    audience: Audience = Audience.SCOPED
    of_no_node: bool = False
    """What belongs to no node: a caller who is limited to nodes does not get to it."""
    keyed: bool = False
    revised: bool = False
    refusals: tuple[Reason | Fault, ...] = ()
    is_bulk: Callable[[Call[Any, Any]], bool] | None = None
    """Whether a request is bulk work, which is shed first under load; None where none is."""
    decoder: msgspec.json.Decoder[Any] | None = field(init=False)
    reader: QueryReader | None = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "decoder", msgspec.json.Decoder(self.body) if self.body is not None else None)
        object.__setattr__(self, "reader", QueryReader(self.query) if self.query is not None else None)

    @property
    def operation(self) -> str:
        """A name for documents and metrics, such as `POST /v1/holds`."""
        return f"{self.method} {self.path}"
