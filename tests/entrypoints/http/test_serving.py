"""The server as a process: ready, sockets, signals, several workers."""

from __future__ import annotations

import http.client
import json
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator

import anyio
import psutil
import pytest

from stockpool.simulation.http_load import encode_request, run_load
from tests.conftest import fresh_database
from tests.entrypoints.http.server_process import STOCKPOOL, ServerProcess, new_key, serving

MEGABYTE = 1_000_000
RSS_MAX_BYTES = 300 * MEGABYTE


@pytest.fixture(scope="module")
def lasting_url(server_url: str) -> Iterator[str]:
    """A database for all tests of the module that leave nothing in it."""
    yield from fresh_database(server_url)


@pytest.fixture(scope="module")
def server(lasting_url: str) -> Iterator[ServerProcess]:
    """One server process for all of them: none may do it harm, and what one left over the next one would find."""
    with serving(lasting_url) as running:
        yield running


@pytest.fixture(scope="module")
def token(lasting_url: str) -> str:
    """A key to everything there."""
    return new_key(lasting_url, "admin")


def get(address: tuple[str, int], path: str, **headers: str) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection(*address, timeout=10)
    try:
        connection.request("GET", path, headers=headers)
        answered = connection.getresponse()
        return answered.status, answered.read()
    finally:
        connection.close()


def eventually(true: Callable[[], bool], seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_a_server_is_ready_when_it_says_so_and_leaves_in_order(database_url: str) -> None:
    with serving(database_url) as running:
        assert get(running.address, "/readyz")[0] == 200
        running.process.send_signal(signal.SIGTERM)
        assert running.process.wait(20) == 128 + signal.SIGTERM


@pytest.mark.parametrize("chunked", [False, True])
def test_a_body_of_ten_megabytes_is_refused_and_the_refusal_heard(
    server: ServerProcess, token: str, chunked: bool
) -> None:
    headers = {"authorization": f"Bearer {token}", "content-type": "application/json"}
    connection = http.client.HTTPConnection(*server.address, timeout=20)
    pieces = iter([b"[" + b" " * (MEGABYTE - 1)] * 5) if chunked else b" " * 10 * MEGABYTE
    connection.request("POST", "/v1/catalog/skus", body=pieces, headers=headers, encode_chunked=chunked)
    answered = connection.getresponse()
    assert (answered.status, json.loads(answered.read())["type"]) == (413, "/problems/body-too-large")
    connection.close()
    assert get(server.address, "/healthz")[0] == 200


def test_a_body_that_is_only_announced_is_refused_before_it_comes(server: ServerProcess, token: str) -> None:
    head = encode_request("POST", "/v1/catalog/skus", {"host": "t", "authorization": f"Bearer {token}"}).replace(
        b"content-length: 0", b"content-length: 1000000000000"
    )
    with socket.create_connection(server.address, timeout=10) as sock:
        sock.sendall(head)
        assert sock.recv(100).startswith(b"HTTP/1.1 413 ")


def test_an_endless_body_is_cut_off(server: ServerProcess, token: str) -> None:
    head = (
        f"POST /v1/catalog/skus HTTP/1.1\r\nhost: t\r\nauthorization: Bearer {token}\r\n"
        "transfer-encoding: chunked\r\n\r\n"
    )
    with socket.create_connection(server.address, timeout=10) as sock:
        sock.sendall(head.encode())
        assert megabytes_until_cut_off(sock, 500) < 500
    assert psutil.Process(server.process.pid).memory_info().rss < RSS_MAX_BYTES


def megabytes_until_cut_off(sock: socket.socket, most: int) -> int:
    """How much of an endless body the other side listens to."""
    chunk = b"%x\r\n" % MEGABYTE + b" " * MEGABYTE + b"\r\n"
    for sent in range(most):
        try:
            sock.sendall(chunk)
        except OSError:
            return sent
    return most


@pytest.mark.parametrize(
    "noise", [b"\r\n\r\n", b"GET\r\n\r\n", b"\x16\x03\x01" + b"\0" * 200, b"GET / HTTP/1.1\r\n\xff: \xff\r\n\r\n"]
)
def test_noise_does_not_hurt(server: ServerProcess, noise: bytes) -> None:
    with socket.create_connection(server.address, timeout=10) as sock:
        sock.sendall(noise)
        sock.shutdown(socket.SHUT_WR)
        answered = sock.recv(1000)
    assert not answered.startswith(b"HTTP/1.1 5")
    assert get(server.address, "/healthz")[0] == 200


def test_a_request_under_way_is_finished_when_the_server_is_asked_to_leave(database_url: str) -> None:
    body = b'{"skus":[{"id":"LATE","name":"still stored"}]}'
    headers = {"host": "t", "authorization": f"Bearer {new_key(database_url, 'admin')}"}
    request = encode_request("POST", "/v1/catalog/skus", headers | {"content-type": "application/json"}, body)
    with serving(database_url) as server:
        with socket.create_connection(server.address, timeout=10) as sock:
            sock.sendall(request[:-10])
            time.sleep(0.3)
            server.process.send_signal(signal.SIGTERM)
            time.sleep(0.5)
            sock.sendall(request[-10:])
            answered = sock.makefile("rb").read()  # until the server hangs up
        assert answered.startswith(b"HTTP/1.1 200 ")
        assert b'"created"' in answered
        assert server.process.wait(20) == 128 + signal.SIGTERM


def test_a_taken_address_is_said_in_one_line(server: ServerProcess, lasting_url: str) -> None:
    port = str(server.address[1])
    command = [*STOCKPOOL, "serve", "--port", port, "--database-url", lasting_url]
    second = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)
    assert second.returncode == 2
    assert f"cannot listen on 127.0.0.1:{port}" in second.stderr
    assert "Traceback" not in second.stderr


def test_a_killed_worker_is_replaced_while_the_others_serve(database_url: str) -> None:
    with serving(database_url, "--workers", "2") as running:
        supervisor = psutil.Process(running.process.pid)
        first = supervisor.children()
        assert len(first) == 2
        killed, spared = first
        killed.kill()
        for _ in range(20):
            assert get(running.address, "/healthz")[0] == 200
        # A killed worker may count as running for a while: what is waited for is another one beside the spared.
        eventually(lambda: len([pid for pid in alive_children(supervisor) if pid != killed.pid]) == 2)
        assert spared.pid in alive_children(supervisor)
        running.process.send_signal(signal.SIGTERM)
        assert running.process.wait(30) == 128 + signal.SIGTERM
        assert not any(child.is_running() for child in first)


def alive_children(supervisor: psutil.Process) -> list[int]:
    try:
        return [child.pid for child in supervisor.children() if child.status() != psutil.STATUS_ZOMBIE]
    except psutil.NoSuchProcess:  # one was buried while the others were looked at
        return alive_children(supervisor)


def test_workers_leave_when_their_supervisor_is_killed(database_url: str) -> None:
    with serving(database_url, "--workers", "2") as running:
        workers = psutil.Process(running.process.pid).children()
        running.process.kill()
        gone, alive = psutil.wait_procs(workers, timeout=20)
        assert (len(gone), alive) == (2, [])


def test_a_server_under_load_stays_small(server: ServerProcess, token: str) -> None:
    headers = {"host": "t", "authorization": f"Bearer {token}"}
    request = encode_request("GET", "/v1/catalog/skus?limit=1", headers)

    async def load() -> dict[int, int]:
        result = await run_load(*server.address, lambda _: request, connections=64, seconds_max=10, requests_max=3_000)
        return result.statuses

    assert anyio.run(load) == {200: 3_000}
    assert psutil.Process(server.process.pid).memory_info().rss < RSS_MAX_BYTES


@pytest.mark.parametrize(("given", "status"), [("true", 200), ("false", 401)])
def test_the_operator_decides_whether_metrics_need_a_key(
    database_url: str, monkeypatch: pytest.MonkeyPatch, given: str, status: int
) -> None:
    monkeypatch.setenv("STOCKPOOL_METRICS_PUBLIC", given)
    with serving(database_url) as running:
        assert get(running.address, "/metrics")[0] == status
