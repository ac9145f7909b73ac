"""Heavy libraries are loaded where they compute, and only when they do."""

from __future__ import annotations

from pathlib import PurePath

import pytest

from tests.architecture.rules import heavy_libraries
from tests.architecture.source import modules, tree_of


def test_heavy_libraries_are_loaded_late_and_in_their_rooms_only() -> None:
    assert [line for path, tree in modules() for line in heavy_libraries(path, tree)] == []


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("forecasting/api.py", "import numpy as np"),
        ("workflows/forecast_desk.py", "from stockpool.forecasting.methods.croston import Croston"),
        ("sourcing/search.py", "from ortools.sat.python import cp_model"),
        ("simulation/demand.py", "try:\n    import scipy.stats\nexcept ImportError:\n    pass"),
        ("simulation/demand.py", "class Demand:\n    import pandas"),
        ("connectors/tables.py", "import duckdb"),
        ("connectors/tables.py", "def f():\n    import numpy"),
        ("inventory/decide.py", "def f():\n    import numpy"),
        ("network/calendars.py", "import holidays"),
        ("warehouse/printing/pages.py", "from reportlab.platypus import Table"),
        ("workflows/print_desk.py", "def f():\n    import reportlab"),
        ("orders/promising.py", "def f():\n    import holidays"),
        ("entrypoints/cli/import_files.py", "def f():\n    from duckdb import connect"),
        ("sourcing/search/problem.py", "import numpy"),
        ("sourcing/planning.py", "from stockpool.sourcing.search.cheapest import cheapest"),
        ("sourcing/planning.py", "from stockpool.sourcing.search import kernels"),
        ("sourcing/search/problem.py", "from stockpool.sourcing.search.tables import tables_of"),
    ],
)
def test_one_that_is_loaded_early_or_elsewhere_is_found(path: str, text: str) -> None:
    assert heavy_libraries(PurePath(path), tree_of(text)) != []


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("forecasting/methods/croston.py", "import numpy as np"),
        ("forecasting/api.py", "def run():\n    from stockpool.forecasting.methods.croston import Croston"),
        ("simulation/demand.py", "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import numpy"),
        ("network/calendars.py", "def f():\n    import holidays"),
        ("warehouse/printing/pages.py", "def f():\n    from reportlab.platypus import Table"),
        ("sourcing/search/cheapest.py", "import numpy as np"),
        ("sourcing/planning.py", "def f():\n    from stockpool.sourcing.search.cheapest import cheapest"),
        ("sourcing/planning.py", "from stockpool.sourcing.search.problem import Problem"),
        ("connectors/tables.py", "class Tables:\n    def read(self):\n        import duckdb"),
    ],
)
def test_one_that_is_loaded_late_is_fine(path: str, text: str) -> None:
    assert heavy_libraries(PurePath(path), tree_of(text)) == []
