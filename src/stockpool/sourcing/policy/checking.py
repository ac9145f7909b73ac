"""What a policy must be beyond its form: every demand meets exactly one rule, and every rule can be obeyed."""

from __future__ import annotations

from collections.abc import Sequence

from stockpool.sourcing.policy.document import LAST_RESORTS, Fallback, Policy, Rule, When
from stockpool.sourcing.policy.problems import Problems, one_of, shown
from stockpool.sourcing.policy.yaml_tree import joined

EVERYTHING = When()


def check_policy(policy: Policy, problems: Problems) -> None:
    """Report what contradicts itself, what is never reached and what is left open."""
    for place, rule in enumerate(policy.rules):
        _check_rule(rule, f"rules[{place}]", problems)
    _check_names(policy.rules, problems)
    _check_reach(policy.rules, problems)
    _check_periods(policy, problems)


def _check_names(rules: Sequence[Rule], problems: Problems) -> None:
    first: dict[str, int] = {}
    for place, rule in enumerate(rules):
        if rule.name and first.setdefault(rule.name, place) != place:
            message = f"{shown(rule.name)} is the name of rules[{first[rule.name]}] too"
            problems.add(f"rules[{place}].name", message, "give each rule a name of its own")


def _check_reach(rules: Sequence[Rule], problems: Problems) -> None:
    for place, rule in enumerate(rules):
        if problems.touches(f"rules[{place}].when"):
            continue
        before = next((n for n, each in enumerate(rules[:place]) if _decides(n, each, rule, problems)), None)
        if before is not None:
            message = f"is never reached: rules[{before}] decides about all that it is for"
            problems.add(f"rules[{place}]", message, f"move it before rules[{before}], or remove it")
    last = len(rules) - 1
    if rules and rules[last].when != EVERYTHING and not problems.touches(f"rules[{last}].when"):
        mend = "remove its `when`, or add a last rule without one"
        problems.add(f"rules[{last}].when", "the last rule must be for everything", mend)


def _decides(place: int, rule: Rule, later: Rule, problems: Problems) -> bool:
    """Whether a rule is for all that a later one is for; one that could not be read is for nothing."""
    if problems.touches(f"rules[{place}].when"):
        return False
    pairs = [(getattr(rule.when, field), getattr(later.when, field)) for field in When.__struct_fields__]
    return all(not mine or (theirs and set(theirs) <= set(mine)) for mine, theirs in pairs)


def _check_periods(policy: Policy, problems: Problems) -> None:
    used = set()
    for place, rule in enumerate(policy.rules):
        for number, name in enumerate(rule.when.periods):
            used.add(name)
            if name not in policy.periods:
                mend = one_of(name, list(policy.periods), what="the period") if policy.periods else _NEW_PERIOD
                problems.add(f"rules[{place}].when.periods[{number}]", f"there is no period {shown(name)}", mend)
    if not problems.touches("rules"):
        for name in policy.periods.keys() - used:
            problems.warn(joined("periods", name), "no rule names it", "name it in a rule's when.periods, or remove it")


_NEW_PERIOD = "add it under `periods`"


def _check_rule(rule: Rule, path: str, problems: Problems) -> None:
    if not rule.costs and not problems.touches(f"{path}.costs") and not problems.stops_at(path):
        mend = "add `costs`, such as `- parcel: {further: 3.50}`"
        problems.add(f"{path}.costs", "there are none, so no plan is better than another", mend)
    for role, strategies in (("filters", rule.filters), ("costs", rule.costs)):
        if not problems.touches(f"{path}.{role}"):
            _check_twice([each.name for each in strategies], f"{path}.{role}", problems)
    _check_fallbacks(rule, path, problems)


def _check_twice(names: Sequence[str], path: str, problems: Problems) -> None:
    """The same strategy twice with other parameters is possible, and often a mistake."""
    for place, name in enumerate(names):
        if name in names[:place]:
            problems.warn(f"{path}[{place}]", f"{name} is there twice", "both act: join them if that is not meant")


def _check_fallbacks(rule: Rule, path: str, problems: Problems) -> None:
    at, given = f"{path}.otherwise", rule.otherwise
    if not given:
        problems.add(at, "is empty", "write [split], or [cancel] where one node must have everything")
    if set(LAST_RESORTS) <= set(given):
        problems.add(at, "an order cannot both wait and be canceled", "keep one of backorder and cancel")
    for place, fallback in enumerate(given[:-1]):
        if fallback in LAST_RESORTS and given[place + 1] not in LAST_RESORTS:
            mend = "write it last: nothing is tried after it"
            problems.add(f"{at}[{place}]", f"{fallback} stands before {given[place + 1]}", mend)
    many = rule.limits.nodes_max
    if many is not None and many > 1 and Fallback.SPLIT not in given and not problems.touches(at):
        message = "without split in `otherwise` one node serves everything"
        problems.warn(f"{path}.limits.nodes_max", message, "add split to `otherwise`, or remove the limit")
