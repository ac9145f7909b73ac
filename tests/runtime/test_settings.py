from __future__ import annotations

from pathlib import Path

import pytest

from stockpool.runtime import settings as module
from stockpool.runtime.settings import (
    Settings,
    SettingsError,
    default_data_dir,
    find_settings_file,
    load_settings,
    shown,
)


def load(
    file: Path | None = None, environment: dict[str, str] | None = None, **options: object
) -> module.LoadedSettings:
    return load_settings(file=file, environment=environment or {}, overrides=options)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "stockpool.toml"


def problems_of(file: Path, text: str) -> list[str]:
    file.write_text(text)
    with pytest.raises(SettingsError) as raised:
        load(file)
    return raised.value.problems


def test_without_anything_all_values_are_defaults() -> None:
    loaded = load()
    assert loaded.settings == Settings()
    assert set(loaded.origins.values()) == {"default"}
    assert loaded.settings.data_dir == default_data_dir()


def test_an_option_beats_the_environment_which_beats_the_file(file: Path) -> None:
    file.write_text("lanes = 3\nlane_group_max = 30\nlane_queue_max = 300\n")
    environment = {"STOCKPOOL_LANE_GROUP_MAX": "40", "STOCKPOOL_LANE_QUEUE_MAX": "400"}
    loaded = load(file, environment, lane_queue_max=500)
    values = loaded.settings
    assert (values.lanes, values.lane_group_max, values.lane_queue_max) == (3, 40, 500)
    assert loaded.origins["lanes"] == f"{file}, line 1"
    assert loaded.origins["lane_group_max"] == "environment STOCKPOOL_LANE_GROUP_MAX"
    assert loaded.origins["lane_queue_max"] == "option --lane-queue-max"


def test_an_option_is_named_as_the_command_has_it() -> None:
    assert load(http_port=80).origins["http_port"] == "option --port"


def test_options_that_were_not_given_and_empty_variables_say_nothing() -> None:
    loaded = load(None, {"STOCKPOOL_DATABASE_URL": ""}, http_port=None)
    assert loaded.settings == Settings()
    assert loaded.origins["http_port"] == "default"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("\n# ours\nhttp_port = '80'\n", ["line 3", "http_port", "expected int", "not '80'"]),
        ("lanes = 1\nhttp_port = 70000\n", ["line 2", "http_port", "<= 65535", "not 70000"]),
        ("lanes = 0\n", ["line 1", "lanes", ">= 1"]),
        ("lanes = 1.5\n", ["line 1", "lanes", "expected int"]),
        ("log_format = 'xml'\n", ["line 1", "log_format", "not 'xml'"]),
        ("otel_endpoint = 'collector:4318'\n", ["line 1", "otel_endpoint", "https?://"]),
        ("event_source = 'our shop'\n", ["line 1", "event_source", "not 'our shop'"]),
        ("lanes = 1\n\nlane_grup_max = 5\n", ["line 3", "lane_grup_max", "did you mean 'lane_group_max'"]),
        ("xyz = 5\n", ["line 1", "'xyz'", "config check"]),
        ("lanes = 1\n[http_port]\nx = 1\n", ["line 2", "http_port", "expected int"]),
        ("lanes = true\n", ["line 1", "expected int"]),
        ("lanes = \n", ["this is not TOML", "line 1"]),
        ("hold_ttl_max_s = 60\n", ["line 1", "hold_ttl_default_s (900)", "hold_ttl_max_s (60)"]),
    ],
)
def test_a_bad_file_is_refused_with_file_line_and_mend(file: Path, text: str, told: list[str]) -> None:
    (problem,) = problems_of(file, text)
    assert problem.startswith(str(file))
    assert [part for part in told if part not in problem] == []


def test_all_problems_are_told_at_once(file: Path) -> None:
    assert len(problems_of(file, "lanes = 'x'\nhttp_port = -1\nnonsense = 1\n")) == 3


def test_a_bad_variable_is_refused_by_its_name() -> None:
    with pytest.raises(SettingsError, match="environment STOCKPOOL_LANES: lanes: expected int, got str, not 'many'"):
        load(None, {"STOCKPOOL_LANES": "many"})


def test_a_file_that_cannot_be_read_is_refused(file: Path) -> None:
    with pytest.raises(SettingsError, match="cannot be read"):
        load(file)
    file.write_bytes(b"\xff\xfe")
    with pytest.raises(SettingsError, match="not UTF-8"):
        load(file)


def test_a_password_is_never_shown(file: Path) -> None:
    url = "postgresql://shop:hunter2@db.example/stock?sslpassword=hunter2"
    assert "hunter2" not in str(shown(load(None, {}, database_url=url).settings))
    assert shown(load(None, {}, database_url=url).settings)["database_url"] == (
        "postgresql://shop:***@db.example/stock?sslpassword=***"
    )
    (problem,) = problems_of(file, "database_url = ['postgresql://shop:hunter2@db/stock']\n")
    assert "hunter2" not in problem


def test_a_folder_in_a_file_is_meant_from_where_the_file_stands(file: Path) -> None:
    file.write_text("data_dir = 'data'\n")
    assert load(file).settings.data_dir == file.parent / "data"


def test_an_option_for_the_folder_sets_a_url_from_elsewhere_aside(tmp_path: Path) -> None:
    loaded = load(None, {"STOCKPOOL_DATABASE_URL": "postgresql://production/stock"}, data_dir=tmp_path)
    assert loaded.settings.database_url is None
    assert loaded.origins["database_url"] == ("environment STOCKPOOL_DATABASE_URL, set aside by option --data-dir")
    both = load(None, {"STOCKPOOL_DATABASE_URL": "postgresql://production/stock", "STOCKPOOL_DATA_DIR": "/x"})
    assert both.settings.database_url == "postgresql://production/stock"


def test_two_options_that_name_two_databases_are_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="give one of them"):
        load(None, {}, data_dir=tmp_path, database_url="postgresql://production/stock")


def test_variables_with_our_prefix_that_are_no_settings_are_listed() -> None:
    environment = {"STOCKPOOL_LANS": "3", "STOCKPOOL_PORT": "tcp://10.0.0.1", "STOCKPOOL_CONFIG": "x", "PATH": "/bin"}
    assert load(None, environment).unknown_variables == ("STOCKPOOL_LANS", "STOCKPOOL_PORT")


def test_the_file_is_the_one_given_then_the_local_then_the_platforms(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("stockpool.runtime.settings_sources._platform_folder", lambda: tmp_path / "platform")
    assert find_settings_file(None, {}) is None
    (tmp_path / "platform").mkdir()
    (tmp_path / "platform/stockpool.toml").touch()
    assert find_settings_file(None, {}) == tmp_path / "platform/stockpool.toml"
    (tmp_path / "stockpool.toml").touch()
    assert find_settings_file(None, {}) == Path("stockpool.toml")
    assert find_settings_file(None, {"STOCKPOOL_CONFIG": "named.toml"}) == Path("named.toml")
    assert find_settings_file(Path("given.toml"), {"STOCKPOOL_CONFIG": "named.toml"}) == Path("given.toml")
