"""Findings: all that is wrong with one input, gathered before it is refused."""

from __future__ import annotations

import re

from stockpool.kernel.refusals import Problem, Reason, Refused

_UNSTORABLE = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")


class Findings:
    """Collects the problems of one input, each with the path of its field."""

    def __init__(self) -> None:
        self._found: list[tuple[Reason, Problem]] = []

    def add(self, path: str, message: str, reason: Reason = Reason.INVALID_INPUT) -> None:
        """Note a problem."""
        self._found.append((reason, Problem(path, message)))

    def check(self, path: str, message: str | None, reason: Reason = Reason.INVALID_INPUT) -> None:
        """Note a problem if there is one."""
        if message is not None:
            self.add(path, message, reason)

    def refusal(self) -> Refused | None:
        """All problems as one refusal, by the reason of the first; None if there are none."""
        if not self._found:
            return None
        problems = tuple(problem for _, problem in self._found)
        message = "; ".join(f"{problem.path}: {problem.message}" for problem in problems)
        return Refused(self._found[0][0], message, problems)


def text_problem(value: str, length_max: int) -> str | None:
    """What is wrong with a text for people to read, or None."""
    if not value.strip():
        return "must not be empty"
    if len(value) > length_max:
        return f"must have at most {length_max} characters, has {len(value)}"
    if _UNSTORABLE.search(value):
        return "must not contain control characters"
    return None


def range_problem(value: float, low: float, high: float) -> str | None:
    """What is wrong with a number that must lie between two bounds, or None; not-a-number lies nowhere."""
    if low <= value <= high:
        return None
    return f"must be between {low} and {high}, is {value}"
