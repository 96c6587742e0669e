"""A page of the board in a browser: opened, drawn to its end, whole on one screen."""

from itertools import count
from pathlib import Path

from playwright.sync_api import Page, TimeoutError

RESTS = (Path(__file__).parent / "rests.js").read_text("utf-8")
STILL_MS = 200  # longer than what is drawn follows what was sent, and a chart its window
QUESTIONS = count()
BOARD = ".rq [data-key]"
# Pages made of the kit's own widgets: what shows that they stand.
TABLE = "[data-testid=stDataFrame] canvas"
OF_THE_KIT = {
    "actions": "[data-testid=stForm]",
    "definitions": TABLE,
    "upload": "[data-testid=stFileUploader]",
    "operation": "[data-testid=stFileUploader]",
    "wall-setup": "iframe",
}
# What a page is asked for that has nothing to show without.
ASKED = {"district": "&area=310114", "number": "&line=transfer&area=310114"}
MOST = 16_000  # px: the longest page on one screen


def open_page(page: Page, url: str, id: str = "") -> None:
    """Wait until page `id` stands and its charts are drawn."""
    page.goto(url)
    page.wait_for_selector(OF_THE_KIT.get(id, BOARD), timeout=60_000)
    rest(page)


def rest(page: Page) -> None:
    """Wait until the page has come to rest (rests.js). Whoever looks at one waits for this and never for some time: a
    page that is drawn again is half of the old and half of the new."""
    try:
        page.wait_for_function(RESTS, arg=[next(QUESTIONS), STILL_MS], polling=40, timeout=60_000)
    except TimeoutError:
        raise AssertionError(f"the page does not come to rest: {page.evaluate('restAsked.awaits')}") from None


def whole(page: Page, wide: int, high: int) -> None:
    """The page on one screen, from top to bottom: panels that share the height of the window grow with it once."""
    for _ in range(2):
        tall = page.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight")
        page.set_viewport_size({"width": wide, "height": min(max(high, tall + 80), MOST)})
        rest(page)
