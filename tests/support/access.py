"""Whether everybody can use a page: by axe-core's rules, in a narrow window, on paper, without a mouse."""

from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.support.page import rest

NARROW = (Path(__file__).parent / "narrow.js").read_text("utf-8").strip().removesuffix(";")
BARRIERS = (Path(__file__).parent / "barriers.js").read_text("utf-8").strip().removesuffix(";")
PHONE = [(390, 844)]
WINDOWS = [*PHONE, (768, 1024), (1366, 768), (720, 450)]  # the last: 1440×900 at 200 %
PAPER = (1046, 740)  # A4 lying, without its margins
GOOD: set[str] = set()  # looks of text whose contrast was read in this process and is enough
SEEN = "n.checkVisibility({ visibilityProperty: true })"
CELLS = "[data-testid=stDataFrame] canvas[data-testid=data-grid-canvas]:visible"
PRESSES = 2  # past a table: the box that scrolls, or the cell, is a stop of its own
STOPS = f"""() => [...document.querySelectorAll("a[href],button,input,select,textarea,summary,iframe,[tabindex]")]
  .filter((n) => n.tabIndex >= 0 && !n.disabled && {SEEN} && n.getClientRects().length).length"""
STANDS = f"({SEEN} && n.getClientRects().length > 0)"
PRESSED = ".flip,.act,.switch,nav a,.stButton button,[role=group] button,select,input"
CONTROLS = f"""() => [...document.querySelectorAll("{PRESSED}")]
  .filter((n) => {STANDS} && !n.closest(".tiles,.strip,.matrix,.decide")).map((n) => n.textContent)"""
# The figures of the screen are marked; each of them must stand on paper. Places to choose from are no figures.
MARKED = f"""() => document.querySelectorAll(".rq [data-fig]")
  .forEach((n) => n.toggleAttribute("data-seen", {STANDS}))"""
LOST = f"""() => [...document.querySelectorAll("[data-seen]")].filter((n) => !n.closest(".areas") && !{STANDS})
  .map((n) => "not on paper: " + n.closest("tr,li,.tile,.group")?.textContent.slice(0, 40))"""
# White ink on paper: text lighter than what stands under it can bear.
PALE = (Path(__file__).parent / "pale.js").read_text("utf-8").strip().removesuffix(";")

# Each table of the kit has its rows on the paper, all of them, and itself not.
ROWS = """() => { const seen = (n) => n.getClientRects().length;
  const laid = [...document.querySelectorAll(".rq-paper")].filter(seen);
  const kit = [...document.querySelectorAll("[data-testid=stDataFrame]")];
  const told = laid.flatMap((p) => p.told), tables = laid.flatMap((p) => [...p.querySelectorAll("table")]);
  const lost = told.filter((of, i) => tables[i]?.querySelectorAll("tbody tr").length !== of.rows.length);
  return [...lost.map(() => "rows are lost"),
    ...(tables.length < kit.length ? [`${kit.length} tables, ${tables.length} on paper`] : []),
    ...kit.filter(seen).map(() => "a table of which only a part is in sight")] }"""


def barriers(page: Page, within: str = "html") -> list[str]:
    """What axe-core finds serious or critical."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(Axe().axe_script)
    found = page.evaluate(BARRIERS, [within, sorted(GOOD)])
    GOOD.update(found["good"])
    return [f"{id}: {target}" for id, targets in found["faults"] for target in targets]


def in_windows(page: Page, windows: list[tuple[int, int]]) -> dict[str, list[str]]:
    """What is cut, too small or outside, by window."""
    wrong = {}
    for width, height in windows:
        page.set_viewport_size({"width": width, "height": height})
        rest(page)
        wrong[f"{width}×{height}"] = page.evaluate(NARROW)
    return {window: faults for window, faults in wrong.items() if faults}


def behind_tables(page: Page) -> list[str]:
    """Tables of the kit that the tab key does not go past, on or back: it finds the cells by the arrows."""
    stuck = []
    for i, table in enumerate(page.locator(CELLS).all()):
        for key in ("Tab", "Shift+Tab"):
            table.focus()
            for _ in range(PRESSES):
                page.keyboard.press(key)
            cells = "(t) => !!document.activeElement.closest('[data-testid=stDataFrameResizable]')?.contains(t)"
            if table.evaluate(cells):
                stuck.append(f"table {i}, {key}")
    return stuck


def on_paper(page: Page) -> list[str]:
    """What a printed page would lose, and the controls that it would show."""
    page.set_viewport_size({"width": PAPER[0], "height": PAPER[1]})
    rest(page)
    page.evaluate(MARKED)
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    rest(page)
    lost = page.evaluate(NARROW, True) + page.evaluate(LOST) + page.evaluate(PALE)
    shown = page.evaluate(CONTROLS)
    lost += page.evaluate(ROWS)
    dark = page.evaluate("document.querySelector('.rq')?.closest('[data-theme]')?.dataset.theme ?? 'light'") == "dark"
    page.emulate_media(media="screen")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    return [*lost, *(f"a control: {x}" for x in shown), *(["dark paper"] if dark else [])]
