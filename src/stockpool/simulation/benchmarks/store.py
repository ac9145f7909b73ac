"""SQL of the benchmarks: scratch databases, and the statements that they compare with."""

from __future__ import annotations

from psycopg import AsyncConnection, sql

CREATE_DATABASE = "create database {name} template {template}"
"""The template `template0` is empty; any other database is copied with all that it holds."""

DROP_DATABASE = "drop database {name} with (force)"

SETTLE = "vacuum (analyze)"
"""Both sides begin with what the other left cleaned up."""

MAKE_BARE_TABLES = """
create table if not exists keyed_stock (
    sku text collate "C", node text collate "C", quantity bigint, primary key (sku, node)
);
create table if not exists heaped_stock (sku text collate "C", node text collate "C", quantity bigint)
"""
"""The least that stock can be kept in and found again, and less than that."""

EMPTY_BARE_TABLES = "truncate keyed_stock, heaped_stock"

COPY_KEYED = "copy keyed_stock (sku, node, quantity) from stdin with (format csv, header true)"
COPY_HEAPED = "copy heaped_stock (sku, node, quantity) from stdin with (format csv, header true)"

TAKE_ONE = """
update positions set available = available - 1, held = held + 1
where shard = 0 and sku = :sku and node = :node and available >= 1;
"""
"""The least that keeps stock from being sold twice: no key, no entry, no hold, no event."""

CHOSEN_EVENLY = "\\set sku random({first_sku}, {last_sku})\n\\set node random({first_node}, {last_node})\n" + TAKE_ONE
"""Any position: ids of SKUs and nodes are numbers, so that the statement need not put texts together."""

ALWAYS_THE_SAME = "\\set sku {first_sku}\n\\set node {first_node}\n" + TAKE_ONE
"""One hot position."""


async def create_database(connection: AsyncConnection, name: str, template: str = "template0") -> None:
    """Make an empty database, or a copy of one that nobody uses."""
    await connection.execute(
        sql.SQL(CREATE_DATABASE).format(name=sql.Identifier(name), template=sql.Identifier(template))
    )


async def drop_database(connection: AsyncConnection, name: str) -> None:
    """Remove a database and whoever uses it."""
    await connection.execute(sql.SQL(DROP_DATABASE).format(name=sql.Identifier(name)))


async def settle(connection: AsyncConnection) -> None:
    """Clean up and count what was written."""
    await connection.execute(SETTLE)
