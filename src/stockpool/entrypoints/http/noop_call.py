"""Calls that take and check a body and do nothing: what the interface itself costs, for benchmarks to compare."""

from __future__ import annotations

from typing import Any

import msgspec

from stockpool.access.api import Scope
from stockpool.entrypoints.http.answers import Answer, answer
from stockpool.entrypoints.http.endpoints import Call, Endpoint
from stockpool.entrypoints.http.wire_holds import HoldInput
from stockpool.entrypoints.http.wire_orders import OrderInput

HOLD, ORDER = "/v1/noop", "/v1/noop/order"


def noop_endpoints() -> list[Endpoint]:
    """Their declarations; only served where the settings ask for it."""
    return [
        _noop(HOLD, "Check a hold and do nothing", HoldInput),
        _noop(ORDER, "Check an order and do nothing", OrderInput),
    ]


def _noop(path: str, summary: str, body: type[msgspec.Struct]) -> Endpoint:
    return Endpoint(
        method="POST",
        path=path,
        summary=summary,
        scopes=(Scope.SELL,),
        keyed=True,
        respond=_nothing,
        body=body,
        reply=body,
        status=201,
    )


async def _nothing(call: Call[Any, None]) -> Answer:
    return answer(call.body, 201)
