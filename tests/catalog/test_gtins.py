"""Barcode numbers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stockpool.catalog.gtins import gtin_problem
from stockpool.catalog.model import gtin_key

PUBLISHED = ["96385074", "036000291452", "4006381333931", "9501101531000", "10614141000415"]
"""GTIN-8, GTIN-12 and GTIN-13 from Wikipedia's articles on them; GTIN-13 and GTIN-14 of GS1's documents."""


@pytest.mark.parametrize("gtin", PUBLISHED)
def test_published_numbers_are_good(gtin: str) -> None:
    assert gtin_problem(gtin) is None


@pytest.mark.parametrize(
    ("gtin", "problem"),
    [
        ("4006381333932", "the check digit of 4006381333932 must be 1"),
        ("400638133393", "the check digit of 400638133393 must be 0"),
        ("40063813339", "a GTIN has 8, 12, 13 or 14 digits, 40063813339 has 11"),
        ("", "a GTIN has digits only, not ''"),
        ("4006381333931 ", "a GTIN has digits only, not '4006381333931 '"),
        ("400638133393X", "a GTIN has digits only, not '400638133393X'"),
        ("٩٦٣٨٥٠٧٤", "a GTIN has digits only, not '٩٦٣٨٥٠٧٤'"),
        ("4006381333931\x00", "a GTIN has digits only, not '4006381333931\\x00'"),
    ],
)
def test_what_is_no_gtin_is_said_in_words(gtin: str, problem: str) -> None:
    assert gtin_problem(gtin) == problem


@given(st.sampled_from(PUBLISHED), st.data())
def test_one_wrong_digit_is_always_found(gtin: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(gtin) - 1))
    digit = data.draw(st.sampled_from(sorted(set("0123456789") - {gtin[place]})))
    assert gtin_problem(gtin[:place] + digit + gtin[place + 1 :]) is not None


def test_leading_zeros_do_not_make_another_number() -> None:
    assert gtin_key("036000291452") == gtin_key("0036000291452") == "00036000291452"
