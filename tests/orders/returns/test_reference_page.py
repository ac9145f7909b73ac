"""The reference page's example is taken as it stands, and its tables are the code's."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec

from stockpool.entrypoints.http.wire_returns import ReturnedLineInput, ReturnInput
from stockpool.kernel.refusals import Reason
from stockpool.orders.api import Condition, Disposition, ReturnReason

TEXT = (Path(__file__).parents[3] / "docs" / "reference" / "returns.md").read_text("utf-8")
ASKING = TEXT.partition("## Asking")[2].partition("\n## ")[0]


def test_the_example_can_be_asked_for() -> None:
    (example,) = re.findall(r"```json\n(.*?)```", TEXT, re.DOTALL)
    assert msgspec.json.decode(example, type=ReturnInput).lines


def test_every_field_and_every_word_is_described() -> None:
    described = set(re.findall(r"`([a-z_]+)`", ASKING))
    fields = {*ReturnInput.__struct_fields__, *ReturnedLineInput.__struct_fields__} - {"lines"}
    assert fields | set(map(str, ReturnReason)) | set(map(str, Condition)) <= described


def test_every_disposition_is_described() -> None:
    table = TEXT.partition("## Inspecting")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| (`.+?`) \|", table, re.MULTILINE)
    assert set(re.findall(r"`(\w+)`", " ".join(rows))) - {"disposition"} == set(map(str, Disposition))


def test_every_named_refusal_exists() -> None:
    table = TEXT.partition("## Refusals")[2].partition("\n## ")[0]
    named = set(re.findall(r"`([a-z]+-[a-z-]+)`", table))
    assert named <= {str(reason) for reason in Reason}
