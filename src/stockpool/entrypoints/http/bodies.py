"""Request bodies: bounded, JSON, decoded straight into their type, every mistake with the path of its field."""

from __future__ import annotations

import asyncio
from typing import Any

import msgspec

from stockpool.entrypoints.http.answers import Answer, Receive
from stockpool.entrypoints.http.problems import Fault, field_problem, problem
from stockpool.entrypoints.http.wrong_fields import field_of, named_member

BODY_TIMEOUT_S = 30.0
"""How long a caller may take to send a body that did not come with its head."""

DRAIN_MAX_BYTES = 32_000_000
"""A body that is too large is read and dropped up to here, so that its sender can hear the answer."""


class ClientGone(Exception):
    """The caller hung up before the request was complete; there is nobody to answer."""


async def read_body(receive: Receive, headers: dict[bytes, bytes], max_bytes: int) -> bytes | Answer:
    """The whole body, or why not; never more than the limit in memory."""
    declared = headers.get(b"content-length", b"0")
    if not declared.isdigit() or int(declared) > max(max_bytes, DRAIN_MAX_BYTES):
        return _too_large(max_bytes, close=True)
    message = await receive()
    if message["type"] != "http.request":
        raise ClientGone
    body: bytes = message["body"]
    if not message.get("more_body", False):
        return body if len(body) <= max_bytes else _too_large(max_bytes, close=False)
    try:
        async with asyncio.timeout(BODY_TIMEOUT_S):
            return await _read_rest(receive, body, max_bytes)
    except TimeoutError:
        return problem(Fault.BODY_TOO_SLOW, f"the body did not arrive within {BODY_TIMEOUT_S:g} s", CLOSE)


CLOSE = (b"connection", b"close")


async def _read_rest(receive: Receive, first: bytes, max_bytes: int) -> bytes | Answer:
    parts, total, more = [first], len(first), True
    while more and total <= max(max_bytes, DRAIN_MAX_BYTES):
        message = await receive()
        if message["type"] != "http.request":
            raise ClientGone
        total += len(message["body"])
        parts = [*parts, message["body"]] if total <= max_bytes else []
        more = message.get("more_body", False)
    return _too_large(max_bytes, close=more) if total > max_bytes else b"".join(parts)


def _too_large(max_bytes: int, *, close: bool) -> Answer:
    headers = (CLOSE,) if close else ()
    return problem(Fault.BODY_TOO_LARGE, f"the body has more than {max_bytes} bytes", *headers)


def media_type_problem(headers: dict[bytes, bytes]) -> Answer | None:
    """Bodies are JSON as it is; anything else is refused before it is looked at."""
    if headers.get(b"content-encoding", b"identity") != b"identity":
        return problem(Fault.UNSUPPORTED_MEDIA_TYPE, "the body must be sent without a content-encoding")
    given = headers.get(b"content-type", b"")
    if given == b"application/json":
        return None
    name, _, parameters = given.decode("latin-1").lower().partition(";")
    charset = parameters.strip().replace('"', "")
    if name.strip() == "application/json" and charset in ("", "charset=utf-8"):
        return None
    return problem(Fault.UNSUPPORTED_MEDIA_TYPE, "the body must be sent as application/json")


def decode_body(decoder: msgspec.json.Decoder[Any], body: bytes) -> Any:  # noqa: ANN401 - the decoder knows the type
    """The decoded value, or an `Answer` that names what is wrong with it."""
    try:
        value = decoder.decode(body)
    except msgspec.ValidationError as error:
        field, words = field_of(error, decoder.type)
        return field_problem(named_member(field, error, body), words)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        return problem(Fault.MALFORMED_JSON, f"the body is not JSON: {error}")
    if b"\\u0000" in body and (path := path_of_nul(value)) is not None:
        return field_problem(path, "must not contain the character U+0000")
    return value


def path_of_nul(value: object) -> str | None:
    """Where a text holds U+0000, which the database cannot store."""
    for path, text in _texts(msgspec.to_builtins(value), ""):
        if "\0" in text:
            return path
    return None


def _texts(value: object, path: str) -> list[tuple[str, str]]:
    if isinstance(value, str):
        return [(path, value)]
    if isinstance(value, list | tuple):
        return [text for i, item in enumerate(value) for text in _texts(item, f"{path}[{i}]")]
    if isinstance(value, dict):
        items = [(f"{path}.{key}" if path else str(key), key, item) for key, item in value.items()]
        return [text for place, key, item in items for text in [(place, str(key)), *_texts(item, place)]]
    return []
