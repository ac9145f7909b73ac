"""What is printed, over HTTP: read back as a scanner and a reader do."""

from __future__ import annotations

import pypdfium2
import pytest
import zxingcpp

from tests.entrypoints.http.conftest import MakeKey, Shop

HOME = {
    "recipient": "Zoë Müller-Ñandú", "street": "Straße 1", "postal_code": "10115", "city": "Łódź", "country": "PL",
    "latitude": 52.5, "longitude": 13.4,
}  # fmt: skip


async def ordered(shop: Shop) -> str:
    """A fulfillment order of N1 that is picked."""
    body = {"channel": "web", "lines": [{"sku": "A", "quantity": 10}], "ship_to": HOME, "reference": "W^1~FD"}
    placed = await shop.post("/v1/orders", body)
    assert placed.status_code == 201, placed.text
    (name,) = [each["id"] for each in placed.json()["fulfillment_orders"] if each["node"] == "N1"]
    for step in ("release", "accept"):
        await shop.post(f"/v1/fulfillment-orders/{name}/{step}")
    return str(name)


async def printed(shop: Shop, path: str) -> pypdfium2.PdfDocument:
    answered = await shop.get(path)
    assert (answered.status_code, answered.headers["content-type"]) == (200, "application/pdf"), answered.text
    return pypdfium2.PdfDocument(answered.content)


def text_of(document: pypdfium2.PdfDocument) -> str:
    return "\n".join([page.get_textpage().get_text_range() for page in document])


async def test_a_label_is_read_by_scanners_and_found_again(shop: Shop) -> None:
    name = await ordered(shop)
    label = await printed(shop, f"/v1/fulfillment-orders/{name}/label?lang=de&carrier=DHL&tracking=JJD1")
    picture = label[0].render(scale=203 / 72).to_pil().convert("L")
    codes = {str(each.format): each.text for each in zxingcpp.read_barcodes(picture)}
    assert name in codes.values(), codes
    for code in codes.values():
        found = await shop.get(f"/v1/warehouse/scan?node=N1&code={code}")
        assert found.json()["fulfillment_order"]["id"] == name
    assert len(codes) == 2
    words = text_of(label)
    assert [word for word in ("Zoë Müller-Ñandú", "10115 Łódź", "Versand mit: DHL", "JJD1") if word not in words] == []


async def test_a_label_for_a_printer_says_nothing_that_the_printer_would_obey(shop: Shop) -> None:
    name = await ordered(shop)
    answered = await shop.get(f"/v1/fulfillment-orders/{name}/label?format=zpl")
    zpl = answered.text
    assert (zpl.startswith("^XA^CI28"), zpl.count("^XZ"), zpl.isascii()) == (True, 1, True)
    assert ("W_5E1_7EFD" in zpl, "W^1" in zpl, f"MA,{name}" in zpl) == (True, False, True)


async def test_slips_lists_and_reports_say_what_was_done(shop: Shop) -> None:
    name = await ordered(shop)
    walk = text_of(await printed(shop, f"/v1/warehouse/pick-list.pdf?fulfillment_order={name}&lang=es"))
    assert [word for word in ("Lista de recogida", "sin estante", "Apron", name) if word not in walk] == []
    await shop.post(f"/v1/fulfillment-orders/{name}/pick", {"picked": [{"sku": "A", "quantity": 7}]})
    slip = text_of(await printed(shop, f"/v1/fulfillment-orders/{name}/packing-slip?lang=de"))
    assert [word for word in ("Lieferschein", "Apron", "7", "W^1~FD") if word not in slip] == []
    await shop.post(f"/v1/fulfillment-orders/{name}/ship")
    report = text_of(await printed(shop, "/v1/warehouse/daily-report.pdf?node=N1"))
    figures = ["Orders received 1", "Shipped 1", "Orders picked short 1", "Orders rejected 0"]
    assert [words for words in figures if words not in " ".join(report.split())] == [], report
    none = text_of(await printed(shop, "/v1/warehouse/daily-report.pdf?node=N1&day=2020-01-01"))
    assert "Orders received 0" in " ".join(none.split())


@pytest.mark.parametrize(
    "path",
    [
        "/v1/fulfillment-orders/{}/label",
        "/v1/fulfillment-orders/{}/packing-slip",
        "/v1/warehouse/daily-report.pdf?node=N1",
        "/v1/warehouse/pick-list.pdf?fulfillment_order={}",
    ],
)
async def test_another_nodes_sheets_are_not_printed(shop: Shop, make_key: MakeKey, path: str) -> None:
    name = await ordered(shop)
    worker = Shop(shop.client, await make_key("work", nodes=("N2",)))
    assert (await worker.get(path.format(name))).status_code == 403
    colleague = Shop(shop.client, await make_key("work", nodes=("N1",)))
    assert (await colleague.get(path.format(name))).status_code == 200
