"""Every page in a real browser, in both languages: nothing cut or covered, on a desk, a tablet, a phone and on paper;
no barrier by axe-core, light and dark; nothing asked of anybody else, no fault."""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext, Page

from pages.model.menu import MENU
from tests.support.access import PHONE, WINDOWS, barriers, behind_tables, in_windows, on_paper
from tests.support.page import ASKED, BOARD, OF_THE_KIT, open_page, rest, whole

pytestmark = pytest.mark.browser
FITS = (Path(__file__).parents[1] / "support" / "fits.js").read_text("utf-8").strip().removesuffix(";")
WIDE, HIGH = 1440, 900
PATHS = {id: "" if first else id for id, _, first in MENU} | {"wall": "wall"}
LATIN = re.compile(r"[A-Za-z]{2,}")
# Names that are the same in every language: kinds of file, the parts of an address or of a query, keys of a tool.
SAME = re.compile(
    r"CSV|XLSX|PDF|SQL|MB|GB18030|UTF|M\d+\w?|T\d+-\w+|[\w/.-]+\.(csv|xlsx|sql|toml)|BOARD_\w+(=\w+)?|\w+_\w+|/wall\S*"
)
# What is marked as the other language, and code, is not asked.
CHINESE = """() => { const whole = document.body.cloneNode(true); document.body.append(whole);
  whole.querySelectorAll("[lang=en],code").forEach(n => n.remove());
  whole.querySelectorAll("details").forEach(n => { n.open = true });
  const told = whole.innerText; whole.remove(); return told }"""
# They show file names, fingerprints, SQL, sources as published; the kit's uploader keeps its own words out of sight.
SPOKEN = {"number", "definitions", "loads", "targets", "upload", "operation"}


HURRIED = {"command", "outlook", "district"}  # what people open on the way


@pytest.fixture(scope="module")
def tab(window: BrowserContext) -> Iterator[Page]:
    page = window.new_page()
    yield page
    page.close()


@pytest.mark.parametrize("id", PATHS)
def test_it_fits_in_both_languages_and_no_request_leaves_the_machine(tab: Page, address: str, id: str) -> None:
    asked: list[str] = []
    faults: list[str] = []
    wrong: dict[str, dict] = {}
    tab.emulate_media(color_scheme="light")
    tab.on("request", lambda r: asked.append(r.url))
    tab.on("websocket", lambda w: asked.append(w.url))
    tab.on("pageerror", lambda e: faults.append(str(e)))
    for lang in ("zh", "en"):
        if lang == "zh" or id == "wall":
            _open(tab, f"{address}/{PATHS[id]}?lang={lang}{ASKED.get(id, '')}", id)
        else:
            _turn(tab, lang, id)
        if id != "wall":
            whole(tab, WIDE, HIGH)
            assert tab.evaluate(FITS) == [], lang
            wrong[lang] = _for_everybody(tab, lang, id)
        if lang == "zh" and id not in SPOKEN:
            assert LATIN.findall(SAME.sub("", tab.evaluate(CHINESE))) == []
    assert {lang: found for lang, found in wrong.items() if found} == {}
    own = urlsplit(address).netloc
    assert [u for u in asked if urlsplit(u).netloc != own and not u.startswith(("data:", "blob:"))] == []
    assert faults == []


def _for_everybody(tab: Page, lang: str, id: str) -> dict:
    """In Chinese by light, in English in the dark; the longer language also on paper and in other windows."""
    found = {"barriers": barriers(tab), "behind a table": behind_tables(tab)}
    if lang == "en":
        found |= {"paper": on_paper(tab)} | in_windows(tab, WINDOWS if id in HURRIED else PHONE)
    return {where: faults for where, faults in found.items() if faults}


def _open(tab: Page, url: str, id: str) -> None:
    tab.set_viewport_size({"width": WIDE, "height": HIGH})
    open_page(tab, url, id)


def _turn(tab: Page, lang: str, id: str) -> None:
    """The other language by a press: quicker than opening the page again, and the page has to bear it."""
    drawn = "document.querySelector('.rq-host')?.dataset.drawn"
    tab.set_viewport_size({"width": WIDE, "height": HIGH})
    title, before = tab.title(), tab.evaluate(drawn)
    tab.emulate_media(color_scheme="dark")
    tab.evaluate(f"document.querySelector(\"[data-set='lang={lang}']\").click()")
    tab.wait_for_function(f"document.documentElement.lang === '{lang}' && document.title !== {title!r}")
    tab.wait_for_selector(OF_THE_KIT.get(id, BOARD))
    if before:
        tab.wait_for_function(f"{drawn} !== {before!r}")
    rest(tab)
