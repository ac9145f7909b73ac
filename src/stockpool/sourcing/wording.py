"""Lists, amounts and counts in English."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

PLURALS = {
    "distribution_center": "distribution centers",
    "store": "stores",
    "micro_hub": "micro-hubs",
    "third_party": "third parties",
    "supplier": "suppliers",
    "in_transit": "goods in transit",
}
"""What nodes of a kind are called."""


def listed(names: Sequence[str], word: str = "or") -> str:
    """As `a, b or c`."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} {word} {names[-1]}"


def nodes_named(names: Iterable[str], word: str = "or") -> str:
    """Nodes by their names, and kinds of nodes by what these are called."""
    return listed([PLURALS.get(name, name) for name in names], word)


def amount(value: float) -> str:
    """Money as it is written in a price list: two decimals, or as many more as it has."""
    exact = f"{value:,.6f}".rstrip("0")
    return exact if len(exact.partition(".")[2]) > 2 else f"{value:,.2f}"


def rounded_up(micro: int) -> str:
    """Millionths as money, with two digits behind the point or as many as show two; more than it is surely enough."""
    decimals = 2 if micro >= 100_000 else min(6, 7 - len(str(micro)) + 1)
    step = 10 ** (6 - decimals)
    return f"{-(-micro // step) * step / 10**6:,.{decimals}f}"


def number(value: float) -> str:
    """A measure without needless zeros."""
    return f"{value:,.6f}".rstrip("0").rstrip(".")


def counted(value: float, what: str) -> str:
    """As `1 unit` and `2 units`."""
    return f"{number(value)} {what}{'' if value == 1 else 's'}"
