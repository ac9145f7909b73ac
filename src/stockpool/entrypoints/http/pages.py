"""The pages beside the calls: health, readiness, metrics, the OpenAPI document and what each problem means."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Any

from litestar import MediaType, Request, Response, get
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from prometheus_client import CollectorRegistry
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest

from stockpool.access.api import KeyRing, Scope
from stockpool.entrypoints.http.answers import Answer, to_json
from stockpool.entrypoints.http.application import Application
from stockpool.entrypoints.http.asyncapi import MEDIA_TYPE as ASYNCAPI
from stockpool.entrypoints.http.asyncapi import asyncapi_document
from stockpool.entrypoints.http.authentication import authenticate, scope_problem
from stockpool.entrypoints.http.problems import KINDS, Fault, problem

PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{title}</title>
<style>body{{font:1rem/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}}
code{{background:#eee;padding:0 .2em}}td,th{{text-align:left;padding:.2rem 1rem .2rem 0;vertical-align:top}}</style>
</head><body><h1>{title}</h1>{body}</body></html>
"""

EVENTS = ' and <a href="/schema/asyncapi.json">AsyncAPI 3 document</a> of the events'

DOCUMENTS = """: the types of every body and answer. What they mean is written in stockpool's own
<code>docs/reference/</code>, <code>calls.md</code> first: keys and scopes, what answers look like, and the page of
each call. * must be there."""

PageRequest = Request[Any, Any, Any]


def health_pages(application: Application) -> list[HTTPRouteHandler]:
    """Whether the process lives, and whether it can take work."""

    @get("/healthz", sync_to_thread=False)
    def healthz() -> Response[dict[str, str]]:
        """The process answers."""
        return Response({"status": "ok"})

    @get("/readyz")
    async def readyz() -> Response[dict[str, object]]:
        """Nobody asked it to leave, lanes and feed run, the database can be written and has the right schema."""
        found = await application.readiness()
        checks = {name: trouble or "ok" for name, trouble in found.checks.items()}
        status = "not ready" if found.missing else "ready"
        body: dict[str, object] = {"status": status, "missing": found.missing, "checks": checks}
        return Response(body, status_code=503 if found.missing else 200)

    return [healthz, readyz]


def metrics_pages(registry: CollectorRegistry, ring: KeyRing, *, public: bool) -> list[HTTPRouteHandler]:
    """The metrics, for keys with scope read unless the operator made them public."""

    @get("/metrics")
    async def metrics(request: PageRequest) -> Response[bytes]:
        """All metrics in Prometheus' text format."""
        denied = None if public else await _denied(ring, request)
        return denied or Response(generate_latest(registry), media_type=CONTENT_TYPE_LATEST)

    return [metrics]


async def _denied(ring: KeyRing, request: PageRequest) -> Response[bytes] | None:
    key = await authenticate(ring, dict(request.scope["headers"]))
    denied = key if isinstance(key, Answer) else scope_problem(key, (Scope.READ,))
    return as_response(denied) if denied else None


def schema_pages(document: Callable[[], dict[str, Any]]) -> list[HTTPRouteHandler]:
    """The documents of calls and of events, for machines and as a plain page; no assets from elsewhere."""

    @get("/schema/openapi.json", sync_to_thread=False)
    def openapi_json() -> Response[bytes]:
        """The document."""
        return Response(to_json(document()), media_type="application/vnd.oai.openapi+json")

    @get("/schema/asyncapi.json", sync_to_thread=False)
    def asyncapi_json() -> Response[bytes]:
        """The document of events."""
        return Response(to_json(asyncapi_document()), media_type=ASYNCAPI)

    @get("/schema", sync_to_thread=False)
    def schema() -> Response[str]:
        """All calls at a glance."""
        calls = document()
        rows = "".join(
            f"<tr><td><code>{method.upper()} {escape(path)}</code></td><td>{escape(operation['summary'])}."
            f" {escape(operation['description'])}{_body_words(operation, calls)}</td></tr>"
            for path, operations in calls["paths"].items()
            for method, operation in operations.items()
        )
        body = f'<p><a href="/schema/openapi.json">OpenAPI 3.1 document</a>{EVENTS}{DOCUMENTS}</p><table>{rows}</table>'
        return Response(PAGE.format(title="stockpool API", body=body), media_type=MediaType.HTML)

    return [openapi_json, asyncapi_json, schema]


def _body_words(operation: dict[str, Any], document: dict[str, Any]) -> str:
    """The members of a body, those that it must have marked."""
    if "requestBody" not in operation:
        return ""
    schema = operation["requestBody"]["content"]["application/json"]["schema"]
    schema = document["components"]["schemas"].get(schema.get("$ref", "").rpartition("/")[2], schema)
    needed = schema.get("required", ())
    members = [f"<code>{escape(name)}{'*' if name in needed else ''}</code>" for name in schema.get("properties", {})]
    return f"<br>Body: {' '.join(members)}" if members else ""


@get("/problems/{reason:str}", sync_to_thread=False)
def problem_page(reason: FromPath[str]) -> Response[Any]:
    """What a problem's `type` means and what to do about it."""
    kind = next((kind for known, kind in KINDS.items() if known == reason), None)
    if kind is None:
        return as_response(problem(Fault.NOT_FOUND, f"there is no problem of the type {reason!r}"))
    body = f"<p>Status {kind.status}. {escape(kind.advice)}</p>"
    return Response(PAGE.format(title=escape(kind.title), body=body), media_type=MediaType.HTML)


def as_response(answer: Answer) -> Response[bytes]:
    """An answer in the web framework's own form."""
    headers = {name.decode(): value.decode() for name, value in answer.headers}
    return Response(
        answer.body, status_code=answer.status, media_type=headers.pop("content-type", None), headers=headers
    )
