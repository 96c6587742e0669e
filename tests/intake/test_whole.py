"""The whole is never guessed: a district's figures are not the city's; a total row is read where it alone speaks."""

import csv
import io
from collections.abc import Sequence

import pytest

from data_pipeline.intake import Examined
from tests.intake.sheets import ZH, changes, codes, look, row, sheet, unreadable
from tests.support.samples import pack

BULLETIN = ["业务日期", "区代码", "新增确诊", "新增无症状", "转归确诊", "新增死亡", "在院治疗"]
DISTRICTS = [a.code for a in pack().areas if a.level == "district" and not a.is_quasi]


def table(header: Sequence[str], *body: Sequence[object], **how: object) -> Examined:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([header, *body])
    return look(out.getvalue(), "bulletin", **how)


def areas(found: Examined) -> list[str]:
    return found.table["district_code"].to_pylist()


@pytest.mark.parametrize("header", ["属地", "地方", "单位名称"])
@pytest.mark.parametrize("place", ["浦东新区", "310115", "浦东"])
def test_a_district_column_under_an_unknown_header_is_known_by_its_cells(header: str, place: str) -> None:
    found = table(["业务日期", header, *BULLETIN[2:5]], ["2022-03-20", place, 1, 2, 0], ["2022-03-21", place, 1, 2, 0])
    assert areas(found) == ["310115", "310115"]
    assert found.report.mapping[header] == "district_code"
    assert "district_by_content" in changes(found)
    assert "unknown_header" not in codes(found)


def test_a_district_column_that_was_left_out_on_purpose_is_not_made_the_citys() -> None:
    rows = (["业务日期", "属地", *BULLETIN[2:5]], ["2022-03-20", "浦东", 1, 2, 0])
    assert unreadable(table(*rows, mapping={"属地": ""})) == "district_left_out"


def test_two_columns_of_districts_under_unknown_headers_are_not_chosen_between() -> None:
    rows = (["业务日期", "户籍地", "居住处", *BULLETIN[2:5]], ["2022-03-20", "浦东", "黄浦", 1, 2, 0])
    found = table(*rows)
    assert unreadable(found) == "district_unclear"
    assert found.report.unreadable is not None
    assert "户籍地" in found.report.unreadable.sentence("zh")
    assert table(*rows, mapping={"居住处": "district_code"}).report.accepted == 1


def test_a_file_without_any_district_is_the_citys_as_before() -> None:
    assert areas(table(["业务日期", *BULLETIN[2:5]], ["2022-03-20", 1, 2, 0])) == ["310000"]


@pytest.mark.parametrize("title", ["浦东新区每日通报", "上海市黄浦区疫情通报"])
def test_a_title_that_names_a_district_over_rows_that_name_none_is_asked_about(title: str) -> None:
    body = [["业务日期", *BULLETIN[2:5]], ["2022-03-20", "1", "2", "0"]]
    text = "\n".join(",".join(r) for r in [[title], *body])
    found = look(text, "bulletin")
    assert "whole_named" in codes(found)
    assert "whole_named" not in codes(look("\n".join(",".join(r) for r in [["上海市每日通报"], *body]), "bulletin"))


@pytest.mark.parametrize("word", ["合计", "全市", "总计", "全市合计", "合 计", "Total"])
def test_a_citys_row_under_any_name_is_the_figure_where_it_alone_speaks(word: str) -> None:
    body = [["2022-04-06", code, 2, 100, 0, "", ""] for code in DISTRICTS]
    found = table(BULLETIN, *body, ["2022-04-06", word, 2 * len(body), 100 * len(body), 0, 7, 3212])
    assert found.report.accepted == len(DISTRICTS) + 1
    city = found.table.to_pylist()[-1]
    assert (city["district_code"], city["deaths_new"], city["in_hospital_now"]) == ("310000", 7, 3212)
    assert codes(found) == []


def test_a_total_of_some_districts_is_not_the_citys_and_says_what_to_do() -> None:
    body = [["2022-04-06", code, 2, 100, 0, "", ""] for code in DISTRICTS[:2]]
    found = table(BULLETIN, *body, ["2022-04-06", "合计", 4, 200, 0, 7, 3212])
    assert areas(found) == DISTRICTS[:2]
    asked = [p for p in found.report.problems if p.code == "total_alone"]
    assert {p.column for p in asked} == {"deaths_new", "in_hospital_now"}
    assert "全市" in asked[0].suggestion("zh")


def test_a_total_that_only_adds_up_is_set_aside_as_before() -> None:
    body = [["2022-04-06", code, 2, 100, 0, 1, 5] for code in DISTRICTS]
    found = table(BULLETIN, *body, ["2022-04-06", "合计", 32, 1600, 0, 16, 80])
    assert (found.report.accepted, found.report.set_aside) == (16, 1)


def test_a_lone_total_row_is_the_whole() -> None:
    assert areas(table(BULLETIN, ["2022-04-06", "合计", 4, 200, 0, 7, 3212])) == ["310000"]
    cells = row()
    cells[3] = "全区合计"
    found = look(sheet([cells], ZH))
    assert found.table["subdistrict"].to_pylist() == ["全区"]
    cells[3] = "合计"
    assert look(sheet([cells], ZH)).table["area_code"].to_pylist() == ["310115"]


def test_a_total_beside_a_row_that_is_the_whole_already_stays_a_total() -> None:
    body = [["2022-04-06", "全市", 2, 100, 0, 1, 5], ["2022-04-06", "310115", 2, 100, 0, "", ""]]
    found = table(BULLETIN, *body, ["2022-04-06", "合计", 4, 200, 0, 1, 5])
    assert (found.report.accepted, found.report.set_aside) == (2, 1)


def test_a_subtotal_is_never_the_whole() -> None:
    found = table(BULLETIN, ["2022-04-06", "小计", 4, 200, 0, 7, 3212])
    assert found.report.accepted == 0
    assert "nothing_to_load" in codes(found)


@pytest.mark.parametrize(
    "text", ["业务日期,区代码,新增确诊,新增无症状,转归确诊\n", "业务日期,区代码,新增确诊,新增无症状,转归确诊\n,,,,\n"]
)
def test_a_file_without_a_record_is_refused_with_a_reason(text: str) -> None:
    found = look(text, "bulletin")
    assert not found.report.ok
    assert found.report.balanced
    (why,) = found.report.problems
    assert (why.code, why.severity) == ("nothing_to_load", "refuse")
    assert why.sentence("zh") != why.sentence("en")
    assert why.suggestion("zh")
    assert why.suggestion("en")
