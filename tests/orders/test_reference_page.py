"""The reference page's example is taken as it stands, and its tables are the code's."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec

from stockpool.kernel.refusals import Reason
from stockpool.orders.api import check_place
from stockpool.orders.messages import CancelOrder, HoldUse, PlaceOrder, ShipTo
from tests.orders.shop import stamped

TEXT = (Path(__file__).parents[2] / "docs" / "reference" / "orders.md").read_text("utf-8")
PLACING = TEXT.partition("## Placing")[2].partition("\n## ")[0]


def test_the_example_can_be_placed() -> None:
    (example,) = re.findall(r"```json\n(.*?)```", TEXT, re.DOTALL)
    words = {**msgspec.json.decode(example), **stamped(None), "order_id": ""}
    assert check_place(msgspec.convert(words, PlaceOrder)) is None


def test_every_field_is_described() -> None:
    described = set(re.findall(r"`([a-z_]+)`", PLACING))
    own = set(PlaceOrder.__struct_fields__) - set(CancelOrder.__struct_fields__)
    assert own | set(ShipTo.__struct_fields__) <= described


def test_what_becomes_of_a_hold_is_described() -> None:
    holds = TEXT.partition("| `hold` |")[2].partition("\n\n")[0]
    assert set(re.findall(r"^\| `(\w+)` \|", holds, re.MULTILINE)) == {str(use) for use in HoldUse}


def test_every_named_refusal_exists() -> None:
    named = set(re.findall(r"`([a-z]+-[a-z-]+)`", TEXT))
    assert named <= {str(reason) for reason in Reason}
    assert str(Reason.DUPLICATE_REFERENCE) in named
