"""NATS JetStream: a stream that is made where there is none, and messages that it takes in order or not at all."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from nats.aio.client import Client
    from nats.js.api import PubAck

CONNECT_S = 3.0
ACKNOWLEDGE_S = 5.0
SECONDS_OF_DAY = 86_400


class StreamSettings(msgspec.Struct, frozen=True):
    """Which stream on which servers; where it has to be made, how long it keeps messages and knows their ids."""

    url: str
    stream: str
    subjects: str
    credentials: Path | None = None
    days: int = 7
    duplicate_window_s: float = 120.0


class BrokerMessage(msgspec.Struct, frozen=True, gc=False):
    """One message; the stream takes another of the same id, within its window, for the same."""

    id: str
    subject: str
    body: bytes


class BrokerUnavailable(Exception):
    """The broker cannot be reached, or does not take what it is given."""


class JetStream:
    """One connection to the broker; where it breaks, whoever uses it makes another."""

    def __init__(self, client: Client, broken: asyncio.Event) -> None:
        """Use a connection that stands until it is told to be broken."""
        self._client, self._broken = client, broken
        self._stream = client.jetstream(timeout=ACKNOWLEDGE_S)

    @classmethod
    async def connect(cls, settings: StreamSettings) -> JetStream:
        """Connect, and make the stream where there is none; one that is there is left as its operator wants it."""
        import nats
        from nats.errors import Error

        broken = asyncio.Event()

        async def breaks() -> None:
            broken.set()

        try:
            client = await nats.connect(
                servers=settings.url.split(","),
                name="stockpool",
                user_credentials=str(settings.credentials) if settings.credentials else None,
                allow_reconnect=False,
                connect_timeout=CONNECT_S,
                error_cb=_say_nothing,
                closed_cb=breaks,
            )
        except (Error, OSError, TimeoutError) as trouble:
            raise BrokerUnavailable(_words(trouble)) from trouble
        try:
            await _ensure(client, settings)
        except (Error, TimeoutError) as trouble:
            await client.close()
            raise BrokerUnavailable(_words(trouble)) from trouble
        return cls(client, broken)

    async def publish(self, messages: Sequence[BrokerMessage]) -> int:
        """Send messages in one go; how many of them, from the first on, the stream has taken.

        Each but the first names the one before it, without which the stream refuses it: none overtakes another that
        was lost on the way.
        """
        from nats.errors import Error
        from nats.js.api import Header

        taking: list[asyncio.Future[PubAck]] = []
        try:
            before: str | None = None
            for message in messages:
                headers = {Header.MSG_ID.value: message.id, "Content-Type": "application/cloudevents+json"}
                if before is not None:
                    headers[Header.EXPECTED_LAST_MSG_ID.value] = before
                taking.append(await self._stream.publish_async(message.subject, message.body, headers=headers))
                before = message.id
        except (Error, OSError):
            pass  # what was sent before may have been taken
        return await self._taken(taking)

    async def _taken(self, taking: Sequence[asyncio.Future[PubAck]]) -> int:
        """How many of them, from the first on, are acknowledged, once all are or the connection is broken."""
        if not taking:
            return 0
        broken = asyncio.create_task(self._broken.wait())
        answered = asyncio.create_task(_all_answered(taking))
        await asyncio.wait([broken, answered], timeout=ACKNOWLEDGE_S, return_when=asyncio.FIRST_COMPLETED)
        broken.cancel()
        answered.cancel()
        count = len(taking)
        for place, each in reversed([*enumerate(taking)]):
            if not each.done() or each.cancelled() or each.exception() is not None:
                count = place
            each.cancel()  # what is answered later is heard of when it is sent again
        return count

    async def close(self) -> None:
        """Leave."""
        await self._client.close()


async def _all_answered(taking: Sequence[asyncio.Future[PubAck]]) -> None:
    await asyncio.wait(taking)


def require_broker_client() -> None:
    """Raise, with the mend, where the client of NATS is not installed."""
    if find_spec("nats") is None:
        raise BrokerUnavailable("nats_url is set, but the client of NATS is missing: pip install 'stockpool[nats]'")


async def _ensure(client: Client, settings: StreamSettings) -> None:
    from nats.js.api import StorageType, StreamConfig
    from nats.js.errors import NotFoundError

    manager = client.jsm(timeout=ACKNOWLEDGE_S)
    try:
        await manager.stream_info(settings.stream)
    except NotFoundError:
        await manager.add_stream(
            StreamConfig(
                name=settings.stream,
                subjects=[settings.subjects],
                storage=StorageType.FILE,
                max_age=float(settings.days * SECONDS_OF_DAY),
                duplicate_window=settings.duplicate_window_s,
            )
        )


async def _say_nothing(_error: Exception) -> None:
    """What goes wrong is told to whoever waits for it."""


def _words(trouble: BaseException) -> str:
    return str(trouble).strip() or type(trouble).__name__
