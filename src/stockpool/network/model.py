"""The network as one immutable snapshot: nodes, channels, and which node a channel may draw on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from stockpool.network.messages import Channel, Node


class Network:
    """All nodes and channels at one version."""

    def __init__(self, nodes: Iterable[Node], channels: Iterable[Channel], version: int) -> None:
        self.nodes: Mapping[str, Node] = MappingProxyType({node.id: node for node in nodes})
        self.channels: Mapping[str, Channel] = MappingProxyType({channel.id: channel for channel in channels})
        self.version = version
        self._pools: dict[str, tuple[str, ...]] = {}

    def pool(self, channel_id: str) -> tuple[str, ...]:
        """Sorted ids of the nodes that a known channel may draw on."""
        pool = self._pools.get(channel_id)
        if pool is None:
            channel = self.channels[channel_id]
            pool = tuple(sorted(node.id for node in self.nodes.values() if draws_on(channel, node)))
            self._pools[channel_id] = pool
        return pool

    def buffer(self, channel_id: str, node_id: str) -> int:
        """What a channel leaves untouched of each SKU at a node, in smallest units."""
        channel = self.channels[channel_id]
        own = channel.node_buffers.get(node_id)
        return max(channel.buffer, self.nodes[node_id].buffer) if own is None else own


def draws_on(channel: Channel, node: Node) -> bool:
    """Whether a node is in a channel's pool; one that is closed down or serves no customer is in none."""
    if not node.active or not (node.can_ship or node.can_pickup):
        return False
    pool = channel.pool
    everything = not pool.nodes and not pool.kinds
    return everything or node.id in pool.nodes or node.kind in pool.kinds
