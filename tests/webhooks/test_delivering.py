"""Endpoints get their events signed, in order, at least once; what does not arrive is tried again, then put aside."""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from datetime import UTC, datetime, timedelta

import pytest
from psycopg import AsyncConnection
from standardwebhooks import WebhookVerificationError

from stockpool.kernel.refusals import Refused
from stockpool.webhooks import api as webhooks
from stockpool.webhooks.api import Patience
from stockpool.webhooks.messages import Status
from stockpool.workflows.webhook_desk import SecretMade
from tests.webhooks.conftest import PostOffice, Receive
from tests.webhooks.receiver import Got, Receiver, verified

pytestmark = pytest.mark.anyio


async def test_each_event_arrives_signed_in_order_and_the_cursor_follows(
    office: PostOffice, receiver: Receiver
) -> None:
    await office.write(5, sku="A")
    made = await office.endpoint(receiver)
    await office.open()
    assert await receiver.until(5) == [1, 2, 3, 4, 5]
    for got in receiver.got:
        event = verified(got, made.secret)
        assert got.headers["content-type"] == "application/cloudevents+json"
        assert got.headers["webhook-id"] == event["id"]
        assert (event["type"], event["data"]) == ("stockpool.a.b.v1", {"sku": "A"})
    assert receiver.connections == 1
    state = await office.until(made.endpoint.id, lambda state: state.position == 5)
    assert (state.lag_events, state.attempts, state.last_error) == (0, 0, "")
    assert state.delivered_at is not None


async def test_a_changed_body_and_an_old_request_are_not_verified(office: PostOffice, receiver: Receiver) -> None:
    await office.write(1)
    made = await office.endpoint(receiver)
    office.ahead = timedelta(minutes=-6)
    await office.open()
    await receiver.until(1)
    with pytest.raises(WebhookVerificationError, match="too old"):
        verified(receiver.got[0], made.secret)
    office.ahead = timedelta()
    await office.write(1)
    await receiver.until(2)
    good = receiver.got[1]
    verified(good, made.secret)
    with pytest.raises(WebhookVerificationError, match="signature"):
        verified(Got(good.path, good.headers, good.body + b" "), made.secret)


async def test_what_waits_comes_in_lists_where_that_is_wanted(office: PostOffice, receiver: Receiver) -> None:
    await office.write(250)
    made = await office.endpoint(receiver, batch_max=100)
    await office.open()
    await receiver.until(250)
    assert [len(got.events) for got in receiver.got] == [100, 100, 50]
    assert receiver.arrived == list(range(1, 251))
    assert receiver.got[0].headers["content-type"] == "application/cloudevents-batch+json"
    assert receiver.got[0].headers["webhook-id"] == "batch-1-100"
    verified(receiver.got[0], made.secret)


async def test_what_a_filter_leaves_out_moves_the_cursor_without_a_call(office: PostOffice, receiver: Receiver) -> None:
    made = await office.endpoint(receiver, types=("order.*",), nodes=("N1",))
    await office.open()
    await office.write(3, "a.b", node="N1")
    await office.write(1, "order.placed", node="N1")
    await office.write(2, "order.placed", node="N2")
    assert await receiver.until(1) == [4]
    await office.until(made.endpoint.id, lambda state: state.position == 6)
    assert len(receiver.got) == 1


async def test_an_endpoint_begins_with_what_happens_from_now_on_unless_told_where(
    office: PostOffice, receiver: Receiver
) -> None:
    await office.open()
    await office.write(3)
    await asyncio.sleep(0.3)
    await office.endpoint(receiver, after=None)
    await office.write(1)
    assert await receiver.until(1) == [4]


async def first_signed_by(office: PostOffice, receiver: Receiver, secret: str) -> Got:
    """The first call that a secret has signed; whoever delivers hears of a new one a moment after it is made."""
    for _ in range(100):
        await office.write(1)
        await receiver.until(len(receiver.got) + 1)
        try:
            verified(receiver.got[-1], secret)
        except WebhookVerificationError:
            continue
        return receiver.got[-1]
    raise AssertionError("nobody signs with the secret")


def signatures_of(got: Got) -> int:
    return got.headers["webhook-signature"].count("v1,")


async def test_while_secrets_overlap_both_sign_and_then_the_new_one_alone(
    office: PostOffice, receiver: Receiver
) -> None:
    made = await office.endpoint(receiver)
    await office.open()
    rotated = await office.desk.rotate(made.endpoint.id, 3_600)
    assert isinstance(rotated, SecretMade)
    overlapping = await first_signed_by(office, receiver, rotated.secret)
    verified(overlapping, made.secret)
    assert signatures_of(overlapping) == 2
    office.ahead = timedelta(seconds=3_601)
    await office.write(1)
    await receiver.until(len(receiver.got) + 1)
    assert signatures_of(receiver.got[-1]) == 1
    office.ahead = timedelta()
    once_more = await office.desk.rotate(made.endpoint.id, 0)
    assert isinstance(once_more, SecretMade)
    last = await first_signed_by(office, receiver, once_more.secret)
    for ended in (made.secret, rotated.secret):
        with pytest.raises(WebhookVerificationError):
            verified(last, ended)


async def test_a_secret_that_is_made_while_a_delivery_begins_signs(
    office: PostOffice, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Endpoint and secrets are read one after the other; whichever comes first, the new secret comes in between."""
    made = await office.endpoint(receiver)
    rotated: list[SecretMade] = []

    def rotating_behind(name: str) -> None:
        read = getattr(webhooks, name)

        async def read_and_rotate(connection: AsyncConnection, ids: Collection[str]) -> object:
            found = await read(connection, ids)
            if not rotated and (told := asyncio.current_task()) is not None and told is not testing:
                monkeypatch.undo()
                fresh = await office.desk.rotate(made.endpoint.id, 0)
                assert isinstance(fresh, SecretMade)
                rotated.append(fresh)
            return found

        monkeypatch.setattr(webhooks, name, read_and_rotate)

    testing = asyncio.current_task()
    rotating_behind("get_endpoints")
    rotating_behind("secrets_of")
    await office.open()
    async with asyncio.timeout(5):
        while not rotated:  # noqa: ASYNC110 -- another task does it
            await asyncio.sleep(0.01)
    await first_signed_by(office, receiver, rotated[0].secret)


async def test_a_failing_receiver_gets_the_same_event_again_before_any_other(
    office: PostOffice, receiver: Receiver
) -> None:
    failures = iter([500, 503, 302, 400, 204, 204, 500])

    async def behave(_got: Got, _writer: asyncio.StreamWriter) -> int:
        return next(failures, 204)

    receiver.behave = behave
    await office.write(6)
    await office.endpoint(receiver)
    await office.open()
    assert await receiver.until(6) == [1, 2, 3, 4, 5, 6]
    assert [got.positions[0] for got in receiver.got] == [1, 1, 1, 1, 1, 2, 3, 3, 4, 5, 6]
    assert len({got.headers["webhook-id"] for got in receiver.got[:5]}) == 1


async def test_410_stops_an_endpoint_until_it_is_resumed(office: PostOffice, receiver: Receiver) -> None:
    async def gone(_got: Got, _writer: asyncio.StreamWriter) -> int:
        return 410

    receiver.behave = gone
    await office.write(2)
    made = await office.endpoint(receiver)
    await office.open()
    state = await office.until(made.endpoint.id, lambda state: state.status is Status.STOPPED)
    assert (state.reason, state.position) == ("answered 410", 0)
    await asyncio.sleep(0.2)
    assert len(receiver.got) == 1
    receiver.behave = Receiver().behave
    await office.desk.resume(made.endpoint.id)
    assert await receiver.until(2) == [1, 2]


async def test_what_is_refused_for_good_is_put_aside_and_the_rest_of_its_list_arrives(
    office: PostOffice, receiver: Receiver
) -> None:
    async def behave(got: Got, _writer: asyncio.StreamWriter) -> int:
        return 422 if 3 in got.positions else 204

    receiver.behave = behave
    await office.write(5)
    made = await office.endpoint(receiver, batch_max=10)
    await office.open()
    assert await receiver.until(4) == [1, 2, 4, 5]
    state = await office.until(made.endpoint.id, lambda state: state.position == 5)
    assert state.dead_letters == 1
    letters = await office.desk.letters(made.endpoint.id, 0, 10)
    assert not isinstance(letters, Refused)
    assert [(each.position, each.attempts, each.error) for each in letters] == [(3, 1, "answered 422")]
    assert letters[0].event["type"] == "stockpool.a.b.v1"
    await office.write(1)
    assert await receiver.until(5) == [1, 2, 4, 5, 6], "lists are sent again behind it"

    assert await office.desk.ask(made.endpoint.id, [int(letters[0].event_id)]) == 1
    kept = await office.desk.letters(made.endpoint.id, 0, 10)
    async with asyncio.timeout(5):
        while isinstance(kept, Refused) or kept[0].attempts == 1:
            await asyncio.sleep(0.02)
            kept = await office.desk.letters(made.endpoint.id, 0, 10)
    assert (kept[0].attempts, kept[0].asked) == (2, False), "refused once more, it stays"
    receiver.behave = Receiver().behave
    assert await office.desk.ask(made.endpoint.id, None) == 1
    assert (await receiver.until(6))[-1] == 3
    await office.until(made.endpoint.id, lambda state: state.dead_letters == 0)


async def test_after_a_day_of_failing_events_are_given_up_and_can_be_replayed(
    office: PostOffice, receiver: Receiver
) -> None:
    async def down(_got: Got, _writer: asyncio.StreamWriter) -> int:
        return 503

    receiver.behave = down
    await office.write(2)
    made = await office.endpoint(receiver)
    await office.open(patience=Patience(pause_min_s=0.01, pause_max_s=0.05))
    await receiver.until_called(3)
    office.ahead = timedelta(hours=23, minutes=59)
    await asyncio.sleep(0.2)
    assert (await office.state(made.endpoint.id)).dead_letters == 0
    office.ahead = timedelta(hours=24, minutes=1)
    state = await office.until(made.endpoint.id, lambda state: (state.position, state.dead_letters) == (2, 2))
    assert state.status is Status.ACTIVE
    receiver.behave = Receiver().behave
    await office.desk.ask(made.endpoint.id, None)
    assert await receiver.until(2) == [1, 2]
    assert {got.headers["webhook-id"] for got in receiver.taken} <= {got.headers["webhook-id"] for got in receiver.got}
    await office.write(1)
    assert await receiver.until(3) == [1, 2, 3]


async def test_a_replay_sends_everything_behind_a_position_with_the_same_identifiers(
    office: PostOffice, receiver: Receiver
) -> None:
    await office.write(4)
    made = await office.endpoint(receiver)
    await office.open()
    await receiver.until(4)
    await office.desk.replay(made.endpoint.id, 2)
    assert await receiver.until(6) == [1, 2, 3, 4, 3, 4]
    ids = [got.headers["webhook-id"] for got in receiver.got]
    assert ids[2:4] == ids[4:6]
    beyond = await office.desk.replay(made.endpoint.id, 99)
    assert isinstance(beyond, Refused)


async def test_a_paused_endpoint_is_left_alone_and_goes_on_where_it_was(office: PostOffice, receiver: Receiver) -> None:
    made = await office.endpoint(receiver)
    await office.open()
    await office.write(1)
    await receiver.until(1)
    await office.desk.pause(made.endpoint.id)
    await asyncio.sleep(0.1)
    await office.write(2)
    await asyncio.sleep(0.3)
    assert receiver.arrived == [1]
    await office.desk.resume(made.endpoint.id)
    assert await receiver.until(3) == [1, 2, 3]


async def test_an_endpoint_whose_next_event_is_no_longer_kept_is_stopped_and_says_so(
    office: PostOffice, receiver: Receiver
) -> None:
    made = await office.endpoint(receiver)
    await office.write(5)
    await office.desk.pause(made.endpoint.id)
    await office.open()
    await office.until(made.endpoint.id, lambda state: state.lag_events == 5)
    async with office.database.transaction() as connection:
        await connection.execute("delete from feed_positions where position <= 3")
        await connection.execute("update feed_state set oldest = 4")
    await office.desk.resume(made.endpoint.id)
    state = await office.until(made.endpoint.id, lambda state: state.status is Status.STOPPED)
    assert state.reason == "events from 1 to 3 are no longer kept"
    assert receiver.got == []
    await office.desk.replay(made.endpoint.id, 3)
    assert await receiver.until(2) == [4, 5]


async def test_a_slow_and_a_dead_endpoint_delay_no_other(
    office: PostOffice, receiver: Receiver, receivers: Receive
) -> None:
    """With two calls at once, one of them for those that are slow."""

    async def stall(_got: Got, _writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(30)

    slow = await receivers()
    slow.behave = stall
    for _ in range(4):
        await office.endpoint(slow)
    await office.endpoint("http://127.0.0.1:9/dead")
    made = await office.endpoint(receiver)
    await office.open(courier=office.courier(timeout_s=0.3), calls_most=2)
    await office.write(1)
    await receiver.until(1)
    await office.until(made.endpoint.id, lambda state: state.position == 1)
    await asyncio.sleep(1)
    began = asyncio.get_running_loop().time()
    for number in range(2, 12):
        await office.write(1)
        await receiver.until(number)
    assert asyncio.get_running_loop().time() - began < 1.5, "ten events one after the other, each by the feed's pace"
    assert len(slow.got) >= 4


async def test_the_latest_calls_are_told(office: PostOffice, receiver: Receiver) -> None:
    answers = iter([500])

    async def behave(_got: Got, _writer: asyncio.StreamWriter) -> int:
        return next(answers, 204)

    receiver.behave = behave
    await office.write(1)
    made = await office.endpoint(receiver)
    dispatcher = await office.open()
    await receiver.until(1)
    await dispatcher.close()
    attempts = await office.desk.attempts(made.endpoint.id, 10)
    assert not isinstance(attempts, Refused)
    assert [(each.outcome, each.status, each.error) for each in attempts] == [
        ("delivered", 204, ""),
        ("retry", 500, "answered 500"),
    ]


async def test_a_ping_says_what_came_back(office: PostOffice, receiver: Receiver) -> None:
    made = await office.endpoint(receiver)
    reply = await office.desk.test(made.endpoint.id)
    assert not isinstance(reply, Refused)
    assert (reply.status, reply.error) == (204, "")
    event = verified(receiver.got[0], made.secret)
    assert event["type"] == "stockpool.webhook.ping.v1"
    assert event["id"] == receiver.got[0].headers["webhook-id"]
    assert datetime.fromisoformat(event["time"]) <= datetime.now(UTC)
