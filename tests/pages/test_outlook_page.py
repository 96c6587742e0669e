"""The outlook page run whole: its sliders move what would be, and never what is."""

import json
from collections.abc import Callable
from datetime import datetime

import pytest
from streamlit.testing.v1 import AppTest

from data_pipeline.access.sight import WHOLE
from data_pipeline.board.board import Board
from data_pipeline.board.board import board as process_board
from data_pipeline.board.moments import moment_of
from data_pipeline.core.clock import moment_at, read_clock
from data_pipeline.outlook.past import past
from data_pipeline.words import say
from pages.app.pictured import picture
from tests.support.drawn import components, desk

CLOCK = "2022-04-06T16:45@0"
LINES = {"screening": "lab-capacity", "capacity": "free-"}


@pytest.fixture
def ready(shown: Callable[[Board], None], sample_board: Board) -> None:
    """The days before are worked out, as they are a few seconds after a start."""
    shown(sample_board)
    of = process_board()
    past(of, moment_at(datetime(2022, 4, 6, 16, 45), of.pack.operation))


def lines_drawn(at: AppTest) -> list[tuple]:
    """(x, y) of every line of the what-if by pace, the one without a change first."""
    (figure,) = [json.loads(c["charts"]["bypace"]) for c in components(at, "board") if "bypace" in c["charts"]]
    return [(t["x"], t["y"]) for t in figure["data"]]


@pytest.mark.usefixtures("ready")
@pytest.mark.parametrize(("line", "lang"), [("screening", "zh"), ("capacity", "en")])
def test_a_slider_draws_a_second_line_and_leaves_the_first_where_it_was(line: str, lang: str) -> None:
    at = desk("outlook", lang=lang, clock=CLOCK, line=line)
    assert not at.exception
    (before,) = lines_drawn(at)
    assert "supposed" not in "".join(c["html"] for c in components(at, "board"))
    drawn = {slot for c in components(at, "board") for slot in c["charts"]}
    clock, sight = read_clock(CLOCK, process_board().pack.operation), WHOLE
    for slot in drawn:  # each of the charts can be had as a picture
        asked = {"page": "outlook", "slot": slot, "line": line}
        assert picture(asked, clock, moment_of(clock), lang, sight).svg.startswith("<svg")
    slider = next(s for s in at.slider if str(s.key).startswith(LINES[line]))
    slider.set_value(slider.max).run()
    assert not at.exception
    after = lines_drawn(at)
    assert after[0] == before
    assert len(after) == 2
    html = "".join(c["html"] for c in components(at, "board"))
    assert say(lang, "outlook.without") in html
    assert say(lang, "outlook.with") in html
    assert "16:00" in html
    assert '<div class="cols wide supposed">' in html  # what is only supposed is offered as no picture


@pytest.mark.usefixtures("ready")
def test_every_headline_line_has_its_page_with_the_balance_told() -> None:
    for line in ("transfer", "key_groups", "issues"):
        at = desk("outlook", lang="zh", clock=CLOCK, line=line)
        assert not at.exception
        assert 'class="balance"' in components(at, "board")[0]["html"]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_before_anything_came_nothing_is_said_of_forecasts_moves_and_decisions(lang: str) -> None:
    at = desk("outlook", lang=lang, clock="2022-04-05T16:00@0")
    drawn = components(at, "board")
    assert not at.exception
    assert [d["charts"] for d in drawn] == [{}]
    assert 'data-key="empty"' in drawn[0]["html"]
    assert not at.text_input
