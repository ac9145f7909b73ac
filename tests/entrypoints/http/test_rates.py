"""Rate tables over HTTP."""

from __future__ import annotations

import json
from typing import Any

from tests.entrypoints.http.conftest import MakeKey, Shop
from tests.network.price_lists import EXAMPLES

PATH = "/v1/network/rates"
VANS: dict[str, Any] = json.loads(EXAMPLES[0].replace("dc-east", "N1"))
QUESTION: dict[str, Any] = json.loads(EXAMPLES[1].replace("dc-west", "N2"))


async def test_a_table_is_put_as_a_whole_read_back_and_put_again(shop: Shop) -> None:
    put = await shop.post(PATH, VANS)
    assert (put.status_code, put.json()) == (201, {"name": "blue-vans", "outcome": "created", "revision": 1})
    read = await shop.get(f"{PATH}/blue-vans")
    assert (read.headers["etag"], read.json()["source"]) == ('"1"', "given")
    again = {key: value for key, value in read.json().items() if key != "source"}
    assert (await shop.post(PATH, again)).json()["outcome"] == "unchanged"
    heads = (await shop.get(f"{PATH}?limit=1")).json()
    assert [(head["name"], head["zones"], head["rates"]) for head in heads["rates"]] == [("blue-vans", 2, 3)]
    assert (await shop.get(f"{PATH}?cursor={heads['next']}")).json() == {"rates": [], "next": None}
    unchanged = await shop.get(f"{PATH}/blue-vans", **{"if-none-match": '"1"'})
    assert (unchanged.status_code, (await shop.get(f"{PATH}/rail")).status_code) == (304, 404)


async def test_a_bad_row_keeps_out_the_whole_table_and_is_named(shop: Shop) -> None:
    await shop.post(PATH, VANS)
    bad = json.loads(json.dumps(VANS))
    bad["rates"][1]["per_kg"] = "-1"
    bad["zones"][0]["from_node"] = "moon"
    refused = await shop.post(PATH, bad)
    assert refused.status_code in (404, 422)
    assert [error["path"] for error in refused.json()["errors"]] == ["zones[0].from_node", "rates[1].per_kg"]
    assert (await shop.get(f"{PATH}/blue-vans")).headers["etag"] == '"1"'


async def test_a_table_that_was_changed_meanwhile_is_not_replaced(shop: Shop) -> None:
    await shop.post(PATH, VANS)
    changed = await shop.post(PATH, VANS | {"note": "February"}, **{"if-match": '"1"'})
    late = await shop.post(PATH, VANS | {"note": "March"}, **{"if-match": '"1"'})
    assert (changed.headers["etag"], late.status_code) == ('"2"', 412)
    assert (await shop.post(PATH, VANS, **{"if-match": "x"})).status_code == 400


async def test_a_quote_says_how_it_was_reckoned(shop: Shop) -> None:
    await shop.post(PATH, VANS)
    quote = (await shop.post(f"{PATH}/blue-vans/quote", QUESTION)).json()
    assert quote == {
        "rates": "blue-vans", "currency": "EUR", "km": None, "chargeable_g": 12_000, "zone": "country",
        "cost": "12.825", "why_not": None, "days_min": 1, "days_max": 3, "charged_g": 12_000,
        "rate": {
            "zone": "country", "weight_upto_g": 30_000, "per_kg": "0.95", "minimum": "4.2",
            "days_min": 1, "days_max": 3,
        },
        "freight": "11.4", "surcharges": [{"name": "diesel", "amount": "1.425"}],
    }  # fmt: skip
    abroad = (await shop.post(f"{PATH}/blue-vans/quote", QUESTION | {"destination": {"country": "FR"}})).json()
    heavy = (await shop.post(f"{PATH}/blue-vans/quote", QUESTION | {"grams": 30_001})).json()
    assert [(each["cost"], each["why_not"]) for each in (abroad, heavy)] == [(None, "zone"), (None, "weight")]


async def test_a_question_that_makes_no_sense_is_named(shop: Shop) -> None:
    await shop.post(PATH, VANS)
    bad = {"origin": {"node": "moon"}, "destination": {"latitude": 91}, "grams": 0, "volume_cc": -1}
    refused = await shop.post(f"{PATH}/blue-vans/quote", bad)
    assert [error["path"] for error in refused.json()["errors"]] == [
        "origin.node", "destination.latitude", "destination.latitude", "grams", "volume_cc",
    ]  # fmt: skip
    assert (await shop.post(f"{PATH}/rail/quote", QUESTION)).status_code == 404


async def test_distances_are_as_the_crow_flies(shop: Shop) -> None:
    far = {
        "name": "far", "carrier": "Vans", "currency": "EUR", "zones": [{"zone": "a", "km_upto": 600}],
        "rates": [{"zone": "a", "weight_upto_g": 1000, "base": "7"}],
    }  # fmt: skip
    await shop.post(PATH, far)
    berlin, munich = {"latitude": 52.52, "longitude": 13.405}, {"latitude": 48.137, "longitude": 11.575}
    quote = (await shop.post(f"{PATH}/far/quote", {"origin": berlin, "destination": munich, "grams": 5})).json()
    assert (round(quote["km"]), quote["cost"], quote["days_min"]) == (504, "7", None)


async def test_administrators_write_and_readers_read(shop: Shop, make_key: MakeKey) -> None:
    reader = Shop(shop.client, await make_key("read"))
    assert (await reader.post(PATH, VANS)).status_code == 403
    await shop.post(PATH, VANS)
    assert (await reader.get(f"{PATH}/blue-vans")).status_code == 200
    assert (await reader.post(f"{PATH}/blue-vans/quote", QUESTION)).status_code == 200
