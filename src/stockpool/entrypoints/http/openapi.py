"""The OpenAPI 3.1 document, written from the same declarations that requests are served by."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from stockpool import __version__
from stockpool.entrypoints.http.endpoints import Audience, Endpoint
from stockpool.entrypoints.http.problems import KINDS, MEDIA_TYPE, Fault, ProblemDocument
from stockpool.kernel.refusals import Reason

REF = "#/components/schemas/{name}"
DECIMAL = {"type": "number"}
ALWAYS: tuple[Reason | Fault, ...] = (
    Reason.INVALID_INPUT, Reason.UNAUTHENTICATED, Reason.FORBIDDEN, Reason.SESSION_LOCKED, Fault.INTERNAL_ERROR,
    Fault.BUSY,
)  # fmt: skip
SESSION: dict[str, list[str]] = {"session": [], "csrf": []}
WITH_BODY: tuple[Reason | Fault, ...] = (Fault.BODY_TOO_SLOW, Fault.BODY_TOO_LARGE, Fault.UNSUPPORTED_MEDIA_TYPE)

_PARAMETER = re.compile(r"\{(\w+)\}")


def openapi_document(endpoints: Sequence[Endpoint]) -> dict[str, Any]:
    """The whole document as plain values."""
    types = _types(endpoints)
    schemas, components = msgspec.json.schema_components(types, ref_template=REF)
    by_type = dict(zip(map(repr, types), map(plain, schemas), strict=True))
    paths: dict[str, dict[str, Any]] = {}
    for endpoint in endpoints:
        paths.setdefault(endpoint.path, {})[endpoint.method.lower()] = _operation(endpoint, by_type, components)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "stockpool",
            "version": __version__,
            "summary": "One pool of stock, promised once, never oversold.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "security": [{"apiKey": []}, SESSION],
        "paths": paths,
        "components": {
            "schemas": {name: plain(schema) for name, schema in components.items()},
            "securitySchemes": {
                "apiKey": {"type": "http", "scheme": "bearer", "bearerFormat": "sp_<id>_<secret>"},
                "session": {"type": "apiKey", "in": "cookie", "name": "stockpool"},
                "csrf": {"type": "apiKey", "in": "header", "name": "X-CSRF-Token"},
            },
        },
    }


def _types(endpoints: Iterable[Endpoint]) -> list[Any]:
    found: dict[str, Any] = {repr(ProblemDocument): ProblemDocument}
    for endpoint in endpoints:
        named = [t for t in (endpoint.body, endpoint.query, endpoint.reply) if t is not None]
        found.update((repr(t), t) for t in named)
    return list(found.values())


def _operation(endpoint: Endpoint, by_type: dict[str, Any], components: dict[str, Any]) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "operationId": _operation_id(endpoint),
        "summary": endpoint.summary,
        "description": _needed(endpoint),
        **({} if endpoint.audience is Audience.SCOPED else {"security": _security(endpoint)}),
        "tags": [endpoint.path.split("/")[2]],
        "parameters": [*_path_parameters(endpoint), *_query_parameters(endpoint, components), *_headers(endpoint)],
        "responses": {str(endpoint.status): _success(endpoint, by_type), **_problems(endpoint)},
    }
    if endpoint.body is not None:
        content = {"application/json": {"schema": by_type[repr(endpoint.body)]}}
        operation["requestBody"] = {"required": not endpoint.body_optional, "content": content}
    return operation


def _needed(endpoint: Endpoint) -> str:
    if endpoint.audience is Audience.ANYBODY:
        return "Anybody may call this."
    return f"Needs the scope {' or '.join(endpoint.scopes)}." if endpoint.scopes else "Needs a session."


def _security(endpoint: Endpoint) -> list[dict[str, list[str]]]:
    return [] if endpoint.audience is Audience.ANYBODY else [SESSION]


def _operation_id(endpoint: Endpoint) -> str:
    words = re.findall(r"\w+", endpoint.path.removeprefix("/v1"))
    return "_".join([endpoint.method.lower(), *words])


def _path_parameters(endpoint: Endpoint) -> list[dict[str, Any]]:
    schema = {"type": "string", "minLength": 1, "maxLength": 64}
    names = _PARAMETER.findall(endpoint.path)
    return [{"name": name, "in": "path", "required": True, "schema": schema} for name in names]


def _query_parameters(endpoint: Endpoint, components: dict[str, Any]) -> list[dict[str, Any]]:
    if endpoint.query is None:
        return []
    schema = components[endpoint.query.__name__]
    required = schema.get("required", [])
    return [
        {"name": name, "in": "query", "required": name in required, "schema": plain(field)}
        for name, field in schema["properties"].items()
    ]


def _headers(endpoint: Endpoint) -> list[dict[str, Any]]:
    key = {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[!-~]+$"}
    etag = {"type": "string", "pattern": '^"[0-9]{1,18}"$'}
    return [
        *([{"name": "Idempotency-Key", "in": "header", "required": True, "schema": key}] if endpoint.keyed else []),
        *([{"name": "If-Match", "in": "header", "required": False, "schema": etag}] if endpoint.revised else []),
    ]


def _success(endpoint: Endpoint, by_type: dict[str, Any]) -> dict[str, Any]:
    if endpoint.reply is None:  # something to print or to save, of which no schema says more than its type
        return {"description": "Done.", "content": {each: {} for each in (endpoint.media_type, *endpoint.more_types)}}
    return {"description": "Done.", "content": {endpoint.media_type: {"schema": by_type[repr(endpoint.reply)]}}}


def _problems(endpoint: Endpoint) -> dict[str, Any]:
    reasons = [*ALWAYS, *endpoint.refusals]
    reasons += WITH_BODY if endpoint.body is not None else ()
    reasons += (Reason.KEY_MISSING, Reason.KEY_REUSED) if endpoint.keyed else ()
    by_status: dict[str, list[str]] = {}
    for reason in reasons:
        by_status.setdefault(str(KINDS[reason].status), []).append(KINDS[reason].title)
    schema = {"$ref": REF.format(name=ProblemDocument.__name__)}
    return {
        status: {"description": f"{'; '.join(titles)}.", "content": {MEDIA_TYPE: {"schema": schema}}}
        for status, titles in sorted(by_status.items())
    }


def plain(schema: Any) -> Any:  # noqa: ANN401 - any JSON value
    """A schema as our encoder writes it: decimals are numbers, not the texts that the library assumes."""
    if isinstance(schema, dict):
        if schema.get("format") == "decimal":
            return DECIMAL
        return {key: plain(value) for key, value in schema.items()}
    return [plain(item) for item in schema] if isinstance(schema, list) else schema
