"""The kit's own tables in a real browser, in the page's language; the board's own, chosen from by keyboard."""

import re

import pytest
from playwright.sync_api import Page

from pages.app.live import ASSETS
from tests.pages.conftest import NewTab
from tests.support.page import TABLE, open_page, rest

pytestmark = pytest.mark.browser
ENGLISH = re.compile(r"[A-Za-z]{3,}")
PARTS = dict(re.findall(r'^  (\w+): "(.+)",$', (ASSETS / "kit.js").read_text("utf-8"), re.M))
# The names of its icons are ligatures of a face: nobody reads them.
TOLD = """(part) => { const seen = (n) => n.checkVisibility({ visibilityProperty: true });
  const text = (n) => [...n.childNodes].filter((c) => c.nodeType === 3).map((c) => c.data).join(" ");
  const nodes = [...document.querySelectorAll(part)].flatMap((p) => [p, ...p.querySelectorAll("*")]).filter(seen);
  return nodes.flatMap((n) => [...["aria-label", "title", "data-title"].map((a) => n.getAttribute(a)),
    n.closest("[data-testid=stIconMaterial]") ? "" : text(n)]).filter(Boolean) }"""
GRID = "[data-testid=stDataFrame]"
OPENS = "table.sheet button.opens"


@pytest.fixture
def tab(new_tab: NewTab) -> Page:
    return new_tab()


def _told(tab: Page, part: str) -> list[str]:
    tab.wait_for_selector(PARTS[part], state="attached")
    found = tab.evaluate(TOLD, PARTS[part])
    assert found, part
    return found


def _menu(tab: Page) -> None:
    """The menu of the first column: its sign stands at the right of its head."""
    box = tab.locator(TABLE).first.bounding_box()
    assert box
    for x in range(60, 260, 8):
        tab.mouse.move(box["x"] + x - 20, box["y"] + 17)
        tab.mouse.click(box["x"] + x, box["y"] + 17)
        tab.wait_for_timeout(60)
        if tab.locator(PARTS["column"]).count():
            return


def test_what_the_kit_says_is_in_the_language_of_the_page(tab: Page, address: str) -> None:
    said: dict[str, list[str]] = {}
    open_page(tab, f"{address}/definitions?lang=zh", "definitions")
    tab.hover(GRID)
    said["toolbar"] = _told(tab, "toolbar")
    tab.hover(f"{GRID} button[aria-label^='全屏']")
    said["tooltip"] = _told(tab, "tooltip")
    tab.click(f"{GRID} button[aria-label^='选择显示']")
    said["columns"] = _told(tab, "columns")
    tab.keyboard.press("Escape")
    tab.click(f"{GRID} button[aria-label^='查找']")
    tab.keyboard.type("1")
    tab.wait_for_function("document.querySelector('.gdg-search-status').textContent.includes('共')")
    tab.keyboard.press("Enter")
    tab.wait_for_function("document.querySelector('.gdg-search-status').textContent.startsWith('第1处')")
    said["search"] = _told(tab, "search")
    tab.keyboard.press("Escape")
    _menu(tab)
    said["column"] = _told(tab, "column")
    tab.keyboard.press("Escape")
    assert {part: found for part, told in said.items() if (found := [t for t in told if ENGLISH.search(t)])} == {}
    assert set(PARTS) - set(said) == {"pages"}  # no sample here has a second page of records


def test_another_language_is_told_without_loading_the_page_anew(tab: Page, address: str) -> None:
    open_page(tab, f"{address}/definitions?lang=zh", "definitions")
    tab.wait_for_selector(f"{GRID} button[aria-label^='查找']", state="attached")
    tab.evaluate("document.querySelector(\"[data-set='lang=en']\").click()")
    tab.wait_for_selector(f"{GRID} button[aria-label^='Search']", state="attached")
    assert not tab.locator(f"{GRID} button[aria-label^='查找']").count()


def test_a_page_turns_whole_when_the_system_turns_dark(tab: Page, address: str) -> None:
    """By itself, with no entry in the browser's history: the kit alone would write its light ink on a light ground."""
    tab.emulate_media(color_scheme="light")
    open_page(tab, f"{address}/targets?lang=zh", "targets")
    before = tab.evaluate("history.length")
    tab.emulate_media(color_scheme="dark")
    tab.wait_for_function("document.querySelector('.rq-bar').dataset.theme === 'dark'")
    rest(tab)
    assert tab.evaluate("document.documentElement.dataset.theme") == "dark"
    assert tab.evaluate("history.length") == before
    assert "theme" not in tab.url


def test_a_row_is_chosen_by_keyboard_and_back_goes_back_to_the_one_before(tab: Page, address: str) -> None:
    open_page(tab, f"{address}/number?lang=zh&id=supply_t1", "number")
    tab.locator(OPENS).first.focus()
    tab.keyboard.press("Enter")
    tab.wait_for_selector("pre.sent")
    first = tab.inner_text("pre.sent")
    tab.locator(OPENS).nth(1).focus()
    tab.keyboard.press("Enter")
    tab.wait_for_function(f"document.querySelector('pre.sent')?.textContent !== {first!r}")
    tab.go_back()
    tab.wait_for_function(f"document.querySelector('pre.sent')?.textContent === {first!r}")
    tab.go_back()
    tab.wait_for_selector("pre.sent", state="detached")
    assert "row=" not in tab.url
