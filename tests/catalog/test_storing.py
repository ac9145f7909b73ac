"""The catalog in a real database."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from decimal import Decimal

import psycopg
import pytest
from msgspec.structs import replace
from psycopg import AsyncConnection

from stockpool.catalog.api import find_sku_by_gtin, get_skus, list_skus, upsert_skus, wire_skus
from stockpool.catalog.messages import Component, ComponentInput, Sku, SkuInput, SkuResult, StoredSku
from stockpool.kernel.editing import Upserted
from stockpool.kernel.money import Money, MoneyInput
from stockpool.kernel.refusals import Reason
from stockpool.runtime.database import Database

ROPE = SkuInput(
    "rope-8",
    'Rope "8 mm", 100 % hemp, {braided}, Ø\N{NO-BREAK SPACE}8',
    gtins=("4006381333931", "036000291452"),
    category="Chandlery",
    decimals=2,
    weight_g=40,
    length_mm=1000,
    width_mm=8,
    height_mm=0,
    cost=MoneyInput("0.80", "EUR"),
    price=MoneyInput("250", "JPY"),
)
HOOK = SkuInput("hook", "Hook")
KIT = SkuInput(
    "kit", "Rope with hooks", components=(ComponentInput("rope-8", Decimal("2.50")), ComponentInput("hook", 2))
)


async def upsert(database: Database, *rows: SkuInput, **options: dict[str, int]) -> list[SkuResult]:
    async with database.transaction() as conn:
        return await upsert_skus(conn, rows, if_revision=options.get("if_revision"))


async def stored(database: Database, sku_id: str) -> StoredSku:
    async with database.read() as conn:
        return (await get_skus(conn, [sku_id]))[sku_id]


async def version(database: Database) -> int:
    async with database.read() as conn:
        row = await (await conn.execute("select version from versions where topic = 'catalog'")).fetchone()
        assert row
        return int(row[0])


def outcomes(results: Sequence[SkuResult]) -> list[str]:
    return [each.outcome if isinstance(each, Upserted) else each.reason for each in results]


async def test_what_is_stored_is_what_was_sent(database: Database) -> None:
    assert outcomes(await upsert(database, KIT, ROPE, HOOK)) == ["created"] * 3
    assert await stored(database, "rope-8") == StoredSku(
        Sku(
            id="rope-8",
            name=ROPE.name,
            gtins=ROPE.gtins,
            category="Chandlery",
            decimals=2,
            weight_g=40,
            length_mm=1000,
            width_mm=8,
            height_mm=0,
            cost=Money(80, "EUR"),
            price=Money(250, "JPY"),
        ),
        1,
    )
    kit = await stored(database, "kit")
    assert kit.value.components == (Component("rope-8", 250), Component("hook", 2))


async def test_the_wire_form_of_a_stored_sku_changes_nothing(database: Database) -> None:
    await upsert(database, KIT, ROPE, HOOK)
    before = await version(database)
    async with database.read() as conn:
        wire = await wire_skus(conn, [each.value for each in await list_skus(conn, None, 10)])
    assert wire == [replace(HOOK, decimals=0, active=True), replace(KIT, decimals=0, active=True), ROPE_STORED]
    assert outcomes(await upsert(database, *wire)) == ["unchanged"] * 3
    assert await version(database) == before


ROPE_STORED = replace(ROPE, active=True)


async def test_a_changing_call_counts_the_version_up_once(database: Database) -> None:
    before = await version(database)
    await upsert(database, KIT, ROPE, HOOK)
    assert await version(database) == before + 1
    await upsert(database, HOOK, replace(ROPE, name="Line"))
    assert await version(database) == before + 2
    await upsert(database, HOOK, SkuInput("", "bad"))
    assert await version(database) == before + 2


async def test_each_change_counts_the_row_s_revision_up(database: Database) -> None:
    await upsert(database, ROPE, HOOK)
    results = await upsert(database, replace(ROPE, gtins=("96385074",)), HOOK)
    assert [each.revision for each in results if isinstance(each, Upserted)] == [2, 1]
    assert (await stored(database, "rope-8")).revision == 2
    assert (await stored(database, "rope-8")).value.gtins == ("96385074",)


async def test_an_unchanged_row_is_not_written(database: Database) -> None:
    async def row_version() -> object:
        async with database.read() as conn:
            return await (await conn.execute("select xmin::text from skus where id = 'hook'")).fetchone()

    await upsert(database, HOOK)
    written = await row_version()
    await upsert(database, HOOK, ROPE)
    assert await row_version() == written
    await upsert(database, replace(HOOK, name="Big hook"))
    assert await row_version() != written


async def test_bad_rows_do_not_stop_good_ones(database: Database) -> None:
    bad = SkuInput("a\x00b", "NUL", gtins=("\x00",), components=(ComponentInput("\ud800", 1),))
    results = await upsert(database, bad, HOOK, replace(ROPE, weight_g=-1), SkuInput("hook", "again"))
    assert outcomes(results) == [Reason.INVALID_INPUT, "created", Reason.INVALID_INPUT, Reason.INVALID_INPUT]
    async with database.read() as conn:
        assert [each.value.id for each in await list_skus(conn, None, 10)] == ["hook"]


async def test_rules_hold_against_what_is_stored(database: Database) -> None:
    await upsert(database, KIT, ROPE, HOOK)
    results = await upsert(
        database,
        replace(ROPE, decimals=3),
        replace(HOOK, active=False),
        SkuInput("other", "Other", gtins=("0036000291452",)),
        SkuInput("nested", "Nested", components=(ComponentInput("kit", 1),)),
    )
    assert outcomes(results) == [Reason.IMMUTABLE_FIELD, Reason.IN_USE, Reason.INVALID_INPUT, Reason.INVALID_INPUT]


async def test_stock_and_promises_are_told_by_the_caller(database: Database) -> None:
    await upsert(database, ROPE, HOOK)
    rows = [replace(ROPE, active=False), replace(HOOK, components=(ComponentInput("rope-8", 1),))]
    async with database.transaction() as conn:
        results = await upsert_skus(conn, rows, with_stock=["hook"], with_promises=["rope-8"])
    assert outcomes(results) == [Reason.IN_USE, Reason.IN_USE]


async def test_a_gtin_moves_with_its_rows(database: Database) -> None:
    await upsert(database, ROPE, HOOK)
    rows = replace(HOOK, gtins=ROPE.gtins), replace(ROPE, gtins=())
    assert outcomes(await upsert(database, *rows)) == ["updated", "updated"]
    assert (await stored(database, "hook")).value.gtins == ROPE.gtins


async def test_an_edit_of_an_older_revision_is_refused(database: Database) -> None:
    await upsert(database, HOOK)
    await upsert(database, replace(HOOK, name="Mine"), if_revision={"hook": 1})
    results = await upsert(database, replace(HOOK, name="Yours"), if_revision={"hook": 1})
    assert outcomes(results) == [Reason.STALE_VERSION]
    assert (await stored(database, "hook")).value.name == "Mine"


async def store_and_fail(database: Database) -> None:
    async with database.transaction() as conn:
        assert outcomes(await upsert_skus(conn, [HOOK])) == ["created"]
        raise ZeroDivisionError


async def test_an_aborted_transaction_leaves_nothing(database: Database) -> None:
    before = await version(database)
    with pytest.raises(ZeroDivisionError):
        await store_and_fail(database)
    async with database.read() as conn:
        assert await list_skus(conn, None, 10) == []
    assert await version(database) == before


async def test_pages_follow_each_other_in_byte_order(database: Database) -> None:
    ids = ["a", "B", "ä", "b", "0", "a-1", "Z"]
    await upsert(database, *(SkuInput(each, each) for each in ids))
    pages: list[list[str]] = []
    async with database.read() as conn:
        while page := await list_skus(conn, pages[-1][-1] if pages else None, 3):
            pages.append([each.value.id for each in page])
    assert pages == [["0", "B", "Z"], ["a", "a-1", "b"], ["ä"]]


async def test_a_barcode_finds_its_sku_in_any_length(database: Database) -> None:
    await upsert(database, ROPE)
    async with database.read() as conn:
        for written in ("036000291452", "0036000291452", "00036000291452", "4006381333931"):
            found = await find_sku_by_gtin(conn, written)
            assert found is not None, written
            assert found.value.id == "rope-8"
        assert await find_sku_by_gtin(conn, "96385074") is None
        assert await find_sku_by_gtin(conn, "not a number\x00") is None


async def test_unknown_and_impossible_ids_are_absent(database: Database) -> None:
    await upsert(database, HOOK)
    async with database.read() as conn:
        assert list(await get_skus(conn, ["hook", "ghost", "a\x00", "", "\ud800", "x" * 65])) == ["hook"]


async def test_writers_take_turns(database: Database) -> None:
    """Each of two callers wants the same GTIN: the second sees what the first has stored and is refused, not failed."""
    rows = [replace(HOOK, id=f"hook-{number}", gtins=("96385074",)) for number in range(6)]
    results = [
        result for results in await asyncio.gather(*(upsert(database, each) for each in rows)) for result in results
    ]
    assert sorted(outcomes(results)) == ["created"] + [Reason.INVALID_INPUT] * 5


async def test_without_taking_turns_writers_clash_in_the_database(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: the lock is what makes the refusal; the schema stands behind it."""

    async def no_lock(_conn: object) -> None:
        await asyncio.sleep(0)

    monkeypatch.setattr("stockpool.catalog.handlers.lock_catalog", no_lock)
    async with database.transaction() as first:
        await upsert_skus(first, [replace(HOOK, gtins=("96385074",))])
        second = asyncio.ensure_future(upsert(database, replace(HOOK, id="hook-2", gtins=("96385074",))))
        await asyncio.sleep(0.3)
        assert not second.done()
    with pytest.raises(psycopg.errors.UniqueViolation):
        await second


@pytest.mark.parametrize(
    "statement",
    [
        "insert into skus (id, name, decimals, active) values ('x', 'x', 7, true)",
        "insert into skus (id, name, decimals, active) values ('', 'x', 0, true)",
        "insert into skus (id, name, decimals, active, cost_minor) values ('x', 'x', 0, true, 5)",
        "insert into skus (id, name, decimals, active, weight_g) values ('x', 'x', 0, true, -1)",
        "insert into gtins (gtin, sku, place, written) values ('96385074', 'hook', 1, '96385074')",
        "insert into gtins (gtin, sku, place, written) values ('00000096385074', 'ghost', 1, '96385074')",
        "insert into sku_components (kit, component, quantity, place) values ('hook', 'hook', 1, 1)",
        "insert into sku_components (kit, component, quantity, place) values ('hook', 'rope-8', 0, 1)",
        "delete from skus where id = 'rope-8'",
    ],
)
async def test_the_schema_refuses_what_the_rules_refuse(database: Database, statement: str) -> None:
    await upsert(database, KIT, ROPE, HOOK)
    async with database.read() as conn:
        with pytest.raises(psycopg.errors.IntegrityError):
            await conn.execute(statement.encode())


async def test_the_number_of_statements_does_not_grow_with_the_rows(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    counts: list[int] = []
    execute = AsyncConnection.execute

    async def counted(self: AsyncConnection, query: str, params: Sequence[object] | None = None) -> object:
        counts[-1] += 1
        return await execute(self, query, params)

    monkeypatch.setattr(AsyncConnection, "execute", counted)
    for rows in ([HOOK], [SkuInput(f"sku-{number}", "Thing") for number in range(1000)]):
        counts.append(0)
        assert set(outcomes(await upsert(database, *rows))) == {"created"}
    assert counts[0] == counts[1] > 0
