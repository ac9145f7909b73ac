"""A marketplace's recorded orders in four worlds: each seller for itself, one warehouse, a pool routed in two ways."""
