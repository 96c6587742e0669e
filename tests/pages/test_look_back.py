"""As it stood: a moment spoken of and a moment known, in the address, move everything; nobody looks ahead."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from data_pipeline.access.sight import WHOLE
from data_pipeline.board.board import Board
from data_pipeline.board.board import board as process_board
from data_pipeline.core.clock import frozen, moment_at, read_clock
from data_pipeline.core.errors import BoardError
from data_pipeline.outlook.past import past
from data_pipeline.words import LANGUAGES, say
from pages.app.data_version import data_version
from pages.components.bar_time import past_strip
from tests.support import clerk, samples
from tests.support.drawn import component, page, text

Show = Callable[[Board], None]
OPERATION = samples.pack().operation
NOW, LATE = "2022-04-06T18:40@0", datetime(2022, 4, 6, 18, 30)
SLOT = datetime(2022, 4, 6, 16)


def test_both_moments_move_what_the_board_is_a_function_of() -> None:
    clock = read_clock(f"{NOW};asof=2022-04-06T16:45;known=2022-04-06T17:00", OPERATION)
    moment = clock.moment(OPERATION)
    assert (moment.as_of, moment.known_at) == (SLOT, datetime(2022, 4, 6, 17))
    assert read_clock(clock.text(), OPERATION).moment(OPERATION) == moment
    told = read_clock(f"{NOW};asof=2022-04-06T16:45", OPERATION).moment(OPERATION)
    assert (told.as_of, told.known_at) == (SLOT, datetime(2022, 4, 6, 18, 40))


def test_nobody_looks_ahead() -> None:
    clock = read_clock(f"{NOW};asof=2022-04-06T22:00;known=2022-04-06T23:00", OPERATION)
    assert clock.moment(OPERATION) == read_clock(NOW, OPERATION).moment(OPERATION)


def test_moving_the_replay_ends_the_looking_back() -> None:
    clock = read_clock(f"{NOW};asof=2022-04-06T16:45;known=2022-04-06T17:00", OPERATION)
    assert clock.looks_back
    assert not clock.at(SLOT).looks_back
    assert not clock.paced(60).looks_back


@pytest.mark.parametrize("text", [f"{NOW};asof=yesterday", f"{NOW};until=2022-04-06T16:00", f"{NOW};asof"])
def test_what_is_no_moment_is_refused_in_words(text: str) -> None:
    with pytest.raises(BoardError):
        read_clock(text, OPERATION)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_board_seen_at_a_meeting_is_shown_again_to_the_digit(shown: Show, own_board: Board, lang: str) -> None:
    shown(own_board)
    past(process_board(), moment_at(datetime(2022, 4, 6, 16, 45), OPERATION))  # or it may get ready between two looks
    seen = component(page(lang=lang, clock="2022-04-06T16:45@0"), "board")["html"]
    rows = clerk.truth(own_board)
    own_board.receive(clerk.FEED, "late.csv", clerk.clean(rows), "clerk", LATE, confirm=True)
    asked: dict[str, Any] = {"lang": lang, "clock": NOW, "asof": "2022-04-06T16:45"}
    then = page(**asked, known="2022-04-06T16:45")
    assert text(component(then, "board")["html"]).split() == text(seen).split()
    assert 'class="past"' in component(then, "bar")["html"]
    told = page(**asked)
    assert text(component(told, "board")["html"]) != text(seen)
    assert 'class="past"' not in component(page(lang=lang, clock=NOW), "bar")["html"]


def test_a_pulse_names_the_moment_looked_at(shown: Show, own_board: Board) -> None:
    shown(own_board)
    rows = clerk.truth(own_board)
    own_board.receive(clerk.FEED, "late.csv", clerk.clean(rows), "clerk", LATE, confirm=True)
    back = ("2022-04-06T16:45@0", f"{NOW};asof=2022-04-06T16:45;known=2022-04-06T16:45", f"{NOW};asof=2022-04-06T16:45")
    first, then, told = (data_version(read_clock(text, OPERATION), WHOLE) for text in back)
    assert first == then != told


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_board_opened_as_it_stood_does_not_say_that_it_holds_what_came_later(lang: str) -> None:
    """The link of an alert or an action opens what was known then, and the strip above it says so."""
    known, shown = datetime(2022, 4, 6, 14, 5), datetime(2022, 4, 6, 14)
    running = "replay:2022-04-06T14:05:00@60;asof=2022-04-06T12:00"
    stood, ran = (str(past_strip(read_clock(text, OPERATION), lang)) for text in (frozen(known, shown), running))
    later = say(lang, "frame.past_now", spoken="").strip()[-6:]
    assert "14:05" in stood
    assert later not in stood
    assert later in ran
