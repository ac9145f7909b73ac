"""Query strings: decoded strictly into a struct, unknown and repeated parameters named."""

from __future__ import annotations

import types
from typing import Any, Union, get_args, get_origin
from urllib.parse import unquote_plus

import msgspec

from stockpool.entrypoints.http.answers import Answer
from stockpool.entrypoints.http.bodies import validation_problem
from stockpool.entrypoints.http.problems import field_problem

PARAMETERS_MAX = 1_100
"""More than any call needs; the longest lists are sent as bodies."""


class QueryReader:
    """Reads the query of one endpoint; fields that are tuples take repeated parameters and comma lists."""

    def __init__(self, query: type[msgspec.Struct]) -> None:
        self.query = query
        fields = msgspec.structs.fields(query)
        self._lists = frozenset(field.encode_name for field in fields if _is_list(field.type))

    def read(self, query_string: bytes) -> Any:  # noqa: ANN401 - the struct it was made for, or an Answer
        """The parameters as their struct, or an `Answer` that names the bad one."""
        pairs = _pairs(query_string)
        if isinstance(pairs, Answer):
            return pairs
        values: dict[str, object] = {}
        for name, value in pairs:
            if name in self._lists:
                values[name] = (*values.get(name, ()), *value.split(","))  # type: ignore[misc] # lists hold tuples only
            elif name in values:
                return field_problem(name, "must be given once")
            else:
                values[name] = value
        try:
            return msgspec.convert(values, self.query, strict=False)
        except msgspec.ValidationError as error:
            return validation_problem(error)


def _pairs(query_string: bytes) -> list[tuple[str, str]] | Answer:
    if not query_string:
        return []
    try:
        text = query_string.decode("ascii")
        pairs = [pair.partition("=") for pair in text.split("&", PARAMETERS_MAX) if pair]
        decoded = [(_unquote(name), _unquote(value)) for name, _, value in pairs]
    except UnicodeDecodeError:
        return field_problem("", "the query must be percent-encoded UTF-8")
    if len(decoded) > PARAMETERS_MAX:
        return field_problem("", f"the query has more than {PARAMETERS_MAX} parameters")
    bad = next((name for name, value in decoded if "\0" in name or "\0" in value), None)
    return decoded if bad is None else field_problem(bad, "must not contain the character U+0000")


def _unquote(text: str) -> str:
    return unquote_plus(text, errors="strict") if "%" in text or "+" in text else text


def _is_list(annotation: object) -> bool:
    if get_origin(annotation) in (Union, types.UnionType):
        return any(_is_list(choice) for choice in get_args(annotation))
    if hasattr(annotation, "__metadata__"):
        return _is_list(get_args(annotation)[0])
    return get_origin(annotation) in (tuple, list)
