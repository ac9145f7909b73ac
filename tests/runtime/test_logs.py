from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from typing import Literal

import pytest
import structlog

from stockpool.runtime import logs


@pytest.fixture(autouse=True)
def logging_as_it_was() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()


@pytest.fixture
def stream() -> io.StringIO:
    return io.StringIO()


def lines(stream: io.StringIO) -> list[dict[str, object]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_json_lines_say_when_who_how_severe_and_what(stream: io.StringIO) -> None:
    logs.configure("info", "json", stream)
    structlog.get_logger("stockpool.lane").info("group committed", commands=7)
    (line,) = lines(stream)
    assert (line["event"], line["commands"], line["level"], line["logger"]) == (
        "group committed",
        7,
        "info",
        "stockpool.lane",
    )
    assert str(line["timestamp"]).endswith("Z")


def test_secrets_are_masked_by_name_by_look_and_inside(stream: io.StringIO) -> None:
    logs.configure("info", "json", stream)
    structlog.get_logger().warning(
        "cannot reach postgresql://shop:hunter2@db/stock",
        headers={"Authorization": "hunter2", "accept": "json"},
        tried=["postgresql://shop:hunter2@other/stock"],
        api_key="hunter2",
    )
    assert "hunter2" not in stream.getvalue()
    assert lines(stream)[0]["headers"] == {"Authorization": "***", "accept": "json"}


def test_without_the_processor_the_secret_would_be_written(
    stream: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(logs, "mask_secrets", lambda _logger, _method, event: event)
    logs.configure("info", "json", stream)
    structlog.get_logger().warning("x", api_key="hunter2")
    assert "hunter2" in stream.getvalue()


@pytest.mark.parametrize("form", ["json", "console"])
def test_a_traceback_is_written_without_the_secret_it_quotes(
    stream: io.StringIO, form: Literal["json", "console"]
) -> None:
    logs.configure("info", form, stream)
    try:
        int("postgresql://shop:hunter2@db/stock")
    except ValueError:
        structlog.get_logger().exception("failed")
    assert "Traceback" in stream.getvalue()
    assert "hunter2" not in stream.getvalue()


def test_records_of_libraries_take_the_same_way(stream: io.StringIO) -> None:
    logging.getLogger("uvicorn.error").addHandler(logging.StreamHandler(stream))
    logs.configure("info", "json", stream)
    logging.getLogger("uvicorn.error").info("started %s", "well")
    (line,) = lines(stream)
    assert (line["event"], line["logger"]) == ("started well", "uvicorn.error")


def test_chatty_libraries_are_heard_from_warnings_on_unless_debugging(stream: io.StringIO) -> None:
    logs.configure("info", "json", stream)
    logging.getLogger("psycopg.pool").info("connection given")
    logging.getLogger("psycopg.pool").warning("connection lost")
    assert [line["event"] for line in lines(stream)] == ["connection lost"]
    logs.configure("debug", "json", stream)
    logging.getLogger("psycopg.pool").debug("connection given")
    assert lines(stream)[-1]["event"] == "connection given"


def test_the_level_is_kept(stream: io.StringIO) -> None:
    logs.configure("warning", "console", stream)
    structlog.get_logger("x").info("quiet")
    structlog.get_logger("x").warning("loud", sku="A")
    assert "quiet" not in stream.getvalue()
    assert "loud" in stream.getvalue()
    assert "sku=A" in stream.getvalue()
