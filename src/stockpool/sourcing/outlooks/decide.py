"""Which outlooks are taken, and what sales say of the days to come."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from stockpool.kernel.editing import Outcome, refuse_repeated
from stockpool.kernel.findings import Findings, range_problem
from stockpool.kernel.refusals import Reason, Refused
from stockpool.sourcing.outlooks.messages import (
    DAYS_MAX,
    DEMAND_MAX,
    OutlookInput,
    OutlookSku,
    OutlookSource,
    StoredOutlook,
    Units,
)

Key = tuple[str, str]
"""SKU and node."""

Decided = tuple[StoredOutlook, Outcome]


def decide_outlooks(
    rows: Sequence[OutlookInput],
    stored: Mapping[Key, StoredOutlook],
    skus: Mapping[str, OutlookSku],
    nodes: Collection[str],
    now: datetime,
) -> list[Decided | Refused]:
    """Each row by itself, in order."""
    keys: list[Key] = [(row.sku, row.node) for row in rows]
    repeated = refuse_repeated(keys, "sku", lambda key: f"{key[0]!r} at {key[1]!r}")
    return [
        repeated.get(place) or _decide(row, stored.get(key), skus.get(row.sku), nodes, now)
        for place, (row, key) in enumerate(zip(rows, keys, strict=True))
    ]


def _decide(
    row: OutlookInput, before: StoredOutlook | None, sku: OutlookSku | None, nodes: Collection[str], now: datetime
) -> Decided | Refused:
    findings = Findings()
    unit = 10**sku.decimals if sku is not None else 1
    if sku is None:
        findings.add("sku", f"SKU {row.sku!r} is not in the catalog", Reason.UNKNOWN_SKU)
    elif sku.is_kit:
        findings.add("sku", "is a kit, of which no node sells its own: name its components")
    if row.node not in nodes:
        findings.add("node", f"there is no node {row.node!r}", Reason.UNKNOWN_NODE)
    findings.check("demand_per_day", range_problem(row.demand_per_day, 0, DEMAND_MAX / unit))
    if row.days_to_delivery is not None:
        findings.check("days_to_delivery", range_problem(row.days_to_delivery, 0, DAYS_MAX))
    if row.as_of is not None and row.as_of > now:
        findings.add("as_of", f"lies in the future: now is {now.isoformat()}")
    refused = findings.refusal()
    if refused is not None:
        return refused
    after = StoredOutlook(row.sku, row.node, row.demand_per_day * unit, row.days_to_delivery, row.as_of or now)
    if before is None:
        return after, Outcome.CREATED
    return after, Outcome.UNCHANGED if after == before else Outcome.UPDATED


def outlooks_of_sales(sold: Units, since: datetime, now: datetime) -> list[StoredOutlook]:
    """What was sold since a moment, as demand a day; a shorter time than a day says too little of one."""
    days = max((now - since).total_seconds() / 86_400, 1.0)
    return [
        StoredOutlook(sku, node, units / days, None, now, OutlookSource.SALES)
        for (sku, node), units in sorted(sold.items())
        if units > 0
    ]
