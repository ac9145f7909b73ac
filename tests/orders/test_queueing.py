"""What is beyond a node's capacity, by the rule alone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from stockpool.orders.decide.queueing import Queued, beyond_capacity, too_busy

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
NODES = ["north", "south"]


def queued(name: str, *, node: str = "north", accepted: bool = False, priority: int = 0, minute: int = 0) -> Queued:
    return Queued(name, 1, node, accepted, priority, NOON + timedelta(minutes=minute))


def test_the_last_in_line_go_first_and_what_was_accepted_stays() -> None:
    line = [
        queued("oldest"),
        queued("urgent", priority=3, minute=9),
        queued("accepted", accepted=True, minute=4),
        queued("newest", minute=5),
        queued("next", minute=1),
    ]
    assert [each.order_id for each in beyond_capacity(line, {"north": 2})] == ["newest", "next"]
    assert [each.order_id for each in beyond_capacity(line, {"north": 0})] == ["newest", "next", "oldest", "urgent"]
    assert beyond_capacity(line, {"north": 5}) == []


def test_a_node_that_can_do_all_of_it_today_is_not_too_busy() -> None:
    assert too_busy({"north": 3, "south": 2}, {"north": 2, "south": 2, "idle": 0}) == ["north"]


lines = st.lists(
    st.builds(
        Queued,
        st.sampled_from("abcdefgh"),
        st.integers(1, 3),
        st.sampled_from(NODES),
        st.booleans(),
        st.integers(-1, 1),
        st.integers(0, 2).map(lambda minute: NOON + timedelta(minutes=minute)),
    ),
    unique_by=lambda each: (each.order_id, each.number),
)


@given(lines, st.fixed_dictionaries(dict.fromkeys(NODES, st.integers(0, 6))))
def test_as_slowly_counted_one_by_one(line: list[Queued], capacities: dict[str, int]) -> None:
    """Whoever has as many before it at its node as the node can do is beyond it."""

    def before(each: Queued, other: Queued) -> bool:
        if each.priority != other.priority:
            return other.priority > each.priority
        if each.placed_at != other.placed_at:
            return other.placed_at < each.placed_at
        return (other.order_id, other.number) < (each.order_id, each.number)

    ahead = {each: sum(other.node == each.node and before(each, other) for other in line) for each in line}
    expected = {each for each in line if not each.accepted and ahead[each] >= capacities[each.node]}
    found = beyond_capacity(line, capacities)
    assert len(found) == len(expected)
    assert set(found) == expected
    assert all(ahead[each] >= ahead[following] for each, following in pairwise(found))
    assert found == beyond_capacity(line[::-1], capacities)
    counts = {node: sum(each.node == node for each in line) for node in NODES}
    assert {each.node for each in found} <= set(too_busy(counts, capacities))
