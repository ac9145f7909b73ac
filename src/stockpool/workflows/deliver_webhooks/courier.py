"""Bringing events to a receiver: how a request looks, who signs it, and when it may go."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import datetime

from stockpool.runtime import telemetry
from stockpool.runtime.outgoing import Outgoing, Reply
from stockpool.webhooks import api as webhooks
from stockpool.webhooks.api import Called, Heard, Secret

ONE = "application/cloudevents+json"
LIST = "application/cloudevents-batch+json"
AGENT = "stockpool-webhooks/1"

Now = Callable[[], datetime]
Chance = Callable[[], float]


class Slots:
    """How many calls run at once. Endpoints that are slow or fail share half of them: the others always find room."""

    def __init__(self, most: int) -> None:
        self._all = asyncio.Semaphore(most)
        self._suspects = asyncio.Semaphore(max(1, most // 2))

    @asynccontextmanager
    async def take(self, *, suspect: bool) -> AsyncIterator[None]:
        """Wait for a turn; first come, first served."""
        if suspect:
            async with self._suspects, self._all:
                yield
        else:
            async with self._all:
                yield


class Courier:
    """Signs and sends, and says what it means that came back."""

    def __init__(self, outgoing: Outgoing, now: Now) -> None:
        self.outgoing, self.now = outgoing, now

    async def send(
        self, url: str, secrets: Sequence[Secret], message_id: str, events: Sequence[bytes], *, in_list: bool
    ) -> Reply:
        """Send events in one request, signed by each secret that is valid now."""
        from standardwebhooks import Webhook

        body = b"[" + b",".join(events) + b"]" if in_list else events[0]
        now, text = self.now(), body.decode()
        signatures = [Webhook(each).sign(message_id, now, text) for each in webhooks.signing_secrets(secrets, now)]
        headers = {
            "content-type": LIST if in_list else ONE,
            "user-agent": AGENT,
            "webhook-id": message_id,
            "webhook-timestamp": str(int(now.timestamp())),
            "webhook-signature": " ".join(signatures),
        }
        return await self.outgoing.post(url, headers, body)


def heard_of(reply: Reply) -> Heard:
    """What a reply means."""
    return Heard(webhooks.verdict_of(reply.status), reply.error, reply.retry_after_s)


def noted(reply: Reply, heard: Heard, at: datetime, first_position: int, events: int) -> Called:
    """A call as it is noted and counted."""
    telemetry.webhook_called(heard.verdict)
    return Called(at, first_position, events, heard.verdict, reply.status, reply.milliseconds, heard.error)
