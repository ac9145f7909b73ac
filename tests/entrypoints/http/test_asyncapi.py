"""The AsyncAPI document keeps the rules of AsyncAPI 3.0, and declares each event with its data."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import httpx2
import jsonschema_rs
import msgspec
import pytest

from stockpool.entrypoints.http.asyncapi import asyncapi_document
from stockpool.workflows.event_kinds import KINDS

Document = dict[str, Any]

ROOT = {"asyncapi", "id", "info", "servers", "defaultContentType", "channels", "operations", "components"}
CHANNEL = {
    "address", "messages", "title", "summary", "description", "servers", "parameters", "tags", "externalDocs",
    "bindings",
}  # fmt: skip
OPERATION = {
    "action", "channel", "title", "summary", "description", "security", "tags", "externalDocs", "bindings", "traits",
    "messages", "reply",
}  # fmt: skip
MESSAGE = {
    "headers", "payload", "correlationId", "contentType", "name", "title", "summary", "description", "tags",
    "externalDocs", "bindings", "examples", "traits",
}  # fmt: skip
COMPONENTS = {
    "schemas", "servers", "channels", "operations", "messages", "securitySchemes", "serverVariables", "parameters",
    "correlationIds", "replies", "replyAddresses", "externalDocs", "tags", "operationTraits", "messageTraits",
    "serverBindings", "channelBindings", "operationBindings", "messageBindings",
}  # fmt: skip
"""The fixed fields of each object, by the specification."""

KEY = re.compile(r"[A-Za-z0-9.\-_]+")


def problems(document: Document) -> list[str]:
    """What of a document breaks the rules."""
    return [*_shape(document), *(f"{ref} leads nowhere" for ref in _references(document) if _at(document, ref) is None)]


def _shape(document: Document) -> Iterator[str]:
    yield from _beyond("the document", document, ROOT, {"asyncapi", "info"})
    if not re.fullmatch(r"3\.0\.\d+", str(document.get("asyncapi"))):
        yield "asyncapi is no version 3.0"
    yield from _beyond("info", document["info"], {"title", "version", "description", "license"}, {"title", "version"})
    components = document["components"]
    yield from _beyond("components", components, COMPONENTS, set())
    for part in components.values():
        yield from (f"{key} is no name of a component" for key in part if not KEY.fullmatch(key))
    for name, channel in document["channels"].items():
        yield from _beyond(name, channel, CHANNEL, set())
        yield from (
            f"{name}.{each} is no reference" for each, told in channel["messages"].items() if set(told) != {"$ref"}
        )
    for name, operation in document["operations"].items():
        yield from _beyond(name, operation, OPERATION, {"action", "channel"})
        if operation.get("action") not in {"send", "receive"}:
            yield f"{name} neither sends nor receives"
        if operation.get("channel", {}).get("$ref") not in {f"#/channels/{each}" for each in document["channels"]}:
            yield f"{name} has no channel of the document"
    for name, message in components["messages"].items():
        yield from _beyond(name, message, MESSAGE, set())


def _beyond(name: str, value: Document, known: set[str], required: set[str]) -> Iterator[str]:
    yield from (f"{name} has {each}" for each in set(value) - known if not each.startswith("x-"))
    yield from (f"{name} lacks {each}" for each in required - set(value))


def _references(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for name, member in value.items():
            if name == "$ref":
                yield member
            else:
                yield from _references(member)
    elif isinstance(value, list):
        for member in value:
            yield from _references(member)


def _at(document: Document, reference: str) -> object:
    found: Any = document
    for part in reference.removeprefix("#/").split("/"):
        found = found.get(part) if isinstance(found, dict) else None
    return found


def test_the_document_keeps_the_rules() -> None:
    assert problems(asyncapi_document()) == []


@pytest.mark.parametrize(
    ("path", "value", "problem"),
    [
        (("asyncapi",), "2.6.0", "asyncapi is no version 3.0"),
        (("operations", "tell", "action"), "publish", "tell neither sends nor receives"),
        (("operations", "tell", "channel", "$ref"), "#/channels/none", "#/channels/none leads nowhere"),
        (("components", "messages", "hold.placed", "summery"), "x", "hold.placed has summery"),
    ],
)
def test_a_broken_rule_is_found(path: tuple[str, ...], value: str, problem: str) -> None:
    document: Any = asyncapi_document()
    place = document
    for part in path[:-1]:
        place = place[part]
    place[path[-1]] = value
    assert problem in problems(document)


def test_each_event_is_declared_with_schemas_that_are_valid() -> None:
    document = asyncapi_document()
    messages = document["components"]["messages"]
    assert set(messages) == set(KINDS)
    for message in messages.values():
        schema = {**message["payload"], "components": document["components"]}
        jsonschema_rs.meta.validate(schema)
        assert not jsonschema_rs.Draft202012Validator(schema).is_valid({"type": message["name"]})


@pytest.mark.anyio
async def test_it_is_served_and_what_is_served_as_an_event_keeps_to_it(client: httpx2.AsyncClient, shop: Any) -> None:  # noqa: ANN401
    document = (await client.get("/schema/asyncapi.json")).json()
    assert document == msgspec.json.decode(msgspec.json.encode(asyncapi_document()))
    assert '"/schema/asyncapi.json"' in (await client.get("/schema")).text
    events = (await shop.get("/v1/events?limit=1000&wait_seconds=2")).json()["events"]
    assert {"catalog.sku_changed", "network.node_changed", "stock.receive"} <= {each["type"][10:-3] for each in events}
    for event in events:
        payload = document["components"]["messages"][event["type"][10:-3]]["payload"]
        schema = {**payload, "components": document["components"]}
        assert [str(each) for each in jsonschema_rs.Draft202012Validator(schema).iter_errors(event)] == []
