"""Which channels the network takes, and what it says of the others."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from stockpool.kernel.editing import Outcome, Upserted
from stockpool.kernel.refusals import Problem, Reason, Refused
from stockpool.network.decide.channels import decide_channel, decide_channels
from stockpool.network.messages import Channel, ChannelKind, NodeKind, Pool, StoredChannel

NODES = {"berlin", "paris"}
WEB = Channel(
    "web", "Web shop", ChannelKind.WEB, Pool(("berlin",), (NodeKind.STORE,)), buffer=1, node_buffers={"paris": 5}
)


@pytest.mark.parametrize(
    ("fields", "reason", "path", "message"),
    [
        ({"id": " "}, Reason.INVALID_INPUT, "id", "must not begin or end with a blank"),
        ({"name": "\t"}, Reason.INVALID_INPUT, "name", "must not be empty"),
        ({"buffer": -1}, Reason.INVALID_INPUT, "buffer", "must be between 0 and 1000000000000, is -1"),
        (
            {"buffer": 10**12 + 1},
            Reason.INVALID_INPUT,
            "buffer",
            "must be between 0 and 1000000000000, is 1000000000001",
        ),
        (
            {"node_buffers": {"paris": -1}},
            Reason.INVALID_INPUT,
            "node_buffers[paris]",
            "must be between 0 and 1000000000000, is -1",
        ),
        ({"node_buffers": {"rome": 1}}, Reason.UNKNOWN_NODE, "node_buffers[rome]", "there is no node 'rome'"),
        ({"pool": Pool(("berlin", "rome"))}, Reason.UNKNOWN_NODE, "pool.nodes[1]", "there is no node 'rome'"),
    ],
)
def test_a_bad_field_is_named(fields: dict[str, object], reason: Reason, path: str, message: str) -> None:
    refusal = decide_channel(replace(WEB, **fields), None, NODES)
    assert isinstance(refusal, Refused)
    assert (refusal.reason, refusal.problems) == (reason, (Problem(path, message),))


def test_all_problems_of_a_row_are_told_at_once() -> None:
    bad = Channel("", "", ChannelKind.STORE, Pool(("rome",)), buffer=-1, node_buffers={"oslo": -1})
    refusal = decide_channel(bad, None, NODES)
    assert isinstance(refusal, Refused)
    assert [problem.path for problem in refusal.problems] == [
        "id",
        "name",
        "pool.nodes[0]",
        "buffer",
        "node_buffers[oslo]",
        "node_buffers[oslo]",
    ]


def test_a_channel_is_created_changed_and_left_alone() -> None:
    renamed = replace(WEB, name="Shop")
    assert decide_channel(WEB, None, NODES) == Upserted(WEB, Outcome.CREATED, 1)
    assert decide_channel(renamed, StoredChannel(WEB, 1), NODES) == Upserted(renamed, Outcome.UPDATED, 2)
    assert decide_channel(WEB, StoredChannel(WEB, 2), NODES) == Upserted(WEB, Outcome.UNCHANGED, 2)


def test_an_edit_of_another_revision_is_refused() -> None:
    refusal = decide_channel(WEB, StoredChannel(WEB, 2), NODES, {"web": 1})
    assert isinstance(refusal, Refused)
    assert refusal.reason is Reason.STALE_VERSION


def test_bad_rows_do_not_stop_good_ones() -> None:
    results = decide_channels([replace(WEB, id="a", buffer=-1), WEB], {}, NODES)
    assert [isinstance(each, Upserted) for each in results] == [False, True]
