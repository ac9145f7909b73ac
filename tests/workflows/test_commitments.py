"""Commitments through the lanes: named nodes, holds that become orders, other nodes that serve them."""

from __future__ import annotations

import pytest

from stockpool.inventory.messages import Commit, FactKind, HoldOutcome, Line, Reallocate, Uncommit
from stockpool.kernel.ids import new_uuid7
from stockpool.kernel.refusals import Refused
from tests.inventory.asking import asked, lines
from tests.inventory.yard import Wanted, Yard, refused

EAST: Wanted = {("tea", "east"): 3}


async def test_a_hold_becomes_a_commitment_that_is_given_back_in_parts(yard: Yard) -> None:
    await yard.receive(tea=10)
    hold = await yard.hold({("tea", "east"): 5})
    committed = await yard.commit(EAST, hold_id=hold.hold_id)
    assert committed.hold_outcome is HoldOutcome.USED
    assert await yard.position("tea") == (7, 0, 3)
    await yard.say(asked(Uncommit, commitment_id=committed.commitment_id, lines=lines({("tea", "east"): 1})))
    assert await yard.position("tea") == (8, 0, 2)
    await yard.say(asked(Uncommit, commitment_id=committed.commitment_id))
    assert await yard.position("tea") == (10, 0, 0)
    assert await yard.reserved(committed.commitment_id) == {("tea", "east"): (0, "released")}


async def test_a_kit_is_committed_by_its_components_and_shipped_as_a_kit(yard: Yard) -> None:
    await yard.receive(tea=10, cup=5)
    committed = await yard.commit({("kit", "east"): 2})
    assert (await yard.position("tea"), await yard.position("cup")) == ((6, 0, 4), (3, 0, 2))
    await yard.fact(FactKind.SHIP, "kit", "east", 1, reference=committed.commitment_id)
    assert (await yard.position("tea"), await yard.position("cup")) == ((6, 0, 2), (3, 0, 1))


async def test_another_node_serves_a_part_and_gives_it_back(yard: Yard) -> None:
    await yard.receive(tea=3)
    await yard.fact(FactKind.RECEIVE, "tea", "west", 2)
    committed = await yard.commit(EAST)
    move = {"commitment_id": committed.commitment_id, "channel": "web", "sku": "tea", "quantity": 2}
    assert not isinstance(await yard.say(asked(Reallocate, **move, from_node="east", to_node="west")), Refused)
    assert (await yard.position("tea"), await yard.position("tea", "west")) == ((2, 0, 1), (0, 0, 2))
    assert not isinstance(await yard.say(asked(Reallocate, **move, from_node="west", to_node="east")), Refused)
    assert await yard.reserved(committed.commitment_id) == {("tea", "east"): (3, "open"), ("tea", "west"): (0, "moved")}


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ({"channel": "none"}, "unknown-channel"),
        ({"lines": ()}, "invalid-input"),
        ({"lines": (Line("none", 1, "east"),)}, "unknown-sku"),
        ({"lines": (Line("tea", 1),)}, "invalid-input"),
        ({"lines": (Line("tea", 1, "none"),)}, "unknown-node"),
        ({"lines": (Line("tea", 1, "north"),), "channel": "careful"}, "node-outside-pool"),
        ({"lines": (Line("tea", 0, "east"),)}, "invalid-quantity"),
        ({"lines": (Line("tea", 10**13, "east"),)}, "invalid-quantity"),
        ({"lines": (Line("tea", 9, "east"),), "channel": "careful"}, "insufficient-stock"),
        ({"hold_id": new_uuid7()}, "unknown-hold"),
    ],
)
async def test_a_commitment_that_makes_no_sense_is_refused_by_name(
    yard: Yard, words: dict[str, object], reason: str
) -> None:
    await yard.receive(tea=10)
    command = asked(Commit, **{"channel": "web", "lines": lines(EAST), **words})
    assert refused(await yard.say(command)) == reason
    assert await yard.position("tea") == (10, 0, 0)


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ({"to_node": "east"}, "invalid-input"),
        ({"sku": "kit"}, "invalid-input"),
        ({"sku": "none"}, "unknown-sku"),
        ({"quantity": 0}, "invalid-quantity"),
        ({"quantity": 4}, "unknown-commitment"),
        ({"quantity": 3}, "insufficient-stock"),
        ({"to_node": "none"}, "unknown-node"),
        ({"commitment_id": new_uuid7()}, "unknown-commitment"),
    ],
)
async def test_a_reallocation_that_makes_no_sense_is_refused_by_name(
    yard: Yard, words: dict[str, object], reason: str
) -> None:
    await yard.receive(tea=10)
    await yard.fact(FactKind.RECEIVE, "tea", "west", 2)
    committed = await yard.commit(EAST)
    move = {"commitment_id": committed.commitment_id, "channel": "web", "sku": "tea", "quantity": 1}
    command = asked(Reallocate, **{**move, "from_node": "east", "to_node": "west", **words})
    assert refused(await yard.say(command)) == reason
    assert await yard.position("tea") == (7, 0, 3)


async def test_a_hold_cannot_be_given_back_as_a_commitment(yard: Yard) -> None:
    await yard.receive(tea=10)
    hold = await yard.hold(EAST)
    await yard.commit(EAST)
    assert refused(await yard.say(asked(Uncommit, commitment_id=hold.hold_id))) == "unknown-commitment"
    assert await yard.position("tea") == (4, 3, 3)


async def test_a_commitment_has_its_id_alone_also_later(yard: Yard) -> None:
    await yard.receive(tea=10)
    committed = await yard.commit(EAST)
    again = asked(Commit, channel="web", lines=lines(EAST), commitment_id=committed.commitment_id)
    assert refused(await yard.say(again)) == "in-use"
