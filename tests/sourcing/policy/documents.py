"""Policy documents for tests: one that is right, and ways to change it."""

from __future__ import annotations

from hypothesis import strategies as st

from stockpool.sourcing.messages import Method
from stockpool.sourcing.policy import registry
from stockpool.sourcing.policy.document import Fallback, Limits, Period, Policy, Rule, When
from stockpool.sourcing.policy.reading import read_policy
from stockpool.sourcing.testing import random_strategy

GOOD = """\
policy: peak-protection
about: Stores help out while the warehouse is behind.
currency: EUR
periods:
  peak: {from: 11-20, until: 12-27}
rules:
  - name: peak
    when: {channels: [web], methods: [ship], periods: [peak]}
    filters:
      - distance: {km_max: 600}
    costs:
      - congestion: {per_hour: 0.50, from_hours: 4}
      - parcel: {further: 3.50}
    limits: {nodes_max: 2}
    otherwise: [split, backorder]
  - name: all year
    costs:
      - parcel: {further: 3.50}
    otherwise: [split]
"""

TEXTS = st.text(st.characters(exclude_categories=("C", "Z"), include_characters=" "), min_size=1, max_size=12)
FALLBACKS = [
    (Fallback.SPLIT,),
    (Fallback.SPLIT, Fallback.BACKORDER),
    (Fallback.SHIP_TO_STORE, Fallback.SPLIT, Fallback.CANCEL),
    (Fallback.CANCEL,),
]
FILTERS = st.sampled_from(registry.OWN_FILTERS)
COSTS = st.sampled_from(registry.OWN_COSTS)
SPANS = st.dates().flatmap(lambda first: st.dates(first).map(lambda last: Period(first, last, yearly=False)))


def policy_of(text: str) -> Policy:
    """The policy of a document that is right."""
    read = read_policy(text)
    assert read.policy is not None, [each.text for each in read.problems]
    return read.policy


def with_cost(cost: str) -> str:
    """A document with one cost."""
    return f"policy: small\ncurrency: EUR\nrules:\n  - name: all\n    costs:\n      - {cost}\n"


@st.composite
def policies(draw: st.DrawFn) -> Policy:
    """Any policy that can be written."""
    periods = draw(st.dictionaries(TEXTS, SPANS, max_size=2))
    names = draw(st.lists(TEXTS, min_size=1, max_size=3, unique=True))
    rules = [draw(_rules(name, list(periods), last=name == names[-1])) for name in names]
    used = {period for rule in rules for period in rule.when.periods}
    return Policy(
        name=draw(st.from_regex(r"[a-z0-9][a-z0-9._-]{0,20}", fullmatch=True)) + "x",
        currency=draw(st.sampled_from(["EUR", "GBP", "BRL"])),
        rules=tuple(rules),
        periods={name: period for name, period in periods.items() if name in used},
        about=draw(st.one_of(st.just(""), TEXTS)),
    )


@st.composite
def _rules(draw: st.DrawFn, name: str, periods: list[str], *, last: bool) -> Rule:
    # Each rule but the last is for a channel of its own name, so that all are reached.
    when = (
        When()
        if last
        else When(
            channels=(name,),
            methods=tuple(draw(st.lists(st.sampled_from(Method), unique=True, max_size=2))),
            categories=tuple(draw(st.lists(TEXTS, unique=True, max_size=2))),
            periods=tuple(draw(st.lists(st.sampled_from(periods), unique=True))) if periods else (),
        )
    )
    random = draw(st.randoms(use_true_random=False))
    filters = [random_strategy(kind, random) for kind in draw(st.lists(FILTERS, max_size=2))]
    costs = [random_strategy(kind, random) for kind in draw(st.lists(COSTS, min_size=1, max_size=3))]
    many = st.one_of(st.none(), st.integers(1, 9))
    return Rule(
        name, when, tuple(filters), tuple(costs), Limits(draw(many), draw(many)), draw(st.sampled_from(FALLBACKS))
    )
