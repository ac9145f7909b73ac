"""Chunks of counts as imports make them, and what they leave behind."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from stockpool.inventory.api import CountChunk, CountsPosted, post_counts
from stockpool.kernel.idempotency import fingerprint
from stockpool.kernel.ids import shard_of
from stockpool.runtime.database import Database

Counts = Mapping[tuple[str, str], tuple[int, datetime | None]]
"""Units and moment by SKU and node."""


def chunk_of(counts: Counts, *, shard_count: int = 1, **more: Any) -> CountChunk:  # noqa: ANN401 -- fields of the chunk
    """The chunk that an import makes of these counts, with a key for exactly this content."""
    lines = sorted(
        (shard_of(sku, shard_count), sku, node, units, r"\N" if as_of is None else as_of.isoformat())
        for (sku, node), (units, as_of) in counts.items()
    )
    text = "".join("\t".join(map(_escaped, line)) + "\n" for line in lines)
    return CountChunk(**{"key": fingerprint([text, str(more)]), "lines": text.encode(), **more})


def _escaped(value: object) -> str:
    text = str(value)
    return text if text == r"\N" else text.replace("\\", "\\\\")


async def post(database: Database, chunk: CountChunk) -> CountsPosted:
    """Post a chunk on a connection of its own."""
    connection = await database.connect()
    async with connection:
        return await post_counts(connection, chunk)
