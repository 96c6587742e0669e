"""A first round of the command page: offered once to a hand, never to a wall or a screen that a program drives; five
steps on real parts of the page, by keyboard, left at any time; remembered in the browser."""

import re

import pytest
from playwright.sync_api import Page

from data_pipeline.words import say
from pages.app.live import ASSETS
from pages.app.tour import STEPS, tour_words
from tests.pages.conftest import NewTab
from tests.support.page import open_page

pytestmark = pytest.mark.browser
PARTS = dict(re.findall(r'^  (\w+): "(.+)",$', (ASSETS / "tour.js").read_text("utf-8"), re.M))
A_HAND = "Object.defineProperty(navigator, 'webdriver', { get: () => false })"
OFFER, STEP = ".rq-tour.offer", "dialog.rq-tour.step"
# The part a step speaks of lies within its ring, as far as it is in the window, and the card in the window.
POINTS = """(part) => { const r = (s) => document.querySelector(s).getBoundingClientRect();
  const at = r(part), ring = r(".rq-tour .ring"), card = r(".rq-tour .card");
  const within = ring.left <= at.left + 4 && ring.right >= Math.min(at.right, innerWidth) - 4
    && ring.top <= at.top + 4 && ring.bottom >= Math.min(at.bottom, innerHeight) - 4;
  return within && card.top >= 0 && card.left >= 0 && card.right <= innerWidth && card.bottom <= innerHeight }"""


def _moved(tab: Page) -> None:
    tab.mouse.move(300, 300)
    tab.mouse.move(320, 320)
    tab.wait_for_timeout(600)  # two beats of the bar


def _title(tab: Page) -> str:
    return tab.inner_text(f"{STEP} h2")


@pytest.mark.parametrize(("wide", "high", "lang", "theme"), [(1366, 768, "en", "light"), (390, 844, "zh", "dark")])
def test_five_steps_on_real_parts_by_keyboard_and_never_offered_again(
    new_tab: NewTab, address: str, wide: int, high: int, lang: str, theme: str
) -> None:
    tab = new_tab(wide, high)
    tab.add_init_script(A_HAND)
    open_page(tab, f"{address}/?lang={lang}&theme={theme}")
    assert not tab.locator(OFFER).count()  # nobody has moved yet
    _moved(tab)
    tab.click(f"{OFFER} [data-tour=start]")
    for n, step in enumerate(tour_words(lang)["steps"], start=1):
        tab.wait_for_function(POINTS, arg=PARTS[step["id"]])
        assert _title(tab) == step["title"]
        assert tab.inner_text(f"{STEP} .of") == say(lang, "tour.of", at=n, count=len(STEPS))
        assert tab.get_attribute(STEP, "data-theme") == theme
        assert tab.evaluate("document.activeElement.dataset.tour") == "next"
        tab.keyboard.press("Enter")
    assert not tab.locator(STEP).count()
    tab.reload()
    tab.wait_for_selector(".rq .tiles")
    _moved(tab)
    assert not tab.locator(OFFER).count()


def test_it_is_left_at_any_step_and_begun_again_from_any_page(new_tab: NewTab, address: str) -> None:
    tab = new_tab()
    open_page(tab, f"{address}/work?lang=en")
    _moved(tab)
    tab.click(".rq-bar nav summary")
    tab.click(".rq-bar [data-tour-from]")
    tab.wait_for_selector(STEP)
    tab.keyboard.press("ArrowRight")
    assert _title(tab) == say("en", "tour.tiles_title")
    tab.keyboard.press("Escape")
    assert not tab.locator(STEP).count()
    tab.click(".rq-bar nav summary")
    tab.click(".rq-bar [data-tour-from]")
    tab.click(f"{STEP} [data-tour=leave]")
    assert not tab.locator(STEP).count()
    assert tab.evaluate("localStorage.getItem('riqing-tour')") == "done"


def test_it_is_never_offered_where_a_program_drives_nor_on_a_wall(new_tab: NewTab, address: str) -> None:
    driven, wall = new_tab(), new_tab(1920, 1080)
    open_page(driven, f"{address}/?lang=en")
    wall.add_init_script(A_HAND)
    wall.goto(f"{address}/wall?lang=en")
    wall.wait_for_selector(".wall .view")
    for tab in (driven, wall):
        _moved(tab)
        assert not tab.locator(".rq-tour").count()
