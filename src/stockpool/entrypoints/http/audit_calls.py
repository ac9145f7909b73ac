"""The audit over HTTP, for administrators."""

from __future__ import annotations

from dataclasses import dataclass

from stockpool.access.api import AuditBook, Scope, fold_name
from stockpool.access.messages import AuditFilter
from stockpool.entrypoints.http.answers import Answer, answer
from stockpool.entrypoints.http.cursors import decode_cursor, encode_cursor, not_a_cursor
from stockpool.entrypoints.http.endpoints import Call, Endpoint
from stockpool.entrypoints.http.wire_people import AuditPage, AuditQuery
from stockpool.entrypoints.http.wire_types import moment_problem

NEWEST = 2**62


@dataclass(frozen=True, slots=True)
class AuditCalls:
    """The call about what people did."""

    audit: AuditBook

    def endpoints(self) -> list[Endpoint]:
        """Its declaration."""
        return [
            Endpoint(
                method="GET", path="/v1/audit", summary="What people did, the newest first",
                scopes=(Scope.ADMIN,),
                of_no_node=True,
                respond=self.list, query=AuditQuery, reply=AuditPage,
            ),
        ]  # fmt: skip

    async def list(self, call: Call[None, AuditQuery]) -> Answer:
        """A page, and the cursor of the next one when this one is full."""
        asked = call.query
        if bad := moment_problem("from", asked.since) or moment_problem("until", asked.until):
            return bad
        before = decode_cursor(asked.cursor, int) if asked.cursor is not None else NEWEST
        if isinstance(before, Answer):
            return before
        if not 0 < before <= NEWEST:
            return not_a_cursor()
        user = None if asked.user is None else fold_name(asked.user)
        found = await self.audit.page(AuditFilter(user, asked.since, asked.until, asked.call), before, asked.limit)
        full = len(found) == asked.limit
        return answer(AuditPage(tuple(found), encode_cursor(found[-1].id) if full else None))
