"""Passwords are not found by trying: after some failures the next attempt waits, twice as long each time."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import Enum
from hashlib import sha256
from ipaddress import IPv4Address, IPv6Network, ip_address
from math import ceil

import msgspec

from stockpool.kernel.refusals import Reason, Refused

WINDOW = timedelta(minutes=15)
"""Failures are forgotten when the last of them is so long ago."""

PAUSE_S = 5
PAUSE_S_MAX = 900
DOUBLINGS_MAX = 10

PREFIX_OF_A_PLACE = 64


class Free(Enum):
    """So many failures cost nothing: of a name, and of an address, behind which many people may be."""

    NAME = 5
    ADDRESS = 20


class Failures(msgspec.Struct, frozen=True):
    """How often it failed, and when last."""

    count: int
    last_at: datetime


def subject_of(kind: Free, text: str) -> bytes:
    """By what failures are counted: a digest, for people type passwords where names belong."""
    return sha256(f"{kind.name}\0{text}".encode()).digest()


def place_of(address: str) -> str:
    """What counts as one address: of IPv6 the network of 64 bits, for whoever has one has all that are in it."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if isinstance(found, IPv4Address):
        return address
    return str(found.ipv4_mapped or IPv6Network((int(found), PREFIX_OF_A_PLACE), strict=False))


def wait_s(failures: Failures | None, kind: Free, now: datetime) -> int:
    """The seconds until the next attempt may be made; 0 when it may be made now."""
    if failures is None or is_forgotten(failures, now) or failures.count < kind.value:
        return 0
    pause_s = min(PAUSE_S * 2 ** min(failures.count - kind.value, DOUBLINGS_MAX), PAUSE_S_MAX)
    return max(0, ceil((failures.last_at + timedelta(seconds=pause_s) - now).total_seconds()))


def is_forgotten(failures: Failures, now: datetime) -> bool:
    """Whether they are too long ago to count."""
    return now - failures.last_at > WINDOW


def one_more(failures: Failures | None, now: datetime) -> Failures:
    """The failures with one of now."""
    return Failures(1 if failures is None or is_forgotten(failures, now) else failures.count + 1, now)


def decide_attempt(name: Failures | None, address: Failures | None, now: datetime) -> Failures | Refused:
    """The failures of the name with this attempt among them, or how long it has to wait.

    An attempt counts before it is made, for many may be made at once; one that succeeds is taken back.
    """
    if wait := max(wait_s(name, Free.NAME, now), wait_s(address, Free.ADDRESS, now)):
        return too_many(wait)
    return one_more(name, now)


def decide_failure(address: Failures | None, now: datetime) -> Failures | Refused:
    """The failures of the address with one more, or that others failed meanwhile and it has to wait."""
    if wait := wait_s(address, Free.ADDRESS, now):
        return too_many(wait)
    return one_more(address, now)


def too_many(wait: int) -> Refused:
    """The answer to an attempt that comes too early."""
    return Refused(
        Reason.TOO_MANY_ATTEMPTS,
        f"too many attempts failed; the next one may be made in {wait} s",
        details={"retry_after_s": wait},
    )
