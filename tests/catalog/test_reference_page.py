"""The reference page's example is taken as it stands."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec

from stockpool.catalog.decide import decide_skus
from stockpool.catalog.messages import Component, SkuInput
from stockpool.catalog.model import CatalogView
from stockpool.entrypoints.http.wire_master_data import SkuBatch
from stockpool.kernel.editing import Upserted

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "catalog.md"


def test_the_example_is_stored() -> None:
    [example] = re.findall(r"```json\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    results = decide_skus(msgspec.json.decode(example, type=SkuBatch).skus, CatalogView(), {})
    accepted = {each.value.id: each.value for each in results if isinstance(each, Upserted)}
    assert list(accepted) == ["rope-8", "hook", "swing"]
    assert accepted["swing"].components == (Component("rope-8", 250), Component("hook", 2))


def test_every_field_is_described() -> None:
    described = set(re.findall(r"`([a-z_]+)`", PAGE.read_text("utf-8")))
    assert set(SkuInput.__struct_fields__) <= described
