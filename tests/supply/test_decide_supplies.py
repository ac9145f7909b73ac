"""Rules of supply to come, row by row."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import msgspec
import pytest

from stockpool.kernel.editing import Outcome
from stockpool.kernel.refusals import Reason, Refused
from stockpool.supply.decide import Decided, KnownSku, decide_supplies
from stockpool.supply.messages import SupplyInput, SupplyKind, SupplyStatus
from stockpool.supply.model import StoredSupply

SOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
SKUS = {"tea": KnownSku(0), "cloth": KnownSku(2), "set": KnownSku(0, is_kit=True)}
ROW = SupplyInput(id="PO-1", sku="tea", node="dc", quantity=5, expected_at=SOON)
STORED = StoredSupply("PO-1", "tea", "dc", SupplyKind.PURCHASE_ORDER, 5, 2, SOON, SupplyStatus.OPEN, claimed=3)


def row(**fields: object) -> SupplyInput:
    return msgspec.structs.replace(ROW, **fields)


def decide(*rows: SupplyInput, stored: StoredSupply | None = None) -> list[Decided | Refused]:
    return decide_supplies(rows, {stored.supply_id: stored} if stored else {}, SKUS, {"dc", "store"})


def test_a_supply_is_stored_in_smallest_units() -> None:
    (found,) = decide(row(sku="cloth", quantity=Decimal("2.5")))
    assert isinstance(found, Decided)
    assert (found.value.quantity, found.outcome) == (250, Outcome.CREATED)


@pytest.mark.parametrize(
    ("origin", "kind", "said"),
    [
        ("store", SupplyKind.PURCHASE_ORDER, "is for transfers"),
        ("dc", SupplyKind.TRANSFER, "is where it is to come to"),
        ("moon", SupplyKind.TRANSFER, "there is no node 'moon'"),
        ("store", SupplyKind.TRANSFER, None),
    ],
)
def test_a_transfer_alone_leaves_another_node(origin: str, kind: SupplyKind, said: str | None) -> None:
    (found,) = decide(row(kind=kind, from_node=origin))
    if said is None:
        assert isinstance(found, Decided)
        assert found.value.from_node == "store"
    else:
        assert isinstance(found, Refused)
        assert found.message.startswith(f"from_node: {said}")


def test_what_was_received_stays_and_the_rest_is_to_come() -> None:
    (found,) = decide(row(quantity=8), stored=STORED)
    assert isinstance(found, Decided)
    assert (found.value.received, found.value.remaining, found.outcome) == (2, 6, Outcome.UPDATED)


def test_a_row_that_says_what_is_stored_changes_nothing() -> None:
    (found,) = decide(ROW, stored=STORED)
    assert isinstance(found, Decided)
    assert found.outcome is Outcome.UNCHANGED


@pytest.mark.parametrize("status", [SupplyStatus.CLOSED, SupplyStatus.CANCELLED])
def test_nothing_more_is_to_come_of_what_is_not_open(status: SupplyStatus) -> None:
    (found,) = decide(row(status=status))
    assert isinstance(found, Decided)
    assert found.value.remaining == 0
    assert msgspec.structs.replace(STORED, status=status).free == -3


def test_less_than_was_received_leaves_nothing_to_come() -> None:
    (found,) = decide(row(quantity=1), stored=STORED)
    assert isinstance(found, Decided)
    assert found.value.remaining == 0


@pytest.mark.parametrize(
    ("bad", "path", "reason"),
    [
        (row(sku="moon"), "sku", Reason.UNKNOWN_SKU),
        (row(sku="set"), "sku", Reason.INVALID_INPUT),
        (row(node="moon"), "node", Reason.UNKNOWN_NODE),
        (row(quantity=-1), "quantity", Reason.INVALID_QUANTITY),
        (row(quantity=Decimal("0.5")), "quantity", Reason.INVALID_QUANTITY),
        (row(quantity=10**40), "quantity", Reason.INVALID_QUANTITY),
        (row(expected_at=SOON.replace(tzinfo=None)), "expected_at", Reason.INVALID_INPUT),
        (row(expected_at=SOON.replace(year=2999)), "expected_at", Reason.INVALID_INPUT),
        (row(id="a\tb"), "id", Reason.INVALID_INPUT),
    ],
)
def test_a_bad_row_is_refused_by_its_field(bad: SupplyInput, path: str, reason: Reason) -> None:
    refused, good = decide(bad, row(id="PO-2"))
    assert isinstance(refused, Refused)
    assert refused.reason is reason
    assert [each.path for each in refused.problems] == [path]
    assert isinstance(good, Decided)


@pytest.mark.parametrize(("field", "value"), [("sku", "cloth"), ("node", "store"), ("kind", SupplyKind.TRANSFER)])
def test_what_a_supply_is_does_not_change(field: str, value: object) -> None:
    (refused,) = decide(row(**{field: value}), stored=STORED)
    assert isinstance(refused, Refused)
    assert refused.reason is Reason.IMMUTABLE_FIELD


def test_an_id_stands_once_in_a_batch() -> None:
    first, second = decide(ROW, row(quantity=9))
    assert isinstance(first, Decided)
    assert isinstance(second, Refused)
