"""The wall in a real browser: legible from the last row, honest when the server is ill, and well again by itself."""

import os
import signal
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, WebSocketRoute

from data_pipeline.board import Board
from pages.parts.day import records
from pages.parts.wall.asked import CARD, VIEWS
from tests.support.server import ROOT, free_port, serve, start

pytestmark = pytest.mark.browser
CLOCK, AT = "2022-04-06T16:45@0", datetime(2022, 4, 6, 16, 45)
LEGIBLE = (ROOT / "tests" / "support" / "legible.js").read_text("utf-8").strip().removesuffix(";")
SIZES = [(1280, 720), (1920, 1080), (3840, 2160)]
PATIENCE_MS = 60_000  # the suite is not timed: `python -m tests.bench.ill` measures


@pytest.fixture
def screen(chrome: Browser) -> Iterator[Page]:
    page = chrome.new_page(viewport={"width": 1920, "height": 1080})
    yield page
    page.close()


def open_wall(page: Page, url: str, **asked: str) -> None:
    said = {"lang": "zh", "rotate": "off"} | asked
    page.goto(f"{url}/wall?" + "&".join(f"{k}={v}" for k, v in said.items()))
    page.wait_for_selector(".wall .view[data-live-shown]", timeout=PATIENCE_MS)
    page.wait_for_function(
        "[...document.querySelectorAll('[data-chart]')].every(c => c.querySelector('.main-svg'))", timeout=PATIENCE_MS
    )
    page.wait_for_timeout(600)


def turned(page: Page) -> Iterator[str]:
    """Every view in turn."""
    for _ in range(page.locator(".wall .view").count()):
        yield str(page.get_attribute(".wall .view[data-live-shown]", "data-key"))
        page.keyboard.press("ArrowRight")
        page.wait_for_timeout(150)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("size", SIZES, ids=lambda s: f"{s[0]}")
def test_every_view_is_legible_from_the_last_row_and_fits(
    screen: Page, address: str, lang: str, size: tuple[int, int]
) -> None:
    screen.set_viewport_size({"width": size[0], "height": size[1]})
    open_wall(screen, address, lang=lang, theme="dark" if size[0] == 1920 else "light", views=",".join((*VIEWS, CARD)))
    faults = {view: screen.evaluate(LEGIBLE, 6) for view in turned(screen)}
    assert {view: found for view, found in faults.items() if found} == {}


@pytest.mark.parametrize("far", ["4", "7.5"])
def test_a_farther_seat_gets_larger_text_and_more_views(screen: Page, address: str, far: str) -> None:
    open_wall(screen, address, far=far, views="tiles,matrix,humane")
    faults = {view: screen.evaluate(LEGIBLE, float(far)) for view in turned(screen)}
    assert {view: found for view, found in faults.items() if found} == {}
    assert (screen.locator(".wall .view").count() > 3) == (far == "7.5")


def test_a_status_is_told_by_its_shape_and_not_by_colour_alone(screen: Page, address: str) -> None:
    open_wall(screen, address, views="tiles,matrix,humane,cover")
    judged = "[...document.querySelectorAll('.wall .tile,.wall .group,.wall td.cell')]"
    assert screen.evaluate(f"{judged}.filter(n => !n.querySelector('.shape')).length") == 0
    outlines = screen.evaluate(
        "Object.fromEntries(['on_course','tight','will_miss','no_data'].map(s => "
        "[s, document.querySelector(`.shape.${s}`)?.innerHTML]).filter(([, v]) => v))"
    )
    assert len(set(outlines.values())) == len(outlines) > 1
    words = screen.evaluate("[...document.querySelectorAll('.wall .tile .mark')].map(n => n.textContent.trim())")
    assert all(words)


def test_the_views_turn_by_themselves_in_the_order_asked(screen: Page, address: str) -> None:
    open_wall(screen, address, views="health,tiles", dwell="5", rotate="on")
    assert screen.get_attribute(".wall .view[data-live-shown]", "data-key") == "view-health"
    screen.wait_for_selector(".wall .view[data-key=view-tiles][data-live-shown]", timeout=PATIENCE_MS)
    screen.wait_for_selector(".wall .view[data-key=view-health][data-live-shown]", timeout=PATIENCE_MS)
    assert screen.inner_text("[data-tick=turn]").endswith("1/2")


def test_new_data_change_the_figures_in_place_and_outline_them(
    screen: Page, own_board: Board, tmp_path: Path
) -> None:  # fmt: skip
    with serve(own_board.root, CLOCK, tmp_path / "log") as url:
        open_wall(screen, url, views="tiles")
        screen.evaluate("window.kept = document.querySelector('.wall .tile')")
        loads = own_board.loads()
        last = max(x["load_id"] for x in records(loads) if x["feed"] == "transfer" and x["received_at"] < AT)
        own_board.withdraw(last, "test", datetime(2022, 4, 6, 16, 44), "test")
        screen.wait_for_selector(".wall [data-live-changed]", timeout=PATIENCE_MS)
        assert screen.evaluate("window.kept === document.querySelector('.wall .tile')")


def test_a_dead_server_is_marked_the_figures_stay_and_the_wall_heals_alone(
    screen: Page, sample_board: Board, tmp_path: Path
) -> None:
    port = free_port()
    first = start(sample_board.root, CLOCK, tmp_path / "log", port)
    open_wall(screen, f"http://localhost:{port}", views="matrix,tiles")
    screen.keyboard.press("ArrowRight")
    figures = screen.inner_text(".view-tiles, .tiles-view")
    first.kill()
    first.wait()
    lost(screen)
    assert screen.inner_text(".tiles-view") == figures
    assert nothing_covers(screen)
    second = start(sample_board.root, CLOCK, tmp_path / "log2", port)
    try:
        healed(screen)
        assert screen.get_attribute(".wall .view[data-live-shown]", "data-key") == "view-tiles"
    finally:
        second.terminate()
        second.wait(20)


def test_a_hung_server_is_marked_and_its_return_too(screen: Page, sample_board: Board, tmp_path: Path) -> None:
    port = free_port()
    server = start(sample_board.root, CLOCK, tmp_path / "log", port)
    try:
        open_wall(screen, f"http://localhost:{port}", views="tiles")
        os.kill(server.pid, signal.SIGSTOP)
        lost(screen)
        assert nothing_covers(screen)
        os.kill(server.pid, signal.SIGCONT)
        healed(screen)
    finally:
        os.kill(server.pid, signal.SIGCONT)
        server.terminate()
        server.wait(20)


def test_figures_that_stop_coming_while_the_server_lives_are_marked(screen: Page, address: str) -> None:
    silent: list[bool] = []

    def between(line: WebSocketRoute) -> None:
        server = line.connect_to_server()
        line.on_message(server.send)
        server.on_message(lambda told: None if silent else line.send(told))

    screen.route_web_socket("**/_stcore/stream", between)
    open_wall(screen, address, views="tiles")
    silent.append(True)
    lost(screen)
    assert screen.is_visible(".wall .tile")
    silent.clear()
    healed(screen)


def lost(page: Page) -> None:
    page.wait_for_selector("body[data-wall-lost] .wall-head .lost", state="visible", timeout=PATIENCE_MS)
    assert "未实时" in page.inner_text(".wall-head .lost")


def healed(page: Page) -> None:
    page.wait_for_selector("body:not([data-wall-lost]) .wall .view[data-live-shown]", timeout=PATIENCE_MS)


def nothing_covers(page: Page) -> bool:
    """The framework's own dialog about a lost connection is not seen."""
    return not any(d.is_visible() for d in page.locator("[role=dialog], [data-testid=stDialog]").all())


def test_one_presenter_turns_and_freezes_every_screen_of_the_meeting(
    chrome: Browser, screen: Page, address: str
) -> None:  # fmt: skip
    other = chrome.new_page(viewport={"width": 1280, "height": 720})
    for page in (screen, other):
        open_wall(page, address, views="tiles,matrix", meeting="m1", rotate="on")
    screen.keyboard.press("ArrowRight")
    other.wait_for_selector(".view[data-key=view-matrix][data-live-shown]", timeout=PATIENCE_MS)
    screen.keyboard.press("d")
    other.wait_for_selector("tr[data-live-spot]", timeout=PATIENCE_MS)
    screen.keyboard.press("f")
    for page in (screen, other):
        page.wait_for_url("**own_clock**", timeout=PATIENCE_MS)
        page.wait_for_selector(".view[data-key=view-matrix][data-live-shown]", timeout=PATIENCE_MS)
    stamps = {page.evaluate("new URL(location).searchParams.get('clock')") for page in (screen, other)}
    assert len(stamps) == 1
    assert "@0~" in stamps.pop()
    screen.keyboard.press("f")
    other.wait_for_function("!location.search.includes('own_clock')", timeout=PATIENCE_MS)
    other.close()


def test_a_meeting_is_changed_from_the_boards_own_pages_only(screen: Page, address: str) -> None:
    told = screen.request.post(
        f"{address}/wall-meeting/m2", data='{"view": "view-map"}', headers={"Origin": "http://x"}
    )
    assert told.status == 403
