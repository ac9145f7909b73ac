"""Query strings: decoded strictly into a struct, unknown and repeated parameters named."""

from __future__ import annotations

import types
from collections.abc import Iterator
from typing import Any, Union, get_args, get_origin
from urllib.parse import unquote_plus

import msgspec

from stockpool.entrypoints.http.problems import field_problem
from stockpool.entrypoints.http.wrong_fields import field_of

PARAMETERS_MAX = 1_100
"""More than any call needs; the longest lists are sent as bodies."""


class QueryReader:
    """Reads the query of one endpoint; fields that are tuples take repeated parameters and comma lists.

    A comma that is percent-encoded belongs to its value: ids may hold commas.
    """

    def __init__(self, query: type[msgspec.Struct]) -> None:
        self.query = query
        fields = msgspec.structs.fields(query)
        self._lists = frozenset(field.encode_name for field in fields if _is_list(field.type))

    def read(self, query_string: bytes) -> Any:  # noqa: ANN401 - the struct it was made for, or an Answer
        """The parameters as their struct, or an `Answer` that names the bad one."""
        try:
            pairs = list(self._pairs(query_string.decode("ascii")))
        except UnicodeDecodeError:
            return field_problem("", "the query must be percent-encoded UTF-8")
        if len(pairs) > PARAMETERS_MAX:
            return field_problem("", f"the query has more than {PARAMETERS_MAX} parameters")
        values: dict[str, Any] = {}
        for name, given in pairs:
            if "\0" in name or any("\0" in value for value in given):
                return field_problem(name, "must not contain the character U+0000")
            if name in self._lists:
                values[name] = (*values.get(name, ()), *given)
            elif name in values:
                return field_problem(name, "must be given once")
            else:
                values[name] = given[0]
        return self._convert(values)

    def _pairs(self, text: str) -> Iterator[tuple[str, list[str]]]:
        """Each parameter with its values: one, or those of a list."""
        for pair in text.split("&", PARAMETERS_MAX):
            if pair:
                name, _, value = pair.partition("=")
                name = _unquote(name)
                yield name, [*map(_unquote, value.split(","))] if name in self._lists else [_unquote(value)]

    def _convert(self, values: dict[str, Any]) -> Any:  # noqa: ANN401 - as `read`
        try:
            return msgspec.convert(values, self.query, strict=False)
        except msgspec.ValidationError as error:
            path, message = field_of(error, self.query)
            return field_problem(path.partition("[")[0], message)


def _unquote(text: str) -> str:
    return unquote_plus(text, errors="strict") if "%" in text or "+" in text else text


def _is_list(annotation: object) -> bool:
    if get_origin(annotation) in (Union, types.UnionType):
        return any(_is_list(choice) for choice in get_args(annotation))
    if hasattr(annotation, "__metadata__"):
        return _is_list(get_args(annotation)[0])
    return get_origin(annotation) in (tuple, list)
