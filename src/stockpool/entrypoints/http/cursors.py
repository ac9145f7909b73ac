"""Cursors: where the next page begins, as a token that callers hand back unread."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import TypeVar

import msgspec

from stockpool.entrypoints.http.answers import Answer
from stockpool.entrypoints.http.problems import field_problem

T = TypeVar("T")

CURSOR_LENGTH_MAX = 2_000


def encode_cursor(place: object) -> str:
    """A token for a place; JSON inside."""
    return urlsafe_b64encode(msgspec.json.encode(place)).rstrip(b"=").decode()


def decode_cursor(token: str, place: type[T]) -> T | Answer:
    """The place of a token that we made; anything else is a bad parameter."""
    try:
        text = urlsafe_b64decode(token[:CURSOR_LENGTH_MAX].encode("ascii") + b"===")
        decoded = msgspec.json.decode(text, type=place)
    except (ValueError, RecursionError):
        return not_a_cursor()
    return not_a_cursor() if "\\x00" in ascii(decoded) else decoded


def not_a_cursor() -> Answer:
    """The answer to a token that we did not make."""
    return field_problem("cursor", "is not a cursor of this list")
