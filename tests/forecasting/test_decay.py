"""Champions stay while they are as good as was promised, and go when they are not."""

from __future__ import annotations

from datetime import date, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stockpool.forecasting.messages import ChampionOf
from stockpool.forecasting.stored.decide import USUAL, Rules, decide_choice, is_much
from stockpool.forecasting.stored.messages import ChangeLimits, Promised
from stockpool.forecasting.stored.model import Champions, Situation, WeekSeen, ahead_of

CHOSEN_ON = date(2026, 3, 1)
CHAMPION = ChampionOf("", 40, {"tsb": 1.0}, {"tsb": 0.7, "imapa": 0.8, "champion": 0.7}, ("2026-02-01",))
CHAMPIONS = Champions(
    chosen_by=1,
    known_until=CHOSEN_ON,
    step_days=1,
    horizon=28,
    champions=(
        CHAMPION,
        msgspec.structs.replace(CHAMPION, demand_class="smooth"),
        ChampionOf("new", 3, {"likeness": 1.0}, {"likeness": 0.9, "nothing": 1.0}, ("2026-02-01",)),
    ),
    promised={"": Promised(0.6, 0.9), "smooth": Promised(0.4, 0.5)},
    features={"price": "known ahead"},
)
NOW = Situation(
    known_until=CHOSEN_ON + timedelta(days=21),
    step_days=1,
    horizon=28,
    methods=frozenset({"tsb", "imapa"}),
    classes={"smooth": 40, "lumpy": 29},
    features={"price": "known ahead"},
)
SHARES = st.floats(0.0, 3.0)


def weeks(biases: list[float], overs: list[float], name: str = "") -> list[WeekSeen]:
    """Weeks of a class, the last one last: bias over demand, and errors over the naive method's."""
    return [
        WeekSeen(number - len(biases) + 1, name, 1_000.0, bias * 1_000, over * 800, 800.0)
        for number, (bias, over) in enumerate(zip(biases, overs, strict=True))
    ]


def reason(seen: list[WeekSeen], rules: Rules = USUAL) -> str | None:
    found = decide_choice(CHAMPIONS, NOW, seen, rules)
    return None if found is None else found.reason


@given(st.lists(st.tuples(st.floats(-1, 3), SHARES), min_size=3, max_size=3))
def test_champions_go_if_and_only_if_all_of_three_weeks_were_bad(told: list[tuple[float, float]]) -> None:
    biases, overs = [bias for bias, _ in told], [over for _, over in told]
    one_sided = min(biases) > 0.15 or max(biases) < -0.15
    worse = min(overs) > 0.6 / 0.9 + 0.1
    assert reason(weeks(biases, overs)) == ("bias" if one_sided else "error" if worse else None)


@given(st.floats(0.2, 3), SHARES)
def test_two_weeks_are_too_few(bias: float, over: float) -> None:
    assert reason(weeks([bias] * 2, [over] * 2)) is None


@given(st.floats(0.16, 2))
def test_errors_to_both_sides_are_no_bias(bias: float) -> None:
    assert reason(weeks([bias, -bias, bias], [0.5] * 3)) is None


def test_without_the_rule_a_bad_champion_stays() -> None:
    bad = weeks([0.5] * 3, [2.0] * 3)
    assert reason(bad) == "bias"
    assert reason(bad, Rules(bias_most=9.0)) == "error"
    assert reason(bad, Rules(bias_most=9.0, worse_by_most=9.0)) is None


def test_a_class_that_decays_is_named_and_a_small_one_decides_nothing() -> None:
    fine = weeks([0.0] * 3, [0.5] * 3)
    bad = weeks([0.5] * 3, [0.5] * 3, "smooth")
    found = decide_choice(CHAMPIONS, NOW, [*fine, *bad])
    assert found is not None
    assert found.said == "smooth demand was forecast too much for 3 weeks, by 50%, 50%, 50%"
    small = [msgspec.structs.replace(each, demand=10.0, error=5.0) for each in bad]
    assert reason([*fine, *small]) is None


def test_only_the_last_weeks_count() -> None:
    assert reason(weeks([0.5, 0.5, 0.5, 0.0], [0.5] * 4)) is None
    assert reason(weeks([0.0, 0.5, 0.5, 0.5], [0.5] * 4)) == "bias"


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"known_until": CHOSEN_ON + timedelta(days=27)}, None),
        ({"known_until": CHOSEN_ON + timedelta(days=28)}, "age"),
        ({"known_until": CHOSEN_ON - timedelta(days=1)}, "age"),
        ({"horizon": 14}, "rhythm"),
        ({"step_days": 7}, "rhythm"),
        ({"methods": frozenset({"tsb", "imapa", "boosted"})}, "methods"),
        ({"classes": {"smooth": 40, "lumpy": 30}}, "classes"),
        ({"features": {}}, "features"),
        ({"features": {"price": "known ahead", "rain": "known after"}}, "features"),
    ],
)
def test_what_they_were_chosen_for_must_be_the_same(change: dict[str, object], expected: str | None) -> None:
    found = decide_choice(CHAMPIONS, msgspec.structs.replace(NOW, **change), [])
    assert (found and found.reason) == expected


def test_the_first_night_chooses() -> None:
    found = decide_choice(None, NOW, [])
    assert (found and found.reason) == "first"


@pytest.mark.parametrize(
    ("before", "now", "much"),
    [(10, 16, True), (10, 14, False), (100, 110, False), (0, 5, True), (0, 4, False), (9, 0, True), (0, 0, False)],
)
def test_much_is_both_the_share_and_the_units(before: float, now: float, much: bool) -> None:
    assert is_much(before, now, ChangeLimits(0.25, 5.0, 10)) is much


def test_days_ahead_are_counted_in_ranges() -> None:
    assert [ahead_of(each) for each in (0, 1, 2, 7, 8, 14, 15, 28, 29, 300)] == [1, 1, 2, 2, 8, 8, 15, 15, 29, 29]
