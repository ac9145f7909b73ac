"""Recorded orders served again, on the same stock path, by one way to route or another; differences order by order."""
