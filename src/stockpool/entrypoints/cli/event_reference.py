"""The reference page of events: every type with what it tells and the fields of its data, read from the messages."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

import msgspec

from stockpool.workflows.event_kinds import FAMILIES, EventFamily

HEAD = """# Events

Whatever moves stock, changes holds, orders and returns, or sets how they are served tells an event, in the transaction
that does it: there is an event if and only if it was done. What was sent again and changes nothing tells none. Of
outlooks, past sales and orders, suppliers and API keys nothing is told. [asyncapi.json](asyncapi.json) says the same
to programs.
[Following what happens](feed.md) says how they are read: in pages, or as a stream.

## What data looks like

Quantities are numbers in the SKU's display unit, times are RFC 3339 in UTC, amounts of money whole minor units (cents).
Data that is also the answer to a call has a field `type` that names the form of the answer; what happened is said by
the column. Fields may be added; a reader leaves alone those that it does not know.
"""


def events_page() -> str:
    """Every event, then what the fields of their data hold."""
    bodies = list(dict.fromkeys(kind.body for family in FAMILIES for kind in family.kinds))
    parts = list(dict.fromkeys(part for body in bodies for part in _structs_within(body) if part not in bodies))
    sections = [*map(_family, FAMILIES), "## Data\n", *map(_table, bodies), "## Parts of data\n", *map(_table, parts)]
    return "\n".join([HEAD, *sections]).rstrip() + "\n"


def _family(family: EventFamily) -> str:
    rows = [f"| `{kind.name}` | {kind.said} | {_link(kind.body)} |" for kind in family.kinds]
    head = [
        f"## {family.name}",
        "",
        f"Subject: {family.subject}.",
        "",
        "| type | what happened | data |",
        "|---|---|---|",
    ]
    return "\n".join([*head, *rows, ""])


def _table(body: type[msgspec.Struct]) -> str:
    hints = get_type_hints(body)
    said = " ".join((inspect.getdoc(body) or "").split())
    tag = body.__struct_config__.tag
    rows = [f"| `type` | always `{tag}` | |"] if tag is not None else []
    for field in msgspec.structs.fields(body):
        left_out = _left_out(body, field)
        null = " or `null`" if left_out is None and NoneType in _alternatives(hints[field.name]) else ""
        cells = [f"`{field.encode_name}`", f"{_words(hints[field.name])}{null}", left_out or ""]
        rows.append(f"| {' | '.join(cells)} |".replace("  |", " |"))
    head = [f"### {body.__name__}", "", said, "", "| field | what it holds | left out where it is |", "|---|---|---|"]
    return "\n".join([*head, *rows, ""])


def _left_out(body: type[msgspec.Struct], field: msgspec.structs.FieldInfo) -> str | None:
    """The value with which a field is left out, if there is one."""
    if field.required or not body.__struct_config__.omit_defaults:
        return None
    if field.default is None:
        return "not known"
    return "empty" if field.default == () else f"`{str(msgspec.to_builtins(field.default)).lower()}`"


def _words(hint: Any) -> str:  # noqa: ANN401 -- any annotation
    """A type in the words of the page."""
    choices = [each for each in _alternatives(hint) if each is not NoneType]
    if set(choices) == {int, Decimal}:
        return "quantity"
    (kind,) = choices
    if get_origin(kind) is not None:
        return f"list: {_words(get_args(kind)[0])}"
    if issubclass(kind, StrEnum):
        return " ".join(f"`{each}`" for each in kind)
    return _link(kind) if issubclass(kind, msgspec.Struct) else _PLAIN[kind]


_PLAIN = {str: "text", int: "whole number", float: "number", bool: "`true` or `false`", datetime: "time", date: "date"}


def _link(body: type[msgspec.Struct]) -> str:
    return f"[{body.__name__}](#{body.__name__.lower()})"


def _alternatives(hint: Any) -> tuple[Any, ...]:  # noqa: ANN401 -- any annotation
    return get_args(hint) if get_origin(hint) in (Union, UnionType) else (hint,)


def _structs_within(body: type[msgspec.Struct]) -> Iterator[type[msgspec.Struct]]:
    """The structs that the fields of one hold, those of theirs behind them."""
    for hint in get_type_hints(body).values():
        for each in _alternatives(hint):
            kind = get_args(each)[0] if get_origin(each) is not None else each
            if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
                yield kind
                yield from _structs_within(kind)
