"""The whole demo as a user starts it: a tiny retailer, a few seconds, in a process of its own."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from stockpool.runtime.child import command_line
from tests.conftest import new_test_folder, remove_test_folder

TINY = ("--stores", "3", "--skus", "150", "--days", "60", "--rate", "60", "--json")
START_SECONDS_MAX = 60.0


@pytest.fixture(scope="module")
def data_dir() -> Iterator[Path]:
    folder = new_test_folder()
    try:
        yield folder / "data"
    finally:
        remove_test_folder(folder)


def start(data_dir: Path, *arguments: str) -> subprocess.Popen[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("STOCKPOOL_")}
    return subprocess.Popen(
        command_line("demo", "--data-dir", str(data_dir), *TINY, *arguments),
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment,
    )  # fmt: skip


def finish(demo: subprocess.Popen[str]) -> tuple[int, dict[str, Any], str]:
    out, said = demo.communicate(timeout=START_SECONDS_MAX)
    return demo.returncode, json.loads(out) if out else {}, said


def wait_until_live(data_dir: Path, demo: subprocess.Popen[str]) -> psutil.Process:
    """The server, once its traffic runs: the demo's last word before that is 'live after'."""
    assert demo.stderr is not None
    for line in demo.stderr:
        if line.startswith("live after"):
            break
    note = json.loads((data_dir / "demo" / "server.json").read_text())
    return psutil.Process(note["pid"])


def left_behind(data_dir: Path) -> list[str]:
    """Processes that still work for a data folder."""
    found = []
    for process in psutil.process_iter(["cmdline"]):
        words = " ".join(process.info["cmdline"] or ())
        if str(data_dir) in words and process.pid != os.getpid():
            found.append(words)
    return found


@pytest.fixture(scope="module")
def first(data_dir: Path) -> tuple[int, dict[str, Any], str]:
    return finish(start(data_dir, "--seconds", "8"))


def test_the_first_start_ends_clean_after_its_time(first: tuple[int, dict[str, Any], str]) -> None:
    code, summary, said = first
    assert code == 0, said
    assert summary["first_start"]
    assert summary["verify"]["drift"] == 0
    assert summary["verify"]["positions"] > 100
    assert 8 <= summary["live_s"] < 20


def test_people_bought_held_and_ordered(first: tuple[int, dict[str, Any], str]) -> None:
    _, summary, _ = first
    assert {"sold", "looked", "held", "ordered"} <= summary["outcomes"].keys()
    assert summary["errors"] == {}
    assert set(summary["refusals"]) <= {"insufficient-stock", "hold-expired", "order-state"}


def test_a_till_sale_shows_on_the_web_within_a_second(first: tuple[int, dict[str, Any], str]) -> None:
    _, summary, _ = first
    lag = summary["latency"]["till to web"]
    assert lag["answers"] >= 2
    assert lag["p99_ms"] < 1_000


def test_nothing_runs_after_the_first_start(first: tuple[int, dict[str, Any], str], data_dir: Path) -> None:
    assert first[0] == 0
    assert left_behind(data_dir) == []


def test_a_second_start_goes_on_and_ctrl_c_ends_it_clean(
    first: tuple[int, dict[str, Any], str], data_dir: Path
) -> None:
    demo = start(data_dir)
    wait_until_live(data_dir, demo)
    assert left_behind(data_dir) != []
    time.sleep(2)
    demo.send_signal(signal.SIGINT)
    code, summary, said = finish(demo)
    assert code == 0, said
    assert not summary["first_start"]
    assert summary["ready_s"] < 20
    assert summary["verify"]["drift"] == 0
    assert summary["verify"]["entries"] > first[1]["verify"]["entries"]
    assert left_behind(data_dir) == []


def test_a_demo_whose_server_was_killed_says_so(first: tuple[int, dict[str, Any], str], data_dir: Path) -> None:
    assert first[0] == 0
    demo = start(data_dir)
    wait_until_live(data_dir, demo).kill()
    code, summary, _ = finish(demo)
    assert code == 1
    assert "ended by itself" in summary["lost"]


def test_after_a_kill_of_either_the_next_start_ends_the_server_that_was_left_and_goes_on(
    first: tuple[int, dict[str, Any], str], data_dir: Path
) -> None:
    """The demo before this one lost its server; this one's server loses its demo."""
    assert first[0] == 0
    demo = start(data_dir)
    server = wait_until_live(data_dir, demo)
    demo.kill()
    demo.communicate()
    assert server.is_running()
    code, summary, said = finish(start(data_dir, "--seconds", "2"))
    assert code == 0, said
    assert summary["verify"]["drift"] == 0
    assert not server.is_running()
    assert left_behind(data_dir) == []


def test_a_database_with_a_real_catalog_is_left_alone(first: tuple[int, dict[str, Any], str], data_dir: Path) -> None:
    assert first[0] == 0
    aside = data_dir / "aside"
    (data_dir / "demo").rename(aside)
    try:
        code, _, said = finish(start(data_dir, "--seconds", "1"))
    finally:
        if (data_dir / "demo").exists():
            (data_dir / "demo").rename(data_dir / "unexpected")
        aside.rename(data_dir / "demo")
    assert code == 2
    assert "catalog that the demo did not make" in said
