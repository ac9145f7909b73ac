"""The dashboard and the alert rules name metrics that are there."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

import pytest
import yaml
from prometheus_client import Metric

from stockpool.entrypoints.http.measurements import HttpMeasurements
from stockpool.runtime import telemetry
from tests.architecture.source import PROJECT

DASHBOARD = PROJECT / "ops" / "grafana" / "stockpool.json"
RULES = PROJECT / "ops" / "prometheus" / "stockpool-alerts.yml"
NAME = re.compile(r"[a-zA-Z_:]*stockpool_\w+")
SUFFIXES = {"counter": ("_total",), "gauge": ("",), "histogram": ("_bucket", "_sum", "_count")}


def panels() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(DASHBOARD.read_text("utf-8"))["panels"]
    return found


def rules() -> list[dict[str, Any]]:
    groups = yaml.safe_load(RULES.read_text("utf-8"))["groups"]
    return [rule for group in groups for rule in group["rules"]]


def expressions() -> list[str]:
    shown = [target["expr"] for panel in panels() for target in panel.get("targets", ())]
    return [*shown, *[rule["expr"] for rule in rules()]]


def exposed() -> set[str]:
    """Names as they can be asked for."""
    registered: Iterator[Metric] = telemetry.REGISTRY.collect()
    metrics = [*registered, *HttpMeasurements().collect()]
    return {metric.name + suffix for metric in metrics for suffix in SUFFIXES[metric.type]}


def unknown(asked: Iterable[str], there: set[str]) -> list[str]:
    """What is asked for and not there."""
    return sorted({name for expression in asked for name in NAME.findall(expression)} - there)


def test_every_metric_that_is_asked_for_is_there() -> None:
    assert unknown(expressions(), exposed()) == []


@pytest.mark.parametrize(
    "expression",
    ["rate(stockpool_holds_total[5m])", "max(stockpool_lane_retries)", "stockpool_lane_group_seconds_total"],
)
def test_a_metric_that_is_not_there_is_found(expression: str) -> None:
    assert len(unknown([expression], exposed())) == 1


def test_every_expression_asks_for_something_of_ours() -> None:
    assert [expression for expression in expressions() if not NAME.search(expression)] == []


def test_brackets_of_expressions_are_closed() -> None:
    for expression in expressions():
        for opening, closing in ("()", "[]", "{}"):
            assert expression.count(opening) == expression.count(closing), expression


def test_panels_have_numbers_of_their_own_and_do_not_overlap() -> None:
    numbers = [panel["id"] for panel in panels()]
    assert len(set(numbers)) == len(numbers)
    covered = [
        (x, y)
        for place in (panel["gridPos"] for panel in panels())
        for x in range(place["x"], place["x"] + place["w"])
        for y in range(place["y"], place["y"] + place["h"])
    ]
    assert len(set(covered)) == len(covered)
    assert max(x for x, _ in covered) < 24


def test_every_alert_says_whom_it_wakes_and_what_it_means() -> None:
    names = [rule["alert"] for rule in rules()]
    assert len(set(names)) == len(names)
    guide = (PROJECT / "docs" / "guides" / "operations.md").read_text("utf-8")
    for rule in rules():
        assert rule["labels"]["severity"] in {"page", "ticket"}
        assert set(rule["annotations"]) == {"summary", "description"}
        assert rule["alert"] in guide
