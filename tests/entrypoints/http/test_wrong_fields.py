"""A field that does not have its type is told what it must be, in words that need no knowledge of the decoder."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated

import msgspec
import pytest

from stockpool.entrypoints.http.bodies import decode_body
from stockpool.entrypoints.http.wrong_fields import field_of

At = Annotated[datetime, msgspec.Meta(tz=True)]


class Color(StrEnum):
    RED = "red"
    BLUE = "blue"


class Line(msgspec.Struct, forbid_unknown_fields=True):
    sku: str
    color: Color | None = None
    size: int | None = None


class Body(msgspec.Struct, forbid_unknown_fields=True, rename={"sure": "is_sure"}):
    lines: Annotated[list[Line], msgspec.Meta(min_length=1)]
    sure: bool = False
    at: At | None = None
    other: dict[str, Line] = {}
    day: date | None = None
    prices: dict[Color, int] = {}


TIME = "must be a time with its zone, such as 2026-03-01T07:00:00Z"


@pytest.mark.parametrize(
    ("body", "path", "words"),
    [
        ({"lines": [{"sku": "A"}], "is_shure": True}, "is_shure", "known are lines, is_sure, at, other, day, prices"),
        ({"lines": [{"sku": "A", "qty": 1}]}, "lines[0].qty", "known are sku, color, size"),
        ({"lines": [{}]}, "lines[0].sku", "is missing"),
        ({"lines": [{"sku": "A", "color": "reed"}]}, "lines[0].color", "must be one of red, blue, not 'reed'"),
        ({"lines": [{"sku": "A", "size": "L"}]}, "lines[0].size", "must be a whole number"),
        ({"lines": []}, "lines", "must be a list of length >= 1"),
        ({"lines": 1}, "lines", "must be a list"),
        ({"lines": [{"sku": "A"}], "is_sure": "perhaps"}, "is_sure", "must be true or false"),
        ({"lines": [{"sku": "A"}], "at": "yesterday"}, "at", TIME),
        ({"lines": [{"sku": "A"}], "at": "2026-03-01T07:00:00"}, "at", TIME),
        ({"lines": [{"sku": "A"}], "other": {"x": {"sku": "A", "color": "reed"}}}, "other[...].color", "red, blue"),
        ({"lines": [{"sku": "A"}], "day": "24.12.2026"}, "day", "must be a date such as 2026-12-24"),
        ({"lines": [{"sku": "A"}], "prices": {"reed": 1}}, "prices.reed", "must be one of red, blue, not 'reed'"),
    ],
)
def test_a_wrong_field_is_told_what_it_must_be(body: object, path: str, words: str) -> None:
    with pytest.raises(msgspec.ValidationError) as raised:
        msgspec.convert(body, Body)
    found_path, message = field_of(raised.value, Body)
    assert (found_path, words in message) == (path, True), message
    assert "`" not in message


@pytest.mark.parametrize(
    ("end", "path"), [("}}", "prices.blue"), ("", "prices[...]"), ('},"prices":null}', "prices[...]")]
)
def test_a_member_of_an_object_with_free_names_is_named_where_the_rest_can_be_read(end: str, path: str) -> None:
    body = '{"lines":[{"sku":"A"}],"prices":{"red":1,"blue":"dear"' + end
    answered = decode_body(msgspec.json.Decoder(Body), body.encode())
    assert answered.status == 400
    assert msgspec.json.decode(answered.body)["errors"] == [{"path": path, "message": "must be a whole number"}]
