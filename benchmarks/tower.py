"""How long does somebody wait in the control tower? With 60 nodes and 10,000 orders, in a real browser.

    python benchmarks/tower.py [--orders 10000] [--nodes 60] [--rounds 7]

Makes a database and a server of its own, places the orders over HTTP and then does what people do, a few times each:
from the click until what was asked for is on the screen, by the clock of the browser, with the median and the slowest.
The first round is not counted: it loads the code of the pages. Prints one JSON document.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from os import environ
from pathlib import Path
from statistics import median
from time import monotonic

import httpx2
from playwright.sync_api import Page, sync_playwright

PASSWORD = "a long way home"  # noqa: S105 -- of a server that ends with the benchmark
STOCKPOOL = Path(sys.executable).with_name("stockpool")
SKUS = 50
AT_ONCE = 8
SETTLED_MS = 4_000
"""What comes in while it is measured is not part of it: figures are counted some seconds behind the orders."""

SHOWN_MS_MAX = 200

WAIT = """([start, appears]) => new Promise((done) => {
    const began = performance.now();
    const look = () => {
        const seen = document.evaluate(appears, document, null, XPathResult.BOOLEAN_TYPE, null).booleanValue;
        if (seen) requestAnimationFrame(() => done(performance.now() - began));
        else if (performance.now() - began > 10000) done(-1);
        else requestAnimationFrame(look);
    };
    const [how, where, text] = start;
    const target = document.evaluate(where, document, null, XPathResult.FIRST_ORDERED_NODE_TYPE, null).singleNodeValue;
    if (how === "click") target.click();
    else {
        const proto = target.tagName === "SELECT" ? HTMLSelectElement.prototype : HTMLInputElement.prototype;
        Object.getOwnPropertyDescriptor(proto, "value").set.call(target, text);
        target.focus();
        target.dispatchEvent(new Event(target.tagName === "SELECT" ? "change" : "input", {bubbles: true}));
    }
    requestAnimationFrame(look);
})"""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--orders", type=int, default=10_000)
    parser.add_argument("--nodes", type=int, default=60)
    parser.add_argument("--rounds", type=int, default=7)
    asked = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="stockpool-tower-"))
    folder.chmod(0o711)
    command = [str(STOCKPOOL), "serve", "--data-dir", str(folder), "--port", "0", "--json"]
    server = subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, env=environ | {"STOCKPOOL_LOG_LEVEL": "error"}
    )
    try:
        assert server.stdout is not None
        url = json.loads(server.stdout.readline())["ready"]
        token = _key(folder)
        began = monotonic()
        fill(url, token, asked.nodes, asked.orders)
        filled_s = monotonic() - began
        figures = measure(url, asked.rounds)
    finally:
        server.terminate()
        server.wait(60)
        subprocess.run([str(STOCKPOOL), "db", "stop", "--data-dir", str(folder)], check=False, capture_output=True)
        shutil.rmtree(folder, ignore_errors=True)
    print(
        json.dumps({"orders": asked.orders, "nodes": asked.nodes, "filled_s": round(filled_s), "ms": figures}, indent=1)
    )


def _key(folder: Path) -> str:
    options = ("--name", "tower", "--scopes", "admin", "--data-dir", str(folder), "--json")
    made = subprocess.run([str(STOCKPOOL), "keys", "create", *options], check=True, capture_output=True, text=True)
    return str(json.loads(made.stdout)["key"])


def fill(url: str, token: str, nodes: int, orders: int) -> None:
    """Nodes all over a country with some of everything, and orders from everywhere."""
    client = httpx2.Client(base_url=url, headers={"authorization": f"Bearer {token}"}, timeout=60)

    def call(path: str, body: object, key: str = "") -> None:
        answered = client.post(path, json=body, headers={"idempotency-key": key} if key else {})
        assert answered.status_code < 300, answered.text
        assert '"refused"' not in answered.text, answered.text

    def place(number: int) -> None:
        ship_to = {"country": "DE", "latitude": 48 + number * 7 % 600 / 100, "longitude": 7 + number * 11 % 600 / 100}
        lines = [{"sku": f"SKU-{number % SKUS:03d}", "quantity": 1 + number % 3, "unit_price": 1_999}]
        order = {"channel": "web", "reference": f"W-{number:06d}", "currency": "EUR", "lines": lines}
        call("/v1/orders", order | {"method": "ship", "ship_to": ship_to}, f"tower-{number}")

    call("/v1/catalog/skus", {"skus": [{"id": f"SKU-{each:03d}", "name": f"Thing {each}"} for each in range(SKUS)]})
    places = [
        {"id": f"N-{each:02d}", "name": f"Store {each}", "kind": "store", "daily_capacity": 200}
        | {"latitude": 48 + each * 37 % 60 / 10, "longitude": 7 + each * 53 % 60 / 10}
        for each in range(nodes)
    ]
    call("/v1/network/nodes", {"nodes": places})
    pool = {"nodes": [each["id"] for each in places]}
    call("/v1/network/channels", {"channels": [{"id": "web", "name": "Web shop", "kind": "web", "pool": pool}]})
    for each in places:
        facts = [
            {"kind": "receive", "sku": f"SKU-{sku:03d}", "node": each["id"], "quantity": 1_000, "source": "tower"}
            | {"source_id": f"{each['id']}-{sku}"}
            for sku in range(SKUS)
        ]
        call("/v1/facts", {"facts": facts})
    call("/v1/users", {"name": "otto", "role": "operator", "nodes": [], "password": PASSWORD})
    with ThreadPoolExecutor(AT_ONCE) as threads:
        list(threads.map(place, range(orders)))


Step = tuple[str, str, str, str]
"""What is done: click or type, where, what, and what then appears; places are XPaths."""


def steps(round_: int, node: str) -> dict[str, Step]:
    """One walk; each step begins where the one before ended."""
    number = f"W-{4_000 + round_:06d}"
    menu = "//nav//a[normalize-space()='{}']"
    row = "//table[@aria-label='{}']//tbody/tr"

    def heading(text: str) -> str:
        return f"//h1[contains(., '{text}')]"

    orders = row.format("Orders")
    return {
        "open orders": ("click", menu.format("Orders"), "", f"{heading('Orders')} and {orders}"),
        "sort orders": ("click", "//th//button[contains(., 'Units')]", "", "//th[@aria-sort='descending']"),
        "search in the table": ("type", "//main//input[@type='text' or not(@type)]", node, _only(orders, node)),
        "clear the search": ("type", "//main//input[@type='text' or not(@type)]", "", f"count({orders}) = 25"),
        "filter orders by node": (
            "type", "(//main//select)[2]", node, _only(orders, node),
        ),
        "open nodes": ("click", menu.format("Nodes"), "", f"{heading('Nodes')} and {row.format('Nodes')}"),
        "sort nodes": ("click", "//th//button[contains(., 'Node')]", "", "//th[@aria-sort='ascending']"),
        "open a node": (
            "click", f"{row.format('Nodes')}[1]//a", "", f"{heading('Store')} and {row.format('What it has to do')}",
        ),
        "find an order": ("type", "//header//input", number, f"//*[@role='option'][contains(., '{number}')]"),
        "open an order with its reasons": (
            "click", f"//*[@role='option'][contains(., '{number}')]", "",
            f"{heading(number)} and //section[@aria-label='Why it went there']//*[local-name()='svg']",
        ),
        "open a SKU": ("click", "//main//td//a[contains(@href, '/sku')]", "", row.format("Stock by node and state")),
        "open exceptions": ("click", menu.format("Exceptions"), "", heading("Exceptions")),
        "open the overview": ("click", menu.format("Overview"), "", "count(//*[@data-figure]) = 10"),
    }  # fmt: skip


def _only(rows: str, text: str) -> str:
    return f"count({rows}) > 0 and count({rows}) = count({rows}[contains(., '{text}')])"


def measure(url: str, rounds: int) -> dict[str, dict[str, float]]:
    """How many milliseconds each step took."""
    times: dict[str, list[float]] = {}
    with sync_playwright() as playwright:
        found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        context = browser.new_context(base_url=url, viewport={"width": 1440, "height": 900}, locale="en-US")
        signed_in = context.request.post("/v1/session", data={"name": "otto", "password": PASSWORD})
        assert signed_in.status == 201, signed_in.text()
        newest = context.request.get("/v1/orders?order=newest&limit=1").json()["items"][0]
        node = newest["fulfillment_orders"][0]["node"]
        page = context.new_page()
        page.goto("/tower/")
        page.get_by_role("heading", level=1).wait_for()
        page.wait_for_timeout(SETTLED_MS)
        for round_ in range(rounds + 1):
            for name, step in steps(round_, node).items():
                took = _took(page, step)
                assert took >= 0, f"{name}: nothing appeared"
                if round_ > 0:
                    times.setdefault(name, []).append(took)
                page.wait_for_timeout(300)
        browser.close()
    return {
        name: {"median": round(median(took), 1), "slowest": round(max(took), 1), "ok": median(took) <= SHOWN_MS_MAX}
        for name, took in times.items()
    }


def _took(page: Page, step: Step) -> float:
    how, where, text, appears = step
    return float(page.evaluate(WAIT, [[how, where, text], f"boolean({appears})"]))


if __name__ == "__main__":
    main()
