"""Pictures of every page: `python -m tests.pages.shots FOLDER [--url URL] [--clock …] [--size 1440x900]`.

Pages of the menu × zh, en × light, dark × sizes, as FOLDER/<page>-<lang>-<theme>-<width>.png (no width where there is
one size). Without --url the sample is loaded into a folder of its own and served.
"""

import argparse
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from io import BytesIO
from itertools import product
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser

from data_pipeline.words import say
from pages.model.menu import MENU
from tests.support import samples
from tests.support.page import ASKED, open_page, whole
from tests.support.server import browser, serve

SIZES = ((1440, 900), (1920, 1080))
FORECASTS_MS = 180_000
CLOCK = "2022-04-06T14:45@0"


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("folder", type=Path)
    ask.add_argument("--url", help="a server that runs already")
    ask.add_argument("--clock", default=CLOCK)
    ask.add_argument("--page", action="append", help="only these pages")
    ask.add_argument("--look", action="append", help="zh-dark; only these looks")
    ask.add_argument("--size", action="append", help="1440x900; only these sizes")
    ask.add_argument("--whole", action="store_true", help="each page to its end, instead of what a screen shows of it")
    given = ask.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    sizes = [tuple(map(int, s.split("x"))) for s in given.size or ()] or SIZES
    with nullcontext(given.url) if given.url else _sample(given.clock) as url, browser() as running:
        for (id, _, first), lang, theme, (width, height) in product(MENU, ("zh", "en"), ("light", "dark"), sizes):
            if (given.page and id not in given.page) or (given.look and f"{lang}-{theme}" not in given.look):
                continue
            looks = running.new_context(viewport={"width": width, "height": height}, color_scheme=theme)
            page = looks.new_page()
            path = "" if first else id
            asked = f"?lang={lang}&theme={theme}&clock={given.clock}{ASKED.get(id, '')}"
            open_page(page, f"{url}/{path}{asked}", id)
            if given.whole:
                whole(page, width, height)
            target = given.folder / f"{id}-{lang}-{theme}{f'-{width}' * (len(sizes) > 1)}.png"
            _keep_small(page.screenshot(), target)
            print(target)
            looks.close()


def _await_forecasts(running: Browser, url: str, clock: str) -> None:
    """A server just started works out the days before in the background; pictures show what it says afterwards."""
    page = running.new_page()
    open_page(page, f"{url}/?lang=en&clock={clock}")
    page.wait_for_function(
        "working => ![...document.querySelectorAll('.tile')].some(t => t.textContent.includes(working))",
        arg=say("en", "tile.working_out"),
        timeout=FORECASTS_MS,
    )
    page.close()


def _keep_small(picture: bytes, target: Path) -> None:
    """Flat colours compress well: a palette of 256 keeps a page below 300 kB."""
    Image.open(BytesIO(picture)).convert("RGB").quantize(256, method=Image.Quantize.MEDIANCUT).save(
        target, optimize=True
    )


@contextmanager
def _sample(clock: str) -> Iterator[str]:
    with tempfile.TemporaryDirectory(prefix="riqing-shots-") as folder:
        samples.full(Path(folder) / "board")
        with serve(Path(folder) / "board", clock, Path(folder) / "log") as url:
            with browser() as first:
                _await_forecasts(first, url, clock)
            yield url


if __name__ == "__main__":
    main()
