"""What is wrong with a document, where it stands, and how to mend it; all of it at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from difflib import get_close_matches
from typing import NamedTuple

import msgspec

LISTED_MAX = 12
"""So many names are listed where one of them is wanted; of more only the nearest is told."""

PROBLEMS_MAX = 200
"""So many problems of a document are told; whoever has more looks at them in turns."""

SHOWN_MAX = 60
"""So many characters of what stands in a document are repeated in a problem."""


class Place(NamedTuple):
    """Where something stands, both counted from 1."""

    line: int
    column: int


BEGINNING = Place(1, 1)


class DocumentProblem(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One thing that is wrong at one place: what, and what to do about it. A warning does not stop the document."""

    file: str
    line: int
    column: int
    path: str
    message: str
    mend: str
    warning: bool = False

    @property
    def text(self) -> str:
        """As one line, in the form that editors jump to."""
        kind = "warning: " if self.warning else ""
        path = f"{self.path}: " if self.path else ""
        return f"{self.file}:{self.line}:{self.column}: {kind}{path}{self.message}; {self.mend}"


class Problems:
    """What was found in one document so far, and where its parts stand."""

    def __init__(self, file: str) -> None:
        """Begin with nothing."""
        self.file = file
        self._found: list[DocumentProblem] = []
        self._wrong: set[str] = set()
        self._places: dict[str, Place] = {"": BEGINNING}

    def stands(self, path: str, place: Place) -> None:
        """Remember where a part of the document stands; the first time counts."""
        self._places.setdefault(path, place)

    def add(self, path: str, message: str, mend: str, *, place: Place | None = None, warning: bool = False) -> None:
        """Report what is wrong at a path; without a place, where the path or the nearest part around it stands.

        Of one place only the first thing is told: what is found there later follows from it.
        """
        line, column = place or self._place_of(path)
        found = DocumentProblem(
            file=self.file, line=line, column=column, path=path, message=message, mend=mend, warning=warning
        )
        if self.full or any(each.line == line and each.column == column and each.path == path for each in self._found):
            return
        self._found.append(found)
        if not warning:
            self._wrong.update(_around(path))

    @property
    def full(self) -> bool:
        """Whether nothing more is told."""
        return len(self._found) >= PROBLEMS_MAX

    def warn(self, path: str, message: str, mend: str) -> None:
        """Report what may be meant so."""
        self.add(path, message, mend, warning=True)

    def touches(self, path: str) -> bool:
        """Whether something at a path or below it is wrong already, so that what follows from it is not told too."""
        return path in self._wrong

    def stops_at(self, path: str) -> bool:
        """Whether what stands at a path is itself wrong, so that nothing is known of what lies below it."""
        return any(each.path == path and not each.warning for each in self._found)

    def sorted(self) -> tuple[DocumentProblem, ...]:
        """All of them in the order of the document."""
        return tuple(sorted(self._found, key=lambda each: (each.line, each.column, each.path, each.message)))

    def _place_of(self, path: str) -> Place:
        return next(self._places[each] for each in _around(path) if each in self._places)


def _around(path: str) -> Iterator[str]:
    """The path and all that it lies in, up to the document."""
    yield path
    while path:
        path = path[: max(path.rfind("."), path.rfind("["), 0)]
        yield path


def is_broken(problems: Iterable[DocumentProblem]) -> bool:
    """Whether any of them is more than a warning."""
    return any(not each.warning for each in problems)


def shown(text: str) -> str:
    """What stands in a document, quoted and cut."""
    return repr(text if len(text) <= SHOWN_MAX else f"{text[: SHOWN_MAX - 1]}…")


def one_of(text: str, names: Sequence[str], *, what: str = "") -> str:
    """How to mend a name that is none of those there are: the nearest, or all if they are few."""
    kind = f"{what} " if what else ""
    near = get_close_matches(text[:SHOWN_MAX].lower(), names, n=1, cutoff=0.6)
    near = near or [name for name in names if len(text) > 1 and name.startswith(text)][:1]
    if near:
        return f"did you mean {kind}{shown(near[0])}?"
    if not names:
        return f"there is no {what or 'such name'}"
    if len(names) > LISTED_MAX:
        return f"there are {len(names)}, among them {', '.join(names[:3])}"
    return f"write one of {', '.join(names)}" if len(names) > 1 else f"there is only {names[0]}"
