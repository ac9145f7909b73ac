"""From lines to demands: one line has nothing to sum, but is bound by the same rules as many."""

from __future__ import annotations

from stockpool.catalog.messages import SkuTerms
from stockpool.inventory.messages import Line
from stockpool.kernel.quantities import QUANTITY_MAX
from stockpool.kernel.refusals import Reason, Refused
from stockpool.workflows.requests import SkuDemand, demands_of

TERMS = {
    "tea": SkuTerms("tea", 2, active=True),
    "mug": SkuTerms("mug", 0, active=True),
    "six mugs": SkuTerms("six mugs", 0, active=True, components=(("mug", 6),)),
}


def test_a_lone_line_is_asked_in_smallest_units_at_its_node() -> None:
    assert demands_of([Line("tea", 3, "berlin")], TERMS) == [SkuDemand("tea", 300, "berlin", "lines[0]")]


def test_a_lone_kit_of_one_component_is_taken_apart() -> None:
    assert demands_of([Line("six mugs", 2)], TERMS) == [SkuDemand("mug", 12, None, "lines[0]")]


def test_lines_for_the_same_sku_and_node_are_summed() -> None:
    assert demands_of([Line("six mugs", 2), Line("mug", 1)], TERMS) == [SkuDemand("mug", 13, None, "lines[0]")]


def test_a_lone_kit_whose_components_are_too_many_is_refused() -> None:
    refused = demands_of([Line("six mugs", QUANTITY_MAX)], TERMS)
    assert isinstance(refused, Refused)
    assert refused.reason is Reason.INVALID_QUANTITY
    assert refused.message == "lines[0].quantity: is too large in sum"


def test_a_lone_line_of_an_unknown_sku_is_refused() -> None:
    refused = demands_of([Line("jar", 1)], TERMS)
    assert isinstance(refused, Refused)
    assert refused.reason is Reason.UNKNOWN_SKU
