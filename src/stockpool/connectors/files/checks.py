"""The checks of a column as DuckDB SQL: one expression for its typed value, one for what is wrong with the text.

Every column has two names in a checking query: `raw_x` is the text of the file (or the default), `x` the typed value,
which is null where the text does not fit. `known_x` is the id that a referring column found, or null; `rejected_x` the
row that was to make it known, where that is rejected; `sku_decimals` and `sku_step` (millionths in one smallest unit)
are those of the row's SKU.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from stockpool.connectors.files.columns import HOME, Column, Kind
from stockpool.connectors.files.engine import quoted_text
from stockpool.kernel.ids import ID_LENGTH_MAX
from stockpool.kernel.money import MINOR_DIGITS
from stockpool.kernel.quantities import QUANTITY_MAX

TEXT_LENGTH_MAX = 1000
SHOWN_LENGTH_MAX = 40
YEAR_MIN = 1970
RATE_MAX = 1_000_000_000
UNPRINTABLE = r"[\p{C}\p{Zl}\p{Zp}\x{A0}\x{1680}\x{2000}-\x{200A}\x{202F}\x{205F}\x{3000}]"
CONTROL = r"[\x{00}-\x{1F}\x{7F}-\x{9F}]"

Check = tuple[str, str]
"""A condition that is true for a bad value, and an expression of what is wrong, both SQL."""


def typed(column: Column) -> str:
    """The value of a column as SQL over `raw_x`; null where the text does not fit."""
    template = _TYPED.get(column.kind, "{raw}")
    return template.replace("{raw}", f"raw_{column.name}")


def problem(column: Column, now: datetime) -> str:
    """What is wrong with a column's value, led by its name, as SQL; null where nothing is."""
    raw = f"raw_{column.name}"
    checks = [*_KINDS[column.kind](column, raw, now)]
    if column.required:
        checks.insert(0, (f"{raw} is null", "'is missing'"))
    if not checks:
        return "null"
    whens = " ".join(
        f"when {condition} then {quoted_text(f'{column.name}: ')} || {message}" for condition, message in checks
    )
    return f"case {whens} end"


def _id(column: Column, raw: str, _: datetime) -> list[Check]:
    if column.refers is not None:
        row = f"': its row ' || rejected_{column.name} || ' in {HOME[column.refers]} is rejected'"
        unknown = f"{_shown(raw)} || ' is not a known {column.refers}' || coalesce({row}, '')"
        return [(f"{raw} is not null and known_{column.name} is null", unknown)]
    return [
        (f"length({raw}) > {ID_LENGTH_MAX}", f"'must have at most {ID_LENGTH_MAX} characters'"),
        (f"regexp_matches({raw}, '{UNPRINTABLE}')", f"{_shown(raw)} || ' contains control characters'"),
        (f"{raw} <> trim({raw})", f"{_shown(raw)} || ' begins or ends with a blank'"),
    ]


def _text(_column: Column, raw: str, _: datetime) -> list[Check]:
    return [
        (f"trim({raw}) = ''", "'is blank'"),
        (f"length({raw}) > {TEXT_LENGTH_MAX}", f"'must have at most {TEXT_LENGTH_MAX} characters'"),
        (f"regexp_matches({raw}, '{CONTROL}')", f"{_shown(raw)} || ' contains control characters'"),
    ]


def _list(_column: Column, raw: str, _: datetime) -> list[Check]:
    return [(f"regexp_matches({raw}, '{CONTROL}')", f"{_shown(raw)} || ' contains control characters'")]


def _whole(column: Column, raw: str, _: datetime) -> list[Check]:
    return [
        (f"{raw} is not null and {column.name} is null", f"{_shown(raw)} || ' is not a whole number'"),
        *_bounds(column, raw),
    ]


def _number(column: Column, raw: str, _: datetime) -> list[Check]:
    return [
        (f"{raw} is not null and {column.name} is null", f"{_shown(raw)} || ' is not a number'"),
        *_bounds(column, raw),
    ]


def _bounds(column: Column, raw: str) -> list[Check]:
    words = f"' is not between {column.low} and {column.high}'"
    return [(f"{column.name} not between {column.low} and {column.high}", f"{_shown(raw)} || {words}")]


def _quantity(column: Column, raw: str, _: datetime) -> list[Check]:
    below = (f"{_decimal(raw)} <= 0", "' must be greater than zero'")
    if not column.positive:
        below = (f"{_decimal(raw)} < 0", "' is below zero'")
    return [
        *_decimal_checks(raw),
        (below[0], f"{_shown(raw)} || {below[1]}"),
        (
            f"{_millionths(raw)} % sku_step <> 0",
            f"{_shown(raw)} || ' has more than the ' || sku_decimals || ' decimals of this SKU'",
        ),
        (f"{column.name} > {QUANTITY_MAX}", f"{_shown(raw)} || ' is more than {QUANTITY_MAX} smallest units'"),
    ]


def _money(_column: Column, raw: str, _: datetime) -> list[Check]:
    return [
        *_decimal_checks(raw),
        (f"{_decimal(raw)} < 0", f"{_shown(raw)} || ' is below zero'"),
        (f"{_millionths(raw)} % {_money_step()} <> 0", f"{_shown(raw)} || ' has more decimals than ' || raw_currency"),
    ]


def _rate(_column: Column, raw: str, _: datetime) -> list[Check]:
    return [
        *_decimal_checks(raw),
        (f"{_decimal(raw)} < 0", f"{_shown(raw)} || ' is below zero'"),
        (f"{_decimal(raw)} > {RATE_MAX}", f"{_shown(raw)} || ' is more than {RATE_MAX}'"),
    ]


def _decimal_checks(raw: str) -> list[Check]:
    """A decimal number below 10**12 with at most six decimals; the double tells rounding from fitting."""
    return [
        (
            f"{raw} is not null and {_decimal(raw)} is null and isfinite(try_cast({raw} as double))",
            f"{_shown(raw)} || ' is too large'",
        ),
        (
            f"{raw} is not null and ({_decimal(raw)} is null or contains({raw}, '_'))",
            f"{_shown(raw)} || ' is not a number'",
        ),
        (f"try_cast({raw} as double) <> {_decimal(raw)}::double", f"{_shown(raw)} || ' has more than 6 decimals'"),
    ]


def _currency(_column: Column, raw: str, _: datetime) -> list[Check]:
    return [_unless_matching(raw, "[A-Z]{3}", "is not a three letter ISO 4217 code such as EUR")]


def _country(_column: Column, raw: str, _: datetime) -> list[Check]:
    return [_unless_matching(raw, "[A-Z]{2}", "is not a two letter ISO 3166 code such as DE")]


def _unless_matching(raw: str, pattern: str, words: str) -> Check:
    return f"not regexp_full_match({raw}, '{pattern}')", f"{_shown(raw)} || ' {words}'"


def _time(column: Column, raw: str, now: datetime) -> list[Check]:
    checks = [
        (
            f"{raw} is not null and ({column.name} is null or not isfinite({column.name}) or {raw} = 'epoch')",
            f"{_shown(raw)} || ' is not a time such as 2026-03-01T07:00:00Z'",
        ),
        (f"{column.name} < '{YEAR_MIN}-01-01'::timestamptz", f"{_shown(raw)} || ' lies before {YEAR_MIN}'"),
    ]
    if column.past:
        moment = quoted_text(now.isoformat())
        checks.append((f"{column.name} > {moment}::timestamptz", f"{_shown(raw)} || ' lies in the future'"))
    return checks


def _flag(column: Column, raw: str, _: datetime) -> list[Check]:
    return [(f"{raw} is not null and {column.name} is null", f"{_shown(raw)} || ' is neither yes nor no'")]


def _choice(column: Column, raw: str, _: datetime) -> list[Check]:
    allowed = ", ".join(map(quoted_text, column.choices))
    words = " or ".join(column.choices)
    return [(f"{raw} not in ({allowed})", f"{_shown(raw)} || {quoted_text(f' is not {words}')}")]


def _decimal(raw: str) -> str:
    return f"try_cast({raw} as decimal(18, 6))"


def _millionths(raw: str) -> str:
    """Small numbers, which most are, in 64 bits; the others in 128, at five times the cost."""
    value = _decimal(raw)
    small, large = f"({value} * 1000000)::bigint", f"({value}::decimal(25, 6) * 1000000)::bigint"
    return f"(case when {value} between -999999 and 999999 then {small} else {large} end)"


def _money_step() -> str:
    """Millionths in one minor unit of the row's currency."""
    whens = " ".join(f"when '{currency}' then {10 ** (6 - digits)}" for currency, digits in MINOR_DIGITS.items())
    return f"case raw_currency {whens} else 10000 end"


def _is_whole(raw: str) -> str:
    return rf"regexp_full_match({raw}, '\s*[+-]?\d+(\.0+)?\s*')"


def _shown(raw: str) -> str:
    return f"'\"' || left({raw}, {SHOWN_LENGTH_MAX}) || '\"'"


_KINDS: dict[Kind, Callable[[Column, str, datetime], list[Check]]] = {
    Kind.ID: _id,
    Kind.TEXT: _text,
    Kind.LIST: _list,
    Kind.WHOLE: _whole,
    Kind.QUANTITY: _quantity,
    Kind.NUMBER: _number,
    Kind.MONEY: _money,
    Kind.RATE: _rate,
    Kind.CURRENCY: _currency,
    Kind.COUNTRY: _country,
    Kind.TIME: _time,
    Kind.FLAG: _flag,
    Kind.CHOICE: _choice,
}

_TYPED: dict[Kind, str] = {
    Kind.WHOLE: rf"case when {_is_whole('{raw}')} then try_cast({{raw}} as bigint) end",
    Kind.QUANTITY: f"{_millionths('{raw}')} // sku_step",
    Kind.MONEY: f"{_millionths('{raw}')} // {_money_step()}",
    Kind.NUMBER: "case when isfinite(try_cast({raw} as double)) then try_cast({raw} as double) end",
    Kind.TIME: "coalesce(try_cast({raw} as timestamptz), try_cast(trim({raw}) as timestamptz))",
    Kind.FLAG: "try_cast(trim({raw}) as boolean)",
}
