"""The targets page: what is held to what, set with a preview by who may, and by nobody else whatever is sent."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient
from streamlit.testing.v1 import AppTest

from data_pipeline.access.tokens import new_token
from data_pipeline.board.board import Board
from data_pipeline.core.errors import BoardError
from data_pipeline.core.settings import ROOT
from data_pipeline.declare.in_force import on_day
from data_pipeline.declare.local import HeldTo, LocalTarget, here_on
from data_pipeline.declare.tables import TargetChange
from data_pipeline.targets.sheet import changes_of, targets_csv
from pages.app import person
from tests.pages.test_http import ALL, http  # noqa: F401
from tests.support.drawn import LATIN, hosts, sheets
from tests.support.samples import pack

Show = Callable[[Board], None]
CLOCK = "2022-04-06T16:45@0"
DAY, TOMORROW = date(2022, 4, 6), date(2022, 4, 7)
PUDONG = "310115"
HELD = HeldTo(pack().targets, (), (), "")


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
        changes_of(targets_csv(HELD, DAY), pack(), HELD, TOMORROW)
    assert why.value.code == "target_none"


def test_a_sheet_brings_exactly_what_was_changed_in_it() -> None:
    sheet = targets_csv(HELD, DAY).decode("utf-8-sig")
    lines = sheet.splitlines()
    place = next(i for i, line in enumerate(lines) if line.startswith("M02b,"))
    lines[place] = lines[place].replace(",20,", ",18,")
    for data in ("\n".join(lines).encode("utf-8-sig"), "\n".join(lines).encode("gb18030")):
        (change,) = changes_of(data, pack(), HELD, TOMORROW)
        assert (change.metric, change.target, change.valid_from) == ("M02b", 18, TOMORROW)


def test_a_sheet_sent_twice_changes_nothing_more_and_never_the_past() -> None:
    old = next(t for t in pack().targets if t.metric == "M02b")
    targets = (*pack().targets, old.model_copy(update={"target": 18, "valid_from": TOMORROW}))
    sheet = targets_csv(HELD, DAY).decode("utf-8-sig").splitlines()
    place = next(i for i, line in enumerate(sheet) if line.startswith("M02b,"))
    sheet[place] = sheet[place].replace(",20,", ",18,")
    held = HeldTo(targets, (), (), "")
    for data in ("\n".join(sheet).encode(), targets_csv(held, DAY), targets_csv(held, TOMORROW)):
        with pytest.raises(BoardError) as why:
            changes_of(data, pack(), held, TOMORROW)
        assert why.value.code == "target_none"


@pytest.mark.parametrize("text", ["metric,target\nM01,5\n", "metric,target,amber,red\nM01,five,,\n", "x"])
def test_a_sheet_that_cannot_be_read_says_its_line(text: str) -> None:
    with pytest.raises(BoardError) as why:
        changes_of(text.encode(), pack(), HELD, TOMORROW)
    assert why.value.code == "target_csv"


def test_a_place_gets_a_target_of_its_own_for_tomorrow_and_it_is_withdrawn_on_the_page(
    shown: Show, own_board: Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BOARD_LOCAL_ROLE", "approver")
    shown(own_board)
    at = page("zh")
    at.text_input(key="name_typed").set_value("王").run()
    at.selectbox(key="target-metric").set_value(("M05", "")).run()
    at.selectbox(key="target-place").set_value((PUDONG, "")).run()
    key = ("M05", "", PUDONG, "")
    at.number_input(key=f"target-{key}").set_value(100)
    at.text_input(key=f"source-{key}").set_value("专班通知")
    at.text_input(key=f"to-{key}").set_value("2022-04-08")
    at.button(key="target-preview").click().run()
    assert not at.exception
    drafted = at.dataframe[0].value.iloc[0]
    assert (drafted["place"], drafted["target"], drafted["target_was"]) == ("浦东新区", "100", "99")
    at.text_input(key="target-reason").set_value("补采").run()
    at.button(key="target-save").click().run()
    assert not at.exception
    assert "专班通知" in hosts(at)
    (row,) = own_board.held_to().local
    assert (row.area, row.target, row.source, row.valid_from, row.valid_to) == (
        PUDONG, 100, "专班通知", TOMORROW, date(2022, 4, 8)
    )  # fmt: skip
    assert [x for w in (*at.button, *at.selectbox, *at.text_input) for x in LATIN.findall(w.label)] == []
    at.button(key="-".join(("target-withdraw", *map(str, row.key)))).click().run()
    at.text_input(key="target-reason").set_value("误设").run()
    at.button(key="target-save").click().run()
    assert not at.exception
    assert here_on(own_board.held_to().here, TOMORROW) == []
    assert len(own_board.target_changes()) == 2


def test_a_sheet_brings_targets_of_places_by_their_names_and_takes_them_back() -> None:
    head = "metric,target,amber,red,area,valid_to,withdrawn,source\n"
    (one,) = changes_of(f"{head}M05,100,,,浦东,,,S31\n".encode(), pack(), HELD, TOMORROW)
    assert isinstance(one, LocalTarget)
    assert (one.area, one.target, one.valid_from, one.source) == (PUDONG, 100, TOMORROW, "S31")
    held = HeldTo(pack().targets, (one,), (), "")
    again = targets_csv(held, DAY)
    with pytest.raises(BoardError) as why:
        changes_of(again, pack(), held, TOMORROW)
    assert why.value.code == "target_none"
    (back,) = changes_of(f"{head}M05,,,,{PUDONG},,yes,\n".encode(), pack(), held, TOMORROW)
    assert (back.key, back.withdrawn) == (one.key, True)  # type: ignore[union-attr]
    for row, code in (("M05,,,,浦东,,yes,", "target_no_own"), ("M05,9,,,Nowhere,,,", "target_place"),
                      ("M05,9,,,浦东,2022-04-01,,", "target_ends"), ("M05,9,,,浦东,soon,,", "target_day")):  # fmt: skip
        with pytest.raises(BoardError) as why:
            changes_of(f"{head}{row}\n".encode(), pack(), HELD, TOMORROW)
        assert why.value.code == code


def test_the_same_over_http_by_a_token_that_may(
    http: TestClient,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    asked = {"metric": "M05", "area": PUDONG, "target": "100", "source": "notice", "reason": "more"}

    def post(token: str, **more: str) -> Any:
        head = {"Authorization": f"Bearer {token}"}
        return http.post("/api/targets", content=json.dumps(asked | more), headers=head)

    assert (post("").status_code, post(ALL).status_code) == (401, 403)
    token, digest = new_token()
    table = tmp_path / "approver.toml"
    table.write_text(f'[[token]]\nsender = "office"\nsha256 = "{digest}"\nrole = "approver"\n')
    monkeypatch.setenv("BOARD_TOKENS", str(table))
    assert post(token, target="x").status_code == 400
    assert post(token).status_code == 201
    (own,) = http.get("/api/targets").json()["local"]
    assert (own["area"], own["target"], own["source"], own["withdrawn"]) == (PUDONG, 100, "notice", False)
    assert post(token).json()["error"]["code"] == "target_none"
    assert post(token, withdrawn="yes").status_code == 201
    assert [x["withdrawn"] for x in http.get("/api/targets").json()["local"]] == [True]
