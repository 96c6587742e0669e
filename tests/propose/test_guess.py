"""What a sheet's columns are taken for, by content and headers, and what a person says on top."""

import tomllib
from typing import Any

import pytest

from data_pipeline.core.errors import BoardError
from data_pipeline.propose.answers import Answers
from data_pipeline.propose.called import shorts_of
from data_pipeline.propose.duties import shared
from data_pipeline.propose.made import in_words, made_of
from data_pipeline.words import LANGUAGES

WIDE = "区县,应检人数,已检人数,待检人数\n东区,100,60,40\n西区,200,150,50\n合计,300,210,90\n"
LONG = """date;ward;category;planned;completed
2025-03-01;A;Beds;10;4
2025-03-01;A;Meals;20;9
2025-03-01;B;Beds;5;5
2025-03-01;B;Meals;7;1
"""
STAMPED = "时间,网点,任务数,完成数\n2025-03-01 08:00,甲,10,1\n2025-03-01 10:00,甲,10,6\n2025-03-01 08:00,乙,20,2\n"


def lines_of(name: str, text: str | bytes, **answers: Any) -> list[tuple[str, str, str]]:
    """(name, due, done) of each line of work proposed."""
    data = text if isinstance(text, bytes) else text.encode()
    of = made_of("x", [(name, data)], Answers(year=2025, **answers))
    (sheet,) = of.proposal.sheets
    return [(d.kind or d.name, d.due.head.sent if d.due else "", d.done.head.sent) for d in sheet.figures.duties]


def test_a_wide_sheet_with_its_day_in_the_files_name() -> None:
    ((name, *columns),) = lines_of("日报2025年3月1日.csv", WIDE)
    assert (name, columns) == ("检人数", ["应检人数", "已检人数"])


def test_the_office_may_write_in_its_own_encoding() -> None:
    assert lines_of("日报2025年3月1日.csv", WIDE.encode("gb18030"))[0][1:] == ("应检人数", "已检人数")


def test_a_long_sheet_has_a_line_for_each_kind() -> None:
    assert lines_of("work.csv", LONG) == [("Beds", "planned", "completed"), ("Meals", "planned", "completed")]


STAGED = """时间,网点,到站数,已分拣,已装车,已送达,车辆
2025-03-01 08:00,甲,100,40,20,5,6
2025-03-01 12:00,甲,100,90,70,60,9
2025-03-01 12:00,乙,50,50,50,49,4
"""


def test_columns_that_hand_on_to_one_another_are_stages() -> None:
    files = made_of("x", [("a.csv", STAGED.encode())], Answers(columns={"到站数": "due"})).written.files
    pack = tomllib.loads(files["lines.toml"])
    (stages,) = pack["stages"]
    assert "ledger" not in pack
    assert list(stages["steps"]) == [x["sql"] for x in pack["line"]]
    assert [x["zh"] for x in pack["line"]] == ["分拣", "装车", "送达"]
    assert lines_of("a.csv", STAGED, columns={"到站数": "due"})[1] == ("装车", "已分拣", "已装车")


def test_parts_of_what_is_done_are_no_stages() -> None:
    """Never together more than was due; nor is one after the other what does more than the one before it."""
    parts = STAGED.replace("90,70,60", "50,30,20").replace("50,50,49", "20,20,10").replace("40,20,5", "20,10,5")
    more = STAGED.replace("90,70,60", "90,95,60")
    for text in (parts, more):
        assert len(lines_of("a.csv", text, columns={"到站数": "due"})) == 1


def test_a_column_of_moments_is_day_and_time() -> None:
    of = made_of("x", [("a.csv", STAMPED.encode())], Answers())
    assert of.proposal.slots == (8, 10)
    assert f"{of.proposal.shown_at:%Y-%m-%d %H:%M}" == "2025-03-01 10:00"


def test_a_person_who_knows_better_is_believed() -> None:
    asked = {"planned": "skip", "completed": "level", "category": "skip"}
    with pytest.raises(BoardError, match="done or due"):
        lines_of("work.csv", LONG, columns=asked)


NOTHING = [
    ("a.csv", "name,note\nx,y\n", "sheet_unread"),
    ("a.csv", "date,done\n2025-03-01,4\n2025-03-02,5\n", "sheet_no_area"),
    ("a.csv", "ward,due,done\nA,4,2\nB,5,1\n", "sheet_no_day"),
    ("a.xlsx", "PK\x03\x04 no workbook", "sheet_unread"),
    ("a.csv", "", "sheet_unread"),
]


@pytest.mark.parametrize(("name", "text", "code"), NOTHING)
def test_a_sheet_of_no_operation_is_refused_in_words(name: str, text: str, code: str) -> None:
    with pytest.raises(BoardError) as why:
        made_of("x", [(name, text.encode("latin-1"))], Answers())
    assert why.value.code == code
    assert all(why.value.sentence(lang) for lang in LANGUAGES)


def test_what_was_taken_for_what_is_said_in_both_languages() -> None:
    of = made_of("x", [("work.csv", LONG.encode())], Answers())
    zh, en = (list(in_words(of, lang)) for lang in ("zh", "en"))
    assert len(zh) == len(en)
    assert any("“Beds”" in line and "planned" in line for line in zh)


def test_a_plan_is_shared_in_whole_numbers_that_add_up() -> None:
    found = shared(100, {"a": 1, "b": 1, "c": 1})
    assert sum(found.values()) == 100
    assert max(found.values()) - min(found.values()) == 1
    assert shared(7, {"a": 0, "b": 0}) == {"a": 4, "b": 3}


def test_names_are_short_and_no_two_alike() -> None:
    depots = shorts_of(["Depot North", "Depot East", "Depot South", "Airport hub"])
    assert depots == ["North", "East", "South", "Airport hub"]
    assert shorts_of(["Friuli-Venezia Giulia", "Valle d'Aosta / Vallée d'Aoste", "城关镇"]) == [
        "F.-V. Giulia", "V. d'Aosta", "城关镇",
    ]  # fmt: skip
    assert shorts_of(["Provincia Autonoma Bolzano / Bozen", "Provincia Autonoma Trento", "Lazio", "Molise"]) == [
        "Bolzano", "Trento", "Lazio", "Molise",
    ]  # fmt: skip
    assert shorts_of(["Saint Andrews Bay", "Saint Albans Bay"]) != ["S. A. Bay", "S. A. Bay"]
