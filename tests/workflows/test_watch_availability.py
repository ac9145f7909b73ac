"""What a reader of a channel's availability is told who has not looked for a while."""

from __future__ import annotations

from typing import cast

import pytest

from stockpool.inventory.api import Versions
from stockpool.inventory.messages import Saleability, Threshold
from stockpool.runtime.database import Database
from stockpool.workflows.atp_lags import AtpLags
from stockpool.workflows.follow_feed import Feed
from stockpool.workflows.watch_availability import Change, ChannelWatch, Level

IN, LOW, OUT = Saleability.IN, Saleability.LOW, Saleability.OUT
VERSIONS = Versions(1, 1)


class FeedAtTen:
    latest = 10
    closed = False


def watch_that_saw(*levels: tuple[int, Saleability, Saleability, Threshold | None]) -> ChannelWatch:
    """A watch after changes of one SKU: available, before, now, crossed."""
    nowhere = cast("Database", None)
    watch = ChannelWatch("web", nowhere, cast("Feed", FeedAtTen()), 1, AtpLags(nowhere))
    watch._since, watch.versions, watch.position = 1, VERSIONS, 10
    for number, (available, before, now, crossed) in enumerate(levels, 1):
        watch.levels["A"] = Level("A", available, now, before, crossed)
        watch._changes.append(Change(number, number + 1, watch.levels["A"]))
        watch.number = number
    return watch


@pytest.mark.parametrize(
    ("changes", "crossed"),
    [
        ([(3, IN, LOW, Threshold.LOW), (2, LOW, LOW, None)], Threshold.LOW),
        ([(0, IN, OUT, Threshold.OUT), (9, OUT, IN, Threshold.BACK)], None),
        ([(0, IN, OUT, Threshold.OUT), (2, OUT, LOW, Threshold.BACK)], Threshold.LOW),
        ([(2, LOW, LOW, None)], None),
    ],
)
def test_a_threshold_is_told_from_what_the_reader_heard_last(
    changes: list[tuple[int, Saleability, Saleability, Threshold | None]], crossed: Threshold | None
) -> None:
    watch = watch_that_saw(*changes)
    for told in (watch.changed_since(0), watch.changed_behind(1, VERSIONS)):
        assert told is not None
        assert [(each.available, each.crossed) for each in told] == [(changes[-1][0], crossed)]
    last = watch.changed_since(len(changes) - 1)
    assert last is not None
    assert [each.crossed for each in last] == [changes[-1][3]], "whoever heard of all but the last"


def test_a_place_of_another_database_is_not_known() -> None:
    watch = watch_that_saw((3, IN, LOW, Threshold.LOW))
    assert watch.changed_behind(10, VERSIONS) == []
    assert watch.changed_behind(11, VERSIONS) is None, "a snapshot follows, and not silence"
