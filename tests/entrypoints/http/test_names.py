"""Who did something is read by name by whoever may read what was done."""

from __future__ import annotations

from datetime import UTC, datetime

from msgspec import convert, structs

from stockpool.bootstrap import Application
from stockpool.entrypoints.http.app import HttpApp
from stockpool.sourcing.api import BacktestFigure, BacktestKept
from tests.entrypoints.http.conftest import MakeKey, Shop
from tests.entrypoints.http.test_insights import ORDER, counted, placed
from tests.entrypoints.http.test_policies import ACTIVE, POLICIES, SHADOW, STEPS, document
from tests.entrypoints.http.test_sessions import Browser, add_user


async def signed_in(application: Application, http_app: HttpApp, name: str, role: str, *nodes: str) -> Browser:
    await add_user(application, name, role, *nodes)
    browser = Browser(http_app)
    assert (await browser.sign_in(name)).status_code == 201
    return browser


async def test_policies_and_their_steps_name_people_and_keys(
    application: Application, http_app: HttpApp, shop: Shop, make_key: MakeKey
) -> None:
    pia = await signed_in(application, http_app, "pia", "planner")
    me = (await pia.get("/v1/session")).json()["id"]
    assert (await pia.send("POST", POLICIES, {"text": document()})).json()["names"] == {me: "pia"}
    assert (await pia.send("POST", f"{POLICIES}/small/activate", {}, idempotency_key="k2")).status_code == 200
    assert (await pia.send("PUT", SHADOW, {"policy": "small"})).json()["names"] == {me: "pia"}
    stored = (await shop.post(POLICIES, {"text": document(2)})).json()
    assert stored["names"] == {stored["policy"]["created_by"]: "test"}
    await application.people.users.disable("pia")
    reader = Shop(shop.client, await make_key("read"))
    for path in (ACTIVE, STEPS, SHADOW, f"{POLICIES}/small?version=1"):
        assert (await reader.get(path)).json()["names"] == {me: "pia"}, "who is out is named still"
    assert (await reader.get(POLICIES)).json()["names"] == {me: "pia", **stored["names"]}


async def test_what_backtests_came_to_is_read_with_who_made_them(application: Application, shop: Shop) -> None:
    now = datetime(2026, 11, 26, tzinfo=UTC)
    figure = BacktestFigure("km", 4, 3.5, 3.0, -0.5, -0.75, -0.25)
    kept = BacktestKept(
        first="near@1", second="far@2", done_at=now, done_by="cli:pia", since=now, until=now, orders=4, whole=4, same=1,
        figures=(figure,),
    )  # fmt: skip
    for each in (kept, structs.replace(kept, first="other@1", second="built-in")):
        await application.policies.keep_backtest(each)
    told = [(await shop.get(f"{POLICIES}/{name}/backtests")).json() for name in ("near", "far", "nearer")]
    assert [len(each["backtests"]) for each in told] == [1, 1, 0]
    assert convert(told[0]["backtests"][0], BacktestKept) == kept
    assert told[0]["names"] == {}


async def test_the_life_of_an_order_and_the_figures_name_who_did_it(
    application: Application, http_app: HttpApp, shop: Shop
) -> None:
    order_id = await placed(shop, ORDER)
    anna, ben = [await signed_in(application, http_app, name, "associate", "N1") for name in ("anna", "ben")]
    me = (await anna.get("/v1/session")).json()["id"]
    await shop.post(f"/v1/fulfillment-orders/{order_id}-1/release")
    for step in ("accept", "pick"):
        done = await anna.send("POST", f"/v1/fulfillment-orders/{order_id}-1/{step}", idempotency_key=step)
        assert done.status_code == 200, done.text
    entries = (await anna.get("/v1/positions/A/N1/entries")).json()
    assert set(entries["names"].values()) == {"test"}, "what was received and ordered by key, and not by a person yet"
    await counted(application)
    life = (await shop.get(f"/v1/orders/{order_id}/events")).json()
    assert life["names"] == {me: "anna"}
    assert (life["events"][-1]["said"], life["events"][-1]["data"]["by"]) == ("N1 picked 2 of A, by anna", me)
    figures = "/v1/insights/people"
    assert (await shop.get(figures)).json()["names"] == (await anna.get(figures)).json()["names"] == {me: "anna"}
    assert (await ben.get(figures)).json()["names"] == {}, "who may not read learns no names"
