"""The reference page's examples are taken as they stand, and its table of kinds is the code's."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec

from stockpool.entrypoints.http.wire_master_data import ChannelBatch, NodeBatch, ShippingLaneBatch
from stockpool.kernel.editing import Upserted
from stockpool.network.api import Network
from stockpool.network.decide.channels import decide_channels
from stockpool.network.decide.nodes import decide_nodes
from stockpool.network.decide.shipping_lanes import decide_shipping_lanes
from stockpool.network.messages import Channel, NodeInput, NodeKind, ShippingLane, ShippingLaneInput

TEXT = (Path(__file__).parents[2] / "docs" / "reference" / "network.md").read_text("utf-8")


def test_the_examples_are_stored_and_work_together() -> None:
    nodes_example, channels_example, lanes_example = re.findall(r"```json\n(.*?)```", TEXT, re.DOTALL)
    decided = decide_nodes(msgspec.json.decode(nodes_example, type=NodeBatch).nodes, {})
    nodes = {each.value.id: each.value for each in decided if isinstance(each, Upserted)}
    results = decide_channels(msgspec.json.decode(channels_example, type=ChannelBatch).channels, {}, nodes)
    channels = [each.value for each in results if isinstance(each, Upserted)]
    lanes = decide_shipping_lanes(msgspec.json.decode(lanes_example, type=ShippingLaneBatch).shipping_lanes, nodes)
    assert [isinstance(each, ShippingLane) for each in lanes] == [True, True]
    one = Network(nodes.values(), channels, version=1)
    assert one.pool("web") == one.pool("tills") == ("berlin-mitte", "dc-east")
    assert (one.buffer("web", "berlin-mitte"), one.buffer("tills", "berlin-mitte"), one.buffer("web", "dc-east")) == (
        3,
        1,
        1,
    )


def test_every_field_is_described() -> None:
    described = set(re.findall(r"`([a-z_]+)`", TEXT))
    fields = {*NodeInput.__struct_fields__, *Channel.__struct_fields__, *ShippingLaneInput.__struct_fields__}
    assert fields - {"pool"} <= described


def test_the_table_of_kinds_is_what_the_rules_do() -> None:
    table = {
        kind: tuple(cell == "yes" for cell in cells)
        for kind, *cells in re.findall(r"^\| `(\w+)` \| (yes|no) \| (yes|no) \| (yes|no) \|$", TEXT, re.MULTILINE)
    }
    decided = decide_nodes([NodeInput(kind, kind, kind) for kind in NodeKind], {})
    nodes = [each.value for each in decided if isinstance(each, Upserted)]
    assert table == {str(node.kind): (node.can_ship, node.can_pickup, node.can_return) for node in nodes}
