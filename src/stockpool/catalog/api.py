"""The catalog's only door."""

from __future__ import annotations

from stockpool.catalog.cache import SkuCache
from stockpool.catalog.handlers import upsert_skus
from stockpool.catalog.model import wire_sku
from stockpool.catalog.queries import (
    find_sku_by_gtin,
    get_skus,
    kits_with,
    list_categories,
    list_sku_ids,
    list_skus,
    load_sku_terms,
    load_sku_units,
    wire_skus,
)

__all__ = [
    "SkuCache",
    "find_sku_by_gtin",
    "get_skus",
    "kits_with",
    "list_categories",
    "list_sku_ids",
    "list_skus",
    "load_sku_terms",
    "load_sku_units",
    "upsert_skus",
    "wire_sku",
    "wire_skus",
]
