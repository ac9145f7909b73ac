"""A policy as a document in its canonical form: what is standard is left out, and everything has its one place."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from enum import Enum

import msgspec

from stockpool.sourcing.policy.document import Limits, Period, Policy, Rule, When
from stockpool.sourcing.strategies import Cost, Filter

PLAIN = re.compile(r"[A-Za-z][\w.'/-]*( [\w(][\w.'/()-]*)*", re.ASCII)
"""Texts that need no quotes: words that cannot be taken for anything else."""

GUESSED = re.compile(r"y|n|yes|no|on|off|true|false|null", re.IGNORECASE)
"""Words that YAML readers other than ours take for truth values or for nothing."""


def written(policy: Policy) -> str:
    """The document; reading it gives the same policy."""
    return "\n".join(_document(policy)) + "\n"


def strategy_written(strategy: Filter | Cost) -> str:
    """One strategy as `name: {parameters}`, or the name alone where all is standard."""
    parameters = _changed(strategy)
    return f"{_text(strategy.name)}: {_flow(parameters)}" if parameters else _text(strategy.name)


def _document(policy: Policy) -> Iterator[str]:
    yield f"policy: {_text(policy.name)}"
    if policy.about:
        yield f"about: {_text(policy.about)}"
    yield f"currency: {_text(policy.currency)}"
    if policy.periods:
        yield "periods:"
        for name, period in policy.periods.items():
            yield f"  {_text(name)}: {{from: {_day(period, period.since)}, until: {_day(period, period.until)}}}"
    yield "rules:"
    for rule in policy.rules:
        yield from _rule(rule)


def _rule(rule: Rule) -> Iterator[str]:
    yield f"  - name: {_text(rule.name)}"
    if rule.when != When():
        yield f"    when: {_flow(_changed(rule.when))}"
    for role, strategies in (("filters", rule.filters), ("costs", rule.costs)):
        if strategies:
            yield f"    {role}:"
            for each in strategies:
                yield f"      - {strategy_written(each)}"
    if rule.limits != Limits():
        yield f"    limits: {_flow(_changed(rule.limits))}"
    yield f"    otherwise: {_flow(rule.otherwise)}"


def _changed(struct: msgspec.Struct) -> dict[str, object]:
    """The fields that are not as they are anyway."""
    fields = msgspec.structs.fields(struct)
    changed = {}
    for field in fields:
        value = getattr(struct, field.name)
        standard = field.default_factory() if field.default_factory is not msgspec.NODEFAULT else field.default
        if value != standard:
            changed[field.encode_name] = value
    return changed


def _flow(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Enum):
        return _text(str(value.value))
    if isinstance(value, int | float):
        return _number(value)
    if isinstance(value, msgspec.Struct):
        return _flow(_changed(value))
    if isinstance(value, Mapping):
        return "{" + ", ".join([f"{_text(str(key))}: {_flow(each)}" for key, each in value.items()]) + "}"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "[" + ", ".join([_flow(each) for each in value]) + "]"
    return _text(str(value))


def _number(value: float) -> str:
    """Digits without an exponent and without needless zeros, from which the same number is read."""
    digits = format(Decimal(repr(value)), "f")
    return digits.rstrip("0").rstrip(".") if "." in digits else digits


def _text(text: str) -> str:
    return text if PLAIN.fullmatch(text) and not GUESSED.fullmatch(text) else json.dumps(text, ensure_ascii=False)


def _day(period: Period, day: date) -> str:
    return day.strftime("%m-%d") if period.yearly else day.isoformat()
