"""Who was left out is told with the filter that barred it, also where cheaper nodes are told of already."""

from __future__ import annotations

import msgspec

from stockpool.sourcing.messages import Excluded, Exclusion
from tests.sourcing.worlds import World, planner, world

BASE = world(3, nodes_max=3)
FIRST = msgspec.structs.replace(BASE.lines[0], units=1, category="paint")
TEXT = """
policy: p
currency: EUR
rules:
  - name: all
    filters:
      - nodes: {never: [n4, n5]}
      - distance: {km_max: 100}
      - categories: {categories: [paint], never: [n2]}
      - keep_for_walk_ins: {units: 3}
    costs:
      - distance: {per_km: 1}
"""


def there(stock: dict[str, int]) -> World:
    """Six stores in a row, the last one far away."""
    nodes = [msgspec.structs.replace(BASE.nodes[0], node=f"n{each}", kind="store", can_ship=True) for each in range(7)]
    kilometers = {f"n{each}": 500.0 if each == 6 else float(each) for each in range(7)}
    return msgspec.structs.replace(BASE, nodes=nodes, km=kilometers, lines=(FIRST,), stock={FIRST.sku: stock})


def excluded(stock: dict[str, int]) -> set[Excluded]:
    """As the explanation has them."""
    return set(there(stock).plan(planner(TEXT)).explanation.excluded)


def test_each_filter_has_a_group_of_its_own_and_stock_that_is_kept_back_is_no_lack_of_stock() -> None:
    assert excluded({"n0": 9, "n1": 0, "n2": 9, "n3": 3, "n4": 9, "n5": 9, "n6": 9}) == {
        Excluded(Exclusion.NO_STOCK, 1, ("n1",)),
        Excluded(Exclusion.FILTERED, 1, ("n2",), "categories"),
        Excluded(Exclusion.FILTERED, 1, ("n3",), "keep_for_walk_ins"),
        Excluded(Exclusion.FILTERED, 2, (), "nodes"),
        Excluded(Exclusion.FILTERED, 1, ("n6",), "distance"),
    }


def test_a_node_that_has_nothing_has_no_stock_whatever_it_would_keep() -> None:
    """The control."""
    assert Excluded(Exclusion.NO_STOCK, 3) in excluded({"n0": 9, "n4": 9, "n5": 9, "n6": 9})
