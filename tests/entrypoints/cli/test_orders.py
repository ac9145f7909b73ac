"""`stockpool orders`: what it shows, the steps it takes, and how it leaves."""

from __future__ import annotations

import json
import logging
import signal
from collections.abc import Iterator
from typing import Any

import anyio
import pytest
import structlog

from stockpool.entrypoints.cli import running
from stockpool.entrypoints.cli.exits import ExitCode
from stockpool.orders.messages import OrderPlaced
from stockpool.runtime.database import Database
from tests.orders.shop import BERLIN, Shop


@pytest.fixture(autouse=True)
def process_as_it_was() -> Iterator[None]:
    """Commands run inside the test process: what they change there is put back."""
    root = logging.getLogger()
    handlers, level, on_term = root.handlers[:], root.level, signal.getsignal(signal.SIGTERM)
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    signal.signal(signal.SIGTERM, on_term)
    structlog.reset_defaults()


class Till:
    """Somebody at a terminal, and two orders: one to be sent, one to be collected."""

    def __init__(self, url: str, capsys: pytest.CaptureFixture[str]) -> None:
        self._url = url
        self._capsys = capsys
        self.sent, self.collected = anyio.run(_two_orders, url)

    def run(self, *arguments: str, expect: ExitCode = ExitCode.OK) -> str:
        code = running.run(["orders", *arguments, "--database-url", self._url])
        said = self._capsys.readouterr()
        assert code == expect, said
        return said.out if code == ExitCode.OK else said.err

    def json(self, *arguments: str) -> Any:  # noqa: ANN401 - any JSON
        return json.loads(self.run(*arguments, "--json"))

    def through(self, name: str, *steps: str) -> str:
        return [self.run("step", name, step) for step in steps][-1]


async def _two_orders(url: str) -> tuple[OrderPlaced, OrderPlaced]:
    database = await Database.open(url)
    shop = Shop(database)
    await shop.open()
    await shop.receive({"tea": {"berlin": 5, "munich": 9}, "cup": {"leipzig": 3}})
    sent = await shop.place({"tea": 2}, ship_to=BERLIN, reference="R-1")
    collected = await shop.place({"cup": 1}, method="ship_to_store", pickup_node="berlin", reference="R-2")
    await shop.lanes.stop()
    await database.close()
    return sent, collected


@pytest.fixture
def till(database_url: str, capsys: pytest.CaptureFixture[str]) -> Till:
    return Till(database_url, capsys)


def test_an_order_is_shown_by_its_id_and_by_its_reference(till: Till) -> None:
    order_id = till.sent.order_id
    said = till.run("show", order_id)
    assert said.splitlines()[0] == f"order {order_id} of channel web, reference R-1"
    assert "delivery 1: ship to Berlin, DE" in said
    assert ", promised " in said.splitlines()[2]
    assert "line 1: 2 x tea" in said
    assert f"{order_id}-1 at berlin: open, 2 x tea" in said
    assert till.run("show", "--reference", "R-1", "--channel", "web") == said
    shown = till.json("show", order_id)
    assert (shown["order_id"], shown["status"], shown["lines"][0]["quantity"]) == (order_id, "allocated", 2)


def test_an_order_that_is_not_there_ends_with_2(till: Till) -> None:
    assert "there is no order" in till.run("show", "x", expect=ExitCode.USAGE)
    assert "there is no order" in till.run("explain", "x", expect=ExitCode.USAGE)
    assert "there is no order" in till.run("show", "--reference", "R-9", "--channel", "web", expect=ExitCode.USAGE)
    error = json.loads(till.run("show", "x", "--json", expect=ExitCode.USAGE))
    assert error == {"error": "there is no order 'x'", "exit_code": 2}


@pytest.mark.parametrize(
    "arguments",
    [
        ("show",),
        ("show", "x", "--reference", "R-1", "--channel", "web"),
        ("show", "--reference", "R-1"),
        ("list", "--after", "x"),
        ("list", "--limit", "0"),
        ("list", "--status", "open"),
        ("list", "--placed-from", "2026-01-01"),
        ("queue", "berlin", "--status", "lost"),
    ],
)
def test_words_that_make_no_sense_end_with_2(till: Till, arguments: tuple[str, ...]) -> None:
    till.run(*arguments, expect=ExitCode.USAGE)


def test_orders_are_listed_page_by_page(till: Till) -> None:
    first = till.json("list", "--limit", "1")
    assert [order["reference"] for order in first["orders"]] == ["R-1"]
    rest = till.json("list", "--after", first["next"])
    assert ([order["reference"] for order in rest["orders"]], rest["next"]) == (["R-2"], None)
    said = till.run("list", "--limit", "1").splitlines()
    assert said[0].endswith("web R-1  berlin")
    assert said[1] == f"more: --after {till.sent.order_id}"
    assert till.run("list", "--after", till.collected.order_id) == "no orders\n"


def test_orders_are_listed_by_what_they_are(till: Till) -> None:
    for filters, found in (
        (("--node", "berlin, moon", "--status", "allocated"), [till.sent.order_id, till.collected.order_id]),
        (("--status", "shipped,completed"), []),
        (("--channel", "moon"), []),
        (("--placed-from", "2100-01-01T00:00:00Z"), []),
        (("--placed-until", "2100-01-01T00:00:00+01:00"), [till.sent.order_id, till.collected.order_id]),
    ):
        assert [order["order_id"] for order in till.json("list", *filters)["orders"]] == found, filters


def test_an_order_is_explained(till: Till) -> None:
    said = till.run("explain", till.sent.order_id)
    assert "2 x tea by ship, to be sent to 52.52, 13.4: by fewest_nodes_then_nearest" in said
    assert "chosen: berlin, 4.0 km away, which had 5 x tea free" in said
    assert "next best: munich" in said
    explained = till.json("explain", till.sent.order_id)
    assert explained["sourced"]["chosen"][0]["node"] == "berlin"
    further = till.run("explain", till.collected.order_id)
    assert "1 x cup by ship_to_store, from the shelf of berlin" in further
    assert "chosen: leipzig" in further


def test_a_repair_is_explained(till: Till) -> None:
    name = till.sent.fulfillment_orders[0].id
    till.through(name, "release", "reject")
    said = till.run("explain", till.sent.order_id)
    assert "fulfillment.rejected\n  2 x tea of berlin (rejected): moved to munich" in said
    assert "  2 x tea is with munich now" in said
    assert "not chosen, gave_up: 1: berlin" in said
    assert till.json("explain", till.sent.order_id)["later"][0]["served"][0]["node"] == "munich"


def test_a_queue_shows_what_a_node_has_to_do_and_what_is_sent_to_it(till: Till) -> None:
    assert till.run("queue", "berlin") == "berlin has nothing to do\n"
    till.run("step", f"{till.sent.order_id}-1", "release")
    (task,) = till.json("queue", "berlin")["tasks"]
    assert (task["id"], task["status"]) == (f"{till.sent.order_id}-1", "released")
    assert till.json("queue", "berlin", "--status", "accepted, picked")["tasks"] == []
    till.through(f"{till.collected.order_id}-1", "release", "accept", "pick")
    assert till.run("queue", "leipzig").splitlines()[-1].endswith("ship_to_store to berlin  1 x cup")
    till.through(f"{till.collected.order_id}-1", "ship")
    said = till.run("queue", "berlin").splitlines()
    assert said[1].endswith("ship_to_store from leipzig  1 x cup")


def test_steps_lead_to_the_customer_with_the_code(till: Till) -> None:
    name = f"{till.collected.order_id}-1"
    till.through(name, "release", "accept", "pick", "pack")
    till.run("step", name, "ship", "--carrier", "DHL", "--tracking", "1Z")
    arrived = till.json("step", name, "arrive")
    assert len(arrived["pickup_code"]) == 6
    assert "is missing" in till.run("step", name, "hand-over", expect=ExitCode.USAGE)
    assert "is not the pickup code" in till.run("step", name, "hand-over", "--code", "x", expect=ExitCode.USAGE)
    said = till.run("step", name, "hand-over", "--code", arrived["pickup_code"])
    assert said == f"{name} at leipzig is handed_over, its order completed\n"


def test_what_is_not_there_is_picked_short_and_served_by_another(till: Till) -> None:
    name = f"{till.sent.order_id}-1"
    till.through(name, "release", "accept")
    said = till.run("step", name, "pick", "--picked", "tea=1")
    assert said.splitlines()[0] == f"{name} at berlin is picked, its order in_fulfillment"
    assert said.splitlines()[1].startswith("1 x tea of berlin (short_pick): moved to ")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("x", "accept"), "is not the id of a fulfillment order"),
        (("0190b3a0-0000-7000-8000-000000000000-1", "accept"), "there is no fulfillment order"),
        (("{}-1", "fly"), "'fly' is none of release,"),
        (("{}-1", "give-up"), "'give-up' is none of"),
        (("{}-1", "ship"), "possible now: release"),
        (("{}-1", "accept", "--code", "1"), "--code is for the step hand-over"),
        (("{}-1", "accept", "--picked", "tea=1"), "--picked is for the step pick"),
        (("{}-1", "pick", "--picked", "tea"), "must be SKU=N"),
        (("{}-1", "pick", "--picked", "tea=many"), "must be SKU=N"),
        (("{}-1", "reject", "--reason", "x" * 201), "must have at most 200"),
    ],
)
def test_a_step_that_cannot_be_taken_ends_with_2_and_says_why(
    till: Till, arguments: tuple[str, ...], said: str
) -> None:
    words = [argument.format(till.sent.order_id) for argument in arguments]
    assert said in till.run("step", *words, expect=ExitCode.USAGE)
    assert till.json("show", till.sent.order_id)["fulfillment_orders"][0]["status"] == "open"
