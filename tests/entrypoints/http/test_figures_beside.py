"""The process beside a server that counts figures: one of a cluster, begun again when it dies, gone with its server."""

from __future__ import annotations

import http.client
import json
import signal
import time
from collections.abc import Iterator, Sequence
from contextlib import closing

import psutil
import psycopg
import pytest

from tests.conftest import fresh_database
from tests.entrypoints.http.conftest import Furnished
from tests.entrypoints.http.server_process import ServerProcess, serving
from tests.entrypoints.http.test_serving import eventually

ORDER = {"channel": "web", "currency": "EUR", "lines": [{"sku": "A", "quantity": 1, "unit_price": 300}]}

SETTLED_S = 3.0
"""By then the other of two servers would have begun one too."""


def counters(server: ServerProcess) -> list[psutil.Process]:
    """The processes that count for a server or any of its workers."""
    below = psutil.Process(server.process.pid).children(recursive=True)
    return [each for each in below if "stockpool.entrypoints.figures" in command_of(each)]


def command_of(process: psutil.Process) -> Sequence[str]:
    try:
        return process.cmdline()
    except psutil.Error:
        return ()


def the_counter(server: ServerProcess) -> psutil.Process:
    eventually(lambda: len(counters(server)) == 1)
    return counters(server)[0]


def place(server: ServerProcess, token: str, key: str) -> None:
    headers = {"authorization": f"Bearer {token}", "content-type": "application/json", "idempotency-key": key}
    with closing(http.client.HTTPConnection(*server.address, timeout=20)) as connection:
        connection.request("POST", "/v1/orders", json.dumps(ORDER), headers)
        answered = connection.getresponse()
        assert answered.status == 201, answered.read()


def orders_counted(url: str) -> int:
    with psycopg.connect(url) as connection:
        row = connection.execute(
            "select sum(value) from insight_counts where measure = 'orders' and node = ''"
        ).fetchone()
    return int(row[0] or 0) if row else 0


@pytest.fixture
def shop_url(server_url: str, furnished: Furnished) -> Iterator[str]:
    """A shop's database that nobody serves yet."""
    yield from fresh_database(server_url, furnished.database)


def test_it_counts_in_a_process_of_its_own_and_is_begun_again_when_it_dies(shop_url: str, furnished: Furnished) -> None:
    with serving(shop_url) as server:
        first = the_counter(server)
        place(server, furnished.token, "order 1")
        eventually(lambda: orders_counted(shop_url) == 1)
        first.kill()
        place(server, furnished.token, "order 2")
        eventually(lambda: orders_counted(shop_url) == 2, 40)
        second = the_counter(server)
        assert second.pid != first.pid
        server.process.send_signal(signal.SIGTERM)
        assert server.process.wait(30) == 128 + signal.SIGTERM
        assert not second.is_running()


@pytest.mark.parametrize("workers", [1, 2])
def test_there_is_one_however_many_serve_and_it_is_gone_when_its_server_is_killed(
    database_url: str, workers: int
) -> None:
    with serving(database_url, "--workers", str(workers)) as server:
        counter = the_counter(server)
        time.sleep(SETTLED_S * (workers - 1))
        assert counters(server) == [counter]
        server.process.kill()
        gone, alive = psutil.wait_procs([counter], timeout=20)
        assert (len(gone), alive) == (1, [])
