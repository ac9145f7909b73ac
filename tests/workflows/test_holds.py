"""Holds through the lanes: with a node and without, in part, of kits, by the decimals of the SKU."""

from __future__ import annotations

import asyncio
from decimal import Decimal

import pytest
from psycopg.errors import UniqueViolation

from stockpool.inventory.messages import FactKind, HoldPlaced, Line, PlaceHold, RecordFact
from stockpool.kernel.quantities import Amount
from stockpool.kernel.refusals import Refused
from tests.inventory.asking import asked, lines
from tests.inventory.yard import Wanted, Yard, granted, refused


def hold(wanted: Wanted, **more: object) -> PlaceHold:
    return asked(PlaceHold, **{"channel": "web", "lines": lines(wanted), "ttl_seconds": 600, **more})


async def stock(yard: Yard, **tea_at: Amount) -> None:
    for node, quantity in tea_at.items():
        await yard.fact(FactKind.RECEIVE, "tea", node, quantity)


async def test_what_one_line_names_is_not_offered_to_another_line_that_names_no_node(yard: Yard) -> None:
    """Both lines can be served; sourcing must not count the same five units twice."""
    await stock(yard, east=5, west=5)
    placed = granted(HoldPlaced, await yard.say(hold({("tea", "east"): 5, ("tea", None): 5})))
    assert {(line.node, line.quantity) for line in placed.lines} == {("east", 5), ("west", 5)}


async def test_a_named_and_an_open_line_get_no_more_than_there_is(yard: Yard) -> None:
    await stock(yard, east=5, west=4)
    assert refused(await yard.say(hold({("tea", "east"): 5, ("tea", None): 5}))) == "insufficient-stock"
    assert await yard.position("tea") == (5, 0, 0)


async def test_a_partial_hold_of_what_no_node_has_is_refused(yard: Yard) -> None:
    reply = await yard.say(hold({("tea", None): 1}, partial=True))
    assert refused(reply) == "insufficient-stock"


async def test_a_partial_hold_says_what_no_node_had(yard: Yard) -> None:
    await stock(yard, east=2, west=1)
    placed = granted(HoldPlaced, await yard.say(hold({("tea", None): 5, ("cup", None): 1}, partial=True)))
    assert sum(line.quantity for line in placed.lines) == 3
    assert set(placed.short) == {Line("tea", 2), Line("cup", 1)}


async def test_what_is_promised_is_what_is_reserved_node_by_node(yard: Yard) -> None:
    """Case 14: the sum over the nodes is there, and each node gives what the reply says."""
    await stock(yard, east=2, north=1, west=3)
    placed = await yard.hold({("tea", None): 5})
    kept = await yard.reserved(placed.hold_id)
    assert {key: units for key, (units, _) in kept.items()} == {(x.sku, x.node): x.quantity for x in placed.lines}
    assert sum(units for units, _ in kept.values()) == 5
    for node in ("east", "north", "west"):
        assert (await yard.position("tea", node))[0] >= 0


async def test_a_node_below_zero_takes_nothing_from_the_others(yard: Yard) -> None:
    """Case 5: ten are missing in the east; the three in the west can be sold, all of them, and no more."""
    await yard.fact(FactKind.SELL, "tea", "east", 10)
    await stock(yard, west=3)
    assert refused(await yard.say(hold({("tea", None): 4}))) == "insufficient-stock"
    await yard.hold({("tea", None): 3})
    assert await yard.position("tea", "west") == (0, 3, 0)


async def test_lines_of_a_kit_and_of_its_component_are_summed_before_deciding(yard: Yard) -> None:
    """Case 12: two kits take four teas, three more make seven; six are there."""
    await yard.receive(tea=6, cup=9)
    assert refused(await yard.say(hold({("kit", "east"): 2, ("tea", "east"): 3}))) == "insufficient-stock"
    twice = asked(PlaceHold, channel="web", ttl_seconds=600, lines=(Line("tea", 4, "east"), Line("tea", 3, "east")))
    assert refused(await yard.say(twice)) == "insufficient-stock"
    await yard.hold({("kit", "east"): 2, ("tea", "east"): 2})
    assert (await yard.position("tea"), await yard.position("cup")) == ((0, 6, 0), (7, 2, 0))


async def test_kits_without_a_node_are_held_where_their_components_are(yard: Yard) -> None:
    """Case 12."""
    await stock(yard, east=3, west=1)
    await yard.fact(FactKind.RECEIVE, "cup", "north", 2)
    await yard.hold({("kit", None): 2})
    assert refused(await yard.say(hold({("kit", None): 1}))) == "insufficient-stock"


@pytest.mark.parametrize(("quantity", "units"), [(Decimal("2.5"), 250), (Decimal("0.01"), 1), (3, 300)])
async def test_decimals_are_kept_exactly(yard: Yard, quantity: Amount, units: int) -> None:
    """Case 25."""
    await yard.receive(cloth=10)
    placed = await yard.hold({("cloth", "east"): quantity})
    assert placed.lines[0].quantity == quantity
    assert await yard.position("cloth") == (1000 - units, units, 0)


@pytest.mark.parametrize(("sku", "quantity"), [("cloth", Decimal("0.005")), ("tea", Decimal("1.5")), ("tea", -1)])
async def test_a_quantity_that_does_not_fit_is_refused_and_not_cut(yard: Yard, sku: str, quantity: Amount) -> None:
    """Case 25."""
    await yard.receive(cloth=10, tea=10)
    assert refused(await yard.say(hold({(sku, "east"): quantity}))) == "invalid-quantity"
    fact = asked(RecordFact, kind=FactKind.SELL, sku=sku, node="east", quantity=quantity)
    assert refused(await yard.say(fact)) == "invalid-quantity"
    assert await yard.position("tea") == (10, 0, 0)


@pytest.mark.parametrize("partial", [False, True])
async def test_what_no_node_has_is_told_in_the_unit_it_was_asked_in(yard: Yard, partial: bool) -> None:
    """Case 25: no position of the cloth is locked, and still 2.5 is not 250."""
    await yard.receive(tea=1)
    reply = await yard.say(hold({("cloth", None): Decimal("2.5"), ("tea", None): 1}, partial=partial))
    if isinstance(reply, HoldPlaced):
        assert reply.short == (Line("cloth", Decimal("2.50")),)
    else:
        assert isinstance(reply, Refused)
        assert reply.details["available"][0]["requested"] == Decimal("2.50")


async def test_tenths_that_binary_cannot_hold_add_up(yard: Yard) -> None:
    """Case 25: ten times a tenth is one."""
    await yard.receive(cloth=1)
    for _ in range(10):
        await yard.hold({("cloth", "east"): Decimal("0.1")})
    assert await yard.position("cloth") == (0, 100, 0)


async def test_every_exit_of_a_hold_releases_it(yard: Yard) -> None:
    """Case 20: released, over, committed with less, shipped in part and then released."""
    await yard.receive(tea=10)
    wanted: Wanted = {("tea", "east"): 5}
    over = await yard.hold(wanted)
    await yard.end(over.hold_id)
    used = await yard.hold(wanted)
    await yard.commit({("tea", "east"): 1}, hold_id=used.hold_id)
    assert await yard.position("tea") == (9, 0, 1)
    assert await yard.reserved(over.hold_id) == {("tea", "east"): (0, "expired")}


async def test_a_hold_past_its_time_is_free_for_others_before_any_sweep(yard: Yard) -> None:
    """Case 20."""
    await yard.receive(tea=5)
    over = await yard.hold({("tea", "east"): 5})
    assert refused(await yard.say(hold({("tea", "east"): 5}))) == "insufficient-stock"
    await yard.end(over.hold_id)
    await yard.hold({("tea", None): 5})
    assert await yard.position("tea") == (0, 5, 0)


async def test_an_id_that_stands_already_is_refused_in_the_same_group(yard: Yard) -> None:
    await yard.receive(tea=10)
    first = hold({("tea", "east"): 1})
    second = hold({("tea", "east"): 2}, hold_id=first.hold_id)
    replies = await yard.say_together([first, second])
    assert isinstance(replies[0], HoldPlaced)
    assert refused(replies[1]) == "in-use"


async def test_an_id_that_stands_already_fails_alone_and_its_neighbors_are_answered(yard: Yard) -> None:
    """It collides in the database whenever it is tried; its group must not be told that the lane is busy."""
    await yard.receive(tea=10)
    first = await yard.hold({("tea", "east"): 1})
    neighbors = [hold({("tea", "east"): 1}) for _ in range(4)]
    commands = [*neighbors[:2], hold({("tea", "east"): 2}, hold_id=first.hold_id), *neighbors[2:]]
    waiting = [yard.lanes.submit(command) for command in commands]
    replies = await asyncio.gather(*waiting, return_exceptions=True)
    assert [type(reply) for reply in replies] == [HoldPlaced, HoldPlaced, UniqueViolation, HoldPlaced, HoldPlaced]
    assert await yard.position("tea") == (5, 5, 0)


@pytest.mark.parametrize("reference", ["two\nlines", "a\ttab", "unit\x1f", " blank", "", "x" * 65])
async def test_a_reference_that_is_no_identifier_is_refused(yard: Yard, reference: str) -> None:
    """As an order's is. Beside other references a control character was stored as another text than was answered."""
    await stock(yard, east=2)
    said = [hold({("tea", "east"): 1}, reference=each) for each in (reference, "plain")]
    bad, good = await yard.say_together(said)
    assert refused(bad) == "invalid-input"
    assert granted(HoldPlaced, good).reference == "plain"
    assert await yard.rows("select reference from reservations") == [("plain",)]


async def test_whatever_can_be_printed_is_kept_as_a_reference(yard: Yard) -> None:
    references = ['"', "\\", "{}", "NULL", "null", ",", "'", "%s", "$1", "caf\u00e9 \U0001f600", "x" * 64]
    await stock(yard, east=100)
    for group in (references, [references[1]] * 2):
        said = [hold({("tea", "east"): 1}, reference=each) for each in group]
        for command, reply in zip(said, await yard.say_together(said), strict=True):
            assert granted(HoldPlaced, reply).reference == command.reference
            stored = await yard.rows("select reference from reservations where reservation_id = %s", command.hold_id)
            assert stored == [(command.reference,)]


async def test_nothing_of_a_refused_hold_remains(yard: Yard) -> None:
    await yard.receive(tea=5)
    reply = await yard.say(hold({("tea", "east"): 5, ("cup", "east"): 1}))
    assert isinstance(reply, Refused)
    assert await yard.rows("select 1 from reservations") == []
    assert await yard.position("tea") == (5, 0, 0)
