"""What a redraw leaves alone in the browser: where the keyboard is, what is open, scrolled, marked, moving or drawn."""

import re
from collections.abc import Callable, Iterator
from hashlib import sha256
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page

from pages.app.live import ASSETS

VENDOR = ASSETS / "vendor"
ROW = re.compile(
    r"^\| `(?P<file>[^`]+)` \|.*\| (?P<version>[\d.]+) \| [^|]*`(?P<licence>[^`]+)` \| (?P<hash>\w{64}) \|$", re.M
)
FILES = ("vendor/idiomorph.min.js", "sheet.js", "board.js")
SCRIPT = "".join((ASSETS / name).read_text("utf-8") for name in FILES)
GROUND = """<style>.box{height:60px;overflow:auto} .turns{animation:turns 9s infinite}
 @keyframes turns{to{rotate:360deg}}</style><div id="root"><div class="rq rq-host"></div></div>"""
MOUNT = """([html, version]) => window.mount({
  data: new TextEncoder().encode(JSON.stringify(
    {html, version, view: "zh", lang: "zh", theme: "light", fit: "page", charts: {}, paper: {}})),
  parentElement: document.querySelector("#root"), setTriggerValue: () => {},
})"""
Draw = Callable[..., None]


def test_every_file_from_elsewhere_is_the_one_that_was_published_and_has_its_licence() -> None:
    told = {m["file"]: m for m in ROW.finditer((VENDOR / "README.md").read_text("utf-8"))}
    assert set(told) == {f.name for f in VENDOR.glob("*.js")}
    for name, row in told.items():
        assert sha256((VENDOR / name).read_bytes()).hexdigest() == row["hash"]
        assert "Permission to use" in (VENDOR / row["licence"]).read_text("utf-8")


@pytest.fixture(scope="module")
def page(window: BrowserContext) -> Iterator[Page]:
    page = window.new_page()
    yield page
    page.close()


@pytest.fixture
def draw(page: Page) -> Draw:
    """draw(html, version): as the server sends a part of a page, for the first time or anew."""
    page.set_content(GROUND)
    page.evaluate("delete window.riqingParts")
    page.add_script_tag(content="{" + SCRIPT.replace("export default function", "window.mount = function") + "}")
    return lambda html, version="1": page.evaluate(MOUNT, [html, version])


def _rows(*codes: str, figure: str = "1", more: str = "") -> str:
    """Two tables, each with a row for every district: the same keys."""
    rows = "".join(
        f'<tr data-key="{c}"><th><button data-set="area={c}">{c}</button></th><td data-fig>{c} {figure}</td></tr>'
        for c in codes
    )
    table = f"<table><tbody>{rows}</tbody></table>"
    return f'{more}<section data-key="matrix">{table}</section><section data-key="districts">{table}</section>'


@pytest.mark.browser
def test_a_row_that_moves_stays_itself_and_keeps_the_keyboard(page: Page, draw: Draw) -> None:
    draw(_rows("a", "b", "c", "d"))
    kept = page.evaluate_handle("[...document.querySelectorAll('tr')]")
    page.focus("[data-key=matrix] tr[data-key=c] button")
    draw(_rows("d", "c", "a", "b"), "2")
    assert page.evaluate("document.activeElement.closest('section').dataset.key") == "matrix"
    assert page.evaluate("document.activeElement.textContent") == "c"
    assert page.evaluate("[...document.querySelectorAll('tr')].map((r) => r.dataset.key).join('')") == "dcabdcab"
    assert page.evaluate("(kept) => kept.every((row) => row.isConnected)", kept)
    assert page.locator("[data-live-changed]").count() == 0, "a row that moved tells nothing new"
    ids = "const ids = [...document.querySelectorAll('[id]')].map((n) => n.id);"
    assert page.evaluate(f"(() => {{ {ids} return ids.length === new Set(ids).size }})()")


@pytest.mark.browser
def test_a_new_figure_stands_out_and_the_same_one_does_not(page: Page, draw: Draw) -> None:
    draw(_rows("a", "b"))
    draw(_rows("a", "b"), "2")
    assert page.locator("[data-live-changed]").count() == 0
    draw(_rows("a", "b", figure="2"), "3")
    assert page.locator("[data-live-changed]").count() == 4
    draw(_rows("b", "a", figure="2"), "4")
    assert page.locator("[data-live-changed]").count() == 4, "the outline goes with the row"


@pytest.mark.browser
def test_what_is_open_scrolled_chosen_and_marked_stays(page: Page, draw: Draw) -> None:
    def html(told: str) -> str:
        return (
            f'<details data-key="sql"><summary>q</summary><p>{told}</p></details><p class="told">plain words</p>'
            f'<div class="panel box" data-key="list"><p>{told}</p>{"<p>x</p>" * 30}</div>'
            f'<div class="turns" data-key="turns">{told}</div>'
        )

    draw(html("one"))
    page.evaluate("document.querySelector('details').open = true")
    page.evaluate("document.querySelector('.box').scrollTop = 40")
    page.evaluate("document.querySelector('.box').toggleAttribute('data-live-table', true)")
    page.evaluate("getSelection().selectAllChildren(document.querySelector('.told'))")
    page.wait_for_timeout(120)
    began = page.evaluate("document.querySelector('.turns').getAnimations()[0].startTime")
    draw(html("two"), "2")
    assert "two" in page.inner_text("details p")
    assert page.evaluate("document.querySelector('details').open")
    assert page.evaluate("document.querySelector('.box').scrollTop") == 40
    assert page.evaluate("document.querySelector('.box').hasAttribute('data-live-table')")
    assert page.evaluate("getSelection().toString()") == "plain words"
    assert page.evaluate("document.querySelector('.turns').getAnimations()[0].startTime") == began


@pytest.mark.browser
def test_what_the_browser_draws_itself_is_left_to_it(page: Page, draw: Draw) -> None:
    def html(alt: str, at: int) -> str:
        return (
            f'<section data-key="map"><div class="chart" data-chart="map" aria-label="{alt}"></div></section>'
            f'<span data-tick="left" data-at="{at}">&nbsp;</span><span data-tick="hour"></span>'
        )

    draw(html("one", 1))
    page.evaluate("document.querySelector('.chart').innerHTML = '<svg><g><path/></g></svg>'")
    page.evaluate("document.querySelectorAll('[data-tick]').forEach((n) => (n.textContent = '3 h left'))")
    drawn: Any = page.evaluate_handle("document.querySelector('.chart path')")
    draw(html("two", 2), "2")
    assert page.evaluate("(path) => path.isConnected", drawn)
    assert page.get_attribute(".chart", "aria-label") == "two"
    assert page.get_attribute("[data-tick=left]", "data-at") == "2"
    assert page.locator("[data-tick]").all_inner_texts() == ["3 h left", "3 h left"]


@pytest.mark.browser
def test_the_tab_key_goes_on_from_where_it_was(page: Page, draw: Draw) -> None:
    def html(*codes: str) -> str:
        tiles = "".join(f'<div data-key="{c}"><button data-set="line={c}">{c}</button></div>' for c in codes)
        return f'<div class="tiles">{tiles}</div>'

    draw(html("a", "b", "c"))
    page.focus("[data-key=b] button")
    draw(html("c", "b", "a"), "2")
    stops = page.evaluate(
        "[...document.querySelectorAll('button')].filter((b) => b.tabIndex === 0).map((b) => b.textContent)"
    )
    assert stops == ["b"]
    assert page.evaluate("document.activeElement.textContent") == "b"


@pytest.mark.browser
def test_a_chart_that_is_the_same_keeps_the_class_by_which_its_layers_lie_on_one_another(
    page: Page, draw: Draw
) -> None:
    def html(title: str) -> str:
        return f'<h2>{title}</h2><section data-key="map"><div class="chart wide" data-chart="map"></div></section>'

    draw(html("one"))
    page.evaluate("document.querySelector('.chart').classList.add('js-plotly-plot')")
    draw(html("two").replace("wide", "narrow"), "2")
    assert page.evaluate("[...document.querySelector('.chart').classList].sort()") == [
        "chart",
        "js-plotly-plot",
        "narrow",
    ]


def test_rows_stay_in_the_order_that_was_asked_for_when_figures_move(page: Page, draw: Draw) -> None:
    """A third press gives them back as they came; what is no number stands last, whichever way."""

    def table(**taken: str) -> str:
        rows = "".join(f"<tr><td>{area}</td><td>{n}</td></tr>" for area, n in taken.items())
        heads = "".join(f'<th><button data-sort="{n}">x</button></th>' for n in range(2))
        return f'<table class="sheet" data-key="t"><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>'

    def areas() -> str:
        return "".join(page.locator("tbody td:first-child").all_inner_texts())

    draw(table(a="1,200", b="90", c="–", d="5.5%"))
    page.click("[data-sort='1']")
    assert areas() == "dbac"
    page.click("[data-sort='1']")
    assert areas() == "abdc"
    draw(table(a="1,200", b="9,000", c="–", d="5.5%"), "2")
    assert areas() == "badc"
    assert page.get_attribute("th:nth-child(2)", "aria-sort") == "descending"
    page.click("[data-sort='1']")
    assert areas() == "abcd"
