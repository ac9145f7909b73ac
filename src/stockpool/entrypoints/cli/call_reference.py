"""The reference page of calls: every one with the scope of its key, what it takes and what it answers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from stockpool.entrypoints.http.endpoints import Audience, Endpoint

AUDIENCES = {
    Audience.PEOPLE: "a session",
    Audience.PEOPLE_LOCKED_OUT: "a session, locked or not",
    Audience.ANYBODY: "none",
}

PAGES = {
    "catalog": "catalog.md",
    "network": "network.md",
    "events": "feed.md",
    "facts": "facts-and-holds.md",
    "holds": "facts-and-holds.md",
    "availability": "reading-stock.md",
    "positions": "reading-stock.md",
    "orders": "orders.md",
    "fulfillment-orders": "fulfillment.md",
    "returns": "returns.md",
    "promises": "promises.md",
    "sourcing": "policies.md",
    "supplies": "promises.md",
    "forecasts": "forecasting.md",
    "escrows": "tills.md",
    "tills": "tills.md",
    "reconciliation": "reconciliation.md",
    "feeds": "reconciliation.md",
    "webhooks": "webhooks.md",
    "session": "people.md",
    "users": "people.md",
    "audit": "people.md",
    "insights": "insights.md",
    "exceptions": "insights.md",
    "search": "insights.md",
    "warehouse": "store-work.md",
}
"""Where the calls of each first word of an address are described."""

HEAD = """# Calls

Every call of the HTTP interface, each with the scopes of which its key needs one, the members of its body or the
parameters of its query, and the members of its answer. What they mean is said on the page that is named; `/schema`
and [openapi.json](openapi.json) have the types of all of them, and [problems](http-errors.md) tells how a call is
refused.

## Keys

`stockpool keys create --name NAME --scopes SCOPES` prints a key once; it goes with each call as `Authorization:
Bearer KEY`.

| scope | what it is for |
|---|---|
| `read` | reading everything |
| `sell` | holds, escrows, orders, sales and returns at tills, steps of fulfillment orders, reading what a shop shows |
| `stock` | facts, SKUs, safety stock, supply to come, steps of fulfillment orders, returns, and reading what is where |
| `work` | what is done at a node: steps of fulfillment orders, receipts, counts, returns, and what these look up |
| `plan` | the rules: policies and their activation, safety stock, outlooks |
| `admin` | all of that, the network, webhooks and users |

`--nodes` limits a key to nodes: it names and sees no other. Catalog, nodes and channels are nobody's stock, and any
key with the scope reads them.

| key of | how it is made |
|---|---|
| a store, with its till and its counter | `stockpool keys create --name leeds --scopes read,sell,stock --nodes LEEDS` |
| the web shop | `stockpool keys create --name shop --scopes read,sell` |
| a warehouse system | `stockpool keys create --name wms --scopes stock --nodes DC` |
| planning and purchasing | `stockpool keys create --name planning --scopes read,stock` |
| reports | `stockpool keys create --name reports --scopes read` |

A call marked with * needs an `Idempotency-Key`: repeated with it, it has one effect and the same answer. The key is
for one call: with another body or at another address it is refused.

## What answers look like

- **A list** has its rows under their own name (`skus`, `nodes`, `positions`, `supplies` and so on), orders,
  fulfillment orders and returns under `items`, and `next`: the `cursor` of the following page, `null` on the last
  one.
- **A batch** has `results`, one a row in the order of the rows, each with its `outcome` and, where that is `refused`,
  the `problem`.
- **One thing** is the answer itself. Only a step of a return answers with the return as `return`, and the `refund`
  that became due beside it.
- **Money** of the catalog and of shipping lanes is decimal text with its currency, `{"amount": "19.99", "currency":
  "EUR"}`, as price lists have it. Prices of order lines, refunds and charges are whole minor units (cents: 1999), as
  payment systems have them, with one `currency` beside them.
- A member that may be left out is left out where there is nothing to say.
"""


def calls_page(endpoints: Sequence[Endpoint]) -> str:
    """Every call, by the first word of its address."""
    by_word: dict[str, list[Endpoint]] = {}
    for endpoint in endpoints:
        by_word.setdefault(endpoint.path.split("/")[2], []).append(endpoint)
    sections = [line for word, calls in by_word.items() for line in _section(word, calls)]
    return "\n".join([HEAD, *sections]).rstrip() + "\n"


def _section(word: str, calls: Sequence[Endpoint]) -> Iterator[str]:
    yield f"## {word.replace('-', ' ').capitalize()}\n\nDescribed in [{PAGES[word]}]({PAGES[word]}).\n"
    yield "| call | scope | takes | answers |\n|---|---|---|---|"
    for call in calls:
        cells = (
            f"`{call.operation}`{' *' if call.keyed else ''}",
            " or ".join(call.scopes) or AUDIENCES[call.audience],
            _members(call.body or call.query),
            _members(call.reply),
        )
        yield f"| {' | '.join(cells)} |".replace("  |", " |")
    yield ""


def _members(kind: object) -> str:
    """The names in a body, a query or an answer."""
    if not (isinstance(kind, type) and issubclass(kind, msgspec.Struct)):
        return "" if kind is None else "an object"
    fields = msgspec.structs.fields(kind)
    return ", ".join([f"`{field.encode_name}`" for field in fields])
