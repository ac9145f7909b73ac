from __future__ import annotations

from collections.abc import Iterator

import pytest
from prometheus_client import generate_latest

from stockpool.runtime import telemetry


@pytest.fixture(autouse=True)
def without_label() -> Iterator[None]:
    yield
    telemetry.REGISTRY.process = None


def value(name: str, **labels: str) -> float:
    return telemetry.REGISTRY.get_sample_value(name, labels) or 0.0


def test_what_lanes_report_can_be_scraped() -> None:
    before = value("stockpool_lane_group_size_count"), value("stockpool_lane_retries_total", cause="DeadlockDetected")
    telemetry.lane_group(size=5, waiting=3, waited_s=0.01)
    telemetry.lane_retry("DeadlockDetected")
    assert value("stockpool_lane_group_size_count") == before[0] + 1
    assert value("stockpool_lane_retries_total", cause="DeadlockDetected") == before[1] + 1
    assert value("stockpool_lane_queue_length") == 3


def test_answers_and_sweeps_are_counted() -> None:
    before = value("stockpool_lane_commands_total", outcome="failed"), value("stockpool_holds_swept_total")
    telemetry.lane_poison()
    telemetry.holds_swept(4)
    assert value("stockpool_lane_commands_total", outcome="failed") == before[0] + 1
    assert value("stockpool_holds_swept_total") == before[1] + 4


def test_with_several_processes_every_series_names_its_own() -> None:
    telemetry.lane_group(size=1, waiting=0, waited_s=0.0)
    telemetry.label_process("17")
    scraped = generate_latest(telemetry.REGISTRY).decode().splitlines()
    series = [line for line in scraped if not line.startswith("#")]
    assert series
    assert [line for line in series if 'process="17"' not in line] == []


def test_with_one_process_series_carry_no_such_label() -> None:
    telemetry.lane_group(size=1, waiting=0, waited_s=0.0)
    assert "process=" not in generate_latest(telemetry.REGISTRY).decode()
