"""The wall's contact sheet: `python -m tests.pages.wall_sheet docs/wall.png [--url URL]`.

Every view, in turn Chinese light, English dark: what a room sees, small. Without --url the sample is loaded and served.
"""

import argparse
from contextlib import nullcontext
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser

from tests.pages.shots import CLOCK, _keep_small, _sample
from tests.support.page import rest
from tests.support.server import browser

WIDE, HIGH, ACROSS, GAP = 640, 360, 3, 8
LOOKS = (("zh", "light"), ("en", "dark"))


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("target", type=Path)
    ask.add_argument("--url", help="a server that runs already")
    ask.add_argument("--clock", default=CLOCK)
    given = ask.parse_args()
    with nullcontext(given.url) if given.url else _sample(given.clock) as url, browser() as running:
        shots = {look: _shots(running, url, *look, given.clock) for look in LOOKS}
    pictures = [shots[LOOKS[(n // ACROSS) % 2]][n] for n in range(min(map(len, shots.values())))]
    rows = -(-len(pictures) // ACROSS)
    sheet = Image.new("RGB", (ACROSS * (WIDE + GAP) - GAP, rows * (HIGH + GAP) - GAP), "#8894A0")
    for n, picture in enumerate(pictures):
        sheet.paste(picture, (n % ACROSS * (WIDE + GAP), n // ACROSS * (HIGH + GAP)))
    kept = BytesIO()
    sheet.save(kept, "PNG")
    _keep_small(kept.getvalue(), given.target)
    print(given.target)


def _shots(running: Browser, url: str, lang: str, theme: str, clock: str) -> list[Image.Image]:
    """One picture per view, in their order."""
    page = running.new_page(viewport={"width": 1920, "height": 1080})
    page.goto(f"{url}/wall?lang={lang}&theme={theme}&clock={clock}&rotate=off")
    page.wait_for_selector(".wall .view[data-live-shown]", timeout=90_000)
    rest(page)
    taken = []
    for _ in range(page.locator(".wall .view").count()):
        page.wait_for_selector("body:not([data-wall-lost])", state="attached", timeout=90_000)
        taken.append(
            Image.open(BytesIO(page.screenshot())).convert("RGB").resize((WIDE, HIGH), Image.Resampling.LANCZOS)
        )
        page.keyboard.press("ArrowRight")
        rest(page)
    page.close()
    return taken


if __name__ == "__main__":
    main()
