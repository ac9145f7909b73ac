"""Reads of orders: for callers, for whoever repairs them, and between rows and values."""
