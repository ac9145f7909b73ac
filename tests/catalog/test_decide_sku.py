"""Which rows the catalog takes, and what it says of the others."""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal

import pytest
from msgspec.structs import replace

from stockpool.catalog.decide import decide_sku
from stockpool.catalog.messages import Component, ComponentInput, Sku, SkuInput, StoredSku
from stockpool.catalog.model import CatalogView, wire_sku
from stockpool.kernel.editing import Outcome, Upserted
from stockpool.kernel.money import Money, MoneyInput
from stockpool.kernel.refusals import Reason, Refused

SHIRT = Sku("shirt", "Shirt", gtins=("4006381333931",), price=Money(1999, "EUR"))
CLOTH = Sku("cloth", "Cloth by the meter", decimals=2)
SPOOL = Sku("spool", "Thread")
OLD = Sku("old", "Discontinued", active=False)
SET = Sku("set", "Shirt and cloth", components=(Component("shirt", 1), Component("cloth", 250)))
RETIRED_SET = Sku("retired-set", "No longer sold", components=(Component("old", 1),), active=False)


def view(**facts: Collection[str]) -> CatalogView:
    stored = [StoredSku(sku, 3) for sku in (SHIRT, CLOTH, SPOOL, OLD, SET, RETIRED_SET)]
    return CatalogView(stored, {"04006381333931": "shirt"}, **facts)


def new(**fields: object) -> SkuInput:
    return replace(SkuInput("new", "New"), **fields)


def kit(*components: ComponentInput, **fields: object) -> SkuInput:
    return new(components=components, **fields)


def stored_as(sku: Sku) -> SkuInput:
    return wire_sku(sku, {"shirt": 0, "cloth": 2, "old": 0})


def found(row: SkuInput, **facts: Collection[str]) -> tuple[Reason, list[tuple[str, str]]]:
    result = decide_sku(row, view(**facts))
    assert isinstance(result, Refused)
    return result.reason, [(problem.path, problem.message) for problem in result.problems]


def taken(row: SkuInput, **facts: Collection[str]) -> Upserted[Sku]:
    result = decide_sku(row, view(**facts))
    assert isinstance(result, Upserted)
    return result


ONE_SHIRT = ComponentInput("shirt", 1)


@pytest.mark.parametrize(
    ("row", "path", "message"),
    [
        (new(id=""), "id", "must not be empty"),
        (new(id="a" * 65), "id", "must have at most 64 characters, has 65"),
        (new(id="a\x00"), "id", "must not contain control characters"),
        (new(id=" a"), "id", "must not begin or end with a blank"),
        (new(name=""), "name", "must not be empty"),
        (new(name=" "), "name", "must not be empty"),
        (new(name="a" * 501), "name", "must have at most 500 characters, has 501"),
        (new(name="a\x00b"), "name", "must not contain control characters"),
        (new(name="a\ud800b"), "name", "must not contain control characters"),
        (new(category=""), "category", "must not be empty"),
        (new(category="\x1b"), "category", "must not contain control characters"),
        (new(decimals=7), "decimals", "must be between 0 and 6, is 7"),
        (new(decimals=-1), "decimals", "must be between 0 and 6, is -1"),
        (new(weight_g=-1), "weight_g", "must be between 0 and 1000000000, is -1"),
        (new(length_mm=10**10), "length_mm", "must be between 0 and 1000000000, is 10000000000"),
        (new(width_mm=-5), "width_mm", "must be between 0 and 1000000000, is -5"),
        (new(height_mm=-5), "height_mm", "must be between 0 and 1000000000, is -5"),
        (new(cost=MoneyInput("1.005", "EUR")), "cost", "EUR has 2 decimals, '1.005' has more"),
        (new(price=MoneyInput("-1", "EUR")), "price", "must not be negative, is -1.00 EUR"),
        (new(gtins=("96385075",)), "gtins[0]", "the check digit of 96385075 must be 4"),
        (new(gtins=("96385074", "96385074")), "gtins[1]", "is the same GTIN as gtins[0]"),
        (new(gtins=("036000291452", "0036000291452")), "gtins[1]", "is the same GTIN as gtins[0]"),
        (new(gtins=("4006381333931",)), "gtins[0]", "4006381333931 belongs to SKU 'shirt'"),
        (new(gtins=("04006381333931",)), "gtins[0]", "04006381333931 belongs to SKU 'shirt'"),
        (kit(ONE_SHIRT, ONE_SHIRT), "components[1].sku", "'shirt' is named before, in components[0]"),
        (kit(ComponentInput("new", 1)), "components[0].sku", "a kit cannot contain itself"),
        (kit(ComponentInput("set", 1)), "components[0].sku", "'set' is a kit itself"),
        (kit(ONE_SHIRT, decimals=2), "components", "a kit is sold whole, this SKU has 2 decimals"),
    ],
)
def test_a_bad_field_is_named(row: SkuInput, path: str, message: str) -> None:
    assert found(row) == (Reason.INVALID_INPUT, [(path, message)])


@pytest.mark.parametrize(
    ("component", "reason", "path", "message"),
    [
        (ComponentInput("ghost", 1), Reason.UNKNOWN_SKU, "sku", "there is no SKU 'ghost'"),
        (ComponentInput("a\x00", 1), Reason.UNKNOWN_SKU, "sku", "there is no SKU 'a\\x00'"),
        (ComponentInput("shirt", 0), Reason.INVALID_QUANTITY, "quantity", "must be greater than zero"),
        (ComponentInput("shirt", -1), Reason.INVALID_QUANTITY, "quantity", "must be greater than zero"),
        (
            ComponentInput("shirt", Decimal("0.5")),
            Reason.INVALID_QUANTITY,
            "quantity",
            "has more than the 0 decimals of this SKU",
        ),
        (
            ComponentInput("cloth", Decimal("0.005")),
            Reason.INVALID_QUANTITY,
            "quantity",
            "has more than the 2 decimals of this SKU",
        ),
        (
            ComponentInput("cloth", 10**11),
            Reason.INVALID_QUANTITY,
            "quantity",
            "must be at most 1000000000000 smallest units",
        ),
        (ComponentInput("cloth", Decimal("nan")), Reason.INVALID_QUANTITY, "quantity", "must be a finite number"),
    ],
)
def test_a_bad_component_is_named_by_its_place(
    component: ComponentInput, reason: Reason, path: str, message: str
) -> None:
    row = kit(ComponentInput("spool", 1), component)
    assert found(row) == (reason, [(f"components[1].{path}", message)])


def test_all_problems_of_a_row_are_told_at_once() -> None:
    row = new(id="", name="", gtins=("1", "2"), components=(ComponentInput("ghost", 1),), price=MoneyInput("x", "y"))
    reason, problems = found(row)
    assert reason is Reason.INVALID_INPUT
    assert [path for path, _ in problems] == ["id", "name", "gtins[0]", "gtins[1]", "price", "components[0].sku"]


def test_the_unit_of_a_sku_never_changes() -> None:
    row = replace(stored_as(CLOTH), decimals=3)
    assert found(row) == (Reason.IMMUTABLE_FIELD, [("decimals", "is 2 and cannot change once the SKU exists")])


def test_decimals_and_activity_stay_as_they_are_when_left_out() -> None:
    assert taken(SkuInput("cloth", "Cloth")).value.decimals == 2
    assert taken(SkuInput("old", "Discontinued")).value.active is False
    assert taken(new()).value == Sku("new", "New", decimals=0, active=True)


def test_other_fields_are_replaced() -> None:
    assert taken(SkuInput("shirt", "Shirt")).value == Sku("shirt", "Shirt")


@pytest.mark.parametrize("sku", [SHIRT, CLOTH, OLD, SET, RETIRED_SET])
def test_a_row_as_it_is_stored_changes_nothing(sku: Sku) -> None:
    facts = {"with_stock": [sku.id], "with_promises": [sku.id]}
    assert taken(stored_as(sku), **facts) == Upserted(sku, Outcome.UNCHANGED, 3)


def test_a_change_counts_the_revision_up_and_a_new_sku_begins_at_one() -> None:
    renamed = taken(replace(stored_as(SHIRT), name="Blouse"))
    assert (renamed.outcome, renamed.revision, renamed.value) == (Outcome.UPDATED, 4, replace(SHIRT, name="Blouse"))
    created = taken(new())
    assert (created.outcome, created.revision) == (Outcome.CREATED, 1)


@pytest.mark.parametrize(("sku_id", "expected", "actual"), [("shirt", 2, 3), ("shirt", 0, 3), ("new", 1, 0)])
def test_an_edit_of_another_revision_is_refused(sku_id: str, expected: int, actual: int) -> None:
    result = decide_sku(SkuInput(sku_id, "Mine"), view(), {sku_id: expected})
    assert isinstance(result, Refused)
    assert (result.reason, result.details) == (Reason.STALE_VERSION, {"revision": actual})


@pytest.mark.parametrize(("sku_id", "expected"), [("shirt", 3), ("new", 0)])
def test_an_edit_of_the_stored_revision_is_taken(sku_id: str, expected: int) -> None:
    assert isinstance(decide_sku(SkuInput(sku_id, "Mine"), view(), {sku_id: expected, "cloth": 99}), Upserted)


def test_quantities_of_components_are_counted_in_their_own_unit() -> None:
    row = kit(ONE_SHIRT, ComponentInput("cloth", Decimal("2.5")))
    assert taken(row).value.components == (Component("shirt", 1), Component("cloth", 250))


def test_a_sku_with_stock_cannot_become_a_kit() -> None:
    row = replace(stored_as(SPOOL), components=(ONE_SHIRT,))
    refusal = (Reason.IN_USE, [("components", "a SKU that has stock cannot become a kit")])
    assert found(row, with_stock=["spool"]) == refusal
    assert taken(row, with_stock=["shirt"]).outcome is Outcome.UPDATED


def test_a_component_cannot_become_a_kit() -> None:
    row = replace(stored_as(SHIRT), components=(ComponentInput("spool", 1),))
    assert found(row) == (Reason.IN_USE, [("components", "a component of kit 'set' cannot become a kit")])


def test_an_active_kit_needs_active_components() -> None:
    refusal = (Reason.IN_USE, [("components", "'old' is not active")])
    assert found(kit(ComponentInput("old", 1))) == refusal
    assert found(replace(stored_as(RETIRED_SET), active=True)) == refusal
    assert taken(kit(ComponentInput("old", 1), active=False)).outcome is Outcome.CREATED


def test_a_sku_with_promises_stays_active() -> None:
    row = replace(stored_as(SPOOL), active=False)
    refusal = (Reason.IN_USE, [("active", "stock of this SKU is held or committed")])
    assert found(row, with_promises=["spool"]) == refusal
    assert taken(row, with_promises=["shirt"]).value.active is False


def test_a_component_of_an_active_kit_stays_active() -> None:
    row = replace(stored_as(SHIRT), active=False)
    assert found(row) == (Reason.IN_USE, [("active", "this SKU is a component of the active kit 'set'")])


def test_a_retired_sku_can_come_back() -> None:
    assert taken(replace(stored_as(OLD), active=True)).value.active is True


def test_a_kit_can_become_a_plain_sku_again() -> None:
    assert taken(replace(stored_as(SET), components=())).value.components == ()
