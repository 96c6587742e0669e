"""Pictures of the upload page: `python -m tests.pages.upload_sheet docs`, and how long each file takes by clicks.

The four shapes in which Shanghai's figures went round, each from the chosen file to the board, in a store of its own
that is as it was before each of them.
"""

import argparse
import shutil
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Browser, Page

from data_pipeline.words import say
from tests.intake.test_shanghai import FILES
from tests.pages.shots import _keep_small
from tests.support import samples
from tests.support.server import browser, serve

CLOCK = "2022-04-07T09:05@0"  # after the last file of the sample
SHAPES = {
    "wide": ("wide.csv", "zh", 1440),
    "long": ("long.csv", "zh", 1366),
    "totals": ("totals.csv", "zh", 1440),
    "spaces": ("spaces.txt", "en", 390),
}
COLUMNS = ("confirmed_new", "asymptomatic_new")  # what is told of the wide and of the long file, in this order
TO_TOP = "for (const n of document.querySelectorAll('*')) n.scrollTop = 0"
SETTLED_MS, LONGEST_MS, HIGHEST = 1500, 180_000, 2600


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("folder", type=Path)
    folder = ask.parse_args().folder
    with tempfile.TemporaryDirectory(prefix="riqing-upload-") as work, browser() as running:
        samples.short(Path(work) / "sample")
        for name in SHAPES:
            store = Path(work) / name
            shutil.copytree(Path(work) / "sample", store)
            with serve(store, CLOCK, Path(work) / "log") as url:
                print(f"{name}: {_walk(running, url, name, folder):.0f} s from the chosen file to the board")


def _walk(running: Browser, url: str, name: str, folder: Path) -> float:
    file, lang, width = SHAPES[name]
    page = running.new_page(viewport={"width": width, "height": 900})
    page.set_default_timeout(LONGEST_MS)
    page.goto(f"{url}/upload?lang={lang}")
    page.get_by_label(say(lang, "person.name"), exact=True).fill("王静")
    page.keyboard.press("Enter")
    page.wait_for_timeout(2 * SETTLED_MS)
    begun = time.monotonic()
    page.set_input_files("input[type=file]", str(FILES / file))
    page.locator(".st-key-panel-rehearsal").wait_for()
    page.wait_for_timeout(SETTLED_MS)
    if name in ("wide", "long"):
        _tell(page, lang)
    _confirm(page)
    page.locator(".st-key-rehearse button:enabled").click()
    page.locator(".st-key-load button:enabled").wait_for()
    page.wait_for_timeout(SETTLED_MS)
    page.mouse.move(0, 0)
    _keep(page, width, folder / f"upload-{name}.png")
    page.locator(".st-key-load button").click()
    page.get_by_text(file).last.wait_for()
    page.locator(".dk.say.good").first.wait_for()
    page.close()
    return time.monotonic() - begun


def _tell(page: Page, lang: str) -> None:
    """Choose the figure for every form of header or kind that is asked about."""
    feed = samples.pack().feeds["bulletin"]
    for column in COLUMNS:
        undecided = say(lang, "upload.undecided")
        boxes = page.locator(".st-key-desk").get_by_role("combobox").all()
        next(b for b in boxes if undecided in (b.get_attribute("value"), b.inner_text())).click()
        page.get_by_role("option", name=feed[column].name_in(lang), exact=True).click()
        page.wait_for_timeout(2 * SETTLED_MS)


def _confirm(page: Page) -> None:
    ticks = page.locator(".st-key-panel-doubts [data-testid=stCheckbox]")
    for i in range(ticks.count()):
        ticks.nth(i).locator("label").click()
        page.wait_for_timeout(SETTLED_MS)


def _keep(page: Page, width: int, target: Path) -> None:
    """The page to its end."""
    panels = "[...document.querySelectorAll('[class*=st-key-panel]')]"
    page.evaluate(TO_TOP)
    foot = page.evaluate(f"Math.max(...{panels}.map(n => n.getBoundingClientRect().bottom))")
    page.set_viewport_size({"width": width, "height": min(HIGHEST, int(foot) + 40)})
    page.evaluate(TO_TOP)
    page.wait_for_timeout(SETTLED_MS)
    _keep_small(page.screenshot(), target)


if __name__ == "__main__":
    main()
