"""Bad input is a 4xx problem that names the field, and leaves nothing behind."""

from __future__ import annotations

from typing import Any

import httpx2
import pytest

from stockpool.bootstrap import Application
from stockpool.entrypoints.http.bodies import media_type_problem
from tests.entrypoints.http.conftest import BODY_MAX_BYTES, CountRows, MakeKey, Shop, what_is_there

HOLD = {"channel": "web", "lines": [{"sku": "A", "quantity": 1}]}


def hold(**changes: object) -> dict[str, Any]:
    return HOLD | changes


def line(**changes: object) -> dict[str, Any]:
    return hold(lines=[{"sku": "A", "quantity": 1} | changes])


BAD_HOLDS: list[tuple[str, object, int, str | None]] = [
    ("no JSON", b"{", 400, None),
    ("nothing", b"", 400, None),
    ("two documents", b'{"channel":"web","lines":[{"sku":"A","quantity":1}]} {}', 400, None),
    ("not UTF-8", b'{"channel":"\xff"}', 400, None),
    ("a lone surrogate", b'{"channel":"\\ud800","lines":[]}', 400, None),
    ("deep nesting", b"[" * 50_000, 400, ""),
    ("deep nesting in a field", b'{"channel":' + b'{"a":' * 10_000 + b"1}", 400, "channel"),
    ("an array", [], 400, ""),
    ("a missing field", {"lines": HOLD["lines"]}, 400, "channel"),
    ("a misspelled field", hold(chanel="web"), 400, "chanel"),
    ("a misspelled field of a line", line(qty=2), 400, "lines[0].qty"),
    ("no lines", hold(lines=[]), 400, "lines"),
    ("too many lines", hold(lines=[{"sku": "A", "quantity": 1}] * 5001), 400, "lines"),
    ("a quantity that is text", line(quantity="three"), 400, "lines[0].quantity"),
    ("a quantity that is true", line(quantity=True), 400, "lines[0].quantity"),
    ("a quantity that is null", line(quantity=None), 400, "lines[0].quantity"),
    ("a quantity that is not a number", line(quantity="NaN"), 400, "lines[0].quantity"),
    ("an infinite quantity", line(quantity="Infinity"), 400, "lines[0].quantity"),
    ("a quantity of zero", line(quantity=0), 400, "lines[0].quantity"),
    ("a negative quantity", line(quantity=-1), 400, "lines[0].quantity"),
    ("a fraction of a piece", line(quantity=1.5), 400, "lines[0].quantity"),
    ("a finer fraction than the SKU has", line(sku="C", quantity=0.001), 400, "lines[0].quantity"),
    ("a huge quantity", line(quantity=10**15), 400, "lines[0].quantity"),
    ("a quantity beyond 64 bits", line(quantity=10**30), 400, "lines[0].quantity"),
    ("a quantity of 5,000 digits", b'{"channel":"web","lines":[{"sku":"A","quantity":' + b"9" * 5000 + b"}]}", 400,
     "lines[0].quantity"),
    ("a quantity with a huge exponent", b'{"channel":"web","lines":[{"sku":"A","quantity":1e999999}]}', 400,
     "lines[0].quantity"),
    ("a quantity with a tiny exponent", b'{"channel":"web","lines":[{"sku":"A","quantity":1e-999999}]}', 400,
     "lines[0].quantity"),
    ("an unknown SKU", line(sku="Z"), 422, "lines[0].sku"),
    ("an empty SKU", line(sku=""), 400, "lines[0].sku"),
    ("a long SKU", line(sku="x" * 65), 400, "lines[0].sku"),
    ("a SKU with U+0000", line(sku="A\0"), 400, "lines[0].sku"),
    ("a SKU with a line break", line(sku="A\n"), 422, "lines[0].sku"),
    ("an unknown node", line(node="N9"), 422, "lines[0].node"),
    ("an unknown channel", hold(channel="mars"), 422, "channel"),
    ("a negative time to live", hold(ttl_seconds=-1), 400, "ttl_seconds"),
    ("a time to live of years", hold(ttl_seconds=10**9), 400, "ttl_seconds"),
    ("a time to live above the operator's limit", hold(ttl_seconds=2_000_000), 400, "ttl_seconds"),
    ("a reference with U+0000", hold(reference="\0"), 400, "reference"),
]  # fmt: skip


@pytest.mark.parametrize(("what", "body", "status", "path"), BAD_HOLDS, ids=[case[0] for case in BAD_HOLDS])
async def test_a_bad_hold_is_refused_by_field(
    standing_shop: Shop, count_standing_rows: CountRows, what: str, body: object, status: int, path: str | None
) -> None:
    before = await count_standing_rows()
    answered = await standing_shop.post("/v1/holds", body)
    assert answered.status_code == status, what
    assert_problem(answered)
    assert [error["path"] for error in answered.json().get("errors", [])] == ([] if path is None else [path])
    after = await count_standing_rows()
    assert {table for table in before if before[table] != after[table]} <= REFUSALS_KEPT


REFUSALS_KEPT = {"movements", "events"}
"""A refusal of the ledger is remembered by its key, so that a repeated request hears the same; no stock is touched."""


def assert_problem(answered: httpx2.Response) -> None:
    """RFC 9457: the media type, and members that agree with the status line."""
    assert answered.headers["content-type"] == "application/problem+json"
    document = answered.json()
    assert document["status"] == answered.status_code
    assert document["type"].startswith("/problems/")
    assert document["title"]
    assert document["detail"]


async def test_the_same_hold_in_good_form_is_placed(
    shop: Shop, application: Application, count_rows: CountRows
) -> None:
    """The control: the counting, and the look after the standing shop, see what a granted hold writes."""
    before, was_there = await count_rows(), await what_is_there(application)
    assert (await shop.post("/v1/holds", HOLD)).status_code == 201
    assert (await count_rows())["reservations"] == before["reservations"] + 1
    assert await what_is_there(application) != was_there


BAD_FACTS: list[tuple[str, dict[str, object], str]] = [
    ("an unknown kind", {"kind": "steal"}, "facts[0].kind"),
    ("a time without zone", {"occurred_at": "2026-01-01T10:00:00"}, "facts[0].occurred_at"),
    ("a time that is none", {"occurred_at": "yesterday"}, "facts[0].occurred_at"),
    ("a 13th month", {"occurred_at": "2026-13-01T10:00:00Z"}, "facts[0].occurred_at"),
    ("a number as SKU", {"sku": 7}, "facts[0].sku"),
    ("a source id with U+0000", {"source_id": "a\0b"}, "facts[0].source_id"),
]


@pytest.mark.parametrize(("what", "change", "path"), BAD_FACTS, ids=[case[0] for case in BAD_FACTS])
async def test_a_malformed_fact_refuses_a_request_in_which_no_other_has_its_form(
    standing_shop: Shop, count_standing_rows: CountRows, what: str, change: dict[str, object], path: str
) -> None:
    before = await count_standing_rows()
    fact = {"kind": "sell", "sku": "A", "node": "N1", "quantity": 1, "source": "till", "source_id": "1"} | change
    answered = await standing_shop.post("/v1/facts", {"facts": [fact]})
    assert (answered.status_code, answered.json()["errors"][0]["path"]) == (400, path), what
    assert_problem(answered)
    assert await count_standing_rows() == before


@pytest.mark.parametrize(("what", "change", "path"), BAD_FACTS, ids=[case[0] for case in BAD_FACTS])
async def test_a_malformed_fact_leaves_its_neighbors_alone(
    shop: Shop, what: str, change: dict[str, object], path: str
) -> None:
    facts = [
        {"kind": "sell", "sku": sku, "node": "N1", "quantity": 1, "source": "till", "source_id": str(i)}
        for i, sku in enumerate(["A", "A", "Z", "C"])
    ]
    mended = facts[1]
    facts[1] = mended | change
    answered = await shop.post("/v1/facts", {"facts": facts})
    results = answered.json()["results"]
    outcomes = [result["outcome"] for result in results]
    assert (answered.status_code, outcomes) == (200, ["recorded", "refused", "refused", "recorded"]), what
    problem = results[1]["problem"]
    assert problem["type"] == "/problems/invalid-input"
    assert problem["detail"].startswith(path.removeprefix("facts[0]."))
    assert [error["path"] for error in problem["errors"]] == [path.removeprefix("facts[0].")]

    facts[1] = mended
    again = (await shop.post("/v1/facts", {"facts": facts})).json()["results"]
    assert again[0] == results[0], "what was recorded is not recorded twice"
    assert again[1]["outcome"] == "recorded"


async def test_facts_behind_a_malformed_one_keep_their_place_in_names_and_complaints(
    shop: Shop, make_key: MakeKey
) -> None:
    """Facts without a source are known by the request's key and their place, whatever stands before them."""
    sale = {"kind": "sell", "sku": "A", "node": "N1", "quantity": 1}
    with_bad = (await shop.post("/v1/facts", {"facts": [sale | {"kind": "sel"}, sale]}, idempotency_key="k")).json()
    mended = (await shop.post("/v1/facts", {"facts": [sale, sale]}, idempotency_key="k")).json()
    assert mended["results"][1] == with_bad["results"][1]
    till = Shop(shop.client, await make_key("sell"))
    denied = await till.post("/v1/facts", {"facts": [sale | {"kind": "sel"}, sale | {"kind": "receive"}]})
    assert (denied.status_code, denied.json()["errors"][0]["path"]) == (403, "facts[1].kind")


@pytest.mark.parametrize(
    "body",
    [
        b'{"facts":[{"kind":"sel"},{"kind":"sell","sku":"A","node":"N1","quantity":1}],"more":1}',
        b'{"facts":[{"kind":"sel"},{"kind":"sell","sku":"A","node":"N1","quantity":1}]',
        b'{"facts":[{"kind":"sel"},{"kind":"sell","sku":"\xff","node":"N1","quantity":1}]}',
        b'{"facts":[{"kind":"sel"},' + b"[" * 50_000 + b"]}",
        b'{"facts":[{"kind":"sel"},{"kind":"sold"}]}',
    ],
)
async def test_a_batch_that_is_none_is_refused_whole(
    standing_shop: Shop, count_standing_rows: CountRows, body: bytes
) -> None:
    before = await count_standing_rows()
    answered = await standing_shop.post("/v1/facts", body)
    assert answered.status_code == 400
    assert_problem(answered)
    assert await count_standing_rows() == before


@pytest.mark.parametrize(
    "occurred_at",
    ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "1000-01-01T00:00:00Z", "9999-01-01T00:00:00Z"],
)
async def test_a_fact_at_the_ends_of_time_is_no_fault_of_ours(standing_shop: Shop, occurred_at: str) -> None:
    fact = {"kind": "sell", "sku": "A", "node": "N1", "quantity": 1, "occurred_at": occurred_at}
    answered = await standing_shop.post("/v1/facts", {"facts": [fact | {"source": "till", "source_id": "1"}]})
    assert answered.status_code == 400
    assert answered.json()["errors"][0]["path"] == "facts[0].occurred_at"


async def test_one_refused_fact_leaves_its_neighbors_alone(shop: Shop) -> None:
    facts = [
        {"kind": "sell", "sku": sku, "node": "N1", "quantity": 1, "source": "till", "source_id": sku}
        for sku in ("A", "Z", "A2", "C")
    ]
    results = (await shop.post("/v1/facts", {"facts": facts})).json()["results"]
    assert [result["outcome"] for result in results] == ["recorded", "refused", "refused", "recorded"]
    assert results[1]["problem"]["type"] == "/problems/unknown-sku"


async def test_facts_without_any_name_are_refused(standing_shop: Shop) -> None:
    """Without source and idempotency key a retry would sell twice."""
    body = {"facts": [{"kind": "sell", "sku": "A", "node": "N1", "quantity": 1}]}
    answered = await standing_shop.client.post("/v1/facts", json=body, headers=standing_shop.headers)
    assert answered.status_code == 400
    assert answered.json()["type"] == "/problems/idempotency-key-missing"
    assert answered.json()["errors"][0]["path"] == "facts[0].source_id"


@pytest.mark.parametrize("key", ["", "k" * 256, "ümlaut"])
async def test_a_hold_needs_a_usable_idempotency_key(standing_shop: Shop, key: str) -> None:
    headers = {name.encode(): value.encode() for name, value in standing_shop.headers.items()}
    headers |= {b"idempotency-key": key.encode("latin-1")} if key else {}
    answered = await standing_shop.client.post("/v1/holds", json=HOLD, headers=headers)
    assert answered.status_code == 400
    assert answered.json()["type"] == "/problems/idempotency-key-missing"


async def test_a_reused_key_with_another_body_is_refused_and_with_the_same_repeats_its_reply(shop: Shop) -> None:
    first = await shop.post("/v1/holds", HOLD, idempotency_key="k")
    again = await shop.post("/v1/holds", HOLD, idempotency_key="k")
    other = await shop.post("/v1/holds", line(quantity=2), idempotency_key="k")
    assert first.content == again.content
    assert (other.status_code, other.json()["type"]) == (422, "/problems/idempotency-key-reused")


async def test_two_callers_may_choose_the_same_idempotency_key(shop: Shop, make_key: MakeKey) -> None:
    other = Shop(shop.client, await make_key("sell"))
    mine = await shop.post("/v1/holds", HOLD, idempotency_key="k")
    theirs = await other.post("/v1/holds", line(quantity=2), idempotency_key="k")
    assert (mine.status_code, theirs.status_code) == (201, 201)


async def test_insufficient_stock_says_what_there_is(standing_shop: Shop) -> None:
    answered = await standing_shop.post("/v1/holds", line(node="N2", quantity=6))
    assert (answered.status_code, answered.json()["type"]) == (409, "/problems/insufficient-stock")
    assert "5" in str(answered.json()["details"])


@pytest.mark.parametrize(
    "content_type", ["text/plain", "application/x-www-form-urlencoded", "application/json; charset=utf-16", ""]
)
async def test_only_json_is_taken(standing_shop: Shop, content_type: str) -> None:
    answered = await standing_shop.post("/v1/holds", b'{"channel":"web","lines":[]}', content_type=content_type)
    assert answered.status_code == 415
    assert_problem(answered)


def test_what_is_packed_is_refused_by_what_it_is() -> None:
    head = {b"content-type": b"application/json"}
    assert media_type_problem(head) is None
    assert media_type_problem(head | {b"content-encoding": b"identity"}) is None
    refused = media_type_problem(head | {b"content-encoding": b"gzip"})
    assert refused is not None
    assert (refused.status, b"content-encoding" in refused.body) == (415, True)


async def test_json_with_its_charset_named_is_taken(shop: Shop) -> None:
    body = b'{"channel":"web","lines":[{"sku":"A","quantity":1}]}'
    answered = await shop.post("/v1/holds", body, content_type="Application/JSON; charset=UTF-8")
    assert answered.status_code == 201


async def test_a_body_above_the_limit_is_refused(standing_shop: Shop, count_standing_rows: CountRows) -> None:
    before = await count_standing_rows()
    rows = [{"id": f"S{i}", "name": "x" * 90} for i in range(BODY_MAX_BYTES // 100)]
    answered = await standing_shop.post("/v1/catalog/skus", {"skus": rows})
    assert answered.status_code == 413
    assert_problem(answered)
    assert await count_standing_rows() == before


@pytest.mark.parametrize(
    "path",
    ["/v1/nothing", "/v1/holds/", "/v1/positions//N1/entries", "/v1", "/v1/catalog/skus/A/b", "/problems/none"],
)
async def test_an_unknown_path_is_a_problem(standing_shop: Shop, path: str) -> None:
    answered = await standing_shop.get(path)
    assert answered.status_code == 404
    assert_problem(answered)


@pytest.mark.parametrize("path", ["/v1", "/nowhere"])
async def test_an_unknown_path_says_where_to_look(standing_shop: Shop, path: str) -> None:
    """Whoever opens the server's own address in a browser is led to the calls, by addresses that are there."""
    detail = (await standing_shop.client.get(path)).json()["detail"]
    for page in ("/schema", "/healthz"):
        assert page in detail
        assert (await standing_shop.client.get(page)).status_code == 200


@pytest.mark.parametrize(
    ("method", "path", "allow"),
    [("GET", "/v1/holds", "POST"), ("DELETE", "/v1/catalog/skus/A", "GET, HEAD, PUT"), ("POST", "/healthz", "GET")],
)
async def test_a_wrong_method_is_a_problem_that_names_the_right_ones(
    standing_shop: Shop, method: str, path: str, allow: str
) -> None:
    answered = await standing_shop.send(method, path)
    assert answered.status_code == 405
    assert set(allow.split(", ")) <= set(answered.headers["allow"].split(", "))
    assert_problem(answered)


@pytest.mark.parametrize(
    ("query", "path"),
    [
        ("limit=0", "limit"),
        ("limit=1001", "limit"),
        ("limit=ten", "limit"),
        ("limit=99999999999999999999", "limit"),
        ("limit=1&limit=2", "limit"),
        ("limits=1", "limits"),
        ("cursor=%00", "cursor"),
        ("cursor=!!", "cursor"),
        ("cursor=eyJh", "cursor"),
        ("cursor=Wz", "cursor"),
        ("cursor=IlxcdTAwMDAi", None),
        ("cursor=IlwwIg", "cursor"),
        ("cursor=%ff", ""),
    ],
)
async def test_a_bad_query_is_refused_by_parameter(standing_shop: Shop, query: str, path: str | None) -> None:
    answered = await standing_shop.get(f"/v1/catalog/skus?{query}")
    if path is None:
        assert answered.status_code == 200
        return
    assert answered.status_code == 400
    assert [error["path"] for error in answered.json()["errors"]] == [path]


async def test_ids_in_paths_are_checked(standing_shop: Shop) -> None:
    for piece, status in [("%00", 400), ("%ff", 400), ("A%0A", 400), ("x" * 65, 400), ("A%2FB", 404), ("Z", 404)]:
        answered = await standing_shop.get(f"/v1/catalog/skus/{piece}")
        assert answered.status_code == status, piece
        assert_problem(answered)


async def test_holds_have_uuids_and_anything_else_is_unknown(standing_shop: Shop) -> None:
    for hold_id in ("7", "0190b3a0-0000-7000-8000-000000000000"):
        answered = await standing_shop.post(f"/v1/holds/{hold_id}/release")
        assert (answered.status_code, answered.json()["type"]) == (404, "/problems/unknown-hold"), hold_id
