"""Tills over HTTP: escrows, journals that come late, twice and shuffled, and what a till shows."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.entrypoints.http.conftest import MakeKey, Shop

JOURNAL = "/v1/tills/till-1/journal"
ESCROW: dict[str, Any] = {"node": "N1", "till": "till-1", "lines": [{"sku": "A", "quantity": 4}]}


async def opened(shop: Shop, **more: Any) -> dict[str, Any]:  # noqa: ANN401 -- any field
    answered = await shop.post("/v1/escrows", ESCROW | more)
    assert answered.status_code == 201, answered.text
    return dict(answered.json())


def sale(number: int, **more: Any) -> dict[str, Any]:  # noqa: ANN401 -- any field
    return {"number": number, "kind": "sell", "sku": "A", "quantity": 1, **more}


async def upload(shop: Shop, *entries: object, **more: Any) -> dict[str, Any]:  # noqa: ANN401 -- any field
    answered = await shop.post(JOURNAL, {"node": "N1", "entries": entries, **more})
    assert answered.status_code == 200, answered.text
    return dict(answered.json())


async def on_hand(shop: Shop, sku: str = "A", node: str = "N1") -> int:
    (position,) = (await shop.get(f"/v1/positions?sku={sku}&node={node}")).json()["positions"]
    return int(position["on_hand"])


def outcomes(reply: dict[str, Any]) -> list[str]:
    return [each["outcome"] for each in reply["results"]]


async def test_an_escrow_is_opened_sold_from_topped_up_and_settled(shop: Shop) -> None:
    escrow = await opened(shop)
    path = f"/v1/escrows/{escrow['escrow_id']}"
    assert (await shop.get("/v1/availability?channel=web&sku=A")).json()["items"][0]["available"] == 11
    await upload(shop, sale(1, escrow=escrow["escrow_id"]))
    topped = await shop.post(f"{path}/top-up", {"lines": [{"sku": "A", "quantity": 1}]})
    assert (topped.status_code, topped.json()["lines"]) == (200, [{"sku": "A", "node": "N1", "quantity": 1}])
    read = (await shop.get(path)).json()
    assert read["status"] == "selling"
    assert read["lines"] == [{"sku": "A", "quantity": 4, "placed_quantity": 5}]
    listed = (await shop.get("/v1/escrows?node=N1&till=till-1")).json()
    assert (listed["escrows"], listed["next"]) == ([read], None)
    settled = await shop.post(f"{path}/settle")
    assert settled.json()["lines"] == [{"sku": "A", "node": "N1", "placed": 5, "sold": 1, "given_back": 4}]
    assert (await shop.get(path)).json()["status"] == "settled"
    assert (await shop.get("/v1/escrows?node=N1")).json()["escrows"] == []
    again = await shop.post(f"{path}/settle")
    assert (again.status_code, again.json()["type"]) == (409, "/problems/escrow-closed")


async def test_an_escrow_of_more_than_there_is_says_what_there_is(shop: Shop) -> None:
    answered = await shop.post("/v1/escrows", ESCROW | {"lines": [{"sku": "A", "quantity": 11}]})
    assert answered.status_code == 409
    assert answered.json()["type"] == "/problems/insufficient-stock"
    assert answered.json()["details"]["available"] == [{"sku": "A", "node": "N1", "requested": 11, "available": 10}]
    assert (await opened(shop, lines=[{"sku": "A", "quantity": 11}], partial=True))["short"] == [
        {"sku": "A", "quantity": 1, "node": "N1"}
    ]


async def test_opening_twice_with_one_key_is_one_escrow(shop: Shop) -> None:
    first, second = [await shop.post("/v1/escrows", ESCROW, idempotency_key="mine") for _ in range(2)]
    assert first.json() == second.json()
    assert len((await shop.get("/v1/escrows?node=N1")).json()["escrows"]) == 1


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ({"node": "moon"}, "node"),
        ({"till": " x"}, "till"),
        ({"lines": []}, "lines"),
        ({"lines": [{"sku": "moon", "quantity": 1}]}, "lines[0].sku"),
        ({"lines": [{"sku": "A", "quantity": 0}]}, "lines[0].quantity"),
        ({"sells_until": "2020-01-01T00:00:00Z"}, "sells_until"),
        ({"sells_until": "2126-01-01T00:00:00Z"}, "sells_until"),
        ({"sells_until": "2126-01-01T00:00:00Z", "ttl_seconds": 5}, "ttl_seconds"),
    ],
)
async def test_what_makes_no_escrow_names_its_field(standing_shop: Shop, body: dict[str, Any], path: str) -> None:
    answered = await standing_shop.post("/v1/escrows", ESCROW | body)
    assert answered.status_code in {400, 422}, answered.text
    assert [error["path"] for error in answered.json()["errors"]] == [path]


@pytest.mark.parametrize(
    ("body", "path"), [({}, "lines"), ({"grace_seconds": 5, "lines": ESCROW["lines"]}, "grace_seconds")]
)
async def test_a_top_up_of_nothing_is_refused(shop: Shop, body: dict[str, Any], path: str) -> None:
    escrow = await opened(shop)
    answered = await shop.post(f"/v1/escrows/{escrow['escrow_id']}/top-up", body)
    assert (answered.status_code, answered.json()["errors"][0]["path"]) == (400, path)


@pytest.mark.parametrize("name", ["moon", "019b0000-0000-7000-8000-000000000000"])
async def test_an_unknown_escrow_is_not_found(standing_shop: Shop, name: str) -> None:
    answers = [
        await standing_shop.get(f"/v1/escrows/{name}"),
        await standing_shop.post(f"/v1/escrows/{name}/settle"),
        await standing_shop.post(f"/v1/escrows/{name}/top-up", {"ttl_seconds": 5}),
    ]
    assert {(each.status_code, each.json()["type"]) for each in answers} == {(404, "/problems/unknown-escrow")}


async def test_a_key_opens_and_sees_escrows_of_its_nodes_only(shop: Shop, make_key: MakeKey) -> None:
    escrow = await opened(shop)
    path = f"/v1/escrows/{escrow['escrow_id']}"
    other, reader = Shop(shop.client, await make_key("sell", nodes=("N2",))), Shop(shop.client, await make_key("read"))
    refused = [
        await other.post("/v1/escrows", ESCROW),
        await other.get(path),
        await other.get("/v1/escrows?node=N1"),
        await other.post(f"{path}/settle"),
        await other.post(f"{path}/top-up", {"ttl_seconds": 5}),
        await other.post(JOURNAL, {"node": "N1", "entries": [sale(1)]}),
        await other.get(f"{JOURNAL}?node=N1"),
        await other.get("/v1/tills/view?node=N1&channel=web&sku=A"),
        await reader.post("/v1/escrows", ESCROW),
        await reader.post(f"{path}/settle"),
        await reader.post(JOURNAL, {"node": "N1", "entries": [sale(1)]}),
    ]
    assert [each.status_code for each in refused] == [403] * len(refused)
    assert (await reader.get(path)).status_code == 200
    mine = Shop(shop.client, await make_key("sell", nodes=("N1",)))
    assert (await mine.post(f"{path}/settle")).status_code == 200


async def test_a_journal_counts_once_however_often_and_in_whatever_order_it_comes(shop: Shop) -> None:
    entries = [sale(number) for number in range(1, 8)]
    first = await upload(shop, *entries[2:5])
    assert outcomes(first) == ["recorded"] * 3
    mixed = [*random.Random(5).sample(entries, len(entries)), entries[0]]
    reply = await upload(shop, *mixed)
    assert (reply["recorded"], reply["repeated"], reply["refused"]) == (4, 4, 0)
    assert [each["number"] for each in reply["results"]] == [each["number"] for each in mixed]
    assert outcomes(await upload(shop, *entries)) == ["repeated"] * 7
    assert await on_hand(shop) == 3
    assert reply["journal"]["missing"] == []


async def test_tills_of_one_name_at_two_nodes_are_two_tills(shop: Shop) -> None:
    await upload(shop, sale(1))
    reply = (await shop.post(JOURNAL, {"node": "N2", "entries": [sale(1)]})).json()
    assert outcomes(reply) == ["recorded"]


async def test_a_bad_line_stops_no_other_and_is_recorded_when_it_is_mended(shop: Shop) -> None:
    bad = [
        sale(2, sku="moon"),
        sale(3, quantity=0),
        sale(4, kind="steal"),
        sale(5, quantity="x"),
        {"kind": "sell"},
        sale(6, reference="\0"),
        7,
        sale(8, kind="return", escrow="x"),
    ]
    reply = await upload(shop, sale(1), *bad, sale(9))
    assert outcomes(reply) == ["recorded", *["refused"] * 8, "recorded"]
    assert [each["number"] for each in reply["results"]] == [1, 2, 3, 4, 5, None, 6, None, 8, 9]
    paths = [each["problem"]["errors"][0]["path"] for each in reply["results"][1:9]]
    assert paths == ["sku", "quantity", "kind", "quantity", "number", "reference", "", "escrow"]
    assert reply["journal"]["missing"] == [{"first": 2, "last": 8}]
    mended = await upload(shop, *[sale(number) for number in range(2, 9)])
    assert outcomes(mended) == ["recorded"] * 7
    assert mended["journal"]["missing"] == []
    assert await on_hand(shop) == 1


async def test_another_line_under_a_number_that_was_used_is_refused(shop: Shop) -> None:
    await upload(shop, sale(1))
    (result,) = (await upload(shop, sale(1, quantity=2)))["results"]
    assert result["problem"]["type"] == "/problems/idempotency-key-reused"
    assert result["problem"]["errors"][0]["path"] == "number"


async def test_a_gap_of_numbers_is_told_until_it_is_filled(shop: Shop) -> None:
    reply = await upload(shop, sale(10), sale(12), sale(15))
    assert reply["journal"]["missing"] == [{"first": 11, "last": 11}, {"first": 13, "last": 14}]
    await upload(shop, sale(13))
    state = (await shop.get(f"{JOURNAL}?node=N1")).json()
    assert state["missing"] == [{"first": 11, "last": 11}, {"first": 14, "last": 14}]
    assert (state["first"], state["last"], state["recorded"]) == (10, 15, 4)
    assert (await shop.get("/v1/tills/other/journal?node=N1")).status_code == 400


async def occurred(shop: Shop) -> list[datetime]:
    items = (await shop.get("/v1/positions/A/N1/entries")).json()["entries"]
    return [datetime.fromisoformat(each["occurred_at"]) for each in items if each["to_account"] == "customer"]


@pytest.mark.parametrize("wrong", [timedelta(minutes=-7), timedelta(hours=3), timedelta(days=-9000)])
async def test_times_are_shifted_by_what_the_clock_of_the_till_is_off(shop: Shop, wrong: timedelta) -> None:
    """Never behind the upload; what is told again with a clock that is right is still the same."""
    now = datetime.now(UTC)
    said = (now + wrong - timedelta(minutes=2)).isoformat()
    reply = await upload(shop, sale(1, occurred_at=said), clock=(now + wrong).isoformat())
    assert abs(reply["clock_shift_s"] + wrong.total_seconds()) < 5
    assert "was shifted" in reply["results"][0]["notes"][0]
    (at,) = await occurred(shop)
    assert abs(at - (now - timedelta(minutes=2))) < timedelta(seconds=5)
    again = await upload(shop, sale(1, occurred_at=said), clock=datetime.now(UTC).isoformat())
    assert outcomes(again) == ["repeated"]
    assert again["journal"]["clock_shift_s"] == 0


@pytest.mark.parametrize(
    "said",
    [
        "1971-05-01T10:00:00Z",
        "0001-01-01T00:00:00Z",
        "9999-12-31T23:59:59Z",
        "2199-01-01T00:00:00Z",
    ],
)
async def test_a_sale_at_an_impossible_time_is_recorded_with_a_note(shop: Shop, said: str) -> None:
    reply = await upload(shop, sale(1, occurred_at=said), clock=datetime.now(UTC).isoformat())
    assert (outcomes(reply), len(reply["results"][0]["notes"])) == (["recorded"], 1)
    (at,) = await occurred(shop)
    assert abs(at - datetime.now(UTC)) < timedelta(minutes=1)


async def test_without_a_clock_times_are_taken_as_they_are(shop: Shop) -> None:
    at = datetime.now(UTC) - timedelta(hours=5)
    reply = await upload(shop, sale(1, occurred_at=at.isoformat()))
    assert (reply["clock_shift_s"], reply["journal"]["clock_shift_s"]) == (0, None)
    assert await occurred(shop) == [at]


async def test_what_is_no_journal_is_refused_as_a_whole(shop: Shop) -> None:
    bodies: list[Any] = [{"entries": [sale(1)]}, {"node": "N1", "entries": []}, {"node": "N1", "entries": 5}, [], b"{"]
    for body in bodies:
        answered = await shop.post(JOURNAL, body)
        assert answered.status_code == 400, answered.text


async def test_a_selling_key_records_sales_and_returns_only(shop: Shop, make_key: MakeKey) -> None:
    till = Shop(shop.client, await make_key("sell", nodes=("N1",)))
    reply = await upload(till, sale(1), sale(2, kind="return"), sale(3, kind="damage"))
    assert outcomes(reply) == ["recorded", "recorded", "refused"]
    assert reply["results"][2]["problem"]["type"] == "/problems/forbidden"


async def test_a_till_sees_here_near_pool_and_promises_in_one_call(shop: Shop, make_key: MakeKey) -> None:
    till = Shop(shop.client, await make_key("sell", nodes=("N1",)))
    await opened(shop)
    shown = (await till.get("/v1/tills/view?node=N1&channel=web&sku=A&latitude=52.5&longitude=13.4")).json()
    assert shown["here"] == {"on_hand": 10, "available": 6, "held": 4, "committed": 0, "ready_for_pickup": 0}
    assert [(each["node"], each["available"]) for each in shown["near"]] == [("N2", 5)]
    assert shown["pool"] == 11
    methods = {each["method"] for each in shown["promises"]}
    assert {"ship", "pickup"} <= methods


@pytest.mark.parametrize(
    ("query", "path"),
    [
        ("sku=moon", "sku"),
        ("barcode=4006381333931", "barcode"),
        ("", "sku"),
        ("sku=A&barcode=4006381333931", "sku"),
        ("sku=A&latitude=5", "latitude"),
    ],
)
async def test_a_view_of_nothing_names_its_field(standing_shop: Shop, query: str, path: str) -> None:
    answered = await standing_shop.get(f"/v1/tills/view?node=N1&channel=web&{query}")
    assert answered.status_code in {400, 422}
    assert [error["path"] for error in answered.json()["errors"]] == [path]
