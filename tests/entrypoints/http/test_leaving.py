"""A server that is asked to leave while it is busy: what it took is done and answered, what it answered is there."""

from __future__ import annotations

import http.client
import json
import signal
import threading
import time
from contextlib import closing, contextmanager
from dataclasses import dataclass, field

import psycopg
import pytest

from stockpool.kernel.idempotency import key_digest
from tests.conftest import fresh_database
from tests.entrypoints.http.conftest import Furnished
from tests.entrypoints.http.server_process import ServerProcess, serving
from tests.entrypoints.http.test_shedding import SLOW

CALLERS = 24


@dataclass
class Till:
    """A till that tells one sale after the other on a connection that it keeps."""

    server: ServerProcess
    token: str
    number: int
    acknowledged: list[str] = field(default_factory=list)
    unanswered_since: float | None = None
    statuses: set[int] = field(default_factory=set)

    def run(self) -> None:
        with closing(http.client.HTTPConnection(*self.server.address, timeout=30)) as connection:
            self._tell(connection)

    def _tell(self, connection: http.client.HTTPConnection) -> None:
        for count in range(10_000):
            name = f"{self.number}-{count}"
            sent_at = time.monotonic()
            try:
                connection.request("POST", "/v1/facts", self._sale(name), self._headers)
                answered = connection.getresponse()
                answered.read()
            except (OSError, http.client.HTTPException):
                self.unanswered_since = sent_at
                return
            self.statuses.add(answered.status)
            if answered.status == 200:
                self.acknowledged.append(name)
            if answered.will_close:
                return

    def _sale(self, name: str) -> bytes:
        sale = {"kind": "sell", "sku": "A", "node": "N1", "quantity": 1, "source": "till", "source_id": name}
        return json.dumps({"facts": [sale | {"reference": name}]}).encode()

    @property
    def _headers(self) -> dict[str, str]:
        return {"authorization": f"Bearer {self.token}", "content-type": "application/json"}


@pytest.mark.parametrize(("sign", "answers_all"), [(signal.SIGTERM, True), (signal.SIGKILL, False)])
def test_a_busy_server_answers_what_is_under_way_and_loses_nothing_that_it_acknowledged(
    database_url: str, furnished: Furnished, sign: signal.Signals, answers_all: bool
) -> None:
    """The kill is the negative control: it leaves callers without an answer, though never without what was said."""
    with psycopg.connect(database_url, autocommit=True) as conn:
        conn.execute(SLOW.encode())
    with serving(database_url) as server:
        tills = [Till(server, furnished.token, number) for number in range(CALLERS)]
        threads = [threading.Thread(target=till.run) for till in tills]
        for thread in threads:
            thread.start()
        time.sleep(0.7)
        asked_at = time.monotonic()
        server.process.send_signal(sign)
        for thread in threads:
            thread.join(20)
        assert server.process.wait(20) == (128 + sign if answers_all else -sign)
    acknowledged = [name for till in tills for name in till.acknowledged]
    assert len(acknowledged) > CALLERS
    assert set().union(*[till.statuses for till in tills]) == {200}
    early = [till.number for till in tills if till.unanswered_since is not None and till.unanswered_since < asked_at]
    assert (early == []) is answers_all
    with psycopg.connect(database_url) as conn:
        keys = {str(key).replace("-", "") for (key,) in conn.execute("select key from movements")}
    assert {key_digest("source till", name).replace("-", "") for name in acknowledged} <= keys


def test_a_server_goes_on_for_a_while_if_it_is_told_to_and_says_that_it_will_leave(
    server_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STOCKPOOL_LEAVE_AFTER_S", "1.5")
    with contextmanager(fresh_database)(server_url) as url, serving(url) as server:
        assert status(server, "/readyz") == 200
        asked_at = time.monotonic()
        server.process.send_signal(signal.SIGTERM)
        time.sleep(0.3)
        assert (status(server, "/readyz"), status(server, "/healthz")) == (503, 200)
        assert server.process.wait(20) == 128 + signal.SIGTERM
        assert time.monotonic() - asked_at > 1.5


def status(server: ServerProcess, path: str) -> int:
    """On a connection of its own: it still accepts."""
    connection = http.client.HTTPConnection(*server.address, timeout=10)
    try:
        connection.request("GET", path)
        return connection.getresponse().status
    finally:
        connection.close()
