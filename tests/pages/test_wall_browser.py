"""The wall in a real browser: legible from the last row, honest when the server is ill, and well again by itself."""

import os
import signal
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page

from data_pipeline.board.board import Board
from data_pipeline.core.records import records
from pages.views.wall.asked import CARD, VIEWS
from tests.pages.conftest import NewTab
from tests.support import vision
from tests.support.page import rest
from tests.support.proxy import proxied
from tests.support.server import ROOT, free_port, start

pytestmark = pytest.mark.browser
CLOCK, AT = "2022-04-06T16:45@0", datetime(2022, 4, 6, 16, 45)
LEGIBLE = (ROOT / "tests" / "support" / "legible.js").read_text("utf-8").strip().removesuffix(";")
SIZES = [(1280, 720), (1920, 1080), (3840, 2160)]
# No view is found until half a second after the presenter's choice came.
LATE = """const all = Document.prototype.querySelectorAll;
Document.prototype.querySelectorAll = function (what) {
  if (window.riqingWall?.paused) window.toldAt ??= performance.now();
  const late = what === ".wall .view" && !(performance.now() - window.toldAt > 500);
  return all.call(this, late ? "nothing" : what);
};"""
# How often a page was marked as not live.
MARKED = """window.riqingMarked = 0;
new MutationObserver(() => (riqingMarked += document.body.hasAttribute("data-wall-lost")))
  .observe(document, { subtree: true, attributeFilter: ["data-wall-lost"] });"""
PATIENCE_MS = 60_000  # the suite is not timed: `python -m tests.bench.ill` measures


@pytest.fixture
def screen(new_tab: NewTab) -> Page:
    return new_tab(1920, 1080)


def open_wall(page: Page, url: str, **asked: str) -> None:
    said = {"lang": "zh", "rotate": "off"} | asked
    page.goto(f"{url}/wall?" + "&".join(f"{k}={v}" for k, v in said.items()))
    page.wait_for_selector(".wall .view[data-live-shown]", timeout=PATIENCE_MS)
    rest(page)


def measured(page: Page, far: float = 6) -> dict[str, list[str]]:
    """What is wrong with each view, in one go; views that are well are left out."""
    found = page.evaluate(
        f"""(far) => {{
          const wrong = {{}}, legible = {LEGIBLE};
          for (const _ of document.querySelectorAll(".wall .view")) {{
            document.onkeydown({{ key: "ArrowRight" }});
            const view = document.querySelector(".wall .view[data-live-shown]");
            const bare = [...view.querySelectorAll(".tile,.group,.gauge,.stage,.multiple,td.cell")].filter(
              (n) => /on_track|at_risk|will_miss/.test(n.className) && !n.querySelector(".shape"));
            wrong[view.dataset.key] = [...legible(far), ...bare.map((n) => `a colour alone: ${{n.textContent}}`)];
          }}
          return wrong;
        }}""",
        far,
    )
    return {view: faults for view, faults in found.items() if faults}


@pytest.mark.parametrize(("lang", "theme"), [("zh", "light"), ("en", "dark")])
def test_every_view_is_legible_from_the_last_row_fits_and_tells_status_without_colour(
    screen: Page, address: str, lang: str, theme: str
) -> None:
    screen.set_viewport_size({"width": SIZES[0][0], "height": SIZES[0][1]})
    open_wall(screen, address, lang=lang, theme=theme, views=",".join((*VIEWS, CARD)))
    wrong = {}
    for width, height in SIZES:
        screen.set_viewport_size({"width": width, "height": height})
        rest(screen)  # titles fit themselves, charts are drawn again
        wrong |= {f"{view} {width}": faults for view, faults in measured(screen).items()}
    assert wrong == {}
    screen.set_viewport_size({"width": SIZES[0][0], "height": SIZES[0][1]})
    while screen.get_attribute(".wall .view[data-live-shown]", "data-key") != "view-card":
        screen.keyboard.press("ArrowRight")
    assert vision.faults(screen, ".test-card .states .mark") == []


def test_a_farther_seat_gets_larger_text_and_more_views(screen: Page, address: str) -> None:
    open_wall(screen, address, far="7.5", views=",".join(VIEWS))
    assert measured(screen, 7.5) == {}
    assert screen.locator(".wall .view").count() > len(VIEWS)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_wall_of_old_data_fits_as_well(screen: Page, address: str, lang: str) -> None:
    """Its head tells the longest times."""
    open_wall(screen, address, lang=lang, clock="2022-04-06T14:45@0", views="tiles,matrix,humane")
    assert measured(screen) == {}
    assert "08:00" in screen.inner_text(".wall-head .facts")


def test_the_views_turn_by_themselves_in_the_order_asked(screen: Page, address: str) -> None:
    open_wall(screen, address, views="health,tiles", dwell="5", rotate="on")
    assert screen.get_attribute(".wall .view[data-live-shown]", "data-key") == "view-health"
    screen.wait_for_selector(".wall .view[data-key=view-tiles][data-live-shown]", timeout=PATIENCE_MS)
    screen.wait_for_function("document.querySelector('[data-tick=turn]').textContent.endsWith('2/2')")


def take_back_the_last(board: Board) -> None:
    """What is left to transfer becomes another number."""
    loads = records(board.loads())
    last = max(x["load_id"] for x in loads if x["feed"] == "transfer" and x["received_at"] < AT)
    board.withdraw(last, "test", datetime(2022, 4, 6, 16, 44), "test")


def test_a_wall_says_that_it_is_not_live_keeps_its_figures_and_heals_alone(
    screen: Page, own_board: Board, tmp_path: Path
) -> None:
    """Silent while it lives, hung, killed: one server after the other, so that only one page is opened. While it is
    silent new data come: the scene that they are drawn in is lost on the way. When it comes, the figures change in
    place and are outlined."""
    port, silent = free_port(), []

    screen.route("**/scene/*", lambda route: None if silent else route.continue_())
    server = [start(own_board.root, CLOCK, tmp_path / "log", port)]

    def hush() -> None:
        silent.append(True)
        take_back_the_last(own_board)

    def again() -> None:
        server[0].wait()
        server[0] = start(own_board.root, CLOCK, tmp_path / "log2", port)

    try:
        open_wall(screen, f"http://localhost:{port}", views="matrix,tiles")
        screen.keyboard.press("ArrowRight")
        for fall, heal in (
            (hush, silent.clear),
            (lambda: os.kill(server[0].pid, signal.SIGSTOP), lambda: os.kill(server[0].pid, signal.SIGCONT)),
            (lambda: server[0].kill(), again),
        ):
            figures = screen.inner_text(".tiles-view")
            tile = screen.evaluate_handle("document.querySelector('.wall .tile')")
            fall()
            lost(screen)
            assert screen.inner_text(".tiles-view") == figures
            assert nothing_covers(screen)
            heal()
            healed(screen)
            if fall is hush:
                assert screen.inner_text(".tiles-view") != figures
                assert screen.locator(".wall [data-live-changed]").count() > 0
                assert screen.evaluate("(tile) => tile === document.querySelector('.wall .tile')", tile)
            else:  # a server that begins anew may say for a moment that the verdicts are being worked out
                same = "(told) => document.querySelector('.tiles-view').innerText === told"
                screen.wait_for_function(same, arg=figures, timeout=PATIENCE_MS)
            assert screen.get_attribute(".wall .view[data-live-shown]", "data-key") == "view-tiles"
    finally:
        os.kill(server[0].pid, signal.SIGCONT)
        server[0].terminate()
        server[0].wait(20)


def lost(page: Page) -> None:
    page.wait_for_selector("body[data-wall-lost] .wall-head .lost", state="visible", timeout=PATIENCE_MS)
    assert "未实时" in page.inner_text(".wall-head .lost")


def healed(page: Page) -> None:
    page.wait_for_selector("body:not([data-wall-lost]) .wall .view[data-live-shown]", timeout=PATIENCE_MS)


def nothing_covers(page: Page) -> bool:
    """The framework's own dialog about a lost connection is not seen."""
    return not any(d.is_visible() for d in page.locator("[role=dialog], [data-testid=stDialog]").all())


def test_one_presenter_turns_and_freezes_every_screen_of_the_meeting(
    new_tab: NewTab, screen: Page, address: str
) -> None:
    other = new_tab(1280, 720)
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


def test_a_screen_that_opens_in_the_middle_of_a_meeting_shows_the_presenters_view(screen: Page, address: str) -> None:
    """It is told half a second before its views are there."""
    screen.add_init_script(LATE)
    told = screen.request.post(
        f"{address}/wall-meeting/m3", data={"view": "view-matrix", "paused": True}, headers={"Origin": address}
    )
    assert told.ok
    open_wall(screen, address, views="tiles,matrix", meeting="m3")
    assert screen.get_attribute(".wall .view[data-live-shown]", "data-key") == "view-matrix"


def test_a_meeting_is_changed_from_the_boards_own_pages_only(screen: Page, address: str) -> None:
    told = screen.request.post(
        f"{address}/wall-meeting/m2", data='{"view": "view-map"}', headers={"Origin": "http://x"}
    )
    assert told.status == 401  # what a page of another site sends along proves nothing


def test_a_wall_asks_for_its_page_once_then_for_what_it_shows(screen: Page, address: str) -> None:
    asked: list[str] = []
    screen.on("request", lambda request: asked.append(urlsplit(request.url).path))
    open_wall(screen, address, views="tiles,matrix")
    assert [path.rsplit("/", 1)[0] for path in asked if not path.startswith("/api/")] == ["", "/scene"]
    assert asked[:2] == ["/wall", "/api/events"]


def test_a_wall_whose_event_line_is_silent_asks_and_stays_live(screen: Page, address: str) -> None:
    """The line stays open, and nothing comes: so does a proxy that holds events back. What is new is shown all the
    same."""
    screen.add_init_script(MARKED)
    with proxied([urlsplit(address).port or 0]) as proxy:
        open_wall(screen, proxy.address, views="tiles,matrix", clock="2022-04-06T15:57@60")
        before = screen.evaluate("riqingWall.scene")
        proxy.holds_events = True
        silent = "(of) => riqingWall.scene !== of && performance.now() - riqingWall.lineAt > BEAT_LOST_MS + 1000"
        screen.wait_for_function(silent, arg=before, timeout=PATIENCE_MS)
        assert screen.evaluate("riqingMarked") == 0
        assert proxy.asked["/api/scene"] >= 3
        screen.reload()  # behind such a proxy from the beginning
        screen.wait_for_selector(".wall .view[data-live-shown]", timeout=PATIENCE_MS)


def test_a_computer_that_slept_an_hour_says_at_once_that_its_wall_is_not_live(screen: Page, address: str) -> None:
    """Its browser's own time stood still."""
    screen.add_init_script("const own = Date.now; Date.now = () => own() + (window.slept ?? 0);")
    open_wall(screen, address, views="tiles,matrix")
    screen.route("**/api/*", lambda route: route.abort())
    screen.evaluate("window.slept = 3600000")
    lost(screen)
    assert "1小时" in screen.inner_text(".wall-head .lost")
    screen.unroute("**/api/*")
    healed(screen)
