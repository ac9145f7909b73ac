"""Pools and buffers of a network."""

from __future__ import annotations

import pytest

from stockpool.network.api import Network
from stockpool.network.messages import Channel, ChannelKind, Node, NodeKind, Pool

NODES = [
    Node("store-2", "Store 2", NodeKind.STORE, buffer=3),
    Node("store-1", "Store 1", NodeKind.STORE),
    Node("closed", "Closed store", NodeKind.STORE, active=False),
    Node("returns-desk", "Takes returns only", NodeKind.STORE, can_ship=False, can_pickup=False),
    Node("dc", "Distribution center", NodeKind.DISTRIBUTION_CENTER, can_pickup=False),
    Node("hub", "Hands out only", NodeKind.MICRO_HUB, can_ship=False),
    Node("supplier", "Supplier", NodeKind.SUPPLIER, can_ship=False, can_pickup=False),
    Node("drop-ship", "Ships for us", NodeKind.SUPPLIER, can_ship=True, can_pickup=False),
]


def network(pool: Pool, buffer: int = 0, node_buffers: dict[str, int] | None = None) -> Network:
    channel = Channel("web", "Web", ChannelKind.WEB, pool, buffer, node_buffers or {})
    return Network(NODES, [channel], version=7)


@pytest.mark.parametrize(
    ("pool", "nodes"),
    [
        (Pool(), ("dc", "drop-ship", "hub", "store-1", "store-2")),
        (Pool(nodes=("store-2", "dc")), ("dc", "store-2")),
        (Pool(kinds=(NodeKind.STORE,)), ("store-1", "store-2")),
        (Pool(nodes=("dc",), kinds=(NodeKind.STORE,)), ("dc", "store-1", "store-2")),
        (Pool(nodes=("closed", "returns-desk", "supplier")), ()),
        (Pool(nodes=("dc", "dc")), ("dc",)),
        (Pool(kinds=(NodeKind.IN_TRANSIT,)), ()),
    ],
)
def test_a_pool_has_the_active_nodes_that_serve_customers(pool: Pool, nodes: tuple[str, ...]) -> None:
    assert network(pool).pool("web") == nodes


def test_a_pool_is_worked_out_once() -> None:
    one = network(Pool())
    assert one.pool("web") is one.pool("web")


@pytest.mark.parametrize(
    ("buffer", "node_buffers", "expected"),
    [
        (0, {}, {"store-1": 0, "store-2": 3}),
        (2, {}, {"store-1": 2, "store-2": 3}),
        (5, {}, {"store-1": 5, "store-2": 5}),
        (5, {"store-2": 1}, {"store-1": 5, "store-2": 1}),
        (5, {"store-2": 0}, {"store-1": 5, "store-2": 0}),
    ],
)
def test_a_buffer_for_the_node_counts_before_the_larger_of_the_channel_s_and_the_node_s(
    buffer: int, node_buffers: dict[str, int], expected: dict[str, int]
) -> None:
    one = network(Pool(), buffer, node_buffers)
    assert {node: one.buffer("web", node) for node in expected} == expected


def test_a_snapshot_cannot_be_changed() -> None:
    one = network(Pool())
    with pytest.raises(TypeError):
        one.nodes["new"] = NODES[0]  # type: ignore[index]  # the type forbids it too
    assert (len(one.nodes), list(one.channels), one.version) == (8, ["web"], 7)
