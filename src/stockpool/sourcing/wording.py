"""Lists in English."""

from __future__ import annotations

from collections.abc import Sequence


def listed(names: Sequence[str], word: str = "or") -> str:
    """As `a, b or c`."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} {word} {names[-1]}"
