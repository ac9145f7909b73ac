"""The policies that come with stockpool, to begin with or to read: each with its cases."""

from __future__ import annotations

from importlib.resources import files

import msgspec

FOLDER = files("stockpool.sourcing.policy") / "examples"
CASES = ".cases.yaml"


class Example(msgspec.Struct, frozen=True):
    """A document and its cases, as texts."""

    name: str
    text: str
    cases: str


def examples() -> list[str]:
    """The names of all, in their order."""
    names = [each.name for each in FOLDER.iterdir()]
    return sorted([name.removesuffix(CASES) for name in names if name.endswith(CASES)])


def example(name: str) -> Example | None:
    """One of them; None where there is none of this name."""
    if name not in examples():
        return None
    texts = [(FOLDER / f"{name}{suffix}").read_text("utf-8") for suffix in (".yaml", CASES)]
    return Example(name, *texts)
