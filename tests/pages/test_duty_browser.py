"""The pages Screening, Transfer and Capacity in a real browser: nothing over another, nothing asked of anybody else."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from data_pipeline.board import Board
from tests.support.server import browser, open_page, serve

pytestmark = pytest.mark.browser
CLOCK = "2022-04-06T16:45@0"
HIGH = 4200  # px: the whole page on one screen
FITS = (Path(__file__).parents[1] / "support" / "fits.js").read_text("utf-8").strip().removesuffix(";")
DRAWN = "[...document.querySelectorAll('[data-chart]')].every(e => e.querySelector('.main-svg'))"


@pytest.fixture(scope="module")
def chrome() -> Iterator[Browser]:
    with browser() as running:
        yield running


@pytest.fixture(scope="module")
def address(sample_board: Board, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serve(sample_board.root, CLOCK, tmp_path_factory.mktemp("server") / "log") as url:
        yield url


@pytest.mark.parametrize("page", ["screening", "transfer", "capacity"])
def test_nothing_is_cut_or_covered_and_no_request_leaves_the_machine(chrome: Browser, address: str, page: str) -> None:
    tab = chrome.new_page(viewport={"width": 1440, "height": HIGH})
    asked: list[str] = []
    tab.on("request", lambda r: asked.append(r.url))
    try:
        for lang in ("zh", "en"):
            open_page(tab, f"{address}/{page}?lang={lang}")
            tab.wait_for_function(DRAWN)
            assert tab.evaluate(FITS) == [], lang
    finally:
        tab.close()
    own = address.split("//")[1]
    assert [u for u in asked if u.split("/")[2] != own and not u.startswith(("data:", "blob:"))] == []
