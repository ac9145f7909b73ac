"""How commands start, fail and end."""

from __future__ import annotations

import json
import os
import pkgutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from stockpool import __version__
from stockpool.entrypoints import cli
from stockpool.entrypoints.cli import running
from stockpool.entrypoints.cli.exits import ExitCode
from stockpool.runtime.embedded import is_running, postmaster, start_embedded
from tests.conftest import new_test_folder, remove_test_folder, url_of

HEAVY = (
    "alembic",
    "asyncio",
    "duckdb",
    "litestar",
    "procrastinate",
    "psycopg",
    "pyarrow",
    "rich",
    "sqlalchemy",
    "uvicorn",
)


pytestmark = pytest.mark.usefixtures("process_as_it_was")


@pytest.fixture(scope="module")
def data_dir() -> Iterator[Path]:
    folder = new_test_folder()
    yield folder / "data"
    remove_test_folder(folder)


def run_json(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, dict[str, object]]:
    code = running.run([*arguments, "--json"])
    return code, json.loads(capsys.readouterr().out)


def test_help_loads_nothing_heavy() -> None:
    code = (
        "import sys\nfrom stockpool.entrypoints.cli.running import run\nrun(['--help'])\n"
        f"print('loaded:', *[name for name in {HEAVY!r} if name in sys.modules])"
    )
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert shown.splitlines()[-1].strip() == "loaded:"
    assert "db " in shown


@pytest.mark.parametrize("name", cli.COMMAND_FILES)
def test_each_command_explains_itself(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    command = running.command_of(name)
    assert running.run([]) == ExitCode.OK
    listed = capsys.readouterr().out
    assert any(line.split()[:1] == [command] for line in listed.splitlines()), f"{command} is not on the help page"
    assert running.run([command, "--help"]) == ExitCode.OK
    assert "Usage: stockpool" in capsys.readouterr().out


@pytest.mark.parametrize("name", cli.COMMAND_FILES)
def test_a_command_is_built_without_the_others(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    command = running.command_of(name)
    assert running.files_for(["--debug", command, "--help"]) == [name]
    assert running.run([command, "--help"]) == ExitCode.OK
    alone = capsys.readouterr().out
    running.build_app()([command, "--help"], standalone_mode=False, prog_name="stockpool")
    assert capsys.readouterr().out == alone


@pytest.mark.parametrize(
    "arguments", [[], ["--help"], ["--help", "db"], ["--version"], ["no-such-command"], ["import_"]]
)
def test_whoever_calls_no_command_gets_them_all(arguments: list[str]) -> None:
    assert running.files_for(arguments) == cli.COMMAND_FILES


def test_every_file_with_commands_is_listed() -> None:
    folder = Path(cli.__path__[0])
    files = [found.name for found in pkgutil.iter_modules([str(folder)])]
    texts = {
        name: next(f for f in (folder / f"{name}.py", folder / name / "__init__.py") if f.exists()) for name in files
    }
    assert {name for name, file in texts.items() if "\ndef register(" in file.read_text()} == set(cli.COMMAND_FILES)


def test_the_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert running.run(["--version"]) == ExitCode.OK
    assert capsys.readouterr().out.strip() == __version__


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["nonsense"], "No such command 'nonsense'"),
        (["db", "upgrad"], "upgrade"),
        (["db"], "stockpool db --help"),
        (["db", "upgrade", "--nonsense"], "--nonsense"),
        (["db", "upgrade", "--data-dir"], "--data-dir"),
        (["config", "check", "--config", "missing.toml"], "missing.toml"),
        (["config", "check", "--data-dir", "x", "--database-url", "y"], "give one of them"),
    ],
)
def test_wrong_usage_is_told_in_one_line(arguments: list[str], told: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert running.run(arguments) == ExitCode.USAGE
    printed = capsys.readouterr()
    assert printed.out == ""
    (line,) = printed.err.splitlines()
    assert line.startswith("error: ")
    assert told in line


def test_errors_are_json_too_when_asked(capsys: pytest.CaptureFixture[str]) -> None:
    assert running.run(["db", "nonsense", "--json"]) == ExitCode.USAGE
    error = json.loads(capsys.readouterr().err)
    assert error["exit_code"] == ExitCode.USAGE
    assert "nonsense" in error["error"]


def test_an_unreachable_database_is_code_three_without_the_password(capsys: pytest.CaptureFixture[str]) -> None:
    code = running.run(["db", "upgrade", "--database-url", "postgresql://shop:hunter2@127.0.0.1:1/stock"])
    printed = capsys.readouterr().err
    assert code == ExitCode.DATABASE
    assert len(printed.splitlines()) == 1
    assert "127.0.0.1:1" in printed
    assert "hunter2" not in printed


def test_a_bug_is_one_line_and_a_traceback_only_when_debugging(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_arguments: object, **_options: object) -> None:
        raise LookupError("oops")

    monkeypatch.setattr("stockpool.entrypoints.cli.session.load", fail)
    assert running.run(["config", "check"]) == ExitCode.BUG
    assert capsys.readouterr().err.splitlines() == [
        "error: LookupError: oops (a bug in stockpool; `stockpool --debug …` shows where)"
    ]
    assert running.run(["--debug", "config", "check"]) == ExitCode.BUG
    assert "Traceback" in capsys.readouterr().err


def test_an_interrupt_is_silent_and_has_its_code(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*_arguments: object, **_options: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("stockpool.entrypoints.cli.session.load", interrupt)
    assert running.run(["config", "check"]) == ExitCode.INTERRUPTED
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_reader_that_leaves_is_no_error(unbuffered: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONUNBUFFERED", unbuffered)
    code = "import sys; from stockpool.entrypoints.cli.running import run; sys.exit(run(['config', 'check']))"
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as left:
        assert left.stdout is not None
        assert left.stderr is not None
        left.stdout.close()
        assert left.stderr.read() == b""
    assert left.returncode == ExitCode.OK


def test_config_check_tells_values_and_origins(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("stockpool.toml").write_text("lanes = 3\ndatabase_url = 'postgresql://shop:hunter2@db/stock'\n")
    monkeypatch.setenv("STOCKPOOL_HTTP_PORT", "9000")
    monkeypatch.setenv("STOCKPOOL_HTTP_PROT", "9000")
    code, found = run_json(capsys, "config", "check")
    settings = found["settings"]
    assert isinstance(settings, dict)
    assert code == ExitCode.OK
    assert settings["lanes"] == {"value": 3, "origin": "stockpool.toml, line 1"}
    assert settings["http_port"] == {"value": 9000, "origin": "environment STOCKPOOL_HTTP_PORT"}
    assert settings["database_url"]["value"] == "postgresql://shop:***@db/stock"
    assert found["unknown_variables"] == ["STOCKPOOL_HTTP_PROT"]


def test_config_check_for_people_says_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    Path("stockpool.toml").write_text("lanes = 3\n")
    assert running.run(["config", "check"]) == ExitCode.OK
    lines = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert ["lanes", "3", "stockpool.toml,", "line", "1"] in lines


def test_the_embedded_database_is_made_upgraded_and_stopped(data_dir: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, before = run_json(capsys, "db", "status", "--data-dir", str(data_dir))
    assert (code, before["pending"]) == (ExitCode.PROBLEMS_FOUND, ["everything"])
    assert not data_dir.exists()
    code, applied = run_json(capsys, "db", "upgrade", "--data-dir", str(data_dir))
    assert code == ExitCode.OK
    assert "0001" in applied["applied"]  # type: ignore[operator]  # a list, as any JSON value may be
    assert not is_running(data_dir)
    code, after = run_json(capsys, "db", "status", "--data-dir", str(data_dir))
    assert (code, after["pending"]) == (ExitCode.OK, [])


def test_a_database_by_url_is_upgraded_only_when_told(
    empty_database_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, found = run_json(capsys, "db", "status", "--database-url", empty_database_url)
    assert (code, bool(found["pending"])) == (ExitCode.PROBLEMS_FOUND, True)
    assert running.run(["worker", "--database-url", empty_database_url]) == ExitCode.DATABASE
    assert "run `stockpool db upgrade`" in capsys.readouterr().err
    assert running.run(["db", "upgrade", "--database-url", empty_database_url]) == ExitCode.OK
    assert "applied 0001" in capsys.readouterr().out
    assert running.run(["db", "upgrade", "--database-url", empty_database_url]) == ExitCode.OK
    assert "nothing to do" in capsys.readouterr().out


def test_a_server_that_was_left_running_can_be_stopped(data_dir: Path, capsys: pytest.CaptureFixture[str]) -> None:
    start_embedded(data_dir)
    assert run_json(capsys, "db", "stop", "--data-dir", str(data_dir))[1]["was_running"] is True
    assert not is_running(data_dir)
    assert run_json(capsys, "db", "stop", "--data-dir", str(data_dir))[1]["was_running"] is False


def test_stopping_a_database_elsewhere_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STOCKPOOL_DATABASE_URL", url_of("postgresql://x@/stockpool?host=y", "z"))
    assert running.run(["db", "stop"]) == ExitCode.USAGE


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
def test_a_worker_stops_cleanly_and_takes_its_database_along(data_dir: Path, sign: signal.Signals) -> None:
    arguments = ["worker", "--data-dir", str(data_dir)]
    code = f"import sys; from stockpool.entrypoints.cli.running import run; sys.exit(run({arguments!r}))"
    with subprocess.Popen([sys.executable, "-c", code], stderr=subprocess.PIPE, text=True) as worker:
        assert worker.stderr is not None
        while "takes jobs" not in worker.stderr.readline():
            assert worker.poll() is None
        assert is_running(data_dir)
        worker.send_signal(sign)
        rest = worker.stderr.read()
    assert worker.returncode == ExitCode.OK
    assert "Traceback" not in rest
    assert not is_running(data_dir)


def test_ctrl_c_in_the_terminal_does_not_reach_the_database(data_dir: Path) -> None:
    code = (
        "import signal, time; from pathlib import Path\n"
        "from stockpool.runtime.embedded import start_embedded\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"  # ignored in background shells
        f"start_embedded(Path({str(data_dir)!r})); print('in', flush=True)\n"
        "while True: time.sleep(0.05)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True
    ) as starter:
        assert starter.stdout is not None
        assert starter.stdout.readline() == b"in\n"
        os.killpg(starter.pid, signal.SIGINT)
    server = postmaster.find_postmaster(data_dir / "postgres")
    assert isinstance(server, psutil.Process)
    assert os.getpgid(server.pid) != starter.pid


def test_sigterm_in_the_middle_of_a_command_closes_what_is_open(data_dir: Path) -> None:
    code = (
        "import sys, time; from stockpool.entrypoints.cli import running, session\n"
        "def wait(**_):\n"
        f"    with session.open_session(None, data_dir={str(data_dir)!r}):\n"
        "        print('in', flush=True); time.sleep(60)\n"
        "running.build_app = lambda _: lambda *_, **__: wait()\n"
        "sys.exit(running.run([]))"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE) as command:
        assert command.stdout is not None
        assert command.stdout.readline() == b"in\n"
        command.terminate()
    assert command.returncode == ExitCode.TERMINATED
    assert not is_running(data_dir)
