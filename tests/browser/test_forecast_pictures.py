"""Pictures of forecasts are one file that a browser shows without a network, whatever SKUs are called."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, ViewportSize

from stockpool.entrypoints.cli.forecast.picture import draw_backtest, draw_explained
from stockpool.forecasting.messages import (
    BacktestReport,
    ChampionOf,
    Explained,
    ExplainedPeriod,
    KnownPeriod,
    ReadReport,
    Scores,
    ShownSeries,
)
from tests.browser.conftest import DESKTOP, PHONE, watched

Scheme = Literal["light", "dark"]
NAME = "</script><script>console.error('taken over')</script><img src=x onerror=console.error(1)>"
CHAMPION = ChampionOf("smooth", 40, {"boosted": 0.7, "smoothing": 0.3}, {"champion": 0.6}, ("2025-05-01",))
HISTORY = tuple([KnownPeriod(f"2025-05-{day:02d}", None if day == 9 else day % 7 + 3.0) for day in range(1, 31)])
PERIODS = tuple(
    [
        ExplainedPeriod(f"2025-06-{day:02d}", 6.0, 2.0, 11.0, {"level": 5.0, NAME: 2.0, "price": -1.0})
        for day in range(1, 15)
    ]
)
INK = """
canvas => {
  const pixels = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
  let inked = 0;
  for (let at = 3; at < pixels.length; at += 4) inked += pixels[at] > 0;
  return inked / (pixels.length / 4);
}
"""


@pytest.fixture
def explained(tmp_path: Path) -> Path:
    """The picture of a forecast with its parts."""
    out = tmp_path / "explained.html"
    told = Explained(NAME, "store-1", "smooth", CHAMPION, PERIODS, {}, {}, HISTORY)
    draw_explained(told, [f"{NAME}: +2 units"], out)
    return out


@pytest.fixture
def backtest(tmp_path: Path) -> Path:
    """The picture of a backtest of two series."""
    out = tmp_path / "backtest.html"
    came = tuple([KnownPeriod(each.date, 7.0) for each in PERIODS])
    shown = [ShownSeries("tea", node, "smooth", "why", HISTORY, PERIODS, came, 1) for node in ("berlin", "paris")]
    read = ReadReport(1, 2, 0, 44, 1, "2025-05-01", "2025-06-14", 0, 0, 0, "nothing sold", 0, 0.0, {})
    scores = Scores(28, 2, *[0.5] * 12)
    draw_backtest(BacktestReport(read, 2, 14, 1.0, 1.0, scores, {}, (), {}, tuple(shown), (CHAMPION,)), out)
    return out


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [PHONE, DESKTOP])
def test_pictures_are_drawn_offline_and_names_are_text(
    browser: Browser, explained: Path, backtest: Path, size: ViewportSize, scheme: Scheme
) -> None:
    context = browser.new_context(viewport=size, color_scheme=scheme, offline=True)
    watch = watched(context, "file://")
    for path, charts in ((explained, 2), (backtest, 4)):
        page = context.new_page()
        page.goto(path.as_uri())
        canvases = page.locator("canvas")
        assert canvases.count() == charts
        assert all(0.01 < canvases.nth(at).evaluate(INK) < 0.9 for at in range(charts))
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert context.pages[0].locator("h2").text_content() == f"{NAME} at store-1"
    assert context.pages[0].title() == f"Forecast of {NAME} at store-1"
    context.close()
    assert watch.outside == []
    assert watch.errors == []


def test_the_control_a_page_that_draws_nothing_or_takes_names_for_html_is_seen(
    browser: Browser, explained: Path
) -> None:
    page_text = explained.read_text().replace("\\u003c", "<").replace("each.chart.setOption(each.option);", "")
    explained.write_text(page_text)
    context = browser.new_context()
    watch = watched(context, "file://")
    page = context.new_page()
    page.goto(explained.as_uri())
    assert page.locator("canvas").count() == 0
    assert watch.errors != []
    context.close()
