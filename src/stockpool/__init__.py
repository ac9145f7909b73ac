"""stockpool: one pool of stock over every warehouse, store and truck, promised once."""

__version__ = "0.1.0"
