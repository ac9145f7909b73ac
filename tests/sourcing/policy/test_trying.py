# ruff: noqa: E501 -- what is told of a mistake stands in one line, so that it can be searched for
"""A planner's cases are read with every mistake at its line, and say whether a policy does what was expected, and why."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stockpool.sourcing.policy.cases import read_cases
from stockpool.sourcing.policy.trying import report_text, try_cases
from tests.sourcing.policy.brute_force import decide
from tests.sourcing.policy.documents import policy_of

POLICY = """\
policy: small
currency: EUR
rules:
  - name: all
    filters:
      - backlog: {hours_max: 8}
    costs:
      - distance: {per_km: 0.01}
      - parcel: {further: 1}
"""

CASES = """\
nodes:
  leeds: {at: [53.8, -1.5]}
  york: {at: [53.96, -1.08]}
stock:
  leeds: {tea: 2}
  york: {tea: 5}
cases:
  - name: near
    to: [53.97, -1.1]
    lines: {tea: 2}
    expect: {nodes: [york], because: distance}
  - name: busy
    to: [53.8, -1.6]
    lines: {tea: 1}
    nodes: {leeds: {backlog_hours: 9}}
    expect: {nodes: [york], because: backlog}
"""


def failures(cases: str) -> dict[str, tuple[str, ...]]:
    """What failed, by case."""
    read = read_cases(cases)
    assert read.cases is not None, [each.text for each in read.problems]
    report = try_cases(policy_of(POLICY), read.cases, decide)
    return {each.case: each.failures for each in report.results if each.failures}


def test_what_comes_as_expected_for_the_named_reason_passes() -> None:
    assert failures(CASES) == {}


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("[york], because: distance", "[leeds]", "expected leeds, got york"),
        ("[york], because: distance", "[]", "expected no node, got york"),
        ("nodes: [york], because: distance", "units: {york: {tea: 1}}", "expected 1 tea from york, got 2 tea"),
        ("nodes: [york], because: distance", "short: {tea: 1}", "expected 1 tea to be short, got nothing"),
        ("because: distance", "rule: peak", "expected the rule peak, got all"),
        ("because: distance", "because: backlog", "expected it because of backlog, but without backlog it would be the same"),
        ("because: distance", "because: rain", "expected it because of rain, which is no filter and no cost of the policy"),
        ("lines: {tea: 2}", "lines: {tea: 8}", "expected york, got leeds, york; expected nothing to be short, got 1 tea"),
    ],
)  # fmt: skip
def test_what_comes_otherwise_is_said(old: str, new: str, said: str) -> None:
    assert old in CASES
    assert ["; ".join(each) for each in failures(CASES.replace(old, new, 1)).values()] == [said]


def test_the_report_says_which_case_what_it_got_and_what_it_cost() -> None:
    read = read_cases(CASES.replace("[york], because: backlog", "[leeds]", 1))
    assert read.cases is not None
    assert report_text(try_cases(policy_of(POLICY), read.cases, decide)).splitlines() == [
        "passed  near",
        "        york serves 2 tea by the rule all: distance 0.01717",
        "FAILED  busy",
        "        york serves 1 tea by the rule all: distance 0.384483",
        "        expected leeds, got york",
        "small: 1 of 2 cases passed",
    ]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("nodes: [york]", "nodes: [yrk]", "c.yaml:11:22: cases[0].expect.nodes[0]: there is no node 'yrk'; did you mean 'york'?"),
        ("  leeds: {tea: 2}", "  leds: {tea: 2}", "c.yaml:5:3: stock.leds: there is no node 'leds'; did you mean 'leeds'?"),
        ("name: busy", "name: near", "c.yaml:12:5: cases[1].name: 'near' is the name of another case; give each its own name"),
        ("lines: {tea: 1}", "lines: {tea: 0}", "c.yaml:14:13: cases[1].lines.tea: is 0; write a number of at least 1"),
        ("lines: {tea: 1}", "lines: {}", "c.yaml:14:12: cases[1].lines: is empty; write at least 1"),
        ("{nodes: [york], because: backlog}", "{}", "c.yaml:16:5: cases[1].expect: nothing is expected; write `nodes: […]`, `units: {…}` or `short: {…}`"),
        ("nodes: [york]", "short: {te: 1}", "c.yaml:11:22: cases[0].expect.short.te: 'te' is not ordered; did you mean 'tea'?"),
        ("at: [53.8, -1.5]", "at: [53.8]", "c.yaml:2:15: nodes.leeds.at: has 1 values; write at least 2"),
        ("    to: [53.97, -1.1]\n", "    on: 2026-13-01\n", "c.yaml:9:5: cases[0].on: '2026-13-01' is no day; write YYYY-MM-DD"),
        ("backlog_hours: 9", "backlog: 9", "c.yaml:15:21: cases[1].nodes.leeds.backlog: there is no 'backlog' here; did you mean 'backlog_hours'?"),
    ],
)  # fmt: skip
def test_a_mistake_in_cases_is_said_with_its_place_and_its_mend(old: str, new: str, said: str) -> None:
    assert old in CASES
    read = read_cases(CASES.replace(old, new, 1), "c.yaml")
    assert read.cases is None
    assert said in [each.text for each in read.problems]


@given(st.integers(0, len(CASES)), st.integers(0, 30), st.text("[]{}:,-'\"&*!#|\n ab1", max_size=4))
@settings(max_examples=200, deadline=None)
def test_any_mistake_in_cases_is_survived(at: int, length: int, instead: str) -> None:
    read = read_cases(CASES[:at] + instead + CASES[at + length :])
    assert (read.cases is None) == any(not each.warning for each in read.problems)
