"""The page that opens a number, in both languages, full and empty; and the ways that lead to it."""

import re
from collections.abc import Callable
from dataclasses import replace

import pytest

from data_pipeline.board.board import Board
from data_pipeline.core.clock import AsOf
from data_pipeline.core.settings import ROOT
from data_pipeline.outlook.day import Day
from data_pipeline.trace import Check, trace
from pages.components.matrix import matrix
from pages.components.opened.number import verdict
from pages.components.opened.number_rows import row_key
from pages.components.strip import strip
from pages.components.tiles import tiles
from tests.support import samples
from tests.support.drawn import LATIN, component, components, sheets, text, words_of
from tests.support.marts import slot

pytestmark = pytest.mark.usefixtures("only_looks")
Show = Callable[[Board], None]
FULL = "2022-04-06T16:45@0"
AT = AsOf(samples.DAY, slot(16), slot(16.75))


def page(**address: str):
    from streamlit.testing.v1 import AppTest

    at = AppTest.from_file(str(ROOT / "pages/desk/number.py"), default_timeout=120)
    for name, value in address.items():
        at.query_params[name] = value
    return at.run()


def whole(at) -> str:
    """From the sentence down, all that is not the table of rows."""
    return " ".join(c["html"] for c in components(at, "board"))


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(("id", "area"), [("transfer", "310115"), ("wait_median", "310000"), ("key_groups", "310101")])
def test_full(shown: Show, sample_board: Board, lang: str, id: str, area: str) -> None:
    shown(sample_board)
    at = page(lang=lang, clock=FULL, id=id, area=area)
    assert not at.exception
    html = whole(at)
    assert "16:00" in text(html)
    assert html.count("<details id=") >= 7
    assert sheets(html)[0]
    assert 'class="holds"' in html


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_empty(shown: Show, empty_board: Board, lang: str) -> None:
    shown(empty_board)
    at = page(lang=lang, clock=FULL, id="transfer", area="310115")
    assert not at.exception
    assert 'class="empty"' in component(at, "board")["html"]


def test_a_row_opens_the_line_of_its_file(shown: Show, sample_board: Board) -> None:
    shown(sample_board)
    found = trace(sample_board, AT, "supply_t1", "310000")
    assert found is not None
    row = row_key(found.rows.iloc[3])
    at = page(lang="zh", clock=FULL, id="supply_t1", row=row)
    assert 'class="sent"' in whole(at)
    assert f"第{row.split('-')[1]}行" in text(whole(at))


def test_a_subdistrict_opens_with_its_small_counts_hidden(shown: Show, sample_board: Board) -> None:
    shown(sample_board)
    told = text(whole(page(lang="zh", clock=FULL, id="contact2", area="310101002")))
    assert re.search(r"未办[\d,]+–[\d,]+", told)
    assert not re.search(r"未办\d+人", told)


def test_where_the_rows_do_not_give_a_subdistricts_figure_neither_is_told(
    sample_board: Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = trace(sample_board, AT, "contact2", "310101002")
    assert found is not None
    broken = replace(found, check=Check("sum", False, 7.0))
    assert not re.search(r"\d", verdict(samples.pack(), broken, "zh"))


def test_a_chinese_page_has_no_english_word(shown: Show, sample_board: Board) -> None:
    shown(sample_board)
    html = whole(page(lang="zh", clock=FULL, id="transfer", area="310115"))
    own = re.sub(r'<pre lang="en">.*?</pre>', " ", html, flags=re.S)
    assert [w for w in LATIN.findall(words_of(own)) if w != "csv"] == []  # of a file's name


def test_nonsense_in_the_address_gives_a_page(shown: Show, sample_board: Board) -> None:
    shown(sample_board)
    at = page(lang="zh", clock=FULL, id="../x", area="1 or 1=1", row="<b>")
    assert not at.exception
    assert "<b>" not in whole(at).split('class="holds"')[0]


def test_every_tile_cell_and_group_has_a_link_that_opens_it(day: Day) -> None:
    for html, count in ((tiles(day, "zh"), 8), (matrix(day, "zh"), 16 * 8), (strip(day, "zh"), 6)):
        links = re.findall(r'<a class="open" href="number\?id=(\w+)&amp;area=(\d+)"', html)
        assert len(links) == len(set(links)) == count
        assert not re.search(r"<button[^>]*>(?:(?!</button>).)*<a ", html, re.S)  # a link inside a button is none


def test_what_nobody_reported_has_nothing_to_open(make_day: Callable[..., Day]) -> None:
    assert "number?id=issues" not in tiles(make_day(skip=("issues",)), "zh")
