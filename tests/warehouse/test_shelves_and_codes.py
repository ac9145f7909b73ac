"""The order of a walk, and what a code can be read as."""

from __future__ import annotations

import pytest

from stockpool.kernel.refusals import Refused
from stockpool.warehouse.decide.codes import label_code, read_code
from stockpool.warehouse.decide.picking import PickSku, PickWanted, pick_lines
from stockpool.warehouse.decide.shelves import decide_shelves, shelf_order
from stockpool.warehouse.messages import ShelfInput
from stockpool.warehouse.model import KnownSku

ORDER = "0192f5e4-7a1b-7c3d-9e2f-0123456789ab"


def test_shelves_are_sorted_as_people_count() -> None:
    shelves = ["B-1", "A-10", "a-2", "A-2-3", "10", "9", "A", "Ä-1", "A-02"]
    assert sorted(shelves, key=shelf_order) == ["9", "10", "A", "A-02", "a-2", "A-2-3", "A-10", "B-1", "Ä-1"]


def test_what_has_no_shelf_comes_last_by_category_and_name() -> None:
    skus = {"1": PickSku("Zip", "Bags"), "2": PickSku("Axe", "Tools"), "3": PickSku("Bat"), "4": PickSku("Ale", "Bags")}
    wanted = [PickWanted("O-1", sku, 1) for sku in ("3", "2", "1", "4", "5")]
    assert [line.sku for line in pick_lines(wanted, skus, {"5": ("Z-99",)})] == ["5", "4", "1", "2", "3"]


@pytest.mark.parametrize(
    ("shelves", "refused"),
    [
        (("A-1", "A-1"), True),
        (("",), True),
        (("x" * 33,), True),
        (("a\x07b",), True),
        (tuple("abcdefghijklmnopqrstu"), True),
        (("A-1", "B-2"), False),
    ],
)
def test_a_shelf_that_cannot_be_found_again_is_refused(shelves: tuple[str, ...], refused: bool) -> None:
    row = ShelfInput(node="N1", sku="A", shelves=shelves)
    (decided,) = decide_shelves([row], {}, {"A": KnownSku(0)}, {"N1"})
    assert isinstance(decided, Refused) is refused


@pytest.mark.parametrize("number", [1, 42, 99_999, 123_456])
def test_the_code_of_a_label_is_the_order_again(number: int) -> None:
    code = label_code(f"{ORDER}-{number}")
    assert (code.isdigit(), read_code(code).fulfillment_order) == (True, f"{ORDER}-{number}")


@pytest.mark.parametrize(
    ("code", "gtin"),
    [
        ("96385074", "96385074"),
        ("012345678905", "012345678905"),
        ("4006381333931", "4006381333931"),
        ("14006381333938", "14006381333938"),
        ("]E04006381333931", "4006381333931"),
        ("]d2010400638133393110L1\x1d21S", "04006381333931"),
        ("https://id.gs1.org/01/04006381333931/10/L1", "04006381333931"),
        ("4006381333932", None),
        ("9" * 44, None),
        ("\x1d", None),
        ("A-1", None),
    ],
)
def test_a_barcode_is_read_in_every_length_and_wrong_digits_are_nothing(code: str, gtin: str | None) -> None:
    assert read_code(code).gtin == gtin
