"""Batches: rows lean on each other in any order, and bad rows never stop good ones."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stockpool.catalog.decide import decide_skus
from stockpool.catalog.messages import Component, ComponentInput, Sku, SkuInput, SkuResult, StoredSku
from stockpool.catalog.model import CatalogView
from stockpool.kernel import editing
from stockpool.kernel.editing import Upserted
from stockpool.kernel.refusals import Refused

GTIN_1, GTIN_2 = "96385074", "4006381333931"


def view(*skus: Sku) -> CatalogView:
    owners = {gtin.rjust(14, "0"): sku.id for sku in skus for gtin in sku.gtins}
    return CatalogView([StoredSku(sku, 1) for sku in skus], owners)


def outcomes(results: Sequence[SkuResult]) -> dict[str, str]:
    """What became of each accepted row."""
    return {each.value.id: each.outcome for each in results if isinstance(each, Upserted)}


def row(sku_id: str, *parts: str, active: bool | None = None, gtins: tuple[str, ...] = ()) -> SkuInput:
    components = tuple(ComponentInput(part, 1) for part in parts)
    return SkuInput(sku_id, sku_id, gtins=gtins, components=components, active=active)


def assert_accepted_in_any_order(rows: Sequence[SkuInput], *stored: Sku) -> None:
    for order in permutations(rows):
        results = decide_skus(order, view(*stored), {})
        assert not [each for each in results if isinstance(each, Refused)], order


def test_a_kit_may_stand_before_its_components() -> None:
    assert_accepted_in_any_order([row("kit", "a", "b"), row("a"), row("b")])


def test_a_component_may_retire_together_with_its_kit() -> None:
    stored = Sku("a", "a"), Sku("kit", "kit", components=(Component("a", 1),))
    assert_accepted_in_any_order([row("a", active=False), row("kit", "a", active=False)], *stored)


def test_a_component_may_retire_together_with_its_removal_from_the_kit() -> None:
    stored = Sku("a", "a"), Sku("b", "b"), Sku("kit", "kit", components=(Component("a", 1), Component("b", 1)))
    assert_accepted_in_any_order([row("a", active=False), row("kit", "b")], *stored)


def test_a_gtin_may_move_to_another_sku() -> None:
    stored = Sku("a", "a", gtins=(GTIN_1,)), Sku("b", "b")
    assert_accepted_in_any_order([row("a"), row("b", gtins=(GTIN_1,))], *stored)


def test_a_gtin_claimed_twice_goes_to_the_first() -> None:
    results = decide_skus([row("a", gtins=(GTIN_1,)), row("b", gtins=(GTIN_1,))], view(), {})
    assert outcomes(results) == {"a": "created"}
    assert isinstance(results[1], Refused)
    assert results[1].message == f"gtins[0]: {GTIN_1} belongs to SKU 'a'"


def test_a_kit_of_a_refused_component_is_refused() -> None:
    bad = SkuInput("a", "a", weight_g=-1)
    for rows in ([bad, row("kit", "a")], [row("kit", "a"), bad]):
        assert outcomes(decide_skus(rows, view(), {})) == {}


def test_of_two_kits_that_contain_each_other_only_one_can_be() -> None:
    stored = Sku("a", "a"), Sku("b", "b")
    results = decide_skus([row("a", "b"), row("b", "a")], view(*stored), {})
    assert outcomes(results) == {"a": "updated"}


def test_a_second_row_with_the_same_id_is_refused_and_names_the_first() -> None:
    results = decide_skus([row("x"), row("a"), row("a", gtins=(GTIN_2,))], view(), {})
    assert outcomes(results) == {"x": "created", "a": "created"}
    assert isinstance(results[2], Refused)
    assert results[2].message == "id: 'a' was given before in this batch, in row 2"


def test_a_row_is_not_taken_in_place_of_a_bad_first_one() -> None:
    results = decide_skus([SkuInput("a", ""), row("a")], view(), {})
    assert outcomes(results) == {}


plain = st.builds(SkuInput, st.sampled_from("abcdef"), st.just("plain"), active=st.sampled_from([None, True, False]))
kits = st.builds(
    SkuInput,
    st.sampled_from("abcdef"),
    st.just("kit"),
    components=st.lists(st.builds(ComponentInput, st.sampled_from("abcdef"), st.integers(0, 2)), max_size=3).map(tuple),
    gtins=st.lists(st.sampled_from([GTIN_1, GTIN_2]), max_size=2).map(tuple),
    active=st.sampled_from([None, True, False]),
)
batches = st.lists(plain | kits, max_size=8)


@given(batches, batches)
def test_whatever_comes_the_catalog_stays_sound(first: list[SkuInput], second: list[SkuInput]) -> None:
    seen = view()
    for batch in (first, second):
        decide_skus(batch, seen, {})
    skus = [sku for sku_id in "abcdef" if (sku := seen.sku(sku_id))]
    gtins = [gtin for sku in skus for gtin in sku.gtins]
    assert len(gtins) == len(set(gtins))
    assert all(seen.gtin_owner(gtin) == sku.id for sku in skus for gtin in sku.gtins)
    for kit in skus:
        for component in kit.components:
            part = seen.sku(component.sku)
            assert part is not None
            assert not part.components
            assert component.quantity > 0
            assert part.active or not kit.active


@given(batches, batches)
def test_the_same_batch_again_changes_nothing_that_was_taken(first: list[SkuInput], second: list[SkuInput]) -> None:
    seen = view()
    decide_skus(first, seen, {})
    taken = outcomes(decide_skus(second, seen, {}))
    again = outcomes(decide_skus(second, seen, {}))
    assert {sku_id: again.get(sku_id) for sku_id in taken} == dict.fromkeys(taken, "unchanged")


def test_with_a_single_pass_a_kit_before_its_components_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: trying again is what makes the order of rows immaterial."""
    monkeypatch.setattr(editing, "PASSES_MAX", 1)
    assert outcomes(decide_skus([row("kit", "a"), row("a")], view(), {})) == {"a": "created"}
