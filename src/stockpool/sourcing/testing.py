"""The suite that every strategy is run through, whether it came with stockpool or from another package.

In a test of a package that brings one:

    from stockpool.sourcing.testing import check_strategy

    def test_it_is_a_strategy() -> None:
        check_strategy(MyCost)
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from random import Random
from typing import Any

import msgspec
from msgspec import inspect

from stockpool.kernel.tariffs import MICRO, Piece
from stockpool.sourcing.asked import Asked, AskedLine, Load, Outlook
from stockpool.sourcing.messages import Candidate, Destination, Method
from stockpool.sourcing.policy.converting import fields_of, struct_of
from stockpool.sourcing.policy.problems import Problems
from stockpool.sourcing.policy.writing import strategy_written
from stockpool.sourcing.policy.yaml_tree import Entries, parse_tree
from stockpool.sourcing.strategies import Cost, Filter

ROUNDS = 150
"""So many random parameters, each asked about a random node and demand."""

KINDS = ("store", "distribution_center", "micro_hub", "third_party")
NAMES = ("leeds", "york", *KINDS)
CATEGORIES = ("frozen", "toys", "no")


def check_strategy(kind: type[Filter | Cost], *, seed: int = 0, rounds: int = ROUNDS) -> None:
    """Raise an `AssertionError` that says what the strategy does not keep to; the same seed asks the same."""
    random = Random(seed)
    assert re.fullmatch(r"[a-z][a-z0-9_]{0,63}", kind.name), f"{kind.__name__}: {kind.name!r} is no name for a document"
    for _ in range(rounds):
        strategy = random_strategy(kind, random)
        _check_document(strategy)
        _check_english(strategy)
        asked, node = random_asked(random), random_node(random)
        answers = _answers(strategy, node, asked)
        assert answers == _answers(strategy, node, asked), f"{strategy!r} answers differently when asked again"
        assert isinstance(answers, list)
        _check_dependence(strategy, node, asked, random)
        if isinstance(strategy, Cost):
            _check_cost(strategy, node, asked)
        else:
            _check_filter(strategy, node, asked)


def random_strategy(kind: Any, random: Random) -> Any:  # noqa: ANN401 -- a class, and one of it
    """A strategy with parameters that a document may give it."""
    for _ in range(100):
        drawn = {
            field.name: _value(field.type, random)
            for field in fields_of(kind).values()
            if field.required or random.random() < 0.6
        }
        try:
            return kind(**drawn)
        except ValueError:
            continue
    raise AssertionError(f"{kind.__name__} refuses all parameters that its types allow")


def random_asked(random: Random) -> Asked:
    """A demand in surroundings where anything may be unknown."""
    lines = tuple([_line(number, random) for number in range(random.randint(1, 3))])
    return Asked(
        channel=random.choice(["web", "store"]),
        method=random.choice(list(Method)),
        lines=lines,
        on=date(2026, 1, 1) + timedelta(random.randint(0, 364)),
        destination=random.choice([None, Destination(random.uniform(-90, 90), random.uniform(-180, 180))]),
        **(_place(random) | _load(random)),
        outlook=_always(random.choice([Outlook(), Outlook(random.uniform(0, 50), random.uniform(0, 60))])),
    )


def random_node(random: Random) -> Candidate:
    """A node of any kind."""
    place = random.choice([(None, None), (random.uniform(-90, 90), random.uniform(-180, 180))])
    return Candidate(random.choice(["leeds", "york", "hull"]), *place, kind=random.choice(KINDS))


def _value(wanted: inspect.Type, random: Random) -> Any:  # noqa: ANN401, PLR0911 -- of the wanted type, one return each
    if isinstance(wanted, inspect.UnionType):
        return _value(random.choice([each for each in wanted.types if not isinstance(each, inspect.NoneType)]), random)
    if isinstance(wanted, inspect.BoolType):
        return random.random() < 0.5
    if isinstance(wanted, inspect.IntType):
        low, high = _bounds(wanted)
        return random.randint(-int(-low // 1), int(high))
    if isinstance(wanted, inspect.FloatType):
        low, high = _bounds(wanted)
        return round(random.uniform(low, high), random.choice([0, 2, 6])) if random.random() < 0.8 else float(high)
    if isinstance(wanted, inspect.EnumType):
        return random.choice(list(wanted.cls))
    if isinstance(wanted, inspect.LiteralType):
        return random.choice(list(wanted.values))
    if isinstance(wanted, inspect.StructType):
        return random_strategy(wanted.cls, random)
    if isinstance(wanted, inspect.DictType):
        return {name: _value(wanted.value_type, random) for name in random.sample(NAMES, random.randint(0, 2))}
    if isinstance(wanted, inspect.VarTupleType):
        least = wanted.min_length or 0
        drawn = [_value(wanted.item_type, random) for _ in range(random.randint(least, least + 2))]
        return tuple(dict.fromkeys(drawn))
    assert isinstance(wanted, inspect.StrType), f"parameters of the type {wanted!r} cannot be written in a document"
    return random.choice([*NAMES, *CATEGORIES])


def _bounds(wanted: inspect.IntType | inspect.FloatType) -> tuple[float, float]:
    low = wanted.ge if wanted.ge is not None else wanted.gt + 1 if wanted.gt is not None else -1000
    high = wanted.le if wanted.le is not None else wanted.lt - 1 if wanted.lt is not None else low + 1000
    return low, high


def _line(number: int, random: Random) -> AskedLine:
    def maybe(most: int) -> int | None:
        return random.choice([None, random.randint(0, most)])

    price = maybe(500 * MICRO)
    return AskedLine(
        sku=f"sku{number}",
        units=random.randint(1, 6),
        grams=maybe(30_000),
        volume_cc=maybe(100_000),
        category=random.choice([None, *CATEGORIES]),
        price=price,
        cost=maybe(500 * MICRO),
        unit=random.choice([1, 1, 100]),
    )


def _place(random: Random) -> dict[str, Any]:
    tariff = random.choice(
        [None, (Piece(random.randint(1, 40_000), random.randint(0, 9 * MICRO), random.randint(0, 5)),)]
    )
    return {
        "km": _always(random.choice([None, 0.0, random.uniform(0, 20_000)])),
        "days": _always(random.choice([None, random.randint(0, 60)])),
        "tariff": _always(tariff),
    }


def _load(random: Random) -> dict[str, Any]:
    load = Load(
        open_orders=random.randint(0, 500),
        daily_capacity=random.choice([None, random.randint(0, 500)]),
        backlog_hours=random.choice([0.0, random.uniform(0, 500)]),
        open_now=random.random() < 0.5,
        today=random.random() < 0.5,
    )
    return {"load": _always(load), "days": _always(random.choice([None, random.randint(0, 60)]))}


def _always(value: Any) -> Callable[..., Any]:  # noqa: ANN401 -- whatever is looked up
    return lambda *_: value


def _answers(strategy: Filter | Cost, node: Candidate, asked: Asked) -> list[object]:
    """Everything that a strategy says of a node and a demand."""
    if isinstance(strategy, Cost):
        units = [strategy.unit_costs(node, line, free, asked) for line, free in _shelves(asked)]
        return [strategy.node_cost(node, asked), *units, *[strategy.gain_max(line) for line in asked.lines]]
    lines = [(strategy.bars_line(node, line), strategy.keeps(node, line, asked)) for line in asked.lines]
    return [strategy.bars(node, asked), *lines]


def _shelves(asked: Asked) -> Iterator[tuple[AskedLine, int]]:
    """Each line with as much as it wants, and with more."""
    for line in asked.lines:
        yield line, line.units
        yield line, line.units + 20


def _check_document(strategy: Filter | Cost) -> None:
    text = strategy_written(strategy)
    problems = Problems("strategy")
    tree = parse_tree(text if ": " in text else f"{text}:", problems)
    assert isinstance(tree, Entries), [each.text for each in problems.sorted()]
    read = struct_of(tree.values[strategy.name].value, type(strategy), strategy.name, problems)
    assert read == strategy, f"{strategy!r} is written as {text!r}, and read as {read!r}"


def _check_english(strategy: Filter | Cost) -> None:
    said = strategy.english()
    assert said.strip() == said, f"{strategy!r} says {said!r}"
    assert said.isprintable(), f"{strategy!r} says {said!r}"
    if isinstance(strategy, Cost):
        assert re.fullmatch(r"[A-Z].*\.", said), f"{strategy!r} says {said!r}, which is no sentence"
    else:
        assert re.fullmatch(r"[a-z].*[^.]", said), f"{strategy!r} says {said!r}, which cannot follow `A node`"


def _check_dependence(strategy: Filter | Cost, node: Candidate, asked: Asked, random: Random) -> None:
    """What a strategy says it does not look at makes no difference."""
    before = _answers(strategy, node, asked)
    if not strategy.by_place:
        elsewhere = _changed(asked, _place(random) | {"destination": Destination(1, 1)})
        assert _answers(strategy, node, elsewhere) == before, f"{strategy!r} looks at the place: declare `by_place`"
    if not strategy.asks_outlook:
        other = _changed(asked, {"outlook": _always(Outlook(random.uniform(0, 50), random.uniform(0, 60)))})
        assert _answers(strategy, node, other) == before, f"{strategy!r} looks at the outlook: declare `by_outlook`"
    if isinstance(strategy, Cost) and not strategy.by_load:
        # What is promised depends on the place too, so that it stays for costs that look at that.
        load = {name: each for name, each in _load(random).items() if name == "load" or not strategy.by_place}
        assert _answers(strategy, node, _changed(asked, load)) == before, (
            f"{strategy!r} looks at the work: declare `by_load`"
        )


def _changed(asked: Asked, changes: dict[str, Any]) -> Asked:
    return msgspec.structs.replace(asked, **changes)


def _check_cost(cost: Cost, node: Candidate, asked: Asked) -> None:
    fixed = cost.node_cost(node, asked)
    assert fixed is None or (type(fixed) is int and fixed >= 0), f"{cost!r}: to use a node costs {fixed!r}"
    needed = cost.to_fall(2_000_000, 1_000_000)
    assert needed is None or needed.words.strip() == needed.words != "", f"{cost!r} says {needed!r}"
    for line, free in _shelves(asked):
        units, gain = cost.unit_costs(node, line, free, asked), cost.gain_max(line)
        said = f"{cost!r}: the units of {line!r} cost {units!r}"
        assert isinstance(units, tuple), said
        assert len(units) == line.units, f"{said}, of {line.units}"
        assert all(type(each) is int for each in units), said
        assert list(units) == sorted(units), f"{said}, and a later one less than one before"
        assert isinstance(gain, int), f"{cost!r}: gains at most {gain!r}"
        assert gain >= 0, f"{cost!r}: gains at most {gain!r}"
        assert min(units) >= -gain, f"{said}, which is below {-gain}"
        assert cost.by_units or (not any(units) and not gain), f"{said}: declare `by_units`"


def _check_filter(strategy: Filter, node: Candidate, asked: Asked) -> None:
    barred = strategy.bars(node, asked)
    assert barred is None or barred.filter == strategy.name, f"{strategy!r}: {barred!r}"
    if barred is not None:
        passing = strategy.passing(barred)
        assert passing.strip() == passing != "", f"{strategy!r} says {passing!r}"
    for line in asked.lines:
        bars, keeps = strategy.bars_line(node, line), strategy.keeps(node, line, asked)
        assert isinstance(bars, bool), f"{strategy!r}: {bars!r}"
        assert type(keeps) is int, f"{strategy!r} keeps {keeps!r}"
        assert keeps >= 0, f"{strategy!r} keeps {keeps!r}"
        assert strategy.by_lines or not (bars or keeps), f"{strategy!r} looks at lines: declare `by_lines`"
