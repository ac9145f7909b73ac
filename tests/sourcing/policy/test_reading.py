# ruff: noqa: E501 -- what is told of a mistake stands in one line, so that it can be searched for
"""A policy's text becomes the policy, or all that is wrong with it, each with its line and how to mend it."""

from __future__ import annotations

import time
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stockpool.sourcing.costs.labor import Labor
from stockpool.sourcing.costs.shipping import Shipping
from stockpool.sourcing.filters.nodes import Nodes
from stockpool.sourcing.policy.document import Period, Policy
from stockpool.sourcing.policy.naming import Known
from stockpool.sourcing.policy.problems import PROBLEMS_MAX
from stockpool.sourcing.policy.reading import RULES_MAX, read_policy
from stockpool.sourcing.policy.writing import written
from tests.sourcing.policy.documents import GOOD, policies, policy_of, with_cost


def problems(text: str | bytes, known: Known | None = None) -> list[str]:
    """What is told of a text."""
    return [each.text for each in read_policy(text, "p.yaml", known or Known()).problems]


def changed(old: str, new: str) -> str:
    """The good document with one change."""
    assert old in GOOD
    return GOOD.replace(old, new, 1)


def test_a_document_that_is_right_is_read_whole() -> None:
    policy = policy_of(GOOD)
    assert problems(GOOD) == []
    assert [rule.name for rule in policy.rules] == ["peak", "all year"]
    assert policy.rules[0].when.periods == ("peak",)
    assert policy.rules[0].nodes_max == 2
    assert policy.periods["peak"].holds(date(2026, 12, 1))


WRONG = [
    ("currency: EUR\n", "", "p.yaml:1:1: currency: is missing; write `currency: EUR`"),
    ("currency: EUR", "currency: euro", "p.yaml:3:1: currency: is 'euro'; write the three letters of ISO 4217, as in EUR"),
    ("policy: peak-protection", "policy: Peak", "p.yaml:1:1: policy: is 'Peak'; write small letters, digits, dots, hyphens and underscores, at most 64"),
    ("policy: peak-protection", "policy: active", "p.yaml:1:1: policy: active is no name for a policy; choose another: commands use it"),
    ("about:", "abuot:", "p.yaml:2:1: abuot: there is no 'abuot' here; did you mean 'about'?"),
    ("about:", "policy:", "p.yaml:2:1: policy: is there twice, first in line 1; keep one of them"),
    ("11-20", "11-31", "p.yaml:5:10: periods.peak.from: '11-31' is no day; write MM-DD for every year, or YYYY-MM-DD for once"),
    ("11-20", "2026-11-20", "p.yaml:5:3: periods.peak: one of its days has a year, the other has none; give both a year, or neither"),
    ("{from: 11-20, until: 12-27}", "{from: 2026-12-27, until: 2026-11-20}", "p.yaml:5:3: periods.peak: ends on 2026-11-20, before it begins; exchange the days, or mend a year"),
    ("until: 12-27", "till: 12-27", "p.yaml:5:3: periods.peak.until: is missing; write `until: 11-20` or `until: 2026-11-20`"),
    ("periods: [peak]", "periods: [pek]", "p.yaml:8:56: rules[0].when.periods[0]: there is no period 'pek'; did you mean the period 'peak'?"),
    (", periods: [peak]", "", "p.yaml:5:3: warning: periods.peak: no rule names it; name it in a rule's when.periods, or remove it"),
    ("methods: [ship]", "methods: [shp]", "p.yaml:8:39: rules[0].when.methods[0]: is 'shp'; did you mean 'ship'? There are ship, same_day, pickup, ship_to_store"),
    ("channels: [web]", "channels: web", "p.yaml:8:22: rules[0].when.channels: is 'web', but a list is wanted; write [web]"),
    ("channels: [web]", "channels: [web, web]", "p.yaml:8:28: rules[0].when.channels[1]: 'web' is there twice; keep one of them"),
    ("name: all year", "name: peak", "p.yaml:16:5: rules[1].name: 'peak' is the name of rules[0] too; give each rule a name of its own"),
    ("name: all year", "nam: all year", "p.yaml:16:5: rules[1].name: is missing; write `name: …`, by which reports call the rule"),
    ("    when: {channels: [web], methods: [ship], periods: [peak]}\n", "", "p.yaml:15:5: rules[1]: is never reached: rules[0] decides about all that it is for; move it before rules[0], or remove it"),
    ("name: all year\n", "name: all year\n    when: {channels: [store]}\n", "p.yaml:17:5: rules[1].when: the last rule must be for everything; remove its `when`, or add a last rule without one"),
    ("distance:", "distnce:", "p.yaml:10:9: rules[0].filters[0]: there is no filter 'distnce'; did you mean the filter 'distance'?"),
    ("km_max: 600", "km: 600", "p.yaml:10:20: rules[0].filters[0].distance.km: there is no 'km' here; did you mean 'km_max'?"),
    ("km_max: 600", "km_max: 0", "p.yaml:10:20: rules[0].filters[0].distance.km_max: is 0; write a number greater than 0"),
    ("per_hour: 0.50", "per_hour: 50 cents", "p.yaml:12:22: rules[0].costs[0].congestion.per_hour: is '50 cents', but a number is wanted; write a number of at least 0, as in 2.50"),
    ("per_hour: 0.50", "per_hour: .inf", "p.yaml:12:22: rules[0].costs[0].congestion.per_hour: is '.inf', but a number is wanted; write a number of at least 0, as in 2.50"),
    ("per_hour: 0.50", "per_hour: 9999999999999", "p.yaml:12:22: rules[0].costs[0].congestion.per_hour: is 9999999999999; write a number of at most 1,000,000,000,000"),
    ("per_hour: 0.50, ", "", "p.yaml:12:21: rules[0].costs[0].congestion.per_hour: is missing; write `per_hour: a number`"),
    ("- parcel: {further: 3.50}", "- {parcel: {further: 1}, labor: {}}", "p.yaml:13:9: rules[0].costs[1]: is 'parcel', 'labor', but one cost is wanted; begin each cost with a hyphen of its own, and indent its parameters below it"),
    ("      - congestion: {per_hour: 0.50, from_hours: 4}\n      - parcel: {further: 3.50}\n", "", "p.yaml:11:5: rules[0].costs: there are none, so no plan is better than another; add `costs`, such as `- parcel: {further: 3.50}`"),
    ("      - parcel: {further: 3.50}", "      - congestion: {per_hour: 1}", "p.yaml:13:9: warning: rules[0].costs[1]: congestion is there twice; both act: join them if that is not meant"),
    ("nodes_max: 2", "nodes_max: 2.5", "p.yaml:14:14: rules[0].limits.nodes_max: is '2.5', but a whole number is wanted; write a whole number of at least 1"),
    ("nodes_max: 2", "nodes_max: 010", "p.yaml:14:14: rules[0].limits.nodes_max: is '010', but a whole number is wanted; write 10, without zeros before it"),
    ("per_hour: 0.50", "per_hour: 00.50", "p.yaml:12:22: rules[0].costs[0].congestion.per_hour: is '00.50', but a number is wanted; write 0.50, without zeros before it"),
    ("per_hour: 0.50", "per_hour: \u0663", "p.yaml:12:22: rules[0].costs[0].congestion.per_hour: is '\u0663', but a number is wanted; write a number of at least 0, as in 2.50"),
    ("[split, backorder]", "[backorder]", "p.yaml:14:14: warning: rules[0].limits.nodes_max: without split in `otherwise` one node serves everything; add split to `otherwise`, or remove the limit"),
    ("[split, backorder]", "[backorder, split]", "p.yaml:15:17: rules[0].otherwise[0]: backorder stands before split; write it last: nothing is tried after it"),
    ("[split, backorder]", "[split, backorder, cancel]", "p.yaml:15:5: rules[0].otherwise: an order cannot both wait and be canceled; keep one of backorder and cancel"),
    ("[split, backorder]", "[split, split]", "p.yaml:15:24: rules[0].otherwise[1]: 'split' is there twice; keep one of them"),
    ("[split, backorder]", "[]", "p.yaml:15:5: rules[0].otherwise: is empty; write [split], or [cancel] where one node must have everything"),
    ("[split, backorder]", "[fly]", "p.yaml:15:17: rules[0].otherwise[0]: is 'fly'; write one of split, ship_to_store, backorder, cancel"),
    ("[split, backorder]", "&fallbacks [split, backorder]", "p.yaml:15:16: rules[0].otherwise: anchors are not read; remove &fallbacks"),
    ("[split, backorder]", "!!set [split]", "p.yaml:15:16: rules[0].otherwise: tags are not read; remove 'tag:yaml.org,2002:set'"),
    ("name: peak", "name: {a: b}", "p.yaml:7:11: rules[0].name: is a mapping, but one value is wanted; write it in one line"),
    ("name: peak", 'name: "peak\\n"', "p.yaml:7:11: rules[0].name: has characters that cannot be seen; write it in one line without them"),
    ("name: peak", "? [a, list]\n    : peak", "p.yaml:7:7: rules[0]: a key must be a text; write `name: value`"),
    ("rules:", "rules: [", None),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "said"), WRONG, ids=[f"{old} > {new}"[:60] for old, new, _ in WRONG])
def test_what_is_wrong_is_said_with_its_place_and_its_mend(old: str, new: str, said: str | None) -> None:
    found = problems(changed(old, new))
    assert found
    if said is not None:
        assert said in found


def test_aliases_are_not_followed() -> None:
    bomb = "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n"
    assert [each for each in problems(bomb) if "aliases" in each] == [
        "p.yaml:2:8: b[0]: aliases are not read; write it out where it is meant",
        "p.yaml:2:12: b[1]: aliases are not read; write it out where it is meant",
        "p.yaml:3:5: c[0]: aliases are not read; write it out where it is meant",
        "p.yaml:3:9: c[1]: aliases are not read; write it out where it is meant",
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "p.yaml:1:1: is empty; write a document"),
        ("just words", "p.yaml:1:1: is 'just words', but a policy is a mapping; begin with `policy: name`"),
        (b"\xff\xfe", "p.yaml:1:1: is not UTF-8; save it as UTF-8"),
        ("\ud800", "p.yaml:1:1: is not UTF-8; save it as UTF-8"),
        (f"{GOOD}---\n{GOOD}", "p.yaml:20:1: a second document begins here; keep one document a file"),
        ("#" * 262_145, "p.yaml:1:1: has 262,145 bytes, at most 262,144 are read; make it shorter"),
        ("policy: a\ncurrency: EUR\nrules: []", "p.yaml:3:1: rules: there is none; write at least one rule, with `name` and `costs`"),
    ],
)  # fmt: skip
def test_what_is_no_document_is_refused(text: str | bytes, said: str) -> None:
    assert problems(text) == [said]


def test_all_problems_are_told_at_once_in_the_order_of_the_document() -> None:
    text = GOOD.replace("EUR", "x").replace("600", "-1").replace("further", "furhter").replace("[split]", "[spilt]")
    found = problems(text)
    assert [each.split(":")[1] for each in found] == ["3", "10", "13", "13", "18", "18", "19"]


def test_words_that_yaml_takes_for_something_else_are_names() -> None:
    text = with_cost("labor: {of: {no: {per_order: 1}, 010: {per_order: 2}, 1e3: {per_order: 3}}}")
    cost = policy_of(text.replace("small", "2026-01-01").replace("name: all", "name: off")).rules[0].costs[0]
    assert isinstance(cost, Labor)
    assert list(cost.of) == ["no", "010", "1e3"]
    filtered = policy_of(
        with_cost("parcel: {further: 1}") + "    filters:\n      - nodes: {only: [no, 1:30, 12:30:45, ~, null, 0x1F]}\n"
    )
    assert filtered.rules[0].filters == (Nodes(("no", "1:30", "12:30:45", "~", "null", "0x1F")),)


def test_a_period_that_yaml_takes_for_a_number_or_a_date_is_days() -> None:
    text = changed("{from: 11-20, until: 12-27}", "{from: 02-29, until: 02-29}")
    assert policy_of(text).periods["peak"] == Period(date(2000, 2, 29), date(2000, 2, 29), yearly=True)
    text = changed("{from: 11-20, until: 12-27}", "{from: 2026-11-20, until: 2026-11-20}")
    assert policy_of(text).periods["peak"] == Period(date(2026, 11, 20), date(2026, 11, 20), yearly=False)


def test_truth_is_written_in_one_way() -> None:
    text = changed("km_max: 600", "km_max: 600, known: yes")
    assert problems(text) == ["p.yaml:10:33: rules[0].filters[0].distance.known: is 'yes'; write true or false"]
    assert policy_of(text.replace("yes", "true")).rules[0].filters != policy_of(GOOD).rules[0].filters


def test_a_strategy_without_parameters_is_its_name() -> None:
    for written_as in ("capacity_left", "capacity_left:", "capacity_left: {}"):
        text = changed("- distance: {km_max: 600}", f"- {written_as}")
        assert [each.name for each in policy_of(text).rules[0].filters] == ["capacity_left"]


KNOWN = Known(
    rates={"parcels": "EUR", "uk": "GBP"},
    nodes={"leeds", "york"},
    kinds={"store", "distribution_center"},
    channels={"web"},
    categories={"toys"},
)


@pytest.mark.parametrize(
    ("cost", "said"),
    [
        ("shipping: {rates: parcls}", "costs[0].shipping.rates: there is no rate table 'parcls'; did you mean 'parcels'?"),
        ("shipping: {rates: uk}", "costs[0].shipping.rates: the rate table uk is in GBP, the policy in EUR; one policy adds up"),
        ("labor: {of: {leds: {}}}", "warning: rules[0].costs[0].labor.of.leds: there is no node and no kind of nodes 'leds'; did you mean 'leeds'?"),
        ("congestion: {per_hour: 1, kinds: [stores]}", "warning: rules[0].costs[0].congestion.kinds[0]: there is no kind of nodes 'stores'; did you mean 'store'?"),
    ],
)  # fmt: skip
def test_names_of_what_is_not_there_are_found(cost: str, said: str) -> None:
    (found,) = problems(with_cost(cost), KNOWN)
    assert said in found
    assert problems(with_cost(cost)) == [], "nobody has looked what there is"


def test_channels_and_categories_that_are_not_there_are_strange() -> None:
    text = changed("channels: [web], ", "channels: [wbe], categories: [toy], ")
    assert [each for each in problems(text, KNOWN) if "there is no" in each] == [
        "p.yaml:8:23: warning: rules[0].when.channels[0]: there is no channel 'wbe'; did you mean 'web'?",
        "p.yaml:8:42: warning: rules[0].when.categories[0]: there is no category 'toy'; did you mean 'toys'?",
    ]


def test_a_node_that_is_not_there_is_wrong_only_where_the_policy_is_to_act() -> None:
    text = changed("- distance: {km_max: 600}", "- nodes: {only: [store, hull]}")
    assert read_policy(text, known=KNOWN).policy is not None
    acting = Known(nodes=KNOWN.nodes, kinds=KNOWN.kinds, acting=True)
    assert read_policy(text, known=acting).policy is None
    (said,) = problems(text, acting)
    assert said.startswith(
        "p.yaml:10:31: rules[0].filters[0].nodes.only[1]: there is no node and no kind of nodes 'hull'"
    )
    assert said.endswith("write one of distribution_center, leeds, store, york")


@given(policies())
@settings(max_examples=60, deadline=None)
def test_what_is_written_is_read_as_the_same_policy(policy: Policy) -> None:
    assert policy_of(written(policy)) == policy
    assert written(policy_of(written(policy))) == written(policy)


def test_the_canonical_form_is_the_shortest() -> None:
    text = with_cost("shipping: {rates: 'parcels', grams_unknown: 500}")
    assert written(policy_of(text)).splitlines()[-3:] == [
        "    costs:",
        "      - shipping: {rates: parcels}",
        "    otherwise: [split]",
    ]
    assert policy_of(text).rules[0].costs == (Shipping("parcels"),)


FRAGMENTS = st.sampled_from(
    ["- ", ": ", "\n", "  ", "[", "]", "{", "}", "&a", "*a", "!!x", "'", '"', "|", "#", "?", "---", "\t", "<<", "%YAML"]
)
WORDS = st.sampled_from(GOOD.replace(":", " : ").split())


@given(st.one_of(st.text(max_size=200), st.binary(max_size=100), st.lists(st.one_of(FRAGMENTS, WORDS)).map(" ".join)))
@settings(max_examples=150, deadline=None)
def test_any_text_is_a_policy_or_has_problems(text: str | bytes) -> None:
    read = read_policy(text)
    assert (read.policy is None) == any(not each.warning for each in read.problems)
    assert all(each.line >= 1 and each.column >= 1 and each.mend for each in read.problems)


@given(st.integers(0, len(GOOD)), st.integers(0, 30), st.one_of(FRAGMENTS, WORDS, st.text(max_size=3)))
@settings(max_examples=150, deadline=None)
def test_any_mistake_in_a_document_is_survived(at: int, length: int, instead: str) -> None:
    read = read_policy(GOOD[:at] + instead + GOOD[at + length :])
    assert (read.policy is None) == any(not each.warning for each in read.problems)


@pytest.mark.parametrize(
    "text",
    [
        "[" * 250_000,
        "{a: " * 60_000,
        "- " * 120_000,
        "a: 1\n" * 50_000,
        "rules:\n" + "- {name: a, costs: [paarcel: {further: -1}]}\n" * 5_000,
        "rules:\n" + "".join([f"- {{name: a{n}, when: {{channels: [c{n}]}}}}\n" for n in range(5_000)]),
        "policy: x\nperiods:\n" + "".join([f"  p{n}: {{from: 13-01}}\n" for n in range(9_000)]),
        "\n".join([f"k{n}: 1" for n in range(20_000)]),
        'a: "' + "\\u0041" * 40_000 + '"',
    ],
    ids=lambda text: text[:30],
)
def test_the_worst_documents_are_read_quickly_and_told_briefly(text: str) -> None:
    began = time.process_time()
    read = read_policy(text)
    assert read.policy is None
    assert len(read.problems) <= PROBLEMS_MAX
    assert time.process_time() - began < 5


def test_more_rules_than_anybody_reads_are_refused() -> None:
    rules = "".join(
        [f"  - {{name: r{n}, when: {{channels: [c{n}]}}, costs: [parcel: {{further: 1}}]}}\n" for n in range(RULES_MAX)]
    )
    text = f"policy: long\ncurrency: EUR\nrules:\n{rules}  - {{name: all, costs: [parcel: {{further: 1}}]}}\n"
    assert f"p.yaml:3:1: rules: there are {RULES_MAX + 1}; write at most {RULES_MAX}: nobody reads more" in problems(
        text
    )
