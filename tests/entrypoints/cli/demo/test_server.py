"""The demo's server process: which port, and nothing is left behind by a demo that was killed."""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import msgspec
import psutil
import pytest

from stockpool.entrypoints.cli.demo.server import DemoServer, ServerLost, end_leftover, free_port
from stockpool.simulation.traffic import Answer, Request


@pytest.fixture
def sleeper() -> Iterator[psutil.Process]:
    process = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    try:
        yield psutil.Process(process.pid)
    finally:
        process.kill()
        process.wait()


def write_note(note: Path, pid: int, created_at: float) -> None:
    note.write_bytes(msgspec.json.encode({"pid": pid, "created_at": created_at}))


def test_the_wanted_port_is_taken_when_nobody_listens_there() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        wanted = probe.getsockname()[1]
    assert free_port(wanted) == wanted


def test_another_port_is_taken_when_somebody_listens_there() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        wanted = taken.getsockname()[1]
        other = free_port(wanted)
    assert other != wanted
    assert other > 0


def test_the_server_of_a_killed_demo_is_ended(tmp_path: Path, sleeper: psutil.Process) -> None:
    write_note(tmp_path / "server.json", sleeper.pid, sleeper.create_time())
    assert end_leftover(tmp_path / "server.json")
    assert not sleeper.is_running()


def test_a_stranger_that_got_the_same_number_is_left_alone(tmp_path: Path, sleeper: psutil.Process) -> None:
    write_note(tmp_path / "server.json", sleeper.pid, sleeper.create_time() - 100)
    assert not end_leftover(tmp_path / "server.json")
    assert sleeper.is_running()


@pytest.mark.parametrize("content", [None, b"", b"{}", b'{"pid":999999999,"created_at":1.0}'])
def test_a_missing_or_broken_note_and_a_gone_process_are_no_problem(tmp_path: Path, content: bytes | None) -> None:
    note = tmp_path / "server.json"
    if content is not None:
        note.write_bytes(content)
    assert not end_leftover(note)


async def test_a_server_that_ended_by_itself_is_reported_with_its_last_words(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    server = DemoServer(tmp_path / "file" / "no-folder", tmp_path, port=1)
    server.start()
    with pytest.raises(ServerLost, match=r"ends with:\n(.|\n)*error"):
        await server.wait_until_ready(nobody_answers)
    server.stop()


async def nobody_answers(_request: Request) -> Answer:
    raise ConnectionRefusedError


def test_stopping_a_server_that_was_never_started_does_nothing(tmp_path: Path) -> None:
    DemoServer(tmp_path, tmp_path, port=1).stop()
    assert list(tmp_path.iterdir()) == []
