"""The state chart of returns as a table: what each status allows, and where the reference page says it leads."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from stockpool.kernel.refusals import Reason, Refused
from stockpool.orders.returning.decide.transitions import CHART, ReturnStep, check_step, status_of
from stockpool.orders.returning.messages import ReturnStatus
from stockpool.orders.returning.model import Return, ReturnLine

PAGE = Path(__file__).parents[3] / "docs" / "reference" / "returns.md"
S, T = ReturnStatus, ReturnStep

ALLOWED = {
    S.REQUESTED: {T.RECEIVE, T.CANCEL, T.EXPIRE},
    S.RECEIVED: {T.RECEIVE, T.INSPECT},
    S.INSPECTED: {T.RECEIVE},
    S.CLOSED: set(),
    S.CANCELLED: set(),
    S.EXPIRED: set(),
}


def of(status: ReturnStatus = S.REQUESTED, *, expected: int = 9, received: int = 0, inspected: int = 0) -> Return:
    line = ReturnLine(1, "tea", 0, 9, expected=expected, received=received, inspected=inspected)
    return Return("r", status, datetime(2026, 1, 1, tzinfo=UTC), (line,))


@pytest.mark.parametrize("status", S)
@pytest.mark.parametrize("step", T)
def test_each_status_allows_its_steps_and_no_other(status: ReturnStatus, step: ReturnStep) -> None:
    refused = check_step(of(status), step)
    if step in ALLOWED[status]:
        assert refused is None
        return
    assert isinstance(refused, Refused)
    assert refused.reason is Reason.RETURN_STATE
    assert set(refused.details["possible"]) == {each.value for each in ALLOWED[status]}


@pytest.mark.parametrize(
    ("ret", "status"),
    [
        (of(expected=9), S.REQUESTED),
        (of(expected=8, received=1), S.RECEIVED),
        (of(expected=0, received=9, inspected=8), S.RECEIVED),
        (of(expected=8, received=1, inspected=1), S.INSPECTED),
        (of(expected=0, received=9, inspected=9), S.CLOSED),
    ],
)
def test_the_status_follows_from_the_numbers(ret: Return, status: ReturnStatus) -> None:
    assert status_of(ret) is status


def test_the_page_has_the_chart() -> None:
    rows = re.findall(
        r"^\| `(\w+)` \| `(\w+)` \| (.+) \|$", PAGE.read_text("utf-8").partition("## Asking")[0], re.MULTILINE
    )
    said = {(S(source), T(step)): tuple(map(S, re.findall(r"`(\w+)`", targets))) for source, step, targets in rows}
    assert said == dict(CHART)
