"""The rules of delivery by themselves."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from stockpool.kernel.refusals import Reason, Refused
from stockpool.webhooks.api import (
    Heard,
    Patience,
    Progress,
    Secret,
    Sent,
    Verdict,
    decide_outcome,
    decide_rotation,
    signing_secrets,
    verdict_of,
)
from stockpool.webhooks.decide import pause_s

NOW = datetime(2026, 1, 1, tzinfo=UTC)
DAY = timedelta(days=1)
DOWN = Heard(Verdict.RETRY, "answered 503")


@pytest.mark.parametrize(
    ("status", "verdict"),
    [
        (None, Verdict.RETRY), (200, Verdict.DELIVERED), (204, Verdict.DELIVERED), (299, Verdict.DELIVERED),
        (301, Verdict.RETRY), (308, Verdict.RETRY), (400, Verdict.RETRY), (401, Verdict.RETRY), (404, Verdict.RETRY),
        (410, Verdict.STOP), (413, Verdict.DEAD), (422, Verdict.DEAD), (429, Verdict.RETRY), (500, Verdict.RETRY),
        (100, Verdict.RETRY), (599, Verdict.RETRY),
    ],
)  # fmt: skip
def test_what_a_status_means(status: int | None, verdict: Verdict) -> None:
    assert verdict_of(status) is verdict


def test_pauses_double_up_to_an_hour_as_the_reference_says() -> None:
    longest = [round(pause_s(attempts, 1.0, None, Patience())) for attempts in range(1, 14)]
    assert longest == [2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 3600, 3600]
    assert [pause_s(attempts, 0.0, None, Patience()) for attempts in (1, 13, 10_000)] == [1, 1800, 1800]


def test_a_receiver_may_ask_for_a_longer_pause_but_not_for_ever() -> None:
    assert [pause_s(1, 1.0, asked, Patience()) for asked in (0, 1, 60, 10**9)] == [2, 2, 60, 3600]


def test_an_event_is_given_up_when_it_was_due_and_the_endpoint_failed_for_a_day() -> None:
    old, new = Sent(1, NOW - 2 * DAY), Sent(2, NOW - DAY / 2)
    for failing_since, died in [(None, 0), (NOW - DAY / 2, 0), (NOW - DAY, 1), (NOW - 3 * DAY, 1)]:
        before = Progress(0, attempts=5 if failing_since else 0, failing_since=failing_since)
        outcome = decide_outcome(before, [old, new], DOWN, NOW, 1.0, Patience())
        assert (outcome.died, outcome.progress.position) == (died, died)
        assert outcome.progress.failing_since == (failing_since or NOW)
        assert outcome.progress.next_attempt_at is not None, "the next one follows at the same pace"
        assert outcome.progress.attempts == before.attempts + 1


def test_success_forgets_what_was_in_vain() -> None:
    before = Progress(0, attempts=5, failing_since=NOW - DAY, next_attempt_at=NOW, last_error="x")
    outcome = decide_outcome(before, [Sent(7, NOW)], Heard(Verdict.DELIVERED), NOW, 1.0, Patience())
    assert outcome.progress == Progress(7, delivered_at=NOW)


def test_a_new_secret_ends_the_others_at_the_end_of_the_overlap_at_the_latest() -> None:
    first = decide_rotation([Secret("a", NOW - DAY)], "b", 3_600, NOW)
    assert not isinstance(first, Refused)
    assert signing_secrets(first, NOW) == ["b", "a"]
    assert signing_secrets(first, NOW + timedelta(hours=1)) == ["b"]
    second = decide_rotation(first, "c", 60, NOW)
    assert not isinstance(second, Refused)
    assert signing_secrets(second, NOW + timedelta(seconds=59)) == ["c", "b", "a"]
    assert signing_secrets(second, NOW + timedelta(seconds=60)) == ["c"]
    third = decide_rotation(second, "d", 0, NOW)
    assert not isinstance(third, Refused)
    assert [each.secret for each in third] == ["d"]


def test_no_more_than_five_secrets_overlap() -> None:
    many = [*[Secret(f"{n}", NOW, NOW + DAY) for n in range(4)], Secret("now", NOW)]
    refused = decide_rotation(many, "new", 3_600, NOW)
    assert isinstance(refused, Refused)
    assert refused.reason is Reason.TOO_MANY_SECRETS
    assert not isinstance(decide_rotation(many, "new", 0, NOW), Refused)
