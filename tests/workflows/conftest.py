"""The yard of the ledger's tests."""

from tests.inventory.conftest import yard

__all__ = ["yard"]
