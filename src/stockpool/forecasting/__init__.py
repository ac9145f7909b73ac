"""Demand per SKU and node: its history, methods that predict it, how sure they are, and what proves it."""
