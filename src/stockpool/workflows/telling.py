"""Telling the ledger several things that belong together, through the lanes."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence

import msgspec

from stockpool.kernel.commands import Command

Submit = Callable[[Command], Awaitable[msgspec.Struct]]

CHUNK = 256
"""So many of one request wait in the lanes at a time: a delivery of thousands of lines leaves room for others."""


async def submit_all(submit: Submit, commands: Sequence[Command]) -> list[msgspec.Struct]:
    """The replies, in order; the first error is raised when all of its chunk are through."""
    replies: list[msgspec.Struct] = []
    for begin in range(0, len(commands), CHUNK):
        told = await asyncio.gather(*map(submit, commands[begin : begin + CHUNK]), return_exceptions=True)
        for each in told:
            if isinstance(each, BaseException):
                raise each
            replies.append(each)
    return replies
