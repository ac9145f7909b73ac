"""Facts of a batch that could not be decoded whole, each by itself: one that does not have its form stops no other."""

from __future__ import annotations

from typing import Annotated

import msgspec

from stockpool.entrypoints.http.bodies import path_of_nul
from stockpool.entrypoints.http.problems import problem_document
from stockpool.entrypoints.http.wire_facts import FACTS_MAX, FactInput, FactsByPlace
from stockpool.entrypoints.http.wire_types import Refusal
from stockpool.entrypoints.http.wrong_fields import field_of
from stockpool.kernel.refusals import Problem, Reason, Refused


class _RawBatch(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A batch whose facts are not looked into yet."""

    facts: Annotated[tuple[msgspec.Raw, ...], msgspec.Meta(min_length=1, max_length=FACTS_MAX)]


_decode_batch = msgspec.json.Decoder(_RawBatch).decode
_decode_fact = msgspec.json.Decoder(FactInput).decode


def read_each_fact(body: bytes) -> FactsByPlace | None:
    """The facts that have their form, and why the others have it not; None when there is no good one to save."""
    try:
        read = [_read(fact) for fact in _decode_batch(body).facts]
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    numbered = [(place, fact) for place, fact in enumerate(read) if isinstance(fact, FactInput)]
    refused = {place: fact for place, fact in enumerate(read) if isinstance(fact, Refusal)}
    return FactsByPlace(numbered, refused) if numbered else None


def _read(raw: msgspec.Raw) -> FactInput | Refusal:
    try:
        fact = _decode_fact(raw)
    except msgspec.ValidationError as error:
        return _refusal(*field_of(error, FactInput))
    path = path_of_nul(fact)
    return fact if path is None else _refusal(path, "must not contain the character U+0000")


def _refusal(path: str, message: str) -> Refusal:
    detail = f"{path}: {message}" if path else message
    return Refusal(problem_document(Refused(Reason.INVALID_INPUT, detail, (Problem(path, message),))))
