"""People sign in with a cookie, and nobody acts in their name."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, cast

import argon2
import httpx2
import psycopg
import pytest

from stockpool.access.api import LOCKED, WRONG, Passwords, Person
from stockpool.access.decide.attempts import one_more
from stockpool.access.messages import AddUser, Deed, SignIn
from stockpool.bootstrap import Application
from stockpool.entrypoints.http.app import HttpApp
from stockpool.entrypoints.http.serving import Server
from stockpool.kernel.refusals import Refused
from stockpool.workflows.people import People
from stockpool.workflows.user_administration import UserAdded
from tests.entrypoints.http.conftest import Shop, calling

PASSWORD = "stock-is-moving"  # noqa: S105 - of users that live as long as a test
SOON_S = 10.0
"""A second or two, and what a busy machine takes."""


async def add_user(application: Application, name: str, role: str, *nodes: str) -> None:
    """A user with the password of all users."""
    added = await application.people.users.add(AddUser(name=name, role=role, nodes=nodes), PASSWORD)
    assert isinstance(added, UserAdded), added


def dashed(headers: dict[str, str]) -> dict[str, str]:
    """Names of headers as they are sent."""
    return {name.replace("_", "-"): value for name, value in headers.items()}


class Browser:
    """A browser in which somebody has signed in."""

    def __init__(self, http_app: HttpApp) -> None:
        self.client = calling(http_app)
        self.token = ""

    async def sign_in(self, name: str, password: str = PASSWORD) -> httpx2.Response:
        answered = await self.client.post("/v1/session", json={"name": name, "password": password, "device": "till 3"})
        if answered.status_code == 201:
            self.token = answered.json()["csrf_token"]
        return answered

    async def get(self, path: str, **headers: str) -> httpx2.Response:
        return await self.client.get(path, headers=headers)

    async def send(self, method: str, path: str, body: Any = None, **headers: str) -> httpx2.Response:  # noqa: ANN401
        given = {"x-csrf-token": self.token, "idempotency-key": "k1"} | dashed(headers)
        return await self.client.request(method, path, json=body, headers=given)


@pytest.fixture
async def anna(application: Application, http_app: HttpApp, shop: Shop) -> Browser:
    """An operator who has signed in."""
    del shop
    await add_user(application, "anna", "operator")
    browser = Browser(http_app)
    assert (await browser.sign_in("anna")).status_code == 201
    return browser


async def test_who_signs_in_is_told_who_it_is(anna: Browser) -> None:
    told = (await anna.get("/v1/session")).json()
    assert (told["user"], told["role"], told["scopes"], told["nodes"], told["locked"]) == (
        "anna", "operator", ["read", "sell", "stock", "work"], None, False,
    )  # fmt: skip
    assert (await anna.get("/v1/positions?sku=A")).status_code == 200


async def test_what_a_person_does_says_by_whom(anna: Browser, shop: Shop) -> None:
    fact = {"kind": "receive", "sku": "A", "node": "N1", "quantity": 1, "source": "t", "source_id": "1"}
    before = (await shop.get("/v1/events?type=stock.receive&limit=1000")).json()["next"]
    assert (await anna.send("POST", "/v1/facts", {"facts": [fact]})).json()["results"][0]["outcome"] == "recorded"
    me = (await anna.get("/v1/session")).json()["id"]
    events = (await shop.get(f"/v1/events?type=stock.receive&after={before}&wait_seconds=5")).json()["events"]
    assert [each["data"].get("by") for each in events] == [me]


RECEIVED = {"facts": [{"kind": "receive", "sku": "A", "node": "N1", "quantity": 1, "source": "t", "source_id": "1"}]}


def kind_of(answered: httpx2.Response) -> tuple[int, str]:
    """The status and the kind of problem."""
    return answered.status_code, answered.json().get("type", "").removeprefix("/problems/")


async def test_a_call_that_another_page_made_changes_nothing(anna: Browser) -> None:
    """A browser sends the cookie wherever a call comes from; the token it does not."""
    assert kind_of(await anna.client.post("/v1/facts", json=RECEIVED)) == (403, "csrf")
    for token in (b"", b"x", b"\xe4" * 43):
        headers: Any = {"x-csrf-token": token}
        assert kind_of(await anna.client.post("/v1/facts", json=RECEIVED, headers=headers)) == (403, "csrf")
        assert kind_of(await anna.client.delete("/v1/session", headers=headers)) == (403, "csrf")
    assert (await anna.get("/v1/session")).status_code == 200


async def test_without_the_check_a_forged_call_would_be_carried_out(
    anna: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("stockpool.entrypoints.http.session_gate.is_forged", lambda *_: False)
    assert (await anna.client.post("/v1/facts", json=RECEIVED)).status_code == 200


async def test_the_token_of_another_session_is_none(anna: Browser, http_app: HttpApp) -> None:
    other = Browser(http_app)
    await other.sign_in("anna")
    assert kind_of(await anna.send("POST", "/v1/facts", RECEIVED, x_csrf_token=other.token)) == (403, "csrf")


async def test_a_page_of_another_origin_cannot_sign_a_browser_in_with_a_form(anna: Browser) -> None:
    """Forms cannot send JSON under its own name, and other pages may not without our leave, which nobody gives."""
    text = '{"name":"anna","password":"' + PASSWORD + '"}'
    for kind in ("text/plain", "application/x-www-form-urlencoded"):
        answered = await anna.client.post("/v1/session", content=text, headers={"content-type": kind})
        assert answered.status_code == 415
        assert "set-cookie" not in answered.headers


async def test_the_cookie_is_for_this_server_and_no_script(http_app: HttpApp, anna: Browser) -> None:
    body = {"name": "anna", "password": PASSWORD}
    plain = (await anna.client.post("/v1/session", json=body)).headers["set-cookie"]
    assert plain.startswith("stockpool=ss_")
    assert plain.endswith("; Path=/; Max-Age=604800; HttpOnly; SameSite=Lax")
    safe = (await calling(http_app).post("https://test/v1/session", json=body)).headers["set-cookie"]
    assert safe.startswith("__Host-stockpool=ss_")
    assert safe.endswith("; HttpOnly; SameSite=Lax; Secure")
    # By TLS a cookie that another host could have set counts for nothing.
    token = anna.client.cookies["stockpool"]
    caller = calling(http_app)
    for name, status in (("stockpool", 401), ("__Host-stockpool", 200)):
        answered = await caller.get("https://test/v1/session", headers={"cookie": f"{name}={token}"})
        assert answered.status_code == status


async def test_no_browser_keeps_what_a_person_was_told(anna: Browser) -> None:
    """It may be a shared device, and what is told is of customers: answers, refusals and what is printed alike."""
    for path in ("/v1/session", "/v1/positions?sku=A", "/v1/network/nodes/N1", "/v1/users", "/v1/orders/none"):
        told = await anna.get(path)
        assert (told.headers["cache-control"], told.headers["x-content-type-options"]) == ("no-store", "nosniff"), path


async def test_who_signed_out_is_out(anna: Browser) -> None:
    token = anna.client.cookies["stockpool"]
    ended = await anna.send("DELETE", "/v1/session")
    assert (ended.json(), "Max-Age=0" in ended.headers["set-cookie"]) == ({"ended": True}, True)
    answered = await anna.client.get("/v1/session", headers={"cookie": f"stockpool={token}"})
    assert kind_of(answered) == (401, "unauthenticated")


async def test_without_a_good_cookie_nobody_is_let_in(shop: Shop) -> None:
    for cookie in ("", "stockpool=", "stockpool=ss_0_0", "stockpool=ss_000000000000_" + "x" * 43):
        answered = await shop.client.get("/v1/session", headers={"cookie": cookie})
        assert kind_of(answered) == (401, "unauthenticated")


async def test_a_key_has_no_session_and_goes_before_the_cookie(anna: Browser, shop: Shop) -> None:
    assert kind_of(await shop.get("/v1/session")) == (403, "forbidden")
    assert kind_of(await anna.get("/v1/session", authorization="Bearer sp_0_0")) == (401, "unauthenticated")


async def test_signing_in_again_ends_what_the_browser_had_before(anna: Browser) -> None:
    token = anna.client.cookies["stockpool"]
    await anna.sign_in("anna")
    assert anna.client.cookies["stockpool"] != token
    answered = await anna.client.get("/v1/session", headers={"cookie": f"stockpool={token}"})
    assert answered.status_code == 401


async def test_a_locked_session_tells_who_it_is_and_does_nothing_until_its_pin_is_said(anna: Browser) -> None:
    assert kind_of(await anna.send("POST", "/v1/session/lock")) == (400, "invalid-input")
    for pin in ("123", "123456789", "12e4", "\u0661\u0662\u0663\u0664"):
        assert kind_of(await anna.send("PUT", "/v1/session/pin", {"pin": pin})) == (400, "invalid-input")
    assert (await anna.send("PUT", "/v1/session/pin", {"pin": "2468"})).json()["has_pin"] is True
    assert (await anna.send("POST", "/v1/session/lock")).json()["locked"] is True
    assert kind_of(await anna.get("/v1/positions?sku=A")) == (423, "session-locked")
    assert kind_of(await anna.send("POST", "/v1/facts", RECEIVED)) == (423, "session-locked")
    assert kind_of(await anna.send("PUT", "/v1/session/pin", {"pin": "1357"})) == (423, "session-locked")
    assert (await anna.get("/v1/session")).json()["locked"] is True
    wrong = await anna.send("POST", "/v1/session/unlock", {"pin": "1357"})
    assert (kind_of(wrong), wrong.json()["details"]) == ((401, "wrong-credentials"), {"attempts_left": 4})
    assert (await anna.send("POST", "/v1/session/unlock", {"pin": "2468"})).json()["locked"] is False
    assert (await anna.get("/v1/positions?sku=A")).status_code == 200


async def test_five_wrong_pins_end_the_session(anna: Browser) -> None:
    await anna.send("PUT", "/v1/session/pin", {"pin": "2468"})
    await anna.send("POST", "/v1/session/lock")
    tried = [kind_of(await anna.send("POST", "/v1/session/unlock", {"pin": "0000"})) for _ in range(5)]
    assert tried == [(401, "wrong-credentials")] * 4 + [(401, "unauthenticated")]
    assert kind_of(await anna.send("POST", "/v1/session/unlock", {"pin": "2468"})) == (401, "unauthenticated")
    assert kind_of(await anna.get("/v1/session")) == (401, "unauthenticated")


async def test_many_pins_said_at_once_are_no_more_tries(anna: Browser) -> None:
    await anna.send("PUT", "/v1/session/pin", {"pin": "2468"})
    await anna.send("POST", "/v1/session/lock")
    tried = await asyncio.gather(*[anna.send("POST", "/v1/session/unlock", {"pin": "0000"}) for _ in range(12)])
    assert sum("attempts_left" in each.text for each in tried) <= 4
    assert kind_of(await anna.send("POST", "/v1/session/unlock", {"pin": "2468"})) == (401, "unauthenticated")


async def test_who_fails_often_waits_longer_each_time_whether_the_name_exists_or_not(
    http_app: HttpApp, anna: Browser
) -> None:
    """What is refused is the same in every word."""
    del anna
    told = {}
    for name in ("anna", "nobody"):
        browser = Browser(http_app)
        answers = [await browser.sign_in(name, "not-the-password") for _ in range(6)]
        assert [kind_of(each) for each in answers] == [(401, "wrong-credentials")] * 5 + [(429, "too-many-attempts")]
        assert 1 <= int(answers[-1].headers["retry-after"]) <= 5
        assert kind_of(await browser.sign_in(name.upper())) == (429, "too-many-attempts")
        told[name] = answers[0].text
    assert told["anna"] == told["nobody"]


async def test_without_the_throttle_passwords_could_be_tried(
    http_app: HttpApp, anna: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    del anna
    monkeypatch.setattr("stockpool.access.decide.attempts.wait_s", lambda *_: 0)
    browser = Browser(http_app)
    assert {(await browser.sign_in("anna", "not-the-password")).status_code for _ in range(9)} == {401}


async def test_many_attempts_at_once_are_no_more_attempts(http_app: HttpApp, anna: Browser) -> None:
    del anna
    tried = await asyncio.gather(*[Browser(http_app).sign_in("anna", f"wrong-{i}-password") for i in range(12)])
    assert sorted(each.status_code for each in tried) == [401] * 5 + [429] * 7


async def test_processes_agree_on_sessions_and_on_failures(application: Application, anna: Browser) -> None:
    """The second one has nothing in common with the first but the database."""
    second = People(
        application.database, application.settings, now=lambda: datetime.now(UTC), monotonic=time.monotonic
    ).sessions
    token = anna.client.cookies["stockpool"]
    await anna.send("PUT", "/v1/session/pin", {"pin": "2468"})
    await anna.send("POST", "/v1/session/lock")
    there = await second.book.admit(token)
    assert isinstance(there, Person)
    assert there.locked
    assert await second.set_pin(there, "1357") == LOCKED  # as where it was not yet known here that it is locked
    assert await second.unlock(there, "2468") is None
    assert (await anna.get("/v1/positions?sku=A")).status_code == 200
    wrong = SignIn(name="anna", password="not-the-password", device="", address="10.0.0.1")  # noqa: S106 - a wrong one
    assert [await second.sign_in(wrong) for _ in range(5)] == [WRONG] * 5
    assert kind_of(await anna.sign_in("anna")) == (429, "too-many-attempts")


async def test_what_is_over_and_what_was_done_too_long_ago_is_forgotten(
    application: Application, anna: Browser, shop: Shop
) -> None:
    await anna.sign_in("nobody", "not-the-password")
    await application.people.prune()
    assert (await anna.get("/v1/session")).status_code == 200
    assert len((await shop.get("/v1/audit")).json()["deeds"]) == 1

    def later() -> datetime:
        return datetime.now(UTC) + timedelta(days=401)

    assert await People(application.database, application.settings, now=later, monotonic=time.monotonic).prune() == 1
    async with application.database.read() as conn:
        for count in ("select count(*) from sessions", "select count(*) from sign_in_failures"):
            assert await (await conn.execute(count)).fetchone() == (0,)
    assert (await shop.get("/v1/audit")).json()["deeds"] == []


async def test_an_address_that_tries_many_names_waits_too(http_app: HttpApp, anna: Browser) -> None:
    browser = Browser(http_app)
    tried = [(await browser.sign_in(f"nobody{i}", "not-the-password")).status_code for i in range(21)]
    assert tried == [401] * 20 + [429]
    assert (await anna.get("/v1/session")).status_code == 200


@pytest.mark.parametrize(("is_guarded", "told"), [(True, [401] * 20 + [429] * 5), (False, [401] * 25)])
async def test_many_names_tried_at_once_are_no_more_attempts_of_their_address(
    http_app: HttpApp, anna: Browser, monkeypatch: pytest.MonkeyPatch, *, is_guarded: bool, told: list[int]
) -> None:
    """All of them have begun before the first has failed."""
    del anna
    begun, all_begun = 0, asyncio.Event()

    async def fits(_passwords: Passwords, _password: str, _hash: str | None) -> bool:
        nonlocal begun
        begun += 1
        if begun == len(told):
            all_begun.set()
        await all_begun.wait()
        return False

    monkeypatch.setattr(Passwords, "fits", fits)
    if not is_guarded:
        monkeypatch.setattr("stockpool.access.session_desk.decide_failure", one_more)
    tried = await asyncio.gather(*[Browser(http_app).sign_in(f"nobody{i}") for i in range(len(told))])
    assert sorted(each.status_code for each in tried) == told


@pytest.mark.parametrize("is_guarded", [True, False])
async def test_a_password_that_is_replaced_while_it_is_compared_opens_nothing_and_changes_nothing(
    application: Application, http_app: HttpApp, anna: Browser, monkeypatch: pytest.MonkeyPatch, *, is_guarded: bool
) -> None:
    """Whoever knows the old one must not get in beside an administrator who shuts them out."""
    stranger = Browser(http_app)
    fits = Passwords.fits

    async def meanwhile(passwords: Passwords, password: str, password_hash: str | None) -> bool | Refused:
        found = await fits(passwords, password, password_hash)
        await application.people.users.set_password("anna", "given by an administrator")
        return found

    async def is_still(*_: object) -> bool:
        return True

    if not is_guarded:
        monkeypatch.setattr("stockpool.access.store.users.is_still", is_still)
    with monkeypatch.context() as patched:
        patched.setattr(Passwords, "fits", meanwhile)
        changed = await anna.send("PUT", "/v1/session/password", {"old": PASSWORD, "new": "mine for ever and ever"})
    assert (changed.status_code == 200) is not is_guarded
    known = "given by an administrator" if is_guarded else "mine for ever and ever"
    with monkeypatch.context() as patched:
        patched.setattr(Passwords, "fits", meanwhile)
        let_in = await stranger.sign_in("anna", known)
    assert (let_in.status_code == 201) is not is_guarded
    assert (await stranger.sign_in("anna", "given by an administrator")).status_code == 201


async def test_signing_in_takes_as_long_whether_the_name_exists_or_not(
    application: Application, anna: Browser, http_app: HttpApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One comparison with a hash of the same cost, whoever is named."""
    del anna
    await add_user(application, "gone", "planner")
    await application.people.users.disable("gone")
    costs = []
    verify = argon2.PasswordHasher.verify

    def counted(hasher: argon2.PasswordHasher, password_hash: str, password: str) -> bool:
        costs.append(password_hash.split("$")[1:4])
        return verify(hasher, password_hash, password)

    monkeypatch.setattr(argon2.PasswordHasher, "verify", counted)
    for name in ("anna", "nobody", "gone"):
        assert (await Browser(http_app).sign_in(name, "x" * 300)).status_code == 401
    assert costs == [["argon2id", "v=19", "m=1024,t=3,p=1"]] * 3


async def test_a_user_who_is_disabled_or_demoted_is_so_soon(
    application: Application, anna: Browser, shop: Shop
) -> None:
    await application.people.users.change_role("anna", "planner", ())
    began = time.monotonic()
    while (await anna.send("POST", "/v1/facts", RECEIVED)).status_code != 403:
        assert time.monotonic() - began < SOON_S
        await asyncio.sleep(0.05)
    assert (await shop.send("PUT", "/v1/users/anna", {"role": "planner", "disabled": True})).status_code == 200
    began = time.monotonic()
    while (await anna.get("/v1/session")).status_code != 401:
        assert time.monotonic() - began < SOON_S
        await asyncio.sleep(0.05)
    assert (await anna.sign_in("anna")).status_code == 401


async def test_a_stream_ends_with_its_session(anna: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("stockpool.entrypoints.http.session_gate.WATCH_S", 0.02)
    following = asyncio.create_task(anna.get("/v1/events/stream"))
    await asyncio.sleep(0.2)
    assert not following.done()
    await anna.send("DELETE", "/v1/session")
    async with asyncio.timeout(5):
        assert (await following).status_code == 200


async def test_what_a_page_reads_by_itself_keeps_no_session_awake(
    application: Application, anna: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = []
    book = application.people.sessions.book
    admit = book.admit

    async def noted(token: str, *, counts: bool = True) -> Any:  # noqa: ANN401 - as it is admitted
        shown.append(counts)
        return await admit(token, counts=counts)

    monkeypatch.setattr(book, "admit", noted)
    for headers in ({}, {"x-background": "1"}, {"accept": "text/event-stream"}):
        assert (await anna.get("/v1/session", **headers)).status_code == 200
    assert shown == [True, False, False]


async def test_a_changed_password_ends_every_other_session(http_app: HttpApp, anna: Browser) -> None:
    other = Browser(http_app)
    await other.sign_in("anna")
    wrong = {"old": "not-the-password", "new": "another-password"}
    assert kind_of(await anna.send("PUT", "/v1/session/password", wrong)) == (401, "wrong-credentials")
    for bad in ("short", "1234567890", "anna-anna-anna", "Password123"):
        refused = await anna.send("PUT", "/v1/session/password", {"old": PASSWORD, "new": bad})
        assert kind_of(refused) == (400, "invalid-input"), bad
    changed = await anna.send("PUT", "/v1/session/password", {"old": PASSWORD, "new": "another-pass-word"})
    assert changed.status_code == 200
    assert (await anna.get("/v1/session")).status_code == 200
    assert (await Browser(http_app).sign_in("anna")).status_code == 401
    assert (await Browser(http_app).sign_in("anna", "another-pass-word")).status_code == 201
    began = time.monotonic()
    while (await other.get("/v1/session")).status_code != 401:
        assert time.monotonic() - began < SOON_S
        await asyncio.sleep(0.05)


async def test_what_people_do_is_in_the_audit_with_its_outcome(anna: Browser, shop: Shop) -> None:
    await anna.send("POST", "/v1/facts", RECEIVED, idempotency_key="a-receipt")
    await anna.send("POST", "/v1/holds/none/release")
    await anna.get("/v1/positions?sku=A")
    await anna.send("POST", "/v1/webhooks", {})
    deeds = (await shop.get("/v1/audit?user=Anna")).json()["deeds"]
    told = [(each["call"], each["subjects"], each["status"], each["device"]) for each in deeds]
    assert told == [
        ("POST /v1/webhooks", [], 403, "till 3"),
        ("POST /v1/holds/{hold_id}/release", ["none"], 404, "till 3"),
        ("POST /v1/facts", [], 200, "till 3"),
        ("POST /v1/session", [], 201, "till 3"),
    ]
    assert deeds[2]["idempotency_key"] == "a-receipt"
    page = (await shop.get("/v1/audit?limit=3")).json()
    last = (await shop.get(f"/v1/audit?limit=3&cursor={page['next']}")).json()
    assert [each["call"] for each in last["deeds"]] == ["POST /v1/session"]
    assert (await shop.get("/v1/audit?call=POST%20/v1/facts&from=2020-01-01T00:00:00Z")).json()["deeds"] == [deeds[2]]


async def test_what_cannot_be_written_down_is_not_done(
    application: Application, anna: Browser, shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = (await shop.get("/v1/positions?sku=A&node=N1")).json()["positions"][0]["on_hand"]

    async def fail(deed: Deed) -> int:
        raise OSError(deed)

    monkeypatch.setattr(application.people.audit, "begin", fail)
    assert (await anna.send("POST", "/v1/facts", RECEIVED)).status_code == 500
    assert (await shop.get("/v1/positions?sku=A&node=N1")).json()["positions"][0]["on_hand"] == before


async def test_the_audit_is_never_changed(application: Application, anna: Browser) -> None:
    del anna
    async with application.database.read() as conn:
        for change in ("update audit set at = now()", "update audit_outcomes set at = now()"):
            with pytest.raises(psycopg.errors.RaiseException, match="never changed"):
                await conn.execute(change)


async def test_users_are_made_read_changed_and_listed(shop: Shop, http_app: HttpApp) -> None:
    made = await shop.post("/v1/users", {"name": "Max", "role": "store_manager", "nodes": ["N1"], "language": "de"})
    assert (made.status_code, made.json()["user"]["name"]) == (201, "max")
    assert (await Browser(http_app).sign_in("MAX", made.json()["password"])).status_code == 201
    assert kind_of(await shop.post("/v1/users", {"name": "max", "role": "planner"})) == (409, "user-exists")
    assert kind_of(await shop.post("/v1/users", {"name": "mo", "role": "associate"})) == (400, "invalid-input")
    refused = await shop.post("/v1/users", {"name": "mo", "role": "associate", "nodes": ["N9"]})
    assert kind_of(refused) == (422, "unknown-node")
    read = await shop.get("/v1/users/max")
    assert (read.json()["language"], read.headers["etag"]) == ("de", '"1"')
    assert "hash" not in read.text
    changed = await shop.send("PUT", "/v1/users/max", {"role": "planner"}, if_match='"1"')
    assert (changed.status_code, changed.json()["role"], changed.headers["etag"]) == (200, "planner", '"2"')
    stale = await shop.send("PUT", "/v1/users/max", {"role": "admin"}, if_match='"1"')
    assert kind_of(stale) == (412, "stale-version")
    assert [each["name"] for each in (await shop.get("/v1/users")).json()["users"]] == ["max"]
    assert kind_of(await shop.get("/v1/users/moritz")) == (404, "unknown-user")
    fresh = (await shop.post("/v1/users/max/password")).json()["password"]
    assert (await Browser(http_app).sign_in("max", fresh)).status_code == 201
    assert kind_of(await shop.post("/v1/users/max/password", {"password": "short"})) == (400, "invalid-input")


@pytest.mark.parametrize(
    ("rest", "told"), [(("ada", "ben"), (409, "last-admin")), (("ada", "ben", "cleo"), (200, None))]
)
async def test_somebody_stays_who_administers_even_if_two_take_it_from_each_other_at_once(
    shop: Shop, application: Application, rest: Sequence[str], told: tuple[int, str | None]
) -> None:
    for name in rest:
        await shop.post("/v1/users", {"name": name, "role": "admin"})
    async with application.database.transaction() as conn:
        await conn.execute("update users set role = 'planner' where name = 'ada'")
        other = asyncio.create_task(shop.send("PUT", "/v1/users/ben", {"role": "admin", "disabled": True}))
        await asyncio.wait({other}, timeout=0.5)
        assert not other.done(), "it waits to see what becomes of the first"
    answer = await other
    assert (answer.status_code, kind_of(answer)[1] if answer.status_code != 200 else None) == told


async def test_what_a_proxy_says_of_its_client_counts_where_the_proxy_is_trusted(
    http_app: HttpApp, anna: Browser, shop: Shop
) -> None:
    del anna
    assert await signed_in_through(http_app, "10.0.0.0/8, 127.0.0.1")
    assert (await shop.get("/v1/audit?limit=1")).json()["deeds"][0]["address"] == "203.0.113.7"
    assert not await signed_in_through(http_app, "")
    assert (await shop.get("/v1/audit?limit=1")).json()["deeds"][0]["address"] == "127.0.0.1"


async def signed_in_through(http_app: HttpApp, proxies: str) -> bool:
    """Sign in through a proxy that took the call by TLS; whether that was believed."""
    server = Server(
        http_app, on_ready=_nothing, on_asked=_nothing, on_leaving=_nothing, leave_after_s=0, trusted_proxies=proxies
    )
    server.config.load()
    transport = httpx2.ASGITransport(app=cast("Any", server.config.loaded_app))
    headers = {"x-forwarded-for": "203.0.113.7", "x-forwarded-proto": "https"}
    async with httpx2.AsyncClient(transport=transport, base_url="http://test", headers=headers) as client:
        signed_in = await client.post("/v1/session", json={"name": "anna", "password": PASSWORD})
    return "; Secure" in signed_in.headers["set-cookie"]


def _nothing() -> None:
    pass
