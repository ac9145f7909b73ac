from __future__ import annotations

import pytest

from stockpool.runtime.masking import mask_text, mask_value


@pytest.mark.parametrize(
    "text",
    [
        "postgresql://shop:hunter2@db/stock",
        "postgresql://shop:hunter2@x@db/stock",
        "could not connect to postgresql://shop:hunter2@db:5432/stock?x=1, giving up",
        "host=db password=hunter2 user=shop",
        "host=db password='hunter2 and \\' more' user=shop",
        "postgresql://db/stock?user=shop&password=hunter2&x=1",
        "Authorization: Bearer hunter2",
        "authorization: basic hunter2",
    ],
)
def test_a_secret_in_a_text_is_replaced_and_the_rest_stays(text: str) -> None:
    masked = mask_text(text)
    assert "hunter2" not in masked
    assert "more" not in masked
    assert "***" in masked


@pytest.mark.parametrize("text", ["postgresql://shop@db/stock", "a key to success", "2 + 2 = 4: fine", "bearer"])
def test_what_holds_no_secret_stays_as_it_is(text: str) -> None:
    assert mask_text(text) == text


@pytest.mark.parametrize("name", ["authorization", "Authorization", "api_key", "keys", "db_password", "webhook-secret"])
def test_values_with_a_secret_name_are_replaced(name: str) -> None:
    assert mask_value(name, "hunter2") == "***"


@pytest.mark.parametrize("name", ["monkey", "keyboard", "sku", "tokens_per_s"])
def test_values_with_another_name_stay(name: str) -> None:
    assert mask_value(name, "banana") == "banana"
