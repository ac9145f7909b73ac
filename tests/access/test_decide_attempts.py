"""How long the next attempt waits."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from stockpool.access.decide.attempts import (
    PAUSE_S_MAX,
    WINDOW,
    Failures,
    Free,
    decide_attempt,
    decide_failure,
    one_more,
    place_of,
    wait_s,
)
from stockpool.kernel.refusals import Reason, Refused

NOW = datetime(2030, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("failures", "waits"), [(0, 0), (4, 0), (5, 5), (6, 10), (7, 20), (12, 640), (13, PAUSE_S_MAX), (99, PAUSE_S_MAX)]
)
def test_the_pause_is_twice_as_long_each_time(failures: int, waits: int) -> None:
    assert wait_s(Failures(failures, NOW), Free.NAME, NOW) == waits


def test_many_people_may_be_behind_one_address() -> None:
    assert [wait_s(Failures(count, NOW), Free.ADDRESS, NOW) for count in (19, 20)] == [0, 5]


def test_the_pause_passes_and_old_failures_are_forgotten() -> None:
    failures = Failures(6, NOW)
    assert [wait_s(failures, Free.NAME, NOW + timedelta(seconds=s)) for s in (0, 9.5, 10)] == [10, 1, 0]
    later = NOW + WINDOW + timedelta(seconds=1)
    assert wait_s(Failures(99, NOW), Free.NAME, later) == 0
    assert one_more(Failures(99, NOW), later) == Failures(1, later)


def test_an_attempt_counts_before_it_is_made_and_one_that_waits_does_not() -> None:
    assert decide_attempt(None, None, NOW) == Failures(1, NOW)
    assert decide_attempt(Failures(4, NOW), None, NOW) == Failures(5, NOW)
    for refused in (
        decide_attempt(Failures(5, NOW), None, NOW),
        decide_attempt(None, Failures(20, NOW), NOW),
    ):
        assert isinstance(refused, Refused)
        assert (refused.reason, refused.details) == (Reason.TOO_MANY_ATTEMPTS, {"retry_after_s": 5})


def test_an_attempt_that_ends_when_its_address_has_to_wait_is_told_nothing() -> None:
    assert decide_failure(Failures(19, NOW), NOW) == Failures(20, NOW)
    assert isinstance(decide_failure(Failures(20, NOW), NOW), Refused)
    assert decide_failure(Failures(20, NOW), NOW + timedelta(seconds=5)) == Failures(21, NOW + timedelta(seconds=5))


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"),
        ("::1", "::/64"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("", ""),
        ("unix", "unix"),
    ],
)
def test_whoever_has_a_network_has_all_its_addresses(address: str, place: str) -> None:
    assert place_of(address) == place
