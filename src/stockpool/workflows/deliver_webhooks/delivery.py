"""One endpoint: events are sent one after the other, or list after list, until somebody says otherwise."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

import msgspec
import psycopg
import structlog

from stockpool.feed.api import EventFilter, FeedEvent, cloud_event, wants
from stockpool.runtime.database import Database
from stockpool.runtime.unavailable import DatabaseUnavailable
from stockpool.webhooks import api as webhooks
from stockpool.webhooks.api import Asked, Endpoint, Heard, Letter, Outcome, Patience, Secret, Sent, Verdict
from stockpool.webhooks.messages import Status
from stockpool.workflows.deliver_webhooks.courier import Chance, Courier, Slots, heard_of, noted
from stockpool.workflows.deliver_webhooks.notebook import Notebook
from stockpool.workflows.follow_feed import Feed

log = structlog.get_logger(__name__)

READ_EVENTS = 500
BODY_BYTES = 1_000_000
"""A list ends when it is about so large."""

ASKED_AT_ONCE = 100
IDLE_S = 5.0
SLICE_S = 1.0
SLOW_MS = 1_000
AFTER_OUTAGE_S = 1.0


@dataclass(frozen=True, slots=True)
class Means:
    """What every delivery works with."""

    database: Database
    feed: Feed
    courier: Courier
    slots: Slots
    patience: Patience
    chance: Chance
    source: str


class Delivery:
    """Follows the feed for one endpoint; `touched` is the state of its definition that it works by."""

    def __init__(self, endpoint: Endpoint, secrets: Sequence[Secret], means: Means, notebook: Notebook) -> None:
        """It begins when its task does."""
        self.touched = endpoint.touched
        self.progress = endpoint.progress
        self._id, self._epoch, self._definition = endpoint.id, endpoint.epoch, endpoint.definition
        self._secrets, self._means, self._notebook = secrets, means, notebook
        self._wanted = _filter_of(endpoint)
        self._waiting: deque[FeedEvent] = deque()
        self._read_to = endpoint.progress.position
        self._singly_to = 0
        self._slow = False
        self._calling = False
        self._leaving = False
        self._log = log.bind(webhook=endpoint.id, host=urlsplit(endpoint.definition.url).hostname)
        self.task = asyncio.create_task(self._run())

    @property
    def head(self) -> FeedEvent | None:
        """What is to be sent next, as far as that is known."""
        return next(iter(self._waiting), None)

    def leave(self) -> None:
        """End, when a call that is under way is over; what it does is still noted."""
        self._leaving = True
        if not self._calling:
            self.task.cancel()

    async def _run(self) -> None:
        with self._means.feed.follow():
            while not self._leaving and self.progress.status is Status.ACTIVE:
                try:
                    await self._send_asked()
                    await self._follow()
                except (psycopg.Error, DatabaseUnavailable) as trouble:
                    self._log.warning("a webhook waits for the database", cause=str(trouble).strip())
                    await asyncio.sleep(AFTER_OUTAGE_S)

    async def _follow(self) -> None:
        while not self._leaving and self.progress.status is Status.ACTIVE:
            await self._until_due()
            events = await self._next_events()
            if events:
                await self._deliver(events)
            elif not self._waiting:
                await self._means.feed.wait_beyond(self._read_to, IDLE_S)

    async def _until_due(self) -> None:
        """Wait for the end of a pause, in slices: the clock is not the loop's."""
        while (due := self.progress.next_attempt_at) is not None:
            left = (due - self._means.courier.now()).total_seconds()
            if left <= 0:
                return
            await asyncio.sleep(min(left, SLICE_S))

    async def _next_events(self) -> list[FeedEvent]:
        """What is sent next; the cursor passes by what is not wanted, and is noted when there is time."""
        if not self._waiting:
            await self._read()
        singly = self.progress.position < self._singly_to
        most = 1 if singly else self._definition.batch_max
        events: list[FeedEvent] = []
        size = 0
        while self._waiting and len(events) < most and size < BODY_BYTES:
            events.append(self._waiting.popleft())
            size += len(events[-1].data)
        if not events and self.progress.position < self._read_to:
            self.progress = msgspec.structs.replace(self.progress, position=self._read_to)
            self._notebook.stands(self._id, self._epoch, self.progress, lazily=True)
        return events

    async def _read(self) -> None:
        feed = self._means.feed
        events = await feed.read(self._read_to, READ_EVENTS)
        if events and events[0].position > self._read_to + 1:
            oldest = (await feed.ends()).oldest
            if oldest > self._read_to + 1:
                self._stop(f"events from {self._read_to + 1} to {oldest - 1} are no longer kept")
                return
        if events:
            self._read_to = events[-1].position
            self._waiting.extend([event for event in events if wants(self._wanted, event)])

    def _stop(self, reason: str) -> None:
        self._log.warning("a webhook is stopped", reason=reason)
        self.progress = msgspec.structs.replace(self.progress, status=Status.STOPPED, reason=reason, last_error=reason)
        self._notebook.stands(self._id, self._epoch, self.progress)

    async def _deliver(self, events: list[FeedEvent]) -> None:
        first, last = events[0], events[-1]
        in_list = self._definition.batch_max > 1
        message_id = f"batch-{first.position}-{last.position}" if in_list else str(first.event_id)
        bodies = [cloud_event(event, self._means.source) for event in events]
        heard = await self._call(message_id, bodies, first.position)
        sent = [Sent(event.position, event.recorded_at) for event in events]
        now = self._means.courier.now()
        outcome = webhooks.decide_outcome(self.progress, sent, heard, now, self._means.chance(), self._means.patience)
        if heard.verdict is not Verdict.DELIVERED:
            self._log.warning(
                "a webhook was not delivered",
                verdict=heard.verdict,
                cause=heard.error,
                attempts=outcome.progress.attempts,
                died=outcome.died,
            )
            self._put_back(events, outcome)
        attempts = self.progress.attempts + 1
        letters = [
            Letter(e.position, e.event_id, e.type, body, now, attempts, heard.error)
            for e, body in zip(events[: outcome.died], bodies, strict=False)
        ]
        self.progress = outcome.progress
        if not outcome.singly:
            self._notebook.stands(self._id, self._epoch, self.progress, letters)

    def _put_back(self, events: list[FeedEvent], outcome: Outcome) -> None:
        """What neither arrived nor died is sent again, before all others."""
        self._waiting.extendleft(reversed(events[outcome.died :]))
        if outcome.singly:
            self._singly_to = events[-1].position

    async def _call(self, message_id: str, bodies: Sequence[bytes], first_position: int) -> Heard:
        means, definition = self._means, self._definition
        async with means.slots.take(suspect=self._slow or self.progress.attempts > 0):
            self._calling = True
            try:
                at = means.courier.now()
                reply = await means.courier.send(
                    definition.url, self._secrets, message_id, bodies, in_list=definition.batch_max > 1
                )
            finally:
                self._calling = False
        self._slow = reply.milliseconds >= SLOW_MS
        heard = heard_of(reply)
        self._notebook.called(self._id, noted(reply, heard, at, first_position, len(bodies)))
        return heard

    async def _send_asked(self) -> None:
        """Dead letters that somebody asked for, once more, one by one; who is away is not asked again."""
        while not self._leaving and self.progress.status is Status.ACTIVE:
            async with self._means.database.read() as connection:
                asked = await webhooks.asked_letters(connection, self._id, ASKED_AT_ONCE)
            if not asked:
                return
            await self._send_letters(deque(asked))

    async def _send_letters(self, asked: deque[Asked]) -> None:
        while asked and not self._leaving:
            letter = asked.popleft()
            heard = await self._call(str(letter.event_id), [letter.event], letter.position)
            positions = [letter.position]
            if heard.verdict in {Verdict.RETRY, Verdict.STOP}:
                positions += [each.position for each in asked]
                asked.clear()
            async with self._means.database.read() as connection:
                if heard.verdict is Verdict.DELIVERED:
                    await webhooks.remove_letters(connection, self._id, positions)
                else:
                    now = self._means.courier.now()
                    await webhooks.keep_letters(connection, self._id, positions, heard.error, now)
            if heard.verdict is Verdict.STOP:
                self._stop(heard.error)


def _filter_of(endpoint: Endpoint) -> EventFilter:
    wanted = endpoint.definition
    return EventFilter(
        types=wanted.types,
        skus=frozenset(wanted.skus),
        nodes=frozenset(wanted.nodes),
        channels=frozenset(wanted.channels),
    )
