"""How much of a demand can be served at most, where only so many nodes may serve it or each only so many units."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from math import comb

from stockpool.sourcing.search.problem import Problem

SETS_MAX = 2_000
"""So many sets of nodes are looked at one by one; beyond that, always the node that adds most is taken."""


def most_served(problem: Problem) -> list[int]:
    """Units of each line that nodes can serve within the limits: as many as can be in all, the first lines first."""
    nodes = [node for node in range(len(problem.fixed)) if any(line.free[node] for line in problem.lines)]
    most = len(nodes) if problem.nodes_max is None else min(problem.nodes_max, len(nodes))
    everything = _served(problem, nodes)
    if most == len(nodes):
        return everything
    if comb(len(nodes), most) <= SETS_MAX:
        sets = combinations(nodes, most)
        return max([_served(problem, each) for each in sets], key=sum)
    return _grown(problem, nodes, most, sum(everything))


def _grown(problem: Problem, nodes: Sequence[int], most: int, enough: int) -> list[int]:
    """Add the node that adds most, again and again; then exchange nodes as long as that serves more."""
    chosen: list[int] = []
    best = [0] * len(problem.lines)
    while len(chosen) < most and sum(best) < enough:
        node = max(nodes, key=lambda each: sum(_served(problem, [*chosen, each])) if each not in chosen else -1)
        chosen.append(node)
        best = _served(problem, chosen)
    better = True
    while better and sum(best) < enough:
        better = False
        for place in range(len(chosen)):
            for node in nodes:
                if node in chosen:
                    continue
                served = _served(problem, [*chosen[:place], node, *chosen[place + 1 :]])
                if sum(served) > sum(best):
                    chosen[place], best, better = node, served, True
    return best


def _served(problem: Problem, nodes: Sequence[int]) -> list[int]:
    """What some nodes can serve of each line."""
    if problem.units_max is None:
        return [min(line.units, sum([line.free[node] for node in nodes])) for line in problem.lines]
    return [sum(row) for row in shared(problem, nodes, [line.units for line in problem.lines])]


def shared(problem: Problem, nodes: Sequence[int], wanted: Sequence[int]) -> list[list[int]]:
    """Units by line and place of a node, as many as nodes can give each within its units: by augmenting paths."""
    room = [sum([line.units for line in problem.lines]) if problem.units_max is None else problem.units_max] * len(
        nodes
    )
    given = [[0] * len(nodes) for _ in problem.lines]
    for number, units in enumerate(wanted):
        while sum(given[number]) < units and _augment(problem, nodes, given, room, number):
            pass
    return given


def _augment(problem: Problem, nodes: Sequence[int], given: list[list[int]], room: list[int], line: int) -> bool:
    """Give one unit more of a line, moving units of other lines on where nodes are full; whether that can be done."""
    came: dict[int, tuple[int, int]] = {}  # node's place: the line that is given there, and the place it leaves, or -1
    waiting = [(line, -1)]
    for moved, left in waiting:
        for place, node in enumerate(nodes):
            if place in came or given[moved][place] >= problem.lines[moved].free[node]:
                continue
            came[place] = (moved, left)
            if room[place]:
                room[place] -= 1
                _move_on(given, came, place)
                return True
            waiting += [(other, place) for other in range(len(given)) if given[other][place]]
    return False


def _move_on(given: list[list[int]], came: dict[int, tuple[int, int]], place: int) -> None:
    """Give along the path that ends at a place: each unit that leaves makes room for the one before."""
    while place >= 0:
        line, before = came[place]
        given[line][place] += 1
        if before >= 0:
            given[line][before] -= 1
        place = before
