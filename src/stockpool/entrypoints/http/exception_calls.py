"""What needs a person, with the calls that can be made about it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated

import msgspec

from stockpool.access.api import Caller, Scope
from stockpool.entrypoints.http.answers import Answer, answer
from stockpool.entrypoints.http.authentication import node_problem
from stockpool.entrypoints.http.cursors import decode_cursor, encode_cursor, not_a_cursor
from stockpool.entrypoints.http.endpoints import Call, Endpoint
from stockpool.entrypoints.http.insight_calls import nodes_of
from stockpool.entrypoints.http.wire_stock import Limit, Named
from stockpool.entrypoints.http.wire_types import Moment, moment_problem
from stockpool.insights.api import CasePlace, ExceptionsAsked, StoredException
from stockpool.insights.messages import Action, CasePage, ExceptionKind, Snoozed
from stockpool.kernel.ids import is_uuid
from stockpool.kernel.refusals import Reason, Refused
from stockpool.workflows.exceptions_desk import ExceptionsDesk

PATH = "/v1/exceptions"
WHOLE_ORDERS = "/v1/orders/"
"""What is done with a whole order is done by callers who may act on all nodes."""


class CaseQuery(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which cases; those that were put aside where `snoozed` says so."""

    kind: tuple[ExceptionKind, ...] = ()
    node: Named = ()
    sku: Named = ()
    snoozed: bool = False
    cursor: str | None = None
    limit: Limit = 100


class SnoozeInput(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Until when a case is put aside, and why."""

    until: Moment
    note: Annotated[str, msgspec.Meta(min_length=1, max_length=1000)]


@dataclass(frozen=True, slots=True)
class ExceptionCalls:
    """The calls about cases; `offered` are all calls that this server answers."""

    desk: ExceptionsDesk
    offered: Callable[[], Sequence[Endpoint]]

    def endpoints(self) -> list[Endpoint]:
        """Their declarations."""
        return [
            Endpoint(
                method="GET", path=PATH, summary="What needs a person, the worst first", scopes=(Scope.READ,),
                respond=self.list, query=CaseQuery, reply=CasePage,
            ),
            Endpoint(
                method="POST", path=f"{PATH}/{{exception_id}}/snooze", summary="Put a case aside for a while",
                scopes=(Scope.STOCK, Scope.PLAN), respond=self.snooze, body=SnoozeInput, reply=Snoozed,
                refusals=(Reason.UNKNOWN_EXCEPTION,),
            ),
        ]  # fmt: skip

    async def list(self, call: Call[None, CaseQuery]) -> Answer:
        """A page of cases. Those of no node are for callers who see all nodes."""
        asked = call.query
        nodes = nodes_of(call.caller, asked.node)
        if isinstance(nodes, Answer):
            return nodes
        after = decode_cursor(asked.cursor, CasePlace) if asked.cursor is not None else None
        if isinstance(after, Answer):
            return after
        if after is not None and not _is_place(after):
            return not_a_cursor()
        wanted = ExceptionsAsked(
            kinds=tuple([each.value for each in asked.kind]), nodes=nodes, skus=asked.sku, snoozed=asked.snoozed
        )
        page, following = await self.desk.list(wanted, after, asked.limit, self._may_do(call.caller))
        return answer(msgspec.structs.replace(page, next=encode_cursor(following) if following else None))

    async def snooze(self, call: Call[SnoozeInput, None]) -> Answer | Refused:
        """Put one aside."""
        if bad := moment_problem("until", call.body.until):
            return bad
        found = await self.desk.find(call.path[0])
        if isinstance(found, Refused):
            return found
        if denied := node_problem(call.caller, [("exception_id", found.node)]):
            return denied
        done = await self.desk.snooze(found.id, call.body.until, call.body.note, call.caller.name, datetime.now(UTC))
        return done if isinstance(done, Refused) else answer(done)

    def _may_do(self, caller: Caller) -> Callable[[Action, StoredException], Action | None]:
        """What of all that could be done exists here and is the caller's to do."""
        endpoints = self.offered()

        def may_do(action: Action, case: StoredException) -> Action | None:
            called = next((each for each in endpoints if _is_for(each, action)), None)
            if called is None or not any(caller.allows(scope) for scope in called.scopes):
                return None
            if caller.nodes is not None and (action.path.startswith(WHOLE_ORDERS) or case.node not in caller.nodes):
                return None
            return msgspec.structs.replace(action, keyed=called.keyed)

        return may_do


def _is_for(endpoint: Endpoint, action: Action) -> bool:
    if endpoint.method != action.method:
        return False
    pattern, path = endpoint.path.split("/"), action.path.split("/")
    return len(pattern) == len(path) and all(
        part == given or part.startswith("{") for part, given in zip(pattern, path, strict=True)
    )


def _is_place(place: CasePlace) -> bool:
    return place.since.tzinfo is not None and moment_problem("", place.since) is None and is_uuid(place.id)
