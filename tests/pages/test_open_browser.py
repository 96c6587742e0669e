"""Opening a number in a real browser, with the keyboard alone: from a cell to the page, the row, the file's line."""

from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.pages.conftest import NewTab
from tests.support.page import open_page

pytestmark = pytest.mark.browser
CLOCK = "2022-04-06T16:45@0"


@pytest.fixture
def tab(new_tab: NewTab) -> Page:
    return new_tab()


def test_a_cell_opens_by_keyboard_and_takes_clock_and_language_along(tab: Page, address: str) -> None:
    asked: list[str] = []
    tab.on("request", lambda r: asked.append(r.url))
    open_page(tab, f"{address}/?lang=en&theme=dark&clock=2022-04-06T16:30@0")
    tab.focus("tr[data-key='310115'] td.cell:nth-child(4) button")
    tab.keyboard.press("Tab")
    tab.keyboard.press("Enter")
    tab.wait_for_selector(".rq .number .lead", timeout=60_000)
    for part in ("id=transfer", "area=310115", "lang=en", "theme=dark", "clock=2022-04-06T16%3A30%400"):
        assert part in tab.url
    assert "Pudong" in tab.inner_text(".rq .lead h1")
    assert [u for u in asked if not u.startswith((address, address.replace("http", "ws"), "data:", "blob:"))] == []


def test_a_press_shows_the_files_line_and_a_pick_another_figure(tab: Page, address: str) -> None:
    open_page(tab, f"{address}/number?lang=zh&id=supply_t1")
    tab.focus("table.sheet tbody tr:first-child button.opens")
    tab.keyboard.press("Enter")
    tab.wait_for_selector("pre.sent", timeout=60_000)
    assert "row=" in tab.url
    tab.select_option("[data-pick=id]", "cover_veg")
    tab.wait_for_function("document.querySelector('.rq .lead h1').textContent.includes('蔬菜')", timeout=60_000)
    assert "id=cover_veg" in tab.url
    tab.click(".path a >> nth=2")
    tab.wait_for_selector("details[open] pre")


def test_a_table_downloads_under_a_name_that_says_what_it_is(tab: Page, address: str) -> None:
    open_page(tab, f"{address}/explore?lang=zh&id=transfer&areas=310115")
    with tab.expect_download() as coming:
        tab.click("a[download][href*='explore.csv']")
    assert coming.value.suggested_filename == "transfer_district_20220406_0800_1600.csv"
    assert "浦东新区" in Path(coming.value.path()).read_text("utf-8-sig")
