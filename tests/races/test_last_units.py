"""Several processes, one stock: never more is promised than there is, and never less than could be."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence

import pytest

from stockpool.inventory.api import LOCK_POSITIONS, READ_POSITIONS_UNLOCKED
from stockpool.inventory.messages import Commit, FactKind, HoldPlaced, PlaceHold, Reallocate, RecordFact, ReleaseHold
from stockpool.kernel.commands import Command
from stockpool.kernel.refusals import Refused
from tests.inventory.asking import asked, lines
from tests.inventory.escrows.till import opening
from tests.inventory.yard import Wanted, Yard
from tests.races.contestants import Contestants, Heat, Result

UNITS = 40
CONTROL_ATTEMPTS = 8


def slowly(lock: str, pause_s: float = 0.005) -> str:
    """The same statement with a pause between seeing and answering, so that the processes meet in it."""
    assert "from unnest" in lock
    return lock.replace("from unnest", f"from pg_sleep({pause_s}), unnest", 1)


def hold(wanted: Wanted, channel: str = "web") -> PlaceHold:
    return asked(PlaceHold, channel=channel, lines=lines(wanted), ttl_seconds=600)


def outcomes(results: Sequence[Result]) -> Counter[str]:
    """How often what was answered, over all processes."""
    assert [failure for result in results for failure in result.failures] == []
    return Counter(
        str(reply.reason.value) if isinstance(reply, Refused) else "busy" if reply is None else "granted"
        for result in results
        for reply in result.replies
    )


def everywhere(field: Yard, commands: Sequence[Sequence[Command]], **more: object) -> list[Heat]:
    """One heat for each list of commands."""
    return [Heat(field.database.url, tuple(each), **more) for each in commands]  # type: ignore[arg-type] # heat's own


async def buyers(field: Yard, racers: Contestants, lock: str, node: str | None) -> list[Result]:
    """Each process buys one unit so often that together they want three times what there is."""
    commands = [[hold({("tea", node): 1}) for _ in range(UNITS)] for _ in range(3)]
    return racers.race(everywhere(field, commands, lock=slowly(lock)))


async def stocked(field: Yard) -> None:
    await field.fact(FactKind.RECEIVE, "tea", "east", UNITS)


@pytest.mark.parametrize("node", ["east", None])
async def test_the_last_units_are_held_exactly_once(field: Yard, racers: Contestants, node: str | None) -> None:
    """Cases 1 and 2: at a named node, and where sourcing saw it on a snapshot; the locked decision alone decides."""
    await stocked(field)
    results = await buyers(field, racers, LOCK_POSITIONS, node)
    assert outcomes(results) == {"granted": UNITS, "insufficient-stock": 2 * UNITS}
    assert await field.position("tea") == (0, UNITS, 0)
    assert await field.drift() == []


async def test_two_tills_and_a_web_shop_share_the_last_units_exactly(field: Yard, racers: Contestants) -> None:
    """Escrows of two processes and holds of a third, which together want three times what there is."""
    await stocked(field)
    tills = [[opening(tea=1) for _ in range(UNITS)] for _ in range(2)]
    shop = [hold({("tea", "east"): 1}) for _ in range(UNITS)]
    results = racers.race(everywhere(field, [*tills, shop], lock=slowly(LOCK_POSITIONS)))
    assert outcomes(results) == {"granted": UNITS, "insufficient-stock": 2 * UNITS}
    assert await field.position("tea") == (0, UNITS, 0)
    assert await field.drift() == []


async def test_without_the_lock_units_are_held_twice(field: Yard, racers: Contestants) -> None:
    """Negative control of cases 1, 2 and 11: the same race with the same reads, only without the lock."""
    oversold = False
    for _ in range(CONTROL_ATTEMPTS):
        await field.rows("truncate positions, earlier_counts, movements, entries, reservations, further_events")
        await stocked(field)
        results = await buyers(field, racers, READ_POSITIONS_UNLOCKED, "east")
        oversold = outcomes(results)["granted"] > UNITS
        if oversold:
            assert await field.drift() != [] or (await field.position("tea"))[0] < 0
            break
    assert oversold


async def test_commitments_take_the_last_units_exactly_once(field: Yard, racers: Contestants) -> None:
    """Case 24, for orders."""
    await stocked(field)
    commands = [[asked(Commit, channel="web", lines=lines({("tea", "east"): 2})) for _ in range(20)] for _ in range(3)]
    results = racers.race(everywhere(field, commands, lock=slowly(LOCK_POSITIONS)))
    assert outcomes(results) == {"granted": UNITS // 2, "insufficient-stock": 60 - UNITS // 2}
    assert await field.position("tea") == (0, 0, UNITS)
    assert await field.drift() == []


async def test_what_is_promised_is_reserved_node_by_node(field: Yard, racers: Contestants) -> None:
    """Case 14: the pool has enough in sum; each reply says exactly what is reserved where, and no node is overdrawn."""
    for node in ("east", "north", "west"):
        await field.fact(FactKind.RECEIVE, "tea", node, 10)
    commands = [[hold({("tea", None): 3}) for _ in range(8)] for _ in range(3)]
    results = racers.race(everywhere(field, commands, lock=slowly(LOCK_POSITIONS), group_max=2))
    assert outcomes(results) == {"granted": 10, "insufficient-stock": 14}
    for reply in [reply for result in results for reply in result.replies if isinstance(reply, HoldPlaced)]:
        kept = await field.reserved(reply.hold_id)
        assert {(x.sku, x.node): (x.quantity, "open") for x in reply.lines} == kept
    for node in ("east", "north", "west"):
        assert await field.position("tea", node) == (0, 10, 0)
    assert await field.drift() == []


async def test_components_of_kits_are_never_promised_twice(field: Yard, racers: Contestants) -> None:
    """Case 12 as a race: kits take two teas and a cup, others take the tea alone."""
    await stocked(field)
    await field.fact(FactKind.RECEIVE, "cup", "east", 100)
    commands = [
        [hold({("kit", "east"): 1}) if n % 2 else hold({("tea", "east"): 1}) for n in range(30)] for _ in range(3)
    ]
    results = racers.race(everywhere(field, commands, lock=slowly(LOCK_POSITIONS)))
    outcomes(results)
    available, held, _ = await field.position("tea")
    assert (available, held) == (0, UNITS)
    kits = sum(len(reply.lines) == 2 for each in results for reply in each.replies if isinstance(reply, HoldPlaced))
    assert await field.position("cup") == (100 - kits, kits, 0)
    assert await field.drift() == []


def traffic(seed: int, hold_ids: Sequence[str], commitment_ids: Sequence[str]) -> list[Command]:
    """Sales, receipts, moves, transfers, holds and what becomes of them, all over three nodes."""
    draw = random.Random(seed)
    nodes = ["east", "north", "west"]
    said: list[Command] = []
    for _ in range(60):
        node, other = draw.sample(nodes, 2)
        quantity = draw.randint(1, 3)
        fact = {"sku": draw.choice(["tea", "tea", "kit"]), "node": node, "quantity": quantity}
        said.append(
            draw.choice(
                [
                    asked(RecordFact, kind=FactKind.MOVE, to_node=other, **fact),
                    asked(RecordFact, kind=FactKind.DISPATCH, reference=f"T-{seed}", **fact),
                    asked(RecordFact, kind=FactKind.ARRIVE, reference=f"T-{seed}", **fact),
                    asked(RecordFact, kind=FactKind.SELL, reference=draw.choice(hold_ids), **fact),
                    hold({("tea", draw.choice([None, node])): quantity}),
                    hold({("kit", node): 1, ("tea", other): 1}),
                    asked(Commit, channel="web", lines=lines({("tea", node): quantity})),
                    asked(ReleaseHold, hold_id=draw.choice(hold_ids)),
                    asked(
                        Reallocate,
                        commitment_id=draw.choice(commitment_ids),
                        channel="web",
                        sku="tea",
                        quantity=1,
                        from_node=node,
                        to_node=other,
                    ),
                ]
            )
        )
    return said


async def mixed_race(field: Yard, racers: Contestants, lock: str) -> tuple[list[Result], int]:
    """Everything at once; the results, and how many teas and cups the facts brought in or took out."""
    for node in ("east", "north", "west"):
        await field.fact(FactKind.RECEIVE, "tea", node, 60)
        await field.fact(FactKind.RECEIVE, "cup", node, 60)
    holds = [(await field.hold({("tea", "east"): 2, ("tea", "west"): 2})).hold_id for _ in range(6)]
    commitments = [(await field.commit({("tea", "north"): 3, ("tea", "west"): 1})).commitment_id for _ in range(4)]
    commands = [traffic(seed, holds, commitments) for seed in range(3)]
    results = racers.race(everywhere(field, commands, lock=slowly(lock)))
    facts = [command for heat in commands for command in heat if isinstance(command, RecordFact)]
    sign = {FactKind.ARRIVE: 1, FactKind.DISPATCH: -1, FactKind.SELL: -1, FactKind.MOVE: 0}
    each = {"tea": 1, "kit": 3}
    return results, sum(sign[fact.kind] * int(fact.quantity) * each[fact.sku] for fact in facts)


async def on_hand(field: Yard) -> int:
    return int((await field.rows("select sum(available + held + committed)::bigint from positions"))[0][0])


async def test_transfers_sales_and_promises_together_lose_and_double_nothing(field: Yard, racers: Contestants) -> None:
    """Cases 11 and 24: what is there is what came less what went, and every total is the sum of its entries."""
    results, came = await mixed_race(field, racers, LOCK_POSITIONS)
    assert outcomes(results)["busy"] == 0
    assert await on_hand(field) == 6 * 60 + came
    assert await field.drift() == []


async def test_without_the_lock_the_books_of_a_mixed_race_drift(field: Yard, racers: Contestants) -> None:
    """Negative control of the test above: promises are decided and released by what was read before."""
    for _ in range(CONTROL_ATTEMPTS):
        await field.rows("truncate positions, earlier_counts, movements, entries, reservations, further_events")
        results, _ = await mixed_race(field, racers, READ_POSITIONS_UNLOCKED)
        failed = [failure for result in results for failure in result.failures]
        if await field.drift() or failed:
            return
    pytest.fail("no lock was needed")
