"""The names that a policy uses for things outside of it: rate tables, nodes, channels, categories."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

import msgspec

from stockpool.sourcing.outlooks.messages import OutlookState
from stockpool.sourcing.policy.document import Policy
from stockpool.sourcing.policy.problems import Problems, one_of, shown
from stockpool.sourcing.policy.yaml_tree import joined
from stockpool.sourcing.strategies import Cost, Filter, Refers


class Known(msgspec.Struct, frozen=True):
    """What there is; None where nobody has looked. Rate tables are given with their currencies.

    `acting`: the policy is to act, so that a node which is not there is wrong, not only strange.
    """

    rates: Mapping[str, str] | None = None
    nodes: Collection[str] | None = None
    kinds: Collection[str] | None = None
    channels: Collection[str] | None = None
    categories: Collection[str] | None = None
    acting: bool = False
    outlooks: OutlookState | None = None


NOTHING_KNOWN = Known()

TELL_OUTLOOKS = "put them, import the table `outlooks`, or run `stockpool policy outlook`"


def check_names(policy: Policy, known: Known, problems: Problems) -> None:
    """Report names of things that are not there."""
    for place, rule in enumerate(policy.rules):
        path = f"rules[{place}]"
        for field, what in (("channels", Refers.CHANNELS), ("categories", Refers.CATEGORIES)):
            for at, name in _named(getattr(rule.when, field), f"{path}.when.{field}"):
                _check_name(at, what, name, known, problems)
        for role in ("filters", "costs"):
            if not problems.touches(f"{path}.{role}"):
                for number, strategy in enumerate(getattr(rule, role)):
                    _check_strategy(
                        strategy, f"{path}.{role}[{number}].{strategy.name}", policy.currency, known, problems
                    )


def _check_strategy(strategy: Filter | Cost, path: str, currency: str, known: Known, problems: Problems) -> None:
    for parameter, what in strategy.refers.items():
        for at, name in _named(getattr(strategy, parameter), joined(path, parameter)):
            if what is Refers.RATES:
                _check_rates(at, name, currency, known.rates, problems)
            else:
                _check_name(at, what, name, known, problems)
    strange = known.outlooks.warning() if known.outlooks is not None and strategy.asks_outlook else None
    if strange is not None:
        problems.warn(path, strange, TELL_OUTLOOKS)


def _named(value: str | Mapping[str, object] | Collection[str], path: str) -> Iterator[tuple[str, str]]:
    """The names in a parameter with their paths: one, several, or the keys of a mapping."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, Mapping):
        yield from [(joined(path, name), name) for name in value]
    else:
        yield from [(f"{path}[{place}]", name) for place, name in enumerate(value)]


def _check_rates(path: str, name: str, currency: str, rates: Mapping[str, str] | None, problems: Problems) -> None:
    if rates is None:
        return
    if name not in rates:
        mend = one_of(name, sorted(rates)) if rates else "import it first, or use the cost `distance` until then"
        problems.add(path, f"there is no rate table {shown(name)}", mend)
    elif rates[name] != currency:
        mend = "one policy adds up amounts of one currency: use other rates, or change the policy's currency"
        problems.add(path, f"the rate table {name} is in {rates[name]}, the policy in {currency}", mend)


def _check_name(path: str, what: Refers, name: str, known: Known, problems: Problems) -> None:
    """A name of the network or the catalog: wrong where the policy is to act and a node is not there, else strange."""
    there = _there(what, known)
    if there is None or name in there:
        return
    problems.add(
        path,
        f"there is no {what} {shown(name)}",
        one_of(name, sorted(there)),
        warning=not (known.acting and what is Refers.NODES),
    )


def _there(what: Refers, known: Known) -> Collection[str] | None:
    if what is Refers.CATEGORIES:
        return known.categories
    if what is Refers.CHANNELS:
        return known.channels
    if what is Refers.KINDS:
        return known.kinds
    return None if known.nodes is None or known.kinds is None else {*known.nodes, *known.kinds}
