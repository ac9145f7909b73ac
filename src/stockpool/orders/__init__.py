"""The life of an order, from placed to shipped, picked up or canceled."""
