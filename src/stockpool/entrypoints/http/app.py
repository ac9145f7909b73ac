"""The ASGI application: the calls behind their door, every other page by the web framework."""

from __future__ import annotations

import time
from functools import cache
from typing import Any, cast

from litestar import Litestar, Request, Response
from litestar.enums import ScopeType
from litestar.exceptions import HTTPException
from litestar.types import LifeSpanReceive, LifeSpanScope, LifeSpanSend, Receive, Scope, Send
from prometheus_client import CollectorRegistry

from stockpool.access.api import KeyRing
from stockpool.entrypoints.http.application import Application, HttpSettings
from stockpool.entrypoints.http.calls import all_endpoints
from stockpool.entrypoints.http.door import Door
from stockpool.entrypoints.http.faults import fault_answer
from stockpool.entrypoints.http.measurements import HttpMeasurements
from stockpool.entrypoints.http.openapi import openapi_document
from stockpool.entrypoints.http.pages import as_response, health_pages, metrics_pages, problem_page, schema_pages
from stockpool.entrypoints.http.problems import Fault, fault_of_status, problem
from stockpool.entrypoints.http.routing import Routes
from stockpool.entrypoints.http.session_gate import SessionGate
from stockpool.entrypoints.ui.pages import app_pages
from stockpool.runtime.clock import now_in_utc

WHERE_TO_LOOK = "nothing is at this address; /schema lists the calls, /healthz says whether the server works"


class HttpApp(Litestar):
    """The web framework with our door in front."""

    door: Door

    async def __call__(
        self, scope: Scope | LifeSpanScope, receive: Receive | LifeSpanReceive, send: Send | LifeSpanSend
    ) -> None:
        """Serve one of the calls, or let the framework find a page."""
        if scope["type"] != ScopeType.HTTP or not await self.door.serve(cast("Any", scope), cast("Any", receive), send):
            await super().__call__(scope, receive, send)


def build_http_app(
    application: Application, settings: HttpSettings | None = None, registry: CollectorRegistry | None = None
) -> HttpApp:
    """The interface of an application that its caller starts and closes."""
    settings = settings or HttpSettings()
    registry = registry or CollectorRegistry()
    ring = KeyRing(application.active_keys, now=now_in_utc, monotonic=time.monotonic)
    endpoints = all_endpoints(application, noop_route=settings.noop_route)
    measurements = HttpMeasurements()
    registry.register(measurements)

    @cache
    def document() -> dict[str, Any]:
        return openapi_document(endpoints)

    app = HttpApp(
        route_handlers=[
            *health_pages(application),
            *metrics_pages(registry, ring, public=settings.metrics_public),
            *schema_pages(document),
            problem_page,
            *app_pages(),
        ],
        openapi_config=None,
        logging_config=None,
        exception_handlers={HTTPException: _http_problem, Exception: _fault},
    )
    app.door = Door(
        Routes(endpoints),
        ring,
        SessionGate(application.people, application.settings.public_url),
        measurements=measurements,
        body_max_bytes=settings.body_max_bytes,
        ledger=application.ledger,
        tracing=application.tracing,
    )
    return app


def _http_problem(_request: Request[Any, Any, Any], error: HTTPException) -> Response[bytes]:
    """What the framework refuses by itself, in our form."""
    headers = [(name.lower().encode(), str(value).encode()) for name, value in (error.headers or {}).items()]
    fault = fault_of_status(error.status_code)
    return as_response(problem(fault, WHERE_TO_LOOK if fault is Fault.NOT_FOUND else error.detail, *headers))


def _fault(request: Request[Any, Any, Any], error: Exception) -> Response[bytes]:
    return as_response(fault_answer(error, f"{request.method} page"))
