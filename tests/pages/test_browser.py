"""The command page in a real browser, served by the real server over a small store."""

import re
from datetime import datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page
from streamlit.proto.BackMsg_pb2 import BackMsg

from data_pipeline.board.board import Board
from data_pipeline.core.records import records
from tests.pages.conftest import NewTab
from tests.support.page import open_page, rest
from tests.support.server import serve

pytestmark = pytest.mark.browser
CLOCK, AT = "2022-04-06T16:45@0", datetime(2022, 4, 6, 16, 45)
FITS = (Path(__file__).parents[1] / "support" / "fits.js").read_text("utf-8").strip().removesuffix(";")
SIZES = [(1440, 900), (1920, 1080), (1280, 720)]
LATIN = re.compile(r"[A-Za-z]{2,}")


@pytest.fixture
def tab(new_tab: NewTab) -> Page:
    page = new_tab()
    page.faults = []  # type: ignore[attr-defined]
    page.on("pageerror", lambda e: page.faults.append(str(e)))  # type: ignore[attr-defined]
    page.on("console", lambda m: page.faults.append(m.text) if m.type == "error" else None)  # type: ignore[attr-defined]
    return page


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_nothing_is_cut_covered_or_scrolls(tab: Page, address: str, lang: str) -> None:
    for view in ("", "&theme=dark", "&line=screening&area=310115", "&clock=2022-04-06T14:45@0"):
        open_page(tab, f"{address}/?lang={lang}{view}")
        for width, height in SIZES if not view else SIZES[-1:]:
            tab.set_viewport_size({"width": width, "height": height})
            rest(tab)
            assert tab.evaluate(FITS) == [], (view, width)


def test_no_request_leaves_the_machine_and_no_error_is_logged(tab: Page, address: str) -> None:
    asked: list[str] = []
    tab.on("request", lambda r: asked.append(r.url))
    tab.on("websocket", lambda w: asked.append(w.url))
    open_page(tab, f"{address}/?lang=zh")
    tab.click("button.tile[data-set='line=screening']")
    tab.click("[data-set='lang=en']")
    tab.wait_for_function("document.documentElement.lang === 'en'")
    assert tab.evaluate("document.activeElement.dataset.set") == "lang=zh", "the keyboard stays where it was in the bar"
    own = address.split("//")[1]
    assert [u for u in asked if u.split("/")[2] != own and not u.startswith(("data:", "blob:"))] == []
    assert any(u.endswith("/lib/plotly.min.js") for u in asked)
    assert tab.faults == []  # type: ignore[attr-defined]


def test_a_chinese_page_shows_no_english(tab: Page, address: str) -> None:
    for clock in ("", "&clock=2022-04-06T14:45@0", "&clock=2022-04-05T16:00@0"):
        open_page(tab, f"{address}/?lang=zh{clock}")
        tab.evaluate("document.querySelectorAll('[lang=en]').forEach(n => n.remove())")
        assert LATIN.findall(tab.inner_text("body")) == []
        assert tab.evaluate("document.documentElement.lang") == "zh-CN"
        assert LATIN.findall(tab.title()) == []


def test_every_answer_carries_the_security_headers(tab: Page, address: str) -> None:
    for path in ("/", "/lib/plotly.min.js", "/healthz", "/api/events?clock=nonsense"):
        headers = tab.request.get(address + path).headers
        assert "frame-ancestors 'self'" in headers["content-security-policy"], path
        assert headers["x-content-type-options"] == "nosniff"
    assert tab.request.get(f"{address}/api/events?clock=nonsense").status == 400


def test_a_press_changes_the_view_and_the_address_without_blanking_the_page(tab: Page, address: str) -> None:
    open_page(tab, f"{address}/?lang=zh")
    tab.evaluate("window.kept = document.querySelector('.tiles')")
    tab.click("tr[data-key='310115'] td:nth-child(2) button")
    tab.wait_for_function("document.querySelector('#burndown-title').textContent.includes('浦东新区')")
    assert "area=310115" in tab.url
    assert "line=screening" in tab.url
    assert tab.evaluate("window.kept === document.querySelector('.tiles')")
    assert tab.locator("[data-live-changed]").count() == 0  # a choice is no news
    open_page(tab, tab.url)  # the address restores the view
    assert "浦东新区" in tab.inner_text("#burndown-title")


def test_the_place_already_chosen_opens_its_page_and_leads_to_the_next(tab: Page, address: str) -> None:
    open_page(tab, f"{address}/?lang=zh&area=310115")
    tab.click("tr[data-key='310115'] > th button")
    tab.wait_for_selector(".place-page[data-key='310115']")
    assert "/district" in tab.url
    tab.click(".areas button[data-key='310101']")
    tab.wait_for_selector(".place-page[data-key='310101']")
    assert "area=310101" in tab.url


def test_a_chart_turns_into_its_table_and_back(tab: Page, address: str) -> None:
    open_page(tab, f"{address}/?lang=zh")
    tab.click("[data-flip=map]")
    assert tab.locator(".map-panel .twin tbody tr").count() == 16
    assert tab.is_visible(".map-panel .twin")
    tab.click("[data-flip=map]")
    assert tab.is_visible(".map-panel .chart")


def test_figures_move_with_the_data_alone_and_stay_when_the_server_is_gone(
    new_tab: NewTab, own_board: Board, tmp_path: Path
) -> None:
    """And no script runs for it: what moved comes as a scene."""
    page, asked = new_tab(), []
    page.on("websocket", lambda line: line.on("framesent", lambda sent: asked.append(sent)))
    with serve(own_board.root, CLOCK, tmp_path / "log") as url:
        open_page(page, f"{url}/?lang=zh")
        page.wait_for_function("riqingLink.listensTo?.includes('desk=command')")
        drawn = page.get_attribute(".rq-host", "data-drawn")
        before = page.inner_text(".tiles")
        page.wait_for_timeout(4000)
        assert page.get_attribute(".rq-host", "data-drawn") == drawn
        asked.clear()
        loads = own_board.loads()
        last = max(x["load_id"] for x in records(loads) if x["feed"] == "transfer" and x["received_at"] < AT)
        own_board.withdraw(last, "test", datetime(2022, 4, 6, 16, 44), "test")
        page.wait_for_function(f"document.querySelector('.rq-host').dataset.drawn !== '{drawn}'", timeout=20_000)
        rest(page)
        assert page.inner_text(".tiles") != before
        assert page.locator("[data-live-changed]").count() > 0
        assert page.evaluate("document.querySelector('.rq-host').scene")
        told = [BackMsg.FromString(sent) for sent in asked]
        reruns = [x.rerun_script for x in told if x.WhichOneof("type") == "rerun_script"]
        assert [x for x in reruns if not x.is_auto_rerun] == []
        assert not page.is_visible(".rq-bar .lost")
    page.wait_for_selector(".rq-bar .lost", state="visible", timeout=20_000)
    assert page.is_visible("button.tile")
    page.close()
