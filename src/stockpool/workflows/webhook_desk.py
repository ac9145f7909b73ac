"""Endpoints of webhooks as people make, edit, look at and try them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

import msgspec
from psycopg import AsyncConnection

from stockpool.feed import api as feed
from stockpool.feed.api import FeedEvent
from stockpool.kernel.editing import Stored, refused_if_stale
from stockpool.kernel.ids import NewId
from stockpool.kernel.refusals import Reason, Refused, refused_field
from stockpool.runtime.addresses import url_problem
from stockpool.runtime.database import Database
from stockpool.runtime.outgoing import Reply
from stockpool.webhooks import api as webhooks
from stockpool.webhooks.api import Endpoint, Progress, Secret
from stockpool.webhooks.messages import Attempt, DeadLetter, EndpointInput, EndpointState, SecretTimes
from stockpool.workflows.deliver_webhooks.courier import Courier
from stockpool.workflows.event_kinds import types_problem

PING = "webhook.ping"


class EndpointMade(msgspec.Struct, frozen=True):
    """A new endpoint, with the secret that is told this once."""

    endpoint: EndpointState
    secret: str


class SecretMade(msgspec.Struct, frozen=True):
    """A new secret, told this once, and since when it signs."""

    secret: str
    since: datetime


@dataclass(frozen=True, slots=True)
class WebhookDesk:
    """`nudge` is called when something has changed that a delivering process should hear of."""

    database: Database
    courier: Courier
    new_id: NewId
    new_secret: Callable[[], str]
    source: str
    nudge: Callable[[], None] = lambda: None

    async def create(self, wanted: EndpointInput, after: int | None) -> EndpointMade | Refused:
        """Make an endpoint; without `after` it begins with what happens from now on."""
        if refused := self._refused(wanted):
            return refused
        endpoint_id, secret, now = self.new_id(), self.new_secret(), self.courier.now()
        async with self.database.transaction() as connection:
            begin = await _place(connection, after)
            if isinstance(begin, Refused):
                return begin
            await webhooks.insert_endpoint(connection, endpoint_id, wanted, begin, now)
            await webhooks.put_secrets(connection, endpoint_id, [Secret(secret, now)])
            (made,) = await _states(connection, await webhooks.get_endpoints(connection, [endpoint_id]))
        self.nudge()
        return EndpointMade(made, secret)

    async def list(self, after: str, limit: int) -> Sequence[EndpointState]:
        """A page, in the order in which they were made."""
        async with self.database.read() as connection:
            return await _states(connection, await webhooks.list_endpoints(connection, after, limit))

    async def get(self, endpoint_id: str) -> EndpointState | Refused:
        """One endpoint."""
        async with self.database.read() as connection:
            found = await _states(connection, await webhooks.get_endpoints(connection, [endpoint_id]))
        return found[0] if found else unknown(endpoint_id)

    async def replace(self, endpoint_id: str, wanted: EndpointInput, seen: int | None) -> EndpointState | Refused:
        """Edit an endpoint if it is still the revision that was seen; its cursor stays."""
        if refused := self._refused(wanted):
            return refused
        async with self.database.transaction() as connection:
            stored = await webhooks.lock_endpoint(connection, endpoint_id)
            if stored is None:
                return unknown(endpoint_id)
            expected = {} if seen is None else {endpoint_id: seen}
            named = Stored(_Named(endpoint_id), stored.revision)
            if refused := refused_if_stale(endpoint_id, named, expected):
                return refused
            if wanted != stored.definition:
                await webhooks.put_definition(connection, endpoint_id, wanted)
        self.nudge()
        return await self.get(endpoint_id)

    async def delete(self, endpoint_id: str) -> Refused | None:
        """Forget an endpoint, its secrets and its dead letters."""
        async with self.database.transaction() as connection:
            found = await webhooks.delete_endpoint(connection, endpoint_id)
        self.nudge()
        return None if found else unknown(endpoint_id)

    async def rotate(self, endpoint_id: str, overlap_s: float) -> SecretMade | Refused:
        """Make a new secret; the present one signs beside it until the overlap ends."""
        secret, now = self.new_secret(), self.courier.now()
        async with self.database.transaction() as connection:
            if await webhooks.lock_endpoint(connection, endpoint_id) is None:
                return unknown(endpoint_id)
            before = (await webhooks.secrets_of(connection, [endpoint_id]))[endpoint_id]
            after = webhooks.decide_rotation(before, secret, overlap_s, now)
            if isinstance(after, Refused):
                return after
            await webhooks.put_secrets(connection, endpoint_id, after)
            await webhooks.touch_endpoint(connection, endpoint_id)
        self.nudge()
        return SecretMade(secret, now)

    async def pause(self, endpoint_id: str) -> EndpointState | Refused:
        """Leave an endpoint alone; what comes meanwhile waits."""
        return await self._set(endpoint_id, webhooks.paused)

    async def resume(self, endpoint_id: str) -> EndpointState | Refused:
        """Deliver again, at once."""
        return await self._set(endpoint_id, webhooks.resumed, anew=True)

    async def replay(self, endpoint_id: str, after: int) -> EndpointState | Refused:
        """Deliver everything behind a position, whatever has arrived."""
        async with self.database.transaction() as connection:
            place = await _place(connection, after)
            if isinstance(place, Refused):
                return place
            stored = await webhooks.lock_endpoint(connection, endpoint_id)
            if stored is None:
                return unknown(endpoint_id)
            moved = msgspec.structs.replace(webhooks.resumed(stored.progress), position=place)
            await webhooks.set_progress(connection, endpoint_id, moved, anew=True)
        self.nudge()
        return await self.get(endpoint_id)

    async def test(self, endpoint_id: str) -> Reply | Refused:
        """Send a ping at once; what came back."""
        async with self.database.read() as connection:
            found = await webhooks.get_endpoints(connection, [endpoint_id])
            secrets = (await webhooks.secrets_of(connection, [endpoint_id]))[endpoint_id]
        if not found:
            return unknown(endpoint_id)
        wanted = found[0].definition
        ping = feed.cloud_event(FeedEvent(0, 0, PING, endpoint_id, self.courier.now(), b"{}"), self.source)
        message_id = f"ping-{self.new_id()}"
        body = ping.replace(b'"id":"0"', b'"id":"%s"' % message_id.encode(), 1)
        return await self.courier.send(wanted.url, secrets, message_id, [body], in_list=wanted.batch_max > 1)

    async def letters(self, endpoint_id: str, after: int, limit: int) -> Sequence[DeadLetter] | Refused:
        """A page of what did not arrive."""
        async with self.database.read() as connection:
            if not await webhooks.get_endpoints(connection, [endpoint_id]):
                return unknown(endpoint_id)
            return await webhooks.list_letters(connection, endpoint_id, after, limit)

    async def ask(self, endpoint_id: str, event_ids: Sequence[int] | None) -> int | Refused:
        """Send dead letters once more, None all of them; how many."""
        async with self.database.transaction() as connection:
            if await webhooks.lock_endpoint(connection, endpoint_id) is None:
                return unknown(endpoint_id)
            asked = await webhooks.ask_letters(connection, endpoint_id, event_ids)
            await webhooks.touch_endpoint(connection, endpoint_id)
        self.nudge()
        return asked

    async def attempts(self, endpoint_id: str, limit: int) -> Sequence[Attempt] | Refused:
        """The latest calls of the receiver, the newest first."""
        async with self.database.read() as connection:
            if not await webhooks.get_endpoints(connection, [endpoint_id]):
                return unknown(endpoint_id)
            return await webhooks.list_attempts(connection, endpoint_id, limit)

    def _refused(self, wanted: EndpointInput) -> Refused | None:
        if trouble := url_problem(wanted.url, self.courier.outgoing.allowed):
            return refused_field(Reason.INVALID_INPUT, "url", trouble)
        if trouble := types_problem(wanted.types):
            return refused_field(Reason.INVALID_INPUT, "types", trouble)
        return None

    async def _set(
        self, endpoint_id: str, change: Callable[[Progress], Progress], *, anew: bool = False
    ) -> EndpointState | Refused:
        async with self.database.transaction() as connection:
            stored = await webhooks.lock_endpoint(connection, endpoint_id)
            if stored is None:
                return unknown(endpoint_id)
            await webhooks.set_progress(connection, endpoint_id, change(stored.progress), anew=anew)
        self.nudge()
        return await self.get(endpoint_id)


class _Named(msgspec.Struct, frozen=True):
    id: str


def unknown(endpoint_id: str) -> Refused:
    """There is no such endpoint."""
    return Refused(Reason.UNKNOWN_WEBHOOK, f"there is no webhook {endpoint_id!r}")


async def _place(connection: AsyncConnection, after: int | None) -> int | Refused:
    """A position that the feed can be followed from; the end where none was named."""
    ends = await feed.ends_of_feed(connection)
    if after is None:
        return ends.latest
    if after > ends.latest:
        return refused_field(Reason.INVALID_INPUT, "after", f"is beyond the end of the feed, which is {ends.latest}")
    if after < ends.oldest - 1:
        return Refused(Reason.CURSOR_EXPIRED, f"events up to {ends.oldest - 1} are no longer kept")
    return after


async def _states(connection: AsyncConnection, endpoints: Sequence[Endpoint]) -> list[EndpointState]:
    ids = [each.id for each in endpoints]
    secrets = await webhooks.secrets_of(connection, ids)
    counts = await webhooks.count_letters(connection, ids)
    latest = (await feed.ends_of_feed(connection)).latest
    return [
        EndpointState(
            id=each.id,
            **msgspec.structs.asdict(each.definition),
            **msgspec.structs.asdict(each.progress),
            lag_events=max(0, latest - each.progress.position),
            created_at=each.created_at,
            dead_letters=counts.get(each.id, 0),
            secrets=tuple([SecretTimes(secret.since, secret.until) for secret in secrets[each.id]]),
            revision=each.revision,
        )
        for each in endpoints
    ]
