"""The upload page under AppTest: what is said, what is asked, who may, and what happens when the board moves on."""

import io
import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from streamlit.testing.v1 import AppTest

from data_pipeline.access.permission import NOBODY
from data_pipeline.board.board import Board
from data_pipeline.board.guarded import GuardedBoard
from data_pipeline.core.errors import BoardError
from tests.intake import sheets
from tests.support import clerk
from tests.support.drawn import LATIN, hosts, text
from tests.support.drawn import sheets as sheets_in

Show = Callable[[Board], None]
CLOCK, AT = "2022-04-06T16:40@0", datetime(2022, 4, 6, 16, 40)
CSV = "text/csv"
SHANGHAI = Path(__file__).parents[1] / "intake" / "shanghai"


@pytest.fixture
def page(shown: Show, own_board: Board, monkeypatch: pytest.MonkeyPatch) -> Callable[..., AppTest]:
    monkeypatch.setenv("BOARD_CLOCK", f"replay:{CLOCK}")
    monkeypatch.setattr("pages.app.person.is_here", lambda *_: True)  # the harness has no address
    shown(own_board)

    def page(id: str = "upload", lang: str = "zh", name: str = "王静") -> AppTest:
        from tests.support.drawn import FRAME

        at = AppTest.from_file(str(FRAME), default_timeout=120)
        at.query_params["lang"] = lang
        at.session_state["going"] = id
        at.session_state["person_name"] = name
        return at.run()

    return page


def drop(at: AppTest, *files: tuple[str, bytes]) -> AppTest:
    at.file_uploader[0].set_value([(name, data, CSV) for name, data in files])
    return at.run()


def tick_all(at: AppTest) -> AppTest:
    while left := [c for c in at.checkbox if not c.value]:
        left[0].check()
        at.run()
    return at


def choose(at: AppTest, mode: str) -> AppTest:
    next(r for r in at.radio if str(r.key).endswith("-mode")).set_value(mode)
    return at.run()


def press(at: AppTest, key: str) -> AppTest:
    at.button(key=key).click()
    return at.run()


def said(at: AppTest) -> str:
    """Text, and what stands in tables: the titles of columns, which the frame under them names otherwise, and cells."""
    html = text(" ".join(h.proto.body for h in at.get("html") if "<style" not in h.proto.body))
    titles = (c.get("label") or "" for d in at.dataframe for c in json.loads(d.proto.columns).values())
    cells = (d.value.to_csv(index=False, header=False, sep=" ") for d in at.dataframe)
    return " ".join((html, *titles, *cells))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_was_understood_is_shown_and_nothing_can_be_loaded_before_each_doubt_is_ticked(
    page: Callable[..., AppTest], own_board: Board, lang: str
) -> None:
    at = drop(page(lang=lang), ("浦东.csv", clerk.messy(clerk.truth(own_board))))
    assert not at.exception
    told = said(at)
    for fact in ("GB18030", clerk.BAD_TOWN, clerk.BAD_CELL, "2022-04-06 16:00"):
        assert fact in told
    assert at.button(key="rehearse").disabled
    assert [c.label for c in at.checkbox]
    at = choose(tick_all(at), "good")
    assert not at.button(key="rehearse").disabled
    assert "load" not in {b.key for b in at.button}
    if lang == "zh":
        assert set(LATIN.findall(told)) <= {"GB", "POS", "csv"}  # an encoding, a code that was read, a file's name


def test_what_was_rehearsed_is_loaded_and_the_receipt_says_so(page: Callable[..., AppTest], own_board: Board) -> None:
    rows = clerk.truth(own_board)
    before = len(own_board.loads())
    at = drop(page(), ("浦东.csv", clerk.clean(rows)))
    at = press(tick_all(at), "rehearse")
    assert f"{clerk.TOWNS} 更正行" in said(at)
    at = press(at, "load")
    assert not at.exception
    loads = own_board.loads()
    assert len(loads) == before + 1
    last = loads.iloc[-1]
    assert (last["sender"], last["received_at"], last["restated_rows"]) == ("王静", AT, clerk.TOWNS)
    assert f"第{last['load_id']}号" in said(at)


def test_a_rehearsal_that_the_board_has_left_behind_cannot_be_loaded(
    page: Callable[..., AppTest], own_board: Board
) -> None:
    at = drop(page(), ("浦东.csv", clerk.clean(clerk.truth(own_board))))
    at = press(tick_all(at), "rehearse")
    own_board.receive(clerk.FEED, "other.csv", sheets.sheet([sheets.row(4)]).encode(), "other", AT, confirm=True)
    before = own_board.state_hash()
    at = press(at, "load")
    assert "重新预演" in said(at)
    assert own_board.state_hash() == before


def test_an_unknown_column_waits_for_an_answer_that_is_remembered(
    page: Callable[..., AppTest], own_board: Board
) -> None:
    rows = clerk.truth(own_board)
    lines = clerk.clean(rows).decode().replace("arrived_today", "到了几个").splitlines()
    odd = "\r\n".join(f"{line},{'班组' if i == 0 else 'A'}" for i, line in enumerate(lines)).encode()
    at = drop(page(), ("a.csv", odd))
    asked = [s for s in at.selectbox if "-map-" in str(s.key)]
    assert [s.value for s in asked] == ["?", "?"]
    asked[0].set_value("arrived_today")
    at.run()
    [s for s in at.selectbox if "-map-" in str(s.key)][1].set_value("")
    at = press(tick_all(at.run()), "rehearse")
    press(at, "load")
    assert own_board.mapping("王静", clerk.FEED) == {"到了几个": "arrived_today", "班组": ""}
    again = drop(page(), ("b.csv", odd.replace(b"16:00", b"14:00")))
    assert [s.value for s in again.selectbox if "-map-" in str(s.key)] == ["arrived_today", ""]


def test_a_workbook_of_several_sheets_asks_which_and_reads_that_one(page: Callable[..., AppTest]) -> None:
    book = io.BytesIO()
    out = xlsxwriter.Workbook(book, {"in_memory": True})
    for name, hour in (("早", 8), ("晚", 16)):
        sheet = out.add_worksheet(name)
        for i, row in enumerate((sheets.ZH, sheets.row(4, hour=hour))):
            sheet.write_row(i, 0, row)
    out.close()
    at = drop(page(), ("两张.xlsx", book.getvalue()))
    next(s for s in at.selectbox if str(s.key).endswith("-sheet")).set_value("晚")
    at = at.run()
    assert not at.exception
    assert next(s for s in at.selectbox if str(s.key).endswith("-feed")).value == clerk.FEED
    assert "2022-04-06 16:00" in said(at)


def test_several_files_are_rehearsed_and_loaded_together(page: Callable[..., AppTest], own_board: Board) -> None:
    rows = clerk.truth(own_board)
    before = len(own_board.loads())
    at = drop(page(), ("a.csv", clerk.clean(rows[:3])), ("b.csv", clerk.clean(rows[3:])))
    at = press(tick_all(at), "rehearse")
    at = press(at, "load")
    assert not at.exception
    assert own_board.loads()["restated_rows"].tolist()[before:] == [3, clerk.TOWNS - 3]


def test_who_has_no_name_loads_nothing(page: Callable[..., AppTest], own_board: Board) -> None:
    at = drop(page(name=""), ("浦东.csv", clerk.clean(clerk.truth(own_board))))
    at = press(tick_all(at), "rehearse")
    assert "姓名" in said(at)
    assert "load" not in {b.key for b in at.button}


def test_a_viewer_sees_no_way_to_send_and_the_service_refuses_whatever_is_asked(
    page: Callable[..., AppTest], own_board: Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pages.app.person.is_here", lambda *_: False)
    at = page()
    assert not at.file_uploader
    assert "只能查看" in said(at)
    viewer, before = GuardedBoard(own_board, NOBODY), own_board.state_hash()
    asked = (
        lambda: viewer.peek(b"x"),
        lambda: viewer.examine(clerk.FEED, "a.csv", b"x"),
        lambda: viewer.rehearse([_delivery(b"x")]),
        lambda: viewer.receive_together([_delivery(b"x")], "token"),
        lambda: viewer.withdraw(1, AT, "why"),
        lambda: viewer.restore(1, AT, "why"),
        lambda: viewer.original(1),
    )
    for ask in asked:
        with pytest.raises(BoardError):
            ask()
    assert own_board.state_hash() == before


def _delivery(data: bytes):
    from data_pipeline.intake import Delivery

    return Delivery(clerk.FEED, "a.csv", data, "", AT)


def test_markup_in_a_file_stays_text(page: Callable[..., AppTest], own_board: Board) -> None:
    rows = sheets.rows(2)
    rows[0][3] = "![x](http://x/y.png)<img src=x onerror=alert(1)>"
    at = drop(page(), ("<b>&[a](http://x).csv", sheets.sheet(rows, [*sheets.COLUMNS[:-1], "**粗**"]).encode()))
    assert not at.exception
    html = " ".join(h.proto.body for h in at.get("html"))
    assert "<img" not in html
    assert not any("**粗**" in s.label for s in at.selectbox)
    assert not any("](http" in c.label for c in at.checkbox)


def test_a_withdrawal_from_the_records_brings_the_former_state_back_and_can_be_undone(
    page: Callable[..., AppTest], own_board: Board
) -> None:
    before = own_board.state_hash()
    sent = own_board.receive(
        clerk.FEED, "a.csv", clerk.clean(clerk.truth(own_board)), "clerk", AT, confirm=True
    ).load_id
    after = own_board.state_hash()
    at = page("loads")
    assert f"第{sent}号" in said(at)
    at = press(at, f"withdraw-{sent}")
    assert "请写明原因" in said(at)
    assert own_board.state_hash() == after
    at.text_input(key=f"why-{sent}-withdraw").input("报错了日期")
    press(at, f"withdraw-{sent}")
    assert own_board.state_hash() == before
    at = page("loads")
    assert "报错了日期" in said(at)
    at.text_input(key=f"why-{sent}-restore").input("没有报错")
    press(at, f"restore-{sent}")
    assert own_board.state_hash() == after


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_records_say_what_changed_since_a_meeting(
    page: Callable[..., AppTest], own_board: Board, lang: str
) -> None:
    own_board.receive(clerk.FEED, "a.csv", clerk.clean(clerk.truth(own_board)), "clerk", AT, confirm=True)
    at = page("loads", lang)
    at.segmented_control(key="loads-view").set_value("since")
    at.run()
    assert not at.exception
    assert ("14:00例会" if lang == "zh" else "14:00") in at.selectbox(key="loads-since").options[0]
    (came, *_) = sheets_in(hosts(at))
    (row,) = (r for r in came if own_board.pack.feeds[clerk.FEED].name(lang) in r.values())
    assert "7" in row.values()


def shaped(name: str) -> tuple[str, bytes]:
    """One of the shapes in which Shanghai's figures went round, by its file."""
    return name, (SHANGHAI / name).read_bytes()


def ask(at: AppTest, part: str) -> Any:
    return next(s for s in at.selectbox if part in str(s.key))


def test_a_wide_file_is_told_by_one_choice_a_figure_and_remembered(
    page: Callable[..., AppTest], own_board: Board
) -> None:
    at = drop(page(), shaped("wide.csv"))
    ask(at, "-feed").set_value("bulletin")
    at = at.run()
    assert "宽表" in said(at)
    assert ask(at, "-form-*_确诊").value == "?"
    ask(at, "-form-*_确诊").set_value("confirmed_new")
    at.run()
    ask(at, "-form-*_无症状").set_value("asymptomatic_new")
    at = at.run()
    assert "16个区" in said(at)
    at = press(press(tick_all(at), "rehearse"), "load")
    assert not at.exception
    assert own_board.loads().iloc[-1]["accepted"] == 32
    kept = {"*_确诊": "confirmed_new@district_code", "*_无症状": "asymptomatic_new@district_code"}
    assert own_board.mapping("王静", "bulletin") == kept
    again = drop(page(), ("又一张.csv", shaped("wide.csv")[1].replace(b"2022-04-05", b"2022-04-04")))
    ask(again, "-feed").set_value("bulletin")
    again = again.run()
    assert ask(again, "-form-*_确诊").value == "confirmed_new"


def test_a_long_file_waits_until_each_kind_is_told(page: Callable[..., AppTest], own_board: Board) -> None:
    at = drop(page(), shaped("long.csv"))
    ask(at, "-feed").set_value("bulletin")
    at = at.run()
    assert next(c for c in at.checkbox if str(c.key).endswith("-turn")).value
    assert "长表" in said(at)
    assert not [s for s in at.selectbox if "-map-" in str(s.key)]
    assert not own_board.mapping("王静", "bulletin")
    for kind, column in (("本土确诊", "confirmed_new"), ("本土无症状", "asymptomatic_new")):
        ask(at, f"-kind-{kind}").set_value(column)
        at = at.run()
    at = press(press(tick_all(at), "rehearse"), "load")
    assert not at.exception
    assert own_board.loads().iloc[-1]["accepted"] == 32


@pytest.mark.parametrize(("name", "rows"), [("spaces.txt", 32), ("totals.csv", 34)])
def test_spaces_and_totals_need_no_choice(page: Callable[..., AppTest], own_board: Board, name: str, rows: int) -> None:
    at = press(press(tick_all(drop(page(), shaped(name))), "rehearse"), "load")
    assert not at.exception
    assert own_board.loads().iloc[-1]["accepted"] == rows


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_file_that_came_already_is_told_at_once(page: Callable[..., AppTest], own_board: Board, lang: str) -> None:
    data = clerk.clean(clerk.truth(own_board))
    load_id = own_board.receive(clerk.FEED, "a.csv", data, "李强", AT, confirm=True).load_id
    at = drop(page(lang=lang), ("另一个名字.csv", data))
    told = said(at)
    assert "李强" in told
    assert str(load_id) in told
    assert not [s for s in at.selectbox if "-feed" in str(s.key)]
    assert "rehearse" not in {b.key for b in at.button}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_scope_is_told_and_no_column_is_called_by_its_id(
    page: Callable[..., AppTest], own_board: Board, lang: str
) -> None:
    rows = sheets.rows(2, waiting_now="12345")
    at = drop(page(lang=lang), ("a.csv", sheets.sheet(rows, sheets.ZH).encode()))
    told = said(at)
    assert "2022-04-06 14:00" in told
    assert ("浦东新区" if lang == "zh" else "Pudong") in told
    assert "waiting_now" not in told + " ".join(c.label for c in at.checkbox)
    assert "12,345" in told


def test_who_has_not_said_their_name_is_asked_for_it_first(page: Callable[..., AppTest]) -> None:
    assert "请先填写姓名" in said(page(name=""))
    assert "请先填写姓名" not in said(page())
