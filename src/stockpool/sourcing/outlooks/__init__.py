"""Outlooks: what a SKU does at a node without orders from elsewhere, as it was told or as sales say."""
