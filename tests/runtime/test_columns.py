"""Columns arrive in the database as they were, whatever is in them."""

from __future__ import annotations

import psycopg
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from msgspec.json import encode

from stockpool.runtime.columns import column

STORABLE = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
CONTROLS = "".join(map(chr, [*range(1, 32), *range(127, 160)]))


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.none() | STORABLE))
@example([CONTROLS, f"{CONTROLS}\\{CONTROLS}"])
@example(["\\n", "\\\n", '"', '\\"', "\\\\u0001", "null", "NULL", "", " ", "{}", ",", None])
def test_texts_arrive_as_they_were(database_url: str, texts: list[str | None]) -> None:
    assert arrived(database_url, column(texts)) == texts


@pytest.mark.parametrize("text", ["a\nb", "\t", "\x01"])
def test_json_alone_would_change_control_characters_without_a_word(database_url: str, text: str) -> None:
    """The control: what `column` mends is really wrong without it."""
    assert arrived(database_url, "{" + encode([text]).decode()[1:-1] + "}") != [text]


def test_a_text_that_cannot_be_stored_is_an_error_and_not_another_text(database_url: str) -> None:
    with pytest.raises(psycopg.DataError):
        arrived(database_url, column(["a\0b"]))


def test_numbers_are_written_as_they_are() -> None:
    assert column([1, None, -2]) == "{1,null,-2}"
    assert column(iter([])) == "{}"


def arrived(url: str, literal: str) -> list[str | None]:
    """What the database takes an array literal for."""
    with psycopg.connect(url) as connection:
        row = connection.execute("select %s::text[]", [literal]).fetchone()
    assert row is not None
    return list(row[0])
