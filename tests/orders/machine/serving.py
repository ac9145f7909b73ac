"""What an order gets: which units were found for it, whether they may have been, and who was left to wait."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from stockpool.orders.messages import FulfillmentOrder
from tests.orders.machine.oracle import Buy, Job, Key, Move, Oracle, PartKey, units_of

Found = Counter[tuple[int, str]]
"""Units by fulfillment order and SKU."""


def grown(buy: Buy, shown: Iterable[FulfillmentOrder]) -> Found:
    """What the fulfillment orders of an answer have more than was known; nothing else of them may be otherwise."""
    found: Found = Counter()
    numbers: list[int] = []
    for each in shown:
        number = int(each.id.rpartition("-")[2])
        numbers.append(number)
        now = Counter({line.sku: units_of(line.sku, line.quantity) for line in each.lines})
        known = buy.jobs.get(number)
        if known is None:
            carried = buy.ways[each.delivery][0] == "carry_out"
            assert each.status.value == ("handed_over" if carried else "open"), "a new fulfillment order is open"
            buy.jobs[number] = Job(each.delivery, each.node, each.status.value, {})
        else:
            assert (each.node, each.delivery, each.status.value) == (known.node, known.delivery, known.status)
            now.subtract(known.by_sku())
        for sku, units in now.items():
            assert units >= 0, "only a step or a cancellation takes units"
            assert units == 0 or each.status.value in {"open", "handed_over"}, "only open ones grow"
            found[number, sku] += units
    assert numbers == list(range(1, len(numbers) + 1)), "numbers have no holes"
    assert set(buy.jobs) == set(numbers)
    open_ones = [(job.delivery, job.node) for job in buy.jobs.values() if job.status == "open" and not job.gave_up]
    assert buy.together or len(open_ones) == len(set(open_ones)), "one open fulfillment order for a node and delivery"
    return +found


def share_out(buy: Buy, found: Found, wanted: Counter[PartKey]) -> None:
    """Give what was found to lines that want it, in their order."""
    for (number, sku), count in found.items():
        units, job = count, buy.jobs[number]
        for key in wanted:
            if key[1] == sku and buy.delivery_of(key) == job.delivery:
                got = min(units, wanted[key])
                if got:
                    job.pieces[key] = job.pieces.get(key, 0) + got
                wanted[key] -= got
                units -= got
        assert units == 0, f"more of {sku} was found than is wanted"
    buy.blurred = buy.blurred or (buy.overlaps and bool(found))


def check_taken(oracle: Oracle, buy: Buy, moves: Counter[Move], found: Found) -> None:
    """What the ledger took for an order is what it was given, and no more than was free."""
    given: Counter[Key] = Counter()
    for (number, sku), units in found.items():
        given[sku, buy.jobs[number].node] += units
    taken: Counter[Key] = Counter()
    for (sku, node, source, target), units in moves.items():
        if target in {"committed", "customer"} and source in {"available", "held"}:
            taken[sku, node] += units
    assert +given == +taken
    check_free(oracle, buy.channel, moves)


def check_free(oracle: Oracle, channel: str, moves: Counter[Move]) -> None:
    """Nobody is promised more than is free once what the same command gives back is there."""
    for (sku, node, source, target), units in moves.items():
        if source == "available" and target in {"committed", "held"}:
            back = sum(n for (s, w, _, to), n in moves.items() if (s, w, to) == (sku, node, "available"))
            before = oracle.stock[sku, node, "available"]
            least = 2 if channel == "careful" else 0
            assert before + back - units >= least, f"{units} of {sku} at {node} were not free"


def check_nobody_waits_in_vain(
    oracle: Oracle, buy: Buy, left: Counter[PartKey], *, given_up: bool, but: str | None = None
) -> None:
    """What is left to wait, no node has that could serve it; asked when what was found is taken."""
    for key, units in left.items():
        if units:
            nodes = buy.eligible(buy.delivery_of(key), key[1], given_up=given_up) - {but}
            there = oracle.could_have(buy.channel, key[1], nodes)
            assert there == 0, f"{units} of {key} wait though {there} are free at {nodes}"


def is_certain(oracle: Oracle, buy: Buy, wanted: Counter[PartKey], back: Counter[Key]) -> bool:
    """Whether an order can be served in full however its deliveries are served one after the other."""
    needed: Counter[tuple[int, str]] = Counter()
    for key, units in wanted.items():
        needed[buy.delivery_of(key), key[1]] += units
    for (delivery, sku), units in needed.items():
        before = sum(n for (d, s), n in needed.items() if s == sku and d != delivery)
        there = 0
        for node in buy.eligible(delivery, sku):
            available = oracle.stock[sku, node, "available"] + back[sku, node] - (2 if buy.channel == "careful" else 0)
            there += max(available, 0)
        if buy.ways[delivery][0] != "carry_out" and there - before < units:
            return False
    return True
