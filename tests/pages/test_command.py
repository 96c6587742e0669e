"""The command page through the real frame, store and SQL: full, stale and empty, in both languages."""

import json
import re
from collections.abc import Callable

import pytest

from data_pipeline.board.board import Board
from pages.components.charts.figure import Palette
from tests.support.drawn import LATIN, component, page, text, words_of

pytestmark = pytest.mark.usefixtures("only_looks")
Show = Callable[[Board], None]
FULL, STALE = "2022-04-06T16:45@0", "2022-04-06T14:45@0"  # the short sample speaks at 08:00, 16:00 and 24:00


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_full(shown: Show, sample_board: Board, lang: str) -> None:
    shown(sample_board)
    at = page(lang=lang, clock=FULL)
    assert not at.exception
    drawn = component(at, "board")
    assert drawn["html"].count('<button class="tile') == 8
    assert drawn["html"].count('<td class="cell') == 16 * 8
    assert set(drawn["charts"]) == {"burndown", "map"}
    assert "16:00" in text(drawn["html"])
    assert ("模拟数据" if lang == "zh" else "Simulated data") in text(component(at, "bar")["html"])


def test_light_is_never_handed_to_who_looks_in_the_dark(shown: Show, sample_board: Board) -> None:
    """What is drawn is kept for all viewers: of one look, and of no other."""
    shown(sample_board)
    for theme, other in (("light", "dark"), ("dark", "light"), ("light", "dark")):
        drawn = json.dumps(component(page(lang="zh", clock=FULL, theme=theme), "board")["charts"])
        assert Palette.of(theme).muted in drawn
        assert Palette.of(other).muted not in drawn


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_stale(shown: Show, sample_board: Board, lang: str) -> None:
    shown(sample_board)
    at = page(lang=lang, clock=STALE)
    assert not at.exception
    html = component(at, "board")["html"]
    assert 'class="alarm"' in html
    states = re.findall(r'<button class="tile (\w+)"', html)
    assert states == ["unknown"] * 8
    assert "08:00" in text(html)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_empty(shown: Show, empty_board: Board, lang: str) -> None:
    shown(empty_board)
    at = page(lang=lang, clock=FULL)
    assert not at.exception
    drawn = component(at, "board")
    assert 'class="empty"' in drawn["html"]
    assert drawn["charts"] == {}


@pytest.mark.parametrize("clock", [FULL, STALE])
def test_a_chinese_page_has_no_english_word(shown: Show, sample_board: Board, clock: str) -> None:
    shown(sample_board)
    at = page(lang="zh", clock=clock)
    for name in ("board", "bar"):
        assert LATIN.findall(words_of(component(at, name)["html"])) == []


def test_an_address_restores_the_view_and_nonsense_in_it_is_dropped(shown: Show, sample_board: Board) -> None:
    shown(sample_board)
    at = page(lang="zh", clock=FULL, line="screening", area="310115")
    html = component(at, "board")["html"]
    assert "核酸筛查 · 浦东新区未办" in html
    at = page(lang="xx", clock="yesterday", line="../etc", area="1 or 1=1", theme="<b>")
    assert not at.exception
    assert component(at, "board")["lang"] == "zh-CN"


def test_before_eight_it_is_still_yesterdays_close(shown: Show, sample_board: Board) -> None:
    shown(sample_board)
    at = page(lang="zh", clock="2022-04-07T07:30@0")
    assert "截至24:00" in text(component(at, "board")["html"])


def test_what_a_press_asks_for_moves_the_clock_and_nothing_else(shown: Show, sample_board: Board) -> None:
    shown(sample_board)
    from data_pipeline.core.clock import read_clock
    from pages.app.replay import replay

    clock = read_clock(FULL, sample_board.pack.operation)
    moved = replay("jump=22:00", clock)
    assert moved is not None
    assert f"{moved.now():%m-%d %H:%M}" == "04-06 22:00"
    assert replay("line=transfer", clock) is None
    assert replay("replay=x", clock) is None
    assert replay("jump=99", clock) is None
