"""The judge of readers finds what they miss, invent, and hear in the wrong order, or twice where that may not be."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.journeys.listeners import Hooked, Reader, Subscriber, evaluate, heard_of
from tests.workflows.nats_server import NatsServer

FIRST = heard_of(1, "stock.sell", "A@N", {"levels": [{"sku": "A", "node": "N"}]})
SECOND = heard_of(2, "hold.placed", "h", {"lines": [{"sku": "A", "node": "N"}]})
OTHER = heard_of(3, "order.placed", "o", {})
TOLD = [FIRST, SECOND, OTHER]


def test_hearing_everything_in_the_order_of_the_feed_is_right_also_twice() -> None:
    assert evaluate(TOLD, TOLD) == []
    assert evaluate([FIRST, FIRST, SECOND, FIRST, OTHER, SECOND], TOLD) == []


def test_what_is_missed_invented_or_turned_round_is_found() -> None:
    assert evaluate([FIRST, SECOND], TOLD) == ["event 3 was never heard"]
    assert evaluate(TOLD, [FIRST, SECOND]) == ["event 3 was heard and never happened"]
    early = "event 2 was heard before others that the feed has before it"
    assert evaluate([SECOND, FIRST, OTHER], TOLD) == [early, "A@N was heard out of order"]
    early = "event 3 was heard before others that the feed has before it"
    assert evaluate([OTHER, FIRST, SECOND], TOLD) == [early]
    assert evaluate([SECOND, FIRST], [SECOND, FIRST]) == ["A@N was heard out of order"], "the feed itself is wrong"


def test_a_reader_is_judged_up_to_its_position_and_only_some_may_hear_twice(tmp_path: Path) -> None:
    for reader, faults in (
        (Reader(), []),
        (Subscriber(NatsServer(tmp_path)), ["JetStream: 1 events were heard twice"]),
    ):
        reader.heard, reader.position = [FIRST, FIRST, SECOND], 2
        assert reader.evaluate(dict(enumerate(TOLD, 1))) == faults


@pytest.mark.anyio
async def test_of_what_a_receiver_wrote_a_line_that_was_cut_off_does_not_count(tmp_path: Path) -> None:
    def line(*numbers: int) -> bytes:
        events = [
            {"id": str(n), "type": "stockpool.a.v1", "subject": "s", "sequence": str(n), "data": {}} for n in numbers
        ]
        return json.dumps(events).encode()

    received = tmp_path / "received"
    received.write_bytes(b"\n" + line(1, 2) + b"\n" + line(3, 4)[:-9] + b"\n" + line(3) + b"\n" + line(4)[:-9])
    hooked = Hooked(received)
    await hooked.take_in()
    assert ([each.event_id for each in hooked.heard], hooked.position) == ([1, 2, 3], 3)
    with received.open("ab") as file:
        file.write(line(4)[-9:] + b"\n")
    assert await hooked.has_come_to(4)
