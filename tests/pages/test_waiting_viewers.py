"""While too many wait for a page, a viewer keeps what they see or is told, and it comes by itself afterwards; who has
left is not waited for."""

import threading
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from types import SimpleNamespace

import pytest
from streamlit.runtime.scriptrunner import StopException, add_script_run_ctx
from streamlit.runtime.state import SafeSessionState, SessionState
from streamlit.testing.v1 import AppTest

from data_pipeline.board.board import Board
from data_pipeline.core.errors import BoardError
from pages.app import live
from pages.app import turn as turns
from tests.support.drawn import script

AT, LATER = "2022-04-06T16:45@0", "2022-04-06T17:45@0"


def _full() -> AbstractContextManager[None]:
    raise BoardError("viewers_full")


@pytest.mark.parametrize("page", ["desk/command.py", "desk/transfer.py"])
def test_they_keep_what_they_see_until_it_can_be_drawn(
    shown: Callable[[Board], None], sample_board: Board, monkeypatch: pytest.MonkeyPatch, page: str
) -> None:
    shown(sample_board)
    at = script(page)
    at.query_params["clock"] = AT
    at.run()
    before = at.session_state[live.SHOWN]
    monkeypatch.setattr(live, "turn", _full)
    at.query_params["clock"] = LATER
    at.run()
    assert not at.exception
    assert at.session_state[live.SHOWN] == before
    monkeypatch.setattr(live, "turn", nullcontext)
    at.run()
    assert at.session_state[live.SHOWN] != before


def test_who_has_just_come_is_told_and_the_frame_asks_again() -> None:
    def told() -> None:
        from data_pipeline.core.errors import BoardError
        from pages.app.trouble import trouble

        trouble(BoardError("viewers_full"))

    at = AppTest.from_function(told)
    at.query_params["lang"] = "en"
    at.run()
    assert "This page tries again" in at.main[0].proto.body
    assert at.session_state["drawn"] == ""  # no data version there is: the frame's own look finds the page behind


def test_what_is_there_needs_no_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    live.DRAWINGS.put("of a test", 7)
    monkeypatch.setattr(live, "turn", _full)
    assert live.once("of a test", lambda: 8) == 7  # type: ignore[arg-type]


def in_a_page(do: Callable[[], object], yields: Callable[[], None]) -> object:
    """What `do` gives or raises in a script's thread, where the framework calls `yields` whenever it may stop."""
    told: list[object] = []

    def run() -> None:
        add_script_run_ctx(threading.current_thread(), SimpleNamespace(session_state=state, pages_manager=pages))  # type: ignore[arg-type]
        try:
            told.append(do())
        except BaseException as why:
            told.append(why)

    state, pages = SafeSessionState(SessionState(), yields), SimpleNamespace(main_script_hash="")
    thread = threading.Thread(target=run)
    thread.start()
    thread.join(10)
    return told[0]


def test_a_page_whose_browser_left_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    of = turns.Turns("left", 1, 5, 30)
    monkeypatch.setattr(turns, "SHARED", of)

    def left() -> None:
        raise StopException

    def take() -> str:
        with turns.turn():
            return "drawn"

    with of.turn(lambda: None):
        assert isinstance(in_a_page(take, left), StopException)
    assert in_a_page(take, left) == "drawn"
    assert of.state().left == 1


def test_who_looks_by_the_shared_clock_does_not_wait_behind_clocks_of_viewers_own(
    shown: Callable[[Board], None], sample_board: Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown(sample_board)
    own: set[bool] = set()

    def turn() -> AbstractContextManager[None]:
        own.add(turns.OWN.get())
        return nullcontext()

    monkeypatch.setattr(live, "turn", turn)
    for query, is_own in (({}, False), ({"clock": AT}, True), ({"asof": "2022-04-05T10:00"}, True), ({}, False)):
        live.DRAWINGS.clear()
        own.clear()
        at = script("desk/command.py")
        for name, value in query.items():
            at.query_params[name] = value
        at.run()
        assert own == {is_own}, query
