"""Decisions are told the time, random numbers and new identifiers; they do not make them."""

from __future__ import annotations

import ast
from pathlib import PurePath

import pytest

from tests.architecture.rules import clock_and_chance
from tests.architecture.source import modules, tree_of

THE_ONE_PLACE = PurePath("kernel/ids.py")
"""Where identifiers are made for shells to hand on."""


def found_in(path: str, text: str) -> list[str]:
    """What the rule finds in a text."""
    return clock_and_chance(PurePath(path), tree_of(text))


def test_no_decision_reads_the_clock_or_makes_chance_itself() -> None:
    found = [line for path, tree in modules() if path != THE_ONE_PLACE for line in clock_and_chance(path, tree)]
    assert found == []


MAKERS = ("new_uuid7", "_take_entropy")


def test_only_the_maker_of_identifiers_is_the_exception() -> None:
    (tree,) = [tree for path, tree in modules() if path == THE_ONE_PLACE]
    makers = [node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name in MAKERS]
    assert len(makers) == len(MAKERS)
    for maker in makers:
        assert clock_and_chance(THE_ONE_PLACE, tree) != []
        tree.body.remove(maker)
    assert clock_and_chance(THE_ONE_PLACE, tree) == []


@pytest.mark.parametrize(
    "text",
    [
        "import datetime\nnow = datetime.datetime.now()",
        "from datetime import datetime, UTC\ndef f(): return datetime.now(UTC)",
        "from datetime import datetime as dt\ndt.utcnow()",
        "import datetime as d\nd.date.today()",
        "from time import time\ntime()",
        "import time\nclock = time.time_ns",
        "import random\nrandom.random()",
        "from random import choice\nchoice([1])",
        "import uuid\nuuid.uuid4()",
        "from uuid import uuid4\nnew_id = uuid4",
        "import os\nos.urandom(10)",
        "from secrets import token_hex\ntoken_hex()",
        "from stockpool.kernel.ids import new_uuid7\nnew_uuid7()",
    ],
)
@pytest.mark.parametrize("path", ["inventory/decide.py", "orders/messages.py", "network/model.py", "kernel/clock.py"])
def test_a_decision_that_does_is_found(path: str, text: str) -> None:
    assert found_in(path, text) != []


@pytest.mark.parametrize("path", ["workflows/placing.py", "catalog/handlers.py", "orders/store.py"])
def test_a_process_that_reads_the_clock_is_found_too(path: str) -> None:
    assert found_in(path, "from datetime import datetime, UTC\ndatetime.now(UTC)") != []


def test_shells_ask_the_clock() -> None:
    text = "from datetime import datetime, UTC\ndatetime.now(UTC)"
    assert [found_in(path, text) for path in ("runtime/clock.py", "bootstrap.py", "entrypoints/cli/demo.py")] == [
        []
    ] * 3


def test_values_of_time_and_seeded_chance_are_no_violation() -> None:
    text = (
        "import random\nfrom datetime import datetime, timedelta\nfrom uuid import UUID\n"
        "def f(now: datetime, seed: int): return now + timedelta(1), random.Random(seed).random(), UUID(int=seed)"
    )
    assert found_in("inventory/decide.py", text) == []
