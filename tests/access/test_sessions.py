"""Sessions end, lock, and are known to a process for less than two seconds."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest

from stockpool.access.decide.sessions import NO_SESSION, admit_session, begin_session, is_forged
from stockpool.access.people import Person, Session, SessionTerms, User
from stockpool.access.roles import ROLES, Role
from stockpool.access.session_book import AGE_S_MAX, SessionBook
from stockpool.kernel.refusals import Refused

NOW = datetime(2030, 1, 1, tzinfo=UTC)
AT_N1 = frozenset({"N1"})
TERMS = SessionTerms(idle=timedelta(hours=12), longest=timedelta(days=7), idle_lock=timedelta(minutes=5))
ANNA = User(id="usr_0123456789ab", name="anna", role=Role.ASSOCIATE, nodes=AT_N1, created_at=NOW)
SESSION, TOKEN = begin_session(ANNA, "till 3", "10.0.0.1", entropy=bytes(38), now=NOW, terms=TERMS)
SECRET = TOKEN.split("_")[2]


def admitted(after: timedelta = timedelta(0), secret: str = SECRET, **changed: Any) -> Person | Refused:  # noqa: ANN401 - fields of a session
    return admit_session(msgspec.structs.replace(SESSION, **changed), secret, NOW + after, TERMS)


def test_a_session_lets_its_user_in_with_the_scopes_of_the_role() -> None:
    person = admitted()
    assert isinstance(person, Person)
    assert (person.id, person.scopes, person.nodes) == (ANNA.id, ROLES[Role.ASSOCIATE].scopes, AT_N1)
    assert person.may_act_on("N1")
    assert not person.may_act_on("N2")
    assert SECRET not in repr(SESSION)


@pytest.mark.parametrize(
    ("after", "changed"),
    [
        (timedelta(hours=12), {}),
        (timedelta(days=7), {"seen_at": NOW + timedelta(days=7)}),
        (timedelta(0), {"pin_failures": 5}),
        (timedelta(0), {"user": msgspec.structs.replace(ANNA, disabled_at=NOW)}),
    ],
)
def test_it_ends_when_idle_old_guessed_at_or_its_user_disabled(after: timedelta, changed: dict[str, Any]) -> None:
    assert admitted(after, **changed) is NO_SESSION


def test_another_secret_opens_nothing() -> None:
    assert admitted(secret="x" * 43) is NO_SESSION


def test_one_with_a_pin_locks_when_idle_and_one_without_does_not() -> None:
    for after, pin_hash, locked in ((299, "h", False), (300, "h", True), (300, None, False)):
        person = admitted(timedelta(seconds=after), pin_hash=pin_hash)
        assert isinstance(person, Person)
        assert person.locked is locked


def test_the_token_against_forged_calls_is_the_session_s_own() -> None:
    person, other = admitted(), begin_session(ANNA, "", "", entropy=bytes([1] * 38), now=NOW, terms=TERMS)
    assert isinstance(person, Person)
    assert not is_forged(person, person.csrf_token)
    assert is_forged(person, "")
    assert is_forged(person, SECRET)
    assert other[1].split("_")[2] != SECRET


class Shelf:
    """The stored sessions, with the readings that were made."""

    def __init__(self, *stored: Session) -> None:
        self.stored = {each.id: each for each in stored}
        self.readings: list[list[str]] = []
        self.seen: dict[str, datetime] = {}
        self.clock = 0.0
        self.fails = False

    async def load(self, ids: Sequence[str], seen: Mapping[str, datetime]) -> list[Session]:
        self.readings.append(list(ids))
        self.seen |= seen
        for session_id in self.stored.keys() & seen:
            self.stored[session_id] = msgspec.structs.replace(self.stored[session_id], seen_at=seen[session_id])
        await asyncio.sleep(0)
        if self.fails:
            raise OSError("no database")
        return [self.stored[each] for each in ids if each in self.stored]

    def book(self) -> SessionBook:
        return SessionBook(
            self.load, TERMS, now=lambda: NOW + timedelta(seconds=self.clock), monotonic=lambda: self.clock
        )


async def test_a_session_is_read_once_while_what_is_known_is_fresh() -> None:
    shelf = Shelf(SESSION)
    book = shelf.book()
    for clock in (0, 1, AGE_S_MAX):
        shelf.clock = clock
        assert isinstance(await book.admit(TOKEN), Person)
    assert len(shelf.readings) == 1
    shelf.clock = AGE_S_MAX + 0.01
    shelf.stored.clear()
    assert await book.admit(TOKEN) is NO_SESSION


async def test_cookies_that_nobody_was_given_are_looked_for_together() -> None:
    shelf = Shelf(SESSION)
    book = shelf.book()
    invented = [f"ss_{number:012x}_{'x' * 43}" for number in range(100, 300)]
    found = await asyncio.gather(*map(book.admit, [TOKEN, *invented]))
    assert isinstance(found[0], Person)
    assert all(each is NO_SESSION for each in found[1:])
    assert len(shelf.readings) <= 2
    assert await book.admit("ss_0_0") is NO_SESSION


async def test_who_was_let_in_elsewhere_meanwhile_is_not_refused_by_what_was_known() -> None:
    locked = msgspec.structs.replace(SESSION, pin_hash="h", locked_at=NOW)
    shelf = Shelf(locked)
    book = shelf.book()
    first = await book.admit(TOKEN)
    assert isinstance(first, Person)
    assert first.locked
    shelf.stored[SESSION.id] = SESSION
    again = await book.admit(TOKEN)
    assert isinstance(again, Person)
    assert not again.locked


async def test_what_was_being_read_when_a_session_was_changed_is_not_kept() -> None:
    shelf = Shelf(SESSION)
    book = shelf.book()
    reading = asyncio.create_task(book.admit(TOKEN))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    book.forget(SESSION.id)
    assert isinstance(await reading, Person)
    shelf.stored.clear()
    assert await book.admit(TOKEN) is NO_SESSION


async def test_its_use_is_noted_now_and_then_but_not_what_an_app_does_by_itself() -> None:
    shelf = Shelf(SESSION)
    book = shelf.book()
    for clock, counts in ((0, True), (14, True), (20, False), (21, True), (22, True)):
        shelf.clock = clock
        await book.admit(TOKEN, counts=counts)
    await book.close()
    assert shelf.seen == {SESSION.id: NOW + timedelta(seconds=21)}


async def test_an_outage_is_told_to_whoever_waits_and_the_next_call_reads_again() -> None:
    shelf = Shelf(SESSION)
    book, shelf.fails = shelf.book(), True
    for failed in await asyncio.gather(book.admit(TOKEN), book.admit(TOKEN), return_exceptions=True):
        assert isinstance(failed, OSError)
    shelf.fails = False
    assert isinstance(await book.admit(TOKEN), Person)
