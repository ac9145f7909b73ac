"""How much of a demand can be served at most, where only so many nodes may serve it or each only so many units."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from math import comb
from typing import NamedTuple

from stockpool.sourcing.search.problem import Problem, Taken

SETS_MAX = 2_000
"""So many sets of nodes are looked at one by one; beyond that, always the node that adds most is taken."""


def most_served(problem: Problem) -> list[int]:
    """Units of each line that nodes can serve within the limits: as many as can be in all, the first lines first."""
    return _served(problem, _most_serving(problem))


def some_plan(problem: Problem, served: Sequence[int]) -> Taken:
    """Units of each line that nodes can serve within the limits, taken from nodes that have them, whatever it costs."""
    nodes = _most_serving(problem)
    given = shared(problem, nodes, served)
    return {(line, nodes[place]): units for line, row in enumerate(given) for place, units in enumerate(row) if units}


def _most_serving(problem: Problem) -> list[int]:
    """As many nodes as may serve, which serve as much as can be."""
    nodes = [node for node in range(len(problem.fixed)) if any(line.free[node] for line in problem.lines)]
    most = len(nodes) if problem.nodes_max is None else min(problem.nodes_max, len(nodes))
    if most == len(nodes):
        return nodes
    if comb(len(nodes), most) <= SETS_MAX:
        sets = [list(each) for each in combinations(nodes, most)]
        return max(sets, key=lambda each: sum(_served(problem, each)))
    rooms = sorted([_room(problem, node) for node in nodes], reverse=True)
    return _grown(problem, nodes, most, min(sum(_served(problem, nodes)), sum(rooms[:most])))


def _room(problem: Problem, node: int) -> int:
    """Units that a node can give at most."""
    there = sum([line.free[node] for line in problem.lines])
    return there if problem.units_max is None else min(there, problem.units_max)


def _grown(problem: Problem, nodes: Sequence[int], most: int, enough: int) -> list[int]:
    """Add the node that adds most, again and again; then exchange nodes as long as that serves more."""
    rooms = {node: _room(problem, node) for node in nodes}
    flow = _flow(problem, [])
    while len(flow.nodes) < most and flow.served < enough:
        flow = _with_best(problem, flow, rooms, enough)
    better = True
    while better and flow.served < enough:
        better = False
        for place in range(most):
            rest = _flow(problem, [*flow.nodes[:place], *flow.nodes[place + 1 :]])
            other = _with_best(problem, rest, rooms, enough)
            if other.served > flow.served:
                flow, better = other, True
    return flow.nodes


class _Flow(NamedTuple):
    """Units by line and place of a node, what each of the nodes may give besides, and how many are served in all."""

    nodes: list[int]
    given: list[list[int]]
    room: list[int]
    served: int


def _flow(problem: Problem, nodes: Sequence[int]) -> _Flow:
    flow = _Flow([], [[] for _ in problem.lines], [], 0)
    for node in nodes:
        flow = _with(problem, flow, node)
    return flow


def _with_best(problem: Problem, flow: _Flow, rooms: Mapping[int, int], enough: int) -> _Flow:
    """With one more node: the first of those that add most; `rooms` are what each can give."""
    best: _Flow | None = None
    for node, room in rooms.items():
        if best is not None and best.served >= min(flow.served + room, enough):
            continue
        if node not in flow.nodes:
            other = _with(problem, flow, node)
            best = other if best is None or other.served > best.served else best
    return flow if best is None else best


def _with(problem: Problem, flow: _Flow, node: int) -> _Flow:
    """With one more node, from which as much is taken as can be."""
    nodes, given = [*flow.nodes, node], [[*row, 0] for row in flow.given]
    room = [*flow.room, _room(problem, node)]
    return _Flow(nodes, given, room, flow.served + _fill(problem, nodes, given, room))


def _served(problem: Problem, nodes: Sequence[int]) -> list[int]:
    """What some nodes can serve of each line."""
    if problem.units_max is None:
        return [min(line.units, sum([line.free[node] for node in nodes])) for line in problem.lines]
    return [sum(row) for row in shared(problem, nodes, [line.units for line in problem.lines])]


def shared(problem: Problem, nodes: Sequence[int], wanted: Sequence[int]) -> list[list[int]]:
    """Units by line and place of a node, as many as nodes can give each within its units: by augmenting paths."""
    given = [[0] * len(nodes) for _ in problem.lines]
    _fill(problem, nodes, given, [_room(problem, node) for node in nodes], wanted)
    return given


def _fill(
    problem: Problem,
    nodes: Sequence[int],
    given: list[list[int]],
    room: list[int],
    wanted: Sequence[int] | None = None,
) -> int:
    """Give what is still wanted of each line, as much as can be; how many units."""
    filled = 0
    for line, row in enumerate(given):
        left = (problem.lines[line].units if wanted is None else wanted[line]) - sum(row)
        while left > 0 and (more := _augment(problem, nodes, given, room, line, left)):
            left -= more
            filled += more
    return filled


def _augment(
    problem: Problem, nodes: Sequence[int], given: list[list[int]], room: list[int], line: int, most: int
) -> int:
    """Give more of a line, `most` at most, moving units of other lines on where nodes are full; how many can be so."""
    came: dict[int, tuple[int, int]] = {}  # node's place: the line that is given there, and the place it leaves, or -1
    waiting = [(line, -1)]
    for moved, left in waiting:
        for place, node in enumerate(nodes):
            if place in came or given[moved][place] >= problem.lines[moved].free[node]:
                continue
            came[place] = (moved, left)
            if room[place]:
                more = min(most, room[place], *_on_the_way(problem, nodes, given, came, place))
                room[place] -= more
                _move_on(given, came, place, more)
                return more
            waiting += [(other, place) for other in range(len(given)) if given[other][place]]
    return 0


def _on_the_way(
    problem: Problem, nodes: Sequence[int], given: list[list[int]], came: dict[int, tuple[int, int]], place: int
) -> Iterator[int]:
    """What each step of the path that ends at a place lets through."""
    while place >= 0:
        line, before = came[place]
        yield problem.lines[line].free[nodes[place]] - given[line][place]
        if before >= 0:
            yield given[line][before]
        place = before


def _move_on(given: list[list[int]], came: dict[int, tuple[int, int]], place: int, units: int) -> None:
    """Give along the path that ends at a place: units that leave make room for those before."""
    while place >= 0:
        line, before = came[place]
        given[line][place] += units
        if before >= 0:
            given[line][before] -= units
        place = before
