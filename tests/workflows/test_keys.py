"""Idempotency keys: one effect and one reply, at once and later; another body is refused."""

from __future__ import annotations

from decimal import Decimal

import msgspec
import pytest

from stockpool.inventory.messages import (
    Commit,
    ExtendHold,
    FactKind,
    PlaceHold,
    Reallocate,
    RecordFact,
    ReleaseHold,
    Uncommit,
)
from stockpool.kernel.commands import Command
from stockpool.kernel.ids import new_uuid7
from tests.inventory.asking import asked, lines
from tests.inventory.yard import Yard, refused

HOLD, COMMITMENT, NEW = new_uuid7(), new_uuid7(), new_uuid7()
ONE = lines({("tea", "east"): 1})
MOVE = {"commitment_id": COMMITMENT, "channel": "web", "sku": "tea", "from_node": "east", "to_node": "west"}
TWICE: list[tuple[type[Command], dict[str, object]]] = [
    (RecordFact, {"kind": FactKind.SELL, "sku": "kit", "node": "east", "quantity": 1}),
    (RecordFact, {"kind": FactKind.COUNT, "sku": "tea", "node": "east", "quantity": 7}),
    (RecordFact, {"kind": FactKind.MOVE, "sku": "tea", "node": "east", "quantity": 2, "to_node": "north"}),
    (RecordFact, {"kind": FactKind.SHIP, "sku": "tea", "node": "east", "quantity": 1, "reference": COMMITMENT}),
    (PlaceHold, {"channel": "web", "lines": ONE, "ttl_seconds": 60}),
    (PlaceHold, {"channel": "web", "lines": lines({("tea", None): 3}), "ttl_seconds": 60}),
    (ExtendHold, {"hold_id": HOLD, "ttl_seconds": 60}),
    (ReleaseHold, {"hold_id": HOLD, "lines": ONE}),
    (ReleaseHold, {"hold_id": HOLD}),
    (Commit, {"channel": "web", "lines": ONE}),
    (Commit, {"channel": "web", "lines": ONE, "hold_id": HOLD}),
    (Uncommit, {"commitment_id": COMMITMENT, "lines": ONE}),
    (Uncommit, {"commitment_id": COMMITMENT}),
    (Reallocate, {**MOVE, "quantity": 1}),
    (PlaceHold, {"channel": "web", "lines": lines({("tea", "east"): 999}), "ttl_seconds": 60}),
    (ReleaseHold, {"hold_id": NEW}),
    (Uncommit, {"commitment_id": NEW}),
]


async def stocked(yard: Yard) -> None:
    await yard.receive(tea=20, cup=20)
    await yard.fact(FactKind.RECEIVE, "tea", "west", 5)
    await yard.hold({("tea", "east"): 3}, hold_id=HOLD)
    await yard.say(asked(Commit, channel="web", lines=lines({("tea", "east"): 3}), commitment_id=COMMITMENT))


async def books(yard: Yard) -> list[object]:
    tables = ("positions", "earlier_counts", "reservations", "movements", "entries", "further_events")
    return [await yard.rows(f"select * from {table} order by 1, 2, 3, 4") for table in tables]  # noqa: S608 -- our names


@pytest.mark.parametrize(("kind", "body"), TWICE)
async def test_a_command_said_again_has_one_effect_and_the_same_reply(
    yard: Yard, kind: type[Command], body: dict[str, object]
) -> None:
    """Case 4: said again later, and, under another key, twice in one group."""
    await stocked(yard)
    command = asked(kind, "once", **body)
    first = await yard.say(command)
    before = await books(yard)
    assert await yard.say(asked(kind, "once", **body)) == first
    assert await books(yard) == before
    again = asked(kind, "twice", **body)
    one, two = await yard.say_together([again, again])
    assert one == two
    assert len(await yard.rows("select 1 from movements where key = %s::uuid", again.key)) == 1


@pytest.mark.parametrize(("kind", "body"), TWICE)
async def test_a_key_with_another_body_is_refused(yard: Yard, kind: type[Command], body: dict[str, object]) -> None:
    """Case 21: later, and in the same group."""
    await stocked(yard)
    first = asked(kind, "once", **body)
    other = asked(PlaceHold, "once", channel="careful", lines=ONE, ttl_seconds=61)
    replies = await yard.say_together([first, other])
    assert refused(replies[1]) == "idempotency-key-reused"
    before = await books(yard)
    assert refused(await yard.say(other)) == "idempotency-key-reused"
    assert await books(yard) == before


async def test_a_reply_read_back_says_every_digit(yard: Yard) -> None:
    """A refusal's quantities are as exact the second time: 0.1 is no binary number."""
    await yard.fact(FactKind.RECEIVE, "cloth", "east", Decimal("0.1"))
    command = asked(PlaceHold, channel="web", ttl_seconds=60, lines=lines({("cloth", "east"): Decimal("123456789.01")}))
    encode = msgspec.json.Encoder(decimal_format="number").encode
    first, second = await yard.say(command), await yard.say(command)
    assert refused(first) == "insufficient-stock"
    assert encode(first) == encode(second)
