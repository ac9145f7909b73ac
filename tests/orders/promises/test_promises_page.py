"""The reference page's examples are taken as they stand, and it describes every field."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec

from stockpool.entrypoints.http.promise_calls import PromiseInput
from stockpool.entrypoints.http.supply_calls import SupplyBatch
from stockpool.supply.messages import Supply, SupplyInput, SupplyKind, SupplyStatus
from stockpool.workflows.promise import MethodPromise

TEXT = (Path(__file__).parents[3] / "docs" / "reference" / "promises.md").read_text("utf-8")


def test_the_examples_are_understood() -> None:
    question, supplies = re.findall(r"```json\n(.*?)```", TEXT, re.DOTALL)
    assert msgspec.json.decode(question, type=PromiseInput).pickup_node == "berlin-mitte"
    assert len(msgspec.json.decode(supplies, type=SupplyBatch).supplies) == 1


def test_every_field_is_described() -> None:
    described = set(re.findall(r"`([a-z_]+)`", TEXT))
    structs = (PromiseInput, MethodPromise, SupplyInput, Supply)
    assert {name for struct in structs for name in struct.__struct_fields__} - {"method"} <= described
    assert {*SupplyKind, *SupplyStatus} <= described
