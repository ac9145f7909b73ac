"""The reference page says of every column what the code holds true of it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from stockpool.connectors.api import TABLE_NAMES, reference_page
from stockpool.connectors.files.tables import TABLES
from stockpool.connectors.messages import Known
from tests.connectors.conftest import EXAMPLES, KNOWN, Read, csv_of

DOCS = Path(__file__).parents[2] / "docs"


def test_the_page_in_the_documentation_is_the_one_that_the_code_writes() -> None:
    assert (DOCS / "reference" / "import-tables.md").read_text() == reference_page(), "run `make docs`"


@pytest.mark.parametrize("table", TABLES)
def test_every_column_has_its_row(table: str) -> None:
    section = reference_page().split(f"## {table}\n")[1].split("\n## ")[0]
    for column in TABLES[table].columns:
        assert f"\n| `{column.name}` | {column.kind.value}" in section


def test_the_guide_names_every_table() -> None:
    guide = (DOCS / "guides" / "import.md").read_text()
    assert [name for name in TABLE_NAMES if f"`{name}`" not in guide] == []


@pytest.mark.parametrize("table", TABLES)
def test_every_example_is_a_value_that_is_accepted(read: Read, table: str) -> None:
    description = TABLES[table]
    examples = {column.name: column.example for column in description.columns}
    if table == "orders":
        examples["pickup_node"] = ""
    if table == "shipping_lanes":
        examples["to_node"] = ""
    if table == "rate_zones":
        examples |= {"from_node": "", "to_node": ""}
    known = Known({**KNOWN.skus, "TSHIRT-RED-M": 0}, KNOWN.nodes | {"store-berlin-1", "dc-1"}, KNOWN.channels | {"web"})

    assert read(table, csv_of(table, {**EXAMPLES[table], **examples}), known=known).rejects == {}


def test_the_engine_is_not_loaded_before_it_is_needed() -> None:
    program = "import sys, stockpool.connectors.api; print({'duckdb', 'python_calamine'} & set(sys.modules))"
    answer = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True, timeout=60)
    assert answer.stdout.strip() == "set()"
