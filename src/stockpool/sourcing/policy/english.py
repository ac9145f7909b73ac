"""A policy in plain English, as markdown: what a manager reads and signs. The same policy gives the same text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from stockpool.sourcing.messages import Method
from stockpool.sourcing.policy.document import Fallback, Period, Policy, Rule, When
from stockpool.sourcing.wording import counted, listed

METHODS = {
    Method.SHIP: "shipped",
    Method.SAME_DAY: "delivered on the same day",
    Method.PICKUP: "picked up in a store",
    Method.SHIP_TO_STORE: "sent to a store for pickup",
}

FALLBACKS = {
    Fallback.SPLIT: "several nodes may serve the delivery together, also where that only costs less",
    Fallback.SHIP_TO_STORE: "another node sends it to the store where it is collected",
    Fallback.BACKORDER: "what is still missing waits for supply",
    Fallback.CANCEL: "what is still missing is not sold",
}

TIES = (
    "Where several of the ways that are weighed cost the same, nodes that have more of the goods go first, then those"
    " whose names do, so that the same order in the same situation is always served in the same way."
)

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def english(policy: Policy) -> str:
    """The whole policy as text."""
    return "\n".join(_text(policy)).rstrip("\n") + "\n"


def _text(policy: Policy) -> Iterator[str]:
    yield from (f"# {policy.name}", "")
    if policy.about:
        yield from (policy.about, "")
    yield from (f"{_deciding(policy.rules)} {TIES} All amounts are in {policy.currency}.", "")
    for place, rule in enumerate(policy.rules):
        yield from (f"## {place + 1}. {rule.name}", "")
        yield from (_demands(rule.when, policy, first=place == 0), "")
        yield from _filters(rule)
        yield from _costs(rule)
        yield from (f"**How far it may go.** {_limits(rule)}", "")
        yield from (f"**Where one node is not enough.** {_fallbacks(rule.otherwise)}", "")


def _deciding(rules: Sequence[Rule]) -> str:
    one = "The rule below decides how an order is served"
    several = "The first of the rules below that an order falls under decides how it is served"
    return (
        f"{one if len(rules) == 1 else several}: of all ways that it allows, the one that costs least in sum is chosen."
    )


def _demands(when: When, policy: Policy, *, first: bool) -> str:
    """Which demands a rule is for."""
    if when == When():
        return "This rule is for all orders." if first else "This rule is for all other orders."
    of = (
        f" of the {'channel' if len(when.channels) == 1 else 'channels'} {listed(when.channels)}"
        if when.channels
        else ""
    )
    parts = [f"that are {listed([METHODS[each] for each in when.methods])}"] if when.methods else []
    parts += [f"whose goods are all of the category {listed(when.categories)}"] if when.categories else []
    parts += (
        [f"placed in {listed([_period(name, policy.periods[name]) for name in when.periods])}"] if when.periods else []
    )
    return f"This rule is for orders{of}{' ' if parts else ''}{listed(parts, 'and') if parts else ''}."


def _period(name: str, period: Period) -> str:
    if period.yearly:
        return f"the period {name} (from {_day(period.since)} to {_day(period.until)} of every year)"
    return (
        f"the period {name} (from {_day(period.since)} {period.since.year} to {_day(period.until)} {period.until.year})"
    )


def _day(day: date) -> str:
    return f"{MONTHS[day.month - 1]} {day.day}"


def _filters(rule: Rule) -> Iterator[str]:
    if not rule.filters:
        yield from ("**Who may serve.** Every node that the channel may draw on and that has the goods.", "")
        return
    yield from ("**Who may serve.** Of the nodes that the channel may draw on, a node", "")
    parts = [each.english() for each in rule.filters]
    yield from [f"- {part}{'.' if place == len(parts) - 1 else ';'}" for place, part in enumerate(parts)]
    yield ""


def _costs(rule: Rule) -> Iterator[str]:
    yield from ("**What serving costs.** These are added up:", "")
    yield from [f"- {each.english()}" for each in rule.costs]
    yield ""


def _limits(rule: Rule) -> str:
    many, units = rule.nodes_max, rule.limits.units_per_node_max
    if many == 1:
        nodes = "One node serves a delivery"
    elif many is None:
        nodes = "Any number of nodes may serve one delivery"
    else:
        nodes = f"At most {many} nodes serve one delivery"
    if units is None:
        return f"{nodes}."
    return f"{nodes}, and no node gives more than {counted(units, 'unit')} of it."


def _fallbacks(otherwise: Sequence[Fallback]) -> str:
    steps = [FALLBACKS[each] for each in otherwise]
    said = ". Where that is not enough, ".join([steps[0][0].upper() + steps[0][1:], *steps[1:]])
    if otherwise[-1] in (Fallback.BACKORDER, Fallback.CANCEL):
        return f"{said}."
    return f"{said}. What is then still missing is treated as the settings for orders say: it waits or is refused."
