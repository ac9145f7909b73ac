"""Trees to typed values, by the types that structs declare, with every problem and its place.

What strategies of other packages declare is read the same way: texts, whole and other numbers, truth values, choices,
lists, mappings by name, and structs of these.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any, Final

from msgspec import inspect

from stockpool.sourcing.policy.problems import Problems, one_of, shown
from stockpool.sourcing.policy.yaml_tree import Entries, Entry, Items, Scalar, Tree, joined

WHOLE = re.compile(r"[+-]?(0|[1-9][0-9]{0,15})")
NUMBER = re.compile(WHOLE.pattern + r"(\.[0-9]{1,16})?")
PADDED = re.compile(r"([+-]?)0+(?=[0-9])([0-9]{1,16}(\.[0-9]{1,16})?)")
"""A zero before other digits: to some readers of YAML 010 is eight."""

NUMBER_MAX = 10**12
"""No greater number is read: no price, weight or distance is, and sums of millionths stay exact."""

TEXT_MAX = 1_000
NAME_MAX = 64
"""The longest name of anything that is named in a mapping."""


class Missing:
    """Nothing could be made of it; why is reported."""


MISSING: Final = Missing()


def convert(tree: Tree, wanted: inspect.Type, path: str, problems: Problems) -> Any:  # noqa: ANN401 -- of the wanted type
    """The value that is wanted, or `MISSING`."""
    problems.stands(path, tree.place)
    if isinstance(wanted, inspect.UnionType):
        wanted = _not_none(wanted)
    if isinstance(wanted, inspect.StructType):
        return struct_of(tree, wanted.cls, path, problems)
    if isinstance(wanted, inspect.VarTupleType | inspect.ListType):
        return _list(tree, wanted, path, problems)
    if isinstance(wanted, inspect.DictType):
        return _mapping(tree, wanted, path, problems)
    text = text_of(tree, path, problems)
    if isinstance(text, Missing):
        return MISSING
    reader = _SCALARS.get(type(wanted))
    if reader is None:
        raise TypeError(f"{path}: parameters of the type {wanted!r} cannot be written in a document")
    return reader(text, wanted, path, problems)


def struct_of(tree: Tree, cls: Any, path: str, problems: Problems) -> Any:  # noqa: ANN401 -- a class, and one of it
    """A struct from a mapping with its fields, or `MISSING`."""
    fields = fields_of(cls)
    entries = entries_of(tree, path, fields, problems)
    if isinstance(entries, Missing):
        return MISSING
    values: dict[str, Any] = {}
    for key, field in fields.items():
        at = joined(path, key)
        if key in entries:
            problems.stands(at, entries[key].place)
            values[field.name] = convert(entries[key].value, field.type, at, problems)
        elif field.required:
            problems.add(at, "is missing", f"write `{key}: {example_of(field.type)}`", place=tree.place)
            values[field.name] = MISSING
    if any(isinstance(value, Missing) for value in values.values()) or problems.touches(path):
        return MISSING
    try:
        return cls(**values)
    except ValueError as error:
        problems.add(path, str(error), "change its parameters", place=tree.place)
        return MISSING


@cache
def fields_of(cls: Any) -> dict[str, inspect.Field]:  # noqa: ANN401 -- a class, which type checkers do not know as hashable
    """The fields of a struct by the names that documents use."""
    info = inspect.type_info(cls)
    assert isinstance(info, inspect.StructType)
    return {field.encode_name: field for field in info.fields}


def entries_of(tree: Tree, path: str, known: Mapping[str, Any], problems: Problems) -> dict[str, Entry] | Missing:
    """The entries of a mapping whose keys are known; nothing written is an empty one."""
    if isinstance(tree, Scalar) and tree.empty:
        return {}
    if not isinstance(tree, Entries):
        wanted = f"write it as a mapping of {', '.join(known)}" if known else "there is nothing to set: leave it out"
        problems.add(path, f"is {described(tree)}, but a mapping is wanted", wanted, place=tree.place)
        return MISSING
    for key, entry in tree.values.items():
        if key not in known and not problems.full:
            mend = one_of(key, list(known)) if known else "remove it: there is nothing to set"
            problems.add(joined(path, key), f"there is no {shown(key)} here", mend, place=entry.place)
    return {key: entry for key, entry in tree.values.items() if key in known}


def items_of(tree: Tree, path: str, problems: Problems, *, what: str = "") -> Sequence[Tree] | Missing:
    """The parts of a list."""
    if isinstance(tree, Items):
        return tree.values
    wanted = f"a list of {what}" if what else "a list"
    problems.add(path, f"is {described(tree)}, but {wanted} is wanted", _as_list(tree), place=tree.place)
    return MISSING


def text_of(tree: Tree, path: str, problems: Problems) -> str | Missing:
    """A text of printable characters in one line."""
    if not isinstance(tree, Scalar):
        problems.add(path, f"is {described(tree)}, but one value is wanted", "write it in one line", place=tree.place)
        return MISSING
    if tree.empty:
        problems.add(path, "is empty", "write a value, or leave the key out", place=tree.place)
        return MISSING
    if len(tree.text) > TEXT_MAX:
        problems.add(path, f"has {len(tree.text):,} characters", f"write at most {TEXT_MAX:,}", place=tree.place)
        return MISSING
    if not tree.text.isprintable():
        problems.add(path, "has characters that cannot be seen", "write it in one line without them", place=tree.place)
        return MISSING
    return tree.text


def described(tree: Tree) -> str:
    """What stands there, in words."""
    if isinstance(tree, Items):
        return "a list"
    if isinstance(tree, Entries):
        return "a mapping"
    return "empty" if tree.empty else shown(tree.text)


def example_of(wanted: inspect.Type) -> str:
    """How a value of a type is written."""
    if isinstance(wanted, inspect.UnionType):
        return example_of(_not_none(wanted))
    if isinstance(wanted, inspect.VarTupleType | inspect.ListType):
        return f"[{example_of(wanted.item_type)}]"
    if isinstance(wanted, inspect.IntType | inspect.FloatType):
        return "a number"
    if isinstance(wanted, inspect.StructType | inspect.DictType):
        return "{…}"
    if isinstance(wanted, inspect.BoolType):
        return "true"
    return "a name"


def _not_none(union: inspect.UnionType) -> inspect.Type:
    """What is wanted where nothing is wanted too: nothing is told by leaving the key out."""
    wanted = [each for each in union.types if not isinstance(each, inspect.NoneType)]
    if len(wanted) != 1:
        raise TypeError(f"parameters of several types cannot be written in a document: {union!r}")
    return wanted[0]


def _as_list(tree: Tree) -> str:
    return f"write [{tree.text}]" if isinstance(tree, Scalar) and not tree.empty else "write [first, second]"


def _list(tree: Tree, wanted: inspect.VarTupleType | inspect.ListType, path: str, problems: Problems) -> Any:  # noqa: ANN401 -- a tuple or a list of the wanted type
    items = items_of(tree, path, problems)
    if isinstance(items, Missing):
        return MISSING
    values = [convert(item, wanted.item_type, f"{path}[{place}]", problems) for place, item in enumerate(items)]
    least, most = wanted.min_length or 0, wanted.max_length
    if len(items) < least:
        problems.add(path, f"has {len(items)} values", f"write at least {least}", place=tree.place)
        return MISSING
    if most is not None and len(items) > most:
        problems.add(path, f"has {len(items)} values", f"write at most {most}", place=tree.place)
        return MISSING
    for place, value in enumerate(values):
        if isinstance(value, str) and value in values[:place]:
            problems.add(f"{path}[{place}]", f"{shown(str(value))} is there twice", "keep one of them")
    if any(isinstance(value, Missing) for value in values):
        return MISSING
    return values if isinstance(wanted, inspect.ListType) else tuple(values)


def _mapping(tree: Tree, wanted: inspect.DictType, path: str, problems: Problems) -> Any:  # noqa: ANN401 -- a mapping
    if isinstance(tree, Scalar) and tree.empty:
        return {}
    if not isinstance(tree, Entries):
        mend = f"write {{name: {example_of(wanted.value_type)}}}"
        problems.add(path, f"is {described(tree)}, but a mapping by names is wanted", mend, place=tree.place)
        return MISSING
    values = {}
    for key, entry in tree.values.items():
        at = joined(path, key)
        problems.stands(at, entry.place)
        if len(key) > NAME_MAX:
            problems.add(at, f"is a name of {len(key)} characters", f"no name has more than {NAME_MAX}")
        name = convert(Scalar(key, entry.place, plain=False), wanted.key_type, at, problems)
        value = convert(entry.value, wanted.value_type, at, problems)
        if not isinstance(name, Missing) and not isinstance(value, Missing):
            values[name] = value
    if len(tree.values) < (wanted.min_length or 0):
        problems.add(path, "is empty", f"write at least {wanted.min_length}", place=tree.place)
    return values if len(values) == len(tree.values) else MISSING


def _string(text: str, wanted: Any, path: str, problems: Problems) -> str | Missing:  # noqa: ANN401 -- a `StrType`
    least, most = wanted.min_length or 0, wanted.max_length
    if len(text) < least or (most is not None and len(text) > most):
        mend = f"write at least {least}" if len(text) < least else f"write at most {most}"
        problems.add(path, f"has {len(text)} characters", mend)
        return MISSING
    if wanted.pattern is not None and re.search(wanted.pattern, text) is None:
        problems.add(path, f"is {shown(text)}", f"write it in the form {wanted.pattern}")
        return MISSING
    return text


def _integer(text: str, wanted: Any, path: str, problems: Problems) -> int | Missing:  # noqa: ANN401 -- an `IntType`
    if WHOLE.fullmatch(text) is None:
        message = f"is {shown(text)}, but a whole number is wanted"
        problems.add(path, message, _unpadded(text) or f"write a whole number {_range_of(wanted)}".rstrip())
        return MISSING
    value = int(text)
    return value if _is_within(value, text, wanted, path, problems) else MISSING


def _float(text: str, wanted: Any, path: str, problems: Problems) -> float | Missing:  # noqa: ANN401 -- a `FloatType`
    if NUMBER.fullmatch(text) is None:
        mend = f"write a number {_range_of(wanted)}, as in 2.50".replace(" ,", ",")
        problems.add(path, f"is {shown(text)}, but a number is wanted", _unpadded(text) or mend)
        return MISSING
    value = float(text)
    return value if _is_within(value, text, wanted, path, problems) else MISSING


def _unpadded(text: str) -> str | None:
    """How a number is mended that begins with zeros."""
    padded = PADDED.fullmatch(text)
    return f"write {padded[1]}{padded[2]}, without zeros before it" if padded is not None else None


def _is_within(number: float, text: str, wanted: Any, path: str, problems: Problems) -> bool:  # noqa: ANN401 -- as above
    checks: tuple[tuple[float | None, Callable[[float], bool]], ...] = (
        (wanted.ge, lambda bound: number >= bound),
        (wanted.gt, lambda bound: number > bound),
        (wanted.le, lambda bound: number <= bound),
        (wanted.lt, lambda bound: number < bound),
    )
    if any(bound is not None and not holds(bound) for bound, holds in checks):
        problems.add(path, f"is {text}", f"write a number {_range_of(wanted)}")
        return False
    if abs(number) > NUMBER_MAX:
        problems.add(path, f"is {text}", f"write a number of at most {NUMBER_MAX:,}")
        return False
    return True


def _range_of(wanted: Any) -> str:  # noqa: ANN401 -- an `IntType` or a `FloatType`
    if wanted.ge is not None and wanted.le is not None:
        return f"from {wanted.ge:g} to {wanted.le:g}"
    parts = [f"of at least {wanted.ge:g}"] if wanted.ge is not None else []
    parts += [f"greater than {wanted.gt:g}"] if wanted.gt is not None else []
    parts += [f"of at most {wanted.le:g}"] if wanted.le is not None else []
    parts += [f"less than {wanted.lt:g}"] if wanted.lt is not None else []
    return " and ".join(parts)


def _truth(text: str, _: Any, path: str, problems: Problems) -> bool | Missing:  # noqa: ANN401 -- a `BoolType`
    if text not in ("true", "false"):
        problems.add(path, f"is {shown(text)}", "write true or false")
        return MISSING
    return text == "true"


def _choice(text: str, wanted: Any, path: str, problems: Problems) -> Any:  # noqa: ANN401 -- a value of the choice
    is_enum = isinstance(wanted, inspect.EnumType)
    values = {str(each.value): each for each in wanted.cls} if is_enum else {str(each): each for each in wanted.values}
    if text not in values:
        problems.add(path, f"is {shown(text)}", _choices(text, tuple(values)))
        return MISSING
    return values[text]


def _choices(text: str, values: Sequence[str]) -> str:
    """All choices, and the nearest before them."""
    mend = one_of(text, values)
    return f"{mend} There are {', '.join(values)}" if mend.startswith("did") else mend


def _date(text: str, _: Any, path: str, problems: Problems) -> date | Missing:  # noqa: ANN401 -- a `DateType`
    try:
        return date.fromisoformat(text)
    except ValueError:
        problems.add(path, f"{shown(text)} is no day", "write YYYY-MM-DD")
        return MISSING


_SCALARS: dict[type[inspect.Type], Callable[[str, Any, str, Problems], Any]] = {
    inspect.StrType: _string,
    inspect.IntType: _integer,
    inspect.FloatType: _float,
    inspect.BoolType: _truth,
    inspect.EnumType: _choice,
    inspect.LiteralType: _choice,
    inspect.DateType: _date,
}
