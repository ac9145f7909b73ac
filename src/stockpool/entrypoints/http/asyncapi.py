"""The AsyncAPI 3 document of the feed, written from the messages that events are made of."""

from __future__ import annotations

from typing import Any

import msgspec

from stockpool import __version__
from stockpool.entrypoints.http.event_calls import PATH, CloudEvent
from stockpool.entrypoints.http.openapi import plain
from stockpool.feed.api import cloud_type
from stockpool.workflows.event_kinds import FAMILIES, EventFamily, EventKind

SCHEMA = "#/components/schemas/{name}"
MESSAGE = "#/components/messages/{name}"
MEDIA_TYPE = "application/vnd.aai.asyncapi+json"
CHANNEL = "events"


def asyncapi_document() -> dict[str, Any]:
    """The whole document as plain values."""
    kinds = [kind for family in FAMILIES for kind in family.kinds]
    types = [CloudEvent, *dict.fromkeys(kind.body for kind in kinds)]
    _, schemas = msgspec.json.schema_components(types, ref_template=SCHEMA)
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "stockpool events",
            "version": __version__,
            "description": "Every change of the pool, at least once, of one subject in the order in which it happened.",
            "license": {"name": "Apache-2.0", "url": "https://www.apache.org/licenses/LICENSE-2.0"},
        },
        "defaultContentType": "application/cloudevents+json",
        "channels": {
            CHANNEL: {
                "address": f"{PATH}/stream",
                "title": "The feed",
                "description": "Server-sent events: the id is the position in the feed, the data a CloudEvent. "
                f"{PATH} has the same in pages, and webhooks and NATS JetStream bear the same CloudEvents.",
                "messages": {kind.name: {"$ref": MESSAGE.format(name=kind.name)} for kind in kinds},
            }
        },
        "operations": {
            "tell": {
                "action": "send",
                "channel": {"$ref": f"#/channels/{CHANNEL}"},
                "summary": "Tell what was committed, in the order of the feed.",
                "security": [{"$ref": "#/components/securitySchemes/apiKey"}],
            }
        },
        "components": {
            "messages": {kind.name: _message(family, kind) for family in FAMILIES for kind in family.kinds},
            "schemas": {name: plain(schema) for name, schema in schemas.items()},
            "securitySchemes": {"apiKey": {"type": "http", "scheme": "bearer", "bearerFormat": "sp_<id>_<secret>"}},
        },
    }


def _message(family: EventFamily, kind: EventKind) -> dict[str, Any]:
    """A CloudEvent with one type and the data of it."""
    fields = {
        "type": {"const": cloud_type(kind.name)},
        "data": {"$ref": SCHEMA.format(name=kind.body.__name__)},
    }
    return {
        "name": cloud_type(kind.name),
        "title": kind.name,
        "summary": kind.said,
        "description": f"Subject: {family.subject}.",
        "contentType": "application/cloudevents+json",
        "tags": [{"name": family.name}],
        "payload": {
            "allOf": [{"$ref": SCHEMA.format(name="CloudEvent")}, {"type": "object", "properties": fields}],
        },
    }
