"""A language written from right to left, of one folder of words: pages are mirrored, figures and charts are not."""

import re
from pathlib import Path

import pytest

from data_pipeline.board.board import Board
from tests.pages.conftest import NewTab
from tests.support import pseudo
from tests.support.page import open_page, rest
from tests.support.server import serve

pytestmark = pytest.mark.browser
CLOCK = "2022-04-06T16:45@0"
PHYSICAL = re.compile(r"(?<![-\w])(?:margin|padding|border)-(?:left|right)\b|text-align:\s*(?:left|right)")
OURS = Path(__file__).parents[2] / "pages"
MIRRORED = """() => {
  const x = (n) => n.getBoundingClientRect().left;
  const ends = (all) => all.length > 1 && x(all[0]) - x(all[all.length - 1]);
  const ticks = [...document.querySelectorAll("[data-chart=burndown] .xtick text")];
  return {
    dir: document.documentElement.dir,
    tiles: ends([...document.querySelectorAll(".tile")].slice(0, 2)) > 0,
    hours: ticks.length > 1 ? ends(ticks) < 0 : null,
    beyond: Math.max(document.documentElement.scrollWidth, document.body.scrollWidth) - innerWidth,
    outside: [...document.querySelectorAll(".tile, .panel, .bar, .matrix td.cell, section.view h1")]
      .filter((n) => n.checkVisibility() && !n.closest(".fill"))
      .filter((n) => ((r) => r.left < -1 || r.right > innerWidth + 1)(n.getBoundingClientRect()))
      .map((n) => n.className),
  };
}"""
WANTED = {"dir": "rtl", "tiles": True, "hours": True, "beyond": 0, "outside": []}


def test_a_language_from_right_to_left_mirrors_pages_and_no_figure(
    sample_board: Board, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, new_tab: NewTab
) -> None:
    """At a desk, on a phone and on a wall; nothing leaves the window."""
    monkeypatch.setenv("BOARD_WORDS", str(pseudo.write(tmp_path / "words", pseudo.MIRRORED)))
    monkeypatch.setenv("BOARD_LANG", pseudo.MIRRORED.code)
    with serve(sample_board.root, CLOCK, tmp_path / "log") as url:
        for size in ((1440, 900), (390, 844)):
            page = new_tab(*size)
            open_page(page, f"{url}/command")
            assert page.evaluate(MIRRORED) == WANTED
        page = new_tab(1920, 1080)
        page.goto(f"{url}/wall?views=tiles&rotate=off")
        page.wait_for_selector("section.view .tile")
        rest(page)
        assert page.evaluate(MIRRORED) == WANTED | {"hours": None}


def test_styles_name_no_side_but_where_a_figure_has_one() -> None:
    """Start and end turn with the language; left and right would not."""
    sides = {
        f"{file.name}: {found}"
        for file in sorted(OURS.rglob("*.css"))
        if "vendor" not in file.parts
        for found in PHYSICAL.findall(file.read_text("utf-8"))
    }
    assert sides == {"board.css: text-align: left"}  # figures in cells of a table
