"""Without a mouse, back and on: the matrix by its arrows, few stops, the browser's own Back; every view of a wall."""

import pytest
from playwright.sync_api import Page

from pages.views.wall.asked import VIEWS
from tests.pages.conftest import NewTab
from tests.support.access import STOPS, barriers
from tests.support.page import open_page

pytestmark = pytest.mark.browser
MOST_STOPS = 40
PRESSED = "document.querySelector('.tile[aria-pressed=true]')?.dataset.set"
# Nothing that lies over it is painted.
ON_TOP = """(n) => { const r = n.getBoundingClientRect();
  const over = document.elementsFromPoint(r.x + r.width / 2, r.y + r.height / 2);
  return over.slice(0, over.indexOf(n)).every((o) => getComputedStyle(o).backgroundColor === "rgba(0, 0, 0, 0)") }"""
AT = "document.activeElement.dataset.set"
ENDED = "2022-04-07T07:59@60~0"  # a replay that has run to its end
# Of the matrix, what no longer fits into its panel.
CUT = """() => { const foot = document.querySelector(".matrix-panel").getBoundingClientRect().bottom;
  return [...document.querySelectorAll(".matrix tbody tr")].filter((r) => r.getBoundingClientRect().bottom > foot)
    .map((r) => r.textContent) }"""
# Cells whose figure and marks are wider than the cell.
TIGHT = """() => [...document.querySelectorAll(".matrix td.cell > button")]
  .filter((b) => { const [cell, figure, marks] = [b, b.firstElementChild, b.querySelector(".marks, .shape")]
    .map((n) => n.getBoundingClientRect()); return marks.left < figure.right - 1 || marks.right > cell.right })
  .map((b) => b.textContent)"""


@pytest.fixture
def tab(new_tab: NewTab) -> Page:
    return new_tab()


def test_the_command_page_has_few_stops_and_arrows_walk_the_matrix(tab: Page, address: str) -> None:
    open_page(tab, f"{address}/?lang=zh")
    assert tab.evaluate(STOPS) <= MOST_STOPS
    assert tab.locator(".matrix button[tabindex='0']").count() == 1
    tab.locator(".matrix tbody tr:nth-child(2) td:nth-child(3) button").focus()
    start = tab.evaluate(AT)
    for key in ("ArrowRight", "ArrowDown", "ArrowLeft", "ArrowUp"):
        before = tab.evaluate(AT)
        tab.keyboard.press(key)
        assert tab.evaluate(AT) != before, key
    assert tab.evaluate(AT) == start
    tab.keyboard.press("ArrowDown")
    below = tab.evaluate(AT)
    tab.keyboard.press("Enter")
    tab.wait_for_function("location.search.includes('area=')")
    assert tab.evaluate(AT) == below  # where somebody is, they stay when the page is drawn again


def test_back_goes_back_through_what_was_chosen_to_the_bare_address(tab: Page, address: str) -> None:
    open_page(tab, f"{address}/")
    first = tab.evaluate(PRESSED)
    for line in ("line=transfer", "line=screening"):
        tab.click(f"button.tile[data-set='{line}']")
        tab.wait_for_function(f"{PRESSED} === '{line}'")
    tab.go_back()
    tab.wait_for_function(f"{PRESSED} === 'line=transfer'")
    tab.go_back()
    tab.wait_for_function(f"{PRESSED} === '{first}'")
    assert "line=" not in tab.url


@pytest.mark.parametrize(
    ("lang", "end", "start"),
    [
        ("zh", "回放已于4月7日 07:59结束", "重新回放：4月6日 14:00起"),
        ("en", "The replay ended at 7 April 07:59", "Start again from 6 April 14:00"),
    ],
)
def test_at_the_end_of_a_replay_a_strip_says_so_and_the_keyboard_starts_it_again(
    tab: Page, address: str, lang: str, end: str, start: str
) -> None:
    for wide, high in ((1440, 900), (1366, 768)):
        tab.set_viewport_size({"width": wide, "height": high})
        open_page(tab, f"{address}/?lang={lang}&clock={ENDED}")
        assert (tab.evaluate(CUT), tab.evaluate(TIGHT)) == ([], []), (wide, high)
    strip = tab.locator(".rq-bar .over")
    assert strip.locator("b").text_content() == end
    assert tab.locator("[data-set='start=last']").all_text_contents() == [start]
    for _ in range(MOST_STOPS):
        tab.keyboard.press("Tab")
        if tab.evaluate(AT) == "start=last":
            break
    tab.keyboard.press("Enter")
    tab.wait_for_function("document.querySelector('.rq-bar .clock').textContent.startsWith('14:0')")
    strip.wait_for(state="detached")
    assert "clock=2022-04-06T14" in tab.url


def test_no_view_of_a_wall_has_a_barrier_and_without_data_it_shows_its_head(tab: Page, address: str) -> None:
    for lang, theme in (("zh", "light"), ("en", "dark")):
        tab.goto(f"{address}/wall?lang={lang}&theme={theme}&rotate=off&views={','.join(VIEWS)}")
        tab.wait_for_selector(".wall .view[data-live-shown]")
        wrong = {}
        for _ in range(tab.locator(".wall .view").count()):
            shown = tab.locator(".wall .view[data-live-shown]").get_attribute("data-key")
            wrong[shown] = barriers(tab, ".wall")
            tab.keyboard.press("ArrowRight")
        assert {view: found for view, found in wrong.items() if found} == {}, lang
    tab.goto(f"{address}/wall?lang=zh&clock=2022-03-01T10:00@0")
    tab.wait_for_selector(".wall .empty-view[data-live-shown]")
    tab.wait_for_function("document.querySelector('.wall-head .clock').textContent === '10:00'")
    assert tab.locator(".wall-head .clock").evaluate(ON_TOP)
