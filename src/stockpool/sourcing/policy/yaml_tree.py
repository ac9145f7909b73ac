"""YAML as a tree of texts with their places, for documents that people sign: no aliases, no tags, no guessed types.

What YAML 1.1 makes of `no`, `11-20` or `1:30` depends on the reader; here every scalar is the text that stands there,
and becomes what is wanted at its place later. Reading takes events one by one, so that nothing nests deeper than
`DEPTH_MAX` on anybody's stack.
"""

from __future__ import annotations

import msgspec
import yaml

from stockpool.sourcing.policy.problems import BEGINNING, Place, Problems, shown

BYTES_MAX = 256 * 1024
DEPTH_MAX = 24


class Scalar(msgspec.Struct, frozen=True):
    """A text; `plain` if it is not quoted, so that nothing at all can be told from an empty text."""

    text: str
    place: Place
    plain: bool = True

    @property
    def empty(self) -> bool:
        """Whether nothing was written."""
        return self.plain and not self.text


class Items(msgspec.Struct, frozen=True):
    """A list."""

    values: tuple[Tree, ...]
    place: Place


class Entries(msgspec.Struct, frozen=True):
    """A mapping in its order; no key is there twice."""

    values: dict[str, Entry]
    place: Place


class Entry(msgspec.Struct, frozen=True):
    """What stands behind a key, and where the key stands."""

    value: Tree
    place: Place


Tree = Scalar | Items | Entries
"""What a document is made of."""


class _Stop(Exception):
    """The document goes no further."""


class _Open:
    """A list or a mapping that has begun."""

    def __init__(self, place: Place, path: str, *, mapping: bool) -> None:
        self.place, self.path, self.mapping = place, path, mapping
        self.items: list[Tree] = []
        self.entries: dict[str, Entry] = {}
        self.key: Scalar | None = None
        self.count = 0


def parse_tree(text: str | bytes, problems: Problems) -> Tree | None:
    """The document, or None where it is none; what is wrong is in `problems`, and may leave out a part of the tree."""
    decoded = _decoded(text, problems)
    if decoded is None:
        return None
    reading = _Reading(problems)
    try:
        for event in yaml.parse(decoded, Loader=_LOADER):
            reading.take(event)
    except _Stop:
        return None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        said = " ".join(filter(None, [error.context, error.problem]))
        place = Place(mark.line + 1, mark.column + 1) if mark else BEGINNING
        problems.add("", f"is not YAML: {said}", "mend the indentation, quotes or brackets there", place=place)
        return None
    except yaml.YAMLError as error:
        problems.add("", f"is not YAML: {str(error).splitlines()[0]}", "remove what cannot be printed", place=BEGINNING)
        return None
    if reading.root is None:
        problems.add("", "is empty", "write a document")
    return reading.root


_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The one in C where it was built: a document of the greatest size in milliseconds instead of seconds."""


def _decoded(text: str | bytes, problems: Problems) -> str | None:
    try:
        encoded = text if isinstance(text, bytes) else text.encode("utf-8")
        decoded = encoded.decode("utf-8-sig")
    except UnicodeError:
        problems.add("", "is not UTF-8", "save it as UTF-8")
        return None
    if len(encoded) > BYTES_MAX:
        problems.add("", f"has {len(encoded):,} bytes, at most {BYTES_MAX:,} are read", "make it shorter")
        return None
    return decoded


class _Reading:
    """Builds the tree from events."""

    def __init__(self, problems: Problems) -> None:
        self.root: Tree | None = None
        self._problems = problems
        self._open: list[_Open] = []
        self._documents = 0

    def take(self, event: yaml.Event) -> None:
        assert event.start_mark is not None
        place = Place(event.start_mark.line + 1, event.start_mark.column + 1)
        if isinstance(event, yaml.DocumentStartEvent):
            self._documents += 1
            if self._documents > 1:
                self._problems.add("", "a second document begins here", "keep one document a file", place=place)
                raise _Stop
        elif isinstance(event, yaml.AliasEvent):
            self._problems.add(self._path(), "aliases are not read", "write it out where it is meant", place=place)
            self._add(Scalar("", place))
        elif isinstance(event, yaml.NodeEvent):
            self._refuse_marks(event, place)
            self._take_node(event, place)
        elif isinstance(event, yaml.CollectionEndEvent):
            self._close()

    def _refuse_marks(self, event: yaml.NodeEvent, place: Place) -> None:
        if event.anchor is not None:
            self._problems.add(self._path(), "anchors are not read", f"remove &{event.anchor}", place=place)
        tag: str | None = getattr(event, "tag", None)
        if tag is not None:
            self._problems.add(self._path(), "tags are not read", f"remove {shown(tag)}", place=place)

    def _take_node(self, event: yaml.NodeEvent, place: Place) -> None:
        if isinstance(event, yaml.ScalarEvent):
            self._add(Scalar(event.value, place, not event.style))
            return
        if len(self._open) >= DEPTH_MAX:
            self._problems.add(
                self._path(), f"nests deeper than {DEPTH_MAX} levels", "nothing needs that: make it flat", place=place
            )
            raise _Stop
        self._open.append(_Open(place, self._path(), mapping=isinstance(event, yaml.MappingStartEvent)))

    def _close(self) -> None:
        closed = self._open.pop()
        if closed.mapping:
            self._add(Entries(closed.entries, closed.place))
        else:
            self._add(Items(tuple(closed.items), closed.place))

    def _add(self, value: Tree) -> None:
        if not self._open:
            self.root = value
            return
        within = self._open[-1]
        within.count += 1
        if not within.mapping:
            within.items.append(value)
        elif within.key is None:
            within.key = self._key(value)
        else:
            self._add_entry(within, within.key, value)
            within.key = None

    def _key(self, value: Tree) -> Scalar:
        """The key that was read; one that cannot be any gets a name that none can have, and is left out."""
        if isinstance(value, Scalar) and not value.empty:
            return value
        where = self._open[-1].path
        self._problems.add(where, "a key must be a text", "write `name: value`", place=value.place)
        return Scalar("", value.place)

    def _add_entry(self, within: _Open, key: Scalar, value: Tree) -> None:
        if key.empty:
            return
        if (before := within.entries.get(key.text)) is not None:
            self._problems.add(
                joined(within.path, key.text),
                f"is there twice, first in line {before.place.line}",
                "keep one of them",
                place=key.place,
            )
            return
        within.entries[key.text] = Entry(value, key.place)

    def _path(self) -> str:
        """The path of what is read now."""
        if not self._open:
            return ""
        within = self._open[-1]
        if within.mapping:
            return joined(within.path, within.key.text) if within.key is not None else within.path
        return f"{within.path}[{len(within.items)}]"


def joined(path: str, key: str) -> str:
    """The path of an entry; a key that is no word stands in quotes."""
    name = key if key.replace("_", "").replace("-", "").isalnum() else shown(key)
    return f"{path}.{name}" if path else name
