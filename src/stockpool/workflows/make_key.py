"""Making an API key: its nodes must be there, or a misspelled one would make a key that opens nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from psycopg import AsyncConnection

from stockpool.access.api import CreateKey, KeyCreated, create_key
from stockpool.kernel.refusals import Problem, Reason, Refused
from stockpool.network.api import get_nodes, list_nodes

LISTED_MAX = 10
REMEDY = "make them with POST /v1/network/nodes or by importing a nodes table"


async def make_key(conn: AsyncConnection, command: CreateKey, now: datetime) -> KeyCreated | Refused:
    """Make and store a key; refuse one for nodes that the network does not have."""
    if refused := await unknown_nodes(conn, command.nodes, "the key"):
        return refused
    return await create_key(conn, command, now)


async def unknown_nodes(conn: AsyncConnection, nodes: Sequence[str], whose: str) -> Refused | None:
    """A refusal where the network does not have all of the nodes that somebody is to be limited to."""
    known = await get_nodes(conn, nodes)
    unknown = [node for node in dict.fromkeys(nodes) if node not in known]
    if not unknown:
        return None
    named = ", ".join(map(repr, unknown))
    message = f"{named} not in the network, which has {await _listed(conn)}; {REMEDY}"
    return Refused(Reason.UNKNOWN_NODE, f"{whose} names unknown nodes", (Problem("nodes", message),))


async def _listed(conn: AsyncConnection) -> str:
    """The first nodes by id."""
    nodes = [stored.value.id for stored in await list_nodes(conn, None, LISTED_MAX + 1)]
    more = ["…"] if len(nodes) > LISTED_MAX else []
    return ", ".join([*nodes[:LISTED_MAX], *more]) or "no nodes yet"
