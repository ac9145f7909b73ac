"""A policy from its text: the document, or everything that is wrong with it, each with its line and how to mend it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any, TypeVar

import msgspec
from msgspec import inspect

from stockpool.sourcing.policy import registry
from stockpool.sourcing.policy.checking import check_policy
from stockpool.sourcing.policy.converting import (
    MISSING,
    NAME_MAX,
    Missing,
    convert,
    described,
    entries_of,
    items_of,
    struct_of,
    text_of,
)
from stockpool.sourcing.policy.document import Fallback, Limits, Period, Policy, Rule, When
from stockpool.sourcing.policy.naming import NOTHING_KNOWN, Known, check_names
from stockpool.sourcing.policy.problems import DocumentProblem, Problems, is_broken, one_of, shown
from stockpool.sourcing.policy.yaml_tree import Entries, Entry, Items, Scalar, Tree, joined, parse_tree
from stockpool.sourcing.strategies import Cost, Filter

S = TypeVar("S", Filter, Cost)

NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")
RESERVED_NAMES = ("active", "built-in")
"""What commands call the policy that acts, and what is there without any."""

CURRENCY = re.compile(r"[A-Z]{3}")
DAY = re.compile(r"(?:([0-9]{4})-)?([0-9]{2})-([0-9]{2})")
LEAP_YEAR = 2000
"""Stands for every year, so that February 29 is among the days."""

RULES_MAX = 200

DOCUMENT_KEYS = ("policy", "about", "currency", "periods", "rules")
RULE_KEYS = ("name", "when", "filters", "costs", "limits", "otherwise")


class ReadPolicy(msgspec.Struct, frozen=True):
    """What was read: the policy, unless something is wrong; warnings come with it."""

    policy: Policy | None
    problems: tuple[DocumentProblem, ...]


def read_policy(text: str | bytes, file: str = "policy", known: Known = NOTHING_KNOWN) -> ReadPolicy:
    """Read a document; `known` are the names that its rates, nodes, channels and so on are checked against."""
    problems = Problems(file)
    tree = parse_tree(text, problems)
    policy = _document(tree, problems) if tree is not None else None
    if policy is not None:
        check_policy(policy, problems)
        check_names(policy, known, problems)
    found = problems.sorted()
    return ReadPolicy(None if is_broken(found) else policy, found)


def _document(tree: Tree, problems: Problems) -> Policy | None:
    """The policy as far as it can be read: what is wrong is left out or stands as nothing."""
    if not isinstance(tree, Entries):
        problems.add("", f"is {described(tree)}, but a policy is a mapping", "begin with `policy: name`")
        return None
    entries = entries_of(tree, "", dict.fromkeys(DOCUMENT_KEYS), problems)
    assert not isinstance(entries, Missing)
    for key, entry in entries.items():
        problems.stands(key, entry.place)
    about = text_of(entries["about"].value, "about", problems) if "about" in entries else ""
    return Policy(
        name=_name(entries, problems),
        currency=_currency(entries, problems),
        periods=_periods(entries, problems),
        rules=_rules(entries, problems),
        about="" if isinstance(about, Missing) else about,
    )


def _name(entries: Mapping[str, Entry], problems: Problems) -> str:
    form = "write small letters, digits, dots, hyphens and underscores, at most 64"
    name = _needed(entries, "policy", "peak-protection", problems)
    if isinstance(name, Missing):
        return ""
    if NAME.fullmatch(name) is None:
        problems.add("policy", f"is {shown(name)}", form)
    elif name in RESERVED_NAMES:
        problems.add("policy", f"{name} is no name for a policy", "choose another: commands use it")
    return name


def _currency(entries: Mapping[str, Entry], problems: Problems) -> str:
    currency = _needed(entries, "currency", "EUR", problems)
    if isinstance(currency, Missing):
        return ""
    if CURRENCY.fullmatch(currency) is None:
        problems.add("currency", f"is {shown(currency)}", "write the three letters of ISO 4217, as in EUR")
    return currency


def _needed(entries: Mapping[str, Entry], key: str, example: str, problems: Problems) -> str | Missing:
    """A text of the document that must be there."""
    if key not in entries:
        problems.add(key, "is missing", f"write `{key}: {example}`")
        return MISSING
    return text_of(entries[key].value, key, problems)


def _periods(entries: Mapping[str, Entry], problems: Problems) -> dict[str, Period]:
    if "periods" not in entries:
        return {}
    tree = entries["periods"].value
    if isinstance(tree, Scalar) and tree.empty:
        return {}
    if not isinstance(tree, Entries):
        mend = "write {peak: {from: 11-20, until: 12-27}}"
        problems.add("periods", f"is {described(tree)}, but a mapping by names is wanted", mend)
        return {}
    read = {}
    for name, entry in tree.values.items():
        path = joined("periods", name)
        problems.stands(path, entry.place)
        text_of(Scalar(name, entry.place, plain=False), path, problems)
        if len(name) > NAME_MAX:
            problems.add(path, f"is a name of {len(name)} characters", f"write at most {NAME_MAX}")
        period = _period(entry.value, path, problems)
        read[name] = period if period is not None else _ANY_PERIOD
    return read


_ANY_PERIOD = Period(date(LEAP_YEAR, 1, 1), date(LEAP_YEAR, 12, 31), yearly=True)
"""Stands for a period with a mistake, so that rules may name it."""


def _period(tree: Tree, path: str, problems: Problems) -> Period | None:
    entries = entries_of(tree, path, {"from": None, "until": None}, problems)
    if isinstance(entries, Missing):
        return None
    days = {}
    for key in ("from", "until"):
        if key not in entries:
            problems.add(f"{path}.{key}", "is missing", f"write `{key}: 11-20` or `{key}: 2026-11-20`")
            continue
        problems.stands(f"{path}.{key}", entries[key].place)
        day = _day(entries[key].value, f"{path}.{key}", problems)
        if day is not None:
            days[key] = day
    if len(days) < 2:
        return None
    (since, yearly), (until, until_yearly) = days["from"], days["until"]
    if yearly != until_yearly:
        problems.add(path, "one of its days has a year, the other has none", "give both a year, or neither")
        return None
    if not yearly and until < since:
        problems.add(path, f"ends on {until}, before it begins", "exchange the days, or mend a year")
        return None
    return Period(since, until, yearly)


def _day(tree: Tree, path: str, problems: Problems) -> tuple[date, bool] | None:
    """A day, and whether it is one of every year."""
    text = text_of(tree, path, problems)
    if isinstance(text, Missing):
        return None
    found = DAY.fullmatch(text)
    try:
        if found is not None:
            year, month, day = found.groups()
            return date(int(year or LEAP_YEAR), int(month), int(day)), year is None
    except ValueError:
        pass
    problems.add(path, f"{shown(text)} is no day", "write MM-DD for every year, or YYYY-MM-DD for once")
    return None


def _rules(entries: Mapping[str, Entry], problems: Problems) -> tuple[Rule, ...]:
    if "rules" not in entries:
        problems.add("rules", "is missing", "write at least one rule, with `name` and `costs`")
        return ()
    tree = entries["rules"].value
    if isinstance(tree, Scalar) and tree.empty:
        tree = Items((), tree.place)
    items = items_of(tree, "rules", problems, what="rules")
    if isinstance(items, Missing):
        return ()
    if not items:
        problems.add("rules", "there is none", "write at least one rule, with `name` and `costs`")
    if len(items) > RULES_MAX:
        problems.add("rules", f"there are {len(items)}", f"write at most {RULES_MAX}: nobody reads more")
    return tuple([_rule(item, f"rules[{place}]", problems) for place, item in enumerate(items[:RULES_MAX])])


def _rule(tree: Tree, path: str, problems: Problems) -> Rule:
    problems.stands(path, tree.place)
    if not isinstance(tree, Entries):
        problems.add(path, f"is {described(tree)}, but a rule is a mapping", "write `name: …` and `costs: […]`")
        return Rule("")
    entries = entries_of(tree, path, dict.fromkeys(RULE_KEYS), problems)
    assert not isinstance(entries, Missing)
    parts: dict[str, Any] = {}
    for key, entry in entries.items():
        at = f"{path}.{key}"
        problems.stands(at, entry.place)
        read = _rule_part(key, entry.value, at, problems)
        if not isinstance(read, Missing):
            parts[key] = read
    if "name" not in entries:
        problems.add(f"{path}.name", "is missing", "write `name: …`, by which reports call the rule")
    return Rule(**{"name": "", **parts})


def _rule_part(key: str, tree: Tree, path: str, problems: Problems) -> Any:  # noqa: ANN401 -- of the rule's field
    if key == "name":
        return text_of(tree, path, problems)
    if key == "filters":
        return _strategies(tree, path, registry.filters(), "filter", problems)
    if key == "costs":
        return _strategies(tree, path, registry.costs(), "cost", problems)
    if key == "otherwise":
        return convert(tree, _FALLBACKS, path, problems)
    return struct_of(tree, When if key == "when" else Limits, path, problems)


_FALLBACKS = inspect.type_info(tuple[Fallback, ...])


def _strategies(
    tree: Tree, path: str, known: Mapping[str, type[S]], what: str, problems: Problems
) -> tuple[S, ...] | Missing:
    if isinstance(tree, Scalar) and tree.empty:
        return ()
    items = items_of(tree, path, problems, what=f"{what}s")
    if isinstance(items, Missing):
        return MISSING
    read = [_strategy(item, f"{path}[{place}]", known, what, problems) for place, item in enumerate(items)]
    return tuple([each for each in read if each is not None])


def _strategy(tree: Tree, path: str, known: Mapping[str, type[S]], what: str, problems: Problems) -> S | None:
    """`name: {parameters}`, or the name alone."""
    problems.stands(path, tree.place)
    form = f"write `- {next(iter(known))}: {{…}}`"
    if isinstance(tree, Items):
        problems.add(path, f"is a list, but one {what} is wanted", form)
        return None
    if isinstance(tree, Entries):
        if len(tree.values) != 1:
            names = ", ".join(map(shown, tree.values)) or "nothing"
            mend = f"begin each {what} with a hyphen of its own, and indent its parameters below it"
            problems.add(path, f"is {names}, but one {what} is wanted", mend)
            return None
        ((name, entry),) = tree.values.items()
        place, parameters = entry.place, entry.value
    else:
        named = text_of(tree, path, problems)
        if isinstance(named, Missing):
            return None
        name, place, parameters = named, tree.place, Entries({}, tree.place)
    if name not in known:
        mend = one_of(name, sorted(known), what=f"the {what}")
        problems.add(path, f"there is no {what} {shown(name)}", mend, place=place)
        return None
    problems.stands(joined(path, name), place)
    read = struct_of(parameters, known[name], joined(path, name), problems)
    return None if isinstance(read, Missing) else read
