"""The unlocked picture that a group plans by: channels as sourcing sees them, and the stock they may sell."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

import msgspec

from stockpool.inventory.api import PositionKey
from stockpool.network.api import Network, NodeCalendars, RateBook, holiday_dates
from stockpool.sourcing.api import LAST_RESORTS, CandidatePool, PolicyPlanner
from stockpool.sourcing.messages import Candidate


class ChannelView:
    """One channel at one version of the network: its nodes, what it leaves untouched there, its candidates."""

    def __init__(self, network: Network, channel: str) -> None:
        """Work out what every demand of the channel needs."""
        self.channel = channel
        self.buffers = {node: network.buffer(channel, node) for node in network.pool(channel)}
        self.candidates = CandidatePool(_candidate(network, node) for node in self.buffers)


def _candidate(network: Network, node_id: str) -> Candidate:
    node = network.nodes[node_id]
    return Candidate(
        node_id, node.latitude, node.longitude, can_ship=node.can_ship, can_pickup=node.can_pickup, kind=node.kind.value
    )


Span = tuple[datetime, datetime, date, date]
"""From when until when, and which days these are where the goods are."""

SPANS_MAX = 100_000


class KeptSpan(msgspec.Struct, frozen=True, gc=False):
    """What is promised of which a node is told between two moments; None for no date."""

    since: datetime
    until: datetime
    span: Span | None


class NamedPlanner(msgspec.Struct, frozen=True):
    """A policy that plans, and its name with its version."""

    name: str
    planner: PolicyPlanner


class NetworkView:
    """The network with its channels' views, each made when it is first asked for."""

    def __init__(
        self,
        network: Network,
        policy: PolicyPlanner | None = None,
        rates: RateBook | None = None,
        shadow: NamedPlanner | None = None,
    ) -> None:
        """Stand on one version of the network, with the sourcing policy that acts; without one sourcing does as built.

        The plans of the `shadow` are kept beside those that act.
        """
        self.network = network
        self.policy, self.shadow = policy, shadow
        rules = policy.policy.rules if policy is not None else ()
        self.has_last_resorts = any(rule.otherwise[-1] in LAST_RESORTS for rule in rules)
        """Whether a rule says what becomes of what nobody has."""
        self.has_policies = policy is not None or shadow is not None
        """Whether one acts or decides beside; they ask for dates before it is known what is where."""
        planners = [policy, shadow.planner if shadow is not None else None]
        self.asks_outlook = any(each.policy.asks_outlook for each in planners if each is not None)
        self.rates = rates or RateBook(())
        self.currency = next((each.policy.currency for each in planners if each is not None), None)
        """Of the policy that acts, else of the one beside it: in which prices count."""
        names = sorted({name for each in planners if each is not None for name in each.rates})
        self.named_rates = [table for name in names if (table := self.rates.rates(name)) is not None]
        """The rate tables that the policies look at."""
        self.calendars = NodeCalendars(network.nodes, holiday_dates)
        self.limited = [node.id for node in network.nodes.values() if node.daily_capacity is not None]
        """Nodes that do no more than so many orders a day."""
        self.spans: dict[tuple[object, ...], KeptSpan] = {}
        """What parcels of nodes are promised, by what that depends on."""
        self.soonest: dict[tuple[str, int, date], int] = {}
        """Days until goods of a node come that are so many on their way, as seen first on a day; then never fewer."""
        self._channels: dict[str, ChannelView] = {}

    def keep_span(self, name: tuple[object, ...], span: KeptSpan) -> None:
        """Remember it as long as this version of the network is the newest."""
        if len(self.spans) >= SPANS_MAX:
            self.spans.clear()
        self.spans[name] = span

    def channel(self, channel: str) -> ChannelView | None:
        """A channel's view; None where there is no such channel."""
        found = self._channels.get(channel)
        if found is None and channel in self.network.channels:
            found = self._channels[channel] = ChannelView(self.network, channel)
        return found


class StockSnapshot:
    """Free stock by SKU and node, less what the tasks of this group have planned already."""

    def __init__(self, free: Mapping[str, Mapping[str, int]]) -> None:
        """`free` is in smallest units before channel buffers."""
        self._free = free
        self._sellable: dict[str, dict[str, dict[str, int]]] = {}
        self._taken: dict[str, dict[str, int]] = {}

    def sellable(self, channel: ChannelView, sku: str) -> Mapping[str, int]:
        """What the channel can sell of a SKU at each of its nodes, its buffers left untouched; may be negative."""
        shelves = self._sellable.setdefault(sku, {})
        found = shelves.get(channel.channel)
        if found is None:
            buffers = channel.buffers
            shelf, taken = self._free.get(sku, {}), self._taken.get(sku, {})
            found = {
                node: units - buffers[node] - taken.get(node, 0) for node, units in shelf.items() if node in buffers
            }
            shelves[channel.channel] = found
        return found

    def take(self, key: PositionKey, units: int) -> None:
        """Later tasks of the group source around what this one plans to take."""
        sku, node = key
        taken = self._taken.setdefault(sku, {})
        taken[node] = taken.get(node, 0) + units
        for shelf in self._sellable.get(sku, {}).values():
            if node in shelf:
                shelf[node] -= units

    def is_taken_from(self, sku: str) -> bool:
        """Whether a task of this group plans to take some of a SKU; it may yet not get it."""
        return sku in self._taken
