"""Amounts as explanations say them."""

from __future__ import annotations

import pytest

from stockpool.sourcing.wording import rounded_up


@pytest.mark.parametrize(
    ("micro", "said"),
    [
        (1_762_171, "1.77"),
        (3_000_000, "3.00"),
        (293_027, "0.30"),
        (77_823, "0.078"),
        (99_999, "0.100"),
        (1, "0.000001"),
    ],
)
def test_an_amount_is_rounded_so_that_more_than_it_is_still_enough(micro: int, said: str) -> None:
    assert rounded_up(micro) == said
    assert float(said) * 1_000_000 >= micro
