"""Money from its wire form and back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stockpool.kernel.money import Money, parse_money


@pytest.mark.parametrize(
    ("amount", "currency", "expected"),
    [
        ("12.50", "EUR", Money(1250, "EUR")),
        ("12.5", "EUR", Money(1250, "EUR")),
        ("12", "JPY", Money(12, "JPY")),
        ("1.005", "KWD", Money(1005, "KWD")),
        ("-3", "USD", Money(-300, "USD")),
        ("1e2", "USD", Money(10000, "USD")),
    ],
)
def test_an_amount_becomes_minor_units(amount: str, currency: str, expected: Money) -> None:
    assert parse_money(amount, currency) == expected


@pytest.mark.parametrize(
    ("amount", "currency", "problem"),
    [
        ("12.505", "EUR", "EUR has 2 decimals, '12.505' has more"),
        ("1.5", "JPY", "JPY has 0 decimals, '1.5' has more"),
        ("1.00000000000000000000000000000001", "EUR", "amount has more than 25 digits"),
        ("twelve", "EUR", "amount must be a decimal number, not 'twelve'"),
        ("", "EUR", "amount must be a decimal number, not ''"),
        ("NaN", "EUR", "amount is out of range: 'NaN'"),
        ("Infinity", "EUR", "amount is out of range: 'Infinity'"),
        ("1e13", "EUR", "amount is out of range: '1e13'"),
        ("1e-999999999999999999", "EUR", "amount is out of range: '1e-999999999999999999'"),
        ("12", "eur", "currency must be a three letter ISO 4217 code, not 'eur'"),
        ("12", "EURO", "currency must be a three letter ISO 4217 code, not 'EURO'"),
    ],
)
def test_what_is_no_amount_is_said_in_words(amount: str, currency: str, problem: str) -> None:
    assert parse_money(amount, currency) == problem


@given(st.integers(-(10**12), 10**12), st.sampled_from(["EUR", "JPY", "KWD"]))
def test_money_survives_the_wire(minor: int, currency: str) -> None:
    money = Money(minor, currency)
    assert parse_money(money.amount, money.currency) == money


def test_money_reads_as_people_write_it() -> None:
    assert [str(Money(1250, "EUR")), str(Money(5, "JPY"))] == ["12.50 EUR", "5 JPY"]
