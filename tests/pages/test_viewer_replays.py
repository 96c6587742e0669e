"""A viewer replays what an analyst's page once sent: no press of a button that is hidden from them changes anything.

Each press is made ready by an analyst in a visit of its own, then sent three times: in that same visit after the right
was lost, in a fresh visit of a viewer, and, to prove that it was worth refusing, once the right is back.
"""

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from streamlit.proto.WidgetStates_pb2 import WidgetStates
from streamlit.testing.v1 import AppTest

from data_pipeline.access import screens
from data_pipeline.board.board import Board
from data_pipeline.board.board import board as process_board
from data_pipeline.outlook.alerts import PACE, Alert
from data_pipeline.store.log.state import Screen
from pages.app import alerted, person
from tests.pages.conftest import _forget
from tests.pages.test_upload import drop, press, tick_all
from tests.store.test_two_keys import asking
from tests.support import clerk, samples
from tests.support.doors import Laid, told
from tests.support.drawn import FRAME

CLOCK, AT = "2022-04-06T16:40@0", datetime(2022, 4, 6, 16, 40)
Rights = Callable[[str], None]
MadeOnce = Callable[[str, samples.Make], Path]


@pytest.fixture(scope="module")
def held(laid: Laid, made_once: MadeOnce, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Board]:
    """One store for all presses: whatever one of them changes, the next compares with what it found."""
    of = made_once("sample-short", samples.short)
    where = laid.own(of, samples.pack(), tmp_path_factory.mktemp("replays") / "board")
    with pytest.MonkeyPatch.context() as patch:
        for name, said in told(where).items():
            patch.setenv(name, said)
        patch.setenv("BOARD_CLOCK", f"replay:{CLOCK}")
        patch.setenv("BOARD_LOCAL_ROLE", "admin")
        patch.setattr(alerted, "alerts_so_far", lambda *_: [Alert(PACE, "transfer", AT)])
        _forget()
        yield samples.opened(where)
        process_board().close()
    _forget()


@pytest.fixture
def at_this_machine(monkeypatch: pytest.MonkeyPatch) -> Callable[[bool], None]:
    return lambda here: monkeypatch.setattr(person, "is_here", lambda *_: here)


def visit(id: str) -> AppTest:
    at = AppTest.from_file(str(FRAME), default_timeout=120)
    at.query_params["lang"] = "zh"
    at.session_state["going"] = id
    at.session_state["person_name"] = "王静"
    return at.run()


def rehearsed(of: Board) -> AppTest:
    rows = clerk.truth(of)
    at = drop(visit("upload"), ("浦东.csv", clerk.clean(rows)))
    return tick_all(at)


def to_load(of: Board) -> AppTest:
    return press(rehearsed(of), "rehearse")


def opened(of: Board, *, visible: bool) -> tuple[AppTest, int]:
    """The page at the newest load that counts or did, and its number; what another test declined is none such."""
    rows = of.loads(AT)
    one = rows.loc[~rows["approval"].isin(["waits", "declined"])].iloc[-1]
    number = int(one["load_id"])
    if bool(one["visible"]) is not visible:
        (of.restore if visible else of.withdraw)(number, "tester", AT, "trial")
    return visit("loads").number_input(key="load_chosen").set_value(number).run(), number


def to_withdraw(of: Board) -> AppTest:
    at, number = opened(of, visible=True)
    at.text_input(key=f"why-{number}-withdraw").input("报错了")
    return at


def to_restore(of: Board) -> AppTest:
    at, number = opened(of, visible=False)
    at.text_input(key=f"why-{number}-restore").input("没有报错")
    return at


def to_approve(of: Board) -> AppTest:
    """Something waits that another person sent."""
    if not of.waiting():
        with asking(of, "always"):
            of.receive("transfer", "east.csv", clerk.clean(clerk.truth(of)), "张三", AT, confirm=True)
    return visit("loads")


def to_decline(of: Board) -> AppTest:
    at = to_approve(of)
    at.text_input(key=f"why-decline-{of.waiting()[0].line}").input("报错了日期")
    return at


def to_set(of: Board) -> AppTest:
    at = visit("targets")
    at.selectbox(key="target-metric").set_value(("M12", "EPI_ONSITE_2H")).run()
    at.number_input(key="target-('M12', 'EPI_ONSITE_2H')").set_value(99.9)
    at.button(key="target-preview").click().run()
    return at.text_input(key="target-reason").set_value("提高要求").run()


def to_decide(of: Board) -> AppTest:
    at = visit("outlook")
    at.text_input(key="decision-what").input("十辆车去西片")
    at.text_input(key="decision-by").input("转运专班")
    return at


def to_make_a_screen(of: Board) -> AppTest:
    at = visit("wall-setup")
    at.text_input(key="screen-name").input("指挥大厅")
    return at


def to_revoke_a_screen(of: Board) -> AppTest:
    screens.add(of.state, Screen(0, "侧厅", "/wall?views=tiles", "", "tester", 0.0))
    return visit("wall-setup")


def to_silence(of: Board) -> AppTest:
    at = visit("alerts")
    at.text_input(key="silence-says").set_value("trial")
    at.text_input(key="silence-until").set_value("18:00")
    return at


def to_remark(of: Board) -> AppTest:
    at = visit("number")
    at.text_input(key="remark-says").set_value("trial")
    return at


def first(at: AppTest, start: str) -> str:
    return next(str(b.key) for b in at.button if str(b.key).startswith(start))


# the page, what is made ready there, the button pressed, whether it changes the store when an analyst presses it
PRESSES: dict[str, tuple[str, Callable[[Board], AppTest], str, bool]] = {
    "rehearse": ("upload", rehearsed, "rehearse", False),
    "load": ("upload", to_load, "load", True),
    "withdraw": ("loads", to_withdraw, "withdraw-", True),
    "restore": ("loads", to_restore, "restore-", True),
    "approve": ("loads", to_approve, "approve-", True),
    "decline": ("loads", to_decline, "decline-", True),
    "target-save": ("targets", to_set, "target-save", True),
    "decide": ("outlook", to_decide, "decide", True),
    "mark-meeting": ("wall-setup", lambda _: visit("wall-setup"), "mark-meeting", True),
    "screen-make": ("wall-setup", to_make_a_screen, "screen-make", True),
    "screen-revoke": ("wall-setup", to_revoke_a_screen, "screen-revoke", True),
    "acknowledge": ("alerts", lambda _: visit("alerts"), "alert-see", True),
    "silence": ("alerts", to_silence, "alert-silence", True),
    "remark": ("number", to_remark, "remark-enter", True),
}
HARMLESS = ("target-preview", "target-drop")  # keep a draft in the visit, and forget it


def truth(of: Board) -> dict[str, bytes]:
    """The ledger, the received files and the screens set up: what a change would leave behind."""
    files = [*of.root.glob("*.jsonl"), *(of.root / "received").rglob("*")]
    set_up = "\n".join(f"{s.number} {s.name} {s.revoked}" for s in of.state.screens())
    return {str(p.relative_to(of.root)): p.read_bytes() for p in files if p.is_file()} | {"screens": set_up.encode()}


def message(at: AppTest, key: str) -> WidgetStates:
    """What the browser would send with this press: the state of every widget of the page, one button pressed."""
    at.button(key=key).click()
    return at._tree.get_widget_states()


def replay(at: AppTest, sent: WidgetStates) -> AppTest:
    return at._run(sent)


@pytest.mark.parametrize("name", PRESSES)
def test_a_press_that_a_viewer_replays_changes_nothing(
    held: Board, at_this_machine: Callable[[bool], None], name: str
) -> None:
    page, make, start, changes = PRESSES[name]
    at_this_machine(True)
    own = make(held)
    key = first(own, start)
    known = (*(start for where, _, start, _ in PRESSES.values() if where == page), *HARMLESS)
    assert [b.key for b in own.button if not str(b.key).startswith(known)] == []  # a new button brings its press
    sent, before = message(own, key), truth(held)
    at_this_machine(False)
    assert not replay(own, sent).exception
    assert key not in {str(b.key) for b in own.button}
    fresh = visit(page)
    assert not replay(fresh, sent).exception
    assert truth(held) == before
    at_this_machine(True)
    if page == "upload":  # its file went with the uploader
        own = make(held)
        sent = message(own, key)
    replay(own, sent)
    assert (truth(held) != before) is changes
