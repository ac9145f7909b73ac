"""The first schema: every room's tables, from the files in `sql/0001` in the order of their names."""

from __future__ import annotations

from alembic import op

from stockpool.runtime.migrations import sql_files

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Create all tables in Alembic's transaction."""
    driver = op.get_bind().connection.driver_connection
    assert driver is not None
    for file in sql_files(revision):
        driver.execute(file.read_bytes())
