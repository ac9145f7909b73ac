"""Explanations are told in money and in words that say what each other choice would have been."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from stockpool.entrypoints.cli.orders.words import explanation_words
from stockpool.kernel.money import micro_amount
from stockpool.sourcing.messages import (
    Alternative,
    ChosenNode,
    Excluded,
    Exclusion,
    Explanation,
    PassedOver,
    SourcingDemand,
    Wanted,
)
from stockpool.sourcing.told import told
from stockpool.workflows.explaining import OrderExplanation, told_order

BY_POLICY = Explanation(
    strategy="policy/1",
    demand=SourcingDemand((Wanted("tea", 2), Wanted("cup", 1))),
    candidates=40,
    chosen=(
        ChosenNode("leeds", 12.04, (5, 0), (4_100_000, 500_000, 0)),
        ChosenNode("hull", None, (0, 3), (3_000_000, 500_000, 1_200_000)),
    ),
    alternatives=(Alternative(("york",), 80.0, ((6_912_345, 500_000, 2_000_000),)),),
    excluded=(Excluded(Exclusion.FILTERED, 2, ("bath", "kent")),),
    policy="peak@3",
    rule="all year",
    currency="EUR",
    costs=("shipping", "labor", "congestion"),
    passed_over=(
        PassedOver("bath", 4_000_000, "backlog", 7.5, 4.0),
        PassedOver("kent", 4_200_000, "nodes"),
        PassedOver("ely", 4_300_000, "distance", None, 300.0),
        PassedOver("deal", 4_400_000, lacking=(("cup", 1),)),
    ),
    gap=0.004,
)
OTHER = Alternative(("hull",), None)
BUILT_IN = Explanation("fewest/1", BY_POLICY.demand, 3, (ChosenNode("leeds", 12.0, (5, 4)),), (OTHER,))


def plain(explanation: Explanation) -> Any:  # noqa: ANN401 -- JSON
    """What programs are told."""
    return msgspec.json.decode(msgspec.json.encode(told(explanation)))


def words(explanation: Explanation) -> list[str]:
    """The lines about one demand."""
    return list(explanation_words(told_order(OrderExplanation(sourced=explanation), {})))


def test_a_policy_s_choice_is_told_with_its_costs_and_those_of_the_others() -> None:
    assert words(BY_POLICY) == [
        "2 x tea, 1 x cup by ship, to be sent to a place that is not known: by rule 'all year' of peak@3 of 40 nodes",
        "  chosen: leeds, 12.0 km away, which had 5 x tea, 0 x cup free, for 4.60 EUR (shipping 4.10, labor 0.50)",
        "  chosen: hull, which had 0 x tea, 3 x cup free, for 4.70 EUR (shipping 3.00, labor 0.50, congestion 1.20)",
        "  together: 9.30 EUR (shipping 7.10, labor 1.00, congestion 1.20)",
        "  next best: york, 80.0 km away, for 9.412345 EUR, 0.112345 more; dearer: congestion 0.80",
        "  not used: bath alone would cost 4.00 EUR, 5.30 less, but is barred by backlog: found 7.5 h, limit 4 h",
        "  not used: kent alone would cost 4.20 EUR, 5.10 less, but is barred by nodes",
        "  not used: ely alone would cost 4.30 EUR, 5.00 less, but is barred by distance: found nothing, limit 300 km",
        "  not used: deal alone would cost 4.40 EUR, 4.90 less, but lacks 1 x cup",
        "  not chosen, filtered: 2: bath, kent",
        "  note: a plan that is up to 0.4 % cheaper may exist; there were too many to try them all",
    ]


@pytest.mark.parametrize(
    ("gap", "said"),
    [(1e-9, "0.001 %"), (0.00314, "0.31 %"), (0.0999, "10 %"), (0.999, "100 %"), (1.0, "100 %"), (12.34, "1,234 %")],
)
def test_how_much_cheaper_a_plan_may_be_is_told_in_full(gap: float, said: str) -> None:
    assert f"up to {said} cheaper" in words(msgspec.structs.replace(BY_POLICY, gap=gap))[-1]


def test_programs_are_told_amounts_as_text_and_parts_by_name() -> None:
    said = plain(BY_POLICY)
    assert (said["cost"], said["costs"]) == ("9.30", {"shipping": "7.10", "labor": "1.00", "congestion": "1.20"})
    assert said["chosen"][0]["costs"] == {"shipping": "4.10", "labor": "0.50"}
    assert said["alternatives"][0]["dearer"] == {"congestion": "0.80"}
    assert said["passed_over"][0] == {
        "node": "bath", "cost": "4.00", "less": "5.30", "filter": "backlog", "found": 7.5, "limit": 4.0, "measure": "h",
    }  # fmt: skip
    assert said["passed_over"][3]["lacking"] == [{"sku": "cup", "units": 1}]


def test_a_plan_that_leaves_something_short_is_compared_with_nothing() -> None:
    short = msgspec.structs.replace(BY_POLICY, short=(Wanted("cup", 1),))
    assert {each.less for each in told(short).passed_over} == {None}
    nothing = msgspec.structs.replace(short, chosen=(), alternatives=())
    assert (told(nothing).cost, told(nothing).costs) == (None, {})


def test_a_cost_that_a_rule_names_twice_is_one_part() -> None:
    twice = msgspec.structs.replace(BY_POLICY, costs=("shipping", "congestion", "congestion"), alternatives=())
    assert told(twice).costs == {"shipping": "7.10", "congestion": "2.20"}


def test_the_built_in_routing_is_told_as_it_was_without_money() -> None:
    assert words(BUILT_IN)[1:] == [
        "  chosen: leeds, 12.0 km away, which had 5 x tea, 4 x cup free",
        "  next best: hull",
    ]
    said = plain(BUILT_IN)
    assert said["chosen"] == [{"node": "leeds", "km": 12.0, "free": [5, 4]}]
    assert not {"cost", "costs", "policy", "gap"} & said.keys()


def test_millionths_are_exact_text_with_at_least_the_currency_s_decimals() -> None:
    said = [micro_amount(micro, "EUR") for micro in (0, 4_900_000, -500_000, 4_912_345, 1)]
    assert said == ["0.00", "4.90", "-0.50", "4.912345", "0.000001"]
    assert [micro_amount(1_500_000, each) for each in ("JPY", "KWD")] == ["1.5", "1.500"]
    assert micro_amount(2_000_000, "JPY") == "2"
