"""What the ledger is told of a receipt, and how it differs from what was expected."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as some

from stockpool.warehouse.decide.receiving import Came, Due, plan_pickup, plan_receipt
from stockpool.warehouse.model import PlannedReceipt

DECIMALS = {"A": 0, "B": 0, "C": 2}


def due(sku: str, units: int, name: str = "S1") -> Due:
    return Due(sku, units, "receive", name, name)


def told(plan: PlannedReceipt) -> list[tuple[str, str, int, str | None, str | None]]:
    return [(each.kind, each.sku, each.units, each.reason, each.reference) for each in plan.facts]


def test_the_first_expected_is_filled_first_and_what_is_too_much_counts_as_the_last() -> None:
    plan = plan_receipt([due("A", 2, "S1"), due("A", 3, "S2")], [Came("A", 6)], DECIMALS)
    assert told(plan) == [("receive", "A", 2, None, "S1"), ("receive", "A", 4, None, "S2")]
    assert [(each.kind, each.expected, each.quantity) for each in plan.differences] == [("over", 5, 6)]


def test_broken_units_are_never_available() -> None:
    plan = plan_receipt([due("A", 4)], [Came("A", 4, damaged=1)], DECIMALS)
    assert told(plan) == [("receive", "A", 3, None, "S1"), ("receive", "A", 1, "damaged", "S1")]
    assert plan.differences == ()


def test_a_named_supply_is_the_only_one_that_is_filled() -> None:
    plan = plan_receipt([due("A", 4, "S1"), due("A", 4, "S2")], [Came("A", 1, supply_id="S2")], DECIMALS)
    assert told(plan) == [("receive", "A", 1, None, "S2")]


def test_what_nobody_expected_is_received_all_the_same() -> None:
    plan = plan_receipt([], [Came("C", 150)], DECIMALS)
    assert told(plan) == [("receive", "C", 150, None, None)]
    assert [str(each.quantity) for each in plan.differences] == ["1.50"]


def test_what_is_collected_arrives_whole_and_what_lacks_is_written_off() -> None:
    plan = plan_pickup([due("A", 4), due("B", 1)], [Came("A", 3, damaged=1), Came("B", 2)], DECIMALS, "O-1")
    assert plan.arrives == "O-1"
    assert told(plan) == [
        ("adjust", "A", -1, None, None),
        ("damage", "A", 1, "damaged", None),
        ("receive", "B", 1, None, None),
    ]


units = some.integers(0, 9)
dues = some.lists(
    some.builds(Due, some.sampled_from("AB"), units, some.just("receive"), some.sampled_from(["S1", "S2"])), max_size=4
)
cames = some.lists(
    some.integers(1, 9).flatmap(
        lambda n: some.builds(Came, some.sampled_from("AB"), some.just(n), some.integers(0, n))
    ),
    max_size=4,
)


@given(dues, cames)
def test_every_unit_that_came_is_booked_exactly_once(expected: list[Due], came: list[Came]) -> None:
    plan = plan_receipt(expected, came, DECIMALS)
    for sku in "AB":
        assert sum(each.units for each in plan.facts if each.sku == sku) == sum(c.units for c in came if c.sku == sku)
        broken = sum(each.units for each in plan.facts if each.sku == sku and each.reason)
        assert broken == sum(c.damaged for c in came if c.sku == sku)
    assert all(each.units > 0 for each in plan.facts)
