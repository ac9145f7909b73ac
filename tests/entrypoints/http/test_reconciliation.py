"""Comparing with another system over HTTP, from the difference to its end; feeds, and what is held back for them."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from stockpool.bootstrap import Application
from stockpool.workflows.reconciliation_desk import ReconciliationDesk
from tests.entrypoints.http.conftest import MakeKey, Shop

SOURCES = "/v1/reconciliation/sources"
RUNS = "/v1/reconciliation/runs"
EXCEPTIONS = "/v1/reconciliation/exceptions"

Json = dict[str, Any]


def ago(minutes: float) -> str:
    return (datetime.now(UTC) - timedelta(minutes=minutes)).isoformat()


async def store_source(shop: Shop, **more: object) -> Json:
    done = await shop.post(SOURCES, {"sources": [{"id": "erp", "name": "ERP", **more}]})
    result: Json = done.json()["results"][0]
    return result


async def run(shop: Shop, quantities: dict[tuple[str, str], float], **more: object) -> Json:
    rows = [{"sku": sku, "node": node, "quantity": each} for (sku, node), each in quantities.items()]
    done = await shop.post(RUNS, {"source": "erp", "rows": rows, **more})
    assert done.status_code == 201, done.text
    answered: Json = done.json()
    return answered


async def fact(shop: Shop, kind: str, quantity: float, name: str, **more: object) -> None:
    body = {"kind": kind, "sku": "A", "node": "N1", "quantity": quantity, "source": "till", "source_id": name, **more}
    done = await shop.post("/v1/facts", {"facts": [body]})
    assert "refused" not in done.text, done.text


async def exceptions(shop: Shop, query: str = "status=open") -> list[Json]:
    found: list[Json] = (await shop.get(f"{EXCEPTIONS}?{query}")).json()["exceptions"]
    return found


async def on_hand(shop: Shop) -> int:
    found = (await shop.get("/v1/positions?sku=A&node=N1")).json()["positions"]
    return int(found[0]["on_hand"])


async def test_a_file_is_compared_with_the_pool_as_of_its_moment(shop: Shop) -> None:
    """What was sold since is no difference; what was told late counts when it happened."""
    await store_source(shop)
    moment = datetime.now(UTC).isoformat()
    await fact(shop, "sell", 3, "1")
    done = await run(shop, {("A", "N1"): 10, ("A", "N2"): 5, ("C", "N1"): 2.5}, as_of=moment)
    assert (done["compared"], done["equal"], done["differing"]) == (3, 3, 0)
    now = await run(shop, {("A", "N1"): 10})
    assert (now["equal"], now["differing"], now["opened"]) == (0, 1, 1)
    happened, moment = ago(0), ago(0)
    await fact(shop, "sell", 1, "2", occurred_at=happened)
    late = await run(shop, {("A", "N1"): 6}, as_of=moment)
    assert (late["differing"], late["caught_up"], late["closed"]) == (0, 1, 1)


async def test_an_exception_stands_until_a_later_run_finds_it_gone(shop: Shop, application: Application) -> None:
    await store_source(shop)
    async with application.database.transaction() as connection:
        await connection.execute("insert into till_journals values ('N1', 'T1', '{[1,2),[4,6)}', null, now())")
        await connection.execute("insert into till_journals values ('N1', 'T2', '{[1,9)}', null, now())")
    await run(shop, {("A", "N1"): 7, ("A", "N2"): 6, ("C", "N1"): 2.25})
    found = {each["sku"] + each["node"]: each for each in await exceptions(shop)}
    assert [(found[key]["outside"], found[key]["pool"], found[key]["difference"]) for key in sorted(found)] == [
        (7, 10, -3), (6, 5, 1), (2.25, 2.5, -0.25),
    ]  # fmt: skip
    assert (found["AN1"]["cause"], found["AN2"]["cause"]) == ("missing_sale", "unknown")
    assert found["AN1"]["evidence"][1:] == ["till T1 has not told 2 of the lines of its journal"]
    again = await run(shop, {("A", "N1"): 7, ("A", "N2"): 5})
    assert (again["opened"], again["still"], again["closed"]) == (0, 1, 1)
    assert {each["status"] for each in await exceptions(shop, "node=N2")} == {"closed"}
    assert len(await exceptions(shop)) == 2, "what was not compared stays"
    assert await on_hand(shop) == 10, "nothing is posted by itself"


async def test_accepting_counts_as_of_the_moment_and_keeps_the_sales_since(shop: Shop) -> None:
    await store_source(shop)
    await run(shop, {("A", "N1"): 7})
    await fact(shop, "sell", 2, "1")
    (found,) = await exceptions(shop)
    accepted = await shop.post(f"{EXCEPTIONS}/{found['id']}/accept", {"note": "counted twice"})
    assert accepted.status_code == 200, accepted.text
    assert (accepted.json()["status"], accepted.json()["note"]) == ("accepted", "counted twice")
    assert await on_hand(shop) == 5
    again = await shop.post(f"{EXCEPTIONS}/{found['id']}/accept")
    assert (again.status_code, again.json()["type"]) == (409, "/problems/exception-settled")
    assert await on_hand(shop) == 5
    events: list[Json] = []
    for _ in range(50):
        events = (await shop.get("/v1/events?type=reconciliation.*,stock.discrepancy_found")).json()["events"]
        if events:
            break
        await asyncio.sleep(0.1)
    assert [(each["type"], each["subject"]) for each in events] == [
        ("stockpool.stock.discrepancy_found.v1", "A@N1"),
        ("stockpool.reconciliation.completed.v1", "erp"),
    ]


async def test_what_was_explained_stays_so_for_this_difference_only(shop: Shop) -> None:
    await store_source(shop)
    await run(shop, {("A", "N1"): 7})
    (found,) = await exceptions(shop)
    explained = await shop.post(f"{EXCEPTIONS}/{found['id']}/explain", {"note": "three are on the van"})
    assert explained.json()["status"] == "explained"
    assert (await run(shop, {("A", "N1"): 7}))["opened"] == 0
    assert (await run(shop, {("A", "N1"): 6}))["opened"] == 1
    assert [each["difference"] for each in await exceptions(shop)] == [-4]


async def test_available_stock_is_accepted_by_its_difference_and_commitments_are_told(shop: Shop) -> None:
    await store_source(shop, measures="available")
    await shop.post("/v1/holds", {"channel": "web", "lines": [{"sku": "A", "quantity": 2, "node": "N1"}]})
    await run(shop, {("A", "N1"): 10})
    (found,) = await exceptions(shop)
    assert (found["pool"], found["difference"], found["cause"]) == (8, 2, "commitments")
    await shop.post(f"{EXCEPTIONS}/{found['id']}/accept")
    assert await on_hand(shop) == 12


async def test_the_evidence_is_read_from_the_ledger(shop: Shop) -> None:
    await store_source(shop)
    await fact(shop, "sell", 2, "1", occurred_at=ago(4))
    await fact(shop, "sell", 2, "1-again", occurred_at=ago(3))
    await run(shop, {("A", "N1"): 8})
    (found,) = await exceptions(shop)
    assert found["cause"] == "double_posting"
    assert "and again at" in found["evidence"][0]


async def test_a_complete_list_says_that_the_rest_is_not_there(shop: Shop) -> None:
    await store_source(shop, nodes=["N1"], complete=True)
    done = await run(shop, {("A", "N1"): 10})
    assert (done["absent"], done["differing"]) == (1, 1)
    assert [each["sku"] for each in await exceptions(shop)] == ["C"]
    refused = await shop.post(RUNS, {"source": "erp", "rows": [{"sku": "A", "node": "N2", "quantity": 5}]})
    assert refused.status_code == 400


async def test_what_cannot_be_compared_is_refused_with_its_place(shop: Shop, make_key: MakeKey) -> None:
    assert (await store_source(shop, nodes=["moon"]))["outcome"] == "refused"
    assert (await store_source(shop, file="../etc/passwd"))["outcome"] == "refused"
    await store_source(shop)
    for row in ({"sku": "NONE"}, {"node": "moon"}, {"quantity": 1.5}, {"as_of": "2199-01-01T00:00:00Z"}):
        body = {"source": "erp", "rows": [{"sku": "A", "node": "N1", "quantity": 1, **row}]}
        bad = await shop.post(RUNS, body)
        assert (bad.status_code, bad.json()["errors"][0]["path"]) == (400, f"rows[0].{next(iter(row))}"), bad.text
    unknown = await shop.post(RUNS, {"source": "wms", "rows": [{"sku": "A", "node": "N1", "quantity": 1}]})
    assert unknown.status_code == 404
    assert (await shop.post(RUNS, {"source": "erp", "file": "stock.csv"})).status_code == 400, "no folder is set"
    await run(shop, {("A", "N1"): 1, ("A", "N2"): 1})
    limited = Shop(shop.client, await make_key("stock", nodes=("N2",)))
    assert [each["node"] for each in await exceptions(limited)] == ["N2"]
    (other,) = await exceptions(shop, "node=N1")
    assert (await limited.post(f"{EXCEPTIONS}/{other['id']}/accept")).status_code == 403


async def test_a_schedule_compares_each_new_file_once(shop: Shop, application: Application, tmp_path: Path) -> None:
    folder = tmp_path / "erp"
    folder.mkdir()
    mapping = tmp_path / "map"
    mapping.mkdir()
    (mapping / "stock.sql").write_text(
        "select Artikel as sku, Filiale as node, Bestand as quantity"
        " from read_csv(getvariable('from') || '/*.csv', all_varchar = true)"
    )
    desk = ReconciliationDesk(application.database, application.ledger.new_id, tmp_path)
    await store_source(shop, file="erp/*.csv", mapping="map", interval_minutes=1)
    first = folder / "monday.csv"
    first.write_text("Artikel,Filiale,Bestand\nA,N1,8\nA,moon,1\n")
    now = datetime.now(UTC)
    assert await desk.run_scheduled(now) == 1
    assert await desk.run_scheduled(now) == 0, "its time has not come"
    assert await desk.run_scheduled(now + timedelta(minutes=2)) == 0, "the file is the same"
    (done,) = (await shop.get(RUNS)).json()["runs"]
    assert (done["file"], done["compared"], done["rejected"], done["actor"]) == ("monday.csv", 1, 1, "schedule")
    second = folder / "tuesday.csv"
    second.write_text("Artikel,Filiale,Bestand\nA,N1,10\n")
    os.utime(second, (now.timestamp() + 60, now.timestamp() + 60))
    assert await desk.run_scheduled(now + timedelta(minutes=4)) == 1
    assert await exceptions(shop) == []


async def slow_till(shop: Shop, minutes: float, many: int = 30) -> None:
    """A till that tells each sale so many minutes late."""
    facts = [
        {
            "kind": "sell", "sku": "A", "node": "N1", "quantity": 1, "source": "till", "source_id": f"slow-{i}",
            "occurred_at": ago(minutes),
        }
        for i in range(many)
    ]  # fmt: skip
    body = {"kind": "receive", "sku": "A", "node": "N1", "quantity": many, "source": "wms", "source_id": "more"}
    for _ in range(2):
        done = await shop.post("/v1/facts", {"facts": [body, *facts]})
        assert "refused" not in done.text


async def available(shop: Shop) -> Json:
    found = (await shop.get("/v1/availability?sku=A&channel=web&by_node=true")).json()["items"][0]
    return {"all": found["available"], **{each["node"]: each for each in found["nodes"]}}


async def test_a_slow_feed_is_measured_and_holds_back_once_it_is_switched_on(
    shop: Shop, application: Application, make_key: MakeKey, count_rows: Callable[[], Any]
) -> None:
    del count_rows
    await slow_till(shop, 20)
    await application.meter.write()
    await shop.post("/v1/sourcing/outlooks", {"outlooks": [{"sku": "A", "node": "N1", "demand_per_day": 144}]})
    feeds = {each["source"]: each for each in (await shop.get("/v1/feeds")).json()["feeds"] if each["node"] == "N1"}
    till = feeds["till"]
    assert till["facts"] == 30
    assert 1_200 <= till["lag_p90_s"] <= 1_500
    assert feeds["wms"]["undated"] == 1
    assert till["unseen_units"] == pytest.approx(144 * till["lag_s"] / 86_400)
    assert (await shop.get(f"{SOURCES}/till/health")).json()["feeds"] == [
        till | {"silence_s": pytest.approx(till["silence_s"], abs=5)}
    ]

    dry = (await shop.get("/v1/reconciliation/buffers?confidence=0.95")).json()["nodes"]
    by_node = {each["node"]: each for each in dry}
    assert 4 <= by_node["N1"]["units_held_back"] <= 7, "two sales unseen, five or six where it goes wrong"
    assert by_node["N2"]["units_held_back"] == 0
    assert await available(shop) == {
        "all": 15,
        "N1": {"node": "N1", "available": 10},
        "N2": {"node": "N2", "available": 5},
    }

    now = datetime.now(UTC)
    assert await application.confidence.work_out(0.0, now) == 0, "off holds nothing back"
    async with application.watches.watch("web") as watch:
        await watch.ready()
        number = watch.number
        assert await application.confidence.work_out(0.95, now) == 1
        assert await watch.wait_beyond(number, 5), "whoever follows what can be promised hears of it"
        told = (await shop.get("/v1/events?type=stock.confidence_buffers_set")).json()["events"]
        (buffers,) = [each["data"] for each in told]
        assert (buffers["sku"], buffers["node"]) == (["A"], ["N1"])
        assert watch.levels["A"].available == 15 - buffers["confidence_buffer"][0]
    held = by_node["N1"]["units_held_back"]
    seen = await available(shop)
    assert (seen["N1"]["available"], seen["N1"]["confidence_buffer"]) == (10 - held, held)
    hold = {"channel": "web", "lines": [{"sku": "A", "quantity": 10 - held + 1, "node": "N1"}]}
    assert (await shop.post("/v1/holds", hold)).status_code == 409
    await fact(shop, "sell", 10, "last ones")
    assert await on_hand(shop) == 0, "a fact is never refused"
    assert await application.confidence.work_out(0.0, now) == 1
    assert (await available(shop))["all"] == 5
    limited = Shop(shop.client, await make_key("read", nodes=("N2",)))
    assert {each["node"] for each in (await limited.get("/v1/feeds")).json()["feeds"]} <= {"N2"}


async def test_a_wrong_record_is_learned_from_runs_and_counts(shop: Shop, application: Application) -> None:
    await store_source(shop)
    await run(shop, {("A", "N1"): 7, ("A", "N2"): 5})
    await fact(shop, "count", 8, "c1")
    await fact(shop, "sell", 1, "s1")
    await fact(shop, "count", 6, "c2")
    assert await application.confidence.learn_from_counts(7, datetime.now(UTC)) == 1
    await fact(shop, "sell", 1, "s2", occurred_at=ago(0))
    await application.meter.write()
    feeds = (await shop.get("/v1/feeds?source=till")).json()["feeds"]
    (till,) = feeds
    assert till["positions_checked"] == 3, "one by the run, two by counts"
    assert till["mean_error"] == pytest.approx((3 + 2 + 1) / 3)
