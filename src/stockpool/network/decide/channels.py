"""Rules of channels."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from stockpool.kernel.editing import decide_rows, refused_if_stale, upserted
from stockpool.kernel.findings import Findings, range_problem, text_problem
from stockpool.kernel.ids import id_problem
from stockpool.kernel.quantities import QUANTITY_MAX
from stockpool.kernel.refusals import Reason
from stockpool.network.messages import Channel, ChannelResult, StoredChannel

NAME_LENGTH_MAX = 500


def decide_channels(
    rows: Sequence[Channel],
    stored: Mapping[str, StoredChannel],
    nodes: Collection[str],
    if_revision: Mapping[str, int] | None = None,
) -> list[ChannelResult]:
    """Decide a batch; bad rows do not stop good ones."""
    return decide_rows(rows, lambda row: decide_channel(row, stored.get(row.id), nodes, if_revision))


def decide_channel(
    row: Channel,
    stored: StoredChannel | None,
    nodes: Collection[str],
    if_revision: Mapping[str, int] | None = None,
) -> ChannelResult:
    """Store the channel or refuse it with every problem of every field; `nodes` are the ids that exist."""
    if stale := refused_if_stale(row.id, stored, if_revision or {}):
        return stale
    findings = Findings()
    findings.check("id", id_problem(row.id))
    findings.check("name", text_problem(row.name, NAME_LENGTH_MAX))
    for place, node in enumerate(row.pool.nodes):
        _check_node(f"pool.nodes[{place}]", node, nodes, findings)
    findings.check("buffer", range_problem(row.buffer, 0, QUANTITY_MAX))
    for node, buffer in row.node_buffers.items():
        _check_node(f"node_buffers[{node}]", node, nodes, findings)
        findings.check(f"node_buffers[{node}]", range_problem(buffer, 0, QUANTITY_MAX))
    if row.low_stock is not None:
        findings.check("low_stock", range_problem(row.low_stock, 0, QUANTITY_MAX))
    return findings.refusal() or upserted(row, stored)


def _check_node(path: str, node: str, nodes: Collection[str], findings: Findings) -> None:
    if node not in nodes:
        findings.add(path, f"there is no node {node!r}", Reason.UNKNOWN_NODE)
