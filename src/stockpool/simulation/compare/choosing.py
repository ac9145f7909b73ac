"""The policies that (d) is chosen from, by the money of orders before a day: no later order is looked at."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

import msgspec

from stockpool.simulation.backtest.outcomes import Outcome
from stockpool.simulation.compare.carrier import RATES
from stockpool.sourcing.api import Policy, example, read_policy

CONGESTION = (0.0, 0.02, 0.05, 0.1)
"""For each hour of backlog; a node works day and night, so a day of backlog has 24 of them."""

LOST_MARGIN = (0.0, 0.05, 0.2)
"""Weights."""


class Money(msgspec.Struct, frozen=True):
    """What an order costs beside freight: each parcel after the first, and each day that a parcel takes."""

    further_parcel: float = 2.0
    day: float = 1.0

    def cost(self, outcome: Outcome) -> float | None:
        """Freight, further parcels and days, by what the model expects: luck is the same in all worlds."""
        days = [each.days_expected for each in outcome.parcels]
        if outcome.freight is None or None in days:
            return None
        late = self.day * sum([each for each in days if each is not None])
        return outcome.freight / 1_000_000 + self.further_parcel * (len(outcome.parcels) - 1) + late


def nearest() -> Policy:
    """(c): the example policy."""
    known = example("nearest")
    assert known is not None, "it comes with stockpool"
    return _read(known.text.replace("currency: EUR", "currency: BRL"), "nearest")


def candidates(money: Money, *, limits: bool) -> list[tuple[str, Policy]]:
    """(d) is one of these; each with its document. Where nodes have no limits there is no congestion."""
    hours = CONGESTION if limits else CONGESTION[:1]
    texts = [document(money, lost, hour) for lost, hour in product(LOST_MARGIN, hours)]
    return [(text, _read(text, "candidate")) for text in texts]


def document(money: Money, lost_margin: float, congestion: float) -> str:
    """A policy of freight, days and further parcels, and what may help beside them."""
    costs = [
        f"shipping: {{rates: {RATES}}}",
        f"parcel: {{further: {money.further_parcel:g}}}",
        f"lateness: {{per_day: {money.day:g}}}",
    ]
    if lost_margin:
        costs.append(f"lost_margin: {{margin_share: 0.3, weight: {lost_margin:g}}}")
    if congestion:
        costs.append(f"congestion: {{per_hour: {congestion:g}}}")
    lines = "\n".join([f"      - {each}" for each in costs])
    return f"policy: pool\ncurrency: BRL\nrules:\n  - name: all\n    costs:\n{lines}\n    otherwise: [split]\n"


def cheapest(outcomes: Sequence[Sequence[Outcome]], money: Money) -> int:
    """Which of several ways to serve the same orders took the least money; the first of equals."""
    return min(range(len(outcomes)), key=lambda place: (_total(outcomes[place], money), place))


def _total(outcomes: Sequence[Outcome], money: Money) -> float:
    return sum([money.cost(each) or 0.0 for each in outcomes])


def _read(text: str, name: str) -> Policy:
    read = read_policy(text, name)
    assert read.policy is not None, f"{name} reads cleanly: {read.problems}"
    return read.policy
