"""Webhooks over HTTP: endpoints made, edited, tried and replayed, and what did not arrive."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import msgspec

from stockpool.access.api import Scope
from stockpool.entrypoints.http.answers import Answer, answer
from stockpool.entrypoints.http.cursors import decode_cursor, encode_cursor
from stockpool.entrypoints.http.editable import PageQuery, etag_of, expected_revision
from stockpool.entrypoints.http.endpoints import Call, Endpoint, Respond
from stockpool.entrypoints.http.wire_webhooks import (
    Answered,
    Asked,
    AttemptQuery,
    Attempts,
    Deleted,
    EndpointPage,
    LetterPage,
    LetterReplay,
    NewEndpoint,
    Replay,
    Rotation,
)
from stockpool.kernel.refusals import Reason, Refused
from stockpool.webhooks.messages import EndpointInput, EndpointState
from stockpool.workflows.webhook_desk import EndpointMade, SecretMade, WebhookDesk

PATH = "/v1/webhooks"
ONE = f"{PATH}/{{id}}"
TEXT_SHOWN = 500


@dataclass(frozen=True, slots=True)
class WebhookCalls:
    """The calls about webhooks."""

    desk: WebhookDesk

    def endpoints(self) -> list[Endpoint]:
        """Their declarations; a key that is limited to nodes cannot send everything elsewhere."""
        unknown = Reason.UNKNOWN_WEBHOOK
        state = EndpointState
        return [
            _declared("POST", PATH, "Make an endpoint of webhooks; its secret is told this once", self.create,
                      EndpointMade, body=NewEndpoint, status=201, refusals=(Reason.CURSOR_EXPIRED,)),
            _declared("GET", PATH, "List endpoints of webhooks", self.list, EndpointPage, query=PageQuery),
            _declared("GET", ONE, "Read one endpoint with its ETag", self.get, state, refusals=(unknown,)),
            _declared("PUT", ONE, "Edit an endpoint, if it is still as If-Match says", self.replace, state,
                      body=EndpointInput, revised=True, refusals=(unknown, Reason.STALE_VERSION)),
            _declared("DELETE", ONE, "Forget an endpoint with its dead letters", self.delete, Deleted,
                      refusals=(unknown,)),
            _declared("POST", f"{ONE}/rotate-secret", "Make a new secret; the old one signs until the overlap ends",
                      self.rotate, SecretMade, body=Rotation, body_optional=True,
                      refusals=(unknown, Reason.TOO_MANY_SECRETS)),
            _declared("POST", f"{ONE}/pause", "Leave an endpoint alone; what comes meanwhile waits", self.pause, state,
                      refusals=(unknown,)),
            _declared("POST", f"{ONE}/resume", "Deliver again, at once", self.resume, state, refusals=(unknown,)),
            _declared("POST", f"{ONE}/replay", "Deliver everything behind a position, whatever has arrived",
                      self.replay, state, body=Replay, refusals=(unknown, Reason.CURSOR_EXPIRED)),
            _declared("POST", f"{ONE}/test", "Send a ping at once, and say what came back", self.test, Answered,
                      refusals=(unknown,)),
            _declared("GET", f"{ONE}/dead-letters", "List the events that did not arrive", self.letters, LetterPage,
                      query=PageQuery, refusals=(unknown,)),
            _declared("POST", f"{ONE}/dead-letters/replay", "Send events that did not arrive once more", self.ask,
                      Asked, body=LetterReplay, body_optional=True, status=202, refusals=(unknown,)),
            _declared("GET", f"{ONE}/attempts", "List the latest calls of a receiver, the newest first", self.attempts,
                      Attempts, query=AttemptQuery, refusals=(unknown,)),
        ]  # fmt: skip

    async def create(self, call: Call[NewEndpoint, None]) -> Answer | Refused:
        """Make it."""
        given = msgspec.structs.asdict(call.body)
        after = given.pop("after")
        made = await self.desk.create(EndpointInput(**given), after)
        return made if isinstance(made, Refused) else answer(made, 201, etag_of(made.endpoint.revision))

    async def list(self, call: Call[None, PageQuery]) -> Answer:
        """A page, and the cursor of the next one when this one is full."""
        after = decode_cursor(call.query.cursor, str) if call.query.cursor is not None else ""
        if isinstance(after, Answer):
            return after
        found = await self.desk.list(after, call.query.limit)
        full = len(found) == call.query.limit
        return answer(EndpointPage(tuple(found), encode_cursor(found[-1].id) if full else None))

    async def get(self, call: Call[None, None]) -> Answer | Refused:
        """One endpoint; 304 would hide how it fares."""
        return _state(await self.desk.get(call.path[0]))

    async def replace(self, call: Call[EndpointInput, None]) -> Answer | Refused:
        """Edit it."""
        seen = expected_revision(call.headers)
        return seen if isinstance(seen, Answer) else _state(await self.desk.replace(call.path[0], call.body, seen))

    async def delete(self, call: Call[None, None]) -> Answer | Refused:
        """Forget it."""
        return await self.desk.delete(call.path[0]) or answer(Deleted(call.path[0]))

    async def rotate(self, call: Call[Rotation, None]) -> Answer | Refused:
        """Make a new secret."""
        made = await self.desk.rotate(call.path[0], call.body.overlap_hours * 3_600)
        return made if isinstance(made, Refused) else answer(made)

    async def pause(self, call: Call[None, None]) -> Answer | Refused:
        """Stop delivering."""
        return _state(await self.desk.pause(call.path[0]))

    async def resume(self, call: Call[None, None]) -> Answer | Refused:
        """Go on."""
        return _state(await self.desk.resume(call.path[0]))

    async def replay(self, call: Call[Replay, None]) -> Answer | Refused:
        """Move the cursor."""
        return _state(await self.desk.replay(call.path[0], call.body.after))

    async def test(self, call: Call[None, None]) -> Answer | Refused:
        """Try it."""
        reply = await self.desk.test(call.path[0])
        if isinstance(reply, Refused):
            return reply
        text = reply.text[:TEXT_SHOWN].decode("utf-8", "replace")
        delivered = reply.status is not None and 200 <= reply.status < 300
        return answer(Answered(delivered, reply.status, reply.milliseconds, reply.error, text))

    async def letters(self, call: Call[None, PageQuery]) -> Answer | Refused:
        """A page of dead letters."""
        after = decode_cursor(call.query.cursor, int) if call.query.cursor is not None else 0
        if isinstance(after, Answer):
            return after
        found = await self.desk.letters(call.path[0], after, call.query.limit)
        if isinstance(found, Refused):
            return found
        full = len(found) == call.query.limit
        return answer(LetterPage(tuple(found), encode_cursor(found[-1].position) if full else None))

    async def ask(self, call: Call[LetterReplay, None]) -> Answer | Refused:
        """Send dead letters once more."""
        named = call.body.event_ids
        asked = await self.desk.ask(call.path[0], None if named is None else [int(each) for each in named])
        return asked if isinstance(asked, Refused) else answer(Asked(asked), 202)

    async def attempts(self, call: Call[None, AttemptQuery]) -> Answer | Refused:
        """The latest calls."""
        found = await self.desk.attempts(call.path[0], call.query.limit)
        return found if isinstance(found, Refused) else answer(Attempts(tuple(found)))


def _state(state: EndpointState | Refused) -> Answer | Refused:
    return state if isinstance(state, Refused) else answer(state, 200, etag_of(state.revision))


def _declared(
    method: str,
    path: str,
    summary: str,
    respond: Respond,
    reply: type[msgspec.Struct],
    **more: Any,  # noqa: ANN401 -- Endpoint's own
) -> Endpoint:
    return Endpoint(
        method=method, path=path, summary=summary, scopes=(Scope.ADMIN,), of_no_node=True, respond=respond, reply=reply,
        **more,
    )  # fmt: skip
