"""Goods that come back: asked for, received, inspected, refunded or exchanged, and never twice."""
