"""The rules of returns: pure."""
