"""What is wrong with a field that does not have its type, in words for whoever wrote the request."""

from __future__ import annotations

import re
from functools import cache
from types import NoneType
from typing import Any

import msgspec
from msgspec import inspect

_AT = re.compile(r"^(?P<message>.*) - at `(?P<path>\$[^`]*)`$", re.DOTALL)
_KEY_AT = re.compile(r"^(?P<message>.*) - at `key` in `(?P<path>\$[^`]*)`$", re.DOTALL)
_FIELD = re.compile(r"(?P<what>missing required|contains unknown) field `(?P<name>[^`]*)`")
_ENUM = re.compile(r"^Invalid enum value (?P<value>.*)$", re.DOTALL)
_EXPECTED = re.compile(r"^Expected `(?P<kinds>[^`]*)`(?:, got `[^`]*`)?(?P<more>.*)$", re.DOTALL)
_STEP = re.compile(r"\[[^\]]*\]|[^.\[\]]+")

_GOT = re.compile(r"got `(?P<kind>[^`]*)`")
_QUOTE = "'"
ANY_KEY = "[...]"
"""How the decoder names a member of an object whose names are free."""

_TIME = "must be a time with its zone, such as 2026-03-01T07:00:00Z or, with the + as %2B in an address, …+01:00"
_DATE = "must be a date such as 2026-12-24"
_KINDS = {
    "str": "a text",
    "int": "a whole number",
    "float": "a number",
    "bool": "true or false",
    "array": "a list",
    "object": "an object",
}


def field_of(error: msgspec.ValidationError, expected: Any = Any) -> tuple[str, str]:  # noqa: ANN401 - any type at all
    """Which field does not have its type, and what it must be; `expected` is the type of the whole."""
    text = str(error)
    of_key = _KEY_AT.match(text)
    found = of_key or _AT.match(text)
    message, path = (found["message"], found["path"]) if found else (text, "$")
    path = path.removeprefix("$").removeprefix(".")
    if of_key and (enum := _ENUM.match(message)):
        return f"{path}.{enum['value'].strip(_QUOTE)}", _in_words(message, expected, path)
    if field := _FIELD.search(message):
        place = f"{path}.{field['name']}" if path else field["name"]
        return place, "is missing" if field["what"].startswith("missing") else _unknown(expected, path)
    return path, _in_words(message, expected, path)


def named_member(path: str, error: msgspec.ValidationError, body: bytes) -> str:
    """The path with the name of the member that it ends at: the first whose value has the type that was found there.

    The decoder does not tell the name. It has not read the rest of the body, which may be no JSON, or repeat a field.
    """
    got = _GOT.search(str(error))
    if got is None or not path.endswith(ANY_KEY) or path.count(ANY_KEY) > 1:
        return path
    try:
        place = msgspec.json.decode(body)
        for step in _STEP.findall(path.removesuffix(ANY_KEY)):
            place = place[int(step[1:-1])] if step.startswith("[") else place[step]
        name = next(name for name, value in place.items() if _JSON_KINDS[type(value)] == got["kind"])
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError, LookupError, AttributeError, StopIteration):
        return path
    return f"{path.removesuffix(ANY_KEY)}.{name}"


_JSON_KINDS = {str: "str", int: "int", float: "float", bool: "bool", list: "array", dict: "object", NoneType: "null"}


def _unknown(expected: Any, path: str) -> str:  # noqa: ANN401 - as `field_of`
    names = [field.encode_name for kind in _kinds_at(expected, path) for field in _fields(kind)]
    return f"is unknown here; known are {', '.join(names)}" if names else "is unknown here"


def _in_words(message: str, expected: Any, path: str) -> str:  # noqa: ANN401 - as `field_of`
    if enum := _ENUM.match(message):
        choices = [str(choice) for kind in _kinds_at(expected, path) for choice in _choices(kind)]
        return f"must be one of {', '.join(choices)}, not {enum['value']}" if choices else message
    if message.endswith("encoded date"):
        return _DATE
    if "RFC3339" in message or "timezone component" in message:
        return _TIME
    if wrong := _EXPECTED.match(message):
        kinds = wrong["kinds"].split(" | ")
        if all(kind in _KINDS or kind == "null" for kind in kinds):
            return f"must be {' or '.join(_KINDS[kind] for kind in kinds if kind != 'null') or 'null'}{wrong['more']}"
    return message


@cache
def _kinds_at(expected: Any, path: str) -> tuple[inspect.Type, ...]:  # noqa: ANN401 - as `field_of`
    """What may stand at a path, alternatives side by side."""
    kinds = _alternatives(inspect.type_info(expected))
    for step in _STEP.findall(path):
        kinds = tuple(each for kind in kinds for below in _below(kind, step) for each in _alternatives(below))
    return kinds


def _alternatives(kind: inspect.Type) -> tuple[inspect.Type, ...]:
    if isinstance(kind, inspect.Metadata):
        return _alternatives(kind.type)
    if isinstance(kind, inspect.UnionType):
        return tuple(each for choice in kind.types for each in _alternatives(choice))
    return (kind,)


def _below(kind: inspect.Type, step: str) -> list[inspect.Type]:
    if isinstance(kind, inspect.ListType | inspect.VarTupleType) and step.startswith("["):
        return [kind.item_type]
    if isinstance(kind, inspect.DictType) and step.startswith("["):
        return [kind.value_type]
    return [field.type for field in _fields(kind) if field.encode_name == step]


def _fields(kind: inspect.Type) -> tuple[inspect.Field, ...]:
    return kind.fields if isinstance(kind, inspect.StructType) else ()


def _choices(kind: inspect.Type) -> list[Any]:
    if isinstance(kind, inspect.EnumType):
        return [member.value for member in kind.cls]
    if isinstance(kind, inspect.DictType):
        return _choices(kind.key_type)
    return list(kind.values) if isinstance(kind, inspect.LiteralType) else []
