"""A page of the board in a browser: opened, drawn to its end, whole on one screen."""

from playwright.sync_api import Page

# Every chart of the page is drawn.
SETTLED = """[...document.querySelectorAll('[data-chart], [data-testid=stPlotlyChart]')]
  .every(c => c.querySelector('.main-svg'))"""
BOARD = ".rq [data-key]"
# Pages made of the kit's own widgets: what shows that they stand.
TABLE = "[data-testid=stDataFrame] canvas"
OF_THE_KIT = {
    "definitions": TABLE,
    "health": TABLE,
    "upload": "[data-testid=stFileUploader]",
    "loads": TABLE,
    "targets": TABLE,
    "wall-setup": "iframe",
}
# What a page is asked for that has nothing to show without.
ASKED = {"district": "&area=310114", "number": "&line=transfer&area=310114"}
MOST = 16_000  # px: the longest page on one screen


def open_page(page: Page, url: str, id: str = "") -> None:
    """Wait until page `id` stands and its charts are drawn."""
    page.goto(url)
    page.wait_for_selector(OF_THE_KIT.get(id, BOARD), timeout=60_000)
    page.wait_for_function(SETTLED, timeout=60_000)
    page.wait_for_timeout(400)


def whole(page: Page, wide: int, high: int) -> None:
    """The page on one screen, from top to bottom: panels that share the height of the window grow with it once."""
    for _ in range(2):
        tall = page.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight")
        page.set_viewport_size({"width": wide, "height": min(max(high, tall + 80), MOST)})
        page.wait_for_function(SETTLED)
        page.wait_for_timeout(200)
