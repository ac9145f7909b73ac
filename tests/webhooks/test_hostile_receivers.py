"""Addresses that must not be called are not, and receivers that misbehave cost a bounded amount of time and memory."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from ipaddress import ip_address

import pytest

from stockpool.kernel.refusals import Refused
from stockpool.runtime.addresses import Address, Allowed, address_problem, read_allowed, url_problem
from stockpool.runtime.outgoing import REPLY_BYTES_MAX, LookUp, Outgoing
from stockpool.webhooks.messages import EndpointInput
from tests.webhooks.conftest import HERE, PostOffice, Receive
from tests.webhooks.receiver import Got, Receiver

pytestmark = pytest.mark.anyio

NONE = Allowed()

INTERNAL = [
    "127.0.0.1", "127.9.9.9", *["0.0.0.0"],  # noqa: S104 -- to be refused
    "0.1.2.3", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1",
    "169.254.1.1", "169.254.169.254", "100.64.0.1", "100.100.100.200", "168.63.129.16", "192.0.0.192",
    "3fff::1", "192.0.2.1",
    "198.18.0.1", "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255",
    "192.88.99.1", "::", "::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "::127.0.0.1",
    "fe80::1", "fe80::1%eth0", "fc00::1", "fd00:ec2::254", "fec0::1", "ff02::1", "2001:db8::1", "2002:7f00:1::",
    "2002:a9fe:a9fe::", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::1", "100::1",
    "2001:0:1:1:1:1:80ff:fffe",
]  # fmt: skip
"""The last is Teredo for 127.0.0.1."""

PUBLIC = ["1.1.1.1", "8.8.8.8", "93.184.216.34", "100.63.255.255", "172.32.0.1", "2606:4700::1111", "64:ff9b::808:808",
          "::ffff:8.8.8.8", "2002:808:808::"]  # fmt: skip


@pytest.mark.parametrize("text", INTERNAL)
def test_internal_addresses_are_not_called(text: str) -> None:
    assert address_problem(ip_address(text), "shop.example", NONE)


@pytest.mark.parametrize("text", PUBLIC)
def test_public_addresses_are(text: str) -> None:
    assert address_problem(ip_address(text), "shop.example", NONE) is None


@pytest.mark.parametrize(
    ("text", "host", "allowed"),
    [
        ("10.2.3.4", "x", "10.2.0.0/16"),
        ("::ffff:10.2.3.4", "x", "10.2.0.0/16"),
        ("10.3.0.1", "Bus.Internal.", "192.168.0.0/16, bus.internal"),
        ("fd00::1", "x", "fd00::/8"),
    ],
)
def test_what_the_operator_names_is_called_and_its_neighbors_are_not(text: str, host: str, allowed: str) -> None:
    assert address_problem(ip_address(text), host, read_allowed(allowed)) is None
    assert address_problem(ip_address("10.9.9.9"), "other", read_allowed(allowed))


@pytest.mark.parametrize("text", ["10.0.0.1/8", "300.1.1.1", "10.0.0.0/99", "fd00::/8::"])
def test_a_setting_that_is_no_network_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not a network"):
        read_allowed(text)


@pytest.mark.parametrize(
    ("url", "problem"),
    [
        ("https://shop.example/x?y=1", None),
        ("https://8.8.8.8:8443/x", None),
        ("http://shop.example/x", "https"),
        ("http://127.0.0.1/x", "not a public"),
        ("https://[::1]/x", "not a public"),
        ("https://[::ffff:10.0.0.1]/x", "not a public"),
        ("https://user:pw@shop.example/", "user or password"),
        ("https://shop.example/#x", "fragment"),
        ("ftp://shop.example/", "https"),
        ("file:///etc/passwd", "https"),
        ("https:///x", "host"),
        ("https://shop.example:99999/", "not a URL"),
        ("https://shöp.example/", "ASCII"),
        ("https://shop.example/a b", "ASCII"),
        ("https://shop.example/\r\nx: y", "ASCII"),
    ],
)
def test_urls_that_cannot_be_right_are_refused_at_once(url: str, problem: str | None) -> None:
    found = url_problem(url, NONE)
    assert found is None if problem is None else problem in (found or "")


async def test_an_endpoint_at_an_internal_address_is_not_made(office: PostOffice) -> None:
    refused = await office.desk.create(EndpointInput(url="https://169.254.169.254/latest"), None)
    assert isinstance(refused, Refused)
    assert refused.problems[0].path == "url"


def answering(*answers: Sequence[str]) -> tuple[LookUp, list[str]]:
    """A resolver that changes its answer; the last one stays."""
    asked: list[str] = []

    async def look_up(host: str, _port: int) -> Sequence[Address]:
        asked.append(host)
        return [ip_address(each) for each in answers[min(len(asked), len(answers)) - 1]]

    return look_up, asked


ONLY_THAT_PORT = "rebinding.example"


async def test_a_name_that_comes_to_mean_an_internal_address_is_not_called(receiver: Receiver) -> None:
    """Each connection goes to the address that was checked for it: no second look-up can say something else."""
    look_up, asked = answering(["127.0.0.1"], ["127.0.0.1"])
    guarded = Outgoing(NONE, 2, 2, look_up)
    reply = await guarded.post(f"https://{ONLY_THAT_PORT}:{receiver.port}/x", {}, b"{}")
    await guarded.close()
    assert (reply.status, asked) == (None, [ONLY_THAT_PORT])
    assert "127.0.0.1 is not a public address" in reply.error
    assert receiver.connections == 0


async def test_the_checked_address_is_the_one_that_is_called_though_the_name_changes(
    receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """127.0.0.5 is allowed, as if it were public; 127.0.0.1 is internal. The name means the one, then the other."""
    server = await asyncio.start_server(receiver.serve, "127.0.0.5", receiver.port)
    monkeypatch.setattr(
        "stockpool.runtime.outgoing.url_problem", lambda _url, _allowed: None
    )  # http to a name, for want of a certificate
    look_up, asked = answering(["127.0.0.5"], ["127.0.0.1"])
    calling = Outgoing(read_allowed("127.0.0.5/32"), 2, 2, look_up)
    url = f"http://{ONLY_THAT_PORT}:{receiver.port}/x"
    first = await calling.post(url, {"connection": "close"}, b"{}")
    assert (first.status, len(asked)) == (204, 1)
    assert receiver.got[0].headers["host"] == f"{ONLY_THAT_PORT}:{receiver.port}", "under the name that was given"
    second = await calling.post(url, {}, b"{}")
    await calling.close()
    server.close()
    assert (second.status, len(asked)) == (None, 2)
    assert len(receiver.got) == 1

    unguarded = Outgoing(HERE, 2, 2, answering(["127.0.0.5"], ["127.0.0.1"])[0])
    await unguarded.post(url, {}, b"{}")
    third = await unguarded.post(url, {}, b"{}")
    await unguarded.close()
    assert third.status == 204, "without the guard the internal address is reached, which shows what it is for"


async def test_a_redirect_to_an_internal_address_is_a_failure_and_not_followed(
    receivers: Receive, receiver: Receiver
) -> None:
    outside = await receivers()

    async def redirect(_got: Got, _writer: asyncio.StreamWriter) -> bytes:
        return b"HTTP/1.1 307 X\r\nlocation: %s\r\ncontent-length: 0\r\n\r\n" % receiver.url.encode()

    outside.behave = redirect
    calling = Outgoing(HERE, 2, 2)
    reply = await calling.post(outside.url, {}, b"{}")
    await calling.close()
    assert (reply.status, reply.error) == (307, "answered 307; redirects are not followed")
    assert receiver.got == []


async def test_of_a_huge_reply_only_the_beginning_is_read(receiver: Receiver) -> None:
    written = 0

    async def flood(_got: Got, writer: asyncio.StreamWriter) -> None:
        nonlocal written
        writer.write(b"HTTP/1.1 200 X\r\ncontent-length: 1000000000000\r\n\r\n")
        while not writer.is_closing():
            writer.write(b"x" * 65_536)
            written += 65_536
            await writer.drain()

    receiver.behave = flood
    calling = Outgoing(HERE, 5, 2)
    reply = await calling.post(receiver.url, {}, b"{}")
    await calling.close()
    assert (reply.status, reply.error, len(reply.text)) == (200, "", REPLY_BYTES_MAX)
    assert written < 20_000_000, "what the system buffers, and no more"


@pytest.mark.parametrize("head", [b"", b"HTTP/1.1 200 X\r\n", b"HTTP/1.1 200 X\r\ncontent-length: 1000\r\n\r\n"])
async def test_a_receiver_that_drips_is_cut_off_when_its_time_is_over(receiver: Receiver, head: bytes) -> None:
    async def drip(_got: Got, writer: asyncio.StreamWriter) -> None:
        writer.write(head)
        for letter in b"x-slow: " + b"y" * 500:
            writer.write(bytes([letter]))
            await writer.drain()
            await asyncio.sleep(0.05)

    receiver.behave = drip
    calling = Outgoing(HERE, 0.3, 2)
    reply = await calling.post(receiver.url, {}, b"{}")
    await calling.close()
    assert (reply.status, reply.error) == (None, "no answer within 0.3 s")
    assert 250 <= reply.milliseconds < 1_500


@pytest.mark.parametrize(
    "said", [b"", b"HTTP/1.1 2", b"SMTP hello\r\n\r\n", b"HTTP/1.1 200 X\r\nx: " + b"y" * 300_000 + b"\r\n\r\n"]
)
async def test_a_receiver_that_hangs_up_or_speaks_otherwise_has_failed(receiver: Receiver, said: bytes) -> None:
    async def hang_up(_got: Got, writer: asyncio.StreamWriter) -> None:
        writer.write(said)
        writer.close()

    receiver.behave = hang_up
    calling = Outgoing(HERE, 2, 2)
    reply = await calling.post(receiver.url, {}, b"{}")
    receiver.behave = Receiver().behave
    again = await calling.post(receiver.url, {}, b"{}")
    await calling.close()
    assert reply.status is None
    assert reply.error
    assert again.status == 204, "the next call has a connection of its own"


async def test_a_name_that_is_slow_to_look_up_is_cut_off_too() -> None:
    async def never(_host: str, _port: int) -> Sequence[Address]:
        await asyncio.sleep(30)
        return []

    calling = Outgoing(NONE, 0.2, 2, never)
    reply = await calling.post("https://slow.example/", {}, b"{}")
    await calling.close()
    assert reply.error == "no answer within 0.2 s"
