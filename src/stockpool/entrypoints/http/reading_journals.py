"""Journals whose lines could not be decoded whole, each line by itself: a bad one stops no other."""

from __future__ import annotations

from typing import Annotated

import msgspec

from stockpool.entrypoints.http.bodies import path_of_nul
from stockpool.entrypoints.http.problems import problem_document
from stockpool.entrypoints.http.wire_tills import ENTRIES_MAX, EntryInput, EntryResult, JournalByPlace
from stockpool.entrypoints.http.wire_types import Id, Moment
from stockpool.entrypoints.http.wrong_fields import field_of
from stockpool.kernel.refusals import Problem, Reason, Refused


class _RawJournal(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A journal whose lines are not looked into yet."""

    node: Id
    entries: Annotated[tuple[msgspec.Raw, ...], msgspec.Meta(min_length=1, max_length=ENTRIES_MAX)]
    clock: Moment | None = None


class _Numbered(msgspec.Struct, frozen=True):
    """What can be read of a bad line."""

    number: int


_decode_journal = msgspec.json.Decoder(_RawJournal).decode
_decode_entry = msgspec.json.Decoder(EntryInput).decode
_decode_number = msgspec.json.Decoder(_Numbered).decode


def read_each_entry(body: bytes) -> JournalByPlace | None:
    """The lines that have their form, and why the others have it not; None when the journal is none."""
    try:
        journal = _decode_journal(body)
        if path_of_nul(journal.node) is not None:
            return None
        read = [_read(entry) for entry in journal.entries]
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    numbered = [(place, entry) for place, entry in enumerate(read) if isinstance(entry, EntryInput)]
    refused = {place: entry for place, entry in enumerate(read) if isinstance(entry, EntryResult)}
    return JournalByPlace(journal.node, journal.clock, numbered, refused)


def _read(raw: msgspec.Raw) -> EntryInput | EntryResult:
    try:
        entry = _decode_entry(raw)
    except msgspec.ValidationError as error:
        return refused_entry(_number_of(raw), *field_of(error, EntryInput))
    path = path_of_nul(entry)
    return entry if path is None else refused_entry(entry.number, path, "must not contain the character U+0000")


def _number_of(raw: msgspec.Raw) -> int | None:
    try:
        return _decode_number(raw).number
    except msgspec.ValidationError:
        return None


def refused_entry(number: int | None, path: str, message: str, reason: Reason = Reason.INVALID_INPUT) -> EntryResult:
    """The result of a line that is not recorded because of one field."""
    detail = f"{path}: {message}" if path else message
    refused = Refused(reason, detail, (Problem(path, message),))
    return EntryResult(number, "refused", problem=problem_document(refused))
