"""A call that takes and checks a hold and does nothing: what the interface itself costs, for benchmarks to compare."""

from __future__ import annotations

from stockpool.access.api import Scope
from stockpool.entrypoints.http.answers import Answer, answer
from stockpool.entrypoints.http.endpoints import Call, Endpoint
from stockpool.entrypoints.http.wire_holds import HoldInput

PATH = "/v1/noop"


def noop_endpoint() -> Endpoint:
    """Its declaration; only served where the settings ask for it."""
    return Endpoint(
        method="POST",
        path=PATH,
        summary="Check a hold and do nothing",
        scopes=(Scope.SELL,),
        keyed=True,
        respond=_nothing,
        body=HoldInput,
        reply=HoldInput,
        status=201,
    )


async def _nothing(call: Call[HoldInput, None]) -> Answer:
    return answer(call.body, 201)
