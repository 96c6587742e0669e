"""The offline copy: one file that asks nothing of a network, holds what the board shows, and knows if it is whole."""

import base64
import gzip
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson
import pytest
from playwright.sync_api import Page

from data_pipeline.access.sight import WHOLE, Sight
from data_pipeline.board.board import Board
from data_pipeline.core.clock import read_clock
from data_pipeline.declare import load_pack
from data_pipeline.words import LANGUAGES
from pages.app.rows import day_rows
from pages.components.charts.burndown import burndown
from pages.components.html import html
from pages.components.panel import Drawn
from pages.components.theme import in_the_dark
from pages.model.canvas import Canvas
from pages.model.menu import in_menu_of
from pages.offline.desk import drawn_pages, outlook_page, pages_of, table_pages
from pages.offline.file import LIBRARY, ZEROS, checksum_of, frame, whole
from pages.offline.pieces import Block, packed, still
from pages.offline.taken import Taken
from pages.offline.wall import wall_of
from tests.pages.conftest import NewTab
from tests.support.packs import MALAYSIA
from tests.support.samples import Make

ROOT = Path(__file__).parents[2]
CLOCK = "replay:2022-04-01T00:30@0"
PUDONG = "310115"
DRAWN = """[...document.querySelectorAll("[data-chart]")].filter((c) => c.clientWidth && c.checkVisibility())
  .every((c) => c.querySelector("svg"))"""  # every chart in sight, as a picture or by the library


def _run(*asked: str, **env: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pages.offline", *asked]
    return subprocess.run(
        command, cwd=ROOT, env=os.environ | env, capture_output=True, text=True, timeout=300, check=False
    )


@pytest.fixture(scope="session")
def taken(malaysia: Path, made_once: Callable[[str, Make], Path]) -> Path:
    """A copy of the whole operation of another country."""

    def make(folder: Path) -> None:
        folder.mkdir()
        env = {"BOARD_STORE": f"file:{malaysia}", "BOARD_PACK": str(MALAYSIA)}
        done = _run("take", str(folder / "copy.html"), "--clock", CLOCK, **env)
        assert done.returncode == 0, done.stderr[-2000:]

    return made_once("offline", make) / "copy.html"


def _block(text: str, name: str) -> dict[str, Any]:
    found = re.search(f'id="block-{name}">([^<]*)<', text)
    assert found
    return orjson.loads(gzip.decompress(base64.b64decode(found[1])))


def test_a_copy_knows_whether_it_is_as_it_was_taken(taken: Path, tmp_path: Path) -> None:
    data = taken.read_bytes()
    checksum, holds = checksum_of(data)
    assert holds
    assert checksum != ZEROS
    changed = tmp_path / "changed.html"
    at = len(data) // 2
    changed.write_bytes(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])
    said = _run("check", str(changed))
    assert said.returncode == 1
    assert checksum in said.stdout


def test_what_is_no_copy_is_not_as_it_was_taken() -> None:
    assert checksum_of(b"<html></html>") == ("", False)


def test_the_same_moment_gives_the_same_bytes(malaysia: Path, taken: Path, tmp_path: Path) -> None:
    env = {"BOARD_STORE": f"file:{malaysia}", "BOARD_PACK": str(MALAYSIA), "PYTHONHASHSEED": "7"}
    again = tmp_path / "again.html"
    assert _run("take", str(again), "--clock", CLOCK, **env).returncode == 0
    assert again.read_bytes() == taken.read_bytes()


def test_every_page_that_a_scene_is_enough_for_is_in_it(taken: Path) -> None:
    held = {a.split("?")[0] for a in _block(taken.read_text("utf-8"), "en")["views"]}
    own = load_pack(MALAYSIA)
    has = {id for id in drawn_pages() if in_menu_of(id, own)}
    assert {*has, "outlook", "wall", "loads", "health", "definitions"} <= held
    assert held & {*drawn_pages()} <= {*has, "district"}  # none that this operation has nothing for


def test_in_the_dark_it_is_what_the_board_draws_for_the_dark(
    shown: Callable[[Board], None], sample_board: Board
) -> None:
    """A copy holds what is drawn for the light, and shows it in other colours (offline.js, laid)."""
    shown(sample_board)
    of = Taken(read_clock("replay:2022-04-06T16:45@0", sample_board.pack.operation), WHOLE)
    of.work_out()
    light, dark = ({a: _held(d) for a, d in _drawn(of, theme).items()} for theme in ("light", "dark"))
    assert {a for a in light if orjson.loads(_recoloured(light[a])) != orjson.loads(dark[a])} == set()


def _drawn(of: Taken, theme: str) -> dict[str, Drawn]:
    pages = dict(pages_of(of, "zh", theme, every=False))
    return pages | {"outlook": outlook_page(of, "zh", theme), "wall": wall_of(of, "zh", theme)}


def _held(of: Drawn) -> str:
    """Without the names of panes, which follow from all that is in a picture."""
    stills = {slot: re.sub(r"pane-\w+-\w+", "pane", still(figure)) for slot, figure in of.charts.items()}
    return orjson.dumps([str(of.html), of.charts, stills]).decode()


def _recoloured(text: str) -> str:
    colours = in_the_dark()
    return re.sub(r"#[0-9A-F]{6}|rgba\(\d+,\d+,\d+,", lambda found: colours.get(found[0], found[0]), text)


def test_whoever_sees_one_district_takes_no_other_along(shown: Callable[[Board], None], sample_board: Board) -> None:
    shown(sample_board)
    operation = sample_board.pack.operation
    of = Taken(read_clock("replay:2022-04-06T16:45@0", operation), Sight(frozenset({PUDONG})))
    drawn = dict(pages_of(of, "zh", "light", every=True)) | dict(table_pages(of, "zh"))
    assert [a for a in drawn if a.startswith("district?")] == [f"district?area={PUDONG}"]
    others = [a.name("zh") for a in sample_board.pack.districts if a.code != PUDONG]
    assert {a: [n for n in others if n in str(d.html)] for a, d in drawn.items()} == {a: [] for a in drawn}


@pytest.mark.browser
def test_a_picture_turns_into_the_library_s_chart_when_somebody_turns_to_it(
    shown: Callable[[Board], None], sample_board: Board, tmp_path: Path, new_tab: NewTab
) -> None:
    """A copy of one chart: seen before the library is read, and the same chart afterwards, in the dark too."""
    shown(sample_board)
    of = Taken(read_clock("replay:2022-04-06T16:45@0", sample_board.pack.operation), WHOLE)
    day = day_rows(of.version, of.moment)
    drawn = burndown(Canvas(day, "zh", "light"), day.lines("headline")[0], day.city_code)
    blocks = {lang: Block() for lang in LANGUAGES}
    for block in blocks.values():
        block.add("command", Drawn(html('<div class="duty">{}</div>', drawn.html), drawn.charts))
    stored = {lang: block.packed() for lang, block in blocks.items()} | {"library": packed(LIBRARY.read_bytes())}
    place = tmp_path / "copy.html"
    place.write_text(whole(of, stored, frame(of, {lang: {"command"} for lang in LANGUAGES})), "utf-8")
    page = new_tab(1280, 800)
    page.goto(f"file://{place}#lang=zh&theme=dark&to=command")
    _until(page, DRAWN)
    assert page.evaluate("[typeof window.Plotly, document.querySelectorAll('.js-plotly-plot').length]") == [
        "undefined",
        0,
    ]
    picture = page.locator("[data-chart] > svg")
    said = set(picture.locator("text").all_inner_texts()) - {""}
    picture.hover()
    _until(page, "document.querySelectorAll('[data-chart] .main-svg .xtick').length > 0")
    chart = page.locator("[data-chart].js-plotly-plot")
    assert len(said & set(chart.locator("text").all_inner_texts())) > len(said) / 2  # the same names stand in it
    assert chart.count() == 1
    assert picture.count() == 0


@pytest.mark.browser
def test_it_opens_from_a_stick_and_asks_nothing(taken: Path, new_tab: NewTab) -> None:
    """Every page and the wall, in both languages and themes, then figures, districts and the search."""
    page = new_tab(1440, 900)
    asked: list[str] = []
    wrong: list[str] = []
    page.on("request", lambda r: asked.append(r.url))
    page.on("pageerror", lambda e: wrong.append(str(e)))
    page.on("console", lambda m: wrong.append(m.text) if m.type in ("error", "warning") else None)
    views = _block(taken.read_text("utf-8"), "zh")["views"]
    page.goto(f"file://{taken}")
    for lang in ("zh", "en"):
        for theme in ("light", "dark"):
            for to in sorted({a.split("?")[0] for a in views} - {"district"}):
                _open(page, f"lang={lang}&theme={theme}&to={to}")
                _until(page, DRAWN)
    _open(page, "lang=en&theme=light&to=command")
    name = page.evaluate("frame.languages.en.found.find(([, to]) => to.startsWith('number'))[0]")
    page.fill("input[type=search]", name)
    page.locator(f".found a:text-is({orjson.dumps(name).decode()})").last.click()
    page.wait_for_selector(".number-page")
    assert page.locator(".number-page pre").count() > 0  # its SQL
    assert wrong == []
    assert [a for a in asked if not a.startswith(("file:", "blob:", "data:"))] == []


def _open(page: Page, to: str) -> None:
    page.evaluate("to => { delete document.body.dataset.ready; location.hash = to; }", to)
    _until(page, "document.body.dataset.ready === location.hash")


def _until(page: Page, holds: str) -> None:
    """The page's policy lets nothing be read as a script in it, so it is asked from outside."""
    for _ in range(200):
        if page.evaluate(holds):
            return
        page.wait_for_timeout(50)
    raise AssertionError(holds)
