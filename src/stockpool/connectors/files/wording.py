"""Problems with rows in the words of their file: the column instead of the field of the wire form it became."""

from __future__ import annotations

import re
from collections.abc import Iterable

from stockpool.connectors.files.columns import Table
from stockpool.kernel.refusals import Problem

_STEP = re.compile(r"\w+|\[[^\]]*\]")
_LIST_PATH = re.compile(r"\b[a-z_]+(?:\.[a-z_]+)*\[\d+\](?:\.[a-z_]+)?")


def in_words_of(table: Table, problems: Iterable[Problem]) -> str:
    """All that is wrong with a row, each problem led by its column."""
    return "; ".join(_in_words(table, problem) for problem in problems)


def _in_words(table: Table, problem: Problem) -> str:
    column, place = _column(table, problem.path)
    message = _LIST_PATH.sub(lambda path: _named(table, path[0]), problem.message)
    return ": ".join(part for part in (column, place, message) if part)


def _named(table: Table, path: str) -> str:
    """A path inside a message, where its column is the message's own."""
    column, place = _column(table, path)
    return place if column in table.names else path


def _column(table: Table, path: str) -> tuple[str, str]:
    """`address.city` is `city`, `pool.nodes[0]` the first value of `pool_nodes`; with the place inside the cell."""
    steps = _STEP.findall(path)
    for column, used in [("".join(steps[:1]), 1), ("_".join(steps[:2]), 2), ("".join(steps[1:2]), 2)]:
        if column in table.names:
            return column, ", ".join(filter(None, map(_step, steps[used:])))
    return path, ""


def _step(step: str) -> str:
    """Places count from 1, as people do; `[...]` is a key that the decoder does not name."""
    if step[0] != "[":
        return step
    inside = step[1:-1]
    return f"value {int(inside) + 1}" if inside.isdecimal() else inside.strip(".")
