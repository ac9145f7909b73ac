"""Shipping lanes over HTTP."""

from __future__ import annotations

from tests.entrypoints.http.conftest import MakeKey, Shop

PATH = "/v1/network/shipping-lanes"
LANE = {
    "from_node": "N1", "to_node": None, "to_country": "DE", "to_postal_prefix": "80", "carrier": "Vans",
    "service": "standard", "transit_days_min": 1, "transit_days_max": 3, "cost": {"amount": "4.90", "currency": "EUR"},
}  # fmt: skip


async def test_a_batch_has_one_result_a_row_in_order(shop: Shop) -> None:
    bad = LANE | {"from_node": "moon"}
    first = (await shop.post(PATH, {"shipping_lanes": [LANE, bad]})).json()["results"]
    second = (await shop.post(PATH, {"shipping_lanes": [LANE | {"transit_days_max": 2}, LANE]})).json()["results"]
    assert [row["outcome"] for row in first] == ["created", "refused"]
    assert first[1]["problem"]["type"] == "/problems/unknown-node"
    assert first[1]["problem"]["errors"] == [{"path": "from_node", "message": "there is no node 'moon'"}]
    assert [row["outcome"] for row in second] == ["updated", "refused"]


async def test_what_is_read_can_be_written_back_unchanged(shop: Shop) -> None:
    await shop.post(PATH, {"shipping_lanes": [LANE]})
    read = (await shop.get(PATH)).json()
    assert read == {"shipping_lanes": [LANE], "next": None}
    written = await shop.post(PATH, {"shipping_lanes": read["shipping_lanes"]})
    assert written.json()["results"] == [{"outcome": "unchanged"}]


async def test_pages_follow_each_other_without_gap_or_repeat(shop: Shop) -> None:
    lanes = [LANE | {"to_postal_prefix": f"{number:02}"} for number in range(5)]
    await shop.post(PATH, {"shipping_lanes": lanes})
    seen, query = [], "limit=2"
    while True:
        page = (await shop.get(f"{PATH}?{query}")).json()
        seen += [lane["to_postal_prefix"] for lane in page["shipping_lanes"]]
        if page["next"] is None:
            break
        query = f"limit=2&cursor={page['next']}"
    assert seen == ["00", "01", "02", "03", "04"]
    assert (await shop.get(f"{PATH}?cursor=WyJ4Il0")).status_code == 400


async def test_a_service_and_a_way_may_be_left_out(shop: Shop) -> None:
    row = {"from_node": "N1", "to_node": "N2", "carrier": "Vans", "transit_days_min": 0, "transit_days_max": 0,
           "cost": {"amount": "0", "currency": "EUR"}}  # fmt: skip
    assert (await shop.post(PATH, {"shipping_lanes": [row]})).json()["results"] == [{"outcome": "created"}]
    (lane,) = (await shop.get(PATH)).json()["shipping_lanes"]
    assert (lane["service"], lane["to_country"]) == ("standard", None)


async def test_administrators_write_and_readers_read(shop: Shop, make_key: MakeKey) -> None:
    reader = Shop(shop.client, await make_key("read"))
    assert (await reader.post(PATH, {"shipping_lanes": [LANE]})).status_code == 403
    assert (await reader.get(PATH)).status_code == 200
