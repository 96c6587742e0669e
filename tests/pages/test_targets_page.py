"""The targets page: what is held to what, set with a preview by who may, and by nobody else whatever is sent."""

from collections.abc import Callable
from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from data_pipeline.board.board import Board
from data_pipeline.core.errors import BoardError
from data_pipeline.core.settings import ROOT
from data_pipeline.declare.in_force import on_day
from data_pipeline.declare.tables import TargetChange
from data_pipeline.targets.sheet import changes_of, targets_csv
from pages.app import person
from tests.support.drawn import LATIN, hosts, sheets
from tests.support.samples import pack

Show = Callable[[Board], None]
CLOCK = "2022-04-06T16:45@0"
DAY, TOMORROW = date(2022, 4, 6), date(2022, 4, 7)


def page(lang: str) -> AppTest:
    at = AppTest.from_file(str(ROOT / "pages" / "desk" / "targets.py"), default_timeout=180)
    at.query_params["lang"], at.query_params["clock"] = lang, CLOCK
    return at.run()


def told(at: AppTest) -> str:
    return "".join(h.proto.body for h in at.get("html"))


def labels(at: AppTest) -> list[str]:
    return [
        str(getattr(w, "label", ""))
        for kind in ("text_input", "number_input", "selectbox", "button")
        for w in at.get(kind)
    ]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("store", ["sample_board", "empty_board"])
def test_it_draws(shown: Show, lang: str, store: str, request: pytest.FixtureRequest) -> None:
    shown(request.getfixturevalue(store))
    at = page(lang)
    assert not at.exception
    assert len(sheets(hosts(at))[0]) >= len(on_day(pack().targets, DAY))
    if lang == "zh":
        assert [x for label in labels(at) for x in LATIN.findall(label) if x != "CSV"] == []


def test_who_may_only_look_is_offered_no_form(
    shown: Show, sample_board: Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BOARD_LOCAL_ROLE", "analyst")
    shown(sample_board)
    at = page("zh")
    assert "审核员" in told(at)
    assert [b.label for b in at.button] == []


def test_a_target_is_previewed_then_set_with_its_reason(
    shown: Show, own_board: Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By who sits at the machine, where nobody signs in and a setting allows it."""
    monkeypatch.setenv("BOARD_LOCAL_ROLE", "approver")
    shown(own_board)
    at = page("zh")
    at.text_input(key="name_typed").set_value("王").run()
    at.selectbox(key="target-metric").set_value(("M12", "EPI_ONSITE_2H")).run()
    at.number_input(key="target-('M12', 'EPI_ONSITE_2H')").set_value(99.9)
    at.number_input(key="amber-('M12', 'EPI_ONSITE_2H')").set_value(99.9)
    at.number_input(key="red-('M12', 'EPI_ONSITE_2H')").set_value(99.8)
    at.button(key="target-preview").click().run()
    assert not at.exception
    assert "状态会变" in told(at)
    drafted, colours = at.dataframe[0].value.iloc[0], at.dataframe[1].value
    assert (drafted["target"], drafted["red"]) == ("99.9", "99.8")
    assert all(state[0] in "●▲■○" for state in colours["after"])
    assert all(a != b for a, b in zip(colours["before"], colours["after"], strict=True))
    assert len(own_board.target_changes()) == 0
    at.button(key="target-save").click().run()
    assert "请写明原因" in told(at)
    at.text_input(key="target-reason").set_value("提高要求").run()
    at.button(key="target-save").click().run()
    assert not at.exception
    row = own_board.target_changes().iloc[0]
    assert (row.sender, row.reason, row.target, f"{row.valid_from:%Y-%m-%d}") == ("王", "提高要求", 99.9, "2022-04-07")


@pytest.mark.parametrize("peer", ["10.0.0.7", "8.8.8.8"])
def test_another_address_can_change_nothing_not_even_by_what_a_page_remembers(
    shown: Show, own_board: Board, monkeypatch: pytest.MonkeyPatch, peer: str
) -> None:
    monkeypatch.setenv("BOARD_LOCAL_ROLE", "admin")
    monkeypatch.setattr(person, "_peer", lambda: peer)
    shown(own_board)
    at = page("zh")
    change = TargetChange(metric="M02b", valid_from=DAY, target=9, responsible_zh="x", responsible_en="x")
    at.session_state["targets_draft"] = [change]
    at.session_state["person_name"] = "somebody"
    at.run()
    assert [b.label for b in at.button] == []
    assert "只能查看" in told(at)
    assert person.person().role == "viewer"
    for do in (
        lambda: person.service().set_targets([change], own_board.loads().received_at.max(), "x"),
        lambda: person.service().withdraw(1, own_board.loads().received_at.max(), "x"),
    ):
        with pytest.raises(BoardError):
            do()
    assert len(own_board.target_changes()) == 0


def test_a_sheet_that_comes_back_unchanged_changes_nothing() -> None:
    with pytest.raises(BoardError) as why:
        changes_of(targets_csv(pack().targets, DAY), pack(), pack().targets, TOMORROW)
    assert why.value.code == "target_none"


def test_a_sheet_brings_exactly_what_was_changed_in_it() -> None:
    sheet = targets_csv(pack().targets, DAY).decode("utf-8-sig")
    lines = sheet.splitlines()
    place = next(i for i, line in enumerate(lines) if line.startswith("M02b,"))
    lines[place] = lines[place].replace(",20,", ",18,")
    for data in ("\n".join(lines).encode("utf-8-sig"), "\n".join(lines).encode("gb18030")):
        (change,) = changes_of(data, pack(), pack().targets, TOMORROW)
        assert (change.metric, change.target, change.valid_from) == ("M02b", 18, TOMORROW)


def test_a_sheet_sent_twice_changes_nothing_more_and_never_the_past() -> None:
    old = next(t for t in pack().targets if t.metric == "M02b")
    targets = (*pack().targets, old.model_copy(update={"target": 18, "valid_from": TOMORROW}))
    sheet = targets_csv(pack().targets, DAY).decode("utf-8-sig").splitlines()
    place = next(i for i, line in enumerate(sheet) if line.startswith("M02b,"))
    sheet[place] = sheet[place].replace(",20,", ",18,")
    for data in ("\n".join(sheet).encode(), targets_csv(targets, DAY), targets_csv(targets, TOMORROW)):
        with pytest.raises(BoardError) as why:
            changes_of(data, pack(), targets, TOMORROW)
        assert why.value.code == "target_none"


@pytest.mark.parametrize("text", ["metric,target\nM01,5\n", "metric,target,amber,red\nM01,five,,\n", "x"])
def test_a_sheet_that_cannot_be_read_says_its_line(text: str) -> None:
    with pytest.raises(BoardError) as why:
        changes_of(text.encode(), pack(), pack().targets, TOMORROW)
    assert why.value.code == "target_csv"
